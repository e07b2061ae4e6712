package place

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// List names one of the registers.
type List string

// The registers.
const (
	Places  List = "places"
	Tariffs List = "tariffs"
)

// Row is a row of a register as it is stored; Value is a Place or a Tariff.
type Row struct {
	ID      string          `json:"id"`
	Version int             `json:"version"`
	By      string          `json:"by"`
	At      time.Time       `json:"at"`
	Value   json.RawMessage `json:"value"`
}

// Saved tells that rows of a register were saved or deleted. Facts are
// SavedFacts.
const Saved event.Type = "register.saved"

// SavedFacts name the rows; what they say stands in them.
type SavedFacts struct {
	Saved   []string `json:"saved,omitempty"`
	Deleted []string `json:"deleted,omitempty"`
}

// Subject is the partition of a register; the Seq of its events is the count
// of its saves.
func Subject(list List) string { return "REGISTER#" + string(list) }

// Change is one save of a register.
type Change struct {
	List  List
	Count int // one more than the list was read at
	Rows  []Row
	Gone  []string // ids of rows that are deleted
	Event event.Event
}

// maxChange is how many rows one transaction writes: DynamoDB's limit of 100
// items, less the count and the event.
const maxChange = 98

// ErrLostRace: the register was saved since it was read. Nothing was written.
var ErrLostRace = errors.New("the register was changed in between")

// Store keeps the registers. Reads are strongly consistent. Each method may
// fail with errs.Unavailable.
type Store interface {
	// Count is how many saves a register has had.
	Count(ctx context.Context, list List) (int, error)
	// Rows reads a register as a whole, in any order, and its count as it was
	// before the first row was read.
	Rows(ctx context.Context, list List) (rows []Row, count int, err error)
	// Save writes a change of up to 98 rows or nothing at all: ErrLostRace.
	Save(ctx context.Context, c Change) error
}

// Phones turns what people type into a mobile number; errs.Invalid names the
// field.
type Phones interface {
	Parse(field, typed string) (phone.Number, error)
}
