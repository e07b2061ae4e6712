package desk

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/web"
)

// doubt puts a row into the ledger of which nobody knows whether it went out.
func (b *bench) doubt(id string) {
	b.Helper()
	r := ledger.Row{Message: ledger.Message{ID: id, Class: message.Notice, Cause: "TICKET#K7M3QP9XA/000001", At: noon,
		Number: "K7M3QP9XA", To: ledger.Receiver{Kind: ledger.ToPerson, ID: "K7M3QP9XA"}, Template: message.AnswerWaiting},
		State: ledger.Unknown, Why: "unclear", Masked: "139****5678", PhoneKey: "secret-key", Version: 1, CreatedAt: noon, ChangedAt: noon}
	if err := b.store.Ledger().Put(b.Context(), r); err != nil {
		b.Fatal(err)
	}
}

func TestAnAdminDecidesOnDoubtfulMessages(t *testing.T) {
	b := newBench(t)
	b.doubt("TICKET#K7M3QP9XA/000001.customer")
	b.doubt("TICKET#K7M3QP9XA/000002.customer")
	page := b.call("admin", get, "/desk/messages", "").is(200)
	rows := page.list("messages")
	if len(rows) != 2 || rows[0]["phone"] != "139****5678" || rows[0]["ticket"] != "K7M3QP9XA" || rows[0]["whyText"] == "" || strings.Contains(page.raw, "secret-key") {
		t.Fatalf("doubtful: %s", page.raw)
	}
	path := func(i int) string { return "/desk/messages/" + rows[i]["id"].(string) }
	b.call("admin", post, path(0)+"/send", "", "If-Match", `"5"`).refused(412, "desk.stale")
	sent := b.call("admin", post, path(0)+"/send", "", "If-Match", `"1"`).is(200)
	if sent.text("decidedBy") != "staff:"+b.staff["admin"] || sent.etag() != `"2"` {
		t.Errorf("sent: %s", sent.raw)
	}
	told := b.store.Told(0)
	if last := told[len(told)-1]; last.Type != ledger.MessageDue || last.By != "staff:"+b.staff["admin"] {
		t.Errorf("nobody is told to send it: %v", last)
	}
	if a := b.call("admin", post, path(1)+"/drop", "").is(200); a.text("state") != "skipped" || a.text("why") != "dropped" {
		t.Errorf("dropped: %s", a.raw)
	}
	b.call("admin", post, path(1)+"/send", "").refused(409, "ledger.not_doubtful")
	b.call("admin", post, path(0)+"/send", "").refused(409, "ledger.not_doubtful")
	if left := b.call("admin", get, "/desk/messages", "").is(200).list("messages"); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	for _, id := range []string{"AAAA", "%2B", "TICKET%23K7M3QP9XA%2F000001.customer", url.PathEscape("汉")} {
		b.call("admin", post, "/desk/messages/"+id+"/drop", "").refused(404, "desk.no_message")
	}
	b.call("admin", get, "/desk/messages?cursor=hello", "").is(422)
}

