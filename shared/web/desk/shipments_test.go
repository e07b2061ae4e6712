package desk

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/shipment"
)

// sender makes a customer's file and gives its id.
func (b *bench) sender() string {
	b.Helper()
	return b.call("agent", post, "/desk/customers", `{"name":"王芳","phone":"13800138000","class":"key"}`).is(http.StatusCreated).text("id")
}

func (b *bench) parcel(waybill, customer string) string {
	return fmt.Sprintf(`{"waybill":%q,"customer":%q,"consignee":"李雷","phone":"13900139000","address":"成都市锦江区1号","pieces":2,"grams":3500,
		"insuredFen":40000,"chargeFen":2600,"carrier":"顺丰","branch":"上海一部","requestedMode":"road","days":3}`, waybill, customer)
}

// rule: SJ-4
func TestShipmentsAreRecordedAndFollowed(t *testing.T) {
	b := newBench(t)
	id := b.sender()
	b.call("agent", post, "/desk/shipments", b.parcel("sf 1001", id)).is(http.StatusCreated)
	b.call("agent", post, "/desk/shipments", b.parcel("sf 1001", id)).is(http.StatusOK)
	a := b.call("agent", get, "/desk/shipments/SF1001", "").is(http.StatusOK)
	if a.text("shipment.phone") != "139****9000" || a.text("shipment.state") != "recorded" || strings.Contains(a.raw, "13900139000") {
		t.Errorf("%s", a.raw)
	}
	if whole := b.call("agent", get, "/desk/shipments/sf1001/phone", "").is(http.StatusOK).text("phone"); whole != "+8613900139000" {
		t.Errorf("the whole number is %s", whole)
	}
	rows := b.call("agent", post, "/desk/shipments/batch", `{"shipments":[`+b.parcel("SF1001", id)+`,`+b.parcel("SF1002", id)+`,`+b.parcel("?", id)+`]}`).is(http.StatusOK)
	if got := pick(rows, "rows.0.outcome") + pick(rows, "rows.1.outcome") + pick(rows, "rows.2.outcome"); got != "refuseddonerefused" || pick(rows, "rows.2.fields.0.path") != "waybill" {
		t.Errorf("%s", rows.raw) // the first was typed otherwise: with a space
	}
	report := fmt.Sprintf(`{"statuses":[{"waybill":"SF1001","at":%q,"state":"1","text":"已揽收"},{"waybill":"NOBODY1","at":%q,"state":"1"}]}`,
		noon.Format(time.RFC3339), noon.Format(time.RFC3339))
	for _, want := range []string{"done", "same"} {
		if rows := b.call("agent", post, "/desk/shipments/statuses", report).is(http.StatusOK); pick(rows, "rows.0.outcome") != want || pick(rows, "rows.1.code") != "shipment.none" {
			t.Errorf("%s", rows.raw)
		}
	}
	list := b.call("agent", get, "/desk/customers/"+id+"/shipments?limit=1", "").is(http.StatusOK)
	if list.text("next") == "" {
		t.Errorf("a page of two: %s", list.raw)
	}
	months := b.call("agent", get, "/desk/customers/"+id+"/figures?first=2026-01&last=2026-12", "").is(http.StatusOK)
	if !strings.Contains(months.raw, `"revenue":5200`) || !strings.Contains(months.raw, `"insured":80000`) {
		t.Errorf("%s", months.raw)
	}
	carrier := b.call("supervisor", get, "/desk/figures/carriers?carrier=%E9%A1%BA%E4%B8%B0&first=2026-01&last=2026-12", "").is(http.StatusOK)
	if !strings.Contains(carrier.raw, `"shipments":2`) { // rule: SJ-21
		t.Errorf("%s", carrier.raw)
	}
	b.call("agent", get, "/desk/shipments/NOBODY1", "").refused(http.StatusNotFound, "shipment.none")
}

