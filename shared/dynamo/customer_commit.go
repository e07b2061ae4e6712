package dynamo

import (
	"context"
	"errors"

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
)

// Commit writes a change in one transaction or nothing at all:
// customer.ErrLostRace, ErrPhoneTaken, errs.Unavailable.
func (s Customers) Commit(ctx context.Context, c customer.Change) error {
	var all []op
	var failed error
	add := func(ops []op, err error) {
		all = append(all, ops...)
		failed = errors.Join(failed, err)
	}
	if c.Customer != nil {
		add(fileOps(*c.Customer))
		add(phoneOps(*c.Customer, c.Was))
		add(placeOps(*c.Customer, c.Was))
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
	for _, e := range c.Events {
		o, err := eventOp(e)
		add([]op{o}, err)
	}
	if failed != nil || len(all) == 0 {
		return failed
	}
	return s.t.transact(ctx, "commit a customer", all...)
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

// phoneOps keep the pointer from a number to its one file, which also tells
// the class and the agreement.
func phoneOps(c customer.Customer, was *customer.Customer) ([]op, error) {
	var ops []op
	if was != nil && was.PhoneKey != "" && was.PhoneKey != c.PhoneKey {
		ops = append(ops, deleteIf(phoneCustomerKey(was.PhoneKey), heldBy(customerAttr, c.ID), fileLost))
	}
	same := was != nil && was.PhoneKey == c.PhoneKey && was.Class == c.Class && was.Agreement == c.Agreement
	if same || c.PhoneKey == "" {
		return ops, nil
	}
	it, err := newItem(phoneCustomerKey(c.PhoneKey), pointerKind, c.Agreement)
	if err != nil {
		return nil, err
	}
	it[customerAttr], it[classAttr] = text(c.ID), text(c.Class)
	return append(ops, putIf(it, heldBy(customerAttr, c.ID), func(item) error { return customer.ErrPhoneTaken })), nil
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
