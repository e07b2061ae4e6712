package calendar

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// everyDay is open 08:30–18:30, all week.
func everyDay() Calendar {
	c := Calendar{TimeZone: "Asia/Shanghai", Hours: map[string][]Span{}}
	for day := range weekdays {
		c.Hours[day] = []Span{{"08:30", "18:30"}}
	}
	return c
}

func compiled(t testing.TB, c Calendar) *Schedule {
	t.Helper()
	s, err := Compile(c, DefaultHolidays())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at reads an instant; without an offset it is Shanghai's.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	if !strings.ContainsAny(text[10:], "Z+-") {
		text += "+08:00"
	}
	v, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return v.UTC()
}

func expectAdd(t *testing.T, s *Schedule, start string, d time.Duration, want string) {
	t.Helper()
	due, err := s.Add(at(t, start), d)
	if err != nil {
		t.Fatal(err)
	}
	if !due.Equal(at(t, want)) {
		t.Errorf("%s + %v = %v, want %s", start, d, due.In(s.zone), want)
	}
}

// Spans of a weekday: half open, several, over midnight, overlapping.
// rule: QM-4
func TestSpans(t *testing.T) {
	s := compiled(t, everyDay())
	for text, open := range map[string]bool{
		"2026-06-05T08:29:59.999": false, "2026-06-05T08:30:00": true,
		"2026-06-05T18:29:59.999": true, "2026-06-05T18:30:00": false,
	} {
		if s.IsOpen(at(t, text)) != open {
			t.Errorf("open at %s: %v", text, !open)
		}
	}
	expectAdd(t, s, "2026-06-05T18:00:00", 30*time.Minute, "2026-06-05T18:30:00") // on the close stays there
	expectAdd(t, s, "2026-06-05T18:00:00", 30*time.Minute+time.Millisecond, "2026-06-06T08:30:00.001")
	expectAdd(t, s, "2026-06-05T20:00:00", 30*time.Minute, "2026-06-06T09:00:00") // rule: PD-3
	expectAdd(t, s, "2026-06-05T20:00:00", 0, "2026-06-05T20:00:00")

	night := Calendar{TimeZone: "Asia/Shanghai", Hours: map[string][]Span{"fri": {{"22:00", "06:00"}, {"21:00", "23:00"}}, "sat": {{"05:00", "07:00"}}}}
	s = compiled(t, night)
	expectAdd(t, s, "2026-06-05T20:00:00", 10*time.Hour, "2026-06-06T07:00:00") // 21–07 in one piece
	if got := s.Between(at(t, "2026-06-05T00:00:00"), at(t, "2026-06-08T00:00:00")); got != 10*time.Hour {
		t.Errorf("overlapping spans count %v", got)
	}
	if last, _ := s.Close(Date{2026, 6, 5}); !last.Equal(at(t, "2026-06-06T06:00:00")) {
		t.Errorf("a night span belongs to the day it starts: close %v", last)
	}
	if first, _ := s.Open(Date{2026, 6, 5}); !first.Equal(at(t, "2026-06-05T21:00:00")) {
		t.Errorf("opens at %v", first)
	}
	if _, ok := s.Open(Date{2026, 6, 7}); ok {
		t.Error("a closed day opens")
	}
	if s.ServiceDay(Date{2026, 6, 7}) || !s.ServiceDay(Date{2026, 6, 6}) {
		t.Error("a weekday that is not named is closed")
	}
	expectAdd(t, compiled(t, Calendar{TimeZone: "UTC", Hours: map[string][]Span{"mon": {{"00:00", "24:00"}}, "tue": {{"00:00", "24:00"}}}}),
		"2026-06-08T12:00:00Z", 20*time.Hour, "2026-06-09T08:00:00Z")
}

