package wire

import (
	"context"
	"sync"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

// rosterKept is how long a roster is believed: short enough that whoever has
// just gone absent is told nothing more after it, long enough for one batch.
const rosterKept = 15 * time.Second

// Roster answers who is to be told, from a roster read a moment ago.
type Roster struct {
	Store staff.Store
	Hours staff.Hours

	mu     sync.Mutex
	roster staff.Roster
	read   time.Time
}

// Now is everybody, as read a moment ago.
func (r *Roster) Now(ctx context.Context) (staff.Roster, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.read) < rosterKept {
		return r.roster, nil
	}
	roster, err := r.Store.Roster(ctx)
	if err != nil {
		return staff.Roster{}, errs.Wrap(err, "read the roster")
	}
	r.roster, r.read = roster, time.Now()
	return roster, nil
}

// Recipients resolves a role for a ticket. A roster on which nobody stands yet
// (a desk that was deployed a minute ago) gives nobody.
func (r *Roster) Recipients(ctx context.Context, role string, t ticket.Ticket, now time.Time) ([]staff.Member, error) {
	roster, err := r.Now(ctx)
	if err != nil || len(roster.Members) == 0 {
		return nil, err
	}
	return roster.Resolve(role, staff.Matter{Owner: t.Owner, Team: t.Team, Urgent: t.Priority == ticket.Urgent}, r.Hours, now)
}

// Member reads one; errs.NotFound.
func (r *Roster) Member(ctx context.Context, id string) (staff.Member, error) {
	roster, err := r.Now(ctx)
	if err != nil {
		return staff.Member{}, err
	}
	m, ok := roster.Member(id)
	if !ok {
		return staff.Member{}, errs.New(errs.NotFound, "staff.unknown")
	}
	return m, nil
}
