package worklist

import (
	"context"
	"errors"

	"huiyin/shared/ticket"
)

// Store reads lists; the store of tickets is one.
type Store interface {
	// Lines reads a page of a team's list, see ticket.Store.
	Lines(ctx context.Context, q ticket.LineQuery) (ticket.LinePage, error)
	// People reads who asked, of up to 100 tickets, by number.
	People(ctx context.Context, numbers []string) (map[string]ticket.Person, error)
}

// ErrLostRace says that somebody's filters were changed in between.
var ErrLostRace = errors.New("the filters were changed in between")

// Shelf keeps the filters of each member of staff.
type Shelf interface {
	// Filters reads what a member keeps: nothing (and no error) for one who never
	// kept any. errs.Unavailable.
	Filters(ctx context.Context, member string) (Kept, error)
	// Keep writes it: ErrLostRace unless Version is one more than what is there.
	Keep(ctx context.Context, kept Kept) error
}
