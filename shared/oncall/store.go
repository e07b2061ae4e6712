package oncall

import (
	"context"
	"errors"

	"huiyin/shared/event"
)

// ErrLostRace: the month's list is not at the version it was read at. Nothing
// was written.
var ErrLostRace = errors.New("the list was changed in between")

// Store keeps the lists of the months. Each method may fail with
// errs.Unavailable.
type Store interface {
	// Months reads the lists of the months from first to last ("2026-06"),
	// those that there are, in order.
	Months(ctx context.Context, first, last string) ([]Month, error)
	// SaveMonth writes a list and the event in one transaction. Version is one
	// more than it was read at, 1 is a new one. ErrLostRace.
	SaveMonth(ctx context.Context, m Month, e event.Event) error
}
