package desk

import (
	"context"

	"huiyin/shared/errs"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

// Objection says why a customer disagrees (rule SJ-19).
type Objection struct {
	Reason   string `json:"reason" minLength:"1" maxLength:"4000" doc:"In the customer's words; stays inside."`
	Reviewer string `json:"reviewer,omitempty" maxLength:"40" doc:"Id or badge of who shall rule: a supervisor or manager who had nothing to do with the ticket. Left out, one on duty is found; named while a review runs, it is handed over."`
}

type disputeInput struct {
	Act
	Body Objection
}

func (d *Desk) dispute(ctx context.Context, in *disputeInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	o := ticket.Objection{Reason: in.Body.Reason}
	if in.Body.Reviewer != "" {
		if o.Reviewer, err = d.memberIn(ctx, "reviewer", in.Body.Reviewer); err != nil {
			return nil, err
		}
	}
	return shown(d.Tickets.Dispute(ctx, at.now, at.by, at.number, at.expect, o))
}

// memberIn finds a member of staff, by id or badge; errs.Invalid names the
// field.
func (d *Desk) memberIn(ctx context.Context, field, typed string) (string, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return "", err
	}
	m, ok := member(roster, typed)
	if !ok {
		var f errs.Fields
		f.Add(field, "desk.no_staff")
		return "", f.Err()
	}
	return m.ID, nil
}

func member(roster staff.Roster, typed string) (staff.Member, bool) {
	m, ok := roster.Member(typed)
	if !ok {
		m, ok = roster.ByBadge(typed)
	}
	return m, ok && !m.Left
}

// Ruling ends a dispute.
type Ruling struct {
	Ruling string `json:"ruling" enum:"upheld,partly,rejected" doc:"upheld: the customer is right."`
	Ground string `json:"ground" minLength:"1" maxLength:"4000" doc:"Stays inside."`
	Text   string `json:"text" minLength:"1" maxLength:"4000" doc:"What the customer is told."`
}

type rulingInput struct {
	Act
	Body Ruling
}

func (d *Desk) rule(ctx context.Context, in *rulingInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	decision := ticket.Decision{Ruling: in.Body.Ruling, Ground: in.Body.Ground, Text: in.Body.Text}
	return shown(d.Tickets.Rule(ctx, at.now, at.by, at.number, at.expect, decision))
}

// maxReviews bounds how many disputes one person is shown: nobody has so many.
const maxReviews = 100

// disputes lists what waits for the caller's ruling.
func (d *Desk) disputes(ctx context.Context, _ *struct{}) (*listOutput, error) {
	numbers, err := d.Tickets.Store.Reviews(ctx, sender(ctx).member.ID, maxReviews)
	if err != nil {
		return nil, err
	}
	tickets, err := d.Tickets.Store.Tickets(ctx, numbers)
	return &listOutput{Body: TicketList{Tickets: records(tickets)}}, err
}
