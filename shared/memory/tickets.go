package memory

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// Tickets is the store of package ticket, and what a phone number tells.
type Tickets struct{ s *Store }

// Tickets gives the store of tickets.
func (s *Store) Tickets() Tickets { return Tickets{s} }

var (
	_ ticket.Store     = Tickets{}
	_ ticket.Customers = Tickets{}
)

// Get reads a ticket.
func (t Tickets) Get(_ context.Context, number string) (ticket.Ticket, error) {
	return find(t.s, t.s.tickets, number)
}

// Contact reads a ticket and its person.
func (t Tickets) Contact(_ context.Context, number string) (ticket.Ticket, ticket.Person, error) {
	found, err := find(t.s, t.s.tickets, number)
	if err != nil {
		return found, ticket.Person{}, err
	}
	person, _ := find(t.s, t.s.people, number)
	return found, person, nil
}

// Lookup reads what a customer may see.
func (t Tickets) Lookup(ctx context.Context, number string) (ticket.Dossier, error) {
	found, person, err := t.Contact(ctx, number)
	if err != nil {
		return ticket.Dossier{}, err
	}
	d := ticket.Dossier{Ticket: found, Person: person}
	for _, w := range t.said(number) {
		if w.Public() {
			d.Words = append(d.Words, w)
		}
	}
	d.Words = d.Words[max(0, len(d.Words)-200):]
	return d, nil
}

func (t Tickets) said(number string) []ticket.Words {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return clone(t.s.words[number])
}

// Note reads the internal words of one event; errs.NotFound.
func (t Tickets) Note(_ context.Context, number string, seq int) (ticket.Words, error) {
	all := t.said(number)
	i := slices.IndexFunc(all, func(w ticket.Words) bool { return w.Seq == seq && !w.Public() })
	if i < 0 {
		return ticket.Words{}, errs.New(errs.NotFound, "store.not_found")
	}
	return all[i], nil
}

// History reads a page: a hundred events, and the words that belong to them.
func (t Tickets) History(_ context.Context, number, cursor string) (ticket.History, error) {
	var h ticket.History
	subject := ticket.Subject(number)
	var ids []string
	for _, e := range t.s.Told(0) {
		if e.Subject == subject {
			ids = append(ids, e.ID)
		}
	}
	ids, next, err := t.s.sealed("history#"+number, ids, cursor, 100)
	if err != nil || len(ids) == 0 {
		return h, err
	}
	h.Next = next
	seqs := map[int]bool{}
	for _, e := range t.s.Told(0) {
		if e.Subject == subject && slices.Contains(ids, e.ID) {
			h.Events = append(h.Events, e)
			seqs[e.Seq] = true
		}
	}
	for _, w := range t.said(number) {
		if seqs[w.Seq] {
			h.Words = append(h.Words, w)
		}
	}
	return h, nil
}

// Recent reads a page of it from the end.
func (t Tickets) Recent(_ context.Context, number string, before int) (ticket.History, error) {
	var h ticket.History
	for _, e := range t.s.Told(0) {
		if e.Subject == ticket.Subject(number) && (before == 0 || e.Seq < before) {
			h.Events = append(h.Events, e)
		}
	}
	if len(h.Events) == 0 {
		return h, nil
	}
	h.Events = h.Events[max(0, len(h.Events)-100):]
	first, last := h.Events[0].Seq, h.Events[len(h.Events)-1].Seq
	for _, w := range t.said(number) {
		if w.Seq >= first && w.Seq <= last {
			h.Words = append(h.Words, w)
		}
	}
	return h, nil
}

// Commit writes the changes or nothing at all.
func (t Tickets) Commit(_ context.Context, changes ...ticket.Change) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	for _, c := range changes {
		if err := t.refuse(c); err != nil {
			return err
		}
	}
	for _, c := range changes {
		t.write(c)
	}
	return nil
}

