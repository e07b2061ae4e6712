package dynamo

import (
	"context"

	"huiyin/shared/errs"
	"huiyin/shared/worklist"
)

// Shelf is where members of staff keep their filters: one item each.
type Shelf struct{ t *Table }

// Shelf gives the filters that people keep.
func (t *Table) Shelf() Shelf { return Shelf{t} }

var (
	_ worklist.Shelf = Shelf{}
	_ worklist.Store = Tickets{}
)

const filtersKind = "filters"

func filtersKey(member string) key { return record("FILTERS#" + member) }

// Filters reads what a member keeps.
func (s Shelf) Filters(ctx context.Context, member string) (worklist.Kept, error) {
	kept := worklist.Kept{Member: member}
	it, err := s.t.get(ctx, "read filters", filtersKey(member))
	if errs.Is(err, errs.NotFound) {
		return kept, nil
	}
	if err != nil {
		return kept, err
	}
	err = read(it, &kept)
	return kept, err
}

// Keep writes it: worklist.ErrLostRace.
func (s Shelf) Keep(ctx context.Context, kept worklist.Kept) error {
	it, err := newItem(filtersKey(kept.Member), filtersKind, kept)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(kept.Version))
	return s.t.putOne(ctx, "keep filters", it, following(kept.Version), func(item) error { return worklist.ErrLostRace })
}
