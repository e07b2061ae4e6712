package dynamo

import (
	"context"

	"huiyin/shared/errs"
	"huiyin/shared/place"
)

// Registers is the store of package place.
type Registers struct{ t *Table }

// Registers gives the store of places and tariffs.
func (t *Table) Registers() Registers { return Registers{t} }

var _ place.Store = Registers{}

const (
	registerKind = "register"
	entryKind    = "entry"
	rowSorts     = "ROW#" // behind REGISTER, so that one query reads the count and then the rows
)

func registerKey(list place.List) key { return record(place.Subject(list)) }
func rowKey(list place.List, id string) key {
	return key{place.Subject(list), rowSorts + id}
}

// Count is how many saves a register has had.
func (s Registers) Count(ctx context.Context, list place.List) (int, error) {
	it, err := s.t.get(ctx, "count the saves of a register", registerKey(list))
	if errs.Is(err, errs.NotFound) {
		return 0, nil
	}
	return int(integer(it, versionAttr)), err
}

// Rows reads a register as a whole, by one query: its count stands before the
// rows.
func (s Registers) Rows(ctx context.Context, list place.List) ([]place.Row, int, error) {
	items, err := s.t.query(ctx, "read a register", span{pk: place.Subject(list), from: registerKey(list).sk, to: after(rowSorts), limit: place.MaxRows + 1})
	if err != nil || len(items) == 0 {
		return nil, 0, err
	}
	count := int(integer(items[0], versionAttr))
	rows := make([]place.Row, len(items)-1)
	for i, it := range items[1:] {
		if err := read(it, &rows[i]); err != nil {
			return nil, 0, err
		}
	}
	return rows, count, nil
}

// Save writes rows, the count and the event in one transaction:
// place.ErrLostRace. Whoever holds the count holds the rows, so only the count
// has a condition.
func (s Registers) Save(ctx context.Context, c place.Change) error {
	head, err := newItem(registerKey(c.List), registerKind, nil)
	if err != nil {
		return err
	}
	head[versionAttr] = number(int64(c.Count))
	told, err := eventOp(c.Event)
	if err != nil {
		return err
	}
	all := []op{putIf(head, following(c.Count), func(item) error { return place.ErrLostRace }), told}
	for _, row := range c.Rows {
		it, err := newItem(rowKey(c.List, row.ID), entryKind, row)
		if err != nil {
			return err
		}
		all = append(all, put(it))
	}
	for _, id := range c.Gone {
		all = append(all, remove(rowKey(c.List, id)))
	}
	return s.t.transact(ctx, "save a register", all...)
}
