package oncall

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/staff"
)

// MayLeave tells whether somebody may switch himself to absent until an instant
// (zero: until he switches back). The last one who is available may not (rule
// PD-14): whoever is on call needs somebody else on call for that time, and the
// last one on duty of a team that is open has to ask the supervisor, who may go
// himself. A supervisor may switch others off: whoever is ill is ill, and the
// gap is told.
//
// Errors: errs.Conflict "oncall.last" and "oncall.alone", which name who can
// put somebody in the place.
func (s Service) MayLeave(ctx context.Context, roster staff.Roster, hours staff.Hours, m staff.Member, until, now time.Time) error {
	there, err := roster.OnDuty(hours, now)
	if err != nil {
		return err
	}
	if m.Role == staff.Agent && alone(m, there) {
		return errs.New(errs.Conflict, "oncall.alone").With("who", superiors(roster, m, now))
	}
	shifts, err := s.shifts(ctx, now, later(now, until))
	if err != nil {
		return err
	}
	end := until
	for _, one := range shifts { // without an end, the shift that runs counts
		if until.IsZero() && one.Member == m.ID && !now.Before(one.From) && now.Before(one.To) {
			end = later(end, one.To)
		}
	}
	if !end.After(now) {
		return nil
	}
	closed, err := s.closed(ctx, roster, Span{now, end})
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(slices.Clone(shifts), func(one Shift) bool { return one.Member != m.ID })
	others := slices.DeleteFunc(slices.Clone(shifts), func(one Shift) bool { return one.Member == m.ID })
	for _, gap := range Gaps(closed, others, roster, now) {
		for _, one := range mine {
			if one.From.Before(gap.To) && gap.From.Before(one.To) {
				return errs.New(errs.Conflict, "oncall.last").With("who", superiors(roster, m, now)).
					With("from", s.shown(later(one.From, gap.From))).With("to", s.shown(earlier(one.To, gap.To)))
			}
		}
	}
	return nil
}

// alone tells whether m is the only one on duty of his team.
func alone(m staff.Member, there []staff.Member) bool {
	is := func(o staff.Member) bool { return o.ID == m.ID }
	colleague := func(o staff.Member) bool {
		return o.ID != m.ID && o.Team == m.Team && (o.Role == staff.Agent || o.Role == staff.Supervisor)
	}
	return slices.ContainsFunc(there, is) && !slices.ContainsFunc(there, colleague)
}

// superiors are the badges of those who can put somebody in m's place: the
// team's supervisors, without any the managers and admins; those who are there
// before those who are not.
func superiors(roster staff.Roster, m staff.Member, now time.Time) string {
	for _, fits := range []func(staff.Member) bool{
		func(o staff.Member) bool { return o.Role == staff.Supervisor && o.Team == m.Team && !o.Absent(now) },
		func(o staff.Member) bool { return o.Role == staff.Supervisor && o.Team == m.Team },
		func(o staff.Member) bool { return o.Role == staff.Manager || o.Role == staff.Admin },
	} {
		var badges []string
		for _, o := range roster.Members {
			if !o.Left && fits(o) {
				badges = append(badges, o.Badge)
			}
		}
		if slices.Sort(badges); len(badges) > 0 {
			return strings.Join(badges, ", ")
		}
	}
	return "–"
}

// shown is an instant as a refusal says it, in any language.
func (s Service) shown(at time.Time) string { return at.In(s.Zone).Format("01-02 15:04") }
