package place

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// register is one of the lists: how it is read, kept and saved.
type register[T any] struct {
	list    List
	seed    func() []T
	record  func(*T) *Record
	compare func(a, b T) int // the order in which it is listed
	name    func(T) string   // what no two rows may share
	field   string           // in which the name stands
	taken   string           // code of what is wrong then

	mu    sync.Mutex
	read  bool
	count int
	all   []T // in order; never changed, so whoever got it may keep it
}

// now is the register as it is. Whoever asks a second time pays for the count
// only, unless somebody saved in between.
func (r *register[T]) now(ctx context.Context, store Store) ([]T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.read {
		count, err := store.Count(ctx, r.list)
		if err != nil {
			return nil, errs.Wrap(err, "count the saves of a register")
		}
		if count == r.count {
			return r.all, nil
		}
	}
	return r.fetch(ctx, store)
}

// fetch reads the register. The caller holds the lock.
func (r *register[T]) fetch(ctx context.Context, store Store) ([]T, error) {
	rows, count, err := store.Rows(ctx, r.list)
	if err != nil {
		return nil, errs.Wrap(err, "read a register")
	}
	stored := map[string]bool{}
	var all []T
	for _, row := range rows {
		var thing T
		if err := json.Unmarshal(row.Value, &thing); err != nil {
			return nil, errs.Wrap(err, "decode a row of a register")
		}
		*r.record(&thing) = Record{ID: row.ID, Version: row.Version, By: row.By, At: row.At}
		stored[row.ID] = true
		all = append(all, thing)
	}
	for _, thing := range r.seed() {
		if !stored[r.record(&thing).ID] {
			all = append(all, thing)
		}
	}
	slices.SortFunc(all, r.compare)
	r.read, r.count, r.all = true, count, all
	return all, nil
}

// edit is what a save makes of the register as it is: rows in place of those
// with the same id, or new, and the ids of those that go.
type edit[T any] struct {
	rows []T
	gone []string
}

// tries is how often a save is worked out anew when others are faster.
const tries = 5

// save lets work say what is to be changed, and writes it. work may be called
// again. errs.Stale when others are faster every time.
func (r *register[T]) save(ctx context.Context, store Store, now time.Time, by string, work func(all []T) (edit[T], error)) error {
	for try := 1; ; try++ {
		r.mu.Lock()
		all, err := r.fetch(ctx, store)
		count := r.count
		r.mu.Unlock()
		if err != nil {
			return err
		}
		e, err := work(all)
		if err != nil {
			return err
		}
		err = r.write(ctx, store, now, by, all, count, e)
		if !errors.Is(err, ErrLostRace) {
			return errs.Wrap(err, "save a register")
		}
		if try == tries {
			return errs.New(errs.Stale, "place.stale").Because(err)
		}
	}
}

// write stores an edit, a transaction after the other; each is one save of the
// list.
func (r *register[T]) write(ctx context.Context, store Store, now time.Time, by string, all []T, count int, e edit[T]) error {
	rows, err := r.changed(now, by, all, e)
	if err != nil {
		return err
	}
	for gone := e.gone; len(rows) > 0 || len(gone) > 0; {
		count++
		c := Change{List: r.list, Count: count, Rows: rows[:min(len(rows), maxChange)]}
		c.Gone = gone[:min(len(gone), maxChange-len(c.Rows))]
		rows, gone = rows[len(c.Rows):], gone[len(c.Gone):]
		facts := SavedFacts{Deleted: c.Gone}
		for _, row := range c.Rows {
			facts.Saved = append(facts.Saved, row.ID)
		}
		if c.Event, err = event.New(Subject(r.list), count, Saved, now, by, facts); err != nil {
			return err
		}
		if err := store.Save(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// changed are the rows of an edit as they are stored. Those that say what
// stands there already are left out, so that nobody's name stands behind
// something that he did not change.
func (r *register[T]) changed(now time.Time, by string, all []T, e edit[T]) ([]Row, error) {
	known := map[string]T{}
	for _, thing := range all {
		known[r.record(&thing).ID] = thing
	}
	var rows []Row
	size := len(all) - len(e.gone)
	for _, thing := range e.rows {
		id := r.record(&thing).ID
		value, err := json.Marshal(thing)
		if err != nil {
			return nil, err
		}
		was, old := known[id]
		if before, err := json.Marshal(was); err != nil || old && bytes.Equal(before, value) {
			if err != nil {
				return nil, err
			}
			continue
		}
		if !old {
			size++
		}
		rows = append(rows, Row{ID: id, Version: r.record(&was).Version + 1, By: by, At: now.UTC().Truncate(time.Millisecond), Value: value})
	}
	if size > MaxRows {
		return nil, errs.New(errs.Conflict, "place.full").With("allowed", "").With("max", MaxRows)
	}
	return rows, nil
}

// clashes are the ids of rows that would have another row's name.
func (r *register[T]) clashes(all, rows []T) map[string]bool {
	final := map[string]T{}
	for _, things := range [][]T{all, rows} {
		for _, thing := range things {
			final[r.record(&thing).ID] = thing
		}
	}
	named := map[string]int{}
	for _, thing := range final {
		named[r.name(thing)]++
	}
	found := map[string]bool{}
	for _, thing := range rows {
		if named[r.name(thing)] > 1 {
			found[r.record(&thing).ID] = true
		}
	}
	return found
}
