package greeting

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/words"

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	where, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return where
}

// rule: NJ-2
func TestFestivalsThatAreOn(t *testing.T) {
	s := Default()
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"2026-01-01": {"new_year"}, "2026-02-17": {"spring_festival"}, "2026-03-03": {"lantern"},
		"2026-05-01": {"labour_day"}, "2026-06-19": {"dragon_boat"}, "2026-08-19": {"qixi"},
		"2026-09-25": {"mid_autumn"}, "2026-10-01": {"national_day"}, "2026-10-18": {"double_ninth"},
		"2026-12-22": {"winter_solstice"},
		"2031-10-01": {"mid_autumn", "national_day"}, // one greeting, the first gives the text
		"2026-04-05": nil,                            // Qingming
		"2026-03-08": nil, "2026-12-25": nil, "2026-02-16": nil, "2026-11-22": nil,
	} {
		got, ok := s.Festival(day(t, text))
		if !slices.Equal(got.Festivals, want) || ok != (want != nil) {
			t.Errorf("%s: %v, want %v", text, got.Festivals, want)
		}
	}
	if got, _ := s.Festival(day(t, "2031-10-01")); got.Text() != "festival.mid_autumn" {
		t.Errorf("text of both: %s", got.Text())
	}
}

func TestSettingsThatAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Settings){
		"no time":          func(s *Settings) { s.From = "8" },
		"24:00":            func(s *Settings) { s.To = "24:00" },
		"ends before":      func(s *Settings) { s.To = "07:00" },
		"starts outside":   func(s *Settings) { s.Start = "21:00" },
		"before eight":     func(s *Settings) { s.From = "07:59" },
		"after nine":       func(s *Settings) { s.To = "21:01" },
		"unknown festival": func(s *Settings) { s.Festivals = append(s.Festivals, Festival{ID: "easter"}) },
		"twice":            func(s *Settings) { s.Festivals = append(s.Festivals, s.Festivals[0]) },
	} {
		s := Default()
		s.Festivals = slices.Clone(s.Festivals)
		spoil(&s)
		if s.Check() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func confirmed() customer.Customer {
	return customer.Customer{ID: "A", PhoneKey: "k", Consent: customer.Consent{State: customer.Confirmed}}
}

// rule: LAW-2, LAW-3, NJ-4, JY-11
func TestDecide(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	festival := Occasion{Kind: OfYear, Festivals: []string{"mid_autumn"}}
	at := func(d, clock string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", d+" "+clock, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	base := Facts{Customer: confirmed(), Zone: shanghai, Occasion: festival, Date: day(t, "2026-09-25")}
	noon := at("2026-09-25", "12:00")
	for name, c := range map[string]struct {
		change func(*Facts, *Settings)
		now    time.Time
		action string
		reason string
		text   string
	}{
		"all is well":        {nil, noon, Send, "", "festival.mid_autumn"},
		"first minute":       {nil, at("2026-09-25", "08:00"), Send, "", "festival.mid_autumn"},
		"last minute":        {nil, at("2026-09-25", "20:59"), Send, "", "festival.mid_autumn"},
		"night":              {nil, at("2026-09-25", "21:00"), Skip, DayOver, ""},
		"the day after":      {nil, at("2026-09-26", "09:00"), Skip, DayOver, ""},
		"early":              {nil, at("2026-09-25", "07:59"), Wait, TooEarly, ""},
		"the evening before": {nil, at("2026-09-24", "20:00"), Wait, TooEarly, ""},
		"archived":           {func(f *Facts, _ *Settings) { f.Customer.Archived = true }, noon, Skip, Archived, ""},
		"ticked only":        {func(f *Facts, _ *Settings) { f.Customer.Consent.State = customer.Ticked }, noon, Skip, NoConsent, ""},
		"stopped file":       {func(f *Facts, _ *Settings) { f.Customer.Consent.State = customer.Stopped }, noon, Skip, OptedOut, ""},
		"stopped number":     {func(f *Facts, _ *Settings) { f.OptedOut = true }, noon, Skip, OptedOut, ""},
		"complaint":          {func(f *Facts, _ *Settings) { f.OpenComplaint = true }, noon, Skip, OpenComplaint, ""},
		"greeted":            {func(f *Facts, _ *Settings) { f.Greeted = true }, noon, Skip, Greeted, ""},
		"birthday too":       {func(f *Facts, _ *Settings) { f.Customer.Birthday = customer.Birthday{Month: 9, Day: 25} }, noon, Send, "", "birthday"},
		"birthday, not greeted": {func(f *Facts, s *Settings) {
			f.Customer.Birthday = customer.Birthday{Month: 8, Day: 15, Lunar: true}
			s.Birthdays = false
		}, noon, Send, "", "festival.mid_autumn"},
		"festival off now":            {func(_ *Facts, s *Settings) { s.Festivals = nil }, noon, Skip, SwitchedOff, ""},
		"birthday page, festival day": {func(f *Facts, _ *Settings) { f.Occasion = Occasion{Kind: Birthday} }, noon, Send, "", "festival.mid_autumn"},
		"birthday moved":              {func(f *Facts, s *Settings) { f.Occasion = Occasion{Kind: Birthday}; s.Festivals = nil }, noon, Skip, NotToday, ""},
		"birthdays off now": {func(f *Facts, s *Settings) {
			f.Occasion = Occasion{Kind: Birthday}
			s.Festivals = nil
			s.Birthdays = false
		}, noon, Skip, SwitchedOff, ""},
	} {
		facts, settings := base, Default()
		if c.change != nil {
			c.change(&facts, &settings)
		}
		got, err := settings.Decide(facts, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got.Action != c.action || got.Reason != c.reason || c.text != "" && got.Occasion.Text() != c.text {
			t.Errorf("%s: %+v, want %s %s %s", name, got, c.action, c.reason, c.text)
		}
		if got.Action == Wait && !got.Until.Equal(at("2026-09-25", "08:00")) {
			t.Errorf("%s: waits until %s", name, got.Until)
		}
		if got.Reason != "" && !words.Has(got.Reason) {
			t.Errorf("no sentence for %s", got.Reason)
		}
	}
}

// rule: LAW-2, LAW-3 — whatever else is true, a greeting that goes out has a
// confirmed consent and arrives by day, on its own day, where the customer is.
func TestDecideNeverSendsAgainstTheLaw(t *testing.T) {
	zones := []*time.Location{zone(t, "Asia/Shanghai"), zone(t, "America/New_York"), zone(t, "Pacific/Kiritimati"), zone(t, "Asia/Kathmandu")}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(r *rapid.T) {
		now := start.Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(r, "minute")) * time.Minute)
		where := rapid.SampledFrom(zones).Draw(r, "zone")
		date := calendar.DateIn(now, where).AddDays(rapid.IntRange(-1, 1).Draw(r, "days"))
		c := confirmed()
		c.Consent.State = rapid.SampledFrom([]customer.State{"", customer.None, customer.Ticked, customer.Confirmed, customer.Stopped}).Draw(r, "consent")
		c.Archived = rapid.Bool().Draw(r, "archived")
		c.Birthday = customer.Birthday{Month: int(date.Month), Day: date.Day}
		facts := Facts{
			Customer: c, Zone: where, Date: date, Occasion: Occasion{Kind: Birthday},
			OptedOut:      rapid.Bool().Draw(r, "stop"),
			OpenComplaint: rapid.Bool().Draw(r, "complaint"),
			Greeted:       rapid.Bool().Draw(r, "greeted"),
		}
		got, err := Default().Decide(facts, now)
		if err != nil {
			r.Fatal(err)
		}
		local := now.In(where)
		lawful := c.Greetable() && !facts.OptedOut && !facts.OpenComplaint && !facts.Greeted &&
			calendar.DateIn(now, where) == date && local.Hour() >= 8 && local.Hour() < 21
		if (got.Action == Send) != lawful {
			r.Fatalf("%+v at %s: %+v", facts, local, got)
		}
		if got.Action == Wait {
			later, err := Default().Decide(facts, got.Until)
			if err != nil || later.Action != Send || !got.Until.After(now) {
				r.Fatalf("waits until %s, and then %+v %v", got.Until, later, err)
			}
		}
	})
}

func TestGuardNamesNumberAndDay(t *testing.T) {
	if got := Guard("abc", day(t, "2026-09-25")); got != "GREET#abc#2026-09-25" {
		t.Errorf("guard: %s", got)
	}
}