// rule: SJ-17, NJ-18, SJ-6, SJ-23, NJ-11
func TestWhatIsDoneOnAShipment(t *testing.T) {
	b := newBench(t)
	id := b.sender()
	for _, waybill := range []string{"SF1001", "SF1002"} {
		b.call("agent", post, "/desk/shipments", b.parcel(waybill, id)).is(http.StatusCreated)
	}
	b.call("agent", post, "/desk/shipments/SF1001/dispatch", `{"mode":"air"}`).is(http.StatusUnprocessableEntity)
	a := b.call("agent", post, "/desk/shipments/SF1001/dispatch", `{"mode":"air","deviation":"陆运停运","checklist":["packed","labelled","weighed","documents"]}`).is(http.StatusOK)
	if a.text("shipment.mode") != "air" || a.text("shipment.dispatched") == "" || a.text("shipment.eta") == "" {
		t.Errorf("%s", a.raw)
	}
	list := b.call("agent", get, "/desk/dispatch?branch=%E4%B8%8A%E6%B5%B7%E4%B8%80%E9%83%A8", "").is(http.StatusOK)
	if pick(list, "shipments.0.dispatched") == "" || pick(list, "shipments.1.dispatched") != "" || pick(list, "shipments.1.waybill") != "SF1002" {
		t.Errorf("%s", list.raw)
	}
	a = b.call("agent", post, "/desk/shipments/SF1001/correction", `{"pieces":3,"reason":"数错了"}`).is(http.StatusOK)
	if pick(a, "corrections.0.reason") != "数错了" || pick(a, "corrections.0.fields.0") != "pieces" || pick(a, "corrections.0.badge") == "" {
		t.Errorf("%s", a.raw)
	}
	a = b.call("agent", post, "/desk/shipments/SF1001/instructions", `{"kind":"hold","text":"周一再送"}`).is(http.StatusOK)
	if list := b.call("agent", get, "/desk/dispatch?branch=%E4%B8%8A%E6%B5%B7%E4%B8%80%E9%83%A8", ""); pick(list, "shipments.0.instructed.0") != "hold" {
		t.Errorf("the dispatch list does not say so: %s", list.raw)
	}
	done := b.call("supervisor", post, "/desk/shipments/SF1001/instructions/"+pick(a, "instructions.0.id")+"/done", `{"reply":"已通知"}`).is(http.StatusOK)
	if pick(done, "instructions.0.doer") == "" || pick(done, "instructions.0.doer") == pick(done, "instructions.0.badge") {
		t.Errorf("%s", done.raw)
	}
	a = b.call("agent", post, "/desk/shipments/SF1001/trace", "").is(http.StatusOK)
	number := a.text("trace.ticket")
	if number == "" || pick(a, "tickets.0.number") != number {
		t.Fatalf("%s", a.raw)
	}
	const resolved = `{"cause":"网点错放","result":"货已找到，今天送到。"}`
	b.call("agent", post, "/desk/tickets/"+number+"/resolve", resolved).refused(http.StatusConflict, "ticket.trace_open")
	b.call("agent", post, "/desk/shipments/SF1001/found", "").is(http.StatusOK)
	b.call("agent", post, "/desk/tickets/"+number+"/resolve", resolved).is(http.StatusOK)
	b.call("agent", post, "/desk/shipments/SF1001/claim", `{"claim":"2026-1"}`).refused(http.StatusConflict, "shipment.no_trace")
	a = b.call("agent", post, "/desk/shipments/SF1001/state", `{"state":"signed","text":"客户确认收到"}`).is(http.StatusOK)
	if a.text("shipment.state") != string(shipment.Signed) || pick(a, "course.1.correction") != "true" {
		t.Errorf("%s", a.raw)
	}
}

