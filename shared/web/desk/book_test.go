package desk

import (
	"strings"
	"testing"
	"time"
)

// rule: JY-2 rule: QM-5 a complaint goes by the book through the API: each
// step with its time, person and text, and what is missing next.
func TestAComplaintGoesByTheBookThroughTheAPI(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	later := b.now.Add(4 * time.Hour).Format(time.RFC3339)
	step := func(as, action, body, next string) {
		t.Helper()
		b.now = b.now.Add(time.Minute)
		a := b.do(as, number, action, body).is(200)
		if got := a.text("nextStep"); got != next {
			t.Fatalf("%s: next is %q in %s", action, got, a.raw)
		}
	}
	refused := b.do("agent", number, "resolve", `{"cause":"晚发车","result":"好了。"}`).refused(409, "ticket.steps_missing")
	if list := listed(refused.body["missing"]); strings.Join(list, " ") != "planned carried_out" || !strings.Contains(refused.text("detail"), "Plan, Carried out") {
		t.Errorf("refused with %s", refused.raw)
	}
	zh := b.call("agent", post, "/desk/tickets/"+number+"/plan", `{"plan":"加急","due":"`+later+`"}`, "Accept-Language", "zh").refused(409, "ticket.steps_missing")
	if !strings.Contains(zh.text("detail"), "原因分析") {
		t.Errorf("in Chinese: %s", zh.raw)
	}
	if got := listed(b.call("agent", get, "/desk/tickets/"+number, "").at("book.missing")); strings.Join(got, " ") != "analysed planned carried_out answered revisited summed_up" {
		t.Errorf("missing %v", got)
	}
	b.do("agent", number, "analyse", `{"code":"packing","cause":"x"}`).refused(422, "invalid", "code")
	step("agent", "analyse", `{"code":"line_haul","cause":"干线晚发车"}`, "planned")
	step("agent", "plan", `{"plan":"改走航空","due":"`+later+`"}`, "carried_out")
	step("other", "carry-out", `{"action":"已改航空件"}`, "answered")
	step("agent", "resolve", `{"result":"货今天下午送到。"}`, "revisited")
	work := b.call("agent", get, "/desk/queue?scope=mine&stage=resolved", "").is(200)
	if lines := work.list("lines"); len(lines) != 1 || lines[0]["nextStep"] != "revisited" || lines[0]["nextBy"] == nil || lines[0]["state"] != "none" ||
		work.at("counts.followUp") != 1.0 || work.at("counts.open") != 0.0 {
		t.Errorf("to follow up: %s", work.raw)
	}
	b.do("agent", number, "sum-up", `{"lesson":"早发车"}`).refused(409, "ticket.steps_missing")
	step("agent", "revisit", `{"outcome":"unreached"}`, "revisited")
	if got := b.onList("agent", "mine"); !strings.Contains(got, number) {
		t.Error("it left the list before it was closed")
	}
	step("agent", "revisit", `{"outcome":"content","note":"客户满意"}`, "summed_up")
	step("agent", "sum-up", `{"lesson":"晚班车次提前一小时封车"}`, "")
	if got := b.onList("agent", "mine"); strings.Contains(got, number) {
		t.Error("it is listed after it was closed")
	}

	whole := b.call("agent", get, "/desk/tickets/"+number, "").is(200)
	if whole.text("ticket.stage") != "closed" || whole.text("ticket.cause") != "line_haul" || whole.text("ticket.closedAt") == "" {
		t.Errorf("closed: %s", whole.raw)
	}
	rounds := whole.at("book.rounds").([]any)
	var got []string
	for _, one := range rounds[0].(map[string]any)["steps"].([]any) {
		s := one.(map[string]any)
		text, _ := s["text"].(string)
		badge, _ := s["badge"].(string)
		got = append(got, s["step"].(string)+" "+badge+" "+text)
	}
	want := []string{"received 101 ", "analysed 101 干线晚发车", "planned 101 改走航空", "carried_out 102 已改航空件", "answered 101 货今天下午送到。",
		"revisited 101 客户满意", "summed_up 101 晚班车次提前一小时封车", "closed 101 "}
	if strings.Join(got, "|") != strings.Join(want, "|") || rounds[0].(map[string]any)["tries"] != 1.0 {
		t.Errorf("the book %q", got)
	}
	lessons := b.call("other", get, "/desk/lessons?reason=delay", "").is(200).list("lessons")
	if len(lessons) != 1 || lessons[0]["text"] != "晚班车次提前一小时封车" || lessons[0]["cause"] != "line_haul" {
		t.Errorf("lessons %v", lessons)
	}
	if other := b.call("other", get, "/desk/lessons?reason=damaged", "").is(200).list("lessons"); len(other) != 0 {
		t.Errorf("of another reason %v", other)
	}
	b.call("other", get, "/desk/lessons?reason=weather", "").refused(422, "invalid", "reason")
}

