package sla

import (
	"encoding/json"
	"slices"
	"time"
)

// Alarm is a notice that a cycle will owe.
type Alarm struct {
	At   time.Time
	Step string // as the policy writes it
	To   Role
	Rank int // higher = further along the timer
}

// MarshalJSON writes an alarm as a short row, for it is stored with each open
// ticket: [at in Unix milliseconds, step, to, rank].
func (a Alarm) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{a.At.UnixMilli(), a.Step, a.To, a.Rank})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Alarm) UnmarshalJSON(raw []byte) error {
	var at int64
	if _, err := readRow(raw, &at, &a.Step, &a.To, &a.Rank); err != nil {
		return err
	}
	a.At = time.UnixMilli(at).UTC()
	return nil
}

// lay works out a cycle's due time and its notices afresh. base is the due time
// before the holds that count (after a carry-over: those since then); now is
// the instant of whatever made it necessary: a notice whose time is past by
// then, and that was not given before, is owed at now.
func (s *State) lay(env Env, c *Cycle, base, now time.Time) error {
	k := s.courseOf(c, env.Calendar)
	whole, rest := k, k
	amount := k.between(c.Start, base)
	if !c.Carried.IsZero() {
		var before course
		before, rest = k.split(c.Carried)
		amount -= before.held(c.Start, base)
	}
	due, err := rest.after(base)
	if err != nil {
		return err
	}
	c.Due, c.Calendar, c.Policy = due, refOf(env.Calendar), Ref{env.Policy.ID, env.Policy.Version}

	floor := now
	if s.onHold(c) {
		floor = later(s.hold().From, c.Start)
	}
	type found struct {
		at   time.Time
		step Step
		m    moment
	}
	var steps []found
	for _, step := range env.Policy.Steps {
		m, ok := parseMoment(step.At)
		if !ok || (len(step.Metrics) > 0 && !slices.Contains(step.Metrics, c.Metric)) {
			continue
		}
		if at, ok := m.time(c, base, amount, whole, rest); ok {
			steps = append(steps, found{at, step, m})
		}
	}
	slices.SortStableFunc(steps, func(a, b found) int { return a.at.Compare(b.at) })
	c.Plan, c.Warn = nil, time.Time{}
	planned := map[string]bool{}
	for rank, f := range steps {
		for _, to := range f.step.To {
			key := f.m.key(to)
			if slices.Contains(c.Done, key) {
				c.warned(f.m, f.at)
				continue
			}
			if planned[key] {
				continue
			}
			planned[key] = true
			c.Plan = append(c.Plan, Alarm{At: later(f.at, floor), Step: f.step.At, To: to, Rank: rank})
		}
	}
	return nil
}

// time is when a step of a cycle comes; false when it never does: a part of
// nothing, a warning further ahead than the target is long, an instant beyond
// the calendar's horizon.
func (m moment) time(c *Cycle, base time.Time, amount time.Duration, whole, rest course) (time.Time, bool) {
	var at time.Time
	var err error
	switch m.kind {
	case dueStep:
		return c.Due, true
	case afterStep:
		if at, err = rest.add(base, m.length); err == nil {
			at, err = rest.after(at)
		}
	default:
		position := amount - m.length
		if m.kind == percentStep {
			position = part(amount, m.percent)
		}
		if position < 0 || (m.kind == percentStep && amount <= 0) {
			return time.Time{}, false
		}
		if at, err = whole.add(c.Start, position); err == nil {
			at, err = whole.after(at)
		}
	}
	return at, err == nil
}

// stop puts a cycle on hold at an instant. What it owed before and nobody has
// sent by now is not sent later.
func (c *Cycle) stop(at time.Time) {
	if !c.breached() {
		c.State = Paused
	}
	c.drop(func(a Alarm) bool { return a.At.Before(at) })
}

// drop takes alarms out of the plan for good.
func (c *Cycle) drop(which func(Alarm) bool) {
	c.Plan = slices.DeleteFunc(c.Plan, func(a Alarm) bool {
		if !which(a) {
			return false
		}
		m, _ := parseMoment(a.Step)
		c.warned(m, a.At)
		c.Done = append(c.Done, m.key(a.To))
		return true
	})
}

// goOn ends a cycle's hold: what was left of everything is left.
func (s *State) goOn(env Env, c *Cycle, h Hold) error {
	from := later(h.From, c.Start)
	k := course{cal: env.calendarOf(c), holds: []Hold{{From: from, To: h.To}}}
	if !c.breached() {
		if c.Due.Before(from) { // judged while on hold, and late
			c.State = Running
			s.breach(env, c, h.To)
		} else {
			due, err := k.after(c.Due)
			if err != nil {
				return err
			}
			c.State, c.Due = Running, due
			if warn, err := k.after(c.Warn); err == nil && !c.Warn.IsZero() {
				c.Warn = warn
			}
		}
	}
	plan := c.Plan[:0]
	for _, alarm := range c.Plan {
		at, err := k.after(alarm.At)
		if err != nil {
			continue // beyond the horizon: never
		}
		alarm.At = later(at, h.To)
		plan = append(plan, alarm)
	}
	c.Plan = plan
	return nil
}
