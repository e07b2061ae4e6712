package storetest

import (
	"testing"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/greeting"
)

// greetings: a run goes on from the version that was read, and each page it
// records stands with it.
func greetings(t *testing.T, fresh Fresh) {
	s := fresh(t)
	day := calendar.Date{Year: 2026, Month: 9, Day: 25}
	zones, err := s.Greetings.Zones(ctx)
	is(t, "zones", err, nil)
	same(t, "a company without customers", zones, []string{customer.Home})
	r, err := s.Greetings.Run(ctx, customer.Home, day)
	is(t, "run", err, nil)
	same(t, "a run that has not begun", r, greeting.Run{})

	r = greeting.Run{Zone: "Asia/Urumqi", Date: day, Version: 1, Seq: 1, Plan: []greeting.Step{{List: customer.Place{List: customer.Greetings, Zone: "Asia/Urumqi"}}},
		After: "C7", State: greeting.Open, At: start, Until: start.AddDate(0, 2, 0)}
	subject := greeting.Subject(r.Zone, day)
	is(t, "begin", s.Greetings.Advance(ctx, r, happened(subject, 1, greeting.PageRecorded, start)), nil)
	got, err := s.Greetings.Run(ctx, r.Zone, day)
	is(t, "run", err, nil)
	same(t, "the run", got, r)
	is(t, "begin again", s.Greetings.Advance(ctx, r), greeting.ErrLostRace)
	other, err := s.Greetings.Run(ctx, r.Zone, day.AddDays(1))
	is(t, "another day", err, nil)
	same(t, "another day", other, greeting.Run{})
	oneWins(t, "next pages", atOnce(6, func(i int) error {
		n := r
		n.Version, n.Seq, n.After = 2, 2, name("C", i)
		return s.Greetings.Advance(ctx, n, happened(subject, 2, greeting.PageRecorded, start))
	}), because(greeting.ErrLostRace))
	r.Version, r.State = 3, greeting.Done
	is(t, "end without a page", s.Greetings.Advance(ctx, r), nil)
}