func listed(list any) []string {
	var all []string
	values, _ := list.([]any)
	for _, v := range values {
		all = append(all, v.(string))
	}
	return all
}

func (b *bench) onList(as, scope string) string {
	b.Helper()
	return b.call(as, get, "/desk/tickets?scope="+scope, "").is(200).raw
}

// A text of the book is found however much happened since.
func TestTheBookIsWholeAfterALongHistory(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	for range 120 {
		b.do("agent", number, "notes", `{"text":"打电话"}`).is(200)
	}
	b.do("agent", number, "analyse", `{"code":"other","cause":"派送员记错地址"}`).is(200)
	if whole := b.call("agent", get, "/desk/tickets/"+number, "").is(200); !strings.Contains(whole.raw, "派送员记错地址") {
		t.Error("the analysis has no text")
	}
}

// rule: SJ-19 a disagreement waits for somebody uninvolved, who finds it on a
// list of his own.
func TestADisputeThroughTheAPI(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	b.do("agent", number, "take", "").is(200)
	b.do("agent", number, "dispute", `{"reason":"不认可"}`).refused(409, "ticket.no_answer")
	b.do("agent", number, "resolve", `{"cause":"x","plan":"x","action":"x","result":"好了。"}`).is(200)
	b.do("agent", number, "dispute", `{"reason":"不认可","reviewer":"102"}`).refused(422, "invalid", "reviewer")
	b.do("agent", number, "dispute", `{"reason":"不认可","reviewer":"9"}`).refused(422, "invalid", "reviewer")
	if a := b.do("agent", number, "dispute", `{"reason":"客户说只道歉不够"}`).is(200); a.text("reviewer") != b.staff["supervisor"] {
		t.Errorf("reviewer %s", a.raw)
	}
	ruling := `{"ruling":"upheld","ground":"录音证实","text":"经复核，我们赔您误工费。"}`
	b.do("admin", number, "ruling", ruling).refused(403, "ticket.not_reviewer")
	waits := b.call("supervisor", get, "/desk/disputes", "").is(200).list("tickets")
	if len(waits) != 1 || waits[0]["number"] != number {
		t.Errorf("waits %v", waits)
	}
	if a := b.call("admin", get, "/desk/disputes", "").is(200).list("tickets"); len(a) != 0 {
		t.Errorf("waits for another %v", a)
	}
	b.do("supervisor", number, "ruling", ruling).is(200)
	if a := b.call("supervisor", get, "/desk/disputes", "").is(200).list("tickets"); len(a) != 0 {
		t.Errorf("after the ruling %v", a)
	}
	one := b.call("agent", get, "/desk/tickets/"+number, "").is(200).at("book.disputes").([]any)[0].(map[string]any)
	if one["reason"] != "客户说只道歉不够" || one["ground"] != "录音证实" || one["ruling"] != "upheld" || one["reviewerBadge"] != "201" || one["badge"] != "101" {
		t.Errorf("the book says %v", one)
	}
}
