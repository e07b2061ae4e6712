package console

import (
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huiyin/shared/attachment"
	"huiyin/shared/storetest"
)

// rule: NJ-12 a photo is sent by a plain form, looked at, named and kept.
func TestAPhotoComesToATicket(t *testing.T) {
	b := newBench(t)
	server := httptest.NewServer(b.bucket)
	defer server.Close()
	b.bucket.Address = server.URL
	number := b.complaint("agent")
	b.open("agent", "/console/tickets/"+number).is(200, "还没有照片")

	page := b.open("agent", "/console/tickets/"+number+"/files").is(200, server.URL+"/files")
	if policy := page.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' "+server.URL+";") || !strings.Contains(policy, "img-src 'self' "+server.URL+";") {
		t.Errorf("the policy is %s", policy)
	}
	form := attachment.Form{URL: server.URL + "/files", Fields: map[string]string{}}
	for name, values := range page.filled("upload") {
		form.Fields[name] = values[0]
	}
	delete(form.Fields, "file")
	status, back := storetest.Post(t, form, "IMG_1.jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))
	arrived, err := url.Parse(back)
	if status != 303 || err != nil || arrived.Host != "example.com" || !strings.HasPrefix(arrived.Path, "/console/tickets/"+number+"/files/") {
		t.Fatalf("%d on to %s", status, back)
	}
	form2 := b.open("agent", arrived.Path).is(200, "还没有附到工单上", "<img").filled("keepAttachment")
	b.submit("agent", arrived.Path, form2).is(422)
	form2.Set("name", "<script>外箱")
	b.submit("agent", arrived.Path, form2).goes("../../../../console/tickets/" + number + "?done=keepAttachment")
	b.open("other", "/console/tickets/"+number).is(200, "&lt;script&gt;外箱", "<img src=\""+server.URL).lacks("<script>外箱")
	b.open("agent", arrived.Path).is(200, "&lt;script&gt;外箱").lacks("removeAttachment")
	gone := b.open("supervisor", arrived.Path).is(200).filled("removeAttachment")
	gone.Set("reason", "传错了")
	b.submit("supervisor", arrived.Path, gone).goes("../../../../console/tickets/" + number + "?done=removeAttachment")
	b.open("agent", arrived.Path).is(404)
}

// Nobody is sent on to another site, whatever the address says.
func TestS3SendsBackToTheConsoleOnly(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	path := "/console/tickets/" + number + "/files"
	find := regexp.MustCompile(`data-back="([^"]*)"`)
	for at, want := range map[string]string{
		"": "https://example.com" + path, "/v1" + path: "https://example.com/v1" + path, "//evil.example" + path: "https://example.com" + path,
		"https://evil.example" + path: "https://example.com" + path, "/elsewhere": "https://example.com" + path,
	} {
		page := b.open("agent", path+"?at="+url.QueryEscape(at)).is(200)
		if got := find.FindStringSubmatch(page.Body.String()); got == nil || got[1] != want {
			t.Errorf("%q leads back to %v, want %s", at, got, want)
		}
	}
}
