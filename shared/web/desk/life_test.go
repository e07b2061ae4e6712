package desk

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/id"
)

// at of a ticket: its operations.
func (b *bench) do(as, number, action, body string, headers ...string) answer {
	b.Helper()
	return b.call(as, post, "/desk/tickets/"+number+"/"+action, body, headers...)
}

// rule: NJ-13 the fields of a phone intake, read back to the caller
func TestACallIsWrittenDown(t *testing.T) {
	b := newBench(t)
	a := b.call("agent", post, "/desk/tickets", `{"type":"complaint","reason":"damaged","target":"agent","agent":"102","name":"王小明","phone":"139 1234 5678",
		"title":"mr","waybill":"yt 1234567","region":"上海","from":"浦东","text":"外箱破了。","requester":"partner","priority":"urgent","rings":6}`).is(http.StatusCreated)
	number := a.text("number")
	if a.header.Get("Location") != "/desk/tickets/"+number || len(a.text("shown")) != 11 || a.text("resultDueAt") == "" || a.text("dueAt") == "" {
		t.Errorf("answer %s", a.raw)
	}
	if said := a.text("readBack"); !strings.Contains(said, "王小明") || !strings.Contains(said, "5678") || !strings.Contains(said, "外箱破了") {
		t.Errorf("read back: %s", said)
	}
	whole := b.call("agent", get, "/desk/tickets/"+strings.ToLower(a.text("shown")), "").is(200)
	for path, want := range map[string]any{
		"ticket.type": "complaint", "ticket.reason": "damaged", "ticket.target": "agent", "ticket.agent": "102", "ticket.waybill": "YT1234567",
		"ticket.region": "上海", "ticket.requester": "partner", "ticket.priority": "urgent", "ticket.rings": 6.0, "ticket.channel": "phone",
		"ticket.team": "complaints", "ticket.stage": "received", "ticket.kind": nil, "ticket.language": "zh",
		"person.name": "王小明", "person.title": "mr", "person.from": "浦东", "person.phone": "139****5678",
	} {
		if whole.at(path) != want {
			t.Errorf("%s is %v, want %v", path, whole.at(path), want)
		}
	}
	if strings.Contains(whole.raw, "13912345678") || strings.Contains(whole.raw, "phoneKey") {
		t.Error("the whole number, or its key, is shown")
	}
	if timers := whole.list("timers"); len(timers) < 2 || len(timers[0]["explain"].([]any)) == 0 {
		t.Errorf("timers %v", timers)
	}
	b.do("other", number, "take", "").refused(409, "ticket.accused") // JY-9
}

// rule: NJ-15 every role takes complaints
func TestEveryRoleTakesComplaints(t *testing.T) {
	b := newBench(t)
	for _, as := range []string{"agent", "supervisor", "admin"} {
		b.complaint(as)
	}
}

