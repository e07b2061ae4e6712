package sla

import (
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
)

// HappeningType says what happened to a ticket.
type HappeningType string

// The happenings. A message on which the company chases counts as
// CustomerMessage; only AgentReply and Resolved are public replies.
const (
	Opened          HappeningType = "opened"
	CustomerMessage HappeningType = "customer_message"
	AgentReply      HappeningType = "agent_reply"
	InternalNote    HappeningType = "internal_note"
	AutoReply       HappeningType = "auto_reply"
	PausedFor       HappeningType = "paused"
	Resumed         HappeningType = "resumed"
	CarriedOver     HappeningType = "carried_over"
	Promised        HappeningType = "promised"
	Done            HappeningType = "done"
	PriorityChanged HappeningType = "priority_changed"
	Assigned        HappeningType = "assigned"
	Resolved        HappeningType = "resolved"
	Reopened        HappeningType = "reopened"
	HandedOver      HappeningType = "handed_over" // to a department, a branch or a partner
	HandedBack      HappeningType = "handed_back" // with its answer
	TakenBack       HappeningType = "taken_back"  // without one
	Merged          HappeningType = "merged"
	Withdrawn       HappeningType = "withdrawn"
	CalendarChanged HappeningType = "calendar_changed"
	PolicyChanged   HappeningType = "policy_changed"
)

// Happening is one thing that happened. At is cut to the millisecond.
type Happening struct {
	At   time.Time
	Type HappeningType
	// Priority of Opened and PriorityChanged.
	Priority string
	// For: of PausedFor ForCustomer (also when empty) or ForPartner, of Promised
	// ForReply (also when empty) or ForWork.
	For string
	// Due of Promised, and of HandedOver when one was agreed (else the policy's
	// target counts).
	Due time.Time
	// Calendar and Policy of CalendarChanged and PolicyChanged: what is in force
	// from now on. Apply also takes them from its Env.
	Calendar *calendar.Schedule
	Policy   *Policy
}

// acts is what each happening does to the timers; those that do nothing are
// named too. Opened is not among them: it makes the State.
var acts map[HappeningType]func(*State, Env, Happening) error

func init() {
	nothing := func(*State, Env, Happening) error { return nil }
	acts = map[HappeningType]func(*State, Env, Happening) error{
		CustomerMessage: (*State).customerWrote,
		AgentReply:      (*State).replied,
		InternalNote:    nothing,
		AutoReply:       nothing,
		PausedFor:       (*State).paused,
		Resumed:         (*State).resumed,
		CarriedOver:     (*State).carriedOver,
		Promised:        (*State).promised,
		Done:            (*State).done,
		PriorityChanged: (*State).priorityChanged,
		Assigned:        nothing,
		Resolved:        (*State).resolved,
		Reopened:        (*State).reopened,
		HandedOver:      (*State).handedOver,
		HandedBack:      (*State).handedBack,
		TakenBack:       (*State).takenBack,
		Merged:          (*State).closed,
		Withdrawn:       (*State).closed,
		CalendarChanged: (*State).calendarChanged,
		PolicyChanged:   (*State).policyChanged,
	}
}

// Breach is a due time that was found missed.
type Breach struct {
	Metric Metric
	Cycle  int
	Due    time.Time
	At     time.Time // when it counts as missed: Due, or the change that put Due into the past
}

// Open makes the State of a ticket that was opened. Errors: Invalid when the
// happening is another one or its instant is out of range, or when the calendar
// offers no time for a target (calendar.no_open_time; Args["metric"]).
func Open(env Env, h Happening) (State, error) {
	at := h.At.UTC().Truncate(time.Millisecond)
	if h.Type != Opened {
		return State{}, errs.New(errs.Invalid, "sla.not_opened")
	}
	if !calendar.InRange(at) {
		return State{}, errs.New(errs.Invalid, "calendar.out_of_range")
	}
	s := State{Opened: at, Last: at, Worked: at, Priority: h.Priority}
	for _, metric := range []Metric{FirstResponse, Resolution, Statutory} {
		if err := s.start(env, metric, at, at); err != nil {
			return State{}, err
		}
	}
	return s, nil
}

// Apply judges the clocks before the happening, and then lets it have its
// effect: happenings at one instant come before the clocks of that instant. It
// gives the breaches that were found. An instant before the last one counts as
// the last one: a ticket's time never runs backwards. Errors, after which the
// State is of no use: Invalid for an unknown type, an instant out of range, a
// promise that is due before it is given, or a calendar without open time;
// Conflict when the ticket was merged or withdrawn.
func (s *State) Apply(env Env, h Happening) ([]Breach, error) {
	h.At = later(h.At.UTC().Truncate(time.Millisecond), s.Last)
	act, ok := acts[h.Type]
	if !ok {
		return nil, errs.New(errs.Invalid, "sla.unknown_happening")
	}
	if !calendar.InRange(h.At) {
		return nil, errs.New(errs.Invalid, "calendar.out_of_range")
	}
	if s.Closed {
		return nil, errs.New(errs.Conflict, "sla.closed")
	}
	env = env.with(h)
	found := s.Advance(env, h.At)
	open := s.openBreaches()
	if err := act(s, env, h); err != nil {
		return nil, err
	}
	return append(found, s.newBreaches(open)...), nil
}

// Advance judges the clocks up to now: a running timer is breached when now is
// after its due time, not at it. It gives the breaches that were found.
func (s *State) Advance(env Env, now time.Time) (found []Breach) {
	now = later(now.UTC().Truncate(time.Millisecond), s.Last)
	s.Last = now
	for i := range s.Cycles {
		c := &s.Cycles[i]
		if !c.ended() && !c.breached() && !s.onHold(c) && c.Due.Before(now) {
			s.breach(env, c, c.Due)
			found = append(found, c.breach())
		}
	}
	return found
}

func (c *Cycle) breach() Breach {
	return Breach{Metric: c.Metric, Cycle: c.Number, Due: c.Due, At: c.Breached}
}

// openBreaches marks which cycles were breached before something happens.
func (s *State) openBreaches() []bool {
	was := make([]bool, len(s.Cycles))
	for i := range s.Cycles {
		was[i] = s.Cycles[i].breached()
	}
	return was
}

// newBreaches are those that are not among the marked.
func (s *State) newBreaches(was []bool) (found []Breach) {
	for i := range s.Cycles {
		if c := &s.Cycles[i]; c.breached() && (i >= len(was) || !was[i]) {
			found = append(found, c.breach())
		}
	}
	return found
}
