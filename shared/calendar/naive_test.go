package calendar

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

// The naive calendar: the same meaning, found by looking at every minute. It
// shares nothing with the real one but the types that an admin fills in.
type naive struct {
	calendar Calendar
	holidays Holidays
	zone     *time.Location
	walls    map[string]time.Time
	days     map[int64][][2]time.Time
}

func newNaive(t testing.TB, c Calendar, h Holidays) *naive {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	return &naive{calendar: c, holidays: h, zone: zone, walls: map[string]time.Time{}, days: map[int64][][2]time.Time{}}
}

const wallLayout = "2006-01-02 15:04"

// instant finds a wall time by walking through the two days around it: the
// first minute that shows it, or, if none does, as far after the jump as the
// wall time lies after the last minute shown before it.
func (n *naive) instant(date string, minutes int) time.Time {
	midnight, _ := time.Parse(time.DateOnly, date)
	wall := midnight.Add(time.Duration(minutes) * time.Minute)
	text := wall.Format(wallLayout)
	if t, ok := n.walls[text]; ok {
		return t
	}
	var last, before time.Time
	for t := wall.Add(-15 * time.Hour); ; t = t.Add(time.Minute) {
		y, m, d := t.In(n.zone).Date()
		hour, minute, _ := t.In(n.zone).Clock()
		shown := time.Date(y, m, d, hour, minute, 0, 0, time.UTC)
		if shown.Equal(wall) {
			n.walls[text] = t
			return t
		}
		if shown.After(wall) {
			n.walls[text] = last.Add(wall.Sub(before))
			return n.walls[text]
		}
		last, before = t, shown
	}
}

// spans are a date's spans as written.
func (n *naive) spans(date string) []Span {
	for _, e := range n.calendar.Exceptions {
		if e.Date == date {
			return e.Spans
		}
	}
	d, _ := ParseDate(date)
	name := map[time.Weekday]string{0: "sun", 1: "mon", 2: "tue", 3: "wed", 4: "thu", 5: "fri", 6: "sat"}[d.Weekday()]
	if n.calendar.ChinaHolidays {
		if h, ok := n.holidays.On(d); ok {
			if h.Off {
				return nil
			}
			name = "mon"
		}
	}
	return n.calendar.Hours[name]
}

// openOn are a date's spans as instants; day counts from 1970-01-01.
func (n *naive) openOn(day int64) [][2]time.Time {
	if known, ok := n.days[day]; ok {
		return known
	}
	date := time.Unix(day*86400, 0).UTC().Format(time.DateOnly)
	var covered [2*1440 + 1]bool // the wall's minutes of this day and the next
	for _, s := range n.spans(date) {
		var h1, m1, h2, m2 int
		fmt.Sscanf(s[0], "%d:%d", &h1, &m1)
		fmt.Sscanf(s[1], "%d:%d", &h2, &m2)
		from, to := h1*60+m1, h2*60+m2
		if to <= from {
			to += 1440
		}
		for m := from; m < to; m++ {
			covered[m] = true
		}
	}
	list := [][2]time.Time{}
	for from, m := -1, 0; m < len(covered); m++ {
		if covered[m] && from < 0 {
			from = m
		}
		if !covered[m] && from >= 0 {
			list = append(list, [2]time.Time{n.instant(date, from), n.instant(date, m)})
			from = -1
		}
	}
	n.days[day] = list
	return list
}

// open tells whether a minute is open: whether any span of a date near it holds
// it.
func (n *naive) open(t time.Time) bool {
	today := t.Unix() / 86400
	for day := today - 3; day <= today+1; day++ {
		for _, s := range n.openOn(day) {
			if !t.Before(s[0]) && t.Before(s[1]) {
				return true
			}
		}
	}
	return false
}

// add walks minute by minute.
func (n *naive) add(start time.Time, minutes int) time.Time {
	t := start
	for left := minutes; left > 0; t = t.Add(time.Minute) {
		if n.open(t) {
			left--
		}
	}
	return t
}

// between walks minute by minute.
func (n *naive) between(from, to time.Time) (minutes int) {
	for t := from; t.Before(to); t = t.Add(time.Minute) {
		if n.open(t) {
			minutes++
		}
	}
	return minutes
}

