package staff

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/words"

	"pgregory.net/rapid"
)

var start = time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)

// hours are the calendars that are open, and those that are closed.
type hours map[string]bool

func (h hours) Open(calendar string, _ time.Time) (bool, error) {
	open, ok := h[calendar]
	if !ok {
		return false, errs.New(errs.NotFound, "not_found")
	}
	return open, nil
}

// desk is two teams: phone (two agents, a supervisor) and complaints (an agent,
// a supervisor), a manager and an admin.
func desk() Roster {
	return Roster{
		Teams: []Team{
			{ID: "phone", Calendar: "day", Rank: 3},
			{ID: "vip", Calendar: "day", Rank: 1, Takes: []Match{{Class: "key"}}},
			{ID: "complaints", Calendar: "late", Rank: 2, Takes: []Match{{Kind: "complaint"}}},
		},
		Members: []Member{
			{ID: "a1", Badge: "101", Role: Agent, Team: "phone", Login: "anna"},
			{ID: "a2", Badge: "102", Role: Agent, Team: "phone"},
			{ID: "a3", Badge: "103", Role: Agent, Team: "complaints"},
			{ID: "s1", Badge: "201", Role: Supervisor, Team: "phone"},
			{ID: "s2", Badge: "202", Role: Supervisor, Team: "complaints"},
			{ID: "m1", Badge: "301", Role: Manager},
			{ID: "x1", Badge: "401", Role: Admin},
			{ID: "z1", Badge: "100", Role: Supervisor, Team: "phone", Left: true, Login: "zoe"},
		},
	}
}

// away switches members to absent; left sends them away for good.
func away(r Roster, ids ...string) Roster {
	r.Members = slices.Clone(r.Members)
	for i := range r.Members {
		if slices.Contains(ids, r.Members[i].ID) {
			r.Members[i].Absence = &Absence{Since: start.Add(-time.Hour), Reason: "sick"}
		}
	}
	return r
}

func ids(members []Member) string {
	var list []string
	for _, m := range members {
		list = append(list, m.ID)
	}
	return strings.Join(list, " ")
}

// rule: PD-13
// rule: PD-14
func TestResolveFindsWhoHears(t *testing.T) {
	open, closed := hours{"day": true, "late": true}, hours{"day": false, "late": true}
	mine := Matter{Owner: "a1", Team: "phone"}
	for name, c := range map[string]struct {
		roster Roster
		to     string
		matter Matter
		hours  hours
		want   string
	}{
		"owner":                           {desk(), ToOwner, mine, open, "a1"},
		"owner, after hours":              {desk(), ToOwner, Matter{Owner: "a1", Team: "phone", Urgent: true}, closed, "a1"},
		"no owner":                        {desk(), ToOwner, Matter{Team: "phone"}, open, "s1"},
		"owner absent":                    {away(desk(), "a1"), ToOwner, mine, open, "s1"},
		"owner and supervisor absent":     {away(desk(), "a1", "s1"), ToOwner, mine, open, "m1"},
		"owner who left":                  {desk(), ToOwner, Matter{Owner: "z1", Team: "phone"}, open, "s1"},
		"team":                            {desk(), ToTeam, mine, open, "a1 a2 s1"},
		"team, one absent":                {away(desk(), "a2"), ToTeam, mine, open, "a1 s1"},
		"team, all absent":                {away(desk(), "a1", "a2", "s1"), ToTeam, mine, open, "m1"},
		"supervisor":                      {desk(), ToSupervisor, mine, open, "s1"},
		"supervisor of the ticket's team": {desk(), ToSupervisor, Matter{Team: "complaints"}, open, "s2"},
		"supervisor absent":               {away(desk(), "s1"), ToSupervisor, mine, open, "m1"},
		"urgent at night":                 {desk(), ToSupervisor, Matter{Team: "phone", Urgent: true}, closed, "m1"},
		"urgent at night, team with longer hours": {desk(), ToSupervisor, Matter{Team: "complaints", Urgent: true}, closed, "s2"},
		"not urgent at night":                     {desk(), ToSupervisor, mine, closed, "s1"},
		"urgent at night, somebody on call":       {desk(), ToOwner, Matter{Owner: "a1", Team: "phone", Urgent: true, OnCall: []string{"a3"}}, closed, "a3"},
		"for the team at night, two on call":      {desk(), ToTeam, Matter{Team: "phone", Urgent: true, OnCall: []string{"a3", "a2"}}, closed, "a2 a3"},
		"for the supervisor at night":             {desk(), ToSupervisor, Matter{Team: "phone", Urgent: true, OnCall: []string{"a3"}}, closed, "a3"},
		"a salesperson at night":                  {desk(), ToOwner, Matter{Owner: "a1", Team: "phone", Sales: true, OnCall: []string{"a3"}}, closed, "a3"},
		"a salesperson at night, none on call":    {desk(), ToOwner, Matter{Team: "phone", Sales: true}, closed, "s1"},
		"urgent, the one on call is absent":       {away(desk(), "a3"), ToOwner, Matter{Team: "phone", Urgent: true, OnCall: []string{"a3"}}, closed, "m1"},
		"not urgent at night, somebody on call":   {desk(), ToOwner, Matter{Owner: "a1", Team: "phone", OnCall: []string{"a3"}}, closed, "a1"},
		"urgent by day, somebody on call":         {desk(), ToOwner, Matter{Owner: "a1", Team: "phone", Urgent: true, OnCall: []string{"a3"}}, open, "a1"},
		"for the manager at night":                {desk(), ToManager, Matter{Team: "phone", Urgent: true, OnCall: []string{"a3"}}, closed, "m1"},
		"manager":                                 {desk(), ToManager, mine, open, "m1"},
		"manager absent":                          {away(desk(), "m1"), ToManager, mine, open, "m1"},
		"unknown team":                            {desk(), ToSupervisor, Matter{Team: "gone"}, open, "m1"},
		"no team":                                 {desk(), ToTeam, Matter{}, open, "m1"},
		"only an admin":                           {Roster{Members: desk().Members[6:]}, ToOwner, mine, open, "x1"},
		"only an absent agent":                    {away(Roster{Members: desk().Members[:1]}, "a1"), ToManager, Matter{}, open, "a1"},
	} {
		got, err := c.roster.Resolve(c.to, c.matter, c.hours, start)
		if err != nil || ids(got) != c.want {
			t.Errorf("%s: %s %v, want %s", name, ids(got), err, c.want)
		}
	}
}

