package desk

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
)

// HandOver is a hand-over that is open.
type HandOver struct {
	To         string    `json:"to" enum:"department,branch,partner"`
	Name       string    `json:"name"`
	At         time.Time `json:"at"`
	AcceptedAt time.Time `json:"acceptedAt,omitzero" doc:"Until it is accepted the time counts as ours."`
	DueAt      time.Time `json:"dueAt,omitzero" doc:"Until when an answer is owed; none without a target."`
}

func handOver(t ticket.Ticket) *HandOver {
	h := t.HandedOver()
	if h == nil {
		return nil
	}
	due, _ := t.SLA.DueOf(sla.Handover)
	return &HandOver{To: h.To, Name: h.Name, At: h.At, AcceptedAt: h.Accepted, DueAt: due}
}

// TicketSplit says with whom a ticket was, from its opening to its end or to
// now (rule SJ-11).
type TicketSplit struct {
	Totals    []TicketShare   `json:"totals" doc:"Ours, departments, branches, partners, the customer's."`
	Stretches []TicketStretch `json:"stretches" doc:"In order of time, without gaps, but for the time between a result and a reopening."`
}

// TicketShare is how much of a ticket's life was with one holder.
type TicketShare struct {
	With            string  `json:"with" enum:"us,department,branch,partner,customer"`
	Name            string  `json:"name,omitempty" doc:"None of us, of the customer, and of a partner who was waited for without a hand-over."`
	ElapsedSeconds  float64 `json:"elapsedSeconds" doc:"On the wall."`
	BusinessSeconds float64 `json:"businessSeconds" doc:"Of service time, by the ticket's calendar."`
}

// TicketStretch is a part of a ticket's life with one holder.
type TicketStretch struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	With string    `json:"with" enum:"us,department,branch,partner,customer"`
	Name string    `json:"name,omitempty"`
}

func split(s ticket.Split) TicketSplit {
	shown := TicketSplit{Totals: []TicketShare{}, Stretches: []TicketStretch{}}
	for _, one := range s.Shares {
		shown.Totals = append(shown.Totals, TicketShare{With: one.With, Name: one.Name, ElapsedSeconds: one.Elapsed, BusinessSeconds: one.Business})
	}
	for _, one := range s.Stretches {
		shown.Stretches = append(shown.Stretches, TicketStretch{From: one.From, To: one.To, With: one.With, Name: one.Name})
	}
	return shown
}

// Handing says to whom a ticket is handed over, and what about (rule NJ-17).
type Handing struct {
	To         string    `json:"to" enum:"department,branch,partner"`
	Name       string    `json:"name" minLength:"1" maxLength:"40" doc:"One of the company's list; a refusal says which there are."`
	Summary    string    `json:"summary" minLength:"1" maxLength:"200" doc:"Who and what, in one line. Kept as an internal note."`
	Due        time.Time `json:"due,omitzero" doc:"As agreed with them; the policy's target when left out."`
	AcceptedBy string    `json:"acceptedBy,omitempty" maxLength:"40" doc:"Who took it there and then, on the phone say."`
}

type handOverInput struct {
	Act
	Body Handing
}

func (d *Desk) handOver(ctx context.Context, in *handOverInput) (*ticketOutput, error) {
	h := ticket.Handing{To: in.Body.To, Name: in.Body.Name, Summary: in.Body.Summary, Due: in.Body.Due, Taker: in.Body.AcceptedBy}
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.HandOver(ctx, at.now, at.by, at.number, at.expect, h))
}

// Taker is who has taken what was handed over.
type Taker struct {
	Who string `json:"who" minLength:"1" maxLength:"40" doc:"Kept as an internal note."`
}

type takerInput struct {
	Act
	Body Taker
}

func (d *Desk) acceptHandOver(ctx context.Context, in *takerInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.AcceptHandOver(ctx, at.now, at.by, at.number, at.expect, in.Body.Who))
}

// HandOverLink is a link for whoever a ticket is handed over to. It is shown
// once: the ticket's history says only that it was made.
type HandOverLink struct {
	Number  string        `json:"number"`
	Shown   string        `json:"shown"`
	To      string        `json:"to" enum:"department,branch,partner"`
	Name    string        `json:"name"`
	Path    string        `json:"path" doc:"Relative to the root of the API, as statusPage is."`
	URL     string        `json:"url,omitempty" doc:"The whole address, where the gateway tells its own."`
	Until   time.Time     `json:"until" doc:"How long it is good, unless the hand-over ends before."`
	Contact *PlaceContact `json:"contact,omitempty" doc:"To whom it may be sent, as the register has it."`
}

type linkOutput struct {
	ETag string `header:"ETag"`
	Body HandOverLink
}

func (d *Desk) linkHandOver(ctx context.Context, in *Act) (*linkOutput, error) {
	at, err := d.at(ctx, *in)
	if err != nil {
		return nil, err
	}
	t, link, err := d.HandOvers.Link(ctx, at.now, at.by, at.number, at.expect)
	if err != nil {
		return nil, lost(err)
	}
	h := t.HandedOver()
	out := &linkOutput{ETag: etag(t.Version), Body: HandOverLink{Number: t.Number, Shown: id.Show(t.Number), To: h.To, Name: h.Name,
		Path: "handover/" + link.Token, Until: link.Until}}
	if root := web.Root(ctx); root != "" {
		out.Body.URL = root + out.Body.Path
	}
	p, err := d.Places.Named(ctx, h.To, h.Name)
	if errs.Is(err, errs.NotFound) { // it was renamed since
		return out, nil
	}
	out.Body.Contact = placeOf(p).Contact
	return out, err
}

// Response is what came back from whoever a ticket was handed to.
type Response struct {
	Answer string `json:"answer" minLength:"1" maxLength:"4000" doc:"Kept as an internal note."`
}

type answerInput struct {
	Act
	Body Response
}

func (d *Desk) handBack(ctx context.Context, in *answerInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.HandBack(ctx, at.now, at.by, at.number, at.expect, in.Body.Answer))
}

func (d *Desk) takeBack(ctx context.Context, in *whyInput) (*ticketOutput, error) {
	at, err := d.at(ctx, in.Act)
	if err != nil {
		return nil, err
	}
	return shown(d.Tickets.TakeBack(ctx, at.now, at.by, at.number, at.expect, in.Body.Reason))
}
