package desk

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

// TicketBook is what a complaint went through, and what is missing until it is
// closed (rules JY-2, QM-5, NJ-14).
type TicketBook struct {
	Rounds   []BookRound   `json:"rounds" doc:"Each time it was taken up; the last is the present one."`
	Disputes []BookDispute `json:"disputes"`
	Missing  []string      `json:"missing" doc:"The steps until it is closed, the next first."`
	Causes   []string      `json:"causes" doc:"The codes for the cause, of the company's list for this reason."`
	Tries    int           `json:"tries" doc:"After so many revisits without reaching anybody it counts as revisited."`
}

// BookRound is one passage through the steps.
type BookRound struct {
	Steps []BookStep `json:"steps" doc:"Those that were taken, in their order."`
	Tries int        `json:"tries,omitempty" doc:"Revisits at which nobody was reached."`
}

// BookStep is a step that was taken.
type BookStep struct {
	Step  string    `json:"step" enum:"received,analysed,planned,carried_out,answered,revisited,summed_up,closed"`
	At    time.Time `json:"at"`
	By    string    `json:"by" doc:"customer, system or staff:<id>."`
	Badge string    `json:"badge,omitempty" doc:"Of the member of staff who took it."`
	Code  string    `json:"code,omitempty" doc:"analysed: the cause; revisited: content, not_content or unreached."`
	DueAt time.Time `json:"dueAt,omitzero" doc:"planned: by when it will be done."`
	Text  string    `json:"text,omitempty" doc:"None after an erasure."`
}

// BookDispute is a customer's disagreement and its review (rule SJ-19).
type BookDispute struct {
	At            time.Time `json:"at"`
	By            string    `json:"by"`
	Badge         string    `json:"badge,omitempty"`
	Reason        string    `json:"reason,omitempty" doc:"In the customer's words."`
	Reviewer      string    `json:"reviewer" doc:"Id of the member of staff who rules."`
	ReviewerBadge string    `json:"reviewerBadge,omitempty"`
	RuledAt       time.Time `json:"ruledAt,omitzero"`
	Ruling        string    `json:"ruling,omitempty" enum:"upheld,partly,rejected"`
	Ground        string    `json:"ground,omitempty"`
}

// book is the book of a ticket, nil when it has none. history is the first
// page of what happened; further ones are read only when a text stands there.
func (d *Desk) book(ctx context.Context, t ticket.Ticket, history TicketHistory) (*TicketBook, error) {
	if len(t.Rounds) == 0 && len(t.Disputes) == 0 && t.Next == "" {
		return nil, nil
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	texts, err := d.textsOf(ctx, t, history)
	if err != nil {
		return nil, err
	}
	opening := BookStep{Step: string(ticket.StepReceived), At: t.OpenedAt}
	if len(history.Events) > 0 {
		opening.By = history.Events[0].By
		opening.Badge = badgeOf(roster, opening.By)
	}
	b := &TicketBook{Rounds: []BookRound{}, Disputes: []BookDispute{}, Missing: []string{}, Causes: d.Tickets.Causes(t),
		Tries: d.Tickets.Settings.Vocabulary.FollowUp.Tries}
	for i, r := range t.Rounds {
		round := BookRound{Steps: []BookStep{}, Tries: r.Tries}
		if i == 0 {
			round.Steps = append(round.Steps, opening)
		}
		for _, e := range r.Taken {
			step := BookStep{Step: string(e.Step), At: e.At, By: e.By, Badge: badgeOf(roster, e.By), Code: e.Code, DueAt: e.Due}
			if e.Step != ticket.StepReceived {
				step.Text = texts[e.Seq]
			}
			round.Steps = append(round.Steps, step)
		}
		b.Rounds = append(b.Rounds, round)
	}
	if len(t.Rounds) == 0 {
		b.Rounds = append(b.Rounds, BookRound{Steps: []BookStep{opening}})
	}
	for _, one := range t.Disputes {
		reviewer, _ := roster.Member(one.Reviewer)
		b.Disputes = append(b.Disputes, BookDispute{At: one.At, By: one.By, Badge: badgeOf(roster, one.By), Reason: texts[one.Seq],
			Reviewer: one.Reviewer, ReviewerBadge: reviewer.Badge, RuledAt: one.Ruled, Ruling: one.Ruling, Ground: texts[one.RuledSeq]})
	}
	for _, s := range d.Tickets.Missing(t) {
		b.Missing = append(b.Missing, string(s))
	}
	return b, nil
}

func badgeOf(roster staff.Roster, by string) string {
	who, _ := roster.Member(event.StaffID(by))
	return who.Badge
}

// textsOf are the words that belong to the book, by the number of their event.
func (d *Desk) textsOf(ctx context.Context, t ticket.Ticket, page TicketHistory) (map[int]string, error) {
	last := 0
	for _, r := range t.Rounds {
		for _, e := range r.Taken {
			last = max(last, e.Seq)
		}
	}
	for _, one := range t.Disputes {
		last = max(last, one.Seq, one.RuledSeq)
	}
	texts := map[int]string{}
	for {
		for _, w := range page.Words {
			texts[w.Seq] = w.Text
		}
		if n := len(page.Events); n == 0 || page.Events[n-1].Seq >= last || page.Next == "" {
			return texts, nil
		}
		var err error
		if page, err = d.page(ctx, t.Number, page.Next); err != nil {
			return nil, err
		}
	}
}

// Analysis is the cause of a complaint.
type Analysis struct {
	Code  string `json:"code" minLength:"1" maxLength:"40" doc:"Of the company's list for the reason; a refusal says which there are."`
	Cause string `json:"cause" minLength:"1" maxLength:"500" doc:"In a sentence; stays inside."`
}

type analyseInput struct {
	Act
	Body Analysis
}

func (d *Desk) analyse(ctx context.Context, in *analyseInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Analyse(ctx, at.now, at.by, at.number, at.expect, ticket.Cause{Code: in.Body.Code, Text: in.Body.Cause}))
}

