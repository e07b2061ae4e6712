package ticket

import (
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
)

// Step is one of the steps a complaint is handled by (rules JY-2, QM-5,
// NJ-14). Which of them a kind of ticket must go through is the company's
// (Vocabulary.Steps).
type Step string

// The steps, in their order. StepReceived is taken by opening or reopening,
// StepAnswered by resolving, StepClosed by itself when nothing is missing any
// more; StepRuled is missing only while a dispute waits (rule SJ-19).
const (
	StepReceived   Step = "received"
	StepAnalysed   Step = "analysed"    // the cause: a code and a sentence
	StepPlanned    Step = "planned"     // what will be done, and by when
	StepCarriedOut Step = "carried_out" // what was done
	StepAnswered   Step = "answered"    // the customer knows the result
	StepRevisited  Step = "revisited"   // asked whether it is settled for him
	StepSummedUp   Step = "summed_up"   // the lesson for the next of its kind
	StepRuled      Step = "ruled"
	StepClosed     Step = "closed"
)

// Before and after the answer.
var (
	stepsToAnswer  = []Step{StepAnalysed, StepPlanned, StepCarriedOut}
	stepsFromThere = []Step{StepRevisited, StepSummedUp}
)

// Steps lists them in their order, for whoever shows the whole way.
func Steps() []Step {
	return []Step{StepReceived, StepAnalysed, StepPlanned, StepCarriedOut, StepAnswered, StepRevisited, StepSummedUp, StepRuled, StepClosed}
}

// Round is one passage through the steps. A complaint that is taken up again
// begins another; the earlier ones stay. The first begins with the first step
// behind StepReceived, which is the ticket's opening: a new record stays small
// by that.
type Round struct {
	Taken []Entry `json:"taken"`
	Tries int     `json:"tries,omitempty"` // revisits at which nobody was reached
}

// Entry is a step that was taken, with no word of it: what was written stands
// with the event (Words.Seq). A step taken again replaces the entry; the
// history keeps both.
type Entry struct {
	Step Step      `json:"step"`
	At   time.Time `json:"at"`
	By   string    `json:"by"` // as an event's By
	Seq  int       `json:"seq"`
	Code string    `json:"code,omitempty"` // StepAnalysed: the cause; StepRevisited: the outcome; StepSummedUp: the reason the lesson is filed under
	Due  time.Time `json:"due,omitzero"`   // StepPlanned: by when it will be done
}

// Of finds a step of the round, nil when it was not taken.
func (r Round) Of(step Step) *Entry {
	if i := slices.IndexFunc(r.Taken, func(e Entry) bool { return e.Step == step }); i >= 0 {
		return &r.Taken[i]
	}
	return nil
}

// Round is the present passage; an empty one of a ticket that has none.
func (t *Ticket) Round() Round {
	if len(t.Rounds) == 0 {
		return Round{}
	}
	return t.Rounds[len(t.Rounds)-1]
}

// Listed tells whether the ticket stands on its team's list: while somebody
// owes an answer, and after it as long as a step is missing.
func (t *Ticket) Listed() bool { return t.Stage.Open() || t.Stage == Resolved && t.Next != "" }

// requires are the steps of a list that the company asks for.
func (v *Vocabulary) requires(kind Kind, of []Step) []Step {
	return slices.DeleteFunc(slices.Clone(of), func(s Step) bool { return !slices.Contains(v.Steps[kind], s) })
}

// goesByTheBook tells whether tickets of a kind have steps at all.
func (v *Vocabulary) goesByTheBook(kind Kind) bool { return len(v.Steps[kind]) > 0 }

// causes are the codes for what led to a complaint of a reason.
func (v *Vocabulary) causes(reason string) []string {
	var rest []string
	for _, group := range v.Causes {
		if slices.Contains(group.Reasons, reason) {
			return group.Codes
		}
		if len(group.Reasons) == 0 {
			rest = group.Codes
		}
	}
	return rest
}

