package desk

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"huiyin/shared/attachment"
	"huiyin/shared/storetest"
)

// rule: NJ-12 an agent sends a photo, names it, and everybody at the desk sees it.
// rule: PD-11 not under an address that lasts.
func TestAPhotoOfDamage(t *testing.T) {
	b := newBench(t)
	server := httptest.NewServer(b.bucket)
	defer server.Close()
	b.bucket.Address = server.URL
	number := b.complaint("agent")
	files := "/desk/tickets/" + number + "/attachments"

	offer := b.call("agent", post, files, `{"back":"https://desk.example/console/{id}"}`).is(http.StatusCreated)
	id := offer.text("id")
	form := attachment.Form{URL: offer.text("url"), Fields: map[string]string{}}
	for name, value := range offer.at("fields").(map[string]any) {
		form.Fields[name] = value.(string)
	}
	b.call("agent", get, files+"/"+id, "").refused(404, "attachment.not_there")
	b.call("agent", put, files+"/"+id, `{"name":"外箱"}`).refused(422, "invalid", "file")
	status, back := storetest.Post(t, form, "IMG_1.jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))
	if status != http.StatusSeeOther || back != "https://desk.example/console/"+id {
		t.Fatalf("posted with %d, on to %s", status, back)
	}
	if a := b.call("agent", get, files+"/"+id, "").is(200); a.at("kept") != false || a.text("type") != "image/jpeg" || a.text("url") == "" {
		t.Errorf("arrived: %s", a.raw)
	}
	b.call("agent", put, files+"/"+id, `{"name":""}`).refused(422, "invalid", "name")
	for range 2 {
		if a := b.call("agent", put, files+"/"+id, `{"name":"外箱破损"}`).is(200); a.at("kept") != true || a.text("name") != "外箱破损" || a.text("badge") != "101" {
			t.Errorf("kept: %s", a.raw)
		}
	}
	all := b.call("other", get, files, "").is(200).list("attachments")
	if len(all) != 1 || all[0]["id"] != id || all[0]["url"] == "" {
		t.Errorf("listed: %v", all)
	}
	b.call("agent", post, files+"/"+id+"/remove", `{"reason":"传错了"}`).refused(403, "desk.role")
	b.call("supervisor", post, files+"/"+id+"/remove", `{"reason":"传错了"}`).is(200)
	b.call("supervisor", post, files+"/"+id+"/remove", `{"reason":"传错了"}`).refused(404, "attachment.not_there")
	if all := b.call("other", get, files, "").is(200).list("attachments"); len(all) != 0 {
		t.Errorf("listed: %v", all)
	}
	for _, bad := range []string{"..%2f..%2fx", "a/b", "short", "%00%00%00%00%00%00%00%00"} {
		if a := b.call("agent", put, files+"/"+bad, `{"name":"x"}`); a.status != 404 && a.status != 422 {
			t.Errorf("%s: %d", bad, a.status)
		}
	}
}
