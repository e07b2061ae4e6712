package rank

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/words"
)

// page is how many files are looked at between two writes of the run, workers
// how many at the same time.
const (
	page    = 100
	workers = 8
)

// Service computes classes.
type Service struct {
	Store   Store
	Files   Files
	Figures Figures
	Shares  Shares
	Zone    *time.Location // in which a month begins
}

// Tick goes on with the run of the month that it is, until it is done or more
// says that the time is up. Whoever is second leaves it to the other. done tells
// whether the month's run is done.
func (s *Service) Tick(ctx context.Context, now time.Time, more func() bool) (done bool, err error) {
	month := now.In(s.Zone).Format("2006-01")
	r, err := s.Store.Run(ctx, month)
	if err != nil {
		return false, errs.Wrap(err, "read the run of a month")
	}
	if r.Version == 0 {
		r = Run{Month: month, Phase: Gather, At: now.UTC(), Shares: s.Shares}
	}
	for r.Phase != Done {
		if !more() {
			return false, nil
		}
		switch r.Phase {
		case Gather:
			err = s.gather(ctx, &r)
		case Weigh:
			err = s.weigh(ctx, &r)
		case Give:
			err = s.give(ctx, now, &r)
		}
		if err != nil {
			return false, err
		}
		r.Version++
		if r.Changed = now.UTC(); r.Phase == Done {
			r.Ended = r.Changed
		}
		if err := s.Store.Advance(ctx, r); errors.Is(err, ErrLostRace) {
			return false, nil
		} else if err != nil {
			return false, errs.Wrap(err, "write a run")
		}
	}
	return true, nil
}

// window is the twelve months before a run's own.
func window(month string) (first, last string) {
	at, _ := time.Parse("2006-01", month) // made by Tick
	return at.AddDate(0, -12, 0).Format("2006-01"), at.AddDate(0, -1, 0).Format("2006-01")
}

// gather writes the figures in hand down and takes the next page in hand. What
// is written down stood in the run before: who writes it again writes the same,
// whatever has been counted meanwhile.
func (s *Service) gather(ctx context.Context, r *Run) error {
	if err := s.Store.Put(ctx, r.Month, r.Page); err != nil {
		return errs.Wrap(err, "write figures down")
	}
	r.Page = nil
	if r.Last {
		r.Phase, r.Cursor = Weigh, ""
		return nil
	}
	files, err := s.Files.List(ctx, r.Cursor, page)
	if err != nil {
		return errs.Wrap(err, "list the files")
	}
	found := make([]*Twelve, len(files.Customers))
	first, last := window(r.Month)
	var group errgroup.Group
	group.SetLimit(workers)
	for i, c := range files.Customers {
		if c.Archived || c.Merged != "" {
			continue
		}
		group.Go(func() error {
			figures, err := s.all(ctx, c, first, last)
			found[i] = &figures
			return errs.Wrap(err, "read the figures of a customer")
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, c := range files.Customers {
		r.Files++
		if found[i] != nil {
			r.take(c, *found[i])
		}
	}
	r.Cursor, r.Last = files.Next, files.Next == ""
	return nil
}

// all adds up the figures of a file and of those that became part of it.
func (s *Service) all(ctx context.Context, c customer.Customer, first, last string) (sum Twelve, err error) {
	for _, id := range c.IDs() {
		one, err := s.Figures(ctx, id, first, last)
		if err != nil {
			return Twelve{}, err
		}
		sum = Twelve{Shipments: sum.Shipments + one.Shipments, Costed: sum.Costed + one.Costed, Revenue: sum.Revenue + one.Revenue, Margin: sum.Margin + one.Margin}
	}
	return sum, nil
}

// take takes a customer's figure in hand.
func (r *Run) take(c customer.Customer, f Twelve) {
	one := Scored{ID: c.ID, Was: c.Class, Chosen: c.Chosen}
	switch {
	case f.Shipments > 0 && f.Costed >= f.Shipments:
		one.Basis, one.Fen = Margin, f.Margin
		r.ByMargin++
		r.Margins, r.Revenues = r.Margins+f.Margin, r.Revenues+f.Revenue
	case f.Shipments > 0:
		one.Basis, one.Fen = Revenue, f.Revenue
		r.ByRevenue++
	case c.Computed != "":
		one.Basis = None
		r.Without++
	default:
		return // nothing is known of him
	}
	r.Page = append(r.Page, one)
}

// weigh finds the borders: what the first below each of the upper classes has.
func (s *Service) weigh(ctx context.Context, r *Run) error {
	key := r.places(r.Shares.Key)
	suitable := r.places(r.Shares.Key + r.Shares.Suitable)
	order := &merged{store: s.Store, run: *r}
	for place := 0; place <= suitable; place++ {
		worth, more, err := order.next(ctx)
		if err != nil {
			return errs.Wrap(err, "read the order")
		}
		if !more || worth <= 0 {
			break // whoever follows brought in nothing
		}
		if place == key {
			r.KeyAbove = worth
		}
		if place == suitable {
			r.SuitableAbove = worth
		}
	}
	r.Phase, r.Cursor, r.List = Give, "", 0
	return nil
}

// class is what a figure gives.
func (r Run) class(s Scored) string {
	switch worth := r.worth(s); {
	case worth > r.KeyAbove:
		return customer.Key
	case worth > r.SuitableAbove:
		return customer.Suitable
	}
	return customer.General
}

// give gives a page of customers their classes.
func (s *Service) give(ctx context.Context, now time.Time, r *Run) error {
	figures, next, err := s.Store.List(ctx, r.Month, bases[r.List], r.Cursor, page)
	if err != nil {
		return errs.Wrap(err, "read a list of figures")
	}
	var group errgroup.Group
	group.SetLimit(workers)
	var moves []Move
	if r.Given == nil {
		r.Given = map[string]int{}
	}
	for _, one := range figures {
		class := r.class(one)
		group.Go(func() error {
			_, err := s.Files.Classify(ctx, now, event.System, one.ID, class, Reason(one), true)
			if errs.Is(err, errs.NotFound) { // erased since
				return nil
			}
			return errs.Wrap(err, "classify a customer")
		})
		r.Given[class]++
		switch {
		case one.Chosen:
			r.Kept++
		case one.Was != class:
			r.Moved++
			moves = append(moves, Move{one, class})
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if err := s.Store.Move(ctx, r.Month, moves); err != nil {
		return errs.Wrap(err, "write down who moved")
	}
	if r.Cursor = next; next == "" {
		if r.List++; r.List == len(bases) {
			r.Phase = Done
		}
	}
	return nil
}

// Reason says by what figure a class came about, in both languages: it stands in
// the file's history, whoever reads it. It fits there whatever the figure.
func Reason(s Scored) string {
	code, args := "rank.by."+string(s.Basis), map[string]any{"yuan": Yuan(s.Fen)}
	return words.Text(words.Chinese, code, args) + " / " + words.Text(words.English, code, args)
}

// Yuan writes fen as yuan.
func Yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	return fmt.Sprintf("%s%d.%02d", sign, fen/100, fen%100)
}
