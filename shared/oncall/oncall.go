package oncall

import (
	"cmp"
	"slices"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/staff"
)

// Shift is a time in which somebody is on call: [From, To), UTC.
type Shift struct {
	ID     string    `json:"id"`
	Member string    `json:"member"` // staff id
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
}

// Month is the list of the shifts that begin in a local month, in order.
type Month struct {
	ID      string  `json:"id"` // "2026-06"
	Version int     `json:"version"`
	Seq     int     `json:"seq"` // of its last event
	Shifts  []Shift `json:"shifts"`
}

// MonthOf is the id of the month in which an instant lies.
func MonthOf(at time.Time, zone *time.Location) string { return at.In(zone).Format("2006-01") }

// What can happen to a month's list. Facts are Facts.
const (
	Added   event.Type = "oncall.added"
	Removed event.Type = "oncall.removed"
)

// Facts name the shifts.
type Facts struct {
	Shifts []Shift `json:"shifts"`
}

// Subject is the partition of a month's history.
func Subject(month string) string { return "ONCALL#" + month }

// Span is a piece of time: [From, To), UTC.
type Span struct{ From, To time.Time }

// without takes pieces out of a span; what is left is in order.
func (s Span) without(taken []Span) []Span {
	taken = slices.Clone(taken)
	slices.SortFunc(taken, func(a, b Span) int { return a.From.Compare(b.From) })
	var left []Span
	at := s.From
	for _, t := range taken {
		if t.From.After(at) {
			left = append(left, Span{at, earlier(t.From, s.To)})
		}
		at = later(at, t.To)
		if !at.Before(s.To) {
			return left
		}
	}
	return append(left, Span{at, s.To})
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// present are the parts of a shift in which its member is there, as far as is
// known now. Who has left is not.
func (s Shift) present(roster staff.Roster, now time.Time) []Span {
	m, ok := roster.Member(s.Member)
	if !ok || m.Left {
		return nil
	}
	whole := Span{s.From, s.To}
	if m.Absence == nil {
		return []Span{whole}
	}
	return whole.without([]Span{{m.Absence.Since, back(m, s, now)}})
}

// back is until when an absence is believed to last. Who has gone to lunch
// without saying until when is expected back for a shift that has not begun;
// who is ill or on leave is not.
func back(m staff.Member, s Shift, now time.Time) time.Time {
	soon := slices.Contains([]string{"break", "meeting", "training"}, m.Absence.Reason)
	switch {
	case !m.Absence.Until.IsZero():
		return m.Absence.Until
	case soon && s.From.After(now):
		return m.Absence.Since
	}
	return later(s.To, now)
}

// At lists who is on call at an instant, by the beginning of their shifts, then
// by badge.
func At(shifts []Shift, roster staff.Roster, now time.Time) []staff.Member {
	var running []Shift
	for _, s := range shifts {
		if !now.Before(s.From) && now.Before(s.To) {
			running = append(running, s)
		}
	}
	slices.SortStableFunc(running, func(a, b Shift) int { return a.From.Compare(b.From) })
	var there []staff.Member
	for _, s := range running {
		m, ok := roster.Member(s.Member)
		if ok && !m.Left && !m.Absent(now) && !slices.ContainsFunc(there, func(o staff.Member) bool { return o.ID == m.ID }) {
			there = append(there, m)
		}
	}
	return there
}

// Gaps are the pieces of the closed time in which nobody is on call, in order.
func Gaps(closed []Span, shifts []Shift, roster staff.Roster, now time.Time) []Span {
	var there, gaps []Span
	for _, s := range shifts {
		there = append(there, s.present(roster, now)...)
	}
	for _, c := range closed {
		gaps = append(gaps, c.without(there)...)
	}
	slices.SortFunc(gaps, func(a, b Span) int { return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To)) })
	return gaps
}
