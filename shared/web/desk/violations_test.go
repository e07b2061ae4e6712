package desk

import (
	"slices"
	"testing"
)

// rule: PD-9 the register through the API: a supervisor writes down and
// confirms, the person concerned appeals, another decides; an agent sees his
// own.
func TestTheRegisterThroughTheAPI(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	b.call("supervisor", post, "/desk/violations", `{"kind":"x","person":"101"}`).refused(422, "invalid", "kind", "ticket")
	b.call("supervisor", post, "/desk/violations", `{"kind":"rude_call","person":"999","ticket":"`+number+`"}`).refused(422, "invalid", "person")
	b.call("supervisor", post, "/desk/violations", `{"kind":"rude_call","person":"101","ticket":"K7M3QP9XA"}`).refused(422, "invalid", "ticket")
	made := b.call("supervisor", post, "/desk/violations", `{"kind":"rude_call","person":"101","ticket":"`+number+`","note":"录音为证"}`).is(201)
	id := made.text("id")
	if made.text("state") != "proposed" || made.at("yuan") != 100.0 || made.text("kindText") == "rude_call" || made.etag() != `"1"` {
		t.Errorf("made %s", made.raw)
	}
	do := func(as, action, body string, headers ...string) answer {
		t.Helper()
		return b.call(as, post, "/desk/violations/"+id+"/"+action, body, headers...)
	}
	sees := func(as string, want int, allowed ...string) {
		t.Helper()
		list := b.call(as, get, "/desk/violations?month=2026-06", "").is(200).list("violations")
		if len(list) != want {
			t.Fatalf("%s sees %v", as, list)
		}
		if want > 0 && !slices.Equal(listed(list[0]["allowed"]), allowed) {
			t.Errorf("%s may %v, want %v", as, list[0]["allowed"], allowed)
		}
	}
	sees("supervisor", 1, "confirm", "dismiss")
	sees("agent", 1)
	sees("other", 0)
	b.call("agent", get, "/desk/violations/"+id, "").is(200)
	b.call("other", get, "/desk/violations/"+id, "").refused(404, "violation.not_found")
	do("supervisor", "confirm", `{}`, "If-Match", `"7"`).refused(412, "violation.stale")
	do("supervisor", "confirm", `{}`, "If-Match", `"1"`).is(200)
	sees("agent", 1, "appeal")
	sees("supervisor", 1)
	do("other", "appeal", `{"note":"x"}`).refused(403, "violation.not_yours")
	do("agent", "appeal", `{}`).refused(422, "invalid", "note")
	do("agent", "appeal", `{"note":"客户先骂人"}`).is(200)
	do("supervisor", "decide", `{"stays":true,"note":"x"}`).refused(403, "violation.same_judge")
	sees("admin", 1, "decide")
	if a := do("admin", "decide", `{"stays":true,"note":"录音属实"}`).is(200); a.text("state") != "upheld" || len(a.list("remarks")) != 3 {
		t.Errorf("decided %s", a.raw)
	}
	do("admin", "dismiss", `{"note":"x"}`).refused(409, "violation.not_allowed")
	b.call("supervisor", post, "/desk/violations/2026-06-01-NONE/dismiss", `{"note":"x"}`).refused(404, "violation.not_found")
	b.call("supervisor", get, "/desk/violations?month=2026-13", "").refused(422, "invalid", "month")
	if a := b.call("agent", get, "/desk/violations", "").is(200); a.text("month") != "2026-06" || len(a.list("kinds")) != 4 {
		t.Errorf("the present month: %s", a.raw)
	}
}
