package storetest

import (
	"errors"
	"testing"

	"huiyin/shared/worklist"
)

// shelves: each member's filters, one change at a time.
func shelves(t *testing.T, fresh Fresh) {
	s := fresh(t)
	none, err := s.Shelf.Filters(ctx, "ann")
	is(t, "nothing kept", err, nil)
	same(t, "nothing kept", none, worklist.Kept{Member: "ann"})

	kept := worklist.Kept{Member: "ann", Version: 1, Filters: []worklist.Saved{{Name: "超时的投诉", Scope: worklist.All, Type: "complaint", Breached: "true", DueWithin: 60}}}
	is(t, "keep", s.Shelf.Keep(ctx, kept), nil)
	is(t, "keep the first once more", s.Shelf.Keep(ctx, kept), worklist.ErrLostRace)
	got, err := s.Shelf.Filters(ctx, "ann")
	is(t, "read", err, nil)
	same(t, "what is kept", got, kept)
	other, err := s.Shelf.Filters(ctx, "bo")
	is(t, "read", err, nil)
	same(t, "another's", len(other.Filters), 0)

	kept.Version, kept.Filters = 2, nil
	oneWins(t, "two at once", atOnce(4, func(int) error { return s.Shelf.Keep(ctx, kept) }),
		func(err error) bool { return errors.Is(err, worklist.ErrLostRace) })
	got, err = s.Shelf.Filters(ctx, "ann")
	is(t, "read", err, nil)
	same(t, "all taken away", got, kept)
	kept.Version = 4
	is(t, "a version left out", s.Shelf.Keep(ctx, kept), worklist.ErrLostRace)
}