func TestResolveFailsOnlyOnAnEmptyRoster(t *testing.T) {
	left := Roster{Members: desk().Members[7:]}
	if _, err := left.Resolve(ToManager, Matter{}, hours{}, start); !errs.Is(err, errs.Internal) || !words.Has(errs.As(err).Code) {
		t.Errorf("nobody is there, and: %v", err)
	}
	if got, err := desk().Resolve(ToTeam, Matter{Team: "phone"}, hours{}, start); err != nil || ids(got) != "m1" {
		t.Errorf("the team's calendar is gone: %s %v", ids(got), err)
	}
}

// rule: NJ-15 — never nobody, and nobody who left; somebody who is absent only
// when nobody else is there.
func TestResolveIsNeverNobody(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		full := desk()
		members := rapid.SliceOfNDistinct(rapid.SampledFrom(full.Members), 1, 8, func(m Member) string { return m.ID }).Draw(r, "members")
		roster := Roster{Teams: full.Teams}
		working := 0
		for _, m := range members {
			if rapid.Bool().Draw(r, "absent "+m.ID) {
				m.Absence = &Absence{Since: start, Until: start.Add(time.Hour), Reason: "break"}
			}
			if !m.Left {
				working++
			}
			roster.Members = append(roster.Members, m)
		}
		matter := Matter{
			Owner:  rapid.SampledFrom([]string{"", "a1", "a3", "z1", "nobody"}).Draw(r, "owner"),
			Team:   rapid.SampledFrom([]string{"", "phone", "complaints", "gone"}).Draw(r, "team"),
			Urgent: rapid.Bool().Draw(r, "urgent"),
		}
		open := hours{"day": rapid.Bool().Draw(r, "day"), "late": rapid.Bool().Draw(r, "late")}
		to := rapid.SampledFrom([]string{ToOwner, ToTeam, ToSupervisor, ToManager}).Draw(r, "to")
		got, err := roster.Resolve(to, matter, open, start)
		if (err == nil) != (working > 0) || (len(got) > 0) != (working > 0) {
			r.Fatalf("%d at work, found %s, %v", working, ids(got), err)
		}
		for _, m := range got {
			if m.Left {
				r.Fatalf("%s has left", m.ID)
			}
			if m.Absent(start) && m.Role != Manager && slices.ContainsFunc(roster.Members, func(o Member) bool {
				return !o.Left && o.Role == Manager
			}) {
				r.Fatalf("%s is absent, and there is a manager", m.ID)
			}
		}
	})
}

func TestOnDuty(t *testing.T) {
	got, err := away(desk(), "a2").OnDuty(hours{"day": true, "late": false}, start)
	if err != nil || ids(got) != "a1 s1" {
		t.Errorf("on duty: %s %v", ids(got), err)
	}
	if got, err = desk().OnDuty(hours{"late": true}, start); err != nil || ids(got) != "a3 s2" {
		t.Errorf("on duty while a calendar is gone: %s %v", ids(got), err)
	}
	for _, c := range []struct {
		at   time.Duration
		want bool
	}{{-1, false}, {0, true}, {time.Hour - 1, true}, {time.Hour, false}} {
		m := Member{Absence: &Absence{Since: start, Until: start.Add(time.Hour)}}
		if m.Absent(start.Add(c.at)) != c.want {
			t.Errorf("%s after the switch: absent is %v", c.at, !c.want)
		}
	}
}

func TestWhoSignedIn(t *testing.T) {
	r := desk()
	if m, ok := r.ByLogin("anna"); !ok || m.ID != "a1" {
		t.Errorf("anna is %+v", m)
	}
	for _, login := range []string{"", "zoe", "bob"} { // nobody, one who left, a stranger
		if m, ok := r.ByLogin(login); ok {
			t.Errorf("%q is %+v", login, m)
		}
	}
}
