package acceptance

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	web "huiyin/shared/web/desk"
)

// A team of this test's own: its agent sells.
func init() { teams = append(teams, "shipping") }

// rule: NJ-10, QM-13, SJ-4 — what leaves is told once to whose it is and to who
// looks after him, though its statuses come twice and out of order; what goes
// wrong has a ticket, which closes when it is over; and whoever has the waybill
// and the last digits of a number sees where it is.
func TestAShipmentIsFollowedFromDispatchToSignature(t *testing.T) {
	c := theCrew("shipping")
	typed, number := newPhone()
	agent := the.as(t, "agent")
	var file struct{ ID string }
	the.post(t, "/desk/customers", map[string]any{"name": "鲁班", "phone": typed}, agent...).into(t, http.StatusCreated, &file)
	waybill := fmt.Sprintf("SHIP%d", time.Now().UnixMilli())
	the.post(t, "/desk/shipments", map[string]any{"waybill": waybill, "customer": file.ID, "consignee": "墨子", "pieces": 1, "carrier": "顺丰", "days": 3,
		"salesperson": c.agentID}, agent...).into(t, http.StatusCreated, nil)
	now := the.now().UTC().Truncate(time.Second)
	status := func(ago time.Duration, state, text string) map[string]any {
		return map[string]any{"waybill": waybill, "at": now.Add(-ago), "state": state, "text": text}
	}
	report := func(outcome string, statuses ...map[string]any) {
		t.Helper()
		var answers struct {
			Rows []struct{ Outcome, Code string }
		}
		the.post(t, "/desk/shipments/statuses", map[string]any{"statuses": statuses}, agent...).into(t, http.StatusOK, &answers)
		for _, row := range answers.Rows {
			if row.Outcome != outcome {
				t.Errorf("a status was answered with %+v, not %s", row, outcome)
			}
		}
	}
	left, moved := status(50*time.Minute, "collected", "已揽收"), status(40*time.Minute, "transit", "运输中")
	report("done", moved)
	report("done", left)
	report("same", moved, left)
	mustSay(t, the.onlySMS(t, number, 1)[0], waybill, "约3天到")
	mustSay(t, the.onlySMS(t, c.agent, 1)[0], "您客户的货已发出", waybill)

	wrong := status(30*time.Minute, "problem", "外包装破损")
	report("done", wrong)
	report("same", wrong, left)
	for range 2 {
		the.sweep(t, the.now())
	}
	the.onlySMS(t, number, 2)
	type standing struct {
		Shipment   struct{ State, Wrong string }
		Exceptions []struct{ Kind, Ticket string }
	}
	var found standing
	read := func() {
		t.Helper()
		found = standing{} // what an answer leaves out is not what the last one said
		the.send(t, http.MethodGet, "/desk/shipments/"+waybill, "", "", agent...).into(t, http.StatusOK, &found)
	}
	read()
	if found.Shipment.Wrong != "problem" || len(found.Exceptions) != 1 || found.Exceptions[0].Ticket == "" {
		t.Fatalf("what is wrong: %+v", found)
	}
	number1 := found.Exceptions[0].Ticket
	if stood := the.mustTicket(t, number1); !stood.Stage.Open() || stood.Waybill != waybill {
		t.Errorf("the ticket of the problem: %+v", stood)
	}
	report("done", status(20*time.Minute, "delivering", "派送中"))
	for range 2 {
		the.sweep(t, the.now())
	}
	the.settle(t)
	if stood := the.mustTicket(t, number1); stood.Stage.Open() {
		t.Errorf("the problem is over, and its ticket stands at %s", stood.Stage)
	}
	for _, want := range []web.Import{{Created: 1, Unchanged: 1}, {Unchanged: 2}} { // the last one comes by a table, twice
		if done := the.importTable(t, "statuses", "运单号,状态,时间,备注\n"+waybill+",签收,"+now.Add(-10*time.Minute).Format(time.RFC3339)+",已签收\n"+
			waybill+",5,"+now.Add(-20*time.Minute).Format(time.RFC3339)+",派送中\n"); done.Created != want.Created || done.Unchanged != want.Unchanged {
			t.Errorf("the table: %+v", done)
		}
	}
	read()
	if found.Shipment.State != "signed" || found.Shipment.Wrong != "" {
		t.Errorf("in the end: %+v", found)
	}
	the.onlySMS(t, c.agent, 1)
	claim := func(last4 string) reply {
		return the.post(t, "/waybill", map[string]any{"waybill": waybill, "last4": last4})
	}
	var seen struct {
		State string
		Steps []struct{ State string }
	}
	claim(typed[len(typed)-4:]).into(t, http.StatusOK, &seen)
	if seen.State != "signed" || len(seen.Steps) != 5 {
		t.Errorf("the page says %+v", seen)
	}
	if page := the.send(t, http.MethodGet, "/waybill", "", ""); page.status != http.StatusOK {
		t.Errorf("the form is answered with %d", page.status)
	}
}
