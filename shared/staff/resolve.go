package staff

import (
	"slices"
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
	Owner  string   // staff id, "" for none
	Team   string   // team id
	Urgent bool     // the notice rings now, at whatever hour
	Sales  bool     // a salesperson asks, who is answered at any hour (PD-13)
	OnCall []string // staff ids of who is on call now, asked while the team is closed
}

// Resolve finds who hears of a matter. An owner who is absent or has left
// counts as none, then the supervisor on duty hears of it; where no supervisor
// is, the manager; where no manager is, whoever is left, highest role first.
// It is never nobody: an empty roster is errs.Internal "staff.nobody".
//
// While the team is closed, what is urgent or comes from a salesperson goes to
// whoever is on call (rules PD-13, PD-14), also what is meant for an owner who
// is at home. Without anybody on call, what is urgent goes to those on duty, so
// on to the manager; anything else waits for the morning anyway and goes to
// those who will be there then: the team's own, less the absent.
func (r Roster) Resolve(to string, matter Matter, hours Hours, now time.Time) ([]Member, error) {
	at, err := r.hoursOf(matter.Team, hours, now)
	if err != nil {
		return nil, errs.Wrap(err, "find who is on duty")
	}
	for _, candidates := range r.candidates(to, matter, at, now) {
		if found := r.pick(candidates); len(found) > 0 {
			return found, nil
		}
	}
	return nil, errs.New(errs.Internal, "staff.nobody")
}

// candidates lists, from the first choice to the last resort, who would do.
func (r Roster) candidates(to string, matter Matter, at hoursNow, now time.Time) []func(Member) bool {
	present := func(role string) func(Member) bool {
		return func(m Member) bool { return m.Role == role && !m.Absent(now) }
	}
	anyOf := func(role string) func(Member) bool {
		return func(m Member) bool { return m.Role == role }
	}
	there := func(m Member) bool { return (at == working || at == closed && !matter.Urgent) && !m.Absent(now) }
	owner := func(m Member) bool { return matter.Owner != "" && m.ID == matter.Owner && !m.Absent(now) }
	team := func(m Member) bool { return m.Team == matter.Team && there(m) }
	supervisor := func(m Member) bool { return m.Role == Supervisor && m.Team == matter.Team && there(m) }
	var first []func(Member) bool
	if at != working && (matter.Urgent || matter.Sales) {
		first = append(first, func(m Member) bool { return slices.Contains(matter.OnCall, m.ID) && !m.Absent(now) })
	}
	rest := []func(Member) bool{
		present(Manager), anyOf(Manager), present(Admin), anyOf(Admin),
		present(Supervisor), anyOf(Supervisor), anyOf(Agent),
	}
	switch to {
	case ToOwner:
		return append(append(first, owner, supervisor), rest...)
	case ToTeam:
		return append(append(first, team, supervisor), rest...)
	case ToSupervisor:
		return append(append(first, supervisor), rest...)
	default:
		return rest
	}
}

// hoursNow is what a team's hours say of an instant.
type hoursNow int

const (
	unknown hoursNow = iota // no such team, or no such calendar: the manager hears
	closed
	working
)

func (r Roster) hoursOf(id string, hours Hours, now time.Time) (hoursNow, error) {
	team, ok := r.Team(id)
	if !ok {
		return unknown, nil
	}
	open, err := hours.Open(team.Calendar, now)
	switch {
	case errs.Is(err, errs.NotFound):
		return unknown, nil
	case open:
		return working, err
	}
	return closed, err
}
