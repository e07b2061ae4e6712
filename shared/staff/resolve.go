package staff

import (
	"time"

	"huiyin/shared/errs"
)

// The roles a notice can be addressed to.
const (
	ToOwner      = "owner"
	ToTeam       = "team"
	ToSupervisor = "supervisor"
	ToManager    = "manager"
)

// Matter is what a notice is about, as far as its readers depend on it.
type Matter struct {
	Owner  string // staff id, "" for none
	Team   string // team id
	Urgent bool   // the notice rings now, at whatever hour
}

// Resolve finds who hears of a matter. An owner who is absent or has left
// counts as none, then the supervisor on duty hears of it; where no supervisor
// is, the manager; where no manager is, whoever is left, highest role first.
// It is never nobody: an empty roster is errs.Internal "staff.nobody".
//
// While the team is closed, what is urgent goes to those on duty, so on to the
// manager; anything else waits for the morning anyway and goes to those who
// will be there then: the team's own, less the absent.
func (r Roster) Resolve(to string, matter Matter, hours Hours, now time.Time) ([]Member, error) {
	there, err := r.there(matter, hours, now)
	if err != nil {
		return nil, errs.Wrap(err, "find who is on duty")
	}
	for _, candidates := range r.candidates(to, matter, there, now) {
		if found := r.pick(candidates); len(found) > 0 {
			return found, nil
		}
	}
	return nil, errs.New(errs.Internal, "staff.nobody")
}

// candidates lists, from the first choice to the last resort, who would do.
func (r Roster) candidates(to string, matter Matter, there func(Member) bool, now time.Time) []func(Member) bool {
	present := func(role string) func(Member) bool {
		return func(m Member) bool { return m.Role == role && !m.Absent(now) }
	}
	anyOf := func(role string) func(Member) bool {
		return func(m Member) bool { return m.Role == role }
	}
	owner := func(m Member) bool { return matter.Owner != "" && m.ID == matter.Owner && !m.Absent(now) }
	team := func(m Member) bool { return m.Team == matter.Team && there(m) }
	supervisor := func(m Member) bool { return m.Role == Supervisor && m.Team == matter.Team && there(m) }
	rest := []func(Member) bool{
		present(Manager), anyOf(Manager), present(Admin), anyOf(Admin),
		present(Supervisor), anyOf(Supervisor), anyOf(Agent),
	}
	switch to {
	case ToOwner:
		return append([]func(Member) bool{owner, supervisor}, rest...)
	case ToTeam:
		return append([]func(Member) bool{team, supervisor}, rest...)
	case ToSupervisor:
		return append([]func(Member) bool{supervisor}, rest...)
	default:
		return rest
	}
}

// there tells who of the matter's team will read of it in time.
func (r Roster) there(matter Matter, hours Hours, now time.Time) (func(Member) bool, error) {
	team, ok := r.Team(matter.Team)
	if !ok {
		return func(Member) bool { return false }, nil
	}
	open, err := hours.Open(team.Calendar, now)
	if errs.Is(err, errs.NotFound) { // hours nobody can say: the manager hears
		return func(Member) bool { return false }, nil
	}
	if err != nil {
		return nil, err
	}
	return func(m Member) bool { return (open || !matter.Urgent) && !m.Absent(now) }, nil
}