func TestAnAdminSeesWhatWasSetAside(t *testing.T) {
	b := newBench(t)
	subject := "TICKET#" + b.inquiry("agent")
	if err := b.store.Sweeps().SetAside(b.Context(), subject, "decode", noon.Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if found := b.call("admin", get, "/desk/aside", "").is(200).list("records"); len(found) != 1 || found[0]["subject"] != subject || found[0]["why"] != "decode" {
		t.Errorf("aside: %v", found)
	}
}

const simulation1 = `{"calendar":{"id":"queries"},"policy":{"targets":{"first_response":{"business":"30m"}},"steps":[{"at":"80%","to":["owner"]}]},
	"happenings":[{"at":"2026-06-05T18:10:00+08:00","type":"opened","priority":"normal"},{"at":"2026-06-06T08:40:00+08:00","type":"agent_reply"}],
	"until":"2026-06-08T00:00:00+08:00"}`

func TestASupervisorSimulates(t *testing.T) {
	b := newBench(t)
	a := b.call("supervisor", post, "/desk/sla/simulate", simulation1).is(200)
	timer := a.list("timers")[0]
	if timer["state"] != "met" || timer["dueAt"] != "2026-06-06T00:40:00.000Z" || timer["breachedAt"] != nil || a.header.Get("Content-Type") != "application/json" {
		t.Errorf("answer %s", a.raw)
	}
	if notice := a.list("notices")[0]; notice["at"] != "2026-06-06T00:34:00.000Z" || notice["to"] != "owner" {
		t.Errorf("notice %v", notice)
	}
	if _, there := timer["breachedAt"]; !there {
		t.Error("null is left out")
	}
	if len(b.store.Told(0)) != 7 { // the bench's own people and teams
		t.Errorf("something was stored: %d events", len(b.store.Told(0)))
	}
}

func TestASimulationSaysWhatIsWrongWithIt(t *testing.T) {
	b := newBench(t)
	for from, c := range map[string]struct{ to, field string }{
		`"id":"queries"`:           {`"id":"none"`, "calendar.id"},
		`"until":`:                 {`"Until":`, "Until"},
		`"type":"opened"`:          {`"type":"reply"`, "happenings[0].type"},
		`"first_response"`:         {`"last_response"`, "policy.targets.last_response"},
		`"2026-06-06T08:40:00`:     {`"2026-06-04T08:40:00`, "happenings[1].at"},
		`"priority":"normal"`:      {`"priority":"normal","colour":"red"`, "happenings[0].colour"},
		`"calendar":{"id":`:        {`"calendar":{},"calendar":{"id":`, "calendar"},
		`"2026-06-08T00:00:00+08`:  {`"2026-06-99T00:00:00+08`, "until"},
		`"to":["owner"]`:           {`"to":["king"]`, "policy.steps[0].to[0]"},
		`"30m"`:                    {`"-30m"`, "policy.targets.first_response.business"},
		`"type":"agent_reply"`:     {`"type":"opened"`, "happenings[1].type"},
		`,"priority":"normal"},{"`: {`,"priority":7},{"`, "happenings[0].priority"},
	} {
		body := strings.Replace(simulation1, from, c.to, 1)
		if body == simulation1 {
			t.Fatalf("%s is not in the request", from)
		}
		b.call("admin", post, "/desk/sla/simulate", body).refused(422, "invalid", c.field)
	}
	for _, body := range []string{`{`, `[]`, `{} {}`, `"x"`, `{"a":`, "\xff"} {
		b.call("admin", post, "/desk/sla/simulate", body).refused(422, "invalid")
	}
	b.call("admin", post, "/desk/sla/simulate", simulation1, "Content-Type", "text/plain").is(415)
	b.call("agent", post, "/desk/sla/simulate", `{`).refused(403, "desk.role")
}

func TestASimulationTakesARealTicketsStory(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	b.do("agent", number, "reply", `{"text":"四十元。"}`).is(200)
	ask := func(number string) answer {
		return b.call("admin", post, "/desk/sla/simulate", `{"calendar":{"id":"queries"},"policy":{"targets":{"first_response":{"business":"30m"}}},
			"ticket":"`+number+`","until":"2026-06-10T10:00:00Z"}`)
	}
	if timers := ask(number).is(200).list("timers"); timers[0]["state"] != "met" || timers[0]["startedAt"] != "2026-06-10T04:00:00.000Z" {
		t.Errorf("timers %v", timers)
	}
	ask("K7M3QP9XA").refused(422, "invalid", "ticket")
	ask("hello").refused(422, "invalid", "ticket")
}

func TestBodiesAreBounded(t *testing.T) {
	b := newBench(t)
	long := func(n int) string {
		var out bytes.Buffer
		_ = json.Compact(&out, []byte(simulation1))
		return out.String() + strings.Repeat(" ", n-out.Len())
	}
	b.call("admin", post, "/desk/sla/simulate", long(maxDraft)).is(200)
	b.call("admin", post, "/desk/sla/simulate", long(maxDraft+1)).is(413)
	number := b.inquiry("agent")
	note := func(n int) answer {
		body := `{"text":"x"}`
		return b.do("agent", number, "notes", body+strings.Repeat(" ", n-len(body)))
	}
	note(web.MaxBody).is(200)
	note(web.MaxBody + 1).is(413)
}

func TestRequestsAreReadStrictly(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	for body, c := range map[string]struct {
		status int
		field  string
	}{
		`{"text":"x","txet":"y"}`: {422, "txet"}, `{"text":null}`: {422, "text"}, `{"text":7}`: {422, "text"}, `{}`: {422, "text"},
		`{"text":""}`: {422, "text"}, `{"text":"` + strings.Repeat("字", 4001) + `"}`: {422, "text"}, `{"text":"\u0000"}`: {422, "text"},
		`{"text":"x"`: {400, ""}, `{"text":"x","text":"y"}`: {400, ""}, `{"text":"x"} x`: {400, ""},
	} {
		a := b.do("agent", number, "notes", body).is(c.status)
		if c.field != "" {
			a.refused(422, "invalid", c.field)
		}
	}
	b.do("agent", number, "notes", `{"text":"`+strings.Repeat("字", 4000)+`"}`).is(200)
	b.do("agent", number, "notes", `text=x`, "Content-Type", "application/x-www-form-urlencoded").is(415)
	b.call("agent", "PATCH", "/desk/tickets/"+number, `{}`).is(405)
	if zh := b.do("agent", number, "notes", `{}`, "Accept-Language", "zh-CN"); !strings.Contains(zh.raw, "请填写此项") {
		t.Errorf("in Chinese: %s", zh.raw)
	}
}
