package oncall

import (
	"context"
	"errors"
	"slices"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/staff"
)

const (
	// MaxShifts is how many shifts a month may have: three people at any time,
	// twice a day.
	MaxShifts = 200
	// Ahead is how far gaps are looked for.
	Ahead = 14 * 24 * time.Hour
	// longest is what a shift can last, so how long before an instant one may
	// have begun that still runs.
	longest = 24 * time.Hour
	// tries is how often a list is changed again that somebody else changed in
	// between.
	tries = 4
)

// Service keeps the lists.
type Service struct {
	Store Store
	Zone  *time.Location // the company's
	// Schedule finds a calendar; errs.NotFound.
	Schedule func(ctx context.Context, id string) (*calendar.Schedule, error)
}

// Month reads a month's list; an empty one when there is none.
func (s Service) Month(ctx context.Context, id string) (Month, error) {
	if _, err := time.Parse("2006-01", id); err != nil {
		var f errs.Fields
		f.Add("month", "oncall.month")
		return Month{}, f.Err()
	}
	months, err := s.Store.Months(ctx, id, id)
	if err != nil || len(months) == 0 {
		return Month{ID: id}, err
	}
	return months[0], nil
}

// Now lists who is on call.
func (s Service) Now(ctx context.Context, roster staff.Roster, now time.Time) ([]staff.Member, error) {
	shifts, err := s.shifts(ctx, now, now)
	return At(shifts, roster, now), err
}

// shifts are those that may run at some time of [from, to].
func (s Service) shifts(ctx context.Context, from, to time.Time) ([]Shift, error) {
	months, err := s.Store.Months(ctx, MonthOf(from.Add(-longest), s.Zone), MonthOf(to, s.Zone))
	var shifts []Shift
	for _, m := range months {
		shifts = append(shifts, m.Shifts...)
	}
	return shifts, errs.Wrap(err, "read who is on call")
}

// Gaps are the times within ahead of now in which the hotline's team is closed
// and nobody is on call. Where nobody can say when that team is open there are
// none.
func (s Service) Gaps(ctx context.Context, roster staff.Roster, now time.Time, ahead time.Duration) ([]Span, error) {
	shifts, err := s.shifts(ctx, now, now.Add(ahead))
	if err != nil {
		return nil, err
	}
	closed, err := s.closed(ctx, roster, Span{now, now.Add(ahead)})
	return Gaps(closed, shifts, roster, now), err
}

// Hotline is the team that answers the telephone: the one to which a caller's
// question goes. False when there is none.
func Hotline(roster staff.Roster) (staff.Team, bool) {
	return roster.Team(roster.TeamFor(staff.Newcomer{Kind: "inquiry", Channel: "phone"}))
}

// closed are the times in which the hotline's team is closed.
func (s Service) closed(ctx context.Context, roster staff.Roster, within Span) ([]Span, error) {
	team, ok := Hotline(roster)
	if !ok {
		return nil, nil
	}
	schedule, err := s.Schedule(ctx, team.Calendar)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, errs.Wrap(err, "find the hours of the hotline")
	}
	var closed []Span
	for _, piece := range schedule.Stretches(within.From, within.To) {
		if !piece.Open {
			closed = append(closed, Span{piece.From, piece.To})
		}
	}
	return closed, nil
}

// Plan is a shift as a supervisor writes it down, in the company's zone.
type Plan struct {
	Member  string // staff id
	Date    string // "2026-06-10", on which it begins
	From    string // "18:30"
	To      string // "08:30"; not later than From: on the next day
	Through string // "2026-06-16": the same on every day until then; "" for one
}

// Add writes down shifts. errs.Invalid with the fields; errs.Conflict
// "oncall.full", "oncall.twice" for somebody who is on call then already.
func (s Service) Add(ctx context.Context, roster staff.Roster, p Plan, by string, now time.Time) (Month, error) {
	shifts, err := s.planned(roster, p, now)
	if err != nil {
		return Month{}, err
	}
	return s.change(ctx, MonthOf(shifts[0].From, s.Zone), Added, by, now, func(m *Month) ([]Shift, error) {
		for _, one := range shifts {
			if slices.ContainsFunc(m.Shifts, one.collides) {
				return nil, errs.New(errs.Conflict, "oncall.twice").With("date", one.From.In(s.Zone).Format(time.DateOnly))
			}
		}
		if m.Shifts = append(m.Shifts, shifts...); len(m.Shifts) > MaxShifts {
			return nil, errs.New(errs.Conflict, "oncall.full").With("max", MaxShifts)
		}
		slices.SortFunc(m.Shifts, func(a, b Shift) int { return a.From.Compare(b.From) })
		return shifts, nil
	})
}

func (s Shift) collides(o Shift) bool {
	return s.Member == o.Member && s.From.Before(o.To) && o.From.Before(s.To)
}

// Remove takes a shift off a month's list. errs.NotFound; errs.Conflict
// "oncall.over" for one that has ended: who was on call stays on record.
func (s Service) Remove(ctx context.Context, month, id, by string, now time.Time) (Month, error) {
	return s.change(ctx, month, Removed, by, now, func(m *Month) ([]Shift, error) {
		at := slices.IndexFunc(m.Shifts, func(one Shift) bool { return one.ID == id })
		if at < 0 {
			return nil, errs.New(errs.NotFound, "oncall.not_found")
		}
		gone := m.Shifts[at]
		if !gone.To.After(now) {
			return nil, errs.New(errs.Conflict, "oncall.over")
		}
		m.Shifts = slices.Delete(m.Shifts, at, at+1)
		return []Shift{gone}, nil
	})
}

// change changes a list, again when somebody else did in between.
func (s Service) change(ctx context.Context, month string, typ event.Type, by string, now time.Time, do func(*Month) ([]Shift, error)) (Month, error) {
	for try := 1; ; try++ {
		m, err := s.Month(ctx, month)
		if err != nil {
			return Month{}, err
		}
		shifts, err := do(&m)
		if err != nil {
			return Month{}, err
		}
		m.Version, m.Seq = m.Version+1, m.Seq+1
		e, err := event.New(Subject(m.ID), m.Seq, typ, now, by, Facts{Shifts: shifts})
		if err != nil {
			return Month{}, err
		}
		err = s.Store.SaveMonth(ctx, m, e)
		if !errors.Is(err, ErrLostRace) {
			return m, errs.Wrap(err, "write who is on call")
		}
		if try == tries {
			return Month{}, errs.New(errs.Stale, "oncall.stale")
		}
	}
}
