package dynamo

import (
	"context"
	"slices"
	"strings"

	"huiyin/shared/ticket"
)

// Get reads a ticket, strongly consistent. errs.NotFound, errs.Unavailable.
func (s Tickets) Get(ctx context.Context, number string) (ticket.Ticket, error) {
	var t ticket.Ticket
	it, err := s.t.get(ctx, "read a ticket", ticketKey(number))
	if err != nil {
		return t, err
	}
	err = read(it, &t)
	return t, err
}

// Tickets reads up to 100 tickets by number, in the order of the numbers;
// missing ones are left out.
func (s Tickets) Tickets(ctx context.Context, numbers []string) ([]ticket.Ticket, error) {
	items, err := s.t.batch(ctx, "read tickets", keysOf(numbers, ticketKey))
	if err != nil {
		return nil, err
	}
	return inOrder(items, numbers)
}

// glance is Tickets for half the price: what it reads may be a second old.
func (s Tickets) glance(ctx context.Context, numbers []string) ([]ticket.Ticket, error) {
	items, err := s.t.glance(ctx, "read tickets", keysOf(numbers, ticketKey))
	if err != nil {
		return nil, err
	}
	return inOrder(items, numbers)
}

func keysOf(ids []string, of func(id string) key) []key {
	keys := make([]key, len(ids))
	for i, id := range ids {
		keys[i] = of(id)
	}
	return keys
}

func inOrder(items []item, numbers []string) ([]ticket.Ticket, error) {
	tickets, err := readAll[ticket.Ticket](items)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(tickets, func(a, b ticket.Ticket) int {
		return slices.Index(numbers, a.Number) - slices.Index(numbers, b.Number)
	})
	return tickets, nil
}

// People reads who asked, of up to 100 tickets, by number; what it reads may be
// a second old. Nobody stands under a ticket whose person was erased.
func (s Tickets) People(ctx context.Context, numbers []string) (map[string]ticket.Person, error) {
	items, err := s.t.glance(ctx, "read who asked", keysOf(numbers, personKey))
	if err != nil {
		return nil, err
	}
	people := make(map[string]ticket.Person, len(items))
	for _, it := range items {
		var p ticket.Person
		if err := read(it, &p); err != nil {
			return nil, err
		}
		_, number, _ := strings.Cut(str(it, pk), "#")
		people[number] = p
	}
	return people, nil
}

// newestWords is how much of a conversation is shown at once.
const newestWords = 200

// Lookup reads the record, the person and the newest words that a customer may
// see: the end of the partition, read backwards by one query. It costs by what
// it reads; a number that does not exist costs as much as a short ticket.
func (s Tickets) Lookup(ctx context.Context, number string) (ticket.Dossier, error) {
	var d ticket.Dossier
	var first []ticket.Words
	items, err := s.t.query(ctx, "look up a ticket", span{
		pk: ticket.Subject(number), from: wordSorts, backward: true, limit: newestWords + 2,
	})
	if err != nil {
		return d, err
	}
	if len(items) == 0 || str(items[0], kindAttr) != ticketKind {
		return d, notFound()
	}
	for _, it := range items {
		switch str(it, kindAttr) {
		case ticketKind:
			err = read(it, &d.Ticket)
		case personKind:
			if err = read(it, &d.Person); err == nil {
				first, err = opening(it)
			}
		case wordsKind:
			var w ticket.Words
			err = read(it, &w)
			d.Words = append(d.Words, w)
		}
		if err != nil {
			return ticket.Dossier{}, err
		}
	}
	d.Words = append(d.Words, first...)
	d.Words = d.Words[:min(len(d.Words), newestWords)]
	slices.Reverse(d.Words)
	return d, nil
}
