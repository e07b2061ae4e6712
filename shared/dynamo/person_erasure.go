package dynamo

import (
	"context"

	"huiyin/shared/event"
	"huiyin/shared/person"
)

// Persons is the store of package person.
type Persons struct{ t *Table }

// Persons gives the store of what belongs to a number.
func (t *Table) Persons() Persons { return Persons{t} }

var _ person.Store = Persons{}

const (
	erasureKind = "erasure"
	idAttr      = "id"
)

// Begun reads the erasure of a number that goes on; errs.NotFound.
func (s Persons) Begun(ctx context.Context, phoneKey string) (person.Erasure, error) {
	var e person.Erasure
	it, err := s.t.get(ctx, "read an erasure", erasingKey(phoneKey))
	if err != nil {
		return e, err
	}
	err = read(it, &e)
	return e, err
}

// Begin notes that a number is being erased: person.ErrBegun,
// errs.Unavailable.
func (s Persons) Begin(ctx context.Context, phoneKey string, e person.Erasure) error {
	it, err := newItem(erasingKey(phoneKey), erasureKind, e)
	if err != nil {
		return err
	}
	it[idAttr] = text(e.ID)
	return s.t.putOne(ctx, "begin an erasure", it, absent(), func(item) error { return person.ErrBegun })
}

// Finish takes the note of an erasure away and writes its event in one
// transaction: person.ErrFinished, errs.Unavailable.
func (s Persons) Finish(ctx context.Context, phoneKey string, e person.Erasure, told event.Event) error {
	o, err := eventOp(told)
	if err != nil {
		return err
	}
	return s.t.transact(ctx, "finish an erasure",
		deleteIf(erasingKey(phoneKey), holds(idAttr, e.ID), func(item) error { return person.ErrFinished }), o)
}
