package dynamo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
)

const (
	batchKind  = "batch"
	groupKind  = "group"
	groupSorts = "GROUP#"
	maxGroups  = 1000 // of a page: ten, and more for each try that was cut short
)

func batchKey(id string) key { return record(ledger.BatchSubject(id)) }
func groupKey(g ledger.Group) key {
	return key{ledger.BatchSubject(g.Batch), fmt.Sprintf("%s%03d#%06d", groupSorts, g.N, g.Try)}
}

// Batch reads the work on a page, strongly consistent; errs.NotFound.
func (s Ledger) Batch(ctx context.Context, id string) (ledger.Batch, error) {
	var b ledger.Batch
	it, err := s.t.get(ctx, "read a batch", batchKey(id))
	if err != nil {
		return b, err
	}
	err = read(it, &b)
	return b, err
}

// PutBatch writes a batch that follows the stored one, with the events in one
// transaction: ledger.ErrLostRace, errs.Unavailable. It stands in the due index
// until it is settled.
func (s Ledger) PutBatch(ctx context.Context, b ledger.Batch, events ...event.Event) error {
	k := batchKey(b.ID)
	it, err := newItem(k, batchKind, b)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(b.Version))
	if at, open := b.Due(); open {
		setDue(it, at, k.pk, s.t.shards)
	}
	forget(it, b.ChangedAt.Add(ledger.Kept))
	lost := func(item) error { return ledger.ErrLostRace }
	if len(events) == 0 {
		return s.t.putOne(ctx, "write a batch", it, following(b.Version), lost)
	}
	ops := []op{putIf(it, following(b.Version), lost)}
	for _, e := range events {
		o, err := eventOp(e)
		if err != nil {
			return err
		}
		ops = append(ops, o)
	}
	return s.t.transact(ctx, "write a batch", ops...)
}

// groupItem is a group as it is stored: packed, because ten lines with the ids
// of a provider are more than a kilobyte as they stand.
func groupItem(g ledger.Group, version int64) (item, error) {
	it, err := newItem(groupKey(g), groupKind, nil)
	if err != nil {
		return nil, err
	}
	it[recordAttr], err = packed(g)
	it[versionAttr] = number(version)
	forget(it, g.At.Add(ledger.Kept))
	return it, err
}

// PutGroup adds what became of a group in one try.
func (s Ledger) PutGroup(ctx context.Context, g ledger.Group) error {
	it, err := groupItem(g, 1)
	if err != nil {
		return err
	}
	return s.t.putOne(ctx, "note a group", it, condition{}, nil)
}

// Groups reads all that is known of a page, in order of groups and tries.
func (s Ledger) Groups(ctx context.Context, batch string) ([]ledger.Group, error) {
	return s.groups(ctx, batch, groupSorts)
}

func (s Ledger) groups(ctx context.Context, batch, sorts string) ([]ledger.Group, error) {
	items, err := s.t.query(ctx, "read a page's groups", span{pk: ledger.BatchSubject(batch), from: sorts, to: after(sorts), limit: maxGroups})
	if err != nil {
		return nil, err
	}
	groups := make([]ledger.Group, len(items))
	for i, it := range items {
		if groups[i], err = readGroup(batch, it); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

func readGroup(batch string, it item) (ledger.Group, error) {
	var g ledger.Group
	err := read(it, &g)
	g.Batch = batch
	n, try, _ := strings.Cut(strings.TrimPrefix(str(it, sk), groupSorts), "#")
	g.N, _ = strconv.Atoi(n) // written by groupKey
	g.Try, _ = strconv.Atoi(try)
	return g, err
}

// told reads what became of a row that was claimed as part of a page.
func (s Ledger) told(ctx context.Context, row ledger.Row) (ledger.Row, error) {
	if row.Batch == "" {
		return row, nil
	}
	groups, err := s.groups(ctx, row.Batch, fmt.Sprintf("%s%03d#", groupSorts, row.Place/ledger.GroupSize))
	return row.With(groups), err
}

// errMeddled says that a group was changed in between.
var errMeddled = errors.New("the group was changed in between")

// Unname takes the provider's id out of the lines about one person. Two that
// are erased at once may meet in a group: then it is read again.
func (s Ledger) Unname(ctx context.Context, batch string, place int) error {
	sorts := fmt.Sprintf("%s%03d#", groupSorts, place/ledger.GroupSize)
	for try := 0; ; try++ {
		items, err := s.t.query(ctx, "read a page's groups", span{pk: ledger.BatchSubject(batch), from: sorts, to: after(sorts), limit: maxGroups})
		for i := 0; i < len(items) && err == nil; i++ {
			err = s.unname(ctx, batch, items[i], place)
		}
		if !errors.Is(err, errMeddled) {
			return err
		}
		if try == attempts-1 {
			return errs.New(errs.Unavailable, "store.unavailable").Because(err)
		}
	}
}

func (s Ledger) unname(ctx context.Context, batch string, was item, place int) error {
	g, err := readGroup(batch, was)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(g.Lines, func(l ledger.Line) bool { return l.Place == place && l.Provider != "" })
	if i < 0 {
		return nil
	}
	g.Lines[i].Provider = ""
	version := integer(was, versionAttr)
	it, err := groupItem(g, version+1)
	if err != nil {
		return err
	}
	return s.t.putOne(ctx, "unname a line", it, following(int(version+1)), func(item) error { return errMeddled })
}
