package dynamo

import (
	"cmp"
	"context"
	"slices"

	"huiyin/shared/event"
	"huiyin/shared/ledger"
)

// Ledger is the store of package ledger.
type Ledger struct{ t *Table }

// Ledger gives the store of the ledger.
func (t *Table) Ledger() Ledger { return Ledger{t} }

var _ ledger.Store = Ledger{}

const rowKind = "row"

// Row reads a row, strongly consistent, with what its group says; errs.NotFound.
func (s Ledger) Row(ctx context.Context, id string) (ledger.Row, error) {
	var row ledger.Row
	it, err := s.t.get(ctx, "read a row", record(ledger.Subject(id)))
	if err != nil {
		return row, err
	}
	if err = read(it, &row); err != nil {
		return row, err
	}
	return s.told(ctx, row)
}

// Put writes a row that follows the stored one, with the events in one
// transaction: ledger.ErrLostRace, errs.Unavailable. Without events it is a
// single write, which costs half.
func (s Ledger) Put(ctx context.Context, row ledger.Row, events ...event.Event) error {
	it, err := s.rowItem(row)
	if err != nil {
		return err
	}
	lost := func(item) error { return ledger.ErrLostRace }
	if len(events) == 0 {
		return s.t.putOne(ctx, "write a row", it, following(row.Version), lost)
	}
	ops := []op{putIf(it, following(row.Version), lost)}
	for _, e := range events {
		o, err := eventOp(e)
		if err != nil {
			return err
		}
		ops = append(ops, o)
	}
	return s.t.transact(ctx, "write a row", ops...)
}

// rowItem is a row as it is stored: in the due index while it is pending, in
// the lines index while an admin has to decide on it, in neither afterwards.
func (s Ledger) rowItem(row ledger.Row) (item, error) {
	k := record(ledger.Subject(row.ID))
	it, err := newItem(k, rowKind, row)
	if err != nil {
		return nil, err
	}
	it[versionAttr] = number(int64(row.Version))
	if at, ok := row.Pending(); ok {
		setDue(it, at, k.pk, s.t.shards)
	}
	if row.Doubtful() {
		it[qpk], it[qsk] = text(doubtQueue), text(queueSort(row.CreatedAt, row.ID))
	}
	forget(it, row.ChangedAt.Add(ledger.Kept))
	return it, nil
}

// Doubtful lists the rows an admin has to decide on, oldest first: their names
// from the index, then the rows themselves. One that was decided in between is
// left out, so a page may be short and still have a next one. errs.Invalid for
// a foreign or broken cursor.
func (s Ledger) Doubtful(ctx context.Context, cursor string, limit int) (rows []ledger.Row, next string, err error) {
	position, err := s.t.open(ctx, doubtQueue, cursor)
	if err != nil {
		return nil, "", err
	}
	part := span{index: linesIndex, pk: doubtQueue, limit: clamp(limit)}
	if position != "" {
		part.start = queueStart(doubtQueue, position, func(id string) key { return record(ledger.Subject(id)) })
	}
	items, more, err := s.t.page(ctx, "list doubtful rows", part)
	if err != nil {
		return nil, "", err
	}
	keys := make([]key, len(items))
	for i, it := range items {
		keys[i] = key{str(it, pk), str(it, sk)}
	}
	if rows, err = readBatch[ledger.Row](ctx, s.t, "read doubtful rows", keys); err != nil {
		return nil, "", err
	}
	rows = slices.DeleteFunc(rows, func(r ledger.Row) bool { return !r.Doubtful() })
	slices.SortFunc(rows, func(a, b ledger.Row) int {
		return cmp.Compare(queueSort(a.CreatedAt, a.ID), queueSort(b.CreatedAt, b.ID))
	})
	if more {
		next, err = s.t.seal(ctx, doubtQueue, str(items[len(items)-1], qsk))
	}
	return rows, next, err
}
