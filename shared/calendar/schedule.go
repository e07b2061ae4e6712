package calendar

import (
	"slices"
	"sync/atomic"
	"time"

	"huiyin/shared/errs"
)

// Schedule is a calendar made ready for arithmetic. It is never changed by its
// use and may be shared.
type Schedule struct {
	id       string
	version  int
	zone     *time.Location
	week     [7][]span // by time.Weekday, merged
	dates    map[Date][]span
	holidays *Holidays // nil: no holidays
	years    [lastYear - firstYear + 1]atomic.Pointer[year]
}

// The years in which instants may lie. Nothing the desk keeps is older, and
// later ones are slips of the pen; within them nanoseconds fit an int64.
const (
	firstYear = 1970
	lastYear  = 2200
)

// Horizon is how far ahead an answer may lie. A calendar that offers less open
// time than is asked for within it is an error, not a search without end.
const Horizon = 400 * 24 * time.Hour

// Compile makes a calendar ready. A calendar that Validate refuses is an error
// of kind Invalid. The holidays count only if the calendar says so.
func Compile(c Calendar, holidays Holidays) (*Schedule, error) {
	var fields errs.Fields
	if c.Validate("", fields.Add); !fields.Empty() {
		return nil, fields.Err()
	}
	zone, _ := loadZone(c.TimeZone)
	s := &Schedule{id: c.ID, version: c.Version, zone: zone, dates: map[Date][]span{}}
	if c.ChinaHolidays {
		s.holidays = &holidays
	}
	for name, day := range weekdays {
		s.week[day] = merged(c.Hours[name])
	}
	for _, exception := range c.Exceptions {
		date, _ := ParseDate(exception.Date)
		s.dates[date] = merged(exception.Spans)
	}
	return s, nil
}

// merged sorts a day's spans and joins those that overlap or touch.
func merged(written []Span) []span {
	var day []span
	for _, w := range written {
		s, _ := w.minutes() // validated
		day = append(day, s)
	}
	slices.SortFunc(day, func(a, b span) int { return a.from - b.from })
	var out []span
	for _, s := range day {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// ID and Version name the calendar that this was compiled from.
func (s *Schedule) ID() string { return s.id }

// Version is the calendar's version, 0 when it was never stored.
func (s *Schedule) Version() int { return s.version }

// Why says for what reason a date differs from its weekday.
type Why string

// The reasons, in the order in which they win.
const (
	Exceptional Why = "exception" // a dated exception of the calendar
	DayOff      Why = "holiday"   // a public holiday
	MakeUp      Why = "makeup"    // a working day in exchange for a holiday
)

// spansOn are the spans that belong to a date.
func (s *Schedule) spansOn(date Date) []span {
	day, _ := s.day(date)
	return day
}

// day is what holds on a date, and the reason if it differs from its weekday.
func (s *Schedule) day(date Date) ([]span, *Special) {
	if spans, ok := s.dates[date]; ok {
		return spans, &Special{Date: date, Why: Exceptional}
	}
	if s.holidays != nil {
		if h, ok := s.holidays.On(date); ok {
			special := &Special{Date: date, Why: DayOff, Name: h.Name, Provisional: h.Provisional}
			if h.Off {
				return nil, special
			}
			special.Why = MakeUp
			return s.week[time.Monday], special
		}
	}
	return s.week[date.Weekday()], nil
}

// Special tells why a date is not like its weekday.
type Special struct {
	Date        Date   `json:"date"`
	Why         Why    `json:"why"`
	Name        string `json:"name,omitempty"`        // of the holiday, in Chinese
	Provisional bool   `json:"provisional,omitempty"` // the year's list is not loaded
}
