package staff

import (
	"sort"
	"time"

	"huiyin/shared/errs"
)

// Roster is everybody, as read at one time. What it answers is sorted by
// badge.
type Roster struct {
	Teams   []Team
	Members []Member
}

// Member finds a member by id, also one who left.
func (r Roster) Member(id string) (Member, bool) {
	return r.find(func(m Member) bool { return m.ID == id })
}

// ByLogin finds who signed in; nobody who left.
func (r Roster) ByLogin(login string) (Member, bool) {
	return r.find(func(m Member) bool { return !m.Left && login != "" && m.Login == login })
}

// ByBadge finds a member by badge number; nobody who left.
func (r Roster) ByBadge(badge string) (Member, bool) {
	return r.find(func(m Member) bool { return !m.Left && badge != "" && m.Badge == badge })
}

// Team finds a team by id.
func (r Roster) Team(id string) (Team, bool) {
	for _, t := range r.Teams {
		if t.ID == id {
			return t, true
		}
	}
	return Team{}, false
}

// OnDuty tells who works now: members of teams whose hours are open who are
// not absent. A team whose calendar is gone is closed.
func (r Roster) OnDuty(hours Hours, now time.Time) ([]Member, error) {
	open := map[string]bool{}
	for _, t := range r.Teams {
		is, err := hours.Open(t.Calendar, now)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, errs.Wrap(err, "look up the hours of a team")
		}
		open[t.ID] = is
	}
	return r.pick(func(m Member) bool { return open[m.Team] && !m.Absent(now) }), nil
}

func (r Roster) find(is func(Member) bool) (Member, bool) {
	for _, m := range r.Members {
		if is(m) {
			return m, true
		}
	}
	return Member{}, false
}

// pick lists those of the staff, not those who left, that fit.
func (r Roster) pick(fits func(Member) bool) []Member {
	var found []Member
	for _, m := range r.Members {
		if !m.Left && fits(m) {
			found = append(found, m)
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].Badge < found[j].Badge })
	return found
}

// Superior is a supervisor or a manager, and whether he works now.
type Superior struct {
	Member
	OnDuty bool
}

// Superiors lists the supervisors and managers who have not left. A supervisor
// is on duty with his team; a manager, who has none, unless he is absent.
func (r Roster) Superiors(hours Hours, now time.Time) ([]Superior, error) {
	onDuty, err := r.OnDuty(hours, now)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, m := range onDuty {
		there[m.ID] = true
	}
	var all []Superior
	for _, m := range r.pick(func(m Member) bool { return m.Role == Supervisor || m.Role == Manager }) {
		all = append(all, Superior{Member: m, OnDuty: there[m.ID] || m.Role == Manager && !m.Absent(now)})
	}
	return all, nil
}
