package telling

import (
	"context"
	"slices"

	"huiyin/shared/bulletin"
	"huiyin/shared/errs"
	"huiyin/shared/ledger"
)

// Told is a receiver of a bulletin and what became of his SMS; nil for none (yet).
type Told struct {
	Person
	Opened *ledger.Row
	Ended  *ledger.Row
}

// Record is a page of who was told. Next is empty on the last one.
type Record struct {
	People []Told
	Named  int  // so far, by number or not
	Going  bool // more are still being named
	Next   int  // the page behind which the next one is; 0 on the last
}

// Record reads who was told of a bulletin, a page at a time. A number that two
// lead to stands where it was told.
func (s *Service) Record(ctx context.Context, bulletinID string, after int) (Record, error) {
	var out Record
	if after < 0 {
		var f errs.Fields
		f.Add("cursor", "store.cursor")
		return out, f.Err()
	}
	round, err := s.Store.Round(ctx, bulletin.RoundID(bulletinID, bulletin.Opened))
	if errs.Is(err, errs.NotFound) {
		return out, nil // nobody is told of it by SMS
	}
	if err != nil {
		return out, errs.Wrap(err, "read a round")
	}
	_, out.Going = round.Due()
	out.Named = round.People
	pages, err := s.Store.Pages(ctx, round.ID(), after, 1)
	if err != nil {
		return out, errs.Wrap(err, "read whom a page names")
	}
	if len(pages) == 0 {
		return out, nil
	}
	if pages[0].Page < round.Pages {
		out.Next = pages[0].Page
	}
	people, err := s.Look(ctx, pages[0].To)
	if err != nil {
		return out, errs.Wrap(err, "look up whom a page names")
	}
	out.People, err = s.rows(ctx, bulletinID, people)
	return out, err
}

// rows puts to people what the ledger says of them.
func (s *Service) rows(ctx context.Context, bulletinID string, people []Person) ([]Told, error) {
	var ids []string
	for _, p := range people {
		if p.Key != "" {
			ids = append(ids, bulletin.RowID(bulletinID, bulletin.Opened, p.Key), bulletin.RowID(bulletinID, bulletin.Ended, p.Key))
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	found := map[string]ledger.Row{}
	for some := range slices.Chunk(ids, 100) {
		rows, err := s.Rows.Rows(ctx, some)
		if err != nil {
			return nil, errs.Wrap(err, "read what became of SMS")
		}
		for _, r := range rows {
			found[r.ID] = r
		}
	}
	told := make([]Told, 0, len(people))
	for _, p := range people {
		one := Told{Person: p}
		elsewhere := false
		for phase, into := range map[bulletin.Phase]**ledger.Row{bulletin.Opened: &one.Opened, bulletin.Ended: &one.Ended} {
			row, ok := found[bulletin.RowID(bulletinID, phase, p.Key)]
			if !ok || p.Key == "" {
				continue
			}
			if row.To != p.Receiver {
				elsewhere = true
				continue
			}
			*into = &row
		}
		if !elsewhere || one.Opened != nil {
			told = append(told, one)
		}
	}
	return told, nil
}