// rule: LAW-4 — whoever receives and whoever sent has his copy and is erased, once
// nothing is under way; the figures stay.
func TestShipmentsGoWithWhomTheyName(t *testing.T) {
	b := newBench(t)
	id := b.sender()
	for _, waybill := range []string{"SF1001", "SF1002"} {
		b.call("agent", post, "/desk/shipments", b.parcel(waybill, id)).is(http.StatusCreated)
		b.call("agent", post, "/desk/shipments/"+waybill+"/instructions", `{"kind":"redirect","text":"王芳说先别送"}`).is(http.StatusOK)
	}
	copied := b.call("supervisor", post, "/desk/persons/export", `{"phone":"13900139000"}`).is(http.StatusOK)
	if !strings.Contains(copied.raw, "SF1001") || !strings.Contains(copied.raw, "锦江") || strings.Contains(copied.raw, "2600") || strings.Contains(copied.raw, "王芳") {
		t.Errorf("the consignee's copy: %s", copied.raw)
	}
	b.call("agent", post, "/desk/shipments/SF1001/dispatch", `{"checklist":["packed","labelled","weighed","documents"]}`).is(http.StatusOK)
	for _, number := range []string{"13900139000", "13800138000"} { // who receives, who sent
		if a := b.call("admin", post, "/desk/persons/erase", `{"phone":"`+number+`","reason":"asked"}`).refused(http.StatusConflict, "person.underway"); !strings.Contains(a.text("detail"), "SF1001") {
			t.Errorf("refused with %s", a.raw)
		}
	}
	b.call("agent", post, "/desk/shipments/SF1001/state", `{"state":"signed","text":"王芳确认收到"}`).is(http.StatusOK)
	copied = b.call("supervisor", post, "/desk/persons/export", `{"phone":"13800138000"}`).is(http.StatusOK)
	if !strings.Contains(copied.raw, "SF1001") || !strings.Contains(copied.raw, "SF1002") || !strings.Contains(copied.raw, "先别送") {
		t.Errorf("the sender's copy: %s", copied.raw)
	}
	b.call("admin", post, "/desk/persons/erase", `{"phone":"13800138000","reason":"asked"}`).is(http.StatusOK)
	for _, waybill := range []string{"SF1001", "SF1002"} {
		a := b.call("agent", get, "/desk/shipments/"+waybill, "").is(http.StatusOK)
		for _, left := range []string{"李雷", "9000", "锦江", "王芳"} {
			if strings.Contains(a.raw, left) {
				t.Errorf("%s is left: %s", left, a.raw)
			}
		}
	}
	if list := b.call("agent", get, "/desk/customers/"+id+"/shipments", "").is(http.StatusOK); strings.Contains(list.raw, "SF1001") {
		t.Errorf("his list: %s", list.raw)
	}
	if figures := b.call("agent", get, "/desk/customers/"+id+"/figures?first=2026-01&last=2026-12", "").is(http.StatusOK); !strings.Contains(figures.raw, `"shipments":2`) {
		t.Errorf("the figures: %s", figures.raw)
	}
}

// rule: SJ-20
func TestTheFirstShipmentWarnsOfAnOpenChecklist(t *testing.T) {
	b := newBench(t)
	id := b.sender()
	b.call("agent", post, "/desk/customers/"+id+"/onboarding", `{}`).is(http.StatusOK)
	warned := func(waybill, want string) {
		t.Helper()
		if a := b.call("agent", get, "/desk/shipments/"+waybill, "").is(http.StatusOK); pick(a, "unprepared") != want {
			t.Errorf("%s: %s", waybill, a.raw)
		}
	}
	b.call("agent", post, "/desk/shipments", b.parcel("SF1001", id)).is(http.StatusCreated)
	warned("SF1001", "true")
	b.call("agent", post, "/desk/shipments/SF1001/dispatch", `{"checklist":["packed","labelled","weighed","documents"]}`).is(http.StatusOK)
	warned("SF1001", "")
	b.call("agent", post, "/desk/shipments", b.parcel("SF1002", id)).is(http.StatusCreated)
	warned("SF1002", "")
}

// What was filed under a file that became part of another is the customer's.
func TestAListGoesOverMergedFiles(t *testing.T) {
	lists := map[string][]int{"a": {1, 2, 3}, "b": {}, "c": {4, 5}}
	read := func(id, cursor string, limit int) ([]int, string, error) {
		at, _ := strconv.Atoi(cursor)
		end := min(at+limit, len(lists[id]))
		if end < len(lists[id]) {
			return lists[id][at:end], strconv.Itoa(end), nil
		}
		return lists[id][at:end], "", nil
	}
	for limit := 1; limit <= 6; limit++ {
		var all []int
		for cursor, first := "", true; first || cursor != ""; first = false {
			some, next, err := across([]string{"a", "b", "c"}, cursor, limit, read)
			if err != nil || len(some) > limit {
				t.Fatalf("%d at once: %v, %v", limit, some, err)
			}
			all, cursor = append(all, some...), next
		}
		if fmt.Sprint(all) != "[1 2 3 4 5]" {
			t.Errorf("%d at once: %v", limit, all)
		}
	}
	for _, cursor := range []string{"3~", "-1~", "x~2"} {
		if _, _, err := across([]string{"a", "b", "c"}, cursor, 2, read); !errs.Is(err, errs.Invalid) {
			t.Errorf("the cursor %s: %v", cursor, err)
		}
	}
}

