package dynamo

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

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

// termOps put the file under the terms it is new under, and take it off those
// it has no more.
func (s Customers) termOps(ctx context.Context, c customer.Customer, was *customer.Customer) ([]op, error) {
	before := map[string]bool{}
	if was != nil {
		for _, term := range was.Terms() {
			before[term] = true
		}
	}
	var ops []op
	for _, term := range c.Terms() {
		if before[term] {
			delete(before, term)
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
		ops = append(ops, put(it))
	}
	for term := range before {
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
