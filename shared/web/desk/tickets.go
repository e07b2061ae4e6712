package desk

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/obs"
	"huiyin/shared/ticket"
)

// OnTicket names a ticket.
type OnTicket struct {
	Number string `path:"number" maxLength:"40" doc:"As people read or type it; case, spaces and dashes don't matter."`
}

// number is the ticket's number; what can't be one is not found.
func (o OnTicket) number() (string, error) {
	number, ok := id.ParseNumber(o.Number)
	if !ok {
		return "", noTicket()
	}
	return number, nil
}

func noTicket() error { return errs.New(errs.NotFound, "desk.no_ticket") }

// lost says that there is no such ticket when a store says so; a use case that
// misses something else names it.
func lost(err error) error {
	if errs.Is(err, errs.NotFound) && errs.As(err).Code == "store.not_found" {
		return noTicket()
	}
	return err
}

// TicketFile is a ticket with all that belongs to it.
type TicketFile struct {
	Ticket  TicketRecord  `json:"ticket"`
	Person  Caller        `json:"person"`
	Timers  []TicketTimer `json:"timers" doc:"By start, then metric."`
	Split   TicketSplit   `json:"split"`
	Book    *TicketBook   `json:"book,omitempty" doc:"Of a complaint: the steps it went through."`
	History TicketHistory `json:"history" doc:"Its first page."`
}

// TicketHistory is a page of what happened, oldest first.
type TicketHistory struct {
	Events []TicketEvent `json:"events"`
	Words  []TicketWords `json:"words" doc:"What was said, each with the number of the event that tells of it."`
	Next   string        `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

// TicketEvent is one thing that happened.
type TicketEvent struct {
	Seq   int             `json:"seq"`
	At    time.Time       `json:"at"`
	Type  string          `json:"type" doc:"What happened: ticket.opened, ticket.replied …"`
	By    string          `json:"by" doc:"customer, system or staff:<id>."`
	Badge string          `json:"badge,omitempty" doc:"Of the member of staff who did it."`
	Facts json.RawMessage `json:"facts,omitempty" doc:"What the type of event tells."`
}

// TicketWords are what somebody said.
type TicketWords struct {
	Seq   int       `json:"seq"`
	At    time.Time `json:"at"`
	Kind  string    `json:"kind" enum:"customer,reply,result,note" doc:"A note is never shown to the customer."`
	By    string    `json:"by"`
	Badge string    `json:"badge,omitempty"`
	Text  string    `json:"text"`
}

type readOutput struct {
	ETag string `header:"ETag"`
	Body TicketFile
}

func (d *Desk) read(ctx context.Context, in *OnTicket) (*readOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	t, person, err := d.Contacts.Contact(ctx, number)
	if err != nil {
		return nil, lost(err)
	}
	clocks, err := d.Tickets.Timers(ctx, d.Now(), t)
	if err != nil {
		return nil, err
	}
	with, err := d.Tickets.Split(ctx, d.Now(), t)
	if err != nil {
		return nil, err
	}
	history, err := d.page(ctx, number, "")
	if err != nil {
		return nil, err
	}
	book, err := d.book(ctx, t, history)
	if err != nil {
		return nil, err
	}
	return &readOutput{ETag: etag(t.Version), Body: TicketFile{
		Ticket: record(t), Person: caller(person), Timers: timers(clocks), Split: split(with), Book: book, History: history,
	}}, nil
}

type historyInput struct {
	OnTicket
	Cursor string `query:"cursor" maxLength:"1000" doc:"next of the page before."`
	Before int    `query:"before" minimum:"1" maximum:"1000000" doc:"In place of a cursor: what happened before the event of that number, from the end. There is more while the first event of a page is not number 1."`
}

type historyOutput struct{ Body TicketHistory }

func (d *Desk) history(ctx context.Context, in *historyInput) (*historyOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	var page TicketHistory
	if in.Before > 0 {
		page, err = d.told(ctx, func() (ticket.History, error) { return d.Tickets.Store.Recent(ctx, number, in.Before) })
	} else {
		page, err = d.page(ctx, number, in.Cursor)
	}
	if err == nil && len(page.Events) == 0 {
		err = noTicket() // every ticket has been opened
	}
	return &historyOutput{Body: page}, err
}

func (d *Desk) page(ctx context.Context, number, cursor string) (TicketHistory, error) {
	return d.told(ctx, func() (ticket.History, error) { return d.Tickets.Store.History(ctx, number, cursor) })
}

// told is a page of a history as colleagues read it.
func (d *Desk) told(ctx context.Context, read func() (ticket.History, error)) (TicketHistory, error) {
	h, err := read()
	if err != nil {
		return TicketHistory{}, err
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return TicketHistory{}, err
	}
	page := TicketHistory{Events: []TicketEvent{}, Words: []TicketWords{}, Next: h.Next}
	for _, e := range h.Events {
		who, _ := roster.Member(event.StaffID(e.By))
		page.Events = append(page.Events, TicketEvent{Seq: e.Seq, At: e.At, Type: string(e.Type), By: e.By, Badge: who.Badge, Facts: e.Data})
	}
	for _, w := range h.Words {
		page.Words = append(page.Words, TicketWords{Seq: w.Seq, At: w.At, Kind: string(w.Kind), By: w.By, Badge: w.Badge, Text: w.Text})
	}
	return page, nil
}

// WholePhone is a number to be dialled.
type WholePhone struct {
	Phone string `json:"phone" doc:"In E.164: +8613800138000."`
}

type phoneOutput struct{ Body WholePhone }

// phone gives the whole number to whoever has to call back, and leaves a line
// that says who looked (rule PD-11).
func (d *Desk) phone(ctx context.Context, in *OnTicket) (*phoneOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	_, person, err := d.Contacts.Contact(ctx, number)
	if err != nil {
		return nil, lost(err)
	}
	if person.Phone == "" {
		return nil, errs.New(errs.NotFound, "desk.no_phone")
	}
	looked(ctx, ticket.Subject(number))
	return &phoneOutput{Body: WholePhone{Phone: string(person.Phone)}}, nil
}

// looked notes that somebody was shown a whole number.
func looked(ctx context.Context, subject string) {
	obs.Note(ctx, slog.String("access", "phone"), slog.String("subject", subject))
	concerns(ctx, "subject", subject)
}
