package storetest

import (
	"slices"
	"strings"
	"testing"

	"huiyin/shared/event"
	"huiyin/shared/staff"
)

// rosters: everybody at one reading; badge and login are one person's.
func rosters(t *testing.T, fresh Fresh) {
	s := fresh(t)
	r, err := s.Staff.Roster(ctx)
	is(t, "roster", err, nil)
	same(t, "an empty roster", r, staff.Roster{})

	seq := 0
	saved := func(id string) event.Event { seq++; return happened(staff.Subject(id), seq, staff.Saved, start) }
	ann := staff.Member{ID: "1", Version: 1, Login: "ann", Name: "安", Badge: "A1", Phone: "+8613800138000", Role: staff.Agent, Team: "service", Lang: "zh"}
	bo := staff.Member{ID: "2", Version: 1, Name: "博", Badge: "B2", Phone: "+8613800138001", Role: staff.Supervisor, Team: "service", Lang: "en"}
	team := staff.Team{ID: "service", Version: 1, Name: "客服", Calendar: "queries", Takes: []staff.Match{{Kind: "complaint"}}}
	is(t, "save", s.Staff.SaveMember(ctx, ann, nil, saved("1")), nil)
	is(t, "save one without login", s.Staff.SaveMember(ctx, bo, nil, saved("2")), nil)
	is(t, "save a team", s.Staff.SaveTeam(ctx, team, happened(staff.TeamSubject("service"), 1, staff.TeamSaved, start)), nil)
	is(t, "save it as new again", s.Staff.SaveTeam(ctx, team, happened(staff.TeamSubject("service"), 2, staff.TeamSaved, start)), staff.ErrLostRace)

	cy := staff.Member{ID: "3", Version: 1, Name: "晨", Badge: "A1", Phone: "+8613800138002", Role: staff.Agent, Team: "service", Lang: "zh"}
	is(t, "a badge that is taken", s.Staff.SaveMember(ctx, cy, nil, saved("3")), staff.ErrTaken)
	cy.Badge, cy.Login = "C3", "ann"
	is(t, "a login that is taken", s.Staff.SaveMember(ctx, cy, nil, saved("3")), staff.ErrTaken)
	cy.Login = ""
	is(t, "neither", s.Staff.SaveMember(ctx, cy, nil, saved("3")), nil)

	was := ann
	ann.Version, ann.Badge, ann.Login, ann.Absence = 2, "A9", "", &staff.Absence{Since: start, Reason: "leave"}
	is(t, "change", s.Staff.SaveMember(ctx, ann, &was, saved("1")), nil)
	is(t, "change what was read before", s.Staff.SaveMember(ctx, ann, &was, saved("1")), staff.ErrLostRace)
	before := cy
	cy.Version, cy.Badge, cy.Login = 2, "A1", "ann"
	is(t, "take what was given back", s.Staff.SaveMember(ctx, cy, &before, saved("3")), nil)

	r, err = s.Staff.Roster(ctx)
	is(t, "roster", err, nil)
	slices.SortFunc(r.Members, func(a, b staff.Member) int { return strings.Compare(a.ID, b.ID) })
	same(t, "the roster", r, staff.Roster{Teams: []staff.Team{team}, Members: []staff.Member{ann, bo, cy}})

	oneWins(t, "changes of one member", atOnce(6, func(i int) error {
		m := bo
		m.Version, m.Badge = 2, name("Z", i)
		return s.Staff.SaveMember(ctx, m, &bo, happened(staff.Subject("2"), 50, staff.Saved, start))
	}), because(staff.ErrLostRace))
}
