package sla

import (
	"slices"
	"time"

	"huiyin/shared/calendar"
)

// State is all that the engine knows of one ticket. It is stored with the
// ticket as JSON and holds nothing that is not needed again. Instants are UTC.
type State struct {
	Opened   time.Time `json:"opened"`
	Last     time.Time `json:"last"` // up to here the clocks were judged
	Priority string    `json:"priority,omitempty"`
	// Replied: a public reply has been given, so next_response may start.
	Replied bool `json:"replied,omitempty"`
	// Unanswered is the oldest customer message that waits for a reply, after
	// the first one.
	Unanswered time.Time `json:"unanswered,omitzero"`
	// HandedOver is when the ticket was handed over, while nobody has answered.
	HandedOver time.Time `json:"handedOver,omitzero"`
	// Resolved: no work is owed until it is reopened.
	Resolved bool `json:"resolved,omitempty"`
	// Worked is when the work that is owed began: the opening, or the last
	// reopening.
	Worked time.Time `json:"worked"`
	// Holds are the times during which the ticket waited for somebody else.
	Holds []Hold `json:"holds,omitempty"`
	// CarriedOver: the one carry-over of a ticket has been used.
	CarriedOver bool `json:"carriedOver,omitempty"`
	// Closed: merged or withdrawn; nothing starts again.
	Closed bool `json:"closed,omitempty"`
	// Reopenings and PromiseMoves count towards an escalation (PD-9, NJ-9),
	// which is the ticket's business: it knows chases and results.
	Reopenings   int     `json:"reopenings,omitempty"`
	PromiseMoves int     `json:"promiseMoves,omitempty"`
	Cycles       []Cycle `json:"cycles"` // in the order in which they began
}

// Hold is a time on hold; an open one has no end.
type Hold struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
	For  string    `json:"for"` // ForCustomer or ForPartner
}

// For whom a ticket is on hold.
const (
	ForCustomer = "customer"
	ForPartner  = "partner"
)

// What a promise is about: the next public reply, or work that gets done.
const (
	ForReply = "reply"
	ForWork  = "work"
)

// Ref names a version of a policy or a calendar.
type Ref struct {
	ID      string `json:"id,omitempty"`
	Version int    `json:"v,omitempty"`
}

// Cycle is one run of a timer, as it is stored.
type Cycle struct {
	Metric Metric     `json:"metric"`
	Number int        `json:"cycle"` // from 1, within its metric
	State  TimerState `json:"state"`
	Start  time.Time  `json:"start"`
	Due    time.Time  `json:"due"`
	// Warn is when the earliest of its warnings was owed that are not in Plan any
	// more; zero when there is none, and once it has ended.
	Warn time.Time `json:"warn,omitzero"`
	// Breached and Ended are zero until it happens.
	Breached time.Time `json:"breached,omitzero"`
	Ended    time.Time `json:"ended,omitzero"`
	Target   Target    `json:"target,omitzero"` // none: the due time was given, see given
	For      string    `json:"for,omitempty"`   // of a promise: ForReply or ForWork
	// Carried is when it was carried over, and CarriedTo its due time by that.
	Carried   time.Time `json:"carried,omitzero"`
	CarriedTo time.Time `json:"carriedTo,omitzero"`
	Policy    Ref       `json:"policy,omitzero"`
	Calendar  Ref       `json:"calendar,omitzero"`
	// Plan are the notices still owed, in the order of their ideal times; Done
	// the keys of those that were sent or skipped.
	Plan []Alarm  `json:"plan,omitempty"`
	Done []string `json:"done,omitempty"`
	// From the end on: what it came to.
	Held    Duration `json:"held,omitempty"`
	Overdue Duration `json:"overdue,omitempty"`
	// From the breach or the end on: how the due time came about.
	Explain []Piece `json:"explain,omitempty"`
}

// TimerState is where a cycle stands.
type TimerState string

// The states; doc.go has the table.
const (
	Running   TimerState = "running"
	Paused    TimerState = "paused"
	Met       TimerState = "met"
	Breached  TimerState = "breached"
	Cancelled TimerState = "cancelled"
)

// ended tells whether the cycle can never change again.
func (c *Cycle) ended() bool { return !c.Ended.IsZero() }

// breached tells whether its due time was missed.
func (c *Cycle) breached() bool { return !c.Breached.IsZero() }

