package desk

import (
	"strings"
	"testing"
	"time"
)

// rule: PD-14
func TestASupervisorKeepsTheOnCallRoster(t *testing.T) {
	b := newBench(t)
	agent, other := b.staff["agent"], b.staff["other"]
	empty := b.call("agent", get, "/desk/oncall", "").is(200)
	if gaps := empty.list("gaps"); empty.text("month") != "2026-06" || len(empty.list("shifts")) != 0 || len(gaps) == 0 || gaps[0]["from"] != "2026-06-10T10:30:00Z" {
		t.Errorf("before: %s", empty.raw)
	}
	b.call("supervisor", post, "/desk/oncall", `{"staff":"nobody","date":"2026-06-31","from":"29:00","to":"08:30"}`).refused(422, "invalid", "date")
	b.call("supervisor", post, "/desk/oncall", `{"staff":"nobody","date":"2026-06-10","from":"29:00","to":"08:30"}`).refused(422, "invalid", "staff", "from")
	made := b.call("supervisor", post, "/desk/oncall", `{"staff":"`+agent+`","date":"2026-06-10","from":"18:30","to":"08:30","through":"2026-06-11"}`).is(201)
	shifts := made.list("shifts")
	if len(shifts) != 2 || shifts[0]["from"] != "2026-06-10T10:30:00Z" || shifts[0]["to"] != "2026-06-11T00:30:00Z" || shifts[1]["badge"] != "101" ||
		made.list("gaps")[0]["from"] != "2026-06-12T10:30:00Z" {
		t.Errorf("made: %s", made.raw)
	}
	b.call("supervisor", post, "/desk/oncall", `{"staff":"`+agent+`","date":"2026-06-11","from":"08:00","to":"09:00"}`).refused(409, "oncall.twice")
	b.now = time.Date(2026, 6, 10, 14, 0, 0, 0, time.UTC) // 22:00
	if a := b.call("other", get, "/desk/oncall?month=2026-07", "").is(200); !strings.Contains(a.raw, `"now":["`+agent+`"]`) || a.text("month") != "2026-07" {
		t.Errorf("at night: %s", a.raw)
	}
	b.call("other", get, "/desk/oncall?month=July", "").refused(422, "invalid", "month")

	// Whoever is on call alone stays.
	absence := "/desk/staff/" + agent + "/absence"
	refused := b.call("agent", put, absence, `{"reason":"break"}`).refused(409, "oncall.last")
	if detail := refused.text("detail"); !strings.Contains(detail, "06-11 08:30") || !strings.Contains(detail, "201") {
		t.Errorf("refused with %q", detail)
	}
	b.call("supervisor", put, absence, `{"reason":"sick"}`).is(200) // who is ill is ill
	b.call("supervisor", remove, absence, "").is(200)
	b.call("supervisor", post, "/desk/oncall", `{"staff":"`+other+`","date":"2026-06-10","from":"18:30","to":"08:30"}`).is(201)
	b.call("agent", put, absence, `{"reason":"break"}`).is(200)

	path := "/desk/oncall/2026-06/" + shifts[0]["id"].(string)
	if a := b.call("admin", remove, path, "").is(200); len(a.list("shifts")) != 2 {
		t.Errorf("taken off: %s", a.raw)
	}
	b.call("admin", remove, path, "").refused(404, "oncall.not_found")
}

// rule: PD-14 — the last one of a team asks the supervisor, who may.
func TestTheLastOneOnDutyAsksTheSupervisor(t *testing.T) {
	b := newBench(t)
	b.call("other", put, "/desk/staff/"+b.staff["other"]+"/absence", `{"reason":"break"}`).refused(409, "oncall.alone")
	b.call("admin", put, "/desk/staff/"+b.staff["other"]+"/absence", `{"reason":"break"}`).is(200)
	b.call("supervisor", put, "/desk/staff/"+b.staff["supervisor"]+"/absence", `{"reason":"meeting"}`).is(200)
	b.call("agent", put, "/desk/staff/"+b.staff["agent"]+"/absence", `{"reason":"break"}`).refused(409, "oncall.alone")
	b.call("supervisor", put, "/desk/staff/"+b.staff["agent"]+"/absence", `{"reason":"break"}`).is(200)
}
