package telling

import (
	"context"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/errs"
	"huiyin/shared/ledger"
)

// counted is how many people are counted at most before a bulletin is opened:
// beyond it one has to be sure of what one does, whatever the number.
const counted = 1000

// Preview is who would be told of a bulletin: numbers, each once. It is a
// moment's, and at least that many when More is true.
type Preview struct {
	Staff     int
	Customers int
	More      bool  // there may be more: not all lists were read
	Parts     int   // of all SMS of the opening; those of the end cost the same again
	Price     int64 // of these, in millionths of a US dollar
}

// Preview counts who would be told of a bulletin as it is drafted, while more
// says that there is time. errs.Unavailable.
func (s *Service) Preview(ctx context.Context, now time.Time, b bulletin.Bulletin, more func() bool) (Preview, error) {
	var p Preview
	if !b.Tells.Anybody() {
		return p, nil
	}
	w := walk{Service: s, bulletin: b, at: bulletin.Round{Part: bulletin.PartStaff, Begun: now}}
	seen := map[string]bool{}
	for w.at.Part != bulletin.PartOver && len(seen) < counted && more() {
		page, err := w.next(ctx, more)
		if err != nil {
			return p, err
		}
		people, err := s.Look(ctx, page)
		if err != nil {
			return p, errs.Wrap(err, "look up whom a bulletin touches")
		}
		for _, one := range people {
			if one.Key == "" || seen[one.Key] {
				continue
			}
			seen[one.Key] = true
			p.Parts++ // every text is one part, see package message
			p.Price += s.Price(one.Phone, 1)
			if one.Kind == ledger.ToStaff {
				p.Staff++
			} else {
				p.Customers++
			}
		}
	}
	p.More = w.at.Part != bulletin.PartOver
	return p, nil
}
