package dynamo

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/sweep"
)

// Sweeps is the store of package sweep.
type Sweeps struct{ t *Table }

// Sweeps gives the due index and the runs.
func (t *Table) Sweeps() Sweeps { return Sweeps{t} }

var _ sweep.Store = Sweeps{}

// Shards is how many parts the due index has.
func (s Sweeps) Shards() int { return s.t.shards }

// Due lists the subjects of one shard whose check time is not after until,
// earliest first, from the index (eventually consistent). A page costs what it
// lists; an empty one half a read unit.
func (s Sweeps) Due(ctx context.Context, shard int, until time.Time, position string, limit int) (subjects []string, next string, err error) {
	part := span{index: dueIndex, pk: duePartition(shard), to: after(stamp(until)), limit: clamp(limit)}
	if position != "" {
		part.start = dueStart(shard, position)
	}
	items, more, err := s.t.page(ctx, "ask what is due", part)
	if err != nil {
		return nil, "", err
	}
	for _, it := range items {
		subjects = append(subjects, str(it, pk))
	}
	if more {
		next = str(items[len(items)-1], dsk)
	}
	return subjects, next, nil
}

const asideKind = "aside"

// errMoved says that a record is not due any more.
var errMoved = errors.New("the record is not due any more")

// SetAside takes a subject that is due out of the due index and files it for
// an admin, in one transaction. One that is not due any more was changed by
// somebody who could handle it: then nothing is done.
func (s Sweeps) SetAside(ctx context.Context, subject, why string, at time.Time) error {
	it, err := newItem(asideKey(at, subject), asideKind, sweep.Aside{Subject: subject, Why: why, At: at})
	if err != nil {
		return err
	}
	forget(it, at.Add(keptFor))
	err = s.t.transact(ctx, "set a record aside",
		updateIf(record(subject), "REMOVE #dpk, #dsk", nil,
			condition{"#dsk < :now", item{":now": text(after(stamp(at)))}}, func(item) error { return errMoved }),
		put(it))
	if errors.Is(err, errMoved) {
		return nil
	}
	return err
}

// Aside lists what was set aside, oldest first, at most limit.
func (s Sweeps) Aside(ctx context.Context, limit int) ([]sweep.Aside, error) {
	items, err := s.t.query(ctx, "list what was set aside", span{pk: asidePartition, limit: clamp(limit)})
	if err != nil {
		return nil, err
	}
	list := make([]sweep.Aside, len(items))
	for i, it := range items {
		if err := read(it, &list[i]); err != nil {
			return nil, errs.Wrap(err, "list what was set aside")
		}
	}
	return list, nil
}
