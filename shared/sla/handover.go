package sla

import (
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
)

// handedOver starts the clock of a hand-over (SJ-11): the policy's target, or
// the instant that was agreed, which then is kept through every change, as a
// promise's is. One hand-over at a time, and none of a ticket that is resolved:
// a second one has no effect.
func (s *State) handedOver(env Env, h Happening) error {
	if !s.HandedOver.IsZero() || s.Resolved {
		return nil
	}
	s.HandedOver = h.At
	if h.Due.IsZero() {
		return s.start(env, Handover, h.At, h.At)
	}
	due := h.Due.UTC().Truncate(time.Millisecond)
	if !h.At.Before(due) || !calendar.InRange(due) {
		return errs.New(errs.Invalid, "sla.handover_due")
	}
	return s.begin(env, Cycle{Metric: Handover, Start: h.At}, due, h.At)
}

// handedBack is the answer of whoever the ticket was handed to.
func (s *State) handedBack(env Env, h Happening) error {
	s.meet(env, s.active(Handover), h.At)
	s.HandedOver = time.Time{}
	return nil
}

// takenBack ends a hand-over without an answer.
func (s *State) takenBack(env Env, h Happening) error {
	s.cancel(env, s.active(Handover), h.At)
	s.HandedOver = time.Time{}
	return nil
}
