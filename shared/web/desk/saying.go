package desk

import (
	"context"
	"time"

	"huiyin/shared/ticket"
)

// Reply is what the customer reads on the status page. The words interim and
// next reply are of rules PD-12 and NJ-14.
type Reply struct {
	Text        string    `json:"text" minLength:"1" maxLength:"4000"`
	Interim     bool      `json:"interim,omitempty" doc:"Not the final answer: it says what is being done."`
	NextReplyAt time.Time `json:"nextReplyAt,omitzero" doc:"With an interim reply: when the next one comes. Needed on a complaint and a question about cargo."`
}

// Draft is a text that is to be sent to the customer.
type Draft struct {
	Text string `json:"text" minLength:"1" maxLength:"4000"`
}

// Findings are the words of a text that would be refused.
type Findings struct {
	Fine      bool     `json:"fine" doc:"Nothing was found."`
	Forbidden []string `json:"forbidden" doc:"Forbidden words."`
	Promotion []string `json:"promotion" doc:"Words that recommend products to who complains."`
	Unfilled  []string `json:"unfilled" doc:"Marks of a canned reply that nobody has filled."`
}

type checkTextInput struct {
	OnTicket
	Body Draft
}

type findingsOutput struct{ Body Findings }

// checkText looks at a text as the reply itself does (rules PD-10, JY-11).
func (d *Desk) checkText(ctx context.Context, in *checkTextInput) (*findingsOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	w, err := d.Tickets.Wording(ctx, number, in.Body.Text)
	return &findingsOutput{Body: Findings{Fine: w.Fine(), Forbidden: append([]string{}, w.Forbidden...),
		Promotion: append([]string{}, w.Promotion...), Unfilled: append([]string{}, w.Unfilled...)}}, lost(err)
}

type replyInput struct {
	Act
	Body Reply
}

func (d *Desk) reply(ctx context.Context, in *replyInput) (*ticketOutput, error) {
	say := ticket.Saying{Text: in.Body.Text, Interim: in.Body.Interim, NextBy: in.Body.NextReplyAt}
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Reply(ctx, at.now, at.by, at.number, at.expect, say))
}

// Said is a text of an agent's.
type Said struct {
	Text string `json:"text" minLength:"1" maxLength:"4000"`
}

type saidInput struct {
	Act
	Body Said
}

// note keeps a note whatever else happens to the ticket; only If-Match makes
// it depend on what the caller has seen.
func (d *Desk) note(ctx context.Context, in *saidInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	if at.expect != 0 {
		t, err := d.Tickets.Store.Get(ctx, at.number)
		if err != nil {
			return nil, lost(err)
		}
		if err := in.allows(t.Version); err != nil {
			return nil, err
		}
	}
	return shown(d.Tickets.Note(ctx, at.now, at.by, at.number, in.Body.Text))
}

func (d *Desk) hear(ctx context.Context, in *saidInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Hear(ctx, at.now, at.by, at.number, at.expect, in.Body.Text))
}

// Pledge is a time given to the customer (rule NJ-9).
type Pledge struct {
	Due time.Time `json:"due" doc:"When it will be done."`
	For string    `json:"for,omitempty" enum:"reply,work" doc:"reply when left out."`
}

type promiseInput struct {
	Act
	Body Pledge
}

func (d *Desk) promise(ctx context.Context, in *promiseInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Promise(ctx, at.now, at.by, at.number, at.expect, in.Body.Due, in.Body.For))
}

// Ending is how a ticket is resolved. A complaint needs its cause, what was
// planned and what was done (rule JY-2): with this call, or recorded before.
type Ending struct {
	Cause     string    `json:"cause,omitempty" maxLength:"500" doc:"What the cause was; stays inside. Needed unless an analysis is recorded."`
	CauseCode string    `json:"causeCode,omitempty" maxLength:"40" doc:"Of the company's list; other when left out."`
	Plan      string    `json:"plan,omitempty" maxLength:"4000" doc:"What was to be done; stays inside."`
	PlanBy    time.Time `json:"planBy,omitzero" doc:"By when; now when left out."`
	Action    string    `json:"action,omitempty" maxLength:"4000" doc:"What was done; stays inside."`
	Result    string    `json:"result" minLength:"1" maxLength:"4000" doc:"What the customer is told."`
}

type resolveInput struct {
	Act
	Body Ending
}

func (d *Desk) resolve(ctx context.Context, in *resolveInput) (*ticketOutput, error) {
	b := in.Body
	end := ticket.Outcome{Cause: b.Cause, CauseCode: b.CauseCode, Plan: b.Plan, PlanBy: b.PlanBy, Action: b.Action, Result: b.Result}
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Resolve(ctx, at.now, at.by, at.number, at.expect, end))
}
