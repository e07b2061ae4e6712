package dynamo

import (
	"context"
	"fmt"
	"math"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/errs"
	"huiyin/shared/rank"
)

// Ranks is the store of package rank.
type Ranks struct{ t *Table }

// Ranks gives the store of computed classes.
func (t *Table) Ranks() Ranks { return Ranks{t} }

var _ rank.Store = Ranks{}

const (
	rankKind       = "rank"
	scoredKind     = "scored"
	moveKind       = "move"
	ranksPartition = "RANKS"
	moveSorts      = "MOVE#"
	maxScored      = 1000
	rankWriters    = 16
)

func rankKey(month string) key          { return key{ranksPartition, month} }
func rankPartition(month string) string { return "RANK#" + month }

// scoredKey sorts the highest figure first; a loss comes behind nothing.
func scoredKey(month string, s rank.Scored) key {
	return key{rankPartition(month), fmt.Sprintf("%s#%020d#%s", s.Basis, uint64(math.MaxInt64)-uint64(s.Fen), s.ID)}
}

// Run reads the run of a month; the zero Run when there is none.
func (s Ranks) Run(ctx context.Context, month string) (rank.Run, error) {
	return readOrZero[rank.Run](ctx, s.t, "read a run of classes", rankKey(month))
}

// Runs lists runs, the newest month first, at most limit.
func (s Ranks) Runs(ctx context.Context, limit int) ([]rank.Run, error) {
	return readSpan[rank.Run](ctx, s.t, "list the runs of classes", span{pk: ranksPartition, backward: true, limit: clamp(limit)})
}

// Advance writes a run that follows the stored one: rank.ErrLostRace.
func (s Ranks) Advance(ctx context.Context, r rank.Run) error {
	it, err := newItem(rankKey(r.Month), rankKind, r)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(r.Version))
	return s.t.putOne(ctx, "write a run of classes", it, following(r.Version), func(item) error { return rank.ErrLostRace })
}

// Put writes figures down, each by itself.
func (s Ranks) Put(ctx context.Context, month string, figures []rank.Scored) error {
	return putAll(ctx, s.t, "write a figure", figures, scoredKind, month, func(f rank.Scored) key { return scoredKey(month, f) })
}

// putAll writes things that are forgotten with their month.
func putAll[T any](ctx context.Context, t *Table, attempted string, things []T, kind, month string, keyed func(T) key) error {
	at, err := monthBegins(month)
	if err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(rankWriters)
	for _, thing := range things {
		group.Go(func() error {
			it, err := newItem(keyed(thing), kind, thing)
			if err != nil {
				return err
			}
			forget(it, at.Add(keptFor))
			return t.putOne(ctx, attempted, it, condition{}, nil)
		})
	}
	return group.Wait()
}

// List reads a page of one basis, the highest figure first.
func (s Ranks) List(ctx context.Context, month string, of rank.Basis, after string, limit int) (figures []rank.Scored, next string, err error) {
	limit = min(max(limit, 1), maxScored)
	part := span{pk: rankPartition(month), from: string(of) + "#", to: string(of) + "$", limit: limit}
	if after != "" {
		part.start = key{part.pk, after}.item()
	}
	items, more, err := s.t.page(ctx, "read a list of figures", part)
	if err != nil {
		return nil, "", err
	}
	if more {
		next = str(items[limit-1], sk)
	}
	figures, err = readAll[rank.Scored](items)
	return figures, next, err
}

// Move writes down whose class changed, each by itself.
func (s Ranks) Move(ctx context.Context, month string, moves []rank.Move) error {
	return putAll(ctx, s.t, "write down who moved", moves, moveKind, month, func(m rank.Move) key { return key{rankPartition(month), moveSorts + m.ID} })
}

// Moves reads a page of whose class changed, by id.
func (s Ranks) Moves(ctx context.Context, month, cursor string, limit int) (moves []rank.Move, next string, err error) {
	list := "moves#" + month
	position, err := s.t.open(ctx, list, cursor)
	if err != nil {
		return nil, "", err
	}
	limit = clamp(limit)
	part := span{pk: rankPartition(month), from: moveSorts, to: after(moveSorts), limit: limit}
	if position != "" {
		part.start = key{part.pk, position}.item()
	}
	items, more, err := s.t.page(ctx, "list who moved", part)
	if err != nil {
		return nil, "", err
	}
	if more {
		if next, err = s.t.seal(ctx, list, str(items[limit-1], sk)); err != nil {
			return nil, "", err
		}
	}
	moves, err = readAll[rank.Move](items)
	return moves, next, err
}

// monthBegins is when a month begins, anywhere near.
func monthBegins(month string) (time.Time, error) {
	at, err := time.Parse("2006-01", month)
	return at, errs.Wrap(err, "read a month")
}
