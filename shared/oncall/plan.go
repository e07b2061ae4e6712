package oncall

import (
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/staff"
)

// planned are the shifts of a plan, each with its instants.
func (s Service) planned(roster staff.Roster, p Plan, now time.Time) ([]Shift, error) {
	var f errs.Fields
	if m, ok := roster.Member(p.Member); !ok || m.Left {
		f.Add("staff", "oncall.nobody")
	}
	first, ok := calendar.ParseDate(p.Date)
	if !ok {
		f.Add("date", "calendar.no_such_date")
	}
	last := first
	if p.Through != "" {
		if last, ok = calendar.ParseDate(p.Through); !ok {
			f.Add("through", "calendar.no_such_date")
		} else if last.Before(first) || last.Year != first.Year || last.Month != first.Month {
			f.Add("through", "oncall.through")
		}
	}
	from, okFrom := calendar.ParseClock(p.From)
	to, okTo := calendar.ParseClock(p.To)
	if !okFrom || from == dayMinutes {
		f.Add("from", "calendar.no_time")
	}
	if !okTo {
		f.Add("to", "calendar.no_time")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	if to <= from {
		to += dayMinutes
	}
	var shifts []Shift
	for date := first; !last.Before(date); date = date.AddDays(1) {
		one := Shift{Member: p.Member, From: calendar.Instant(s.Zone, date, from), To: calendar.Instant(s.Zone, date, to)}
		one.ID = one.From.Format("20060102T1504") + "-" + one.Member
		shifts = append(shifts, one)
	}
	if !shifts[0].To.After(now) || shifts[len(shifts)-1].From.After(now.Add(calendar.Horizon)) {
		f.Add("date", "oncall.date")
	}
	return shifts, f.Err()
}

const dayMinutes = 24 * 60