// given tells whether people gave the due time, by a promise or with a
// hand-over: no change of policy or calendar moves it.
func (c *Cycle) given() bool { return c.Target.none() }

// elapsed tells whether it counts time on the wall.
func (c *Cycle) elapsed() bool { return c.given() || c.Target.Elapsed != 0 }

// pausable tells whether a hold stops it.
func (c *Cycle) pausable() bool {
	return (c.Metric == NextResponse || c.Metric == Resolution) && !c.elapsed()
}

// active is the cycle of a metric that has not ended. There is one at most.
func (s *State) active(metric Metric) *Cycle {
	for i := len(s.Cycles) - 1; i >= 0; i-- {
		if c := &s.Cycles[i]; c.Metric == metric && !c.ended() {
			return c
		}
	}
	return nil
}

// last is the newest cycle of a metric.
func (s *State) last(metric Metric) *Cycle {
	for i := len(s.Cycles) - 1; i >= 0; i-- {
		if s.Cycles[i].Metric == metric {
			return &s.Cycles[i]
		}
	}
	return nil
}

// hold is the open hold.
func (s *State) hold() *Hold {
	if n := len(s.Holds); n > 0 && s.Holds[n-1].To.IsZero() {
		return &s.Holds[n-1]
	}
	return nil
}

// onHold tells whether a hold stops the cycle now.
func (s *State) onHold(c *Cycle) bool { return s.hold() != nil && c.pausable() && !c.ended() }

// NextCheck is the next instant at which a sweep must look at the ticket: its
// earliest notice, or the first instant at which a running timer is late. False
// when nothing can fall due until something happens.
func (s *State) NextCheck() (next time.Time, ok bool) {
	earlier := func(t time.Time) {
		if !ok || t.Before(next) {
			next, ok = t, true
		}
	}
	for i := range s.Cycles {
		c := &s.Cycles[i]
		if c.ended() || s.onHold(c) {
			continue
		}
		for _, alarm := range c.Plan {
			earlier(alarm.At)
		}
		if !c.breached() {
			earlier(c.Due.Add(time.Millisecond))
		}
	}
	return next, ok
}

// Shown is the due time by which a queue sorts the ticket: the earliest of the
// timers that have not ended. False when none is left.
func (s *State) Shown() (due time.Time, ok bool) {
	for i := range s.Cycles {
		if c := &s.Cycles[i]; !c.ended() && (!ok || c.Due.Before(due)) {
			due, ok = c.Due, true
		}
	}
	return due, ok
}

// Calendars lists the versions of calendars that timers not ended were last
// judged by; Env.Past wants those that are not in force any more.
func (s *State) Calendars() (refs []Ref) {
	for i := range s.Cycles {
		if c := &s.Cycles[i]; !c.ended() && !slices.Contains(refs, c.Calendar) {
			refs = append(refs, c.Calendar)
		}
	}
	return refs
}

// Clone is a copy that shares nothing with the State.
func (s *State) Clone() State {
	c := *s
	c.Holds, c.Cycles = slices.Clone(s.Holds), slices.Clone(s.Cycles)
	for i := range c.Cycles {
		cycle := &c.Cycles[i]
		cycle.Plan, cycle.Done = slices.Clone(cycle.Plan), slices.Clone(cycle.Done)
		cycle.Explain = slices.Clone(cycle.Explain)
	}
	return c
}

// Env is what is in force when something happens.
type Env struct {
	Calendar *calendar.Schedule
	Policy   *Policy
	// Past are earlier versions of the calendar that timers may still be on. A
	// breached timer counts its overdue time on the calendar by which it was
	// late; without that one, on the one in force.
	Past []*calendar.Schedule
}

// calendarOf is the calendar a cycle was last judged by.
func (e Env) calendarOf(c *Cycle) *calendar.Schedule {
	for _, past := range e.Past {
		if refOf(past) == c.Calendar && c.Calendar != refOf(e.Calendar) {
			return past
		}
	}
	return e.Calendar
}

// with is what is in force from a happening on.
func (e Env) with(h Happening) Env {
	if h.Calendar != nil {
		e.Past = append(e.Past[:len(e.Past):len(e.Past)], e.Calendar)
		e.Calendar = h.Calendar
	}
	if h.Policy != nil {
		e.Policy = h.Policy
	}
	return e
}

func refOf(s *calendar.Schedule) Ref { return Ref{s.ID(), s.Version()} }
