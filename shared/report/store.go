package report

import (
	"context"
	"time"

	"huiyin/shared/ticket"
)

// Store finds the tickets of a period.
type Store interface {
	// Opened lists the numbers of the tickets opened in [from, to), oldest
	// first, at most limit (1 to 100). A page may be short, or empty, and still
	// have a next. errs.Invalid for a foreign or broken cursor.
	Opened(ctx context.Context, from, to time.Time, cursor string, limit int) (numbers []string, next string, err error)
	// Tickets reads up to 100 tickets by number; missing ones are left out.
	Tickets(ctx context.Context, numbers []string) ([]ticket.Ticket, error)
}

// Judge says how a ticket stands now; package ticket's Service.
type Judge interface {
	Stand(ctx context.Context, now time.Time, t ticket.Ticket) (ticket.Standing, error)
}
