package ticket

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"time"

	"huiyin/shared/errs"
)

// Cause is what led to a complaint.
type Cause struct {
	Code string // of the company's list for the reason (Vocabulary.Causes)
	Text string // in a sentence; stays inside
}

// otherCause is what an answer's cause counts as that names no code.
const otherCause = "other"

// Analyse records the cause.
//
// Errors: errs.Invalid with the fields, errs.Conflict "ticket.no_book" for a
// kind of ticket without steps, and those of every action.
func (s *Service) Analyse(ctx context.Context, now time.Time, by Actor, number string, expect Expect, c Cause) (Ticket, error) {
	var f errs.Fields
	text(&f, "cause", strings.TrimSpace(c.Text), 1, MaxReason, true)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, Analyse, func(e *edit) error {
		if err := e.step(StepAnalysed); err != nil {
			return err
		}
		return e.analyse(c, "code")
	})
}

// step is what each step begins with: nothing is missing before it, whoever
// takes it is not the accused (rule JY-9), and owns what nobody owns.
func (e *edit) step(step Step) error {
	if err := e.needs(step); err != nil {
		return err
	}
	if e.Accuses(e.by.Badge, "") {
		return errs.New(errs.Conflict, "ticket.accused")
	}
	if e.Stage.Open() {
		e.own()
	}
	return nil
}

func (e *edit) analyse(c Cause, field string) error {
	var f errs.Fields
	oneOf(&f, field, c.Code, e.settings.Vocabulary.causes(e.Reason))
	if err := f.Err(); err != nil {
		return err
	}
	e.Cause = c.Code
	e.happened(Analysed, CauseFacts{Cause: c.Code})
	e.said(Internal, strings.TrimSpace(c.Text))
	e.took(StepAnalysed, c.Code, time.Time{})
	return nil
}

// Plan records what will be done, and by when. errs.Conflict
// "ticket.steps_missing" names what has to be recorded before.
func (s *Service) Plan(ctx context.Context, now time.Time, by Actor, number string, expect Expect, plan string, due time.Time) (Ticket, error) {
	var f errs.Fields
	text(&f, "plan", strings.TrimSpace(plan), 1, MaxText, true)
	checkDue(&f, "due", due, now)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, PlanWork, func(e *edit) error {
		if err := e.step(StepPlanned); err != nil {
			return err
		}
		e.plan(plan, due)
		return nil
	})
}

func (e *edit) plan(plan string, due time.Time) {
	due = due.UTC().Truncate(time.Millisecond)
	e.happened(Planned, PlanFacts{Due: due})
	e.said(Internal, strings.TrimSpace(plan))
	e.took(StepPlanned, "", due)
}

// CarryOut records what was done.
func (s *Service) CarryOut(ctx context.Context, now time.Time, by Actor, number string, expect Expect, action string) (Ticket, error) {
	var f errs.Fields
	text(&f, "action", strings.TrimSpace(action), 1, MaxText, true)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, CarryOut, func(e *edit) error {
		if err := e.step(StepCarriedOut); err != nil {
			return err
		}
		e.carryOut(action)
		return nil
	})
}

func (e *edit) carryOut(action string) {
	e.happened(CarriedOut, nil)
	e.said(Internal, strings.TrimSpace(action))
	e.took(StepCarriedOut, "", time.Time{})
}

// Outcomes of a revisit.
const (
	Content    = "content"
	NotContent = "not_content"
	Unreached  = "unreached"
)

// Visit is what came of asking the customer whether it is settled.
type Visit struct {
	Outcome string
	Note    string // required when he is not content; stays inside
	Lesson  string // as SumUp's, with a visit that ends the round: then the complaint is closed
}

