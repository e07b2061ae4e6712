package staff

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// rule: QM-3
func TestTeamForATicket(t *testing.T) {
	r := desk()
	r.Teams = append(r.Teams, Team{ID: "south", Rank: 2, Calendar: "day", Takes: []Match{{Kind: "inquiry", Reason: "price", Region: "广东"}}})
	for _, c := range []struct {
		n    Newcomer
		want string
	}{
		{Newcomer{Kind: "inquiry", Class: "general"}, "phone"},
		{Newcomer{Kind: "complaint", Class: "general"}, "complaints"},
		{Newcomer{Kind: "complaint", Class: "key"}, "vip"},
		{Newcomer{Kind: "inquiry", Class: "key"}, "vip"},
		{Newcomer{Kind: "inquiry", Reason: "price", Region: "广东省佛山市"}, "south"},
		{Newcomer{Kind: "inquiry", Reason: "price", Region: "广东"}, "south"},
		{Newcomer{Kind: "inquiry", Reason: "price", Region: "广西"}, "phone"},
		{Newcomer{Kind: "inquiry", Reason: "price"}, "phone"},
		{Newcomer{Kind: "inquiry", Reason: "coverage", Region: "广东"}, "phone"},
		{Newcomer{Kind: "complaint", Reason: "price", Region: "广东"}, "complaints"},
	} {
		if got := r.TeamFor(c.n); got != c.want {
			t.Errorf("%+v goes to %s, want %s", c.n, got, c.want)
		}
	}
	if got := (Roster{}).TeamFor(Newcomer{Kind: "inquiry"}); got != "" {
		t.Errorf("no teams, but %s", got)
	}
}

// rule: QM-3
// rule: JY-9
func TestAmongWhomAnOwnerIsChosen(t *testing.T) {
	r := desk()
	for i, m := range r.Members {
		switch m.ID {
		case "a1":
			r.Members[i].Skills, r.Members[i].Regions = []string{"en", "price"}, []string{"广东"}
		case "a2":
			r.Members[i].Skills = []string{"price"}
		}
	}
	r.Members = append(r.Members, Member{ID: "a4", Badge: "104", Role: Agent, Team: "phone", Skills: []string{"en"}},
		Member{ID: "a5", Badge: "105", Role: Agent, Team: "phone", Skills: []string{"ja"}, Left: true})
	not := func(badge string) func(Member) bool { return func(m Member) bool { return m.Badge == badge } }
	open, closed := hours{"day": true, "late": true}, hours{"day": false, "late": true}
	for name, c := range map[string]struct {
		roster Roster
		team   string
		n      Newcomer
		hours  hours
		want   string
	}{
		"nothing asked":                    {r, "phone", Newcomer{Reason: "other", Lang: "zh"}, open, "a1 a2 a4"},
		"a language":                       {r, "phone", Newcomer{Lang: "en"}, open, "a1 a4"},
		"a language and a matter":          {r, "phone", Newcomer{Lang: "en", Reason: "price"}, open, "a1"},
		"a matter":                         {r, "phone", Newcomer{Lang: "zh", Reason: "price"}, open, "a1 a2"},
		"a matter and a region":            {r, "phone", Newcomer{Reason: "price", Region: "广东省"}, open, "a1"},
		"a region nobody knows":            {r, "phone", Newcomer{Reason: "price", Region: "四川"}, open, "a1 a2"},
		"who knows it is absent":           {away(r, "a1", "a4"), "phone", Newcomer{Lang: "en"}, open, "a2"},
		"who knows it has left":            {r, "phone", Newcomer{Lang: "ja"}, open, "a1 a2 a4"},
		"who knows it is barred":           {r, "phone", Newcomer{Lang: "en", Reason: "price", Barred: not("101")}, open, "a4"},
		"all agents absent":                {away(r, "a1", "a2", "a4"), "phone", Newcomer{}, open, "s1"},
		"all absent":                       {away(r, "a1", "a2", "a4", "s1"), "phone", Newcomer{}, open, ""},
		"only the supervisor, and accused": {away(r, "a1", "a2", "a4"), "phone", Newcomer{Barred: not("201")}, open, ""},
		"closed":                           {r, "phone", Newcomer{}, closed, ""},
		"another team":                     {r, "complaints", Newcomer{Lang: "en"}, closed, "a3"},
		"a team of nobody":                 {r, "vip", Newcomer{}, open, ""},
		"no team":                          {r, "gone", Newcomer{}, open, ""},
	} {
		got, err := c.roster.Owners(c.team, c.n, c.hours, start)
		if err != nil || ids(got) != c.want {
			t.Errorf("%s: %q %v, want %q", name, ids(got), err, c.want)
		}
	}
}

