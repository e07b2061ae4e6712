package greeting

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"huiyin/shared/customer"

	"pgregory.net/rapid"
)

const company = "Asia/Shanghai"

func always() bool { return true }

func people(n int, change func(i int, c *customer.Customer)) []customer.Customer {
	list := make([]customer.Customer, n)
	for i := range list {
		list[i] = confirmed()
		list[i].ID = fmt.Sprintf("C%05d", i)
		list[i].PhoneKey = fmt.Sprintf("key%d", i)
		if change != nil {
			change(i, &list[i])
		}
	}
	return list
}

func service(store Store) Service {
	return Service{Store: store, Settings: Default(), Zone: company}
}

// named counts in how many festival and birthday pages each customer stands.
func named(t *testing.T, m *memory) (festival, birthday map[string]int) {
	t.Helper()
	festival, birthday = map[string]int{}, map[string]int{}
	for _, e := range m.events {
		var f PageFacts
		if err := e.Into(&f); err != nil {
			t.Fatal(err)
		}
		if len(f.Customers) == 0 || len(f.Customers) > pageSize {
			t.Errorf("%s names %d customers", e.ID, len(f.Customers))
		}
		for _, id := range f.Customers {
			if f.Occasion.Kind == Birthday {
				birthday[id]++
			} else {
				festival[id]++
			}
		}
	}
	return festival, birthday
}

func onceEach(t *testing.T, seen map[string]int, want int) {
	t.Helper()
	if len(seen) != want {
		t.Errorf("%d customers named, want %d", len(seen), want)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s is named %d times", id, n)
		}
	}
}

// nine in the morning of Mid-Autumn 2026, in Shanghai
var festivalMorning = time.Date(2026, 9, 25, 1, 0, 0, 0, time.UTC)

// rule: NJ-2, NJ-4
func TestRunNamesEverybodyOnce(t *testing.T) {
	m := newMemory(people(1250, func(i int, c *customer.Customer) {
		switch {
		case i < 3:
			c.Birthday = customer.Birthday{Month: 9, Day: 25}
		case i < 5:
			c.Birthday = customer.Birthday{Month: 8, Day: 15, Lunar: true}
		case i < 50:
			c.Consent.State = customer.Ticked
		}
	})...)
	report, err := service(m).Tick(t.Context(), festivalMorning, always)
	if err != nil {
		t.Fatal(err)
	}
	festival, birthday := named(t, m)
	onceEach(t, festival, 1205)
	onceEach(t, birthday, 5)
	if report.People != 1210 || report.Pages != len(m.events) || len(report.Left)+len(report.Cut) != 0 {
		t.Errorf("report: %+v, %d events", report, len(m.events))
	}
	writes := m.writes
	for hour := range 12 { // later ticks, and the same one again
		if _, err := service(m).Tick(t.Context(), festivalMorning.Add(time.Duration(hour)*time.Hour), always); err != nil {
			t.Fatal(err)
		}
	}
	if m.writes != writes {
		t.Error("a run that was done was written again")
	}
	if m.events[0].Subject != "GREETINGS#2026-09-25#home" {
		t.Errorf("subject: %s", m.events[0].Subject)
	}
}

// A run is cut off at any of its writes, before or after the commit, and goes
// on with the next tick.
func TestRunThatBreaksOffContinues(t *testing.T) {
	everybody := people(730, func(i int, c *customer.Customer) {
		if i%100 == 0 {
			c.Birthday = customer.Birthday{Month: 9, Day: 25}
		}
	})
	rapid.Check(t, func(r *rapid.T) {
		m := newMemory(everybody...)
		m.fail = func(int) (bool, bool) {
			n := rapid.IntRange(0, 5).Draw(r, "fate")
			return n == 0, n == 1
		}
		for range 20 {
			budget := rapid.IntRange(0, 4).Draw(r, "pages")
			report, err := service(m).Tick(t.Context(), festivalMorning, func() bool { budget--; return budget >= 0 })
			if err != nil && !errors.Is(err, errBroken) {
				r.Fatal(err)
			}
			if err == nil && len(report.Left) == 0 {
				break
			}
		}
		m.fail = nil // at last the line holds
		if _, err := service(m).Tick(t.Context(), festivalMorning, always); err != nil {
			r.Fatal(err)
		}
		festival, birthday := named(t, m)
		onceEach(t, festival, 730)
		onceEach(t, birthday, 8)
	})
}

func TestRunsAtOnceRecordNothingTwice(t *testing.T) {
	m := newMemory(people(900, nil)...)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, err := service(m).Tick(context.Background(), festivalMorning, always); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if _, err := service(m).Tick(t.Context(), festivalMorning, always); err != nil {
		t.Fatal(err)
	}
	festival, _ := named(t, m)
	onceEach(t, festival, 900)
}

