package acceptance

import (
	"net/http"
	"testing"

	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/task"
)

// rule: NJ-7 — whoever only asks, by form or by telephone, has a file as a lead
// by the time he has his receipt, as urgent as the agent says or as the settings
// do, and is called once. Who asks about a shipment, or complains, is no lead.
func TestWhoOnlyAsksIsCalledAgain(t *testing.T) {
	for name, one := range map[string]struct {
		number phone.Number
		urgent string
	}{
		"by form": {the.asks(t, "/inquiries", map[string]any{"kind": "price"}), customer.Medium},
		"by telephone": {the.asks(t, "/desk/tickets", map[string]any{"type": "inquiry", "kind": "price", "urgency": "high"},
			the.as(t, "agent")...), customer.High},
		"again": {the.asksTwice(t), customer.Medium},
	} {
		c, err := the.customers().ByPhone(t.Context(), one.number)
		if err != nil || c.Lead.Urgency != one.urgent {
			t.Errorf("%s: %+v %v", name, c.Lead, err)
		}
		page, err := the.table.Tasks().OfCustomer(t.Context(), c.ID, "", 10)
		if err != nil || len(page.Tasks) != 1 || page.Tasks[0].Kind != task.Lead || page.Tasks[0].State != task.Open {
			t.Errorf("%s: %+v %v", name, page.Tasks, err)
		}
	}
	for path, body := range map[string]map[string]any{
		"/inquiries":  {"kind": "cargo_status"},
		"/complaints": {"reason": "damaged", "text": "箱子破了。"},
	} {
		c, err := the.customers().ByPhone(t.Context(), the.asks(t, path, body))
		if err != nil || c.Lead.Known() {
			t.Errorf("%s: %+v %v", path, c.Lead, err)
		}
	}
}

// asksTwice is somebody who asks two things at once: the second has no receipt
// of its own.
func (d *desk) asksTwice(t *testing.T) phone.Number {
	t.Helper()
	typed, number := newPhone()
	for i, kind := range []string{"price", "coverage"} {
		var r receipt
		d.post(t, "/inquiries", map[string]any{"name": "许诺", "phone": typed, "text": "寄到成都多少钱？", "kind": kind}).into(t, http.StatusCreated, &r)
		d.awaitRow(t, customerRow(r.Number, 1), []ledger.State{ledger.Accepted, ledger.Skipped}[i])
	}
	return number
}

// rule: QM-6 — the file of whoever is in touch again is taken out again.
func TestAFileThatWasPutAwayComesBack(t *testing.T) {
	t.Parallel()
	c, number := the.file(t, customer.Input{Name: "老客"}, true)
	if _, err := the.customers().Archive(t.Context(), the.now(), event.System, c.ID, c.Version, false); err != nil {
		t.Fatal(err)
	}
	var r receipt
	the.post(t, "/complaints", complaint(string(number))).into(t, http.StatusCreated, &r)
	the.awaitSMS(t, number, 1)
	if back, err := the.customers().Get(t.Context(), c.ID); err != nil || back.Archived {
		t.Errorf("%+v %v", back, err)
	}
}
