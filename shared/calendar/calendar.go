package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Calendar is what an admin writes down. As JSON it looks like the fields here;
// times are wall times "HH:MM" from "00:00" to "24:00" in the calendar's zone.
type Calendar struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`
	Version int    `json:"version,omitempty"` // counts up with each save
	// TimeZone is an IANA name, "Asia/Shanghai".
	TimeZone string `json:"timeZone"`
	// Hours are the spans of each weekday, "mon" to "sun". A day that is not
	// named is closed.
	Hours map[string][]Span `json:"hours"`
	// Exceptions say for single dates what holds instead.
	Exceptions []Exception `json:"exceptions,omitempty"`
	// ChinaHolidays: public holidays are closed, make-up days are like Mondays.
	ChinaHolidays bool `json:"chinaHolidays"`
}

// Span is [open, close). A close that is not later than the open lies on the
// next day: {"22:00", "06:00"}.
type Span [2]string

// Exception replaces the spans of one date; none means closed.
type Exception struct {
	Date  string `json:"date"` // "2026-06-19"
	Spans []Span `json:"spans"`
}

// Limits of a calendar: far above any real one, and low enough that reading one
// is quick whatever is sent.
const (
	maxSpans      = 24   // in one day
	maxExceptions = 1000 // nearly three years of days
	maxName       = 80   // characters
)

// weekdays by their names in JSON.
var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday,
	"fri": time.Friday, "sat": time.Saturday, "sun": time.Sunday,
}

// weekdayNames is what a refusal lists.
const weekdayNames = "mon, tue, wed, thu, fri, sat, sun"

// Validate tells refuse (the Add of an errs.Fields) whatever is wrong with the
// calendar; path is where it stands ("calendar", or "" for a document of its
// own).
func (c Calendar) Validate(path string, refuse func(path, code string, pairs ...any)) {
	at := func(format string, args ...any) string {
		return strings.TrimPrefix(path+"."+fmt.Sprintf(format, args...), ".")
	}
	if c.TimeZone == "" {
		refuse(at("timeZone"), "required")
	} else if _, ok := loadZone(c.TimeZone); !ok {
		refuse(at("timeZone"), "calendar.unknown_zone")
	}
	some := false
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		some = checkSpans(at("hours.%s", day), c.Hours[day], refuse) || some
	}
	for name := range c.Hours {
		if _, ok := weekdays[name]; !ok {
			refuse(at("hours.%s", name), "calendar.unknown_weekday", "allowed", weekdayNames)
		}
	}
	seen := map[Date]bool{}
	if len(c.Exceptions) > maxExceptions {
		refuse(at("exceptions"), "calendar.too_many", "max", maxExceptions)
		return
	}
	for i, exception := range c.Exceptions {
		date, ok := ParseDate(exception.Date)
		if !ok {
			refuse(at("exceptions[%d].date", i), "calendar.no_such_date")
		} else if seen[date] {
			refuse(at("exceptions[%d].date", i), "calendar.date_twice")
		}
		seen[date] = true
		some = checkSpans(at("exceptions[%d].spans", i), exception.Spans, refuse) || some
	}
	if !some {
		refuse(at("hours"), "calendar.never_open")
	}
}

// checkSpans refuses spans that are none, and tells whether any is left.
func checkSpans(path string, spans []Span, refuse func(path, code string, pairs ...any)) (some bool) {
	if len(spans) > maxSpans {
		refuse(path, "calendar.too_many", "max", maxSpans)
		return false
	}
	for i, s := range spans {
		place := fmt.Sprintf("%s[%d]", path, i)
		if _, code := s.minutes(); code != "" {
			refuse(place, code)
		}
		some = true // a broken span is told as such, not as "never open"
	}
	return some
}

// span is opening time on one day, in minutes after that day's midnight on the
// wall; to is up to 48 hours.
type span struct{ from, to int }

// minutes reads a span; the code says what is wrong with it.
func (s Span) minutes() (span, string) {
	from, ok1 := ParseClock(s[0])
	to, ok2 := ParseClock(s[1])
	if !ok1 || !ok2 {
		return span{}, "calendar.no_time"
	}
	if to < from {
		to += 24 * 60
	}
	if to == from {
		return span{}, "calendar.empty_span"
	}
	return span{from, to}, ""
}

// ParseClock reads "HH:MM" from "00:00" to "24:00" as minutes after midnight.
func ParseClock(text string) (minutes int, ok bool) {
	if len(text) != 5 || text[2] != ':' {
		return 0, false
	}
	for _, i := range []int{0, 1, 3, 4} {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
	}
	hour, minute := int(text[0]-'0')*10+int(text[1]-'0'), int(text[3]-'0')*10+int(text[4]-'0')
	if minute > 59 || hour > 24 || (hour == 24 && minute > 0) {
		return 0, false
	}
	return hour*60 + minute, true
}