// rule: QM-3 — whoever gets the next one had the fewest; equals take turns, so
// nobody ever is two ahead of anybody who could have had it; and nobody gets
// one who is not there, does not belong to the team, or is complained of.
// rule: JY-9
func TestTicketsAreSpreadEvenly(t *testing.T) {
	words := []string{"zh", "en", "delay", "lost"}
	rapid.Check(t, func(r *rapid.T) {
		roster := Roster{Teams: []Team{{ID: "one", Calendar: "day"}, {ID: "two", Calendar: "night"}}}
		for i := range rapid.IntRange(1, 9).Draw(r, "members") {
			m := Member{ID: fmt.Sprint("m", i), Badge: fmt.Sprint(100 + i),
				Role: rapid.SampledFrom([]string{Agent, Agent, Agent, Supervisor, Manager}).Draw(r, "role"),
				Team: rapid.SampledFrom([]string{"one", "one", "two"}).Draw(r, "team"),
				Left: rapid.IntRange(0, 9).Draw(r, "left") == 0, Skills: rapid.SliceOfDistinct(rapid.SampledFrom(words), rapid.ID).Draw(r, "skills")}
			if rapid.IntRange(0, 3).Draw(r, "absent") == 0 {
				m.Absence = &Absence{Since: start, Reason: "break"}
			}
			roster.Members = append(roster.Members, m)
		}
		accused := fmt.Sprint(100 + rapid.IntRange(0, 9).Draw(r, "accused"))
		n := Newcomer{Reason: rapid.SampledFrom(words).Draw(r, "reason"), Lang: rapid.SampledFrom(words).Draw(r, "language"),
			Barred: func(m Member) bool { return m.Badge == accused }}
		open := hours{"day": true, "night": rapid.Bool().Draw(r, "night")}
		could, err := roster.Owners("one", n, open, start)
		if err != nil {
			r.Fatal(err)
		}
		agents := slices.ContainsFunc(roster.Members, func(m Member) bool {
			return m.Role == Agent && m.Team == "one" && !m.Left && m.Absence == nil && m.Badge != accused
		})
		for _, m := range could {
			if m.Left || m.Absence != nil || m.Team != "one" || m.Badge == accused || m.Role == Manager || agents && m.Role != Agent {
				r.Fatalf("%+v could get it", m)
			}
		}
		if len(could) == 0 {
			if agents {
				r.Fatal("an agent is there, and nobody gets it")
			}
			return
		}
		loads, turns := map[string]int{"stranger": 0}, 0
		for _, m := range could {
			loads[m.ID] = rapid.IntRange(0, 3).Draw(r, "load")
		}
		for range 40 {
			chosen := Choose(could, loads, func() int { turns++; return turns })
			for _, m := range could {
				if loads[m.ID] < loads[chosen.ID] {
					r.Fatalf("%s gets it with %d, %s has %d", chosen.ID, loads[chosen.ID], m.ID, loads[m.ID])
				}
			}
			loads[chosen.ID]++
		}
		if got := spread(could, loads); got > 1 {
			r.Fatalf("after 40 tickets: %v", loads)
		}
	})
}

// rule: QM-3 — among equals it goes round: when nobody's list is known to have
// changed, each of n gets one of any n tickets that follow each other.
func TestEqualsTakeTurns(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		could := desk().Members[:rapid.IntRange(2, 5).Draw(r, "equals")]
		turn := rapid.IntRange(0, 1000).Draw(r, "turns before")
		got := map[string]int{}
		for range len(could) {
			got[Choose(could, map[string]int{}, func() int { turn++; return turn }).ID]++
		}
		if len(got) != len(could) {
			r.Fatalf("%d tickets for %d: %v", len(could), len(could), got)
		}
	})
}

func spread(members []Member, loads map[string]int) int {
	least, most := loads[members[0].ID], loads[members[0].ID]
	for _, m := range members {
		least, most = min(least, loads[m.ID]), max(most, loads[m.ID])
	}
	return most - least
}
