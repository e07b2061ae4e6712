package desk

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"huiyin/shared/attachment"
	"huiyin/shared/storetest"
)

// rule: NJ-12 the receipt of a shipment is sent, named and kept; only a
// supervisor takes it away.
// rule: PD-11 not under an address that lasts.
func TestTheReceiptOfAShipment(t *testing.T) {
	b := newBench(t)
	server := httptest.NewServer(b.bucket)
	defer server.Close()
	b.bucket.Address = server.URL
	customer := b.sender()
	b.call("agent", post, "/desk/shipments", b.parcel("SF1001", customer)).is(http.StatusCreated)
	proofs := "/desk/shipments/sf1001/proofs"
	send := func(content string) string {
		offer := b.call("agent", post, proofs, `{}`).is(http.StatusCreated)
		form := attachment.Form{URL: offer.text("url"), Fields: map[string]string{}}
		for name, value := range offer.at("fields").(map[string]any) {
			form.Fields[name] = value.(string)
		}
		if status, _ := storetest.Post(t, form, "IMG_1.jpg", []byte(content)); status != http.StatusNoContent && status != http.StatusBadRequest {
			t.Fatalf("posted with %d", status)
		}
		return offer.text("id")
	}
	const photo = "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"

	id := send(photo)
	if a := b.call("agent", get, proofs+"/"+id, "").is(200); a.at("kept") != false || a.text("type") != "image/jpeg" || a.text("url") == "" {
		t.Errorf("arrived: %s", a.raw)
	}
	b.call("agent", put, proofs+"/"+id, `{"kind":"selfie","name":"签收单"}`).refused(422, "invalid", "kind")
	b.call("agent", put, proofs+"/"+id, `{"kind":"receipt","name":""}`).refused(422, "invalid", "name")
	for range 2 {
		if a := b.call("agent", put, proofs+"/"+id, `{"kind":"receipt","name":"李雷签收"}`).is(200); a.at("kept") != true || a.text("kind") != "receipt" || a.text("badge") != "101" {
			t.Errorf("kept: %s", a.raw)
		}
	}
	for name, content := range map[string]string{"a page": "<!doctype html><script>alert(1)</script>", "eleven megabytes": photo + strings.Repeat("x", 11<<20)} {
		if a := b.call("agent", put, proofs+"/"+send(content), `{"kind":"photo","name":"x"}`); a.status != 422 {
			t.Errorf("%s is kept: %d", name, a.status)
		}
	}
	all := b.call("other", get, proofs, "").is(200).list("proofs")
	if len(all) != 1 || all[0]["id"] != id || all[0]["url"] == "" || all[0]["name"] != "李雷签收" {
		t.Errorf("listed: %v", all)
	}
	b.call("agent", get, "/desk/shipments/SF9999/proofs", "").refused(404, "shipment.none")
	b.call("agent", post, "/desk/shipments/SF9999/proofs", "{}").refused(404, "shipment.none")
	b.call("agent", get, "/desk/shipments/SF9999/proofs/"+id, "").refused(404, "shipment.none")
	b.call("agent", post, proofs+"/"+id+"/remove", `{"reason":"传错了"}`).refused(403, "desk.role")
	b.call("supervisor", post, proofs+"/"+id+"/remove", `{"reason":"传错了"}`).is(200)
	b.call("supervisor", post, proofs+"/"+id+"/remove", `{"reason":"传错了"}`).refused(404, "attachment.not_there")
	if all := b.call("other", get, proofs, "").is(200).list("proofs"); len(all) != 0 {
		t.Errorf("listed: %v", all)
	}
}
