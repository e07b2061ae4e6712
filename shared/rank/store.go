package rank

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/customer"
)

// ErrLostRace: the run is not at the version it was read at. Nothing was
// written.
var ErrLostRace = errors.New("the run was changed in between")

// Store keeps runs and their figures. Each method may fail with
// errs.Unavailable.
type Store interface {
	// Run reads the run of a month; the zero Run when there is none.
	Run(ctx context.Context, month string) (Run, error)
	// Runs lists runs, the newest month first, at most limit.
	Runs(ctx context.Context, limit int) ([]Run, error)
	// Advance writes a run whose version is one more than the stored one:
	// ErrLostRace.
	Advance(ctx context.Context, r Run) error
	// Put writes figures down. Twice does no harm.
	Put(ctx context.Context, month string, figures []Scored) error
	// List reads a page of one basis, the highest figure first; after is "" at
	// the start, then next, which is empty on the last page.
	List(ctx context.Context, month string, of Basis, after string, limit int) (figures []Scored, next string, err error)
	// Move writes down whose class changed. Twice does no harm.
	Move(ctx context.Context, month string, moves []Move) error
	// Moves reads a page of whose class changed, by id. errs.Invalid for a foreign
	// or broken cursor.
	Moves(ctx context.Context, month, cursor string, limit int) (moves []Move, next string, err error)
}

// Files are the customers' files: package customer's Service.
type Files interface {
	List(ctx context.Context, cursor string, limit int) (customer.Page, error)
	Classify(ctx context.Context, now time.Time, by, id, class, reason string, computed bool) (customer.Customer, error)
}

// Twelve is what is known of a customer's shipments in twelve months.
type Twelve struct {
	Shipments int64
	Costed    int64 // of which the cost is known
	Revenue   int64 // fen
	Margin    int64 // fen; of those whose cost is known
}

// Figures reads what is known of a customer's shipments from a month to a month,
// both included.
type Figures func(ctx context.Context, customer, first, last string) (Twelve, error)
