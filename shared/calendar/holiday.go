package calendar

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"huiyin/shared/errs"
)

//go:embed data/cn_holidays.json
var holidayData []byte

// Holiday is what a year's list says of one date.
type Holiday struct {
	Date Date   `json:"date"`
	Name string `json:"name"` // Chinese, as in the notice
	Off  bool   `json:"off"`  // false: a make-up working day
	// Provisional: the year's list is not loaded, this is the law's minimum.
	Provisional bool `json:"provisional,omitempty"`
}

// Holidays are the Chinese public holidays and make-up working days of the
// years that were loaded. The value is never changed: With makes a new one, so
// it can be shared.
type Holidays struct {
	lists map[int][]Holiday // by the year of the notice
	days  map[Date]Holiday  // all of them
}

// DefaultHolidays are the lists that the program brings along: 2024–2026, from
// the notices of the State Council.
var DefaultHolidays = sync.OnceValue(func() Holidays {
	var years map[int][]Holiday
	if err := json.Unmarshal(holidayData, &years); err != nil {
		panic(fmt.Sprintf("calendar: embedded holidays: %v", err))
	}
	h := Holidays{}
	for year, days := range years {
		next, err := h.With(year, days)
		if err != nil {
			panic(fmt.Sprintf("calendar: embedded holidays of %d: %v", year, err))
		}
		h = next
	}
	return h
})

// With adds a year's list, or puts it in the place of the one before. A notice
// may name days of the December before; a date of another year, an empty
// name or list, or a date named twice is refused with its place: "days[3].date".
func (h Holidays) With(year int, days []Holiday) (Holidays, error) {
	var fields errs.Fields
	if len(days) == 0 {
		fields.Add("days", "required")
	}
	seen := map[Date]bool{}
	for i, day := range days {
		path := fmt.Sprintf("days[%d]", i)
		if day.Date.Year != year && (day.Date.Year != year-1 || day.Date.Month != time.December) {
			fields.Add(path+".date", "calendar.other_year", "year", year)
		}
		if seen[day.Date] {
			fields.Add(path+".date", "calendar.date_twice")
		}
		if day.Name == "" {
			fields.Add(path+".name", "required")
		}
		seen[day.Date] = true
	}
	if err := fields.Err(); err != nil {
		return h, err
	}
	next := Holidays{lists: map[int][]Holiday{}, days: map[Date]Holiday{}}
	maps.Copy(next.lists, h.lists)
	next.lists[year] = slices.Clone(days)
	// In the order of the years: on a date that two notices name, the later
	// notice is right.
	for _, y := range slices.Sorted(maps.Keys(next.lists)) {
		for _, day := range next.lists[y] {
			day.Provisional = false
			next.days[day.Date] = day
		}
	}
	return next, nil
}

// Loaded tells whether the list of a year is there; without it the law's
// minimum is used and whoever looks after the desk must be told.
func (h Holidays) Loaded(year int) bool { return h.lists[year] != nil }

// On is what is known of a date, false for an ordinary one.
func (h Holidays) On(date Date) (Holiday, bool) {
	if day, ok := h.days[date]; ok {
		return day, true
	}
	if h.Loaded(date.Year) {
		return Holiday{}, false
	}
	name, ok := statutory(date)
	return Holiday{Date: date, Name: name, Off: true, Provisional: true}, ok
}

// statutoryDays are the public holidays by law: 全国年节及纪念日放假办法, as in
// force since 1 January 2025, article 2. First day, count of days, and the
// name that the yearly notices use. The later rows do not matter where an
// earlier one holds the date already: Mid-Autumn inside National Day is one day
// off.
var statutoryDays = []struct {
	festival string
	days     int
	name     string
}{
	{"new_year", 1, "元旦"},
	{"spring_festival_eve", 1, "春节"},
	{"spring_festival", 3, "春节"},
	{"qingming", 1, "清明节"},
	{"labour_day", 2, "劳动节"},
	{"dragon_boat", 1, "端午节"},
	{"national_day", 3, "国庆节"},
	{"mid_autumn", 1, "中秋节"},
}

// fixedFestivals stand on the same date in years that the festival table does
// not know.
var fixedFestivals = map[string]Date{
	"new_year":     {Month: time.January, Day: 1},
	"labour_day":   {Month: time.May, Day: 1},
	"national_day": {Month: time.October, Day: 1},
}

// statutory is the name of the public holiday that the law puts on a date. In
// years outside the festival table only the holidays with a fixed date are
// known.
func statutory(date Date) (string, bool) {
	for _, rule := range statutoryDays {
		first, ok := FestivalDate(date.Year, rule.festival)
		if !ok {
			if first, ok = fixedFestivals[rule.festival]; !ok {
				continue
			}
			first.Year = date.Year
		}
		if !date.Before(first) && date.Before(first.AddDays(rule.days)) {
			return rule.name, true
		}
	}
	return "", false
}