func TestATicketLivesThroughTheAPI(t *testing.T) {
	b := newBench(t)
	number := b.opened("agent", `"type":"inquiry","kind":"cargo_status","text":"货到哪了？"`)
	step := func(as, action, body string, stage string) answer {
		t.Helper()
		b.now = b.now.Add(time.Minute)
		a := b.do(as, number, action, body).is(200)
		if a.text("stage") != stage || a.etag() != etag(int(a.at("version").(float64))) {
			t.Fatalf("%s: %s with %s", action, a.raw, a.etag())
		}
		return a
	}
	if a := step("agent", "take", "", "handling"); a.text("owner") != b.staff["agent"] {
		t.Errorf("owner %s", a.text("owner"))
	}
	b.do("agent", number, "reply", `{"text":"正在处理中，请稍等","interim":true}`).refused(422, "invalid", "text", "nextReplyAt")
	later := b.now.Add(2 * time.Hour).Format(time.RFC3339)
	step("agent", "reply", `{"text":"车在途中，已联系司机。","interim":true,"nextReplyAt":"`+later+`"}`, "handling")
	step("agent", "notes", `{"text":"司机说两点到"}`, "handling")
	if a := step("agent", "pause", `{"for":"partner","reason":"等分公司"}`, "waiting"); a.text("waitingFor") != "partner" {
		t.Errorf("waits for %s", a.text("waitingFor"))
	}
	step("agent", "messages", `{"text":"还没到吗？"}`, "waiting")
	step("agent", "resume", "", "handling")
	step("agent", "carry-over", `{"reason":"对方电话打不通"}`, "handling")
	b.do("agent", number, "carry-over", `{"reason":"再一次"}`).refused(409, "ticket.carried")
	step("agent", "promise", `{"due":"`+later+`","for":"work"}`, "handling")
	step("agent", "done", "", "handling")
	if a := step("agent", "priority", `{"priority":"urgent","reason":"客户着急"}`, "handling"); a.text("priority") != "urgent" {
		t.Errorf("priority %s", a.text("priority"))
	}
	if a := step("agent", "escalate", `{"reason":"超出权限"}`, "handling"); a.text("escalatedBy") != "staff:"+b.staff["agent"] {
		t.Errorf("escalated by %s", a.text("escalatedBy"))
	}
	if a := step("supervisor", "assign", `{"to":"102"}`, "handling"); a.text("owner") != b.staff["other"] || a.text("team") != "complaints" {
		t.Errorf("assigned: %s", a.raw)
	}
	step("other", "resolve", `{"cause":"中转延误","result":"货已送达，感谢您的耐心。"}`, "resolved")
	step("other", "reopen", `{"reason":"客户说没收到"}`, "handling")
	step("other", "resolve", `{"cause":"送错门牌","result":"已重新送达。"}`, "resolved")
	step("agent", "messages", `{"text":"还有一箱没到"}`, "handling")
	other := b.inquiry("agent")
	if a := step("other", "merge", `{"into":"`+strings.ToLower(other)+`"}`, "merged"); a.text("mergedInto") != other {
		t.Errorf("merged into %s", a.text("mergedInto"))
	}
	b.checkHistory(number)
	if a := b.do("agent", other, "withdraw", `{"reason":"打错了","spam":true}`).is(200); a.text("stage") != "withdrawn" {
		t.Errorf("stage %s", a.text("stage"))
	}
}

// checkHistory: every change names who and when, and all that was said is there.
func (b *bench) checkHistory(number string) {
	b.Helper()
	whole := b.call("agent", get, "/desk/tickets/"+number, "").is(200)
	events := whole.at("history.events").([]any)
	last := time.Time{}
	for i, one := range events {
		e := one.(map[string]any)
		at, err := time.Parse(time.RFC3339, e["at"].(string))
		if err != nil || at.Before(last) || e["seq"] != float64(i+1) || e["by"] == "" {
			b.Fatalf("event %v", e)
		}
		if by := e["by"].(string); strings.HasPrefix(by, "staff:") && e["badge"] != "101" && e["badge"] != "102" && e["badge"] != "201" {
			b.Fatalf("event without a badge: %v", e)
		}
		last = at
	}
	for _, said := range []string{"货到哪了？", "司机说两点到", "超出权限", "中转延误", "已重新送达。", "还有一箱没到"} {
		if !strings.Contains(whole.raw, said) {
			b.Errorf("the history lacks %s", said)
		}
	}
}

func TestWhatTheLifeCycleForbidsSaysWhatIsAllowed(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	b.do("agent", number, "reopen", `{"reason":"x"}`).refused(409, "ticket.not_allowed")
	b.do("agent", number, "resolve", `{"cause":"a","result":"好了。"}`).is(200)
	a := b.do("agent", number, "reply", `{"text":"再说一句"}`).refused(409, "ticket.not_allowed")
	allowed, _ := a.body["allowed"].([]any)
	if !slices.Contains(allowed, any("reopen")) || !slices.Contains(allowed, any("note")) || slices.Contains(allowed, any("reply")) {
		t.Errorf("allowed %v", allowed)
	}
	shown := b.call("agent", get, "/desk/tickets/"+number, "").at("ticket.allowed").([]any)
	if !slices.Equal(shown, allowed) {
		t.Errorf("the ticket says %v, the refusal %v", shown, allowed)
	}
	if !strings.Contains(a.text("detail"), "reopen") {
		t.Errorf("detail %s", a.text("detail"))
	}
	b.do("agent", number, "merge", `{"into":"`+number+`"}`).refused(409, "ticket.merge_self")
	b.do("agent", number, "merge", `{"into":"hello"}`).refused(422, "invalid", "into")
}

