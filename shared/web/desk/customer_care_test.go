package desk

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// rule: QM-6, LAW-4 whoever reads a file stands in its access log.
func TestWhoLooksAtAFileIsWrittenDown(t *testing.T) {
	b := newBench(t)
	id := b.call("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678"}`).is(201).text("id")
	b.call("agent", http.MethodGet, "/desk/customers/"+id, "").is(200)
	b.call("supervisor", http.MethodGet, "/desk/customers/"+id, "").is(200)
	b.call("agent", http.MethodGet, "/desk/customers/"+id+"/access", "").is(403)
	log := b.call("supervisor", http.MethodGet, "/desk/customers/"+id+"/access", "").is(200)
	who := map[string]bool{}
	for _, e := range log.list("entries") {
		who[e["operation"].(string)+" "+e["by"].(string)] = true
	}
	if len(who) != 2 || !who["readCustomer staff:"+b.staff["agent"]] || !who["readCustomer staff:"+b.staff["supervisor"]] {
		t.Errorf("%v", who)
	}
}

// rule: QM-7, SJ-10, SJ-20, NJ-7
func TestWhereACustomerStandsIsChangedWithItsReason(t *testing.T) {
	b := newBench(t)
	b.call("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678","owner":"nobody"}`).refused(422, "invalid", "owner")
	path := "/desk/customers/" + b.call("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678","people":[{"name":"钱会计","role":"pays","phone":"13700137000"}]}`).is(201).text("id")
	if got := b.call("agent", http.MethodPost, path+"/class", `{"class":"key","reason":"大货主"}`).is(200); got.text("class") != "key" || got.text("classes.0.reason") != "大货主" || got.at("chosen") != true {
		t.Errorf("%v", got.body)
	}
	b.call("agent", http.MethodPost, path+"/class", `{"class":"key"}`).is(422)
	if got := b.call("agent", http.MethodPost, path+"/class/computed", `{"reason":"货量少了"}`).is(200); got.text("class") != "general" {
		t.Errorf("%v", got.body)
	}
	b.call("agent", http.MethodPost, path+"/credit", `{"grade":"B","reason":"月结按时"}`).is(403)
	if got := b.call("supervisor", http.MethodPost, path+"/credit", `{"grade":"B","reason":"月结按时"}`).is(200); got.text("credit") != "B" || got.text("credits.0.reason") != "月结按时" {
		t.Errorf("%v", got.body)
	}
	if got := b.call("agent", http.MethodPost, path+"/verified", `{}`).is(200); got.text("verified.by") != "staff:"+b.staff["agent"] {
		t.Errorf("%v", got.body)
	}
	if got := b.call("agent", http.MethodPost, path+"/lead", `{"urgency":"high"}`).is(200); got.text("lead.urgency") != "high" {
		t.Errorf("%v", got.body)
	}
	if got := b.call("agent", http.MethodPost, path+"/lead", `{}`).is(200); got.at("lead") != nil {
		t.Errorf("%v", got.body)
	}
	got := b.call("agent", http.MethodPost, path+"/onboarding", `{}`).is(200)
	item := got.text("onboarding.0.item")
	if got = b.call("agent", http.MethodPost, path+"/onboarding/"+item, `{}`).is(200); got.text("onboarding.0.by") != "staff:"+b.staff["agent"] {
		t.Errorf("%v", got.body)
	}
	b.call("agent", http.MethodPost, path+"/onboarding/none", `{}`).is(422)
	b.call("agent", http.MethodPost, path+"/notes", `{"text":"周一不收货"}`).is(201)
	if notes := b.call("agent", http.MethodGet, path+"/notes", "").is(200); notes.text("notes.0.text") != "周一不收货" {
		t.Errorf("%v", notes.body)
	}
	if got := b.call("agent", http.MethodPost, path+"/archive", `{}`).is(200); got.at("archived") != true {
		t.Errorf("%v", got.body)
	}
	read := b.call("agent", http.MethodGet, path, "").is(200)
	if read.text("people.0.phone") != "137****7000" {
		t.Errorf("a number of a customer's person stands open: %v", read.at("people"))
	}
	b.call("agent", http.MethodPut, path, `{"name":"赵敏","people":[{"name":"钱会计","role":"pays","phone":"137****7000"}]}`, "If-Match", read.header.Get("ETag")).is(200)
	if found := b.call("agent", http.MethodGet, "/desk/customers/search?q=13700137000", "").is(200); found.text("customers.0.name") != "赵敏" {
		t.Errorf("the number that stood covered was lost: %v", found.body)
	}
}

// rule: NJ-7 whoever is marked as a lead is called, once however often the mark
// changes; by when, the rules of tasks say.
func TestAMarkedLeadIsCalledOnce(t *testing.T) {
	b := newBench(t)
	path := "/desk/customers/" + b.call("agent", http.MethodPost, "/desk/customers", `{"name":"客户","phone":"13612345678"}`).is(201).text("id")
	for _, urgency := range []string{"high", "low"} {
		b.call("agent", http.MethodPost, path+"/lead", `{"urgency":"`+urgency+`"}`).is(200)
	}
	b.call("agent", http.MethodPost, path+"/lead", `{}`).is(200)
	got := b.call("agent", http.MethodGet, path+"/tasks", "").is(200)
	if got.text("tasks.0.kind") != "lead" || got.text("tasks.0.state") != "open" || got.at("tasks.1") != nil {
		t.Errorf("%v", got.body)
	}
}

// rule: SJ-2
func TestTwoFilesBecomeOne(t *testing.T) {
	b := newBench(t)
	a := b.call("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678","company":"苏州某厂有限公司"}`).is(201).text("id")
	o := b.call("agent", http.MethodPost, "/desk/customers", `{"name":"赵小敏","phone":"13700137000","company":"苏州某厂","region":"苏州"}`).is(201).text("id")
	b.call("agent", http.MethodPost, "/desk/tickets", `{"type":"inquiry","kind":"price","text":"多少钱？","name":"赵小敏","phone":"13700137000","waybill":"SF12345678"}`).is(201)
	b.call("agent", http.MethodPost, "/desk/shipments", b.parcel("X10Z", o)).is(http.StatusCreated)
	if found := b.call("agent", http.MethodGet, "/desk/customers/"+a+"/doubles", "").is(200); found.text("doubles.0.id") != o || found.text("doubles.0.why.0") != "company" {
		t.Errorf("%v", found.body)
	}
	if listed := b.call("agent", http.MethodGet, "/desk/customers/doubles", "").is(200); listed.text("customers.0.id") != o {
		t.Errorf("%v", listed.body)
	}
	b.call("agent", http.MethodPost, "/desk/tasks", `{"kind":"care","customer":"`+o+`","dueAt":"`+b.in(20*time.Hour)+`","note":"打个电话"}`).is(201)
	b.call("agent", http.MethodPost, "/desk/customers/"+a+"/merge", `{"other":"`+o+`"}`).is(403)
	merged := b.call("supervisor", http.MethodPost, "/desk/customers/"+a+"/merge", `{"other":"`+o+`"}`).is(200)
	if merged.text("region") != "苏州" || merged.text("also.0") != "137****7000" || merged.text("absorbed.0.id") != o {
		t.Errorf("%v", merged.body)
	}
	if stub := b.call("agent", http.MethodGet, "/desk/customers/"+o, "").is(200); stub.text("merged") != a {
		t.Errorf("%v", stub.body)
	}
	if all := b.call("agent", http.MethodGet, "/desk/customers/"+a+"/tickets", "").is(200); all.at("tickets.0") == nil {
		t.Error("the other's ticket is not found")
	}
	if all := b.call("agent", http.MethodGet, "/desk/customers/"+a+"/tasks", "").is(200); all.text("tasks.0.note") != "打个电话" {
		t.Errorf("the other's task is not found: %v", all.body)
	}
	for _, q := range []string{"7000", "SF12345678", "sf12345678", "某厂", "x10z", "x1%200z"} {
		if found := b.call("agent", http.MethodGet, "/desk/customers/search?q="+q, "").is(200); found.text("customers.0.id") != a {
			t.Errorf("%s finds %v", q, found.body)
		}
	}
	b.call("agent", http.MethodGet, "/desk/customers/search?q=a", "").is(422)
	if found := b.call("agent", http.MethodGet, "/desk/customers/search?q=X10", "").is(200); found.at("customers.0") != nil {
		t.Errorf("a piece of a waybill finds %v", found.body)
	}
}

