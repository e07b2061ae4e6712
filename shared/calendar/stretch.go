package calendar

import "time"

// Stretch is a piece of time that is open or closed throughout.
type Stretch struct {
	From, To time.Time // UTC, [From, To)
	Open     bool
	// Special are the dates that a closed stretch touches and that are closed
	// for another reason than their weekday.
	Special []Special
}

// Stretches cuts [from, to) into open and closed pieces, each as long as it can
// be. Both ends must be InRange, and at most two horizons apart.
func (s *Schedule) Stretches(from, to time.Time) []Stretch {
	var list []Stretch
	end := to.UnixNano()
	add := func(a, b int64, open bool) {
		if a >= b {
			return
		}
		if n := len(list); n > 0 && list[n-1].Open == open { // across New Year
			list[n-1].To = time.Unix(0, b).UTC()
			return
		}
		list = append(list, Stretch{From: time.Unix(0, a).UTC(), To: time.Unix(0, b).UTC(), Open: open})
	}
	at := from.UnixNano()
	for number := from.UTC().Year(); at < end; number++ {
		y := s.yearAt(number)
		for i := y.next(at); i < len(y.opens) && y.opens[i].from < end; i++ {
			o := y.opens[i]
			add(at, o.from, false)
			add(max(at, o.from), min(o.to, end), true)
			at = min(o.to, end)
		}
		yearEnd := min(startOf(number+1).UnixNano(), end)
		add(at, yearEnd, false)
		at = max(at, yearEnd)
	}
	for i := range list {
		if !list[i].Open {
			list[i].Special = s.closedDates(list[i].From, list[i].To)
		}
	}
	return list
}

// closedDates lists the dates in [from, to) that an exception or a holiday
// closes and that would have been open by their weekday.
func (s *Schedule) closedDates(from, to time.Time) []Special {
	var list []Special
	last := s.Date(to.Add(-1))
	for date := s.Date(from); !last.Before(date); date = date.AddDays(1) {
		spans, special := s.day(date)
		if special != nil && len(spans) == 0 && len(s.week[date.Weekday()]) > 0 {
			list = append(list, *special)
		}
	}
	return list
}
