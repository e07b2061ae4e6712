package ticket

import "slices"

// Allowed lists, in alphabetical order, what a person can do to the ticket as
// it stands: what its stage allows, without what would have no effect or be
// refused for what has happened to it before.
func (t *Ticket) Allowed() []Action {
	if t.IsErased() {
		return nil
	}
	return slices.DeleteFunc(Allowed(t.Stage), func(a Action) bool {
		able, asks := able[a]
		return asks && !able(t)
	})
}

// able says of some actions whether the ticket is fit for them.
var able = map[Action]func(*Ticket) bool{
	CarryOver:      func(t *Ticket) bool { return !t.Carried },
	Pause:          func(t *Ticket) bool { return t.Stage != Waiting },
	Resume:         func(t *Ticket) bool { return t.Stage == Waiting },
	Done:           func(t *Ticket) bool { return t.PromiseFor == ForWork },
	HandOver:       func(t *Ticket) bool { return t.HandedOver() == nil },
	AcceptHandOver: func(t *Ticket) bool { h := t.HandedOver(); return h != nil && h.Accepted.IsZero() },
	HandBack:       func(t *Ticket) bool { return t.HandedOver() != nil },
	TakeBack:       func(t *Ticket) bool { return t.HandedOver() != nil },
	Analyse:        func(t *Ticket) bool { return t.ready(StepAnalysed) },
	PlanWork:       func(t *Ticket) bool { return t.ready(StepPlanned) },
	CarryOut:       func(t *Ticket) bool { return t.ready(StepCarriedOut) },
	Revisit:        func(t *Ticket) bool { return t.ready(StepRevisited) },
	SumUp:          func(t *Ticket) bool { return t.ready(StepSummedUp) && t.Round().Of(StepSummedUp) == nil },
	Contest:        func(t *Ticket) bool { return !t.AnsweredAt.IsZero() },
	Rule:           func(t *Ticket) bool { return t.Disputed() != nil },
}

// ready tells whether nothing is missing before a step.
func (t *Ticket) ready(step Step) bool {
	order := Steps()
	byTheBook := len(t.Rounds) > 0 || t.Next != "" && t.Next != StepRuled
	return byTheBook && (t.Next == "" || slices.Index(order, t.Next) >= slices.Index(order, step))
}
