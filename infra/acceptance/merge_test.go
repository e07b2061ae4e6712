package acceptance

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"huiyin/shared/phone"
	web "huiyin/shared/web/desk"
)

// rule: SJ-2, QM-6 — two files of one customer find each other by a number and
// by the company's name; made one, the merge can be looked up from both ends,
// tickets and SMS of both numbers stand on the file that stays, and the
// customer is greeted once.
func TestTwoFilesOfOneCustomerAreMadeOne(t *testing.T) {
	agent, supervisor := the.as(t, "agent"), the.as(t, "supervisor")
	type filed struct {
		web.CustomerFile
		number phone.Number
		ticket string
	}
	var both [2]filed
	for i := range both {
		typed, number := newPhone()
		both[i].number = number
		body := map[string]any{"name": "沈工", "phone": typed, "company": []string{"苏州同道机电有限公司", "苏州同道机电 有限公司"}[i]}
		if i == 1 {
			body["people"] = []map[string]any{{"name": "沈工", "phone": string(both[0].number)}}
		}
		the.post(t, "/desk/customers", body, agent...).into(t, http.StatusCreated, &both[i].CustomerFile)
		the.post(t, "/desk/customers/"+both[i].ID+"/consent", map[string]any{"text": consentText}, agent...).into(t, http.StatusOK, &both[i].CustomerFile)
		var r receipt
		the.post(t, "/inquiries", map[string]any{"kind": "price", "name": "沈工", "phone": typed, "text": "到无锡多少钱？"}).into(t, http.StatusCreated, &r)
		the.awaitSMS(t, number, 1)
		defer the.putAway(t, "service", r.Number)
		both[i].ticket = r.Number
	}
	stays, goes := both[0], both[1]
	for _, c := range both {
		var found web.DoubleList
		the.send(t, http.MethodGet, "/desk/customers/"+c.ID+"/doubles", "", "", agent...).into(t, http.StatusOK, &found)
		if len(found.Doubles) != 1 || fmt.Sprint(found.Doubles[0].Why) != "[phone company]" {
			t.Fatalf("doubles of %s: %+v", c.ID, found.Doubles)
		}
	}
	merge := map[string]any{"other": goes.ID, "version": goes.Version}
	tag := []string{"If-Match", fmt.Sprintf("%q", fmt.Sprint(stays.Version))}
	the.post(t, "/desk/customers/"+stays.ID+"/merge", merge, append(agent, tag...)...).into(t, http.StatusForbidden, nil)
	var one web.CustomerFile
	the.post(t, "/desk/customers/"+stays.ID+"/merge", merge, append(supervisor, tag...)...).into(t, http.StatusOK, &one)
	if len(one.Absorbed) != 1 || one.Absorbed[0].ID != goes.ID || one.Absorbed[0].At.IsZero() {
		t.Errorf("the file that stays tells of %+v", one.Absorbed)
	}
	var stub, found web.CustomerFile
	the.send(t, http.MethodGet, "/desk/customers/"+goes.ID, "", "", agent...).into(t, http.StatusOK, &stub)
	the.send(t, http.MethodGet, "/desk/customers?phone="+string(goes.number)[3:], "", "", agent...).into(t, http.StatusOK, &found)
	if stub.Merged != stays.ID || found.ID != stays.ID {
		t.Errorf("the file that went leads to %q, its number to %q", stub.Merged, found.ID)
	}
	var listed web.TicketList
	the.send(t, http.MethodGet, "/desk/customers/"+stays.ID+"/tickets", "", "", agent...).into(t, http.StatusOK, &listed)
	sent := map[string]int{}
	for _, ticket := range listed.Tickets {
		var texts struct{ Messages []struct{ State string } }
		the.send(t, http.MethodGet, "/desk/tickets/"+ticket.Number+"/sms", "", "", agent...).into(t, http.StatusOK, &texts)
		sent[ticket.Number] = len(texts.Messages)
	}
	if len(sent) != 2 || sent[stays.ticket] != 1 || sent[goes.ticket] != 1 {
		t.Errorf("on the file that stays: %v", sent)
	}
	the.greet(t, time.Date(2026, 10, 18, 9, 0, 0, 0, shanghai)) // the double ninth
	mustSay(t, the.onlySMS(t, stays.number, 2)[1], "沈工")
	the.onlySMS(t, goes.number, 1)
}
