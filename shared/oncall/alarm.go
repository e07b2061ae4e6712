package oncall

import (
	"context"
	"errors"
	"sync"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/staff"
	"huiyin/shared/sweep"
)

// GapFound tells that nobody is on call at some time within the next two days;
// facts are GapFacts. There is one for a local day at most.
const GapFound event.Type = "oncall.gap"

// GapFacts are the first gap, and how many there are.
type GapFacts struct {
	Team  string    `json:"team"` // the hotline's
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Count int       `json:"count"`
}

const (
	// warnAhead leaves a supervisor two working days' evenings to fill a gap.
	warnAhead = 48 * time.Hour
	// unused is after how long without shifts a company is taken to have no
	// roster of this kind: it is not told of every night.
	unused = 31 * 24 * time.Hour
)

// Alarm sees to it that a gap is told in time.
type Alarm struct {
	Service Service
	Roster  func(ctx context.Context) (staff.Roster, error)
	// Tell writes an event, once: sweep.ErrTold when it stands already.
	Tell func(ctx context.Context, e event.Event) error

	mu   sync.Mutex
	done time.Time // the hour that was looked at last: saves asking every minute
}

// Run looks for a gap once an hour.
func (a *Alarm) Run(ctx context.Context, now time.Time) error {
	hour := now.Truncate(time.Hour)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.done.Equal(hour) {
		return nil
	}
	if err := a.look(ctx, now); err != nil {
		return errs.Wrap(err, "look for a gap on call")
	}
	a.done = hour
	return nil
}

func (a *Alarm) look(ctx context.Context, now time.Time) error {
	recent, err := a.Service.shifts(ctx, now.Add(-unused), now.Add(Ahead))
	if err != nil || len(recent) == 0 {
		return err
	}
	roster, err := a.Roster(ctx)
	if err != nil {
		return err
	}
	closed, err := a.Service.closed(ctx, roster, Span{now, now.Add(warnAhead)})
	if err != nil {
		return err
	}
	gaps := Gaps(closed, recent, roster, now)
	if len(gaps) == 0 {
		return nil
	}
	team, _ := Hotline(roster) // without one there are no gaps
	day := now.In(a.Service.Zone).Format(time.DateOnly)
	e, err := event.New("ONCALLGAP#"+day, 1, GapFound, now, event.System,
		GapFacts{Team: team.ID, From: gaps[0].From, To: gaps[0].To, Count: len(gaps)})
	if err != nil {
		return err
	}
	if err := a.Tell(ctx, e); !errors.Is(err, sweep.ErrTold) {
		return err
	}
	return nil
}
