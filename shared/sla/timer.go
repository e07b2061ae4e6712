package sla

import (
	"cmp"
	"slices"
	"time"
)

// Timer is a cycle as it stands at an instant, for people to read.
type Timer struct {
	Metric           Metric
	Cycle            int
	State            TimerState
	Start, Due       time.Time
	Warn             time.Time     // when its time becomes short; zero once it has ended
	Ended, Breached  time.Time     // zero: not
	Held, Overdue    time.Duration // of the target's own kind of time
	Explain          []Piece
	Policy, Calendar Ref
	CarriedOver      bool
}

// Timers shows all cycles as they stand at now, up to which the clocks must
// have been judged, ordered by start, then metric, then cycle.
func (s *State) Timers(env Env, now time.Time) []Timer {
	timers := make([]Timer, 0, len(s.Cycles))
	for i := range s.Cycles {
		c := &s.Cycles[i]
		t := Timer{
			Metric: c.Metric, Cycle: c.Number, State: c.State, Start: c.Start, Due: c.Due,
			Ended: c.Ended, Breached: c.Breached, Held: time.Duration(c.Held), Overdue: time.Duration(c.Overdue),
			Explain: c.Explain, Policy: c.Policy, Calendar: c.Calendar, CarriedOver: !c.Carried.IsZero(),
		}
		if !c.ended() {
			t.Warn = c.warn()
			t.Held, t.Overdue = time.Duration(s.held(env, c, now)), time.Duration(s.overdue(env, c, now))
			if !c.breached() {
				t.Explain = s.explain(env, c)
			}
		}
		timers = append(timers, t)
	}
	slices.SortStableFunc(timers, func(a, b Timer) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Cycle, b.Cycle))
	})
	return timers
}
