package wire

import (
	"context"
	"slices"
	"sync"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/obs"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

const (
	// loadsKept is how long it is believed who has how much; what this process
	// has given out since is added. Several processes may each give somebody
	// one too many in that time, which the next reading makes good.
	loadsKept = 3 * time.Second
	// turnKept is how long the count of a team's turns stays: a day without
	// tickets may begin with anybody.
	turnKept = 24 * time.Hour
)

// Routing gives new tickets their team and owner (rule QM-3).
type Routing struct {
	Roster *Roster
	Loads  func(ctx context.Context, team string) (map[string]int, error)
	Count  func(ctx context.Context, name string, until time.Time) (int, error)

	mu    sync.Mutex
	teams map[string]*loads
}

// loads is who has how much, as read and given out since.
type loads struct {
	read  time.Time
	owned map[string]int // by staff id
}

// TeamFor finds the team of a new ticket.
func (r *Routing) TeamFor(ctx context.Context, t ticket.Ticket) (string, error) {
	roster, err := r.Roster.Now(ctx)
	if err != nil {
		return "", err
	}
	if team := roster.TeamFor(newcomer(t)); team != "" {
		return team, nil
	}
	return DefaultTeam, nil
}

// OwnerFor finds whose turn it is. Where the list or the count of turns can't
// be read, the ticket goes to somebody all the same.
func (r *Routing) OwnerFor(ctx context.Context, now time.Time, t ticket.Ticket) (string, error) {
	roster, err := r.Roster.Now(ctx)
	if err != nil {
		return "", err
	}
	could, err := roster.Owners(t.Team, newcomer(t), r.Roster.Hours, now)
	if err == nil && len(could) == 0 && anyHour(t) {
		could = r.onCall(ctx, roster, now, t)
	}
	if err != nil || len(could) == 0 {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	have := r.have(ctx, t.Team)
	chosen := staff.Choose(could, have.owned, func() int {
		n, err := r.Count(ctx, "turn#"+t.Team, now.Add(turnKept))
		if err != nil {
			obs.Fail(ctx, errs.Wrap(err, "count the turns of a team"))
			return 1
		}
		return n
	})
	have.owned[chosen.ID]++
	return chosen.ID, nil
}

// onCall are those on call who may have a ticket that comes in when nobody is
// on duty (rule PD-13). Where that can't be read it has no owner: what falls due
// finds its reader.
func (r *Routing) onCall(ctx context.Context, roster staff.Roster, now time.Time, t ticket.Ticket) []staff.Member {
	on, err := r.Roster.OnCall(ctx, roster, now)
	if err != nil {
		obs.Fail(ctx, err)
		return nil
	}
	return slices.DeleteFunc(on, newcomer(t).Barred)
}

// have is who has how much of a team's tickets; the caller holds the lock.
func (r *Routing) have(ctx context.Context, team string) *loads {
	if known := r.teams[team]; known != nil && time.Since(known.read) < loadsKept {
		return known
	}
	owned, err := r.Loads(ctx, team)
	if err != nil {
		obs.Fail(ctx, errs.Wrap(err, "see who has how much"))
		return &loads{owned: map[string]int{}}
	}
	if r.teams == nil {
		r.teams = map[string]*loads{}
	}
	r.teams[team] = &loads{read: time.Now(), owned: owned}
	return r.teams[team]
}

func newcomer(t ticket.Ticket) staff.Newcomer {
	return staff.Newcomer{Kind: string(t.Kind), Reason: t.Reason, Channel: t.Channel, Class: t.Class, Region: t.Region, Lang: t.Lang,
		Barred: func(m staff.Member) bool { return t.Accuses(m.Badge, m.Name) }}
}
