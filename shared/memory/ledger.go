package memory

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
)

// Ledger is the store of package ledger.
type Ledger struct{ s *Store }

// Ledger gives the store of the ledger.
func (s *Store) Ledger() Ledger { return Ledger{s} }

var _ ledger.Store = Ledger{}

// Row reads a row, with what its group says.
func (l Ledger) Row(ctx context.Context, id string) (ledger.Row, error) {
	row, err := find(l.s, l.s.rows, id)
	if err != nil || row.Batch == "" {
		return row, err
	}
	groups, err := l.Groups(ctx, row.Batch)
	return row.With(groups), err
}

// Put writes a row that follows the stored one.
func (l Ledger) Put(_ context.Context, row ledger.Row, events ...event.Event) error {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	if l.s.rows[row.ID].Version != row.Version-1 {
		return ledger.ErrLostRace
	}
	l.s.rows[row.ID] = clone(row)
	if _, pending := row.Pending(); pending {
		l.s.waiting[row.ID] = true
	} else {
		delete(l.s.waiting, row.ID)
	}
	delete(l.s.hidden, ledger.Subject(row.ID))
	l.s.tell(events)
	return nil
}

// Doubtful lists the rows an admin has to decide on, oldest first.
func (l Ledger) Doubtful(_ context.Context, cursor string, limit int) (rows []ledger.Row, next string, err error) {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	var keys []string
	for id, row := range l.s.rows {
		if row.Doubtful() {
			keys = append(keys, stamp(row.CreatedAt)+"#"+id)
		}
	}
	keys, next, err = l.s.sealed("DOUBT", keys, cursor, limit)
	for _, k := range keys {
		_, id, _ := strings.Cut(k, "#")
		rows = append(rows, clone(l.s.rows[id]))
	}
	return rows, next, err
}

// Spend adds to a month's spending unless that would exceed limit.
func (l Ledger) Spend(_ context.Context, month string, amount, limit int64) (bool, error) {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	if limit >= 0 && l.s.spent[month]+amount > limit {
		return false, nil
	}
	l.s.spent[month] += amount
	return true, nil
}

// Recent reads when a number got receipts.
func (l Ledger) Recent(_ context.Context, phoneKey string) (ledger.Recent, error) {
	r, err := find(l.s, l.s.recent, phoneKey)
	if errs.Is(err, errs.NotFound) {
		return ledger.Recent{}, nil
	}
	return r, err
}

// SaveRecent writes it on condition of Version-1.
func (l Ledger) SaveRecent(_ context.Context, phoneKey string, r ledger.Recent, _ time.Time) error {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	if l.s.recent[phoneKey].Version != r.Version-1 {
		return ledger.ErrLostRace
	}
	l.s.recent[phoneKey] = clone(r)
	return nil
}

// Spent is what a month has cost so far.
func (l Ledger) Spent(_ context.Context, month string) (int64, error) {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	return l.s.spent[month], nil
}
