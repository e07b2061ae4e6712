package person

import (
	"context"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/shipment"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// Export is a page of what is stored about a number, as it is stored, without
// the keyed hash that stands for the number in keys. The first page has the
// file, the stop and what was sent to the number itself; each page has
// tickets, oldest first.
type Export struct {
	Phone    phone.Number        `json:"phone"`
	At       time.Time           `json:"at"`
	File     *customer.Customer  `json:"file,omitempty"`
	Notes    []customer.Note     `json:"notes,omitempty"` // of the file, the latest hundred
	Tasks    []task.Task         `json:"tasks,omitempty"` // for the file
	Named    []customer.Contact  `json:"named,omitempty"` // what the files of others say
	Stop     *customer.Optout    `json:"stop,omitempty"`  // that greetings were stopped, or allowed again
	Receipts []time.Time         `json:"receipts,omitempty"`
	Messages []ledger.Row        `json:"messages,omitempty"` // codes, greetings, what bulletins said
	Received []shipment.Shipment `json:"received,omitempty"` // what goes to the number, up to a hundred
	Sent     []shipment.Shipment `json:"sent,omitempty"`     // what the file sent, the latest hundred
	Tickets  []Ticket            `json:"tickets"`
	Next     string              `json:"next,omitempty"` // the cursor of the next page
}

// Ticket is a ticket with everything that belongs to it.
type Ticket struct {
	Record   ticket.Ticket  `json:"record"`
	Person   ticket.Person  `json:"person"`
	Events   []event.Event  `json:"events"`
	Words    []ticket.Words `json:"words"`            // internal notes included
	Files    []ticket.File  `json:"files"`            // what is attached; the files themselves are handed out apart
	Messages []ledger.Row   `json:"messages"`         // the SMS about it
	Remark   string         `json:"remark,omitempty"` // of a spot check
}

// Bounds of a page: an answer of the API may have six megabytes, a character
// of Chinese has three bytes, and the facts of a ticket some twenty thousand.
const (
	pageTickets = 25
	pageText    = 1 << 20 // bytes said, after which a page ends with the ticket
)

// Export reads a page of what is stored about a number. cursor is "" for the
// first page; errs.Invalid for a foreign or broken one. A number of which
// nothing is stored gives an empty page.
func (s *Service) Export(ctx context.Context, number phone.Number, cursor string, now time.Time) (Export, error) {
	out := Export{Phone: number, At: now.UTC(), Tickets: []Ticket{}}
	key, err := s.Phones.Key(ctx, number)
	if err != nil {
		return out, err
	}
	if cursor == "" {
		if err := s.exportNumber(ctx, key, &out); err != nil {
			return out, err
		}
	}
	out.Next = cursor
	for said, first := 0, true; first || out.Next != "" && said < pageText && len(out.Tickets) < pageTickets; first = false {
		var numbers []string
		// One at a time: how much was said on the next is not known before.
		if numbers, out.Next, err = s.Store.Tickets(ctx, key, now, out.Next, 1); err != nil {
			return out, errs.Wrap(err, "list the tickets of a number")
		}
		for _, n := range numbers {
			t, err := s.exportTicket(ctx, n)
			if err != nil {
				return out, errs.Wrap(err, "export a ticket")
			}
			for _, w := range t.Words {
				said += len(w.Text)
			}
			out.Tickets = append(out.Tickets, t)
		}
	}
	return out, nil
}

// exportNumber reads what is filed under the number itself.
func (s *Service) exportNumber(ctx context.Context, key string, out *Export) error {
	c, err := s.Customers.CustomerByPhone(ctx, key)
	var files []string
	switch {
	case err == nil && c.PhoneKey == key:
		if out.Notes, err = s.Mentions.Notes(ctx, c, 100); err != nil {
			return err
		}
		files = c.IDs()
		for _, file := range files {
			some, err := s.Tasks.OfCustomer(ctx, file)
			if err != nil {
				return errs.Wrap(err, "read the tasks for a customer")
			}
			out.Tasks = append(out.Tasks, some...)
		}
		c.PhoneKey = ""
		for i := range c.Also {
			c.Also[i].Key = ""
		}
		out.File = &c
	case err == nil: // it only leads there since a merge
	case !errs.Is(err, errs.NotFound):
		return errs.Wrap(err, "look for a file")
	}
	if out.Received, out.Sent, err = s.Shipments.Copy(ctx, key, files); err != nil {
		return err
	}
	if out.Named, err = s.Mentions.Named(ctx, out.Phone); err != nil {
		return err
	}
	stop, err := s.Customers.Optout(ctx, key)
	if err != nil {
		return errs.Wrap(err, "read the stop of a number")
	}
	if stop.Version > 0 {
		stop.PhoneKey = ""
		out.Stop = &stop
	}
	recent, err := s.Ledger.Recent(ctx, key)
	if err != nil {
		return errs.Wrap(err, "read the receipts of a number")
	}
	for _, taken := range recent.Taken {
		out.Receipts = append(out.Receipts, taken.At)
	}
	add := func(rows []ledger.Row) error {
		out.Messages = append(out.Messages, unkeyed(rows)...)
		return nil
	}
	err = s.codes(ctx, key, func(_ []string, rows []ledger.Row) error { return add(rows) })
	if err != nil {
		return errs.Wrap(err, "read the codes of a number")
	}
	if err := s.greetings(ctx, key, out.At, add); err != nil {
		return err
	}
	return s.bulletins(ctx, key, out.At, add)
}

func (s *Service) exportTicket(ctx context.Context, number string) (Ticket, error) {
	d, err := s.Tickets.Store.Lookup(ctx, number)
	if err != nil {
		return Ticket{}, err
	}
	d.Ticket.PhoneKey = ""
	t := Ticket{Record: d.Ticket, Person: d.Person, Events: []event.Event{}, Words: []ticket.Words{}, Messages: []ledger.Row{}}
	if t.Files, err = s.Tickets.Store.Files(ctx, number); err != nil {
		return Ticket{}, err
	}
	if t.Remark, err = s.Store.Remark(ctx, number); err != nil {
		return Ticket{}, err
	}
	err = s.history(ctx, number, func(h ticket.History) error {
		rows, err := s.rowsOf(ctx, h.Events)
		t.Events, t.Words, t.Messages = append(t.Events, h.Events...), append(t.Words, h.Words...), append(t.Messages, unkeyed(rows)...)
		return err
	})
	return t, err
}

// unkeyed are rows without the key of the number, which also names the row of
// a greeting and of what a bulletin said.
func unkeyed(rows []ledger.Row) []ledger.Row {
	for i := range rows {
		if rows[i].PhoneKey = ""; rows[i].To.Kind == ledger.ToCustomer || rows[i].Facts["bulletin"] != "" {
			rows[i].ID = ""
		}
	}
	return rows
}
