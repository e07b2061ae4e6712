package acceptance

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"
	"time"

	"huiyin/shared/attachment"
	"huiyin/shared/storetest"
	web "huiyin/shared/web/desk"
)

// rule: NJ-12, LAW-4 — on the whole stack, with the desk's own role: a receipt
// is sent to the bucket, kept with its shipment and read by a link; whoever it
// names is erased, and it is gone.
func TestTheReceiptOfAShipmentIsKeptUntilAnErasure(t *testing.T) {
	t.Parallel()
	typed, _ := newPhone()
	sender, _ := newPhone()
	agent := the.as(t, "agent")
	var file struct{ ID string }
	the.post(t, "/desk/customers", map[string]any{"name": "公输盘", "phone": sender}, agent...).into(t, http.StatusCreated, &file)
	waybill := fmt.Sprintf("PROOF%d", time.Now().UnixMilli())
	the.post(t, "/desk/shipments", map[string]any{"waybill": waybill, "customer": file.ID, "consignee": "禽滑釐", "phone": typed, "carrier": "顺丰", "days": 3}, agent...).into(t, http.StatusCreated, nil)
	proofs := "/desk/shipments/" + waybill + "/proofs"
	receipt := append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"), waybill...)
	send := func(content []byte) string {
		t.Helper()
		var offer web.Upload
		the.post(t, proofs, map[string]any{}, agent...).into(t, http.StatusCreated, &offer)
		if status, _ := storetest.Post(t, attachment.Form{URL: offer.URL, Fields: offer.Fields}, "IMG_1.jpg", content); status != http.StatusNoContent {
			t.Fatalf("sent with %d", status)
		}
		return offer.ID
	}
	id := send(receipt)
	for range 2 {
		the.send(t, http.MethodPut, proofs+"/"+id, "application/json", `{"kind":"receipt","name":"禽滑釐签收"}`, agent...).into(t, http.StatusOK, nil)
	}
	the.send(t, http.MethodPut, proofs+"/"+send([]byte("<!doctype html>")), "application/json", `{"kind":"photo","name":"x"}`, agent...).into(t, http.StatusUnprocessableEntity, nil)
	var list struct{ Proofs []web.Proof }
	read := func() {
		t.Helper()
		the.send(t, http.MethodGet, proofs, "", "", agent...).into(t, http.StatusOK, &list)
	}
	read()
	if len(list.Proofs) != 1 || list.Proofs[0].Kind != "receipt" || list.Proofs[0].Type != "image/jpeg" || list.Proofs[0].Bytes != int64(len(receipt)) {
		t.Fatalf("the list: %+v", list.Proofs)
	}
	link := list.Proofs[0].URL
	if status, content := fetched(t, link); status != http.StatusOK || !bytes.Equal(content, receipt) {
		t.Errorf("the link gives %d, %d bytes", status, len(content))
	}

	the.post(t, "/desk/shipments/statuses", map[string]any{"statuses": []map[string]any{{"waybill": waybill, "at": the.now().UTC().Add(-time.Minute), "state": "signed"}}}, agent...).into(t, http.StatusOK, nil)
	var done struct{ Finished bool }
	the.post(t, "/desk/persons/erase", map[string]any{"phone": typed, "reason": "asked"}, the.as(t, "admin")...).into(t, http.StatusOK, &done)
	if read(); !done.Finished || len(list.Proofs) != 0 {
		t.Errorf("erased %v, %+v left", done.Finished, list.Proofs)
	}
	if status, _ := fetched(t, link); status != http.StatusNotFound && status != http.StatusForbidden {
		t.Errorf("after the erasure the link gives %d", status)
	}
	the.post(t, proofs, map[string]any{}, agent...).into(t, http.StatusConflict, nil)
}

// fetched is what lies at an address.
func fetched(t *testing.T, address string) (int, []byte) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var content bytes.Buffer
	if _, err := content.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, content.Bytes()
}
