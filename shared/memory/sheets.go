package memory

import (
	"cmp"
	"context"
	"slices"

	"huiyin/shared/sheet"
)

// Sheets is the store of package sheet.
type Sheets struct{ s *Store }

// Sheets gives the store of imports.
func (s *Store) Sheets() Sheets { return Sheets{s} }

var _ sheet.Store = Sheets{}

// Save writes an import that follows the stored one, with problems.
func (w Sheets) Save(_ context.Context, i sheet.Import, problems []sheet.Problem) error {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	if w.s.imports[i.ID].Version != i.Version-1 {
		return sheet.ErrLostRace
	}
	w.s.imports[i.ID] = clone(i)
	w.s.problems[i.ID] = append(w.s.problems[i.ID], clone(problems)...)
	return nil
}

// Import reads one.
func (w Sheets) Import(_ context.Context, id string) (sheet.Import, error) {
	return find(w.s, w.s.imports, id)
}

// Imports lists them, newest first.
func (w Sheets) Imports(_ context.Context, limit int) ([]sheet.Import, error) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	var list []sheet.Import
	for _, i := range w.s.imports {
		list = append(list, clone(i))
	}
	slices.SortFunc(list, func(a, b sheet.Import) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
	return list[:min(len(list), max(limit, 1), 100)], nil
}

// Problems lists what was wrong with an import's rows.
func (w Sheets) Problems(_ context.Context, id string) ([]sheet.Problem, error) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	return clone(w.s.problems[id]), nil
}
