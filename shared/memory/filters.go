package memory

import (
	"context"

	"huiyin/shared/worklist"
)

// Shelf is where members of staff keep their filters.
type Shelf struct{ s *Store }

// Shelf gives the filters that people keep.
func (s *Store) Shelf() Shelf { return Shelf{s} }

// Filters reads what a member keeps.
func (f Shelf) Filters(_ context.Context, member string) (worklist.Kept, error) {
	kept, err := find(f.s, f.s.filters, member)
	if err != nil {
		return worklist.Kept{Member: member}, nil
	}
	return kept, nil
}

// Keep writes it.
func (f Shelf) Keep(_ context.Context, kept worklist.Kept) error {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if kept.Version != f.s.filters[kept.Member].Version+1 {
		return worklist.ErrLostRace
	}
	f.s.filters[kept.Member] = clone(kept)
	return nil
}
