package report

import (
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
)

// MaxDays is how long a period may be: a leap year.
const MaxDays = 366

// Period is a number of whole days in the company's zone.
type Period struct {
	First, Last calendar.Date
	Zone        *time.Location
}

// ParsePeriod reads a period's first and last day, "2026-06-01" and
// "2026-06-30". errs.Invalid names from or to: no such date, the last before the
// first, more than MaxDays.
func ParsePeriod(from, to string, zone *time.Location) (Period, error) {
	var f errs.Fields
	read := func(path, typed string) calendar.Date {
		date, ok := calendar.ParseDate(typed)
		if !ok {
			f.Add(path, "report.date")
		}
		return date
	}
	p := Period{First: read("from", from), Last: read("to", to), Zone: zone}
	if !f.Empty() {
		return p, f.Err()
	}
	switch {
	case p.Last.Before(p.First):
		f.Add("to", "report.order")
	case p.First.AddDays(MaxDays - 1).Before(p.Last):
		f.Add("to", "report.too_long", "max", MaxDays)
	}
	return p, f.Err()
}

// From and To are its instants, [From, To): the midnights of the zone.
func (p Period) From() time.Time { return midnight(p.First, p.Zone) }

// To is the end, exclusive.
func (p Period) To() time.Time { return midnight(p.Last.AddDays(1), p.Zone) }

func midnight(d calendar.Date, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}
