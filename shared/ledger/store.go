package ledger

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// ErrLostRace says that the row is not at the version it was read at.
var ErrLostRace = errors.New("the row was changed in between")

// Store keeps rows.
type Store interface {
	// Row reads a row, strongly consistent, one that was claimed as part of a
	// page with what its group says (Row.With); errs.NotFound.
	Row(ctx context.Context, id string) (Row, error)
	// Put writes a row on condition that the stored one has version
	// row.Version-1 (none when that is 0), together with the events in one
	// transaction. ErrLostRace, errs.Unavailable.
	Put(ctx context.Context, row Row, events ...event.Event) error
	// Doubtful lists the rows an admin has to decide on, oldest first.
	Doubtful(ctx context.Context, cursor string, limit int) (rows []Row, next string, err error)
	// Spend adds to a month's spending ("2026-11") unless that would exceed
	// limit (millionths of a US dollar); it returns false then. limit < 0 is
	// no limit; a negative amount gives back.
	Spend(ctx context.Context, month string, amount, limit int64) (bool, error)
	// Spent is what a month has cost so far.
	Spent(ctx context.Context, month string) (int64, error)
	// Recent reads when a number got receipts; empty when never.
	Recent(ctx context.Context, phoneKey string) (Recent, error)
	// SaveRecent writes it on condition of Version-1; ErrLostRace.
	SaveRecent(ctx context.Context, phoneKey string, r Recent, until time.Time) error

	// Batch reads the work on a page, strongly consistent; errs.NotFound.
	Batch(ctx context.Context, id string) (Batch, error)
	// PutBatch writes it on condition that the stored one has version
	// b.Version-1, with the events in one transaction. ErrLostRace.
	PutBatch(ctx context.Context, b Batch, events ...event.Event) error
	// PutGroup adds what became of a group in one try.
	PutGroup(ctx context.Context, g Group) error
	// Groups reads all that is known of a page so far, in order of groups and
	// tries, strongly consistent.
	Groups(ctx context.Context, batch string) ([]Group, error)
	// Unname takes the provider's id out of the lines about one person.
	Unname(ctx context.Context, batch string, place int) error
}

// Recent is when a number got its last receipts.
type Recent struct {
	Version int     `json:"version"`
	Taken   []Taken `json:"taken"`
}

// Taken is one receipt: the row that took the place, and when.
type Taken struct {
	Row string    `json:"row"`
	At  time.Time `json:"at"`
}

// Resolver looks a receiver up at the moment of sending and says whether the
// ground of the message still holds.
type Resolver interface {
	// Resolve never fails for a receiver that is gone: that is a Skip.
	Resolve(ctx context.Context, now time.Time, m Message) (Address, error)
	// ResolvePage looks up the people in some places of a page, in the order of
	// places.
	ResolvePage(ctx context.Context, now time.Time, p Page, places []int) ([]Resolved, error)
}

// Texts renders a template for a company.
type Texts interface {
	Render(id message.ID, lang words.Lang, params map[string]string) (message.Text, error)
	// RenderOwn renders a text that stands in the place of the template's.
	RenderOwn(id message.ID, lang words.Lang, own string, params map[string]string) (message.Text, error)
}
