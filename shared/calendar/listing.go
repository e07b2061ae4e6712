package calendar

import (
	"maps"
	"slices"
)

// Years lists the years whose list is loaded, in order.
func (h Holidays) Years() []int { return slices.Sorted(maps.Keys(h.lists)) }

// Year lists a year's holidays and make-up working days by date: those of its
// list, which may begin in the December before, or, where it is not loaded, the
// law's minimum, each marked provisional.
func (h Holidays) Year(year int) []Holiday {
	days := slices.Clone(h.lists[year])
	if days == nil {
		for date := (Date{Year: year, Month: 1, Day: 1}); date.Year == year; date = date.AddDays(1) {
			if day, ok := h.On(date); ok {
				days = append(days, day)
			}
		}
	}
	slices.SortFunc(days, func(a, b Holiday) int { return a.Date.utc().Compare(b.Date.utc()) })
	return days
}
