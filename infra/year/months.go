package year

import (
	"fmt"
	"sort"
	"strings"

	"huiyin/shared/calendar"
)

// Months are the months of the Chinese calendar, by their first days.
type Months []month

type month struct {
	first  calendar.Date
	number int
	leap   bool
}

// ReadMonths reads lines of first day, number, and 1 for a leap month, after a
// head that begins with # or a name.
func ReadMonths(text string) (Months, error) {
	var all Months
	for line := range strings.Lines(text) {
		var m month
		var first string
		var leap int
		if _, err := fmt.Sscanf(strings.ReplaceAll(line, ",", " "), "%s %d %d", &first, &m.number, &leap); err != nil {
			continue // the head
		}
		var ok bool
		if m.first, ok = calendar.ParseDate(first); !ok {
			return nil, fmt.Errorf("no date: %s", first)
		}
		m.leap = leap == 1
		all = append(all, m)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no months")
	}
	return all, nil
}

// of is the month and the day of a date, and whether the month ends with it.
func (all Months) of(date calendar.Date) (m month, day int, last bool) {
	i := sort.Search(len(all), func(i int) bool { return date.Before(all[i].first) })
	m = all[i-1]
	day = 1
	for d := m.first; d != date; d = d.AddDays(1) {
		day++
	}
	return m, day, i < len(all) && date.AddDays(1) == all[i].first
}

// Birthday is a day of the solar or the lunar year; the zero one is unknown.
type Birthday struct {
	Month, Day int
	Lunar      bool
}

// kept tells whether a birthday is kept on a date: the 29th of February on the
// 28th of common years, the thirtieth of a lunar month on its last day, and
// none in a leap month.
func (all Months) kept(b Birthday, date calendar.Date) bool {
	if !b.Lunar {
		day := b.Day
		if b.Month == 2 && b.Day == 29 && (date.Year%4 != 0 || date.Year%100 == 0 && date.Year%400 != 0) {
			day = 28
		}
		return b.Month == int(date.Month) && day == date.Day
	}
	m, day, last := all.of(date)
	return !m.leap && m.number == b.Month && (day == b.Day || last && day == 29 && b.Day == 30)
}
