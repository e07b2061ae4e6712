package sla

import (
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
)

// customerWrote ends a hold for the customer, and starts next_response if no
// message waits for its answer yet. Before the first reply, first_response is
// what runs.
func (s *State) customerWrote(env Env, h Happening) error {
	if hold := s.hold(); hold != nil && hold.For == ForCustomer {
		if err := s.endHold(env, h.At); err != nil {
			return err
		}
	}
	if !s.Replied || !s.Unanswered.IsZero() {
		return nil
	}
	s.Unanswered = h.At
	return s.start(env, NextResponse, h.At, h.At)
}

// replied is a public reply: it answers whatever waited for one.
func (s *State) replied(env Env, h Happening) error {
	s.meet(env, s.active(FirstResponse), h.At)
	s.meet(env, s.active(NextResponse), h.At)
	// The reply that gave a promise does not keep it.
	if c := s.active(Promise); c != nil && c.For == ForReply && c.Start.Before(h.At) {
		s.meet(env, c, h.At)
	}
	s.Replied, s.Unanswered = true, time.Time{}
	return nil
}

// paused puts the ticket on hold; a ticket on hold stays as it is.
func (s *State) paused(env Env, h Happening) error {
	if s.hold() != nil {
		return nil
	}
	if h.For == "" {
		h.For = ForCustomer
	}
	s.Holds = append(s.Holds, Hold{From: h.At, For: h.For})
	for i := range s.Cycles {
		if c := &s.Cycles[i]; s.onHold(c) {
			c.stop(h.At)
		}
	}
	return nil
}

func (s *State) resumed(env Env, h Happening) error { return s.endHold(env, h.At) }

// endHold lets everything go on that the hold stopped.
func (s *State) endHold(env Env, at time.Time) error {
	hold := s.hold()
	if hold == nil {
		return nil
	}
	var held []*Cycle
	for i := range s.Cycles {
		if c := &s.Cycles[i]; s.onHold(c) {
			held = append(held, c)
		}
	}
	hold.To = at
	for _, c := range held {
		if err := s.goOn(env, c, *hold); err != nil {
			return ofMetric(err, c.Metric)
		}
	}
	return nil
}

// carriedOver gives the running response timer until an hour of the next
// service day, once in a ticket's life.
func (s *State) carriedOver(env Env, h Happening) error {
	c := s.active(FirstResponse)
	if c == nil {
		c = s.active(NextResponse)
	}
	if s.CarriedOver || c == nil || c.State != Running {
		return nil
	}
	due, err := nextServiceDayAt(env.Calendar, h.At, env.Policy.carryOver())
	if err != nil {
		return ofMetric(err, c.Metric)
	}
	s.CarriedOver, c.Carried, c.CarriedTo = true, h.At, due
	return s.judged(env, c, due, h.At)
}

// promised starts a promise; one that was still open is moved by that.
func (s *State) promised(env Env, h Happening) error {
	due := h.Due.UTC().Truncate(time.Millisecond)
	if !h.At.Before(due) || !calendar.InRange(due) {
		return errs.New(errs.Invalid, "sla.promise_due")
	}
	if h.For == "" {
		h.For = ForReply
	}
	if c := s.active(Promise); c != nil {
		if !c.breached() {
			s.PromiseMoves++
		}
		s.cancel(env, c, h.At)
	}
	return s.begin(env, Cycle{Metric: Promise, Start: h.At, For: h.For}, due, h.At)
}

// done keeps a promise of work.
func (s *State) done(env Env, h Happening) error {
	if c := s.active(Promise); c != nil && c.For == ForWork {
		s.meet(env, c, h.At)
	}
	return nil
}

// resolved sends the result, which is a public reply, and ends the hold.
func (s *State) resolved(env Env, h Happening) error {
	s.cancel(env, s.active(NextResponse), h.At)
	s.cancel(env, s.active(Handover), h.At)
	for _, metric := range []Metric{FirstResponse, Promise, Resolution, Statutory} {
		s.meet(env, s.active(metric), h.At)
	}
	if hold := s.hold(); hold != nil {
		hold.To = h.At
	}
	s.Replied, s.Unanswered, s.Resolved = true, time.Time{}, true
	s.HandedOver = time.Time{}
	return nil
}

// reopened starts the work anew. The customer's message that led to it has
// started next_response by itself. The law's clock goes on where it stood,
// unless its time is over.
func (s *State) reopened(env Env, h Happening) error {
	if !s.Resolved {
		return nil
	}
	s.Resolved, s.Worked = false, h.At
	s.Reopenings++
	if err := s.start(env, Resolution, h.At, h.At); err != nil {
		return err
	}
	old := s.last(Statutory)
	if old == nil || old.Due.Before(h.At) {
		return nil
	}
	return s.begin(env, Cycle{Metric: Statutory, Start: old.Start, Target: old.Target}, old.Due, h.At)
}

// closed ends every timer: merged into another ticket, or withdrawn.
func (s *State) closed(env Env, h Happening) error {
	for i := range s.Cycles {
		if c := &s.Cycles[i]; !c.ended() {
			s.cancel(env, c, h.At)
		}
	}
	if hold := s.hold(); hold != nil {
		hold.To = h.At
	}
	s.Closed, s.HandedOver = true, time.Time{}
	return nil
}
