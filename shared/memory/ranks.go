package memory

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"huiyin/shared/rank"
)

// Ranks is the store of package rank.
type Ranks struct{ s *Store }

// Ranks gives the store of computed classes.
func (s *Store) Ranks() Ranks { return Ranks{s} }

var _ rank.Store = Ranks{}

// Run reads the run of a month; the zero Run when there is none.
func (r Ranks) Run(_ context.Context, month string) (rank.Run, error) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return clone(r.s.ranks[month]), nil
}

// Runs lists runs, the newest month first.
func (r Ranks) Runs(_ context.Context, limit int) ([]rank.Run, error) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	var runs []rank.Run
	for _, month := range slices.Backward(sortedKeys(r.s.ranks)) {
		runs = append(runs, clone(r.s.ranks[month]))
	}
	return runs[:min(len(runs), max(limit, 1), 100)], nil
}

// Advance writes a run that follows the stored one.
func (r Ranks) Advance(_ context.Context, run rank.Run) error {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if r.s.ranks[run.Month].Version != run.Version-1 {
		return rank.ErrLostRace
	}
	r.s.ranks[run.Month] = clone(run)
	return nil
}

// Put writes figures down.
func (r Ranks) Put(_ context.Context, month string, figures []rank.Scored) error {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if r.s.scored[month] == nil {
		r.s.scored[month] = map[string]rank.Scored{}
	}
	for _, one := range figures {
		r.s.scored[month][fmt.Sprintf("%s#%020d#%s", one.Basis, uint64(math.MaxInt64)-uint64(one.Fen), one.ID)] = one
	}
	return nil
}

// List reads a page of one basis, the highest figure first.
func (r Ranks) List(_ context.Context, month string, of rank.Basis, after string, limit int) (figures []rank.Scored, next string, err error) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	var keys []string
	for k := range r.s.scored[month] {
		if strings.HasPrefix(k, string(of)+"#") && k > after {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	if limit = min(max(limit, 1), 1000); len(keys) > limit {
		keys, next = keys[:limit], keys[limit-1]
	}
	for _, k := range keys {
		figures = append(figures, r.s.scored[month][k])
	}
	return figures, next, nil
}

// Move writes down whose class changed.
func (r Ranks) Move(_ context.Context, month string, moves []rank.Move) error {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if r.s.moves[month] == nil {
		r.s.moves[month] = map[string]rank.Move{}
	}
	for _, one := range moves {
		r.s.moves[month][one.ID] = one
	}
	return nil
}

// Moves reads a page of whose class changed.
func (r Ranks) Moves(_ context.Context, month, cursor string, limit int) (moves []rank.Move, next string, err error) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	ids, next, err := r.s.sealed("moves#"+month, sortedKeys(r.s.moves[month]), cursor, limit)
	for _, id := range ids {
		moves = append(moves, r.s.moves[month][id])
	}
	return moves, next, err
}
