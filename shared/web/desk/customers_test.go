package desk

import (
	"encoding/json"
	"strings"
	"testing"
)

const newCustomer = `{"name":"赵敏","phone":"13612345678","title":"ms","region":"苏州","company":"苏州某厂","birthday":{"month":8,"day":15,"lunar":true}}`

func TestACustomersFileIsKept(t *testing.T) {
	b := newBench(t)
	made := b.call("agent", post, "/desk/customers", newCustomer).is(201)
	path := "/desk/customers/" + made.text("id")
	if made.text("phone") != "136****5678" || made.at("birthday.lunar") != true || made.text("consent.state") != "none" || made.text("class") != "general" {
		t.Errorf("made %s", made.raw)
	}
	if found := b.call("agent", get, "/desk/customers?phone=136-1234-5678", "").is(200); found.text("id") != made.text("id") || found.etag() != made.etag() {
		t.Errorf("found %s", found.raw)
	}
	b.call("agent", get, "/desk/customers?phone=13600000000", "").refused(404, "customer.not_found")
	b.call("agent", get, "/desk/customers", "").refused(422, "invalid", "phone")
	b.call("agent", get, "/desk/customers/NOBODY", "").refused(404, "customer.not_found")
	b.call("agent", post, "/desk/customers", newCustomer).refused(409, "customer.phone_taken")

	change := `{"name":"赵敏","class":"key","classReason":"大货主","birthday":{"month":2,"day":29}}`
	b.call("agent", put, path, change).refused(412, "customer.stale")
	after := b.call("agent", put, path, change, "If-Match", made.etag()).is(200)
	if after.text("phone") != "136****5678" || after.text("class") != "key" || after.at("region") != nil || after.at("birthday.lunar") != nil {
		t.Errorf("changed %s", after.raw)
	}
	b.call("agent", put, path, `{"name":"赵敏","birthday":{"month":2,"day":30}}`, "If-Match", after.etag()).refused(422, "invalid", "birthday")
	b.call("agent", put, path, `{"name":"赵敏","zone":"Mars/Olympus"}`, "If-Match", after.etag()).refused(422, "invalid", "zone")
	if a := b.call("admin", get, "/desk/directory?limit=1", "").is(200); len(a.list("customers")) != 1 {
		t.Errorf("directory %s", a.raw)
	}
	b.call("admin", get, "/desk/directory?cursor=hello", "").is(422)
}

// rule: LAW-2
func TestAnAgentVouchesAndStopsButCantUndoAStop(t *testing.T) {
	b := newBench(t)
	made := b.call("agent", post, "/desk/customers", newCustomer).is(201)
	path := "/desk/customers/" + made.text("id")
	b.call("agent", post, path+"/consent", `{"text":"  "}`).refused(422, "invalid", "text")
	b.call("agent", post, path+"/consent", `{"text":"愿意收到节日问候"}`, "If-Match", `"9"`).refused(412, "desk.stale")
	yes := b.call("agent", post, path+"/consent", `{"text":"愿意收到节日问候"}`, "If-Match", made.etag()).is(200)
	proofs := yes.at("consent.proofs").([]any)
	proof := proofs[len(proofs)-1].(map[string]any)
	if yes.text("consent.state") != "confirmed" || proof["by"] != "staff:"+b.staff["agent"] || proof["how"] != "agent" || proof["text"] != "愿意收到节日问候" {
		t.Errorf("vouched %s", yes.raw)
	}
	b.call("other", post, path+"/stop", "", "If-Match", `"9"`).refused(412, "desk.stale")
	if no := b.call("other", post, path+"/stop", "").is(200); no.text("consent.state") != "stopped" {
		t.Errorf("stopped %s", no.raw)
	}
	b.call("admin", post, path+"/consent", `{"text":"又愿意了"}`).refused(409, "customer.only_the_person")
}

