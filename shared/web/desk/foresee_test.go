package desk

import (
	"strings"
	"testing"
	"time"
)

// rule: NJ-13 what was written down is read back before it is kept
func TestWhatACallerSaysIsReadBackFirst(t *testing.T) {
	b := newBench(t)
	said := `{"type":"complaint","reason":"damaged","target":"agent","agent":"102","name":"王小明","phone":"139 1234 5678",
		"waybill":"yt 1234567","from":"浦东","text":" 外箱破了。 ","priority":"urgent"`
	a := b.call("agent", post, "/desk/tickets/preview", said+"}").is(200)
	for _, want := range []string{"王小明", "5678", "浦东", "YT1234567", "102", "很急", "：外箱破了。"} {
		if !strings.Contains(a.text("readBack"), want) {
			t.Errorf("%q is missing: %s", want, a.text("readBack"))
		}
	}
	if strings.Contains(a.raw, "1391234") || a.at("chases") != nil {
		t.Errorf("answer %s", a.raw)
	}
	b.call("agent", get, "/desk/search?phone=13912345678", "").is(200)
	if found := b.call("agent", get, "/desk/search?phone=13912345678", "").list("tickets"); len(found) != 0 {
		t.Errorf("reading back opened %v", found)
	}
	short := b.call("agent", post, "/desk/tickets/preview", `{"type":"inquiry","kind":"price","name":"Wang","phone":"13912345678","text":"How much?","language":"en"}`).is(200)
	if got := short.text("readBack"); got != "Let me read that back: you are Wang, your phone ends in 5678. You say: How much?" {
		t.Errorf("read back: %s", got)
	}

	first := b.call("agent", post, "/desk/tickets", said+"}").is(201)
	again := b.call("agent", post, "/desk/tickets/preview", said+"}").is(200)
	if again.text("chases") != first.text("number") || again.text("shown") != first.text("shown") {
		t.Errorf("the matter is open in %s: %s", first.text("number"), again.raw)
	}
	if open := b.call("agent", post, "/desk/tickets", said+"}").is(200); open.at("chased") != true {
		t.Errorf("opened %s", open.raw)
	}
	// Another caller of the same waybill has a matter of his own.
	other := b.call("agent", post, "/desk/tickets/preview", strings.Replace(said, "139 1234 5678", "13712345678", 1)+"}").is(200)
	if linked, _ := other.at("linked").([]any); other.at("chases") != nil || len(linked) != 1 || linked[0] != first.text("number") {
		t.Errorf("another caller: %s", other.raw)
	}

	b.call("agent", post, "/desk/tickets/preview", `{"type":"inquiry","kind":"nonsense","name":"x","phone":"123","text":"x","waybill":"!"}`).
		refused(422, "invalid", "kind", "phone", "waybill")
	b.call("newagent", post, "/desk/tickets/preview", said+"}").refused(403, "desk.no_file")
}

// rule: QM-6
func TestACustomersTicketsAreListed(t *testing.T) {
	b := newBench(t)
	id := b.call("agent", post, "/desk/customers", newCustomer).is(201).text("id")
	if a := b.call("agent", get, "/desk/customers/"+id+"/tickets", "").is(200); len(a.list("tickets")) != 0 || !strings.Contains(a.raw, `"tickets":[]`) {
		t.Errorf("before any call: %s", a.raw)
	}
	call := `{"type":"inquiry","kind":"price","name":"赵敏","phone":"13612345678","text":"多少钱？"}`
	first := b.call("agent", post, "/desk/tickets", call).is(201).text("number")
	b.now = b.now.Add(time.Second)
	second := b.call("agent", post, "/desk/tickets", strings.Replace(call, "多少钱", "多久到", 1)).is(201).text("number")
	b.inquiry("agent") // somebody else's
	all := b.call("agent", get, "/desk/customers/"+id+"/tickets", "").is(200).list("tickets")
	if len(all) != 2 || all[0]["number"] != second || all[1]["number"] != first {
		t.Errorf("listed %v", all)
	}
	if few := b.call("agent", get, "/desk/customers/"+id+"/tickets?limit=1", "").list("tickets"); len(few) != 1 {
		t.Errorf("one of them: %v", few)
	}
	b.call("agent", get, "/desk/customers/NOBODY/tickets", "").refused(404, "customer.not_found")
}
