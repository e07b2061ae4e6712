package task

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Walk is how far a walk through all customers' files has come: one a month for
// visits and questions, one a year for gifts. Times are UTC.
type Walk struct {
	ID      string    `json:"id"` // "month#2026-06", "gifts#2027"
	Version int       `json:"version"`
	Cursor  string    `json:"cursor,omitempty"` // of the next page
	Done    bool      `json:"done,omitempty"`
	Files   int       `json:"files"`          // looked at
	Tasks   int       `json:"tasks"`          // that the rules asked for
	Away    int       `json:"away,omitempty"` // files put away
	At      time.Time `json:"at"`             // of its last change
}

// walkPage is how many files are looked at between two writes of the walk, and
// walkers how many tasks are planned at the same time: enough for ten thousand
// in a minute.
const (
	walkPage = 100
	walkers  = 8
)

// Files lists the customers' files; package customer's Service.
type Files interface {
	List(ctx context.Context, cursor string, limit int) (customer.Page, error)
}

// Rounds makes the tasks that the rules ask for (NJ-1, QM-8, SJ-13, NJ-3), and
// once a month puts away the files of whom nothing was heard for long (QM-6).
type Rounds struct {
	Tasks *Service
	Files Files
	Shelf *Shelf // nil: all stay
}

// WalkReport is what one tick did.
type WalkReport struct {
	Tasks int      // planned, or found planned already
	Away  int      // files put away
	Left  []string // walks that go on with the next tick
}

// Tick goes on with what is to be walked at now: the month's walk from the time
// of day at which people are reminded on its first day, so that no task is made
// at night; the gifts' from that time GiftDays before Spring Festival until the
// festival. more is asked before each page. A walk that breaks off goes on, one
// that is repeated makes nothing twice: each task has its cause.
func (r *Rounds) Tick(ctx context.Context, now time.Time, more func() bool) (WalkReport, error) {
	var report WalkReport
	rules, err := r.Tasks.Rules(ctx)
	if err != nil {
		return report, err
	}
	zone := r.Tasks.Zone
	today := calendar.DateIn(now, zone)
	if now.Before(at(zone, today, rules.RemindAt)) {
		return report, nil
	}
	first := calendar.Date{Year: today.Year, Month: today.Month, Day: 1}
	failed := r.walk(ctx, now, fmt.Sprintf("month#%04d-%02d", first.Year, first.Month), more, &report, r.Shelf,
		func(c customer.Customer) []Plan { return rules.month(c, first, zone) })
	for _, year := range []int{today.Year, today.Year + 1} { // before New Year when the festival is in January
		festival, ok := calendar.FestivalDate(year, "spring_festival")
		if !ok || today.Before(festival.AddDays(-rules.GiftDays)) || !today.Before(festival) || len(rules.Gifts) == 0 {
			continue
		}
		failed = errors.Join(failed, r.walk(ctx, now, GiftGroup(year), more, &report, nil,
			func(c customer.Customer) []Plan { return rules.gift(c, festival, zone) }))
	}
	return report, failed
}

// walk goes on with one walk, page by page. What shelf puts away has no tasks.
func (r *Rounds) walk(ctx context.Context, now time.Time, id string, more func() bool, report *WalkReport, shelf *Shelf, asks func(customer.Customer) []Plan) error {
	w, err := r.Tasks.Store.Walk(ctx, id)
	if err != nil {
		return errs.Wrap(err, "read a walk")
	}
	for w.ID = id; !w.Done; {
		if !more() {
			report.Left = append(report.Left, id)
			return nil
		}
		page, err := r.Files.List(ctx, w.Cursor, walkPage)
		if err != nil {
			return errs.Wrap(err, "list files")
		}
		files, away := page.Customers, 0
		if shelf != nil {
			if files, away, err = shelf.sort(ctx, now, files); err != nil {
				return errs.Wrap(err, "put files away")
			}
		}
		planned, err := r.plan(ctx, now, files, asks)
		if err != nil {
			return errs.Wrap(err, "plan the tasks of "+id)
		}
		w.Version, w.At, w.Cursor, w.Done = w.Version+1, milli(now), page.Next, page.Next == ""
		w.Files, w.Tasks, w.Away = w.Files+len(page.Customers), w.Tasks+planned, w.Away+away
		report.Tasks, report.Away = report.Tasks+planned, report.Away+away
		err = r.Tasks.Store.Advance(ctx, w)
		if errors.Is(err, ErrLostRace) { // somebody else is at it
			return nil
		}
		if err != nil {
			return errs.Wrap(err, "advance a walk")
		}
	}
	return nil
}

// plan plans what the rules ask for on a page of files.
func (r *Rounds) plan(ctx context.Context, now time.Time, files []customer.Customer, asks func(customer.Customer) []Plan) (int, error) {
	var mu sync.Mutex
	planned := 0
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(walkers)
	for _, c := range files {
		for _, p := range asks(c) {
			group.Go(func() error {
				_, err := r.Tasks.Plan(ctx, now, event.System, p)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					planned++
				}
				return err
			})
		}
	}
	err := group.Wait()
	return planned, err
}
