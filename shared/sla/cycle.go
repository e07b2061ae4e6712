package sla

import (
	"time"

	"huiyin/shared/errs"
)

// start begins a cycle of a metric, if the policy has a target for it.
func (s *State) start(env Env, metric Metric, start, now time.Time) error {
	target := env.Policy.target(metric, s.Priority)
	if target.none() {
		return nil
	}
	base, err := target.due(env.Calendar, start)
	if err != nil {
		return ofMetric(err, metric)
	}
	return s.begin(env, Cycle{Metric: metric, Start: start, Target: target}, base, now)
}

// begin adds a cycle that is due at base.
func (s *State) begin(env Env, c Cycle, base, now time.Time) error {
	c.Number, c.State = 1, Running
	if last := s.last(c.Metric); last != nil {
		c.Number = last.Number + 1
	}
	if s.onHold(&c) {
		c.State = Paused
	}
	s.Cycles = append(s.Cycles, c)
	return s.judged(env, &s.Cycles[len(s.Cycles)-1], base, now)
}

// judged lays a cycle out and breaches it at once if it is late by that.
func (s *State) judged(env Env, c *Cycle, base, now time.Time) error {
	if err := s.lay(env, c, base, now); err != nil {
		return ofMetric(err, c.Metric)
	}
	if !s.onHold(c) && c.Due.Before(now) {
		s.breach(env, c, now)
	}
	return nil
}

func ofMetric(err error, metric Metric) error { return errs.As(err).With("metric", string(metric)) }

// breach notes that the due time was missed; from now on it stands.
func (s *State) breach(env Env, c *Cycle, at time.Time) {
	c.State, c.Breached = Breached, at
	c.Explain = s.explain(env, c)
}

// meet ends a cycle by what it waited for. One that is on hold and was found
// late is breached by that.
func (s *State) meet(env Env, c *Cycle, at time.Time) {
	if c == nil {
		return
	}
	if s.onHold(c) && !c.breached() && c.Due.Before(later(s.hold().From, c.Start)) {
		s.breach(env, c, at)
	}
	s.end(env, c, at, Met)
}

// cancel ends a cycle because nothing is owed any more.
func (s *State) cancel(env Env, c *Cycle, at time.Time) {
	if c != nil {
		s.end(env, c, at, Cancelled)
	}
}

// end closes a cycle for good; a breach stays a breach.
func (s *State) end(env Env, c *Cycle, at time.Time, state TimerState) {
	c.Held, c.Overdue = s.held(env, c, at), s.overdue(env, c, at)
	if !c.breached() {
		c.State, c.Explain = state, s.explain(env, c)
	}
	c.Ended, c.Warn, c.Plan, c.Done = at, time.Time{}, nil, nil
}

// holdsUpTo is the course of a cycle with the open hold ended at an instant.
func (s *State) holdsUpTo(env Env, c *Cycle, at time.Time) course {
	k := s.courseOf(c, env.calendarOf(c))
	if h := s.hold(); h != nil && c.pausable() {
		k.holds = append(k.holds, Hold{From: later(h.From, c.Start), To: at})
	}
	return k
}

// held is the own time that a cycle spent on hold up to an instant.
func (s *State) held(env Env, c *Cycle, at time.Time) Duration {
	return Duration(s.holdsUpTo(env, c, at).held(c.Start, at))
}

// overdue is the own time that has passed since a missed due time, holds not
// counted.
func (s *State) overdue(env Env, c *Cycle, at time.Time) Duration {
	if !c.breached() {
		return 0
	}
	k := s.holdsUpTo(env, c, at)
	return Duration(k.between(c.Due, at) - k.held(c.Due, at))
}