// rule: LAW-4 — a list says by whom to know a customer and no more; whoever was
// shown a whole file, or what was noted about a customer, stands in the file's
// own log, whichever way he came.
func TestAListSaysLittleAndAWholeFileLeavesALine(t *testing.T) {
	b := newBench(t)
	id := b.call("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678","company":"苏州某厂","region":"苏州","needs":"怕压","address":"平江路 1 号"}`).is(201).text("id")
	b.call("agent", http.MethodPost, "/desk/customers", `{"name":"赵小敏","phone":"13700137000","company":"苏州某厂"}`).is(201)
	few := map[string]bool{"id": true, "name": true, "company": true, "phone": true, "class": true, "owner": true, "archived": true, "why": true}
	for path, list := range map[string]string{"/desk/customers/search?q=苏州": "customers", "/desk/customers/doubles": "customers", "/desk/customers/" + id + "/doubles": "doubles", "/desk/directory": "customers"} {
		rows := b.call("admin", http.MethodGet, path, "").is(200).list(list)
		if len(rows) == 0 {
			t.Errorf("%s lists nobody", path)
		}
		for _, row := range rows {
			for name := range row {
				if !few[name] {
					t.Errorf("%s tells %s", path, name)
				}
			}
		}
	}
	shown := func() (seen []string) {
		for _, entry := range b.call("supervisor", http.MethodGet, "/desk/customers/"+id+"/access", "").is(200).list("entries") {
			seen = append(seen, entry["operation"].(string))
		}
		return seen
	}
	before := len(shown())
	b.call("other", http.MethodGet, "/desk/customers?phone=13612345678", "").is(200)
	b.now = b.now.Add(time.Second)
	b.call("other", http.MethodGet, "/desk/customers/"+id+"/notes", "").is(200)
	b.now = b.now.Add(time.Second)
	b.call("other", http.MethodGet, "/desk/customers/"+id, "").is(200)
	if got := shown(); len(got) != before+3 || strings.Join(got[:3], " ") != "readCustomer listCustomerNotes findCustomer" {
		t.Errorf("the log of the file: %v", got)
	}
}

// rule: SJ-10 whatever grade a customer has, a complaint is taken and promised
// the same answer.
func TestACreditGradeLimitsNoComplaint(t *testing.T) {
	b := newBench(t)
	answers := map[string]string{}
	for grade, number := range map[string]string{"A": "13612345678", "D": "13700137000"} {
		path := "/desk/customers/" + b.call("agent", http.MethodPost, "/desk/customers", `{"name":"客户","phone":"`+number+`"}`).is(201).text("id")
		b.call("supervisor", http.MethodPost, path+"/credit", `{"grade":"`+grade+`","reason":"核过"}`).is(200)
		opened := b.call("agent", http.MethodPost, "/desk/tickets", `{"type":"complaint","reason":"damaged","target":"goods","text":"碎了，要赔。","name":"客户","phone":"`+number+`"}`).is(201)
		read := b.call("agent", http.MethodGet, "/desk/tickets/"+opened.text("number"), "").is(200)
		answers[grade] = strings.Join([]string{opened.text("dueAt"), opened.text("resultDueAt"), read.text("ticket.team"), read.text("ticket.priority"), read.text("ticket.class"), read.text("ticket.stage")}, " ")
	}
	if answers["A"] != answers["D"] || !strings.Contains(answers["A"], "T") {
		t.Errorf("%v", answers)
	}
}
