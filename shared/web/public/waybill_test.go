package public

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/shipment"
)

// shipped puts a shipment on its way to somebody, with the sender's file.
func (w *whole) shipped(t *testing.T) {
	t.Helper()
	key := func(n phone.Number) string { return phone.Hash([]byte("0123456789abcdef"), n) }
	file := customer.Customer{ID: "C1", Version: 1, Seq: 1, Name: "王芳", Phone: "+8613800138000", PhoneKey: key("+8613800138000"), Lang: "zh", CreatedAt: noon, UpdatedAt: noon,
		People: []customer.Contact{{Name: "仓库", Phone: "+8613600136111"}}}
	told, err := event.New(customer.Subject("C1"), 1, customer.Created, noon, event.System, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.Customers().Commit(t.Context(), customer.Change{Customer: &file, Events: []event.Event{told}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ships.Record(t.Context(), noon, "staff:7", shipment.Input{Waybill: "SF1001", Customer: "C1", Consignee: "李雷", Phone: "13900139222", Carrier: "顺丰",
		Days: 3, Dispatched: noon.Add(-time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ships.Report(t.Context(), noon, event.System, []shipment.Report{{Waybill: "SF1001", At: noon, State: "5", Place: "成都", Text: "正在派件"}}); err != nil {
		t.Fatal(err)
	}
}

func (w *whole) look(waybill, last4 string) (Journey, int, string) {
	answer := send(w, "/waybill", asJSONType, `{"waybill":"`+waybill+`","last4":"`+last4+`"}`)
	var j Journey
	_ = json.Unmarshal(answer.Body.Bytes(), &j)
	return j, answer.Code, answer.Body.String()
}

// rule: NJ-10 — sender and consignee follow a shipment by its waybill and the
// end of their phone; nobody learns whether a waybill exists.
func TestAShipmentIsFollowedByItsWaybill(t *testing.T) {
	w := newWhole(t)
	w.shipped(t)
	for _, last4 := range []string{"8000", "9222", "6111", " ８０００ "} {
		j, code, raw := w.look("sf 1001", last4)
		if code != http.StatusOK || j.State != "delivering" || len(j.Steps) != 2 || j.Steps[0].Place != "成都" || !j.ETA.Equal(noon.Add(71*time.Hour)) {
			t.Errorf("%s: %d %s", last4, code, raw)
		}
		if strings.Contains(raw, "李雷") || strings.Contains(raw, "王芳") {
			t.Errorf("it names people: %s", raw)
		}
	}
	same := func(waybill, last4 string) string {
		t.Helper()
		before := len(w.store.Told(0))
		_, code, raw := w.look(waybill, last4)
		var p struct{ Code, Detail string }
		if err := json.Unmarshal([]byte(raw), &p); err != nil || code != http.StatusNotFound || len(w.store.Told(0)) != before {
			t.Errorf("%s %s: %d %s", waybill, last4, code, raw)
		}
		return p.Code + p.Detail
	}
	if same("SF1001", "1234") != same("SF9999", "8000") || same("SF1001", "0000") != same("运单", "8000") {
		t.Error("a wrong pair and an unknown waybill are told apart")
	}
	for range 30 {
		w.look("SF1001", "4321")
	}
	if _, code, _ := w.look("SF1001", "8000"); code != http.StatusTooManyRequests {
		t.Errorf("after thirty tries: %d", code)
	}
	w.now = noon.Add(time.Hour)
	if _, code, _ := w.look("SF1001", "8000"); code != http.StatusOK {
		t.Errorf("an hour later: %d", code)
	}
}

// rule: NJ-10 — the page shows his own tickets, and leads to a question with the
// waybill filled in.
func TestThePageOfAWaybill(t *testing.T) {
	w := newWhole(t)
	w.shipped(t)
	mine := strings.Replace(inquiry, "SD1234567", "SF1001", 1)
	number := receipt(t, send(w, "/inquiries", asJSONType, mine), 201).Number
	has(t, browse(w, "/waybill", url.Values{"waybill": {"SF1001"}, "last4": {"1111"}}), 404, `value="SF1001"`, "没有找到对应的运单")
	for last4, his := range map[string]bool{"8000": true, "9222": false} {
		page := browse(w, "/waybill", url.Values{"waybill": {"SF1001"}, "last4": {last4}})
		has(t, page, 200, "SF1001", "派送中", "成都 · 正在派件", "预计", "inquiry?kind=cargo_status&amp;waybill=SF1001", "complaint?waybill=SF1001")
		if got := strings.Contains(page.Body.String(), "status?number="+number); got != his {
			t.Errorf("%s sees the ticket: %v", last4, got)
		}
	}
	has(t, get(w, "/inquiry?kind=cargo_status&waybill=SF1001"), 200, `value="SF1001"`)
	has(t, get(w, "/"), 200, `href="waybill"`)
	has(t, get(w, "/status"), 200, `href="waybill"`)
	has(t, get(w, "/waybill?lang=en"), 200, "Where is my shipment?")
}
