package dynamo

import (
	"context"
	"time"

	"huiyin/shared/customer"
)

const (
	codeKind  = "code"
	triesAttr = "tries"
	usedAttr  = "usedFor"
	untilAttr = "until" // as in keys, to be compared
)

func codeOps(c customer.Code) ([]op, error) {
	it, err := newItem(record(customer.CodeSubject(c.ID)), codeKind, c)
	if err != nil {
		return nil, err
	}
	it[triesAttr], it[untilAttr] = number(int64(c.Tries)), text(stamp(c.Until))
	forget(it, c.Until)
	place, err := newItem(codePlaceKey(c.PhoneKey, c.ID), placeKind, nil)
	if err != nil {
		return nil, err
	}
	forget(place, c.Until.Add(keptFor)) // as long as the row of its SMS
	return []op{putIf(it, absent(), fileLost), put(place)}, nil
}

// usedOps note what a code was used for, once.
func usedOps(c customer.Code) ([]op, error) {
	return []op{updateIf(record(customer.CodeSubject(c.ID)), "SET #usedFor = :for", item{":for": text(c.UsedFor)},
		condition{expression: "attribute_exists(#pk) AND attribute_not_exists(#usedFor)"}, fileLost)}, nil
}

// TryCode counts one try on a code and returns it as it is after that, in one
// conditional write. errs.NotFound when there is none, it has had maxTries, or
// its Until is not after now.
func (s Customers) TryCode(ctx context.Context, id string, now time.Time, maxTries int) (customer.Code, error) {
	it, ok, err := s.t.update(ctx, "try a code", record(customer.CodeSubject(id)), "ADD #tries :one", item{":one": number(1)},
		condition{"attribute_exists(#pk) AND #tries < :max AND #until > :now",
			item{":max": number(int64(maxTries)), ":now": text(stamp(now))}})
	if err != nil {
		return customer.Code{}, err
	}
	if !ok {
		return customer.Code{}, notFound()
	}
	return codeOf(it)
}

// Code reads a code, for the one who sends it; errs.NotFound.
func (s Customers) Code(ctx context.Context, id string) (customer.Code, error) {
	it, err := s.t.get(ctx, "read a code", record(customer.CodeSubject(id)))
	if err != nil {
		return customer.Code{}, err
	}
	return codeOf(it)
}

// codeOf reads a code with what has been counted and noted on it since.
func codeOf(it item) (customer.Code, error) {
	var c customer.Code
	if err := read(it, &c); err != nil {
		return c, err
	}
	c.Tries, c.UsedFor = int(integer(it, triesAttr)), str(it, usedAttr)
	return c, nil
}