// The zones of the property tests, each with instants around which its clocks
// change (or, without changes, any).
var zones = map[string][]string{
	"Asia/Shanghai":       {"2026-02-13T00:00:00Z", "2026-09-24T00:00:00Z", "2024-02-28T00:00:00Z"},
	"UTC":                 {"2025-12-31T12:00:00Z"},
	"America/New_York":    {"2026-03-08T00:00:00Z", "2026-11-01T00:00:00Z"},
	"Australia/Lord_Howe": {"2026-04-04T00:00:00Z", "2026-10-03T00:00:00Z"}, // half an hour
	"Africa/Cairo":        {"2026-04-23T12:00:00Z", "2026-10-29T12:00:00Z"}, // at midnight
	"America/Nuuk":        {"2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z"}, // before midnight
	"Asia/Kathmandu":      {"2026-05-01T00:00:00Z"},
	"Pacific/Apia":        {"2011-12-29T00:00:00Z"}, // a whole date left out
	"Pacific/Kiritimati":  {"2026-01-01T00:00:00Z"},
	"Europe/Dublin":       {"2026-03-28T18:00:00Z", "2026-10-24T18:00:00Z"},
}

func clockOf(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// drawSpans makes up to three spans of a day, in quarters of an hour, also over
// midnight and overlapping.
func drawSpans(r *rapid.T) (spans []Span) {
	for range rapid.IntRange(0, 3).Draw(r, "spans") {
		from := rapid.IntRange(0, 96).Draw(r, "from") * 15
		to := rapid.IntRange(0, 96).Draw(r, "to") * 15
		s := Span{clockOf(from), clockOf(to)}
		if _, code := s.minutes(); code == "" {
			spans = append(spans, s)
		}
	}
	return spans
}

// drawCalendar makes a calendar that is open at least on Wednesdays.
func drawCalendar(r *rapid.T, around string, zone string) Calendar {
	c := Calendar{TimeZone: zone, Hours: map[string][]Span{}, ChinaHolidays: rapid.Bool().Draw(r, "holidays")}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		c.Hours[day] = drawSpans(r)
	}
	c.Hours["wed"] = append(c.Hours["wed"], Span{"09:00", "17:00"})
	at, _ := time.Parse(time.RFC3339, around)
	for i := range 6 {
		if rapid.IntRange(0, 4).Draw(r, "exception") == 0 {
			date := at.AddDate(0, 0, i).Format(time.DateOnly)
			c.Exceptions = append(c.Exceptions, Exception{Date: date, Spans: drawSpans(r)})
		}
	}
	return c
}

// The real arithmetic against the walk, in every zone, around clock changes,
// holidays and leap days.
func TestArithmeticAgainstWalk(t *testing.T) {
	for zone, arounds := range zones {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(r *rapid.T) {
				around := rapid.SampledFrom(arounds).Draw(r, "around")
				c := drawCalendar(r, around, zone)
				s, err := Compile(c, DefaultHolidays())
				if err != nil {
					t.Fatal(err)
				}
				n := newNaive(t, c, DefaultHolidays())
				at, _ := time.Parse(time.RFC3339, around)
				start := at.Add(time.Duration(rapid.IntRange(-600, 2400).Draw(r, "start")) * time.Minute)
				d := rapid.IntRange(0, 900).Draw(r, "minutes")
				due, err := s.Add(start, time.Duration(d)*time.Minute)
				if err != nil {
					r.Fatal(err)
				}
				if want := n.add(start, d); !due.Equal(want) {
					r.Fatalf("%d minutes from %v: %v, the walk says %v", d, start, due, want)
				}
				to := start.Add(time.Duration(rapid.IntRange(0, 3000).Draw(r, "to")) * time.Minute)
				if got, want := s.Between(start, to), n.between(start, to); got != time.Duration(want)*time.Minute {
					r.Fatalf("between %v and %v: %v, the walk says %dm", start, to, got, want)
				}
				if got, want := s.IsOpen(start), n.open(start); got != want {
					r.Fatalf("open at %v: %v", start, got)
				}
			})
		})
	}
}
