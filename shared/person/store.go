package person

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

// What a Store says of a write that was refused. Nothing was written then.
var (
	// ErrBegun: an erasure of the number goes on already.
	ErrBegun = errors.New("the erasure has begun already")
	// ErrFinished: somebody else has finished it.
	ErrFinished = errors.New("the erasure is finished")
)

// Store finds and removes what belongs to a number. Numbers are named by the
// keyed hash that stands for them. Reads are strongly consistent; each method
// may fail with errs.Unavailable. Removing what is gone already is no error.
type Store interface {
	// Begun reads the erasure that goes on; errs.NotFound.
	Begun(ctx context.Context, phoneKey string) (Erasure, error)
	// Begin notes that one begins: ErrBegun.
	Begin(ctx context.Context, phoneKey string, e Erasure) error
	// Finish takes the note of this erasure away and writes the event, in one
	// transaction: ErrFinished.
	Finish(ctx context.Context, phoneKey string, e Erasure, told event.Event) error

	// Tickets lists the tickets filed under a number that were opened up to
	// until, oldest first. cursor is opaque, "" for the first page; errs.Invalid
	// for a foreign or broken one. limit is 1 to 100.
	Tickets(ctx context.Context, phoneKey string, until time.Time, cursor string, limit int) (numbers []string, next string, err error)
	// Forget removes all words said on a ticket, the remark of a spot check
	// included, and then, last, its place under the number.
	Forget(ctx context.Context, phoneKey string, t ticket.Ticket) error

	// Remark reads what was said of a ticket on a spot check; "" for nothing.
	Remark(ctx context.Context, number string) (string, error)

	// RemoveFile removes a file with its pointer and its places, and writes the
	// event and the stop (when not nil) in one transaction:
	// customer.ErrLostRace when file or stop are not at the version they were
	// read at.
	RemoveFile(ctx context.Context, c customer.Customer, stop *customer.Optout, told event.Event) error
	// Codes lists the ids of codes sent to a number, in their order, behind the
	// id after; the codes themselves may be forgotten already.
	Codes(ctx context.Context, phoneKey, after string, limit int) (ids []string, next string, err error)
	// RemoveCode removes a code and its place in that list.
	RemoveCode(ctx context.Context, phoneKey, id string) error

	// Rows reads up to 100 rows of the ledger by id; missing ones are left out.
	Rows(ctx context.Context, ids []string) ([]ledger.Row, error)
	// RemoveRow removes a row with its history.
	RemoveRow(ctx context.Context, id string) error
	// RemoveRecent forgets when a number got receipts.
	RemoveRecent(ctx context.Context, phoneKey string) error
}

// Attachments removes what was sent or kept for a ticket, wherever files lie;
// twice does no harm. errs.Unavailable.
type Attachments interface {
	Forget(ctx context.Context, number string) error
}

// Phones gives a number its key.
type Phones interface {
	// Key is the keyed hash that stands for a number; errs.Unavailable when the
	// key can't be read.
	Key(ctx context.Context, number phone.Number) (string, error)
}
