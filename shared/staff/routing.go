package staff

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Newcomer is what is looked at of a ticket that comes in. What is not known is
// empty.
type Newcomer struct {
	Kind, Reason, Channel string
	Class                 string // of the customer (QM-7)
	Region, Lang          string
	Barred                func(Member) bool // who may not have it: whom it complains of (JY-9); nil: nobody
}

// Match is a condition on a ticket; what is empty matches everything.
type Match struct {
	Kind    string `json:"kind,omitempty"`    // inquiry, complaint …
	Channel string `json:"channel,omitempty"` // web, phone … (JY-1)
	Class   string `json:"class,omitempty"`   // of the customer (QM-7)
	Reason  string `json:"reason,omitempty"`  // an inquiry's kind or a complaint's reason
	Region  string `json:"region,omitempty"`  // and all whose names begin with it
}

func (m Match) fits(n Newcomer) bool {
	return (m.Kind == "" || m.Kind == n.Kind) && (m.Channel == "" || m.Channel == n.Channel) &&
		(m.Class == "" || m.Class == n.Class) && (m.Reason == "" || m.Reason == n.Reason) && covers(m.Region, n.Region)
}

// covers tells whether a place is in a region: people write 浙江 or 浙江省杭州市.
func covers(region, place string) bool { return strings.HasPrefix(place, region) }

// TeamFor is the team a ticket goes to (rule QM-3): the first by rank that
// takes such tickets, else the first that takes what nobody else does. Empty
// when no team does.
func (r Roster) TeamFor(n Newcomer) string {
	teams := slices.Clone(r.Teams)
	slices.SortFunc(teams, func(a, b Team) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID)) })
	rest := ""
	for _, t := range teams {
		if slices.ContainsFunc(t.Takes, func(m Match) bool { return m.fits(n) }) {
			return t.ID
		}
		if len(t.Takes) == 0 && rest == "" {
			rest = t.ID
		}
	}
	return rest
}

// Owners are those of a team among whom the owner of a new ticket is chosen
// (rule QM-3): the agents on duty who know what it takes, where one of them
// does, else all who are on duty; its supervisors on duty when no agent is.
// Never who is barred. Nobody when nobody is on duty.
func (r Roster) Owners(team string, n Newcomer, hours Hours, now time.Time) ([]Member, error) {
	there, err := r.OnDuty(hours, now)
	if err != nil {
		return nil, err
	}
	for _, role := range []string{Agent, Supervisor} {
		var could []Member
		for _, m := range there {
			if m.Team == team && m.Role == role && (n.Barred == nil || !n.Barred(m)) {
				could = append(could, m)
			}
		}
		if len(could) > 0 {
			return n.suited(could), nil
		}
	}
	return nil, nil
}

// suited narrows down to those who speak the language, of these to those who
// know the matter, of these to those who know the region. What nobody of them
// knows narrows nothing.
func (n Newcomer) suited(could []Member) []Member {
	for _, knows := range []func(Member) bool{
		func(m Member) bool { return slices.Contains(m.Skills, n.Lang) },
		func(m Member) bool { return slices.Contains(m.Skills, n.Reason) },
		func(m Member) bool {
			return slices.ContainsFunc(m.Regions, func(region string) bool { return covers(region, n.Region) })
		},
	} {
		if best := slices.DeleteFunc(slices.Clone(could), func(m Member) bool { return !knows(m) }); len(best) > 0 {
			could = best
		}
	}
	return could
}

// Choose is who of them gets the next ticket: whoever owns the fewest, and
// among equals each in turn. turn counts up from one with every call; it is
// asked only where there are equals. could is not empty.
func Choose(could []Member, loads map[string]int, turn func() int) Member {
	least := loads[could[0].ID]
	for _, m := range could {
		least = min(least, loads[m.ID])
	}
	equals := slices.DeleteFunc(slices.Clone(could), func(m Member) bool { return loads[m.ID] > least })
	if len(equals) == 1 {
		return equals[0]
	}
	return equals[(turn()-1)%len(equals)]
}
