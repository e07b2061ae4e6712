package handover

import (
	"context"
	"time"

	"huiyin/shared/ticket"
)

// Tickets are the use cases of package ticket that a link leads to.
type Tickets interface {
	LinkHandOver(ctx context.Context, now time.Time, by ticket.Actor, number string, expect ticket.Expect, until time.Time) (ticket.Ticket, error)
	AcceptHandOver(ctx context.Context, now time.Time, by ticket.Actor, number string, expect ticket.Expect, taker string) (ticket.Ticket, error)
	HandBack(ctx context.Context, now time.Time, by ticket.Actor, number string, expect ticket.Expect, answer string) (ticket.Ticket, error)
}

var _ Tickets = (*ticket.Service)(nil)

// Store reads tickets, strongly consistent. Each method may fail with
// errs.Unavailable.
type Store interface {
	// Contact reads a ticket and its person; errs.NotFound.
	Contact(ctx context.Context, number string) (ticket.Ticket, ticket.Person, error)
	// Note reads the internal words of one event; errs.NotFound.
	Note(ctx context.Context, number string, seq int) (ticket.Words, error)
	// Count adds one to a counter that is forgotten at until, and returns the
	// count.
	Count(ctx context.Context, name string, until time.Time) (int, error)
}
