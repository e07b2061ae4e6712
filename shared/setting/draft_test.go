package setting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/setting"
	"huiyin/shared/sla"
)

// rule: QM-4 — service hours are saved over those of the program, version by
// version, with author and time; whoever has seen an older one is told.
func TestACalendarIsSavedByVersion(t *testing.T) {
	w := newWorld(t)
	if _, err := w.calendar("queries", everyDay("09:00", "17:00"), 0); !errs.Is(err, errs.Stale) {
		t.Errorf("without having seen the program's: %v", err)
	}
	w.saved(w.calendar("queries", everyDay("09:00", "17:00"), 1))
	draft, err := w.calendar("queries", everyDay("08:00", "17:00"), 2)
	w.saved(w.calendar("queries", everyDay("10:00", "17:00"), 2))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Save(t.Context(), morning, "staff:other", draft); errs.As(err).Code != "setting.stale" || !errs.Is(err, errs.Stale) {
		t.Errorf("two at once: %v", err)
	}
	if d, err := w.calendar("queries", everyDay("10:00", "17:00", `,"version":9,"id":"queries"`), 3); err != nil || d.Changes() {
		t.Errorf("the same again: %v, %v", d, err)
	}
	f, err := w.InForce(t.Context())
	if err != nil || f.Version(setting.Calendar, "queries") != 3 || f.Calendars["queries"].Hours["mon"][0] != (calendar.Span{"10:00", "17:00"}) {
		t.Errorf("in force: %+v (%v)", f.Calendars["queries"], err)
	}
	list, err := w.Store.Versions(t.Context(), setting.Calendar, "queries", 0, 10)
	if err != nil || len(list) != 2 || list[0].Version != 3 || list[1].By != "staff:boss" || !list[1].At.Equal(morning) {
		t.Errorf("versions %+v (%v)", list, err)
	}
	told := w.store.Told(0)
	if len(told) != 2 || told[1].Type != setting.Saved || string(told[1].Data) != `{"area":"calendar","id":"queries","version":3}` {
		t.Errorf("told %+v", told)
	}
	if job := w.saved(w.calendar("night", everyDay("22:00", "06:00"), 0)); job != nil {
		t.Errorf("a calendar that no policy names starts %+v", job)
	}
	if _, err := w.calendar("night", everyDay("22:00", "06:00"), 0); !errs.Is(err, errs.Stale) {
		t.Errorf("made twice: %v", err)
	}
}