func TestWhoeverIsTooLateIsTold(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	seen := b.call("agent", get, "/desk/tickets/"+number, "").is(200).etag()
	b.do("other", number, "take", "", "If-Match", seen).is(200)
	for action, body := range map[string]string{
		"take": "", "assign": `{"to":"101"}`, "reply": `{"text":"您好，四十元。"}`, "notes": `{"text":"x"}`, "messages": `{"text":"x"}`,
		"pause": `{"reason":"x"}`, "resume": "", "carry-over": `{"reason":"x"}`, "promise": `{"due":"2026-06-11T04:00:00Z"}`, "done": "",
		"priority": `{"priority":"urgent","reason":"x"}`, "escalate": `{"reason":"x"}`, "resolve": `{"cause":"x","result":"好了。"}`,
		"analyse": `{"code":"other","cause":"x"}`, "plan": `{"plan":"x","due":"2026-06-11T04:00:00Z"}`, "carry-out": `{"action":"x"}`,
		"revisit": `{"outcome":"content"}`, "sum-up": `{"lesson":"x"}`, "dispute": `{"reason":"x"}`,
		"hand-over": summary, "hand-over/accept": `{"who":"x"}`, "hand-back": `{"answer":"x"}`, "take-back": `{"reason":"x"}`,
		"reopen": `{"reason":"x"}`, "merge": `{"into":"` + b.inquiry("agent") + `"}`, "withdraw": `{"reason":"x"}`,
	} {
		before := len(b.store.Told(0))
		for _, tag := range []string{seen, `"999"`, `W/"2"`, `"abc"`, `"02"`, `"-2"`} {
			if a := b.do("agent", number, action, body, "If-Match", tag); tag == `W/"2"` {
				a.refused(422, "invalid", "If-Match")
			} else if a.is(412); a.text("code") != "ticket.stale" && a.text("code") != "desk.stale" {
				t.Errorf("%s: %s", a.request, a.raw)
			}
		}
		if len(b.store.Told(0)) != before {
			t.Fatalf("%s was done all the same", action)
		}
	}
	b.do("agent", number, "notes", `{"text":"x"}`, "If-Match", "*").is(200)
	b.do("agent", number, "notes", `{"text":"x"}`, "If-Match", `"3"`).is(200)
}

func TestTheSameRequestTwiceIsOneTicket(t *testing.T) {
	b := newBench(t)
	body := `{"type":"inquiry","kind":"price","name":"王","phone":"13912345678","text":"多少钱？"}`
	first := b.call("agent", post, "/desk/tickets", body, "Idempotency-Key", "k1").is(201).text("number")
	if again := b.call("agent", post, "/desk/tickets", body, "Idempotency-Key", "k1").is(201).text("number"); again != first {
		t.Error("a second ticket for the same key")
	}
	b.call("agent", post, "/desk/tickets", strings.Replace(body, "多少", "几", 1), "Idempotency-Key", "k1").refused(422, "ticket.key_reused", "Idempotency-Key")
	if other := b.call("other", post, "/desk/tickets", strings.Replace(body, "多少", "几", 1), "Idempotency-Key", "k1").is(201).text("number"); other == first {
		t.Error("another agent's key is the same")
	}
	b.call("agent", post, "/desk/tickets", body, "Idempotency-Key", strings.Repeat("k", 151)).refused(422, "invalid", "Idempotency-Key")
}