// refuse finds what stands in the way of a change.
func (t Tickets) refuse(c ticket.Change) error {
	if c.Answer != nil {
		if _, used := t.s.answers[c.Answer.Key]; used {
			return ticket.ErrKeyUsed
		}
	}
	stored, exists := t.s.tickets[c.Ticket.Number]
	switch {
	case c.Ticket.Version <= 1 && exists:
		return ticket.ErrNumberTaken
	case c.Ticket.Version > 1 && stored.Version != c.Ticket.Version-1:
		return ticket.ErrLostRace
	}
	if holder, taken := t.s.guards[matter(c.Ticket)]; c.Was == "" && c.Ticket.Waybill != "" && c.Ticket.PhoneKey != "" && taken {
		return &ticket.MatterTaken{Number: holder}
	}
	return nil
}

func (t Tickets) write(c ticket.Change) {
	number := c.Ticket.Number
	t.s.tickets[number] = clone(c.Ticket)
	delete(t.s.hidden, ticket.Subject(number))
	t.s.tell(c.Events)
	t.s.words[number] = append(t.s.words[number], clone(c.Words)...)
	if c.Person != nil {
		t.s.people[number] = clone(*c.Person)
	}
	t.attach(c)
	if c.Erases != nil {
		delete(t.s.people, number)
	}
	if c.Was == "" {
		t.s.opened[number] = stamp(c.Ticket.OpenedAt) + "#" + number
	}
	if c.Was == "" && c.Ticket.PhoneKey != "" {
		t.s.filed[number] = filing{c.Ticket.PhoneKey, c.Ticket.OpenedAt}
	}
	if c.Answer != nil {
		t.s.answers[c.Answer.Key] = *c.Answer
	}
	for _, f := range c.Found {
		if t.s.found[f.Run] == nil {
			t.s.found[f.Run] = map[string]ticket.Found{}
		}
		t.s.found[f.Run][f.Event] = clone(f)
	}
	t.writeBook(c)
	t.guard(c)
}

// Answered finds what a key was answered.
func (t Tickets) Answered(_ context.Context, key string) (ticket.Answer, error) {
	return find(t.s, t.s.answers, key)
}

// Count adds one to a counter.
func (t Tickets) Count(_ context.Context, name string, _ time.Time) (int, error) {
	return t.s.count(name), nil
}

// ByPhone lists the tickets of a number, newest first.
func (t Tickets) ByPhone(_ context.Context, phoneKey string, limit int) ([]string, error) {
	return t.newest(limit, func(x ticket.Ticket) bool { return phoneKey != "" && t.s.filed[x.Number].phone == phoneKey }), nil
}

// ByWaybill lists the tickets of a waybill, newest first.
func (t Tickets) ByWaybill(_ context.Context, waybill string, limit int) ([]string, error) {
	return t.newest(limit, func(x ticket.Ticket) bool { return waybill != "" && x.Waybill == waybill }), nil
}

func (t Tickets) newest(limit int, fits func(ticket.Ticket) bool) []string {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	var keys, numbers []string
	for number, found := range t.s.tickets {
		if fits(found) {
			keys = append(keys, stamp(found.OpenedAt)+"#"+number)
		}
	}
	slices.Sort(keys)
	slices.Reverse(keys)
	for _, k := range keys[:min(len(keys), max(limit, 1), 100)] {
		_, number, _ := strings.Cut(k, "#")
		numbers = append(numbers, number)
	}
	return numbers
}

// Tickets reads tickets by number, in the order of the numbers.
func (t Tickets) Tickets(_ context.Context, numbers []string) ([]ticket.Ticket, error) {
	if len(numbers) > 100 {
		return nil, errs.New(errs.Internal, "internal").With("max", 100)
	}
	found := []ticket.Ticket{}
	for i, number := range numbers {
		if slices.Contains(numbers[:i], number) {
			continue
		}
		if one, err := find(t.s, t.s.tickets, number); err == nil {
			found = append(found, one)
		}
	}
	return found, nil
}

// Known tells what is on file about a number.
func (t Tickets) Known(ctx context.Context, phoneKey string) (ticket.Knowledge, error) {
	if id, err := find(t.s, t.s.phones, phoneKey); err == nil {
		file, err := find(t.s, t.s.files, id)
		return ticket.Knowledge{Known: true, CustomerID: id, Class: file.Class, Agreement: file.Agreement, Archived: file.Archived}, err
	}
	earlier, err := t.ByPhone(ctx, phoneKey, 1)
	return ticket.Knowledge{Known: len(earlier) > 0}, err
}