// missing are the steps that have to be taken before one, and were not.
func (e *edit) missing(before Step) []Step {
	needed := e.settings.Vocabulary.requires(e.Kind, append(slices.Clone(stepsToAnswer), stepsFromThere...))
	if i := slices.Index(Steps(), before); i >= 0 {
		needed = slices.DeleteFunc(needed, func(s Step) bool { return slices.Index(Steps(), s) >= i })
	}
	round := e.Round()
	needed = slices.DeleteFunc(needed, func(s Step) bool { return round.Of(s) != nil })
	if before == StepClosed && e.Disputed() != nil {
		needed = append(needed, StepRuled)
	}
	return needed
}

// needs refuses a step as long as others are missing before it. A step that
// the company leaves out can be taken all the same.
func (e *edit) needs(step Step) error {
	if !e.settings.Vocabulary.goesByTheBook(e.Kind) {
		return errs.New(errs.Conflict, "ticket.no_book").With("allowed", "")
	}
	missing := e.missing(step)
	if len(missing) == 0 {
		return nil
	}
	names := make([]string, len(missing))
	for i, s := range missing {
		names[i] = string(s)
	}
	return errs.New(errs.Conflict, "ticket.steps_missing").With("step", string(step)).With("missing", strings.Join(names, ", "))
}

// took notes that the last event is the taking of a step.
func (e *edit) took(step Step, code string, due time.Time) {
	entry := Entry{Step: step, At: e.at, By: e.by.By, Seq: e.Seq, Code: code, Due: due}
	round := e.round()
	if was := round.Of(step); was != nil {
		*was = entry
		return
	}
	round.Taken = append(round.Taken, entry)
}

// round is the present passage.
func (e *edit) round() *Round {
	if len(e.Rounds) == 0 {
		e.Rounds = []Round{{}}
	}
	return &e.Rounds[len(e.Rounds)-1]
}

// beginRound starts another passage with the last event.
func (e *edit) beginRound() {
	if e.settings.Vocabulary.goesByTheBook(e.Kind) {
		e.Rounds = append(e.Rounds, Round{Taken: []Entry{{Step: StepReceived, At: e.at, By: e.by.By, Seq: e.Seq}}})
	}
}

// owed is the step that is missing next, "" when there is none, and by when it
// is expected where that can be said.
func (e *edit) owed() (step Step, by time.Time) {
	v, round := &e.settings.Vocabulary, e.Round()
	within := time.Duration(v.FollowUp.Within)
	switch {
	case e.IsErased():
		return "", time.Time{}
	case e.Stage.Open() && v.goesByTheBook(e.Kind):
		missing := append(e.missing(StepAnswered), StepAnswered)
		if planned := round.Of(StepPlanned); planned != nil && missing[0] == StepCarriedOut {
			by = planned.Due
		}
		return missing[0], by
	case e.Stage != Resolved:
		return "", time.Time{}
	}
	by = e.ResolvedAt.Add(within)
	for _, s := range v.requires(e.Kind, stepsFromThere) {
		entry := round.Of(s)
		if entry == nil {
			return s, by
		}
		by = entry.At.Add(within)
	}
	if d := e.Disputed(); d != nil {
		return StepRuled, d.At.Add(within)
	}
	return "", time.Time{}
}

// closeWhenDone closes a ticket whose answer was given when no step is missing
// any more. One whose kind has no step after the answer ends with it.
func (e *edit) closeWhenDone() {
	if e.Stage != Resolved || len(e.settings.Vocabulary.requires(e.Kind, stepsFromThere)) == 0 {
		return
	}
	if missing, _ := e.owed(); missing != "" {
		return
	}
	e.Stage, e.ClosedAt = Closed, e.at
	e.happened(ClosedEvent, nil)
	e.took(StepClosed, "", time.Time{})
}

// Missing are the steps that are missing until a ticket is closed, the next
// first; none of one that has no steps, or has ended.
func (s *Service) Missing(t Ticket) []Step {
	e := &edit{Ticket: t, settings: &s.Settings}
	if next, _ := e.owed(); next == "" {
		return nil
	}
	if !t.Stage.Open() {
		return e.missing(StepClosed)
	}
	later := slices.DeleteFunc(e.missing(StepClosed), func(step Step) bool { return slices.Contains(stepsToAnswer, step) })
	return append(append(e.missing(StepAnswered), StepAnswered), later...)
}

// Causes are the codes for what may have led to a complaint.
func (s *Service) Causes(t Ticket) []string { return s.Settings.Vocabulary.causes(t.Reason) }
