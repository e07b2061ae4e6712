package sla

import (
	"fmt"
	"strings"
	"time"

	"huiyin/shared/calendar"
)

// The naive engine: a second implementation of a ticket's life that looks at
// every minute and counts. Instants are minutes since naiveBase; it knows
// whole minutes only, but for notices, whose place within a minute it finds by
// the share of the minute. It shares the written policies and calendars with
// the real engine and nothing else.
var naiveBase = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

const naiveSpan = 150 * 1440 // minutes that are laid out

// naiveCalendar says for each minute whether it is open.
type naiveCalendar struct {
	open []bool
	zone *time.Location
	c    calendar.Calendar
}

func newNaiveCalendar(c calendar.Calendar, holidays calendar.Holidays) *naiveCalendar {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		panic(err)
	}
	n := &naiveCalendar{open: make([]bool, naiveSpan), zone: zone, c: c}
	for m := range n.open {
		n.open[m] = n.isOpen(naiveBase.Add(time.Duration(m)*time.Minute), holidays)
	}
	return n
}

func (n *naiveCalendar) spans(day time.Time, holidays calendar.Holidays) []calendar.Span {
	date := day.Format(time.DateOnly)
	for _, e := range n.c.Exceptions {
		if e.Date == date {
			return e.Spans
		}
	}
	name := strings.ToLower(day.Weekday().String()[:3])
	if n.c.ChinaHolidays {
		d, _ := calendar.ParseDate(date)
		if h, ok := holidays.On(d); ok && h.Off {
			return nil
		} else if ok {
			name = "mon"
		}
	}
	return n.c.Hours[name]
}

func (n *naiveCalendar) isOpen(t time.Time, holidays calendar.Holidays) bool {
	local := t.In(n.zone)
	clock := local.Format("15:04")
	for _, s := range n.spans(local, holidays) {
		if s[0] <= clock && (clock < s[1] || s[1] <= s[0]) {
			return true
		}
	}
	for _, s := range n.spans(local.AddDate(0, 0, -1), holidays) {
		if s[1] <= s[0] && clock < s[1] {
			return true
		}
	}
	return false
}

func (n *naiveCalendar) walk(from, minutes int) int {
	for ; minutes > 0; from++ {
		if n.open[from] {
			minutes--
		}
	}
	return from
}

// serviceDay finds the next date after a minute's with spans, and a time on it.
func (n *naiveCalendar) nextDay(from int, clock string, holidays calendar.Holidays) int {
	day := naiveBase.Add(time.Duration(from) * time.Minute).In(n.zone)
	for {
		day = day.AddDate(0, 0, 1)
		spans := n.spans(day, holidays)
		if len(spans) == 0 {
			continue
		}
		if clock != "close" {
			return n.onDay(day, clock)
		}
		last := 0
		for _, s := range spans {
			end := n.onDay(day, s[1])
			if s[1] <= s[0] {
				end = n.onDay(day.AddDate(0, 0, 1), s[1])
			}
			last = max(last, end)
		}
		return last
	}
}

// onDay is a time of day ("24:00" too) on a date, in a zone whose clocks stand.
func (n *naiveCalendar) onDay(day time.Time, clock string) int {
	var h, m int
	fmt.Sscanf(clock, "%d:%d", &h, &m)
	y, mo, d := day.Date()
	return int(time.Date(y, mo, d, h, m, 0, 0, n.zone).Sub(naiveBase) / time.Minute)
}
