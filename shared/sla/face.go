package sla

import "time"

// Face is what a list shows of a ticket's clocks.
type Face struct {
	// Metric and Due are of the timer by which a queue sorts the ticket, see
	// Shown. Warn is when its time becomes short: its earliest warning, or four
	// fifths of the way from start to due where the policy warns nobody.
	Metric Metric
	Due    time.Time
	Warn   time.Time
	// Held: that timer stands still, the ticket waits for somebody else.
	Held bool
	// Late is the due time of the first timer that runs: past it, something is
	// owed and late (see State.Late). Zero when nothing runs. It is another than
	// Due when the timer shown stands still.
	Late time.Time
}

// Face is what a list shows; false when no timer is left.
func (s *State) Face() (f Face, ok bool) {
	for i := range s.Cycles {
		c := &s.Cycles[i]
		if c.ended() {
			continue
		}
		if !ok || c.Due.Before(f.Due) {
			ok = true
			f.Metric, f.Due, f.Warn, f.Held = c.Metric, c.Due, c.warn(), s.onHold(c)
		}
		if !s.onHold(c) && (f.Late.IsZero() || c.Due.Before(f.Late)) {
			f.Late = c.Due
		}
	}
	return f, ok
}

// warn is when the time becomes short: at the earliest warning, given or to
// come.
func (c *Cycle) warn() time.Time {
	at := c.Warn
	for _, alarm := range c.Plan {
		if m, _ := parseMoment(alarm.Step); m.warns() && (at.IsZero() || alarm.At.Before(at)) {
			at = alarm.At
		}
	}
	if at.IsZero() {
		at = c.Start.Add(part(c.Due.Sub(c.Start), 80))
	}
	return at
}

// warned notes when a warning was owed that is not in the plan.
func (c *Cycle) warned(m moment, at time.Time) {
	if m.warns() && (c.Warn.IsZero() || at.Before(c.Warn)) {
		c.Warn = at
	}
}
