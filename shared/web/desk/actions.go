package desk

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/ticket"
)

// Act is an action on a ticket without anything to say.
type Act struct {
	OnTicket
	Match
}

type ticketOutput struct {
	ETag string `header:"ETag"`
	Body TicketRecord
}

// deed is what every action on a ticket begins with.
type deed struct {
	now    time.Time
	by     ticket.Actor
	number string
	expect ticket.Expect
}

func (d *Desk) at(ctx context.Context, act Act) (deed, error) {
	number, err := act.number()
	if err != nil {
		return deed{}, err
	}
	version, err := act.version()
	return deed{now: d.Now(), by: sender(ctx).onTicket(), number: number, expect: ticket.Expect(version)}, err
}

// shown is what an action made of a ticket.
func shown(t ticket.Ticket, err error) (*ticketOutput, error) {
	if err != nil {
		return nil, lost(err)
	}
	return &ticketOutput{ETag: etag(t.Version), Body: record(t)}, nil
}

func (d *Desk) take(ctx context.Context, in *Act) (*ticketOutput, error) {
	at, err := d.at(ctx, *in)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Take(ctx, at.now, at.by, at.number, at.expect))
}

// Assignment says who gets a ticket.
type Assignment struct {
	To   string `json:"to,omitempty" maxLength:"40" doc:"Id or badge number of a member of staff; left out, the ticket goes to the team."`
	Team string `json:"team,omitempty" maxLength:"40" doc:"Id of a team; left out, that of whoever gets the ticket."`
}

type assignInput struct {
	Act
	Body Assignment
}

func (d *Desk) assign(ctx context.Context, in *assignInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	to, err := d.assignee(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Assign(ctx, at.now, at.by, at.number, at.expect, to))
}

// assignee finds who gets a ticket: never nobody, never somebody who left, and
// never a team that doesn't exist, whose list nobody reads.
func (d *Desk) assignee(ctx context.Context, a Assignment) (ticket.Assignee, error) {
	var f errs.Fields
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return ticket.Assignee{}, err
	}
	to := ticket.Assignee{Team: a.Team}
	if a.To == "" && a.Team == "" {
		f.Add("to", "required")
	}
	if a.To != "" {
		m, ok := member(roster, a.To)
		if !ok {
			f.Add("to", "desk.no_staff")
		}
		to.Staff, to.Badge = m.ID, m.Badge
		if to.Team == "" {
			to.Team = m.Team
		}
	}
	if _, ok := roster.Team(a.Team); !ok && a.Team != "" && a.Team != d.DefaultTeam {
		f.Add("team", "desk.no_team")
	}
	return to, f.Err()
}

func (d *Desk) done(ctx context.Context, in *Act) (*ticketOutput, error) {
	at, err := d.at(ctx, *in)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Done(ctx, at.now, at.by, at.number, at.expect))
}

func (d *Desk) resume(ctx context.Context, in *Act) (*ticketOutput, error) {
	at, err := d.at(ctx, *in)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Resume(ctx, at.now, at.by, at.number, at.expect))
}

// Pause says for whom a ticket waits.
type Pause struct {
	For    string `json:"for,omitempty" enum:"customer,partner" doc:"customer when left out."`
	Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"Kept as an internal note."`
}

type pauseInput struct {
	Act
	Body Pause
}

func (d *Desk) pause(ctx context.Context, in *pauseInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Pause(ctx, at.now, at.by, at.number, at.expect, in.Body.For, in.Body.Reason))
}

// Why is the reason of an action.
type Why struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"Kept as an internal note."`
}

type whyInput struct {
	Act
	Body Why
}

func (d *Desk) carryOver(ctx context.Context, in *whyInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.CarryOver(ctx, at.now, at.by, at.number, at.expect, in.Body.Reason))
}

func (d *Desk) reopen(ctx context.Context, in *whyInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Reopen(ctx, at.now, at.by, at.number, at.expect, in.Body.Reason))
}

// Priority says how urgent a ticket is from now on.
type Priority struct {
	Priority string `json:"priority" enum:"normal,urgent"`
	Reason   string `json:"reason" minLength:"1" maxLength:"500" doc:"Kept as an internal note."`
}

type priorityInput struct {
	Act
	Body Priority
}

func (d *Desk) priority(ctx context.Context, in *priorityInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.ChangePriority(ctx, at.now, at.by, at.number, at.expect, in.Body.Priority, in.Body.Reason))
}

// Escalation says to whom a ticket is reported, and why.
type Escalation struct {
	To     string `json:"to,omitempty" enum:"supervisor,manager" doc:"supervisor when left out."`
	Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"Kept as an internal note."`
}

type escalateInput struct {
	Act
	Body Escalation
}

func (d *Desk) escalate(ctx context.Context, in *escalateInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Escalate(ctx, at.now, at.by, at.number, at.expect, in.Body.To, in.Body.Reason))
}

// Target names the ticket that goes on.
type Target struct {
	Into string `json:"into" minLength:"1" maxLength:"40" doc:"Its number, as typed."`
}

type mergeInput struct {
	Act
	Body Target
}

func (d *Desk) merge(ctx context.Context, in *mergeInput) (*ticketOutput, error) {
	into, ok := id.ParseNumber(in.Body.Into)
	if !ok {
		var f errs.Fields
		f.Add("into", "ticket.no_such")
		return nil, f.Err()
	}
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Merge(ctx, at.now, at.by, at.number, at.expect, into))
}

// Withdrawal says why a ticket ends without an answer.
type Withdrawal struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"Kept as an internal note."`
	Spam   bool   `json:"spam,omitempty" doc:"It was no customer's matter."`
}

type withdrawInput struct {
	Act
	Body Withdrawal
}

func (d *Desk) withdraw(ctx context.Context, in *withdrawInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.Withdraw(ctx, at.now, at.by, at.number, at.expect, in.Body.Reason, in.Body.Spam))
}
