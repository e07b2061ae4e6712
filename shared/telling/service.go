package telling

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
)

// Service goes through those who are to be told.
type Service struct {
	People
	Store  bulletin.Store
	Places Places
	Teams  func(ctx context.Context) ([]string, error) // whose lists hold open tickets
	Rows   Rows
	Price  func(to phone.Number, parts int) int64 // millionths of a US dollar
	Zone   *time.Location                         // of the days of dispatch lists
}

// pageSize is how many receivers a page names: few enough that a function has
// told them all before its time is up.
const pageSize = 50

// Work goes on with a round while there is time: package sweep calls it when it
// is due. Two at once do no harm: whoever is second finds that the page was
// written, and leaves the round to the other. errs.Unavailable: to be tried
// again.
func (s *Service) Work(ctx context.Context, now time.Time, id string, more func() bool) error {
	r, err := s.Store.Round(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return errs.Wrap(err, "read a round")
	}
	if due, ok := r.Due(); !ok || due.After(now) {
		return nil // the index is a little behind
	}
	b, err := s.Store.Bulletin(ctx, r.Bulletin)
	if err != nil {
		return errs.Wrap(err, "read a bulletin")
	}
	w := walk{Service: s, bulletin: b, at: r}
	if state := b.State(now); r.Phase == bulletin.Opened && state != bulletin.Shown {
		w.at.Part = bulletin.PartOver // nobody is told any more of what is over
	}
	for more() {
		page, err := w.next(ctx, more)
		if err != nil {
			return err
		}
		if err := s.record(ctx, now, &w.at, page); errors.Is(err, bulletin.ErrLostRace) {
			return nil // somebody else has it in hand
		} else if err != nil {
			return errs.Wrap(err, "record a page")
		}
		if w.at.Part == bulletin.PartOver {
			return nil
		}
	}
	return nil
}

// record writes how far a round has come, with the page that it has come upon,
// if any.
func (s *Service) record(ctx context.Context, now time.Time, r *bulletin.Round, page []ledger.Receiver) error {
	var events []event.Event
	if len(page) > 0 {
		r.Pages++
		r.People += len(page)
		e, err := event.New(bulletin.RoundSubject(r.ID()), r.Pages, bulletin.PageEvent, now, event.System,
			bulletin.PageFacts{Bulletin: r.Bulletin, Phase: r.Phase, Page: r.Pages, To: page})
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	if r.Part == bulletin.PartOver {
		r.Next, r.Ended = time.Time{}, now.UTC()
	}
	r.Version++
	return s.Store.Advance(ctx, *r, events...)
}
