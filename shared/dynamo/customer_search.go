package dynamo

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"huiyin/shared/customer"
)

const (
	termKind  = "term"
	noteKind  = "note"
	noteSorts = "NOTE#"

	// termSecret is the key under which terms are filed: a term is a piece of a
	// name or a number, and nobody is to read it from a key.
	termSecret = "term"
)

func noteKey(n customer.Note) key {
	return key{customer.Subject(n.Customer), fmt.Sprintf("%s%06d", noteSorts, n.Seq)}
}

func (t *Table) termPartition(ctx context.Context, term string) (string, error) {
	secret, err := t.Secret(ctx, termSecret)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(term))
	return "TERM#" + hex.EncodeToString(mac.Sum(nil)[:16]), nil
}

// fileUnder puts a file under the terms that it is new under, before it is
// written: alone a write costs half of what it costs in a transaction, and of a
// new file most are these. A file is found by whatever it is committed with: a
// term is taken off in the transaction of the change that takes it off, so none
// that a later version relies on can go. What is left when the change itself
// then fails leads to a file that does not answer, and a search leaves it out; a
// new file that is refused takes it back.
func (s Customers) fileUnder(ctx context.Context, c customer.Customer, was *customer.Customer) ([]item, error) {
	var had []string
	if was != nil {
		had = was.Terms()
	}
	var items []item
	for _, term := range c.Terms() {
		if slices.Contains(had, term) {
			continue
		}
		pk, err := s.t.termPartition(ctx, term)
		if err != nil {
			return nil, err
		}
		it, err := newItem(key{pk, c.ID}, termKind, nil)
		if err != nil {
			return nil, err
		}
		items = append(items, it)
	}
	return items, s.t.putAll(ctx, "file a customer under its terms", items)
}

// termOps take the file off the terms that it has no more.
func (s Customers) termOps(ctx context.Context, c customer.Customer, was *customer.Customer) ([]op, error) {
	if was == nil {
		return nil, nil
	}
	has := c.Terms()
	var ops []op
	for _, term := range was.Terms() {
		if slices.Contains(has, term) {
			continue
		}
		pk, err := s.t.termPartition(ctx, term)
		if err != nil {
			return nil, err
		}
		ops = append(ops, remove(key{pk, c.ID}))
	}
	return ops, nil
}

// WithTerm reads the ids of files with a term, in their order, behind the id
// position.
func (s Customers) WithTerm(ctx context.Context, term, position string, limit int) (ids []string, next string, err error) {
	pk, err := s.t.termPartition(ctx, term)
	if err != nil {
		return nil, "", err
	}
	return s.t.idsIn(ctx, pk, position, limit)
}

// InPlace reads a page of the ids of one list, in their order.
func (s Customers) InPlace(ctx context.Context, p customer.Place, cursor string, limit int) (ids []string, next string, err error) {
	list := placePartition(p)
	position, err := s.t.open(ctx, list, cursor)
	if err != nil {
		return nil, "", err
	}
	ids, last, err := s.t.place(ctx, p, position, limit)
	if err != nil || last == "" {
		return ids, "", err
	}
	next, err = s.t.seal(ctx, list, last)
	return ids, next, err
}

// Notes reads the latest notes of a file, newest first.
func (s Customers) Notes(ctx context.Context, id string, limit int) ([]customer.Note, error) {
	items, err := s.t.query(ctx, "read the notes of a file", span{pk: customer.Subject(id), from: noteSorts, to: after(noteSorts),
		backward: true, limit: clamp(limit)})
	if err != nil {
		return nil, err
	}
	return readAll[customer.Note](items)
}

func noteOps(n customer.Note) ([]op, error) {
	it, err := newItem(noteKey(n), noteKind, n)
	if err != nil {
		return nil, err
	}
	return []op{put(it)}, nil
}
