package greeting

import (
	"context"
	"errors"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/event"
)

// ErrLostRace: the run is not at the version it was read at; somebody else
// goes on with it. Nothing was written.
var ErrLostRace = errors.New("the run was changed in between")

// Store keeps runs and reads the lists of customers. Each method may also fail
// with errs.Unavailable.
type Store interface {
	// Zones lists the zones customers have (as customer.Place.Zone), Home
	// always among them. A zone nobody has any more is harmless.
	Zones(ctx context.Context) ([]string, error)
	// Run reads a run, strongly consistent; the zero Run (Version 0) when it
	// has not begun.
	Run(ctx context.Context, zone string, date calendar.Date) (Run, error)
	// NextPage reads customer ids of one list in their order, up to limit (1 to
	// 100), after a cursor ("" at the start). next is empty when the list has
	// ended. Eventually consistent.
	NextPage(ctx context.Context, list customer.Place, after string, limit int) (ids []string, next string, err error)
	// Advance writes a run (Version one more than it was read at, 1 is new) and
	// its events in one transaction. ErrLostRace.
	Advance(ctx context.Context, run Run, events ...event.Event) error
}
