package memory

import (
	"context"

	"huiyin/shared/event"
	registry "huiyin/shared/place"
)

// Registers is the store of package registry.
type Registers struct{ s *Store }

// Registers gives the store of places and tariffs.
func (s *Store) Registers() Registers { return Registers{s} }

var _ registry.Store = Registers{}

// list is a register and the count of its saves.
type list struct {
	count int
	rows  map[string]registry.Row
}

// Count is how many saves a register has had.
func (f Registers) Count(_ context.Context, name registry.List) (int, error) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	return f.s.lists[name].count, nil
}

// Rows reads a register as a whole.
func (f Registers) Rows(_ context.Context, name registry.List) ([]registry.Row, int, error) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	l := f.s.lists[name]
	var rows []registry.Row
	for _, id := range sortedKeys(l.rows) {
		rows = append(rows, clone(l.rows[id]))
	}
	return rows, l.count, nil
}

// Save writes a change or nothing at all.
func (f Registers) Save(_ context.Context, c registry.Change) error {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	l := f.s.lists[c.List]
	if l.count != c.Count-1 {
		return registry.ErrLostRace
	}
	if l.rows == nil {
		l.rows = map[string]registry.Row{}
	}
	for _, row := range c.Rows {
		l.rows[row.ID] = clone(row)
	}
	for _, id := range c.Gone {
		delete(l.rows, id)
	}
	l.count = c.Count
	f.s.lists[c.List] = l
	f.s.tell([]event.Event{c.Event})
	return nil
}
