package demo

import (
	"context"
	"fmt"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// step is something that happened to a ticket.
type step struct {
	After  string // the opening: "1h20m"
	By     string // badge; none: the customer
	Do     string
	Text   string // of a revisit and of summing up too
	Next   string // when the next reply comes or the work is done, after the opening
	For    string // whom a wait or what a promise is for; to what kind of place a ticket is handed over; what came of a revisit
	To     string // a badge (of a dispute's reviewer, too), a role, another story's name, or the place's
	Who    string // has taken what was handed over
	Reason string
	Code   string // of resolving
	Cause  string
	Plan   string
	Action string
	Result string
}

// tells is the event by which a step is known to have been taken.
var tells = map[string]event.Type{
	"take": ticket.Assigned, "assign": ticket.Assigned, "reply": ticket.Replied, "interim": ticket.Replied,
	"note": ticket.Noted, "message": ticket.Heard, "chase": ticket.Chased, "pause": ticket.Paused,
	"promise": ticket.Promised, "hand_over": ticket.HandedOver, "escalate": ticket.Escalated, "resolve": ticket.ResolvedEvent,
	"revisit": ticket.Revisited, "sum_up": ticket.SummedUp, "dispute": ticket.Disputed,
	"merge": ticket.MergedEvent, "withdraw": ticket.WithdrawnEvent, "spam": ticket.WithdrawnEvent,
}

// remaining are the steps that have left no trace in a history. They were
// taken in their order, each with at least its own event: nobody is assigned
// what he may have been given at the opening.
func remaining(steps []step, history []event.Type) []step {
	for len(steps) > 0 && len(history) > 0 {
		if history[0] == tells[steps[0].Do] {
			steps = steps[1:]
		}
		history = history[1:]
	}
	return steps
}

// take takes a step.
func (t *telling) take(ctx context.Context, s step) error {
	at, err := t.after(s.After)
	if err != nil {
		return err
	}
	next, err := t.after(s.Next)
	if err != nil {
		return err
	}
	by, n, desk := t.actor(s.By), t.number, t.tickets
	switch s.Do {
	case "take":
		_, err = desk.Take(ctx, at, by, n, 0)
	case "assign":
		to := t.actor(s.To)
		_, err = desk.Assign(ctx, at, by, n, 0, ticket.Assignee{Staff: to.Staff, Badge: to.Badge, Team: to.Team})
	case "reply":
		_, err = desk.Reply(ctx, at, by, n, 0, ticket.Saying{Text: s.Text})
	case "interim":
		_, err = desk.Reply(ctx, at, by, n, 0, ticket.Saying{Text: s.Text, Interim: true, NextBy: next})
	case "note":
		_, err = desk.Note(ctx, at, by, n, s.Text)
	case "pause":
		_, err = desk.Pause(ctx, at, by, n, 0, s.For, s.Reason)
	case "promise":
		_, err = desk.Promise(ctx, at, by, n, 0, next, s.For)
	case "hand_over":
		_, err = desk.HandOver(ctx, at, by, n, 0, ticket.Handing{To: s.For, Name: s.To, Summary: s.Text, Taker: s.Who})
	case "escalate":
		_, err = desk.Escalate(ctx, at, by, n, 0, s.To, s.Reason)
	case "resolve":
		_, err = desk.Resolve(ctx, at, by, n, 0, ticket.Outcome{CauseCode: s.Code, Cause: s.Cause, Plan: s.Plan, Action: s.Action, Result: s.Result})
	case "revisit":
		_, err = desk.Revisit(ctx, at, by, n, 0, ticket.Visit{Outcome: s.For, Note: s.Text})
	case "sum_up":
		_, err = desk.SumUp(ctx, at, by, n, 0, s.Text)
	case "dispute":
		_, err = desk.Dispute(ctx, at, by, n, 0, ticket.Objection{Reason: s.Text, Reviewer: t.actor(s.To).Staff})
	case "merge":
		_, err = desk.Merge(ctx, at, by, n, 0, t.told[s.To])
	case "withdraw", "spam":
		_, err = desk.Withdraw(ctx, at, by, n, 0, s.Reason, s.Do == "spam")
	case "message", "chase":
		err = t.customer(ctx, at, s)
	default:
		err = fmt.Errorf("no such step")
	}
	return err
}

// customer is what the customer does: a message on the ticket's page, or the
// same matter once more by the form.
func (t *telling) customer(ctx context.Context, at time.Time, s step) error {
	if s.Do == "message" {
		_, err := t.tickets.Message(ctx, at, ticket.Claim{Number: t.number, Last4: t.phone.Last4()}, s.Text, "")
		return err
	}
	r, err := t.tickets.Open(ctx, at, ticket.TheCustomer, t.intake(s.Text))
	if err == nil && r.Number != t.number {
		err = fmt.Errorf("it became the ticket %s of its own", r.Number)
	}
	return err
}

// after is an instant after the opening, zero for none.
func (t *telling) after(length string) (time.Time, error) {
	if length == "" {
		return time.Time{}, nil
	}
	d, err := time.ParseDuration(length)
	return t.start.Add(d), err
}
