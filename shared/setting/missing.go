package setting

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/sweep"
)

// Missing lists the years whose list of holidays somebody has to load: this
// one, and from December on the next. (The State Council gives it out in
// autumn.) Until then the law's minimum is used, marked as provisional.
func (f *InForce) Missing(today calendar.Date) (years []int) {
	if !f.Holidays.Loaded(today.Year) {
		years = append(years, today.Year)
	}
	if today.Month == time.December && !f.Holidays.Loaded(today.Year+1) {
		years = append(years, today.Year+1)
	}
	return years
}

// Today is the company's date.
func (s *Service) Today(now time.Time) (calendar.Date, error) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return calendar.Date{}, errs.Wrap(err, "find the company's zone")
	}
	return calendar.DateIn(now, zone), nil
}

// YearMissing tells that the list of a year is missing; facts are YearFacts.
// There is one for a year and a week: somebody is to load it soon, not at once,
// and who reads the same alarm every day stops reading it.
const YearMissing event.Type = "holidays.missing"

// YearFacts name the year.
type YearFacts struct {
	Year int `json:"year"`
}

// Watch sees to it that a missing year is told.
type Watch struct {
	InForce func(ctx context.Context) (*InForce, error)
	Zone    *time.Location // the company's
	// Tell writes an event, once: sweep.ErrTold when it stands already.
	Tell func(ctx context.Context, e event.Event) error

	mu   sync.Mutex
	told map[string]bool // by this process: saves asking again every minute
}

// Run gives an error setting.year_missing for whoever tells of a missing year
// first in its week, so that one invocation fails and its alarm rings; and
// nothing after that.
func (w *Watch) Run(ctx context.Context, now time.Time) error {
	f, err := w.InForce(ctx)
	if err != nil {
		return errs.Wrap(err, "read the rules in force")
	}
	local := now.In(w.Zone)
	isoYear, week := local.ISOWeek()
	var failed []error
	for _, year := range f.Missing(calendar.DateIn(now, w.Zone)) {
		e, err := event.New(fmt.Sprintf("YEAR#%d#%d-W%02d", year, isoYear, week), 1, YearMissing, now, event.System, YearFacts{Year: year})
		if err != nil {
			return err
		}
		if !w.first(e.Subject) {
			continue
		}
		switch err := w.Tell(ctx, e); {
		case err == nil:
			failed = append(failed, errs.New(errs.NotFound, "setting.year_missing").With("year", year).Because(fmt.Errorf("no list of holidays for %d: load it at /desk/holidays/%d", year, year)))
		case !errors.Is(err, sweep.ErrTold):
			w.forget(e.Subject)
			failed = append(failed, errs.Wrap(err, "tell of a missing year"))
		}
	}
	return errors.Join(failed...)
}

func (w *Watch) first(subject string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.told[subject] {
		return false
	}
	if w.told == nil {
		w.told = map[string]bool{}
	}
	w.told[subject] = true
	return true
}

func (w *Watch) forget(subject string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.told, subject)
}
