package violation

import (
	"context"
	"errors"
)

// ErrLostRace says that a violation is not at the version it was read at, or
// that a new one's id is taken. Nothing was written then.
var ErrLostRace = errors.New("the violation was changed in between")

// Store keeps violations. Reads are strongly consistent.
type Store interface {
	// Violation reads one. errs.NotFound.
	Violation(ctx context.Context, id string) (Violation, error)
	// Month lists a month's ("2026-06"), newest day first. errs.Invalid for a
	// foreign or broken cursor.
	Month(ctx context.Context, month, cursor string, limit int) (Page, error)
	// OfTicket lists the ids of those a ticket is evidence for.
	OfTicket(ctx context.Context, number string) ([]string, error)
	// Put writes the violation with its events in one transaction: ErrLostRace,
	// errs.Unavailable.
	Put(ctx context.Context, c Change) error
}

// Page is a page of a list; Next is empty on the last one.
type Page struct {
	Violations []Violation
	Next       string
}
