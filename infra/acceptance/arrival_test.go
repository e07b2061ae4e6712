package acceptance

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// A team of this test's own: its agent sells.
func init() { teams = append(teams, "arriving") }

// rule: NJ-11, NJ-18, QM-13, SJ-17, SJ-23 — a shipment that does not come: what
// its customer wants held does not leave, nor what was not looked at; at its time
// it is asked whether it came; what did not come is traced in a ticket that ends
// only when it is found, and the customer hears there that it is late.
func TestAShipmentThatDoesNotCome(t *testing.T) {
	c := theCrew("arriving")
	typed, _ := newPhone()
	agent := the.as(t, "agent")
	var file struct{ ID string }
	the.post(t, "/desk/customers", map[string]any{"name": "公输班", "phone": typed}, agent...).into(t, http.StatusCreated, &file)
	stamp := time.Now().UnixMilli()
	waybill, branch := fmt.Sprintf("LATE%d", stamp), fmt.Sprint("临淄", stamp%1e8)
	path := "/desk/shipments/" + waybill
	type standing struct {
		Shipment struct {
			Day        string
			ETA        time.Time
			Wrong      string
			Dispatched time.Time
			Instructed []string
		}
		Instructions []struct{ ID string }
		Exceptions   []struct{ Kind, Ticket string }
		Trace        *struct {
			Ticket string
			Open   bool
		}
	}
	var s standing
	read := func() {
		t.Helper()
		s = standing{}
		the.send(t, http.MethodGet, path, "", "", agent...).into(t, http.StatusOK, &s)
	}
	the.post(t, "/desk/shipments", map[string]any{"waybill": waybill, "customer": file.ID, "consignee": "墨子", "pieces": 1, "carrier": "顺丰", "days": 3,
		"branch": branch, "salesperson": c.agentID}, agent...).into(t, http.StatusCreated, nil)
	the.post(t, path+"/instructions", map[string]any{"kind": "hold", "text": "等我电话再发"}, agent...).into(t, http.StatusOK, nil)
	read()
	var list struct {
		Shipments []struct {
			Waybill    string
			Instructed []string
		}
	}
	the.send(t, http.MethodGet, "/desk/dispatch?branch="+url.QueryEscape(branch)+"&day="+s.Shipment.Day, "", "", agent...).into(t, http.StatusOK, &list)
	if len(list.Shipments) != 1 || len(list.Shipments[0].Instructed) != 1 {
		t.Errorf("the list of the branch: %+v", list)
	}
	checked := map[string]any{"checklist": []string{"packed", "labelled", "weighed", "documents"}}
	the.post(t, path+"/dispatch", map[string]any{"checklist": []string{"packed"}}, agent...).into(t, http.StatusUnprocessableEntity, nil)
	the.post(t, path+"/dispatch", checked, agent...).into(t, http.StatusConflict, nil)
	tasks := func() (all []struct{ ID, Kind, State string }) {
		t.Helper()
		var found struct {
			Tasks []struct{ ID, Kind, State string }
		}
		the.send(t, http.MethodGet, "/desk/customers/"+file.ID+"/tasks", "", "", the.as(t, "supervisor")...).into(t, http.StatusOK, &found)
		return found.Tasks
	}
	for range 2 {
		the.sweep(t, the.now())
	}
	if open := tasks(); len(open) != 1 || open[0].Kind != "other" || open[0].State != "open" {
		t.Errorf("who looks after him has %+v", open)
	}
	the.post(t, path+"/instructions/"+s.Instructions[0].ID+"/done", map[string]any{"reply": "可以发了"}, agent...).into(t, http.StatusOK, nil)
	the.post(t, path+"/dispatch", checked, agent...).into(t, http.StatusOK, nil)
	read()
	eta := s.Shipment.ETA
	for range 2 {
		the.sweep(t, eta)
	}
	asked := ""
	for _, one := range tasks() {
		if one.Kind == "arrival" && one.State == "open" {
			asked = one.ID
		}
	}
	the.post(t, "/desk/tasks/"+asked+"/done", map[string]any{"outcome": "not_arrived"}, the.as(t, "supervisor")...).into(t, http.StatusOK, nil)
	read()
	if s.Trace == nil || !s.Trace.Open {
		t.Fatalf("it is not traced: %+v", s)
	}
	number := s.Trace.Ticket
	for _, end := range []map[string]any{{"do": "withdraw", "reason": "不用找了"}, {"do": "resolve", "cause": "错放", "result": "已找到，向您致歉。"}} {
		do := end["do"].(string)
		delete(end, "do")
		the.post(t, "/desk/tickets/"+number+"/"+do, end, the.as(t, "supervisor")...).into(t, http.StatusConflict, nil)
	}
	for range 2 {
		the.sweep(t, eta.Add(25*time.Hour))
	}
	read()
	if s.Shipment.Wrong != "overdue" || len(s.Exceptions) != 1 || s.Exceptions[0].Ticket != number {
		t.Errorf("what is wrong: %+v", s)
	}
	the.post(t, path+"/found", map[string]any{}, agent...).into(t, http.StatusOK, nil)
	the.post(t, "/desk/tickets/"+number+"/resolve", map[string]any{"cause": "错放", "result": "已找到，向您致歉。"}, the.as(t, "supervisor")...).into(t, http.StatusOK, nil)
}
