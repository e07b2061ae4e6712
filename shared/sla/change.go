package sla

import "time"

// priorityChanged gives every open timer the new priority's target.
func (s *State) priorityChanged(env Env, h Happening) error {
	s.Priority = h.Priority
	return s.retarget(env, h.At)
}

func (s *State) policyChanged(env Env, h Happening) error { return s.retarget(env, h.At) }

// retarget judges the timers by the targets that hold from now on: same start,
// same holds, new target. What is breached or was carried over stays as it is.
// A metric that had no target and gets one runs from when it began to be owed;
// one that loses its target is cancelled.
func (s *State) retarget(env Env, now time.Time) error {
	for _, metric := range []Metric{FirstResponse, Handover, NextResponse, Resolution, Statutory} {
		c := s.active(metric)
		if c == nil {
			if since, owed := s.owedSince(metric); owed {
				if err := s.start(env, metric, since, now); err != nil {
					return err
				}
			}
			continue
		}
		if c.breached() || !c.Carried.IsZero() || c.given() {
			continue
		}
		target := env.Policy.target(metric, s.Priority)
		if target.none() {
			s.cancel(env, c, now)
			continue
		}
		c.Target = target
		if err := s.rejudged(env, c, now); err != nil {
			return err
		}
	}
	return nil
}

// owedSince tells whether what a metric measures is owed though no timer runs.
func (s *State) owedSince(metric Metric) (since time.Time, owed bool) {
	switch metric {
	case FirstResponse:
		return s.Opened, !s.Replied
	case Handover:
		return s.HandedOver, !s.HandedOver.IsZero()
	case NextResponse:
		return s.Unanswered, !s.Unanswered.IsZero()
	case Resolution:
		return s.Worked, !s.Resolved
	case Statutory: // a reopened ticket has it from the cycle before, or not at all
		return s.Opened, !s.Resolved && s.Reopenings == 0
	}
	return time.Time{}, false
}

// calendarChanged judges the running and paused timers by the edited calendar.
func (s *State) calendarChanged(env Env, h Happening) error {
	for i := range s.Cycles {
		c := &s.Cycles[i]
		if c.ended() || c.breached() || !c.Carried.IsZero() || c.given() {
			continue
		}
		if err := s.rejudged(env, c, h.At); err != nil {
			return err
		}
	}
	return nil
}

// rejudged lays a cycle out anew; a target of another kind may be one that a
// hold stops, or one that it doesn't.
func (s *State) rejudged(env Env, c *Cycle, now time.Time) error {
	base, err := c.Target.due(env.Calendar, c.Start)
	if err != nil {
		return ofMetric(err, c.Metric)
	}
	c.State = Running
	if s.onHold(c) {
		c.State = Paused
	}
	return s.judged(env, c, base, now)
}
