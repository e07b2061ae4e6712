package shipment

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// ErrLostRace: the shipment is not at the version it was read at, or is there
// already. Nothing was written.
var ErrLostRace = errors.New("the shipment was changed in between")

// Change is a shipment as it will be, with everything that is written in the
// same transaction.
type Change struct {
	Shipment Shipment  // Version is one more than it was read at; 1 is a new one
	Was      *Shipment // as it was read; nil for a new one. What it is found by moves with it
	Events   []event.Event
	Tallies  []Tally
}

// Page is a page of shipments; Next is empty on the last one.
type Page struct {
	Shipments []Shipment
	Next      string
}

// Store keeps shipments. Reads are strongly consistent. Each method may fail
// with errs.Unavailable.
type Store interface {
	// Shipment reads one; errs.NotFound.
	Shipment(ctx context.Context, waybill string) (Shipment, error)
	// Shipments reads up to 100; missing ones are left out.
	Shipments(ctx context.Context, waybills []string) ([]Shipment, error)
	// Commit writes a change or nothing at all: ErrLostRace.
	Commit(ctx context.Context, c Change) error
	// OfCustomer reads a page of a customer's shipments, newest first. errs.Invalid
	// for a foreign or broken cursor; limit is 1 to 100.
	OfCustomer(ctx context.Context, customer, cursor string, limit int) (Page, error)
	// OfDay reads a page of what stands on the list of a branch for a day, by
	// waybill.
	OfDay(ctx context.Context, branch, day, cursor string, limit int) (Page, error)
	// Left lists up to limit waybills, a thousand at most, of what left from an
	// instant up to another (before it), in that order. What left a second ago may
	// be missing. errs.Invalid for a foreign or broken cursor.
	Left(ctx context.Context, from, to time.Time, cursor string, limit int) (waybills []string, next string, err error)
	// ToConsignee lists up to limit waybills that go to a number, behind a waybill
	// ("" at the start).
	ToConsignee(ctx context.Context, phoneKey, after string, limit int) (waybills []string, err error)
	// Figures reads the months from the first to the last, both included, in
	// order; those without figures are left out. At most 36 are read.
	Figures(ctx context.Context, whose, first, last string) ([]Monthly, error)
	// Tell writes an event that has no record beside it, once: false when it
	// stands already.
	Tell(ctx context.Context, e event.Event) (bool, error)
	// Count adds one to a counter that is forgotten at until, and returns the
	// count.
	Count(ctx context.Context, name string, until time.Time) (int, error)
	// Events reads up to limit of a shipment's events, the newest first.
	Events(ctx context.Context, waybill string, limit int) ([]event.Event, error)
}

// Customers reads files.
type Customers interface {
	// Customer reads a file by id; errs.NotFound.
	Customer(ctx context.Context, id string) (customer.Customer, error)
	// CustomerByPhone reads a file by the key of its number; errs.NotFound.
	CustomerByPhone(ctx context.Context, phoneKey string) (customer.Customer, error)
}

// Phones turns what people type into a number, and a number into its key.
type Phones interface {
	// Parse reads a number; errs.Invalid names the field.
	Parse(field, typed string) (phone.Number, error)
	// Key is the keyed hash that stands for a number.
	Key(ctx context.Context, number phone.Number) (string, error)
}