// pick is a value of an answer with lists in it.
func pick(a answer, path string) string {
	var value any = a.body
	for name := range strings.SplitSeq(path, ".") {
		switch in := value.(type) {
		case map[string]any:
			value = in[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(in) {
				return ""
			}
			value = in[i]
		}
	}
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// rule: SJ-17, NJ-18 — hours, modes and checks are the company's, and hold without
// a deployment.
func TestACompanyDecidesAboutItsShipments(t *testing.T) {
	b := newBench(t)
	id := b.sender()
	now := b.call("agent", get, "/desk/shipment-settings", "").is(http.StatusOK)
	if now.text("cutoff") != "18:00" || len(now.list("modes")) != 5 || now.etag() != "" {
		t.Errorf("the program's: %s", now.raw)
	}
	const path, own = "/desk/shipment-settings", `{"cutoff":"17:00","cutoffs":{"上海一部":"16:30"},"lateHours":12,"askHours":4,"office":"service",
		"modes":[{"id":"camel","zh":"骆驼","en":"camel"}],"checklist":[{"id":"sealed","zh":"已封签","en":"sealed"}]}`
	b.call("supervisor", put, path, own).refused(http.StatusForbidden, "desk.role")
	b.call("admin", put, path, strings.NewReplacer("17:00", "5 pm", "16:30", "late", `"camel","zh"`, `"Camel","zh"`, `:12`, `:0`).Replace(own)).
		refused(422, "invalid", "cutoff", "cutoffs", "lateHours", "modes[0].id")
	b.call("admin", put, path, strings.Replace(own, `"service"`, `"nobody"`, 1)).refused(422, "invalid", "office")
	saved := b.call("admin", put, path, own).is(http.StatusOK)
	b.call("admin", put, path, strings.Replace(own, "17:00", "17:15", 1)).refused(http.StatusPreconditionFailed, "setting.stale")
	b.call("admin", put, path, strings.Replace(own, "17:00", "17:15", 1), "If-Match", saved.etag()).is(http.StatusOK)
	b.call("agent", post, "/desk/shipments", b.parcel("SF1001", id)).refused(422, "invalid", "requestedMode")
	b.call("agent", post, "/desk/shipments", strings.Replace(b.parcel("SF1001", id), "road", "camel", 1)).is(http.StatusCreated)
	if by := b.call("agent", get, "/desk/shipments/SF1001", "").is(200).text("shipment.dispatchBy"); !strings.HasSuffix(by, "T08:30:00Z") { // 16:30 in Shanghai
		t.Errorf("to leave by %s", by)
	}
	b.call("agent", post, "/desk/shipments/SF1001/dispatch", `{"checklist":["packed"]}`).refused(422, "invalid", "checklist")
	b.call("agent", post, "/desk/shipments/SF1001/dispatch", `{"checklist":["sealed"]}`).is(http.StatusOK)
}

// rule: SJ-4, QM-11 — what left in a period goes out to supervisors, and that it
// did is on record.
func TestShipmentsOfAPeriodAreExported(t *testing.T) {
	b := newBench(t)
	id := b.sender()
	for _, waybill := range []string{"SF1001", "SF1002"} {
		b.call("agent", post, "/desk/shipments", b.parcel(waybill, id)).is(http.StatusCreated)
	}
	b.call("agent", post, "/desk/shipments/SF1001/dispatch", `{"checklist":["packed","labelled","weighed","documents"]}`).is(http.StatusOK)
	day := noon.In(b.desk.Dispatches.Zone)
	from, to := day.AddDate(0, 0, -3).Format(time.DateOnly), day.AddDate(0, 0, 3).Format(time.DateOnly)
	period := "?from=" + from + "&to=" + to
	parts := b.call("supervisor", get, "/desk/export/shipments/parts"+period, "").is(http.StatusOK)
	if list := parts.list("parts"); len(list) != 1 || list[0]["rows"] != 1.0 {
		t.Errorf("%s", parts.raw)
	}
	file := b.file("supervisor", "/desk/export/shipments"+period, "zh")
	if body := file.Body.String(); !strings.HasPrefix(body, "\ufeff运单号,") || !strings.Contains(body, "SF1001") || strings.Contains(body, "SF1002") || file.Header().Get("Report-Rows") != "1" {
		t.Errorf("%v %s", file.Header(), body)
	}
	if rows := b.call("admin", get, "/desk/export/shipments"+period+"&format=json", "").is(200); pick(rows, "rows.0.waybill") != "SF1001" {
		t.Errorf("%s", rows.raw)
	}
	b.call("supervisor", get, "/desk/export/shipments?from="+to+"&to="+from, "").refused(422, "invalid", "to")
	b.call("supervisor", get, "/desk/export/shipments"+period+"&cursor=AAAA", "").is(422)
	b.call("agent", get, "/desk/export/shipments"+period, "").refused(http.StatusForbidden, "desk.role")
	if log := b.call("admin", get, "/desk/audit?operation=exportShipments", "").is(200); len(log.list("entries")) != 4 {
		t.Errorf("nothing is on record: %s", log.raw)
	}
}
