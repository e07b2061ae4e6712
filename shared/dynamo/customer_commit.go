package dynamo

import (
	"context"
	"errors"
	"slices"

	"huiyin/shared/customer"
)

// Customers is the store of package customer.
type Customers struct{ t *Table }

// Customers gives the store of the customers' files.
func (t *Table) Customers() Customers { return Customers{t} }

var _ customer.Store = Customers{}

const (
	customerKind = "customer"
	placeKind    = "place"
	zoneKind     = "zone"
	customerAttr = "customer" // the id, in a phone number's pointer
	classAttr    = "class"    // its class there, so that an intake reads one item
	archivedAttr = "archived" // there while it is put away
)

// Commit writes a change in one transaction or nothing at all (but for the terms,
// see fileUnder): customer.ErrLostRace, ErrPhoneTaken, errs.Unavailable.
func (s Customers) Commit(ctx context.Context, c customer.Change) error {
	var all []op
	var failed error
	add := func(ops []op, err error) {
		all = append(all, ops...)
		failed = errors.Join(failed, err)
	}
	if c.Customer != nil {
		add(fileOps(*c.Customer))
		add(phoneOps(*c.Customer, c.Was, c.OtherWas))
		add(placeOps(*c.Customer, c.Was))
		add(s.termOps(ctx, *c.Customer, c.Was))
	}
	if c.Other != nil {
		add(fileOps(*c.Other))
		add(placeOps(*c.Other, c.OtherWas))
		add(s.termOps(ctx, *c.Other, c.OtherWas))
	}
	if c.Note != nil {
		add(noteOps(*c.Note))
	}
	if c.Optout != nil {
		add(optoutOps(*c.Optout))
	}
	if c.Code != nil {
		add(codeOps(*c.Code))
	}
	if c.Used != nil {
		add(usedOps(*c.Used))
	}
	add(eventOps(c.Events))
	if failed != nil || len(all) == 0 {
		return failed
	}
	if c.Customer == nil {
		return s.t.transact(ctx, "commit a customer", all...)
	}
	filed, err := s.fileUnder(ctx, *c.Customer, c.Was)
	if err != nil {
		return err
	}
	err = s.t.transact(ctx, "commit a customer", all...)
	if c.Was == nil && errors.Is(err, customer.ErrPhoneTaken) {
		_ = s.t.removeAtOnce(ctx, "take back what a file was to be found by", filed) // nothing is found by it either way
	}
	return err
}

func fileLost(item) error { return customer.ErrLostRace }

func fileOps(c customer.Customer) ([]op, error) {
	it, err := newItem(record(customer.Subject(c.ID)), customerKind, c)
	if err != nil {
		return nil, err
	}
	it[versionAttr] = number(int64(c.Version))
	return []op{putIf(it, following(c.Version), fileLost)}, nil
}

// phoneOps keep the pointers from numbers to their one file, which also tell
// the class, the agreement and whether it is put away. A merge takes those of the other file over.
func phoneOps(c customer.Customer, was, other *customer.Customer) ([]op, error) {
	var ops []op
	keys := c.Keys()
	same := was != nil && was.Class == c.Class && was.Agreement == c.Agreement && was.Archived == c.Archived
	var had, taken []string
	if was != nil {
		had = was.Keys()
	}
	if other != nil {
		taken = other.Keys()
	}
	for _, key := range had {
		if !slices.Contains(keys, key) {
			ops = append(ops, deleteIf(phoneCustomerKey(key), heldBy(customerAttr, c.ID), fileLost))
		}
	}
	for _, key := range keys {
		if same && slices.Contains(had, key) {
			continue
		}
		it, err := newItem(phoneCustomerKey(key), pointerKind, c.Agreement)
		if err != nil {
			return nil, err
		}
		if it[customerAttr], it[classAttr] = text(c.ID), text(c.Class); c.Archived {
			it[archivedAttr] = number(1)
		}
		if slices.Contains(taken, key) {
			ops = append(ops, putIf(it, holds(customerAttr, other.ID), fileLost))
			continue
		}
		ops = append(ops, putIf(it, heldBy(customerAttr, c.ID), func(item) error { return customer.ErrPhoneTaken }))
	}
	return ops, nil
}

// placeOps put the customer into the lists it is new in, and take it off those
// it left.
func placeOps(c customer.Customer, was *customer.Customer) ([]op, error) {
	before := map[customer.Place]bool{}
	zoneBefore := customer.Home // which every company has
	if was != nil {
		for _, p := range was.Places() {
			before[p] = true
		}
		zoneBefore = was.ZoneKey()
	}
	var ops []op
	for _, p := range c.Places() {
		if before[p] {
			delete(before, p)
			continue
		}
		it, err := newItem(key{placePartition(p), c.ID}, placeKind, nil)
		if err != nil {
			return nil, err
		}
		ops = append(ops, put(it))
	}
	for p := range before {
		ops = append(ops, remove(key{placePartition(p), c.ID}))
	}
	if zone := c.ZoneKey(); zone != customer.Home && zone != zoneBefore {
		it, err := newItem(zoneKey(zone), zoneKind, nil)
		if err != nil {
			return nil, err
		}
		ops = append(ops, put(it))
	}
	return ops, nil
}
