package sla

import (
	"cmp"
	"slices"
	"time"
)

// Notice is a step of a timer that has fallen due, for one recipient.
type Notice struct {
	At     time.Time // when it was owed
	Metric Metric
	Cycle  int
	Step   string // as the policy writes it: "80%"
	To     Role
	Rank   int // the place of the step on its timer's way
}

// Due lists the notices owed up to and including now, of timers that still owe
// them, by time, metric, cycle and step.
func (s *State) Due(now time.Time) (due []Notice) {
	for i := range s.Cycles {
		c := &s.Cycles[i]
		if c.ended() || s.onHold(c) {
			continue
		}
		for _, a := range c.Plan {
			if !a.At.After(now) {
				due = append(due, Notice{At: a.At, Metric: c.Metric, Cycle: c.Number, Step: a.Step, To: a.To, Rank: a.Rank})
			}
		}
	}
	slices.SortStableFunc(due, Notice.compare)
	return due
}

// compare orders notices as they are listed.
func (n Notice) compare(other Notice) int {
	return cmp.Or(n.At.Compare(other.At), cmp.Compare(n.Metric, other.Metric),
		cmp.Compare(n.Cycle, other.Cycle), cmp.Compare(n.Rank, other.Rank))
}

// Mark records notices as given: sent, or skipped with its own record. They are
// not owed again in their cycle, whatever changes.
func (s *State) Mark(notices []Notice) {
	for i := range s.Cycles {
		c := &s.Cycles[i]
		if c.ended() {
			continue
		}
		c.drop(func(a Alarm) bool {
			return slices.ContainsFunc(notices, func(n Notice) bool {
				return n.Metric == c.Metric && n.Cycle == c.Number && n.Step == a.Step && n.To == a.To
			})
		})
	}
}

// HighestOnly parts what fell due during an outage: of each timer its furthest
// step is sent, to all its recipients; the steps before it are skipped as late.
func HighestOnly(notices []Notice) (send, skipped []Notice) {
	type timer struct {
		metric Metric
		cycle  int
	}
	highest := map[timer]int{}
	for _, n := range notices {
		key := timer{n.Metric, n.Cycle}
		if rank, ok := highest[key]; !ok || n.Rank > rank {
			highest[key] = n.Rank
		}
	}
	for _, n := range notices {
		if n.Rank == highest[timer{n.Metric, n.Cycle}] {
			send = append(send, n)
		} else {
			skipped = append(skipped, n)
		}
	}
	return send, skipped
}
