package customer

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// What a Store says of a Commit that was refused. Nothing was written then.
var (
	// ErrLostRace: the customer, the opt-out or the code is not at the version
	// it was read at.
	ErrLostRace = errors.New("the record was changed in between")
	// ErrPhoneTaken: another file has the number.
	ErrPhoneTaken = errors.New("another file has the number")
)

// Change is everything that is written in one transaction. Parts that are nil
// or empty are not written.
type Change struct {
	// Customer as it will be; Version is one more than it was read at, 1 is a
	// new file (refused when the id exists). With it the store keeps the
	// pointers of its Keys → ID (unique; moved when the numbers changed), the
	// entries of Places and those of Terms: it puts those of Customer that Was
	// has not, and deletes those of Was that Customer has not. ZoneKey joins the set of
	// zones that greeting runs go through, before the transaction at the
	// latest: a zone too many is harmless, one too few forgets people.
	Customer *Customer
	Was      *Customer // as it was read, nil for a new file
	// Other is a file that becomes part of Customer: what is left of it, and as
	// it was read. Its numbers lead to Customer then.
	Other    *Customer
	OtherWas *Customer
	Note     *Note   // a new one
	Optout   *Optout // Version as for a customer
	// Code is a new code, Used one that has done its work: the store sets
	// UsedFor on the condition that it was empty (else ErrLostRace).
	Code   *Code
	Used   *Code
	Events []event.Event
}

// Page is a page of files; Next is empty on the last one.
type Page struct {
	Customers []Customer
	Next      string
}

// Store keeps customers, stops and codes. Reads are strongly consistent unless
// said otherwise; each method may also fail with errs.Unavailable.
type Store interface {
	// Customer reads a file by id; errs.NotFound.
	Customer(ctx context.Context, id string) (Customer, error)
	// CustomerByPhone reads a file by the key of its number; errs.NotFound.
	CustomerByPhone(ctx context.Context, phoneKey string) (Customer, error)
	// ByPhones reads up to 100 files by the keys of their numbers; a number
	// without a file is left out.
	ByPhones(ctx context.Context, phoneKeys []string) (map[string]Customer, error)
	// Customers reads up to 100 files by id, in any order; missing ones are
	// left out.
	Customers(ctx context.Context, ids []string) ([]Customer, error)
	// ListCustomers reads a page of the Directory, shard after shard, in the
	// order of ids (eventually consistent). cursor is opaque, "" for the first
	// page; errs.Invalid for a foreign or broken one. limit is 1 to 100.
	ListCustomers(ctx context.Context, cursor string, limit int) (Page, error)
	// InPlace reads a page of the ids of one of the Places, in their order
	// (eventually consistent). cursor is opaque, "" for the first page;
	// errs.Invalid for a foreign or broken one. limit is 1 to 100.
	InPlace(ctx context.Context, p Place, cursor string, limit int) (ids []string, next string, err error)
	// WithTerm reads the ids of files with a term, in their order, behind the id
	// after; next is "" on the last page. limit is 1 to 100 (eventually
	// consistent).
	WithTerm(ctx context.Context, term, after string, limit int) (ids []string, next string, err error)
	// Notes reads the latest notes of a file, newest first. limit is 1 to 100.
	Notes(ctx context.Context, id string, limit int) ([]Note, error)
	// Optout reads the stop of a number; the zero Optout (Version 0) when there
	// never was one.
	Optout(ctx context.Context, phoneKey string) (Optout, error)
	// Stops reads the stops of up to 100 numbers: those that are stopped.
	Stops(ctx context.Context, phoneKeys []string) (map[string]bool, error)
	// TryCode counts one try on a code and returns it as it is after that, in
	// one conditional write. errs.NotFound when there is none, it has had
	// maxTries, or its Until is not after now.
	TryCode(ctx context.Context, id string, now time.Time, maxTries int) (Code, error)
	// Code reads a code, for the one who sends it; errs.NotFound.
	Code(ctx context.Context, id string) (Code, error)
	// Count adds one to a counter that is forgotten at until, and returns the
	// count.
	Count(ctx context.Context, name string, until time.Time) (int, error)
	// Commit writes a change in one transaction or nothing at all: ErrLostRace,
	// ErrPhoneTaken.
	Commit(ctx context.Context, change Change) error
}

// Phones turns what people type into a number, and a number into its key.
type Phones interface {
	// Parse reads a number; errs.Invalid names the field.
	Parse(field, typed string) (phone.Number, error)
	// Key is the keyed hash that stands for a number in keys; it never changes.
	Key(ctx context.Context, number phone.Number) (string, error)
}