// The day is the day where the customer is, and so are the hours.
func TestRunKeepsToTheLocalDay(t *testing.T) {
	m := newMemory(people(2, func(i int, c *customer.Customer) {
		c.Birthday = customer.Birthday{Month: 6, Day: 2}
		if i == 1 {
			c.Zone = "America/Los_Angeles"
		}
	})...)
	for hour := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC); hour.Day() < 4; hour = hour.Add(time.Hour) {
		if _, err := service(m).Tick(t.Context(), hour, always); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]string{"C00000": "2026-06-02T01:00:00Z", "C00001": "2026-06-02T16:00:00Z"}
	for _, e := range m.events {
		var f PageFacts
		if err := e.Into(&f); err != nil {
			t.Fatal(err)
		}
		if got := e.At.Format(time.RFC3339); len(f.Customers) != 1 || got != want[f.Customers[0]] {
			t.Errorf("%v at %s, want %s", f.Customers, got, want[f.Customers[0]])
		}
	}
	if len(m.events) != 2 {
		t.Errorf("%d pages, want 2", len(m.events))
	}
}

func TestRunWhoseDayEndsIsCut(t *testing.T) {
	evening := festivalMorning.Add(12 * time.Hour) // 21:00
	m := newMemory(people(300, nil)...)
	budget := 2
	if _, err := service(m).Tick(t.Context(), festivalMorning, func() bool { budget--; return budget >= 0 }); err != nil {
		t.Fatal(err)
	}
	before := len(m.events)
	report, err := service(m).Tick(t.Context(), evening, always)
	if err != nil || !slices.Equal(report.Cut, []string{customer.Home}) || len(m.events) != before {
		t.Errorf("%+v %v, %d events", report, err, len(m.events)-before)
	}
	if report, _ = service(m).Tick(t.Context(), evening.Add(time.Hour), always); len(report.Cut) != 0 {
		t.Error("a run was cut twice")
	}
	// With nobody to greet there is nothing to lose, and no alarm.
	if report, err = service(newMemory()).Tick(t.Context(), evening, always); err != nil || len(report.Cut) != 0 {
		t.Errorf("an empty desk: %+v %v", report, err)
	}
}

func TestZoneThatFailsHoldsUpNobody(t *testing.T) {
	m := newMemory(people(2, func(i int, c *customer.Customer) {
		if i == 0 {
			c.Zone = "Atlantis/Capital"
		}
	})...)
	report, err := service(m).Tick(t.Context(), festivalMorning, always)
	if err == nil || report.People != 1 {
		t.Errorf("%+v %v", report, err)
	}
}

// rule: NJ-2, NJ-4, LAW-3 — a year, hour by hour: whoever is greeted is greeted
// by day, at most once a day, and for every festival and birthday of the year.
func TestAYearOfGreetings(t *testing.T) {
	zones := []string{"", "America/New_York", "Europe/London"}
	everybody := people(40, func(i int, c *customer.Customer) {
		c.Zone = zones[i%len(zones)]
		c.Birthday = customer.Birthday{Month: 1 + i%12, Day: 1 + i*7%30, Lunar: i%2 == 0}
		if !c.Birthday.Valid() {
			c.Birthday.Day = 29
		}
	})
	byID := map[string]customer.Customer{}
	for _, c := range everybody {
		byID[c.ID] = c
	}
	m := newMemory(everybody...)
	s := service(m)
	got := map[string]string{} // guard → text
	told := 0
	for hour := time.Date(2027, 12, 30, 0, 0, 0, 0, time.UTC); hour.Year() < 2029; hour = hour.Add(time.Hour) {
		if _, err := s.Tick(t.Context(), hour, always); err != nil {
			t.Fatal(err)
		}
		// Pages arrive in any order: here the newest first.
		fresh := slices.Clone(m.events[told:])
		told = len(m.events)
		slices.Reverse(fresh)
		for _, e := range fresh {
			var f PageFacts
			if err := e.Into(&f); err != nil {
				t.Fatal(err)
			}
			for _, id := range f.Customers {
				greet(t, s, byID[id], f, hour.Add(20*time.Minute), got)
			}
		}
	}
	for _, c := range everybody {
		for date := day(t, "2028-01-01"); date.Year == 2028; date = date.AddDays(1) {
			want := ""
			if birthday, _ := IsBirthday(c.Birthday, date); birthday {
				want = "birthday"
			} else if festival, ok := s.Settings.Festival(date); ok {
				want = festival.Text()
			}
			if text := got[Guard(c.PhoneKey, date)]; text != want {
				t.Errorf("%s on %s: %q, want %q", c.ID, date, text, want)
			}
		}
	}
}

func greet(t *testing.T, s Service, c customer.Customer, f PageFacts, now time.Time, got map[string]string) {
	t.Helper()
	where, err := Location(c.Zone, s.Zone)
	if err != nil {
		t.Fatal(err)
	}
	guard := Guard(c.PhoneKey, f.Date)
	verdict, err := s.Settings.Decide(Facts{
		Customer: c, Zone: where, Occasion: f.Occasion, Date: f.Date, Greeted: got[guard] != "",
	}, now)
	if err != nil {
		t.Fatal(err)
	}
	if verdict.Action == Send {
		got[guard] = verdict.Occasion.Text()
	}
}