func TestTheSameMatterIsAChase(t *testing.T) {
	b := newBench(t)
	first := b.complaint("agent", `"waybill":"YT1234567"`)
	a := b.call("agent", post, "/desk/tickets", `{"type":"complaint","reason":"delay","text":"还没到","name":"王小明","phone":"13912345678","waybill":"YT1234567"}`).is(200)
	if a.at("chased") != true || a.text("number") != first {
		t.Errorf("answer %s", a.raw)
	}
	if chases := b.call("agent", get, "/desk/tickets/"+first, "").at("ticket.chases"); chases != 1.0 {
		t.Errorf("%v chases", chases)
	}
}

func TestTicketsGoToPeopleAndTeamsThatAreThere(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	for body, field := range map[string]string{
		`{}`: "to", `{"to":"109"}`: "to", `{"to":"` + b.staff["gone"] + `"}`: "to", `{"to":"999"}`: "to", `{"team":"nowhere"}`: "team",
	} {
		b.do("agent", number, "assign", body).refused(422, "invalid", field)
	}
	a := b.do("agent", number, "assign", `{"to":"`+b.staff["other"]+`","team":"service"}`).is(200)
	if a.text("owner") != b.staff["other"] || a.text("team") != "service" {
		t.Error(a.raw)
	}
	if a := b.do("agent", number, "assign", `{"team":"complaints"}`).is(200); a.at("owner") != nil || a.text("team") != "complaints" {
		t.Error(a.raw)
	}
}

func TestIdsCantBeGuessedAndNothingFallsOver(t *testing.T) {
	b := newBench(t)
	other := b.inquiry("agent")
	unknown, err := id.Number(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{unknown, "K7M3QP9XA", "1", "TICKET%23K7M3QP9XA", "%00", "K7M%0A3QP9XA", "%F0%9F%98%80", strings.Repeat("K", 40), "K7M3QP9X%2F"} {
		if a := b.call("agent", get, "/desk/tickets/"+number, ""); a.status != 404 {
			t.Errorf("%s: %d %s", number, a.status, a.raw)
		}
	}
	b.call("agent", get, "/desk/tickets/"+strings.Repeat("K", 41), "").refused(422, "invalid", "number")
	b.call("agent", get, "/desk/tickets/"+unknown+"/history", "").is(404)
	b.call("agent", get, "/desk/tickets/"+unknown+"/phone", "").refused(404, "desk.no_ticket")
	for _, op := range operations {
		if strings.HasPrefix(op.path, "/desk/tickets/{number}/") && op.method == post {
			b.do("supervisor", unknown, strings.NewReplacer("/desk/tickets/{number}/", "", "{id}", "F1234567").Replace(op.path), strings.Replace(someBody[op.id], "OTHER", other, 1)).refused(404, "desk.no_ticket")
		}
	}
}

// someBody are bodies that nothing is wrong with.
var someBody = map[string]string{
	"offerUpload": `{}`, "checkText": `{"text":"x"}`, "removeAttachment": `{"reason":"x"}`,
	"assignTicket": `{"to":"101"}`, "reply": `{"text":"您好"}`, "addNote": `{"text":"x"}`, "addCustomerMessage": `{"text":"x"}`,
	"pauseTicket": `{"reason":"x"}`, "carryOver": `{"reason":"x"}`, "promise": `{"due":"2026-06-11T04:00:00Z"}`,
	"changePriority": `{"priority":"urgent","reason":"x"}`, "escalate": `{"reason":"x"}`, "resolve": `{"cause":"x","result":"好了"}`,
	"handOver": summary, "acceptHandOver": `{"who":"x"}`, "handBack": `{"answer":"x"}`, "takeBack": `{"reason":"x"}`,
	"reopen": `{"reason":"x"}`, "merge": `{"into":"OTHER"}`, "withdraw": `{"reason":"x"}`,
	"analyseTicket": `{"code":"other","cause":"x"}`, "planTicket": `{"plan":"x","due":"2026-06-11T04:00:00Z"}`, "carryOutTicket": `{"action":"x"}`,
	"revisitTicket": `{"outcome":"content"}`, "sumUpTicket": `{"lesson":"x"}`, "disputeTicket": `{"reason":"x"}`,
	"ruleTicket": `{"ruling":"rejected","ground":"x","text":"x"}`,
}