// Plan says what will be done.
type Plan struct {
	Plan string    `json:"plan" minLength:"1" maxLength:"4000" doc:"Stays inside."`
	Due  time.Time `json:"due" doc:"By when it will be done."`
}

type planInput struct {
	Act
	Body Plan
}

func (d *Desk) plan(ctx context.Context, in *planInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Plan(ctx, at.now, at.by, at.number, at.expect, in.Body.Plan, in.Body.Due))
}

// Deed says what was done.
type Deed struct {
	Action string `json:"action" minLength:"1" maxLength:"4000" doc:"Stays inside."`
}

type carryOutInput struct {
	Act
	Body Deed
}

func (d *Desk) carryOut(ctx context.Context, in *carryOutInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.CarryOut(ctx, at.now, at.by, at.number, at.expect, in.Body.Action))
}

// Visit is what came of asking the customer whether it is settled.
type Visit struct {
	Outcome string `json:"outcome" enum:"content,not_content,unreached" doc:"not_content takes the complaint up again."`
	Note    string `json:"note,omitempty" maxLength:"500" doc:"Stays inside. Needed when the customer is not content."`
	Lesson  string `json:"lesson,omitempty" maxLength:"500" doc:"Sums the complaint up in the same call, and closes it: when the customer is content, or at the last try. No names, no numbers of persons or waybills."`
}

type visitInput struct {
	Act
	Body Visit
}

func (d *Desk) revisit(ctx context.Context, in *visitInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Revisit(ctx, at.now, at.by, at.number, at.expect, ticket.Visit(in.Body)))
}

// Summing is the lesson of a complaint.
type Summing struct {
	Lesson string `json:"lesson" minLength:"1" maxLength:"500" doc:"For the next of its kind: no names, no numbers of persons or waybills."`
}

type sumUpInput struct {
	Act
	Body Summing
}

func (d *Desk) sumUp(ctx context.Context, in *sumUpInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.SumUp(ctx, at.now, at.by, at.number, at.expect, in.Body.Lesson))
}

type lessonsInput struct {
	Reason string `query:"reason" required:"true" maxLength:"40" doc:"Of a complaint."`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"10"`
}

// Lesson is what was learnt from a complaint.
type Lesson struct {
	Number string    `json:"number" doc:"Of the ticket."`
	At     time.Time `json:"at"`
	Cause  string    `json:"cause,omitempty"`
	Text   string    `json:"text"`
}

// LessonList has the newest lessons of a reason.
type LessonList struct {
	Lessons []Lesson `json:"lessons" doc:"Newest first."`
}

type lessonsOutput struct{ Body LessonList }

func (d *Desk) lessons(ctx context.Context, in *lessonsInput) (*lessonsOutput, error) {
	if !slices.Contains(d.Tickets.Settings.Vocabulary.Complaints, in.Reason) {
		var f errs.Fields
		f.Add("reason", "desk.no_reason")
		return nil, f.Err()
	}
	all, err := d.Tickets.Store.Lessons(ctx, in.Reason, in.Limit)
	out := &lessonsOutput{Body: LessonList{Lessons: []Lesson{}}}
	for _, l := range all {
		out.Body.Lessons = append(out.Body.Lessons, Lesson{Number: l.Number, At: l.At, Cause: l.Cause, Text: l.Text})
	}
	return out, err
}