// What wins: an exception over the holiday list over the weekday.
// rule: LAW-5
func TestPrecedence(t *testing.T) {
	c := Calendar{TimeZone: "Asia/Shanghai", ChinaHolidays: true, Hours: map[string][]Span{"mon": {{"09:00", "12:00"}}, "thu": {{"08:00", "18:00"}}, "fri": {{"08:00", "18:00"}}},
		Exceptions: []Exception{{Date: "2026-10-02", Spans: []Span{{"10:00", "11:00"}}}, {Date: "2026-10-10", Spans: nil}}}
	s := compiled(t, c)
	for text, want := range map[string]time.Duration{
		"2026-09-20": 3 * time.Hour,  // make-up Sunday: like a Monday
		"2026-09-25": 0,              // Mid-Autumn, a Friday
		"2026-10-01": 0,              // National Day, a Thursday
		"2026-10-02": time.Hour,      // open in spite of it
		"2026-10-08": 10 * time.Hour, // an ordinary Thursday
		"2026-10-10": 0,              // make-up Saturday, closed all the same
		"2026-02-14": 3 * time.Hour,  // 2026's other make-up days
		"2026-02-28": 3 * time.Hour,
		"2026-05-09": 3 * time.Hour,
		"2026-01-04": 3 * time.Hour,
		"2026-06-20": 0, // an ordinary Saturday
	} {
		date, _ := ParseDate(text)
		from := s.At(date, 0)
		if got := s.Between(from, from.Add(24*time.Hour)); got != want {
			t.Errorf("%s is open for %v, want %v", text, got, want)
		}
	}
	c.ChinaHolidays = false
	if !compiled(t, c).ServiceDay(Date{2026, 10, 1}) {
		t.Error("holidays count though the calendar says they don't")
	}
}

