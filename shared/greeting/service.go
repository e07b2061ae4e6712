package greeting

import (
	"context"
	"errors"
	"sort"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// pageSize is how many customers one event names: the most that one batch read
// of the table brings.
const pageSize = 100

// Service records who is to be greeted.
type Service struct {
	Store    Store
	Settings Settings // checked
	Zone     string   // the company's, an IANA name
}

// Report is what one tick did.
type Report struct {
	Pages  int      // recorded
	People int      // named in them
	Left   []string // zones whose run goes on with the next tick
	Cut    []string // zones whose day ended before their run did: an alarm
}

// Tick goes on with the run of every zone whose local time lies between Start
// and To. more is asked before each page and ends the tick when false: a
// function has only so much time, and the next tick continues. It can be called
// at any time and any number of times, also twice at once. A zone that fails
// doesn't hold up the others; their errors come back joined.
func (s Service) Tick(ctx context.Context, now time.Time, more func() bool) (Report, error) {
	var report Report
	zones, err := s.Store.Zones(ctx)
	if err != nil {
		return report, errs.Wrap(err, "list the zones of customers")
	}
	sort.Strings(zones)
	var failed []error
	for _, zone := range zones {
		if err := s.zone(ctx, zone, now, more, &report); err != nil {
			failed = append(failed, errs.Wrap(err, "greet in "+zone))
		}
	}
	return report, errors.Join(failed...)
}

// zone goes on with the run of one zone.
func (s Service) zone(ctx context.Context, zone string, now time.Time, more func() bool, report *Report) error {
	where, err := Location(zone, s.Zone)
	if err != nil {
		return err
	}
	local := now.In(where)
	minute := local.Hour()*60 + local.Minute()
	if minute < must(s.Settings.Start) {
		return nil
	}
	date := calendar.DateIn(now, where)
	run, err := s.Store.Run(ctx, zone, date)
	if err != nil {
		return errs.Wrap(err, "read the run")
	}
	if run.State == Done || run.State == Cut {
		return nil
	}
	if run.Version == 0 {
		if run, err = s.begin(zone, date, now); err != nil {
			return err
		}
	}
	if minute >= must(s.Settings.To) {
		return s.cut(ctx, run, now, report)
	}
	return s.advance(ctx, run, now, more, report)
}

func (s Service) begin(zone string, date calendar.Date, now time.Time) (Run, error) {
	plan, err := s.Settings.plan(zone, date)
	return Run{Zone: zone, Date: date, Plan: plan, State: Open, Until: now.Add(keptFor).UTC()}, err
}

// cut closes a run whose day is over. One that never began is closed the same
// way: no tick came all day. Where nobody was left to greet, nothing was lost.
func (s Service) cut(ctx context.Context, run Run, now time.Time, report *Report) error {
	left, err := s.anybody(ctx, run)
	if err != nil {
		return errs.Wrap(err, "see who was left")
	}
	run.State = Done
	if left {
		run.State = Cut
	}
	err = s.record(ctx, &run, PageFacts{}, now)
	if errors.Is(err, ErrLostRace) {
		return nil
	}
	if err == nil && left {
		report.Cut = append(report.Cut, run.Zone)
	}
	return errs.Wrap(err, "close the run")
}

// anybody tells whether the rest of the plan has a customer.
func (s Service) anybody(ctx context.Context, run Run) (bool, error) {
	for run.State == Open {
		facts, err := s.next(ctx, &run, 1)
		if err != nil || len(facts.Customers) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// advance records page after page until the plan is done, the time is up, or
// somebody else turns out to be at it.
func (s Service) advance(ctx context.Context, run Run, now time.Time, more func() bool, report *Report) error {
	for run.State == Open {
		if !more() {
			report.Left = append(report.Left, run.Zone)
			return nil
		}
		facts, err := s.next(ctx, &run, pageSize)
		if err != nil {
			return errs.Wrap(err, "read a page")
		}
		if len(facts.Customers) == 0 && run.State == Open {
			continue
		}
		if err := s.record(ctx, &run, facts, now); err != nil {
			if errors.Is(err, ErrLostRace) {
				return nil
			}
			return errs.Wrap(err, "record a page")
		}
		report.People += len(facts.Customers)
		if len(facts.Customers) > 0 {
			report.Pages++
		}
	}
	return nil
}

// next reads the next page and moves the cursor behind it.
func (s Service) next(ctx context.Context, run *Run, limit int) (PageFacts, error) {
	facts := PageFacts{Date: run.Date, Zone: run.Zone}
	if run.Step < len(run.Plan) {
		step := run.Plan[run.Step]
		ids, after, err := s.Store.NextPage(ctx, step.List, run.After, limit)
		if err != nil {
			return facts, err
		}
		facts.Occasion, facts.Customers = step.Occasion, ids
		run.After = after
		if after == "" {
			run.Step++
		}
	}
	if run.Step >= len(run.Plan) {
		run.State = Done
	}
	return facts, nil
}

// record writes the run as it stands, with the page when there is anybody on
// it.
func (s Service) record(ctx context.Context, run *Run, facts PageFacts, now time.Time) error {
	run.Version++
	run.At = now.UTC()
	if len(facts.Customers) == 0 {
		return s.Store.Advance(ctx, *run)
	}
	run.Seq++
	run.Pages++
	run.People += len(facts.Customers)
	page, err := event.New(Subject(run.Zone, run.Date), run.Seq, PageRecorded, now, event.System, facts)
	if err != nil {
		return err
	}
	return s.Store.Advance(ctx, *run, page)
}

// Location is the time zone that a customer.Place.Zone or a file's Zone means,
// home being the company's.
func Location(zone, home string) (*time.Location, error) {
	if zone == customer.Home || zone == "" {
		zone = home
	}
	where, err := time.LoadLocation(zone)
	if err != nil {
		return nil, errs.New(errs.Internal, "greeting.no_zone").With("zone", zone).Because(err)
	}
	return where, nil
}
