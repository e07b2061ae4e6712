package storetest

import (
	"fmt"
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/rank"
)

// ranks: a month has one run; its figures come back highest first, losses last,
// and writing them twice is writing them once.
func ranks(t *testing.T, fresh Fresh) {
	s := fresh(t)
	none, err := s.Ranks.Run(ctx, "2026-06")
	is(t, "no run", err, nil)
	same(t, "the zero run", none, rank.Run{})
	run := rank.Run{Month: "2026-06", Version: 1, Phase: rank.Gather, At: start, Changed: start, Page: []rank.Scored{{ID: "A", Basis: rank.Margin, Fen: 5, Was: "general"}}}
	is(t, "begin", s.Ranks.Advance(ctx, run), nil)
	is(t, "begin twice", s.Ranks.Advance(ctx, run), rank.ErrLostRace)
	oneWins(t, "who goes on", atOnce(4, func(int) error {
		next := run
		next.Version, next.Phase = 2, rank.Weigh
		return s.Ranks.Advance(ctx, next)
	}), because(rank.ErrLostRace))
	is(t, "an earlier month", s.Ranks.Advance(ctx, rank.Run{Month: "2026-05", Version: 1, Phase: rank.Done}), nil)
	runs, err := s.Ranks.Runs(ctx, 10)
	is(t, "runs", err, nil)
	if len(runs) != 2 || runs[0].Month != "2026-06" || runs[0].Phase != rank.Weigh || runs[1].Month != "2026-05" {
		t.Errorf("runs %+v", runs)
	}

	figures := []rank.Scored{{ID: "C", Basis: rank.Margin, Fen: -7}, {ID: "A", Basis: rank.Margin, Fen: 10}, {ID: "B", Basis: rank.Margin, Fen: 9}, {ID: "D", Basis: rank.Margin},
		{ID: "R", Basis: rank.Revenue, Fen: 100}, {ID: "E", Basis: rank.Margin, Fen: 10}}
	for range 2 {
		is(t, "put", s.Ranks.Put(ctx, "2026-06", figures), nil)
	}
	read := func(of rank.Basis, limit int) (order string) {
		for after, first := "", true; first || after != ""; first = false {
			page, next, err := s.Ranks.List(ctx, "2026-06", of, after, limit)
			is(t, "list", err, nil)
			for _, one := range page {
				order += fmt.Sprint(one.ID, one.Fen, " ")
			}
			after = next
		}
		return order
	}
	same(t, "by margin", read(rank.Margin, 2), "A10 E10 B9 D0 C-7 ")
	same(t, "by revenue", read(rank.Revenue, 1000), "R100 ")
	same(t, "none", read(rank.None, 10), "")

	for range 2 {
		is(t, "move", s.Ranks.Move(ctx, "2026-06", []rank.Move{{Scored: figures[0], To: "key"}, {Scored: figures[1], To: "general"}}), nil)
	}
	moves := pages(t, 1, func(cursor string) ([]rank.Move, string, error) { return s.Ranks.Moves(ctx, "2026-06", cursor, 1) })
	same(t, "moves", moves, []rank.Move{{Scored: figures[1], To: "general"}, {Scored: figures[0], To: "key"}})
	_, _, err = s.Ranks.Moves(ctx, "2026-06", "x", 1)
	kind(t, "a broken cursor", err, errs.Invalid)
	nobody, _, err := s.Ranks.Moves(ctx, "2026-05", "", 10)
	is(t, "moves of another month", err, nil)
	same(t, "nobody", len(nobody), 0)
}
