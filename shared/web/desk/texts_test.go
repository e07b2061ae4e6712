package desk

import (
	"strings"
	"testing"
)

// rule: NJ-2 each greeting on or off, with a text of the company's own.
func TestACompanyWritesItsOwnTexts(t *testing.T) {
	b := newBench(t)
	b.desk.Company.Signature, b.desk.Company.EnglishSignature, b.desk.Company.Site, b.desk.Company.Hotline = "顺达物流", "Shunda", "sd.example", "400-123-4567"
	const path = "/desk/texts/festival.mid_autumn"
	if n := len(b.call("supervisor", get, "/desk/texts", "").is(200).list("templates")); n < 20 {
		t.Fatalf("%d templates", n)
	}
	b.call("supervisor", put, path+"/zh", `{"text":"中秋快乐"}`).refused(403, "desk.role")
	b.call("admin", put, path+"/zh", `{"text":"{addressee}，中秋快乐！"}`).refused(422, "invalid", "text") // no way to refuse (LAW-2)
	b.call("admin", post, path+"/zh/preview", `{"text":"`+strings.Repeat("月", 80)+`"}`).refused(422, "invalid", "text")
	if a := b.call("admin", post, path+"/zh/preview", `{"text":"{addressee}，月圆人圆。退订见{site}"}`).is(200); a.text("sample") != "【顺达物流】王女士，月圆人圆。退订见sd.example" || a.at("parts") != 1.0 {
		t.Errorf("preview: %s", a.raw)
	}
	b.call("admin", put, path+"/zh", `{"text":"{addressee}，月圆人圆。退订见{site}"}`).is(200)
	b.call("admin", put, path+"/zh", `{"text":"{addressee}，花好月圆。退订见{site}"}`).refused(412, "setting.stale")
	b.call("admin", put, path+"/zh", `{"text":"{addressee}，花好月圆。退订见{site}"}`, "If-Match", `"1"`).is(200)
	a := b.call("supervisor", get, path, "").is(200)
	if !strings.Contains(a.raw, "花好月圆") || !strings.Contains(a.raw, `"own":true`) {
		t.Errorf("read: %s", a.raw)
	}
	b.call("admin", put, path+"/zh", `{"text":""}`, "If-Match", `"2"`).is(200)
	if a := b.call("supervisor", get, path, "").is(200); strings.Contains(a.raw, "花好月圆") || strings.Contains(a.raw, `"own":true`) {
		t.Errorf("given back: %s", a.raw)
	}
	if a := b.call("admin", put, path, `{"on":false,"version":0}`).is(200); a.at("on") != false {
		t.Errorf("switched: %s", a.raw)
	}
	b.call("admin", put, "/desk/texts/resolved", `{"on":false,"version":0}`).refused(409, "message.always")
	b.call("admin", get, "/desk/texts/nothing", "").refused(404, "message.unknown_template")

	g := b.call("supervisor", get, "/desk/greetings", "").is(200)
	changed := strings.Replace(strings.TrimSpace(g.raw), `"birthdays":true`, `"birthdays":false`, 1)
	b.call("admin", put, "/desk/greetings", strings.Replace(changed, `"start":"09:00"`, `"start":"22:00"`, 1)).refused(422, "invalid", "start")
	b.call("admin", put, "/desk/greetings", changed).is(200)
	b.call("admin", put, "/desk/greetings", changed).refused(412, "setting.stale")
	if a := b.call("supervisor", get, "/desk/greetings", "").is(200); a.at("birthdays") != false || a.etag() != `"1"` {
		t.Errorf("greetings: %s", a.raw)
	}
}

func TestWhatSMSCost(t *testing.T) {
	b := newBench(t)
	b.desk.MonthlyBudget = 50_000_000
	if ok, err := b.store.Ledger().Spend(t.Context(), "2026-06", 12_500_000, -1); !ok || err != nil {
		t.Fatal(ok, err)
	}
	a := b.call("supervisor", get, "/desk/budget", "").is(200)
	months := a.list("months")
	if a.at("monthly") != 50.0 || len(months) != 6 || months[0]["month"] != "2026-06" || months[0]["percent"] != 25.0 || months[5]["month"] != "2026-01" {
		t.Error(a.raw)
	}
	number := b.complaint("agent")
	if a := b.call("agent", get, "/desk/tickets/"+number+"/sms", "").is(200); len(a.list("messages")) != 0 {
		t.Error(a.raw)
	}
}
