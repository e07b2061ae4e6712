package acceptance

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"huiyin/shared/customer"
	web "huiyin/shared/web/desk"
)

// A team of this test's own: its agent looks after customers.
func init() { teams = append(teams, "caring") }

// tasksFor are the open tasks for a customer, by kind.
func (d *desk) tasksFor(t *testing.T, customer string) map[string]web.Task {
	t.Helper()
	var list web.TaskList
	d.send(t, http.MethodGet, "/desk/customers/"+customer+"/tasks", "", "", d.as(t, "agent")...).into(t, http.StatusOK, &list)
	found := map[string]web.Task{}
	for _, one := range list.Tasks {
		if one.State == "open" {
			found[one.Kind] = one
		}
	}
	return found
}

// rule: QM-7, QM-8, SJ-13, NJ-1, NJ-3 — by themselves the first hours of a month
// compute the classes of last year's figures and plan what the classes ask for:
// visits, revisits, the question about the agent; and before Spring Festival the
// list of gifts. Nothing twice.
func TestMonthsBringTheirTasks(t *testing.T) {
	c := theCrew("caring")
	big, _ := the.file(t, customer.Input{Name: "鲁肃", Company: "江东粮行", Owner: c.agentID}, false)
	small, _ := the.file(t, customer.Input{Name: "蒋干", Owner: c.agentID}, false)
	for i, ship := range []struct {
		customer string
		charge   int64
	}{{big.ID, 900_000_000_00}, {small.ID, 1}} {
		the.post(t, "/desk/shipments", map[string]any{"waybill": fmt.Sprintf("CARE%d%d", i, time.Now().UnixMilli()), "customer": ship.customer, "consignee": "周瑜",
			"pieces": 1, "carrier": "江东水运", "chargeFen": ship.charge, "days": 3, "dispatched": the.now().Add(-time.Hour)}, the.as(t, "agent")...).into(t, http.StatusCreated, nil)
	}
	// After greetings of the day: only what is planned happens.
	night := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 22, 0, 0, 0, shanghai)
	}
	seen := map[string]int{}
	for month := time.July; month <= time.December; month++ {
		for range 2 {
			the.greet(t, night(2026, month, 3))
		}
		for kind := range the.tasksFor(t, big.ID) {
			seen[kind]++
		}
	}
	var file web.CustomerFile
	the.send(t, http.MethodGet, "/desk/customers/"+big.ID, "", "", the.as(t, "supervisor")...).into(t, http.StatusOK, &file)
	if file.Class != customer.Key {
		t.Errorf("who brings the most is %q", file.Class)
	}
	if seen["visit"] != 6 || seen["revisit"] != 6 || seen["opinion"] == 0 {
		t.Errorf("months that brought tasks: %v", seen)
	}
	if had := the.tasksFor(t, small.ID); had["visit"].Owner != c.agentID || had["gift"].ID != "" {
		t.Errorf("for who brings little: %+v", had)
	}
	asked := the.tasksFor(t, big.ID)["opinion"]
	the.post(t, "/desk/tasks/"+asked.ID+"/done", map[string]any{"outcome": "poor", "report": "回电总是很慢"}, the.as(t, "admin")...).into(t, http.StatusOK, nil)
	if talk := the.tasksFor(t, big.ID)["reassign"]; talk.ID == "" || talk.Owner == c.agentID {
		t.Errorf("after a poor opinion: %+v", talk)
	}

	for range 2 { // Spring Festival is on 6 February 2027
		the.greet(t, night(2027, time.January, 18))
	}
	var gifts web.GiftList
	the.send(t, http.MethodGet, "/desk/gifts?year=2027&limit=100", "", "", the.as(t, "supervisor")...).into(t, http.StatusOK, &gifts)
	mine := slices.DeleteFunc(gifts.Tasks, func(one web.Task) bool { return one.Customer != big.ID })
	if len(mine) != 1 || mine[0].Owner != c.agentID || mine[0].Note == "" {
		t.Errorf("gifts: %+v", mine)
	}
}

