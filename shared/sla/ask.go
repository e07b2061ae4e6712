package sla

import "time"

// DueOf is the due time of a metric's timer that has not ended, false when
// there is none.
func (s *State) DueOf(metric Metric) (time.Time, bool) {
	if c := s.active(metric); c != nil {
		return c.Due, true
	}
	return time.Time{}, false
}

// DueOfCycle is the due time of one cycle, false when there is no such cycle.
func (s *State) DueOfCycle(metric Metric, number int) (time.Time, bool) {
	if c := s.cycle(metric, number); c != nil {
		return c.Due, true
	}
	return time.Time{}, false
}

// Owes tells whether a cycle still owes something: it has not ended, and no
// hold stops it. A notice about one that doesn't is not sent.
func (s *State) Owes(metric Metric, number int) bool {
	c := s.cycle(metric, number)
	return c != nil && !c.ended() && !s.onHold(c)
}

func (s *State) cycle(metric Metric, number int) *Cycle {
	for i := range s.Cycles {
		if c := &s.Cycles[i]; c.Metric == metric && c.Number == number {
			return c
		}
	}
	return nil
}

// Late is the earliest due time that was missed and is still unsettled; false
// when there is none. What is on hold is not late.
func (s *State) Late(now time.Time) (due time.Time, late bool) {
	for i := range s.Cycles {
		c := &s.Cycles[i]
		if c.ended() || s.onHold(c) || !c.Due.Before(now) {
			continue
		}
		if !late || c.Due.Before(due) {
			due, late = c.Due, true
		}
	}
	return due, late
}
