package person

import (
	"context"
	"slices"
	"strconv"
	"strings"
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
	Stops    []Stop              `json:"stops,omitempty"` // the same of the other numbers of the file
	Receipts []time.Time         `json:"receipts,omitempty"`
	Messages []ledger.Row        `json:"messages,omitempty"` // codes, greetings, what bulletins said
	Received []shipment.Shipment `json:"received,omitempty"` // what goes to the number, up to a hundred
	Sent     []shipment.Shipment `json:"sent,omitempty"`     // what the file sent, the latest hundred
	Tickets  []Ticket            `json:"tickets"`
	Next     string              `json:"next,omitempty"` // the cursor of the next page
}

// Stop is that a number which leads to the file was stopped, or allowed again.
type Stop struct {
	Phone phone.Number    `json:"phone"`
	Said  customer.Optout `json:"said"`
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
	file, numbers, err := s.known(ctx, customer.Number{Phone: number, Key: key})
	if err != nil {
		return out, err
	}
	if cursor == "" {
		if err := s.exportFile(ctx, file, &out); err != nil {
			return out, err
		}
		for i, n := range numbers {
			if err := s.exportNumber(ctx, n, i == 0, &out); err != nil {
				return out, err
			}
		}
	}
	out.Next = cursor
	for said, first := 0, true; first || out.Next != "" && said < pageText && len(out.Tickets) < pageTickets; first = false {
		var filed []string
		// One at a time: how much was said on the next is not known before.
		if filed, out.Next, err = s.nextTicket(ctx, numbers, now, out.Next); err != nil {
			return out, errs.Wrap(err, "list the tickets of a number")
		}
		for _, n := range filed {
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

// nextTicket lists the next ticket of several numbers, one number after the
// other. The cursor is the list's own, behind the place of its number, unless
// that is the first.
func (s *Service) nextTicket(ctx context.Context, numbers []customer.Number, until time.Time, cursor string) (filed []string, next string, err error) {
	at := 0
	if place, rest, found := strings.Cut(cursor, "~"); found {
		if at, err = strconv.Atoi(place); err != nil || at < 1 || at >= len(numbers) {
			var f errs.Fields
			f.Add("cursor", "store.cursor")
			return nil, "", f.Err()
		}
		cursor = rest
	}
	filed, next, err = s.Store.Tickets(ctx, numbers[at].Key, until, cursor, 1)
	if err == nil && next == "" {
		if at++; at == len(numbers) {
			return filed, "", nil
		}
	}
	if at > 0 {
		next = strconv.Itoa(at) + "~" + next
	}
	return filed, next, err
}

// exportFile reads a file, nil for none, and what is filed under its id and
// those of the files that became part of it.
func (s *Service) exportFile(ctx context.Context, file *customer.Customer, out *Export) (err error) {
	if file == nil {
		return nil
	}
	c := *file
	if out.Notes, err = s.Mentions.Notes(ctx, c, 100); err != nil {
		return err
	}
	for _, one := range c.IDs() {
		some, err := s.Tasks.OfCustomer(ctx, one)
		if err != nil {
			return errs.Wrap(err, "read the tasks for a customer")
		}
		out.Tasks = append(out.Tasks, some...)
	}
	if _, out.Sent, err = s.Shipments.Copy(ctx, c.PhoneKey, c.IDs()); err != nil {
		return err
	}
	c.PhoneKey, c.Also = "", slices.Clone(c.Also)
	for i := range c.Also {
		c.Also[i].Key = ""
	}
	out.File = &c
	return nil
}

// exportNumber reads what is filed under a number itself: the one that was named,
// or another that leads to its file.
func (s *Service) exportNumber(ctx context.Context, n customer.Number, named bool, out *Export) error {
	received, _, err := s.Shipments.Copy(ctx, n.Key, nil)
	if err != nil {
		return err
	}
	mentioned, err := s.Mentions.Named(ctx, n.Phone)
	if err != nil {
		return err
	}
	out.Received, out.Named = append(out.Received, received...), append(out.Named, mentioned...)
	stop, err := s.Customers.Optout(ctx, n.Key)
	if err != nil {
		return errs.Wrap(err, "read the stop of a number")
	}
	if stop.PhoneKey = ""; stop.Version > 0 && named {
		out.Stop = &stop
	} else if stop.Version > 0 {
		out.Stops = append(out.Stops, Stop{Phone: n.Phone, Said: stop})
	}
	recent, err := s.Ledger.Recent(ctx, n.Key)
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
	err = s.codes(ctx, n.Key, func(_ []string, rows []ledger.Row) error { return add(rows) })
	if err != nil {
		return errs.Wrap(err, "read the codes of a number")
	}
	if err := s.greetings(ctx, n.Key, out.At, add); err != nil {
		return err
	}
	return s.bulletins(ctx, n.Key, out.At, add)
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
