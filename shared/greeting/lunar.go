package greeting

import (
	"time"

	"huiyin/shared/calendar"
)

// lunarDay is a day of the Chinese calendar.
type lunarDay struct {
	year  int
	month int  // 1 to 12
	leap  bool // in the leap month that follows the ordinary one
	day   int  // 1 to 30
	last  bool // the month ends with it
}

// lunarStart is the New Year's day of firstLunarYear.
var lunarStart = time.Date(firstLunarYear, 2, 8, 0, 0, 0, 0, time.UTC)

// lunarOf is the day of the Chinese calendar that a date is; false outside the
// table.
func lunarOf(date calendar.Date) (lunarDay, bool) {
	midnight := time.Date(date.Year, date.Month, date.Day, 0, 0, 0, 0, time.UTC)
	left := int(midnight.Sub(lunarStart).Hours() / 24)
	if midnight.Before(lunarStart) {
		return lunarDay{}, false
	}
	for i, year := range lunarYears {
		for place := range monthsIn(year) {
			length := lengthOf(year, place)
			if left < length {
				month, leap := monthAt(year, place)
				return lunarDay{firstLunarYear + i, month, leap, left + 1, left+1 == length}, true
			}
			left -= length
		}
	}
	return lunarDay{}, false
}

func monthsIn(year uint32) int {
	if year>>16 != 0 {
		return 13
	}
	return 12
}

func lengthOf(year uint32, place int) int { return 29 + int(year>>place&1) }

// monthAt names the month at a place of the year, 0 being the first.
func monthAt(year uint32, place int) (month int, leap bool) {
	after := int(year >> 16)
	if after == 0 || place < after {
		return place + 1, false
	}
	return place, place == after
}
