package desk

import (
	"strings"
	"testing"
	"time"
)

const anArticle = `{"title":"延误","titleEnglish":"Delay","body":"先查轨迹。","bodyEnglish":"Look at the events first.","topics":["complaint.delay"]`

// rule: QM-14
func TestTheHandbookIsFoundReadAndReadAgainWhenItChanges(t *testing.T) {
	b := newBench(t)
	list := func(as, query string) answer { return b.call(as, get, "/desk/handbook"+query, "").is(200) }
	all := list("agent", "")
	if n := len(all.list("articles")); n < 6 || all.at("unread") != float64(n) {
		t.Errorf("what the program brings: %s", all.raw)
	}
	if first := list("agent", "?kind=complaint&reason=delay").list("articles")[0]; first["id"] != "delay" || first["read"] != false {
		t.Errorf("for a delay: %v", first)
	}
	if found := list("agent", "?q=破损").list("articles"); len(found) != 1 || found[0]["titleEnglish"] == "" {
		t.Errorf("searched: %v", found)
	}
	read := b.call("agent", get, "/desk/handbook/delay", "").is(200)
	if read.etag() != `"1"` || len(read.text("body")) < 100 || len(read.text("bodyEnglish")) < 100 {
		t.Errorf("read: %s %s", read.etag(), read.raw)
	}
	if r := b.call("agent", post, "/desk/handbook/delay/read", `{"version":1}`).is(200); r.text("staff") != b.staff["agent"] || r.text("at") == "" {
		t.Errorf("receipt: %s", r.raw)
	}
	if again := list("agent", "?kind=complaint&reason=delay").list("articles")[0]; again["read"] != true {
		t.Errorf("read, and still new: %v", again)
	}
	if other := list("supervisor", "").at("unread"); other != all.at("unread") {
		t.Errorf("the supervisor has %v unread", other)
	}

	b.call("agent", put, "/desk/handbook/delay", anArticle+"}").refused(403, "desk.role")
	b.call("supervisor", put, "/desk/handbook/delay", anArticle+"}").refused(412, "handbook.stale")
	saved := b.call("supervisor", put, "/desk/handbook/delay", anArticle+`,"from":"2026-06-12"}`, "If-Match", `"1"`).is(200)
	if saved.etag() != `"2"` || saved.text("badge") != "201" || saved.text("from") != "2026-06-12" {
		t.Errorf("saved: %s %s", saved.etag(), saved.raw)
	}
	if now := b.call("agent", get, "/desk/handbook/delay", "").is(200); now.at("version") != 1.0 || now.at("newest") != 2.0 || now.etag() != `"2"` {
		t.Errorf("before its day: %s", now.raw)
	}
	planned := list("supervisor", "?kind=complaint&reason=delay&coming=true").list("articles")[0]
	if coming, _ := planned["coming"].(map[string]any); coming["version"] != 2.0 || coming["from"] != "2026-06-12" {
		t.Errorf("planned: %v", planned)
	}
	b.now = b.now.Add(48 * time.Hour)
	if again := list("agent", "?kind=complaint&reason=delay").list("articles")[0]; again["read"] != false || again["version"] != 2.0 {
		t.Errorf("changed, and not new: %v", again)
	}
	b.call("agent", post, "/desk/handbook/delay/read", `{"version":1}`).refused(409, "handbook.other_version")
	b.call("agent", post, "/desk/handbook/delay/read", `{"version":0}`).is(422)
	b.call("agent", post, "/desk/handbook/nothing/read", `{"version":1}`).refused(404, "handbook.none")
	versions := b.call("agent", get, "/desk/handbook/delay/versions", "").is(200).list("versions")
	if len(versions) != 2 || versions[0]["version"] != 2.0 || !strings.Contains(versions[1]["body"].(string), "30 分钟") {
		t.Errorf("versions: %v", versions)
	}
	b.call("agent", get, "/desk/handbook/delay/readers", "").refused(403, "desk.role")
	who := b.call("supervisor", get, "/desk/handbook/delay/readers?version=1", "").is(200)
	if len(who.list("read")) != 1 || who.list("read")[0]["badge"] != "101" || len(who.list("unread")) != 3 || who.list("unread")[0]["badge"] != "102" {
		t.Errorf("who has read it: %s", who.raw)
	}
	if who := b.call("supervisor", get, "/desk/handbook/delay/readers", "").is(200); who.at("version") != 2.0 || len(who.list("read")) != 0 {
		t.Errorf("who has read the new one: %s", who.raw)
	}
	for path, body := range map[string]string{"/desk/handbook/Delay!": anArticle + "}", "/desk/handbook/new": `{"title":"","body":""}`,
		"/desk/handbook/other": `{"title":"a","body":"b","topics":["party"]}`} {
		b.call("admin", put, path, body).refused(422, "invalid")
	}
	b.call("admin", get, "/desk/handbook/nothing", "").refused(404, "handbook.none")
}

