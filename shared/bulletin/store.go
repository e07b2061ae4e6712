package bulletin

import (
	"context"
	"errors"

	"huiyin/shared/event"
)

// ErrLostRace: the board, or the bulletin, is not as it was read. Nothing was
// written.
var ErrLostRace = errors.New("the board was changed in between")

// Change is what is written in one transaction.
type Change struct {
	Bulletin Bulletin // its Version is one more than the stored one
	Board    Board    // its Version is one more than the stored one
	Event    event.Event
	Round    *Round // a new one; nil when nobody is told by SMS
}

// Store keeps bulletins. Reads are strongly consistent. Each method may fail
// with errs.Unavailable.
type Store interface {
	// Board reads what is shown now or will be; the zero Board before the first
	// bulletin.
	Board(ctx context.Context) (Board, error)
	// Bulletin reads one; errs.NotFound.
	Bulletin(ctx context.Context, id string) (Bulletin, error)
	// List reads bulletins, newest first, at most limit. errs.Invalid for a
	// foreign or broken cursor.
	List(ctx context.Context, cursor string, limit int) (list []Bulletin, next string, err error)
	// Save writes a change or nothing at all: ErrLostRace.
	Save(ctx context.Context, c Change) error

	// Round reads how far a round has come; errs.NotFound.
	Round(ctx context.Context, id string) (Round, error)
	// Advance writes a round on condition that the stored one has Version-1, with
	// the events of its pages in one transaction: ErrLostRace.
	Advance(ctx context.Context, r Round, events ...event.Event) error
	// Pages reads the pages of a round behind one (0 at the start), in order, at
	// most limit.
	Pages(ctx context.Context, id string, after, limit int) ([]PageFacts, error)
}