// rule: SJ-10 — a poor credit grade is told and limits no complaint.
// rule: SJ-16 — an agreement comes before the other policies, and the file tells
// how it was kept. rule: SJ-20 — the first shipment warns while something is not
// prepared. rule: SJ-3, SJ-21 — figures by customer and by carrier. rule: NJ-6 —
// a word of care is a task with a note.
func TestAKeyCustomersFile(t *testing.T) {
	c, agent, boss := theCrew("caring"), the.as(t, "agent"), the.as(t, "supervisor")
	typed, number := newPhone()
	var file web.CustomerFile
	the.post(t, "/desk/customers", map[string]any{"name": "糜竺", "phone": typed, "class": "key", "owner": c.agentID,
		"agreement": map[string]any{"policy": "cargo-status"}}, agent...).into(t, http.StatusCreated, &file)
	path := "/desk/customers/" + file.ID
	the.post(t, path+"/credit", map[string]any{"grade": "D", "reason": "三次逾期付款"}, boss...).into(t, http.StatusOK, &file)
	the.post(t, path+"/onboarding", map[string]any{}, agent...).into(t, http.StatusOK, &file)
	if file.Credit != "D" || len(file.Onboarding) == 0 {
		t.Fatalf("the file: %+v", file)
	}

	var r receipt
	the.post(t, "/complaints", complaint(string(number))).into(t, http.StatusCreated, &r)
	the.awaitSMS(t, number, 1)
	defer the.putAway(t, "service", r.Number)
	if policy := the.mustTicket(t, r.Number).PolicyID; policy != "cargo-status" {
		t.Errorf("the deadlines of %q, not those of the agreement", policy)
	}
	var kept web.AgreementReport
	the.send(t, http.MethodGet, path+"/agreement", "", "", agent...).into(t, http.StatusOK, &kept)
	if kept.Policy != "cargo-status" || kept.Tickets != 1 {
		t.Errorf("how it is kept: %+v", kept)
	}

	waybill, carrier := fmt.Sprintf("KEY%d", time.Now().UnixMilli()), fmt.Sprint("徐州车队", time.Now().UnixMilli()%1e6)
	var shown struct{ Unprepared bool }
	the.post(t, "/desk/shipments", map[string]any{"waybill": waybill, "customer": file.ID, "consignee": "刘备", "pieces": 1, "carrier": carrier, "days": 2},
		agent...).into(t, http.StatusCreated, nil)
	the.send(t, http.MethodGet, "/desk/shipments/"+waybill, "", "", agent...).into(t, http.StatusOK, &shown)
	if !shown.Unprepared {
		t.Error("nobody is warned at the first shipment")
	}
	for _, item := range file.Onboarding {
		the.post(t, path+"/onboarding/"+item.Item, map[string]any{}, agent...).into(t, http.StatusOK, &file)
	}
	the.send(t, http.MethodGet, "/desk/shipments/"+waybill, "", "", agent...).into(t, http.StatusOK, &shown)
	the.post(t, "/desk/shipments/"+waybill+"/dispatch", map[string]any{"checklist": []string{"packed", "labelled", "weighed", "documents"}}, agent...).into(t, http.StatusOK, nil)
	period := "first=2026-01&last=2026-12"
	for _, figures := range []string{path + "/figures?" + period, "/desk/figures/carriers?" + period + "&carrier=" + url.QueryEscape(carrier)} {
		var months struct{ Months []struct{ Shipments int } }
		the.send(t, http.MethodGet, figures, "", "", agent...).into(t, http.StatusOK, &months)
		if n := len(months.Months); n == 0 || months.Months[n-1].Shipments != 1 {
			t.Errorf("%s: %+v", figures, months)
		}
	}

	the.post(t, "/desk/tasks", map[string]any{"kind": "care", "customer": file.ID, "owner": c.agentID, "dueAt": the.now().Add(48 * time.Hour),
		"note": "母亲住院，打电话问候"}, agent...).into(t, http.StatusCreated, nil)
	if word := the.tasksFor(t, file.ID)["care"]; word.Owner != c.agentID || word.Note == "" {
		t.Errorf("a word of care: %+v", word)
	}
}
