package ticket

import (
	"huiyin/shared/event"
	"huiyin/shared/sla"
)

// clocks says which events move clocks, and as what. An event that isn't here
// leaves them alone: a note, an assignment, an escalation.
var clocks = map[event.Type]sla.HappeningType{
	Opened: sla.Opened, Chased: sla.CustomerMessage, Heard: sla.CustomerMessage, Replied: sla.AgentReply,
	Paused: sla.PausedFor, Resumed: sla.Resumed, CarriedOver: sla.CarriedOver,
	Promised: sla.Promised, WorkDone: sla.Done, PriorityChanged: sla.PriorityChanged, Rejudged: sla.PolicyChanged,
	Revisited: sla.CustomerMessage, HandedOver: sla.HandedOver, HandedBack: sla.HandedBack, TakenBack: sla.TakenBack,
	ResolvedEvent: sla.Resolved, Reopened: sla.Reopened, MergedEvent: sla.Merged, WithdrawnEvent: sla.Withdrawn,
}

// happening is an event as the deadlines see it; false when they don't care.
func happening(e event.Event) (sla.Happening, bool, error) {
	typ, moves := clocks[e.Type]
	if !moves {
		return sla.Happening{}, false, nil
	}
	h := sla.Happening{At: e.At, Type: typ}
	var err error
	switch e.Type {
	case Opened:
		var f OpenedFacts
		err = e.Into(&f)
		h.Priority = f.Priority
	case PriorityChanged:
		var f PriorityFacts
		err = e.Into(&f)
		h.Priority = f.Priority
	case Paused:
		var f HoldFacts
		err = e.Into(&f)
		h.For = f.For
	case Rejudged:
		var f RejudgeFacts
		if err = e.Into(&f); f.Policy == (sla.Ref{}) {
			h.Type = sla.CalendarChanged
		}
	case Revisited: // who is not content might as well have written
		var f RevisitFacts
		err = e.Into(&f)
		moves = f.Outcome == NotContent
	case HandedOver:
		var f HandOverFacts
		err = e.Into(&f)
		h.Due = f.Due
	case Promised:
		var f PromiseFacts
		err = e.Into(&f)
		h.Due, h.For = f.Due, f.For
	}
	return h, moves, err
}
