package browser

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// rule: NJ-12 — whoever has a waybill and the end of a phone sees where the
// shipment is, and asks or complains with one press, with the waybill filled in.
func TestWhereAShipmentIs(t *testing.T) {
	t.Parallel()
	f, err := plainDesk()
	if err != nil {
		t.Fatal(err)
	}
	sender, consignee := newPhone(), newPhone()
	var file struct{ ID string }
	f.call("agent", http.MethodPost, "/desk/customers", object{"name": "Lu Ban", "phone": sender}, &file)
	waybill := fmt.Sprintf("WAY%d", time.Now().UnixMilli())
	f.call("agent", http.MethodPost, "/desk/shipments", object{"waybill": waybill, "customer": file.ID, "consignee": "Mo Zi", "phone": consignee, "pieces": 1,
		"carrier": "Lu", "days": 3, "dispatched": the.now().Add(-20 * time.Hour)}, nil)
	f.call("agent", http.MethodPost, "/desk/shipments/statuses", object{"statuses": []object{
		{"waybill": waybill, "at": the.now().Add(-time.Hour), "state": "delivering", "place": "Hangzhou"}}}, nil)
	if f.err != nil {
		t.Fatal(f.err)
	}
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, say := newTab(t, lang), says[lang]
			b.open(the.page("waybill"))
			b.look("waybill")
			b.fill("waybill", waybill)
			b.submit(422)
			b.refuses("waybill-wrong", map[string]string{"last4": say.missing})
			b.fill("last4", last4(consignee))
			b.submit(200)
			if h1 := b.text("h1"); h1 != waybill {
				t.Errorf("the shipment is headed %q", h1)
			}
			b.says(b.text(`.steps [aria-current="step"]`), say.delivering, "Hangzhou")
			b.look("waybill-found")
			b.follow(`a.door[href*="complaint"]`)
			if got := b.value("waybill"); got != waybill {
				t.Errorf("the complaint is about %q", got)
			}
			b.open(the.page("waybill"))
			b.fill("waybill", waybill)
			b.fill("last4", fmt.Sprintf("%04d", 1))
			b.submit(404)
			b.look("waybill-unknown")
		})
	}
}