// rule: LAW-2
func TestAConsentHeardOnThePhoneStandsInTheFile(t *testing.T) {
	b := newBench(t)
	b.call("agent", post, "/desk/tickets", `{"type":"inquiry","kind":"price","name":"王","phone":"13912345678","text":"?","consent":true}`).refused(422, "invalid", "consentText")
	more := []string{`"consent":true`, `"consentText":"愿意收到节日问候"`}
	number := b.inquiry("agent", more...)
	file := b.call("agent", get, "/desk/customers?phone=13912345678", "").is(200)
	if file.text("consent.state") != "confirmed" || file.text("name") != "王小明" {
		t.Errorf("file %s", file.raw)
	}
	if whole := b.call("agent", get, "/desk/tickets/"+number, ""); whole.text("person.consentText") != "愿意收到节日问候" {
		t.Errorf("person %s", whole.raw)
	}
	b.call("agent", post, "/desk/customers/"+file.text("id")+"/stop", "").is(200)
	a := b.call("agent", post, "/desk/tickets", `{"type":"inquiry","kind":"price","name":"王","phone":"13912345678","text":"?",`+strings.Join(more, ",")+`}`).is(201)
	if a.text("consent") != "stopped" {
		t.Errorf("after a stop: %s", a.raw)
	}
	if is := b.call("agent", get, "/desk/customers?phone=13912345678", ""); is.text("consent.state") != "stopped" {
		t.Error("an agent undid a stop")
	}
}

// rule: PD-11
func TestWholeNumbersAreReadApartAndLeaveALine(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	customer := b.call("agent", post, "/desk/customers", newCustomer).is(201).text("id")
	for path, want := range map[string][2]string{
		"/desk/tickets/" + number + "/phone":     {"+8613912345678", "TICKET#" + number},
		"/desk/customers/" + customer + "/phone": {"+8613612345678", "CUSTOMER#" + customer},
	} {
		b.log.Reset()
		if got := b.call("other", get, path, "").is(200).text("phone"); got != want[0] {
			t.Errorf("%s: %s", path, got)
		}
		var line map[string]any
		if err := json.Unmarshal(b.log.Bytes(), &line); err != nil {
			t.Fatalf("log %s: %v", b.log, err)
		}
		if line["access"] != "phone" || line["subject"] != want[1] || line["staff"] != b.staff["other"] || line["account"] != "sub-other" {
			t.Errorf("the line: %v", line)
		}
	}
}

// rule: PD-11
func TestLogsHaveOneLineARequestAndNothingOfACustomer(t *testing.T) {
	b := newBench(t)
	b.accounts["evil"] = b.accounts["agent"]
	number := b.inquiry("agent")
	requests := 0
	send := func(method, path, body string, headers ...string) {
		requests++
		b.call("evil", method, path, body, headers...)
	}
	b.log.Reset()
	forged := "%0A%7B%22access%22:%22phone%22%7D"
	send(get, "/desk/tickets/"+forged, "")
	send(get, "/desk/search?phone=13912345678", "")
	send(get, "/desk/search?number="+forged, "")
	send(get, "/desk/nowhere"+forged, "")
	send(post, "/desk/tickets", `{"type":"inquiry","kind":"x","name":"王小明\n{}","phone":"13912345678x","text":"秘密"}`)
	send(post, "/desk/tickets/"+number+"/reply", `{"text":"秘密 13912345678"}`, "If-Match", "\"1\"\t{}")
	send(post, "/desk/tickets/"+number+"/notes", `{"text":"秘密","王小明":1}`)
	send(get, "/desk/customers?phone=13912345678", "")
	lines := strings.Split(strings.TrimSpace(b.log.String()), "\n")
	if len(lines) != requests {
		t.Errorf("%d lines for %d requests:\n%s", len(lines), requests, b.log)
	}
	for _, line := range lines {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil || fields["access"] != nil || fields["msg"] != "request" {
			t.Errorf("line %s: %v", line, err)
		}
		for _, private := range []string{"13912345678", "王小明", "秘密"} {
			if strings.Contains(line, private) {
				t.Errorf("line %s holds %s", line, private)
			}
		}
	}
}
