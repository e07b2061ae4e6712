package desk

import (
	"encoding/json"
	"strings"
	"testing"
)

const hers = `"phone":"139 1234 5678"`

// line is the log line of the last request.
func (b *bench) line() map[string]any {
	b.Helper()
	var line map[string]any
	if err := json.Unmarshal(b.log.Bytes(), &line); err != nil {
		b.Fatalf("log %s: %v", b.log, err)
	}
	for _, private := range []string{"13912345678", "12345678", "王小明"} {
		if strings.Contains(b.log.String(), private) {
			b.Errorf("the line holds %s: %s", private, b.log)
		}
	}
	return line
}

// rule: LAW-4, PD-11
func TestAPersonGetsACopyOfWhatIsStored(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent", `"consent":true`, `"consentText":"愿意收到节日问候"`)
	b.call("agent", post, "/desk/tickets/"+number+"/notes", `{"text":"很着急"}`).is(200)
	b.log.Reset()
	a := b.call("supervisor", post, "/desk/persons/export", "{"+hers+"}", "Accept-Language", "zh").is(200)
	if a.header.Get("Content-Disposition") != `attachment; filename="person-2026-06-10.json"` || a.header.Get("Content-Type") != "application/json" ||
		a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", a.header)
	}
	for _, stored := range []string{"+8613912345678", "王小明", number, "到北京多少钱？", "很着急", "愿意收到节日问候", "ticket.opened"} {
		if !strings.Contains(a.raw, stored) {
			t.Errorf("%s is missing in %s", stored, a.raw)
		}
	}
	notes, _ := a.at("notes").([]any)
	if len(notes) != 4 || !strings.Contains(notes[0].(string), "号码") || a.text("file.name") != "王小明" || len(a.list("tickets")) != 1 {
		t.Errorf("file %s", a.raw)
	}
	line := b.line()
	if subject, _ := line["subject"].(string); line["access"] != "export" || len(subject) != len("PHONE#")+32 || line["staff"] != b.staff["supervisor"] {
		t.Errorf("the line: %v", line)
	}
	b.call("supervisor", post, "/desk/persons/export", `{"phone":"12"}`).refused(422, "invalid", "phone")
	b.call("supervisor", post, "/desk/persons/export", `{`+hers+`,"cursor":"hello"}`).refused(422, "invalid", "cursor")
	b.call("supervisor", post, "/desk/persons/export", `{}`).refused(422, "invalid", "phone")
	if a := b.call("admin", post, "/desk/persons/export", `{"phone":"13700137000"}`).is(200); len(a.list("tickets")) != 0 || a.at("file") != nil {
		t.Errorf("a stranger: %s", a.raw)
	}
}

// rule: LAW-4, PD-11
func TestAnAdminErasesAPerson(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent", `"consent":true`, `"consentText":"愿意收到节日问候"`)
	ask := func(reason string) answer {
		b.log.Reset()
		return b.call("admin", post, "/desk/persons/erase", `{`+hers+`,"reason":"`+reason+`"}`)
	}
	ask("王小明说的").refused(422, "invalid", "reason")
	shown := number[:3] + "-" + number[3:6] + "-" + number[6:]
	if a := ask("asked").refused(409, "person.open"); !strings.Contains(a.text("detail"), shown) {
		t.Errorf("refused with %s", a.raw)
	}
	b.call("agent", post, "/desk/tickets/"+number+"/withdraw", `{"reason":"客户撤回"}`).is(200)
	a := ask("asked").is(200)
	if a.at("tickets") != 1.0 || a.at("file") != true || a.at("finished") != true {
		t.Errorf("erased %s", a.raw)
	}
	line := b.line()
	if subject, _ := line["subject"].(string); line["access"] != "erase" || len(subject) != len("PHONE#")+32 || line["erasure"] != a.text("id") ||
		line["staff"] != b.staff["admin"] {
		t.Errorf("the line: %v", line)
	}
	b.call("agent", get, "/desk/customers?phone=13912345678", "").refused(404, "customer.not_found")
	b.call("agent", get, "/desk/tickets/"+number+"/phone", "").refused(404, "desk.no_phone")
	left := b.call("agent", get, "/desk/tickets/"+number, "").is(200)
	if left.text("ticket.kind") != "price" || strings.Contains(left.raw, "王小明") || strings.Contains(left.raw, "多少钱") || strings.Contains(left.raw, "****") {
		t.Errorf("the ticket: %s", left.raw)
	}
	if found := b.call("agent", get, "/desk/search?phone=13912345678", "").is(200); len(found.list("tickets")) != 0 {
		t.Errorf("found %s", found.raw)
	}
	if a := ask("asked").is(200); a.at("tickets") != 0.0 || a.at("finished") != true {
		t.Errorf("once more: %s", a.raw)
	}
	if anew := b.inquiry("agent"); anew == number {
		t.Error("the new question stands on the old ticket")
	}
}