func TestWhatIsWrongWithACalendarIsToldByItsPlace(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct{ id, body, want string }{
		"no JSON":           {"queries", `{`, ":calendar.bad_json"},
		"an unknown member": {"queries", everyDay("09:00", "17:00", `,"timezone":"x"`), "timezone:unknown_field"},
		"no zone":           {"queries", `{"hours":{"mon":[["09:00","17:00"]]}}`, "timeZone:required"},
		"never open":        {"queries", `{"timeZone":"Asia/Shanghai","hours":{}}`, "hours:calendar.never_open"},
		"a bad id":          {"Queries!", everyDay("09:00", "17:00"), "id:setting.id"},
		"another id":        {"queries", everyDay("09:00", "17:00", `,"id":"business"`), "id:setting.other_id"},
		"not enough in 400 days": {"queries", `{"timeZone":"Asia/Shanghai","hours":{},"exceptions":[{"date":"2026-06-10","spans":[["09:00","10:00"]]}]}`,
			"hours:setting.no_due"},
	} {
		seen := 1
		if c.id != "queries" {
			seen = 0
		}
		if _, err := w.calendar(c.id, c.body, seen); fields(t, err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range 28 { // with the program's two
		w.saved(w.calendar(fmt.Sprintf("c%d", i), everyDay("09:00", "17:00"), 0))
	}
	if _, err := w.calendar("onemore", everyDay("09:00", "17:00"), 0); fields(t, err) != "id:calendar.too_many" {
		t.Errorf("too many: %v", err)
	}
}

func TestWhatIsWrongWithPoliciesIsToldByItsPlace(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		edit func(*sla.Policies)
		want string
	}{
		"no id":                        {func(p *sla.Policies) { p.Ordered[1].ID = "" }, "policies[1].id:required"},
		"a bad id":                     {func(p *sla.Policies) { p.Ordered[1].ID = "a b" }, "policies[1].id:setting.id"},
		"an id twice":                  {func(p *sla.Policies) { p.Default.ID = "complaint" }, "default.id:setting.id_twice"},
		"no calendar":                  {func(p *sla.Policies) { p.Default.Calendar = "" }, "default.calendar:required"},
		"a calendar that is not there": {func(p *sla.Policies) { p.Ordered[0].Calendar = "nights" }, "policies[0].calendar:sla.unknown_calendar"},
		"a default with conditions":    {func(p *sla.Policies) { p.Default.When.Kind = []string{"inquiry"} }, "default.when:setting.default_when"},
		"longer than 400 days": {func(p *sla.Policies) {
			p.Ordered[2].Priorities["urgent"] = sla.Targets{sla.NextResponse: {Business: sla.Duration(5000 * time.Hour)}}
		}, "policies[2].priorities.urgent.next_response:calendar.no_open_time"},
		"a step": {func(p *sla.Policies) { p.Default.Steps[0].At = "soon" }, "default.steps[0].at:sla.unknown_step"},
	} {
		if _, err := w.policies(seed(t, c.edit), 1); fields(t, err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	for body, want := range map[string]string{
		`[]`: ":calendar.wrong_type", `{"policies":[]}`: "default:required", `{"policies":{},"default":{"id":"x","calendar":"queries","targets":{}}}`: "policies:calendar.wrong_type",
		`{"policies":[],"default":{"id":"x","calendar":"queries","targets":{}},"version":1}`: "version:unknown_field",
	} {
		if _, err := w.policies(body, 1); fields(t, err) != want {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// A policy has a new version when it says something new, which is never one
// that it or another of its id had before.
func TestAPolicysVersionSaysOneThing(t *testing.T) {
	w := newWorld(t)
	faster := func(p *sla.Policies) {
		p.Ordered[3].Targets[sla.FirstResponse] = sla.Target{Business: sla.Duration(10 * time.Minute)}
	}
	without := func(p *sla.Policies) { p.Ordered = p.Ordered[:3] }
	swapped := func(p *sla.Policies) { p.Ordered[0], p.Ordered[1] = p.Ordered[1], p.Ordered[0] }
	for i, step := range []struct {
		edit  func(*sla.Policies)
		want  string
		moves bool
	}{
		{func(*sla.Policies) {}, "complaint-salesperson:1 complaint:1 salesperson:1 cargo-status:1 default:1", false},
		{faster, "complaint-salesperson:1 complaint:1 salesperson:1 cargo-status:2 default:1", true},
		{without, "complaint-salesperson:1 complaint:1 salesperson:1 default:1", true},
		{func(*sla.Policies) {}, "complaint-salesperson:1 complaint:1 salesperson:1 cargo-status:4 default:1", false},
		{swapped, "complaint:1 complaint-salesperson:1 salesperson:1 cargo-status:4 default:1", false},
	} {
		d, err := w.policies(seed(t, step.edit), max(1, i))
		if err != nil {
			t.Fatal(err)
		}
		if job := w.saved(d, nil); (job != nil) != step.moves {
			t.Errorf("step %d starts %+v", i, job)
		}
		book, err := w.Book(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range append(slices.Clone(book.Policies.Ordered), book.Policies.Default) {
			got = append(got, fmt.Sprintf("%s:%d", p.ID, p.Version))
		}
		if strings.Join(got, " ") != step.want {
			t.Errorf("step %d: %v", i, got)
		}
	}
}

// rule: LAW-5 — a year's list moves the calendars that follow public holidays,
// and a calendar as it was can be made again.
func TestAYearsListIsANewVersionOfWhoFollowsIt(t *testing.T) {
	w := newWorld(t)
	w.saved(w.calendar("office", everyDay("09:00", "17:00", `,"chinaHolidays":true`), 0))
	w.saved(w.policies(seed(t, func(p *sla.Policies) { p.Default.Calendar = "office" }), 1))
	list := func(rows ...setting.Row) (*setting.Draft, error) { return w.DraftHolidays(t.Context(), 2026, rows, 1) }
	row := func(date string, off bool) setting.Row {
		d, _ := calendar.ParseDate(date)
		return setting.Row{Holiday: calendar.Holiday{Date: d, Name: "节", Off: off}, Place: "[0]"}
	}
	if job := w.saved(list(row("2026-06-10", true), row("2026-06-09", true))); job == nil || job.ID != "holidays-2026-2" {
		t.Fatalf("job %+v", job)
	}
	f, err := w.InForce(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if f.Version(setting.Calendar, "office") != 2 || f.Version(setting.Calendar, "queries") != 1 {
		t.Errorf("office %d, queries %d", f.Version(setting.Calendar, "office"), f.Version(setting.Calendar, "queries"))
	}
	holiday := morning.AddDate(0, 0, 1)
	before, err := setting.Past(t.Context(), w.Store, zone, sla.Ref{ID: "office", Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	after, err := setting.Past(t.Context(), w.Store, zone, sla.Ref{ID: "office", Version: 2})
	if err != nil || !before.IsOpen(holiday) || after.IsOpen(holiday) || f.Book.Calendars["office"].IsOpen(holiday) {
		t.Errorf("open on the new holiday: before %v, after %v (%v)", before.IsOpen(holiday), after.IsOpen(holiday), err)
	}
	if seeds, err := setting.Past(t.Context(), w.Store, zone, sla.Ref{ID: "queries", Version: 1}); err != nil || !seeds.IsOpen(holiday) {
		t.Errorf("the program's calendar: %v", err)
	}
	if _, err := setting.Past(t.Context(), w.Store, zone, sla.Ref{ID: "office", Version: 7}); !errs.Is(err, errs.NotFound) {
		t.Errorf("a version that never was: %v", err)
	}
	if _, err := w.DraftHolidays(t.Context(), 2027, []setting.Row{row("2027-01-01", true)}, 1); !errs.Is(err, errs.Stale) {
		t.Errorf("a missing year seen: %v", err)
	}
	if d, err := w.DraftHolidays(t.Context(), 2025, rowsOf(f.Holidays.Year(2025)), 1); err != nil || d.Changes() {
		t.Errorf("what the program knows already: %v", err)
	}
}

func rowsOf(days []calendar.Holiday) (rows []setting.Row) {
	for i, d := range days {
		rows = append(rows, setting.Row{Holiday: d, Place: fmt.Sprintf("[%d]", i)})
	}
	return rows
}
