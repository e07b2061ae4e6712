package acceptance

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/ticket"
)

// rule: PD-7, NJ-15, NJ-17, SJ-11 — a partner that a ticket is handed to gets an
// SMS, opens the link, accepts and answers by plain forms; the answer is on the
// ticket, and the time is with whoever had it.
func TestAPartnerAnswersByALink(t *testing.T) {
	t.Parallel()
	r, customer := the.complain(t)
	the.awaitSMS(t, customer, 1)
	typed, partner := newPhone()
	name := "伙伴" + typed[5:]
	the.put(t, "supervisor", "/desk/places/acceptance-"+typed, "", "application/json",
		`{"kind":"partner","name":"`+name+`","contact":{"name":"老周","phone":"`+typed+`"}}`).into(t, http.StatusOK, nil)
	agent := the.as(t, "agent")
	path := "/desk/tickets/" + r.Number + "/hand-over"
	the.post(t, path, map[string]any{"to": "partner", "name": name, "summary": "外箱破损，请核对签收人"}, agent...).into(t, http.StatusOK, nil)
	mustSay(t, the.awaitSMS(t, partner, 1), "已移交贵处", id.Show(r.Number))

	var link struct{ Path string }
	the.post(t, path+"/link", map[string]any{}, agent...).into(t, http.StatusOK, &link)
	browser := []string{"Accept", "text/html"}
	form := "application/x-www-form-urlencoded"
	page := the.send(t, http.MethodGet, "/"+link.Path, "", "", browser...)
	page.into(t, http.StatusOK, nil)
	if text := string(page.body); !strings.Contains(text, "外箱破损，请核对签收人") || !strings.Contains(text, r.Shown) || strings.Contains(text, string(customer[3:])) {
		t.Errorf("the page: %s", text)
	}
	the.send(t, http.MethodGet, "/handover/"+strings.Repeat("A", 60), "", "", browser...).into(t, http.StatusNotFound, nil)
	the.send(t, http.MethodPost, "/"+link.Path, form, "action=accept&name=zhou", browser...).into(t, http.StatusOK, nil)
	time.Sleep(2 * time.Second) // so that some time is with the partner
	the.send(t, http.MethodPost, "/"+link.Path, form, "action=answer&answer=signed+by+a+neighbour", browser...).into(t, http.StatusOK, nil)
	the.send(t, http.MethodPost, "/"+link.Path, form, "action=answer&answer=again", browser...).into(t, http.StatusConflict, nil)

	got := the.mustTicket(t, r.Number)
	if got.HandedOver() != nil || !got.HandOvers[0].Answered {
		t.Fatalf("on the ticket: %+v", got.HandOvers)
	}
	h := got.HandOvers[0]
	var file struct {
		Split struct {
			Totals []struct {
				With, Name     string
				ElapsedSeconds float64
			}
		}
		History struct {
			Words []struct{ By, Text string }
		}
	}
	the.send(t, http.MethodGet, "/desk/tickets/"+r.Number, "", "", agent...).into(t, http.StatusOK, &file)
	theirs := 0.0
	for _, share := range file.Split.Totals {
		if share.With == ticket.ToPartner && share.Name == name {
			theirs = share.ElapsedSeconds
		}
	}
	if want := h.Ended.Sub(h.Accepted).Seconds(); theirs != want || theirs < 2 {
		t.Errorf("%v s were the partner's, want %v", theirs, want)
	}
	said := file.History.Words[len(file.History.Words)-1]
	if said.Text != "signed by a neighbour" || said.By != "partner:"+name || event.StaffID(said.By) != "" {
		t.Errorf("the answer: %+v", said)
	}
	the.onlySMS(t, partner, 1)
	the.onlySMS(t, customer, 1)
}
