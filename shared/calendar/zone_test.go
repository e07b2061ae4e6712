package calendar

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

// Wall times that are skipped or come twice, as RFC 5545 reads them.
func TestClockChanges(t *testing.T) {
	for _, c := range []struct{ zone, date, clock, want string }{
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00Z"},    // skipped: 02:30 -05:00
		{"America/New_York", "2026-03-08", "03:00", "2026-03-08T07:00:00Z"},    // the first that is there
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"},    // twice: the first, -04:00
		{"America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00:00Z"},    // once again
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00Z"}, // skipped: +10:30
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z"}, // twice: +11:00
		{"Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00:00Z"},        // midnight is skipped
		{"Africa/Cairo", "2026-04-23", "24:00", "2026-04-23T22:00:00Z"},
		{"Africa/Cairo", "2026-10-29", "23:30", "2026-10-29T20:30:00Z"}, // twice: +03:00
		{"Asia/Shanghai", "2026-06-05", "08:30", "2026-06-05T00:30:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		date, _ := ParseDate(c.date)
		minutes, _ := ParseClock(c.clock)
		if got := Instant(zone, date, minutes); !got.Equal(at(t, c.want)) {
			t.Errorf("%s %s %s: %v, want %s", c.zone, c.date, c.clock, got, c.want)
		}
	}
}

// A day with a clock change has 23 or 25 hours of open time if it is all open.
func TestDayLengths(t *testing.T) {
	c := Calendar{TimeZone: "America/New_York", Hours: map[string][]Span{}}
	for day := range weekdays {
		c.Hours[day] = []Span{{"00:00", "24:00"}}
	}
	s := compiled(t, c)
	for text, want := range map[string]time.Duration{"2026-03-08": 23, "2026-11-01": 25, "2026-06-05": 24} {
		date, _ := ParseDate(text)
		if got := s.Between(s.At(date, 0), s.At(date.AddDays(1), 0)); got != want*time.Hour {
			t.Errorf("%s has %v", text, got)
		}
	}
	c.Hours["sun"] = []Span{{"02:15", "02:45"}, {"09:00", "10:00"}}
	s = compiled(t, c)
	if open := at(t, "2026-03-08T07:20:00Z"); !s.IsOpen(open) { // 03:20 on the wall
		t.Error("a skipped span lies after the jump")
	}
	c.Hours["sun"] = []Span{{"01:15", "01:45"}}
	s = compiled(t, c)
	if s.IsOpen(at(t, "2026-11-01T06:20:00Z")) || !s.IsOpen(at(t, "2026-11-01T05:20:00Z")) {
		t.Error("of a span that comes twice the first counts")
	}
}

// The zone of the process plays no part: the tests of the arithmetic hold under
// another one too.
func TestProcessZone(t *testing.T) {
	if os.Getenv("TZ") != "" {
		t.Skip("this is the run in another zone")
	}
	for _, zone := range []string{"America/New_York", "Pacific/Apia"} {
		cmd := exec.Command(os.Args[0], "-test.run=TestSpans|TestPrecedence|TestClockChanges|TestDayLengths|TestHorizon")
		cmd.Env = append(os.Environ(), "TZ="+zone)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("TZ=%s: %v\n%s", zone, err, out)
		}
	}
}