// rule: QM-14
func TestCannedRepliesAreOfferedForATicketAndFilledIn(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent", `"waybill":"SF1234567890"`)
	list := b.call("agent", get, "/desk/replies?number="+number, "").is(200)
	first := list.list("replies")[0]
	if first["id"] != "delay-zh" || !strings.Contains(first["filled"].(string), "回音物流客服101") || !strings.Contains(first["filled"].(string), "SF1234567890") ||
		strings.Contains(first["filled"].(string), "{") || !strings.Contains(first["text"].(string), "{waybill}") {
		t.Errorf("offered: %v", first)
	}
	for _, r := range list.list("replies") {
		if r["lang"] != "zh" || r["reason"] != nil && r["reason"] != "delay" {
			t.Errorf("offered too: %v", r)
		}
	}
	if english := b.call("agent", get, "/desk/replies?lang=en&number="+number, "").is(200).list("replies"); english[0]["id"] != "delay-en" {
		t.Errorf("in English: %v", english[0])
	}
	without := b.inquiry("agent")
	b.call("agent", get, "/desk/replies?number="+without+"&reason=cargo_status", "").is(200)
	if open := b.call("agent", get, "/desk/replies?reason=cargo_status&number="+without, "").is(200).list("replies")[0]; !strings.Contains(open["filled"].(string), "{waybill}") {
		t.Errorf("without a waybill: %v", open)
	}
	b.call("agent", get, "/desk/replies?number=K7M3QP9XA", "").refused(404, "desk.no_ticket")
	if plain := b.call("agent", get, "/desk/replies?kind=complaint&reason=lost&lang=zh", "").is(200).list("replies"); plain[0]["id"] != "lost-zh" || plain[0]["filled"] != nil {
		t.Errorf("without a ticket: %v", plain[0])
	}

	const sorry = `{"lang":"zh","title":"致歉","text":"{company}客服{badge}向您致歉。","kind":"complaint","reason":"delay"}`
	b.call("agent", put, "/desk/replies/sorry", sorry).refused(403, "desk.role")
	if made := b.call("supervisor", put, "/desk/replies/sorry", sorry).is(200); made.etag() != `"1"` || made.text("badge") != "201" {
		t.Errorf("made: %s", made.raw)
	}
	b.call("supervisor", put, "/desk/replies/sorry", sorry).refused(412, "handbook.stale")
	b.call("supervisor", put, "/desk/replies/rude", strings.Replace(sorry, "向您致歉", "：急什么急", 1)).refused(422, "invalid", "text") // rule: PD-10
	b.call("supervisor", put, "/desk/replies/odd", strings.Replace(sorry, "{badge}", "{name}", 1)).refused(422, "invalid", "text")
	b.call("agent", remove, "/desk/replies/sorry", "").refused(403, "desk.role")
	b.call("supervisor", remove, "/desk/replies/sorry", "", "If-Match", `"4"`).refused(412, "handbook.stale")
	if gone := b.call("supervisor", remove, "/desk/replies/sorry", "", "If-Match", `"1"`).is(200); gone.at("removed") != true || gone.etag() != `"2"` {
		t.Errorf("removed: %s", gone.raw)
	}
	b.call("supervisor", remove, "/desk/replies/sorry", "").refused(404, "handbook.no_reply")
	past := b.call("supervisor", get, "/desk/replies/sorry/versions", "").is(200).list("versions")
	if len(past) != 2 || past[0]["removed"] != true {
		t.Errorf("versions: %v", past)
	}
}
