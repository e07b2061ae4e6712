package calendar

import (
	"slices"
	"sort"
	"time"
)

// year is one UTC year of open time, laid out. Instants are Unix nanoseconds.
type year struct {
	opens  []opening
	before []int64 // before[i] is the open time of the year ahead of opens[i]
	total  int64
}

// opening is open time [from, to).
type opening struct{ from, to int64 }

// yearAt gives the layout of a year, made when first asked for. Two callers at
// once may both make it; they make the same.
func (s *Schedule) yearAt(number int) *year {
	slot := &s.years[number-firstYear]
	if y := slot.Load(); y != nil {
		return y
	}
	y := s.layOut(number)
	slot.Store(y)
	return y
}

// layOut finds a year's open time: the spans of every date that can reach into
// it (a span may begin on a date and end on the next but one at midnight, and
// zones lie up to 15 hours from UTC), as instants, joined where they meet.
func (s *Schedule) layOut(number int) *year {
	start, end := startOf(number), startOf(number+1)
	date, last := dateOf(start.AddDate(0, 0, -3)).utc(), dateOf(end.AddDate(0, 0, 1)).utc()
	regimes := regimesBetween(s.zone, date.Unix()-farthest, last.Unix()+3*24*60*60)
	var all []opening
	for ; !date.After(last); date = date.AddDate(0, 0, 1) {
		for _, sp := range s.spansOn(dateOf(date)) {
			from := instantIn(regimes, date.Unix()+int64(sp.from)*60)
			to := instantIn(regimes, date.Unix()+int64(sp.to)*60)
			if from < to { // a clock change may swallow a span
				all = append(all, opening{from * 1e9, to * 1e9})
			}
		}
	}
	return join(all, start.UnixNano(), end.UnixNano())
}

func startOf(number int) time.Time { return time.Date(number, 1, 1, 0, 0, 0, 0, time.UTC) }

// join sorts openings, joins those that overlap or touch, and cuts them to
// [start, end).
func join(all []opening, start, end int64) *year {
	slices.SortFunc(all, func(a, b opening) int {
		if a.from < b.from {
			return -1
		}
		return 1
	})
	y := &year{}
	for _, o := range all {
		o = opening{max(o.from, start), min(o.to, end)}
		if o.from >= o.to {
			continue
		}
		if n := len(y.opens); n > 0 && o.from <= y.opens[n-1].to {
			y.opens[n-1].to = max(y.opens[n-1].to, o.to)
			continue
		}
		y.opens = append(y.opens, o)
	}
	y.before = make([]int64, len(y.opens))
	for i, o := range y.opens {
		y.before[i] = y.total
		y.total += o.to - o.from
	}
	return y
}

// next is the index of the first opening that ends after t.
func (y *year) next(t int64) int {
	return sort.Search(len(y.opens), func(i int) bool { return y.opens[i].to > t })
}

// openBefore is the year's open time ahead of t.
func (y *year) openBefore(t int64) int64 {
	i := y.next(t)
	if i == len(y.opens) {
		return y.total
	}
	return y.before[i] + max(0, t-y.opens[i].from)
}

// after is the first instant at which the year has offered that much open time;
// 0 < amount ≤ total. An amount that is used up at a close is at that close.
func (y *year) after(amount int64) int64 {
	i := sort.Search(len(y.opens), func(i int) bool { return y.before[i]+y.opens[i].to-y.opens[i].from >= amount })
	return y.opens[i].from + amount - y.before[i]
}