// A year that nobody loaded: the law's days, marked; and what loading changes.
// rule: LAW-5
func TestYearWithoutData(t *testing.T) {
	h := DefaultHolidays()
	for text, name := range map[string]string{
		"2027-01-01": "元旦", "2027-02-05": "春节", "2027-02-06": "春节", "2027-02-08": "春节", "2027-04-05": "清明节", "2027-05-02": "劳动节",
		"2027-06-09": "端午节", "2027-09-15": "中秋节", "2027-10-03": "国庆节",
		"2028-10-03": "国庆节", // Mid-Autumn falls on it: one day off, under one name
		"2070-10-02": "国庆节", // beyond the table of festivals
	} {
		date, _ := ParseDate(text)
		day, ok := h.On(date)
		if !ok || !day.Off || !day.Provisional || day.Name != name {
			t.Errorf("%s: %+v", text, day)
		}
	}
	for _, text := range []string{"2027-02-04", "2027-02-09", "2027-05-03", "2027-10-04", "2028-10-04", "2026-10-08"} {
		date, _ := ParseDate(text)
		if day, ok := h.On(date); ok {
			t.Errorf("%s: %+v", text, day)
		}
	}
	if h.Loaded(2027) || !h.Loaded(2026) {
		t.Error("Loaded")
	}
	next, err := h.With(2027, []Holiday{{Date: Date{2026, 12, 31}, Name: "元旦", Off: true}, {Date: Date{2027, 1, 1}, Name: "元旦", Off: true}})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := next.On(Date{2027, 10, 1}); ok || !next.Loaded(2027) || h.Loaded(2027) {
		t.Error("a loaded year is the list and nothing else, and the old value stays")
	}
	if day, _ := next.On(Date{2026, 12, 31}); !day.Off || day.Provisional {
		t.Error("a notice may reach into the December before")
	}
	if again, _ := next.With(2027, []Holiday{{Date: Date{2027, 1, 1}, Name: "元旦", Off: true}}); len(again.days) != len(next.days)-1 {
		t.Error("a list in another's place leaves nothing of it")
	}
	for _, bad := range [][]Holiday{nil, {{Date: Date{2026, 6, 1}, Name: "x"}}, {{Date: Date{2027, 6, 1}}}, {{Date: Date{2027, 6, 1}, Name: "x"}, {Date: Date{2027, 6, 1}, Name: "y"}}} {
		if _, err := h.With(2027, bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

// Everything that is refused when a calendar is saved, by the path it is told at.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ json, path, code string }{
		"empty zone":          {`{"timeZone":"","hours":{"mon":[["09:00","10:00"]]}}`, "calendar.timeZone", "required"},
		"no zone":             {`{"hours":{"mon":[["09:00","10:00"]]}}`, "calendar.timeZone", "required"},
		"unknown zone":        {`{"timeZone":"Asia/Beijing2","hours":{"mon":[["09:00","10:00"]]}}`, "calendar.timeZone", "calendar.unknown_zone"},
		"machine's zone":      {`{"timeZone":"Local","hours":{"mon":[["09:00","10:00"]]}}`, "calendar.timeZone", "calendar.unknown_zone"},
		"zone outside":        {`{"timeZone":"../../etc/passwd","hours":{"mon":[["09:00","10:00"]]}}`, "calendar.timeZone", "calendar.unknown_zone"},
		"date twice":          {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]},"exceptions":[{"date":"2026-01-01","spans":[]},{"date":"2026-01-01","spans":[]}]}`, "calendar.exceptions[1].date", "calendar.date_twice"},
		"no such date":        {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]},"exceptions":[{"date":"2026-02-29","spans":[]}]}`, "calendar.exceptions[0].date", "calendar.no_such_date"},
		"date of other shape": {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]},"exceptions":[{"date":"2026-2-9","spans":[]}]}`, "calendar.exceptions[0].date", "calendar.no_such_date"},
		"exception's span":    {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]},"exceptions":[{"date":"2026-02-09","spans":[["9","10"]]}]}`, "calendar.exceptions[0].spans[0]", "calendar.no_time"},
		"exception, no spans": {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]},"exceptions":[{"date":"2026-02-09"}]}`, "calendar.exceptions[0].spans", "required"},
		"ends at its start":   {`{"timeZone":"UTC","hours":{"mon":[["09:00","09:00"]]}}`, "calendar.hours.mon[0]", "calendar.empty_span"},
		"ends at its start 2": {`{"timeZone":"UTC","hours":{"mon":[["24:00","00:00"]]}}`, "calendar.hours.mon[0]", "calendar.empty_span"},
		"no time":             {`{"timeZone":"UTC","hours":{"mon":[["09:00","25:00"]]}}`, "calendar.hours.mon[0]", "calendar.no_time"},
		"no time 2":           {`{"timeZone":"UTC","hours":{"mon":[["9:00","10:00"]]}}`, "calendar.hours.mon[0]", "calendar.no_time"},
		"no time 3":           {`{"timeZone":"UTC","hours":{"mon":[["09:00","24:01"]]}}`, "calendar.hours.mon[0]", "calendar.no_time"},
		"no time 4":           {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:60"]]}}`, "calendar.hours.mon[0]", "calendar.no_time"},
		"three ends":          {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00","11:00"]]}}`, "calendar.hours.mon[0]", "calendar.too_many"},
		"one end":             {`{"timeZone":"UTC","hours":{"mon":[["09:00"]]}}`, "calendar.hours.mon[0]", "calendar.no_span"},
		"no weekday":          {`{"timeZone":"UTC","hours":{"monday":[["09:00","10:00"]]}}`, "calendar.hours.monday", "calendar.unknown_weekday"},
		"weekday in capitals": {`{"timeZone":"UTC","hours":{"Mon":[["09:00","10:00"]]}}`, "calendar.hours.Mon", "calendar.unknown_weekday"},
		"never open":          {`{"timeZone":"UTC","hours":{"mon":[]},"exceptions":[{"date":"2026-01-01","spans":[]}]}`, "calendar.hours", "calendar.never_open"},
		"never open, no days": {`{"timeZone":"UTC"}`, "calendar.hours", "calendar.never_open"},
		"unknown member":      {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]},"holidays":true}`, "calendar.holidays", "unknown_field"},
		"other spelling":      {`{"timezone":"UTC","timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]}}`, "calendar.timezone", "unknown_field"},
		"weekday twice":       {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]],"mon":[]}}`, "calendar.hours.mon", "calendar.twice"},
		"wrong type":          {`{"timeZone":"UTC","hours":{"mon":"09:00-10:00"}}`, "calendar.hours.mon", "calendar.wrong_type"},
		"null hours":          {`{"timeZone":"UTC","hours":null}`, "calendar.hours", "calendar.wrong_type"},
		"text for a switch":   {`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]},"chinaHolidays":"yes"}`, "calendar.chinaHolidays", "calendar.wrong_type"},
		"no JSON":             {`{"timeZone":`, "calendar", "calendar.bad_json"},
		"two documents":       {`{} {}`, "calendar", "calendar.bad_json"},
		"too many spans":      {`{"timeZone":"UTC","hours":{"mon":[` + strings.Repeat(`["09:00","10:00"],`, 24) + `["09:00","10:00"]]}}`, "calendar.hours.mon", "calendar.too_many"},
	} {
		t.Run(name, func(t *testing.T) {
			var fields errs.Fields
			v, ok := strict.Read([]byte(c.json), "calendar", fields.Add)
			if ok {
				_, ok = Read(v)
			}
			if ok || fields.Empty() {
				t.Fatal("taken")
			}
			for _, f := range errs.As(fields.Err()).Fields {
				if !words.Has(f.Code) {
					t.Errorf("%s has no sentence", f.Code)
				}
				if f.Path == c.path && f.Code == c.code {
					return
				}
			}
			t.Errorf("want %s at %s, got %v", c.code, c.path, fields.Err())
		})
	}
	var fields errs.Fields
	v, _ := strict.Read([]byte(`{"timeZone":"X","hours":{"mon":[["9","10"],["08:00","08:00"]],"tue":[]}}`), "", fields.Add)
	if Read(v); len(errs.As(fields.Err()).Fields) != 3 {
		t.Errorf("all mistakes are told at once: %v", fields.Err())
	}
}

// A calendar that was read is the same after it was stored.
func TestCalendarRoundTrip(t *testing.T) {
	raw := `{"id":"q","name":"n","version":3,"timeZone":"Asia/Shanghai","hours":{"fri":[["22:00","06:00"]]},"exceptions":[{"date":"2026-06-19","spans":[]}],"chinaHolidays":true}`
	var fields errs.Fields
	v, _ := strict.Read([]byte(raw), "", fields.Add)
	c, ok := Read(v)
	if !ok {
		t.Fatal(fields.Err())
	}
	stored, err := json.Marshal(c)
	if err != nil || string(stored) != raw {
		t.Errorf("%v\n%s\n%s", err, stored, raw)
	}
}

// The end of the world is 400 days away, and found at once.
func TestHorizon(t *testing.T) {
	once := Calendar{TimeZone: "UTC", Exceptions: []Exception{{Date: "2027-06-01", Spans: []Span{{"09:00", "17:00"}}}}}
	s := compiled(t, once)
	expectAdd(t, s, "2026-06-05T00:00:00Z", time.Hour, "2027-06-01T10:00:00Z")
	for _, start := range []string{"2026-01-01T00:00:00Z", "2027-06-01T16:30:00Z", "2028-01-01T00:00:00Z"} {
		if _, err := s.Add(at(t, start), time.Hour); !errs.Is(err, errs.Invalid) || errs.As(err).Code != "calendar.no_open_time" {
			t.Errorf("from %s: %v", start, err)
		}
	}
	if date, err := s.NextServiceDay(Date{2026, 6, 5}); err != nil || date != (Date{2027, 6, 1}) {
		t.Error(date, err)
	}
	if _, err := s.NextServiceDay(Date{2027, 6, 1}); err == nil {
		t.Error("a next service day where there is none")
	}
	if _, err := compiled(t, everyDay()).Add(at(t, "2026-06-05T00:00:00Z"), 5000*time.Hour); err == nil {
		t.Error("500 days of ten hours")
	}
	expectAdd(t, compiled(t, everyDay()), "2026-06-05T08:30:00", 4000*time.Hour, "2027-07-09T18:30:00") // the 400th day
	for _, bad := range []time.Time{{}, time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if _, err := s.Add(bad, time.Hour); err == nil {
			t.Errorf("%v is no instant to work with", bad)
		}
	}
	if _, err := s.Add(at(t, "2027-06-01T09:00:00Z"), -1); err == nil {
		t.Error("a negative amount")
	}
}

// 45 closed days in a row are crossed, and told.
func TestLongClosure(t *testing.T) {
	c := everyDay()
	for i := range 45 {
		c.Exceptions = append(c.Exceptions, Exception{Date: Date{2026, 7, 1}.AddDays(i).String()})
	}
	s := compiled(t, c)
	expectAdd(t, s, "2026-06-30T18:00:00", time.Hour, "2026-08-15T09:00:00")
	stretches := s.Stretches(at(t, "2026-06-30T18:00:00"), at(t, "2026-08-15T09:00:00"))
	if len(stretches) != 3 || len(stretches[1].Special) != 45 || stretches[1].Special[0].Why != Exceptional {
		t.Errorf("%+v", stretches)
	}
}
