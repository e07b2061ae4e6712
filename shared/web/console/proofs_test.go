package console

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huiyin/shared/attachment"
	"huiyin/shared/storetest"
)

// rule: NJ-12 the receipt comes to its shipment by a plain form, and stands on
// its page.
func TestAReceiptComesToAShipment(t *testing.T) {
	b := newBench(t)
	server := httptest.NewServer(b.bucket)
	defer server.Close()
	b.bucket.Address = server.URL
	id := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678"}`)["id"].(string)
	b.api("agent", http.MethodPost, "/desk/shipments", `{"waybill":"SF1001","customer":"`+id+`","carrier":"顺丰","days":3}`)
	b.open("agent", "/console/shipments/SF1001").is(200, "还没有凭证", "/shipments/SF1001/proofs")

	page := b.open("agent", "/console/shipments/SF1001/proofs").is(200, server.URL+"/files", "回到运单")
	form := attachment.Form{URL: server.URL + "/files", Fields: map[string]string{}}
	for name, values := range page.filled("upload") {
		form.Fields[name] = values[0]
	}
	delete(form.Fields, "file")
	status, back := storetest.Post(t, form, "IMG_1.jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))
	arrived, err := url.Parse(back)
	if status != 303 || err != nil || !strings.HasPrefix(arrived.Path, "/console/shipments/SF1001/proofs/") {
		t.Fatalf("%d on to %s", status, back)
	}
	keep := b.open("agent", arrived.Path).is(200, "还没有存到运单上", "<img").filled("keepProof")
	keep.Set("name", "<script>李雷签收")
	b.submit("agent", arrived.Path, keep).is(422)
	keep.Set("kind", "receipt")
	b.submit("agent", arrived.Path, keep).goes("../../../../console/shipments/SF1001?done=keepProof")
	shown := b.open("other", "/console/shipments/SF1001").is(200, "&lt;script&gt;李雷签收", "签收单", "<img src=\""+server.URL).lacks("<script>李雷", "还没有凭证")
	if policy := shown.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "img-src 'self' "+server.URL+";") {
		t.Errorf("the policy is %s", policy)
	}
	b.open("agent", arrived.Path).is(200, "签收单").lacks("removeProof")
	gone := b.open("supervisor", arrived.Path).is(200).filled("removeProof")
	gone.Set("reason", "传错了")
	b.submit("supervisor", arrived.Path, gone).goes("../../../../console/shipments/SF1001?done=removeProof")
	b.open("agent", arrived.Path).is(404)
	b.open("agent", "/console/shipments/SF1001").is(200, "还没有凭证", "移除凭证", "传错了")
}