// Revisit asks the customer after the answer (rule QM-5). Who is not content
// has his complaint taken up again, in a new round, and an answer is owed as if
// he had written. Nobody reached counts as revisited after so many tries as
// the company asks for (Vocabulary.FollowUp). A lesson sums it up in the same
// call; errs.Invalid "ticket.lesson_early" with a visit that is not the last.
func (s *Service) Revisit(ctx context.Context, now time.Time, by Actor, number string, expect Expect, v Visit) (Ticket, error) {
	v.Note = strings.TrimSpace(v.Note)
	var f errs.Fields
	oneOf(&f, "outcome", v.Outcome, []string{Content, NotContent, Unreached})
	least := 0
	if v.Outcome == NotContent {
		least = 1
	}
	text(&f, "note", v.Note, least, MaxReason, true)
	v.Lesson = checkLesson(&f, v.Lesson, 0)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, Revisit, func(e *edit) error {
		if err := e.step(StepRevisited); err != nil {
			return err
		}
		return e.revisit(v)
	})
}

func (e *edit) revisit(v Visit) error {
	last := v.Outcome == Content || v.Outcome == Unreached && e.Round().Tries+1 >= e.settings.Vocabulary.FollowUp.Tries
	if v.Lesson != "" && !last {
		var f errs.Fields
		f.Add("lesson", "ticket.lesson_early")
		return f.Err()
	}
	facts := RevisitFacts{Outcome: v.Outcome}
	if v.Outcome == Unreached {
		round := e.round()
		round.Tries++
		facts.Try = round.Tries
	}
	e.happened(Revisited, facts)
	if v.Note != "" {
		e.said(Internal, v.Note)
	}
	if v.Outcome == Unreached && !last {
		return nil
	}
	e.took(StepRevisited, v.Outcome, time.Time{})
	switch {
	case v.Outcome == NotContent:
		e.Stage = Handling
		e.reopen(true)
	case v.Lesson != "":
		return e.sumUp(v.Lesson)
	default:
		e.closeWhenDone()
	}
	return nil
}

// Lesson is what a company learnt from a complaint, filed under its reason
// (rule JY-2): without a person, and gone with an erasure all the same.
type Lesson struct {
	Reason string    `json:"reason"`
	Number string    `json:"number"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Cause  string    `json:"cause,omitempty"`
	Text   string    `json:"text"`
}

// leadsToSomebody finds what may be a telephone, a waybill or an identity
// card: seven digits and more.
var leadsToSomebody = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(\p{Nd}[ \-]?){7,}`) })

// SumUp records the lesson and closes the ticket, unless a dispute waits. Once
// in a round.
func (s *Service) SumUp(ctx context.Context, now time.Time, by Actor, number string, expect Expect, lesson string) (Ticket, error) {
	var f errs.Fields
	lesson = checkLesson(&f, lesson, 1)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, SumUp, func(e *edit) error {
		if err := e.step(StepSummedUp); err != nil {
			return err
		}
		return e.sumUp(lesson)
	})
}

func (e *edit) sumUp(lesson string) error {
	if e.round().Of(StepSummedUp) != nil {
		return errs.New(errs.Conflict, "ticket.summed_up").With("allowed", "")
	}
	e.happened(SummedUp, nil)
	e.said(Internal, lesson)
	e.took(StepSummedUp, e.Reason, time.Time{})
	e.lesson = &Lesson{Reason: e.Reason, Number: e.Number, At: e.at, By: e.by.By, Cause: e.Cause, Text: lesson}
	e.closeWhenDone()
	return nil
}

// checkLesson trims a lesson and notes what is wrong with it.
func checkLesson(f *errs.Fields, lesson string, least int) string {
	lesson = strings.TrimSpace(lesson)
	text(f, "lesson", lesson, least, MaxReason, true)
	if leadsToSomebody().MatchString(lesson) {
		f.Add("lesson", "ticket.lesson_person")
	}
	return lesson
}

// Lessons are the places of the lessons a ticket taught, for whoever has to
// find them again: without their text.
func (t *Ticket) Lessons() []Lesson {
	var all []Lesson
	for _, r := range t.Rounds {
		if e := r.Of(StepSummedUp); e != nil {
			all = append(all, Lesson{Reason: e.Code, Number: t.Number, At: e.At, By: e.By})
		}
	}
	return all
}
