package dynamo

import (
	"context"

	"huiyin/shared/ticket"
)

// Contact reads a ticket and its person, strongly consistent: the last two
// items of the partition, in one query, which is billed for both together.
// errs.NotFound, errs.Unavailable. A person who is not there (any more) is the
// zero Person.
func (s Tickets) Contact(ctx context.Context, number string) (ticket.Ticket, ticket.Person, error) {
	var t ticket.Ticket
	var p ticket.Person
	items, err := s.t.query(ctx, "read who asked", span{pk: ticket.Subject(number), from: personSort, backward: true, limit: 2})
	if err != nil {
		return t, p, err
	}
	if len(items) == 0 || str(items[0], kindAttr) != ticketKind {
		return t, p, notFound()
	}
	if err := read(items[0], &t); err != nil {
		return t, p, err
	}
	if len(items) > 1 {
		err = read(items[1], &p)
	}
	return t, p, err
}
