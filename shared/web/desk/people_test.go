package desk

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEverybodySeesWhoIsOnDuty(t *testing.T) {
	b := newBench(t)
	there := func(as string) (badges []string) {
		for _, m := range b.call(as, get, "/desk/staff", "").is(200).list("staff") {
			if m["onDuty"] == true {
				badges = append(badges, m["badge"].(string))
			}
			if strings.Contains(m["phone"].(string), "0138") || m["login"] != nil && as != "admin" {
				t.Errorf("%s is shown %v", as, m)
			}
		}
		return badges
	}
	if got := there("agent"); !slices.Equal(got, []string{"101", "102", "201"}) {
		t.Errorf("at noon: %v", got)
	}
	b.call("agent", put, "/desk/staff/"+b.staff["agent"]+"/absence", `{"reason":"sick","until":"2026-06-10T06:00:00Z"}`).is(200)
	if got := there("admin"); !slices.Equal(got, []string{"102", "201"}) {
		t.Errorf("one is away: %v", got)
	}
	reason := func(as string) any {
		for _, m := range b.call(as, get, "/desk/staff", "").list("staff") {
			if away, ok := m["absence"].(map[string]any); ok {
				return away["reason"]
			}
		}
		return "nobody is away"
	}
	if reason("agent") != "sick" || reason("supervisor") != "sick" || reason("other") != nil {
		t.Errorf("the reason is told: %v %v %v", reason("agent"), reason("supervisor"), reason("other"))
	}
	b.now = noon.Add(3 * time.Hour)
	if got := there("agent"); len(got) != 3 {
		t.Errorf("back in the afternoon: %v", got)
	}
	b.now = noon.Add(12 * time.Hour)
	if got := there("agent"); len(got) != 0 {
		t.Errorf("at midnight: %v", got)
	}
}

func TestAbsenceIsOnesOwnTheTeamsOrTheAdmins(t *testing.T) {
	b := newBench(t)
	away := func(as, whose string) answer {
		return b.call(as, put, "/desk/staff/"+b.staff[whose]+"/absence", `{"reason":"leave"}`)
	}
	for _, c := range []struct {
		as, whose string
		status    int
	}{
		{"agent", "agent", 200}, {"agent", "other", 403}, {"agent", "supervisor", 403}, {"supervisor", "supervisor", 200},
		{"supervisor", "agent", 200}, {"supervisor", "other", 403}, {"supervisor", "admin", 403}, {"admin", "other", 200}, {"admin", "admin", 200},
		{"admin", "gone", 404},
	} {
		if got := away(c.as, c.whose).status; got != c.status {
			t.Errorf("%s switches %s: %d, want %d", c.as, c.whose, got, c.status)
		}
		if c.status == 200 {
			back := b.call(c.as, remove, "/desk/staff/"+b.staff[c.whose]+"/absence", "").is(200)
			if back.at("absence") != nil || back.etag() == "" {
				t.Errorf("%s is back: %s", c.whose, back.raw)
			}
		} else if got := b.call(c.as, remove, "/desk/staff/"+b.staff[c.whose]+"/absence", "").status; got != c.status {
			t.Errorf("%s switches %s back: %d", c.as, c.whose, got)
		}
	}
	b.call("agent", put, "/desk/staff/"+b.staff["agent"]+"/absence", `{"reason":"hangover"}`).refused(422, "invalid", "reason")
	b.call("agent", put, "/desk/staff/"+b.staff["agent"]+"/absence", `{"reason":"leave","until":"2026-06-10T03:00:00Z"}`).refused(422, "invalid", "until")
	b.call("agent", put, "/desk/staff/"+b.staff["agent"]+"/absence", `{"reason":"leave"}`, "If-Match", `"99"`).refused(412, "desk.stale")
	b.call("agent", remove, "/desk/staff/"+b.staff["agent"]+"/absence", "", "If-Match", `"99"`).refused(412, "desk.stale")
}

func TestAnAdminKeepsTheStaff(t *testing.T) {
	b := newBench(t)
	made := b.call("admin", post, "/desk/staff", `{"name":"周","badge":"x7","phone":"13700137000","role":"agent","team":"service","login":"zhou"}`).is(201)
	path := "/desk/staff/" + made.text("id")
	if made.text("badge") != "X7" || made.text("phone") != "137****7000" || made.etag() != `"1"` || made.text("login") != "zhou" {
		t.Errorf("made %s", made.raw)
	}
	change := `{"name":"周舟","badge":"x7","role":"supervisor","team":"service","lang":"en","skills":["en"," delay ","en",""],"regions":["广东"]}`
	b.call("admin", put, path, change).refused(412, "staff.stale")
	b.call("admin", put, path, change, "If-Match", "*").refused(422, "invalid", "If-Match")
	b.call("admin", put, path, change, "If-Match", `"7"`).refused(412, "staff.stale")
	if a := b.call("admin", put, path, change, "If-Match", made.etag()).is(200); a.text("phone") != "137****7000" || a.text("role") != "supervisor" || a.etag() != `"2"` ||
		!strings.Contains(a.raw, `"skills":["en","delay"],"regions":["广东"]`) {
		t.Errorf("changed %s", a.raw)
	}
	b.call("admin", put, "/desk/staff/NOBODY", change).refused(404, "staff.not_found")
	b.call("admin", post, "/desk/staff", `{"name":"吴","badge":"X7","phone":"13700137001","role":"agent","team":"service"}`).refused(409, "staff.taken")
	b.call("admin", post, "/desk/staff", `{"name":"吴","badge":"??","phone":"1","role":"agent","team":"nowhere"}`).refused(422, "invalid", "badge", "phone", "team")
	b.call("admin", post, "/desk/staff", `{"name":"吴","badge":"8","phone":"13700137001","role":"agent","team":"service","skills":["en","`+strings.Repeat("长", 41)+`"]}`).refused(422, "invalid", "skills[1]")
	b.call("admin", post, "/desk/staff", `{"badge":"1","role":"king"}`).refused(422, "invalid", "name", "role")
}

func TestAnAdminKeepsTheTeams(t *testing.T) {
	b := newBench(t)
	body := `{"name":"大客户组","calendar":"business","rank":1,"takes":[{"class":"key"},{"kind":"complaint","channel":"phone","reason":"lost","region":"广东"}]}`
	made := b.call("admin", put, "/desk/teams/vip", body).is(200)
	if made.etag() != `"1"` || len(made.list("takes")) != 2 || made.list("takes")[1]["region"] != "广东" || made.list("takes")[1]["reason"] != "lost" {
		t.Errorf("made %s", made.raw)
	}
	b.call("admin", put, "/desk/teams/vip", body).refused(412, "staff.stale")
	b.call("admin", put, "/desk/teams/vip", strings.Replace(body, "business", "queries", 1), "If-Match", `"1"`).is(200)
	teams := b.call("admin", get, "/desk/teams", "").is(200).list("teams")
	if len(teams) != 3 || teams[2]["id"] != "vip" || teams[2]["calendar"] != "queries" {
		t.Errorf("teams %v", teams)
	}
	b.call("admin", put, "/desk/teams/Bad_Id", body).refused(422, "invalid", "id")
	b.call("admin", put, "/desk/teams/x", `{"name":"x","calendar":"none"}`).refused(422, "invalid", "calendar")
}
