package public

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huiyin/shared/ticket"
)

const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'{{.}}`

// rule: PD-11
func TestNothingTypedBecomesPartOfThePage(t *testing.T) {
	d := newDesk()
	now := ticketOf(d)
	now.Reason = evil
	d.dossier.Words = append(d.dossier.Words, ticket.Words{Kind: ticket.FromAgent, At: noon, Badge: evil, Text: evil})
	h, _ := site(t, d)
	form := url.Values{}
	for _, name := range []string{"kind", "reason", "target", "agent", "name", "phone", "title", "waybill", "region", "text", "language",
		"consent", "consentText", "channel", "website", "idempotency_key", "number", "last4", "id", "code", "allow", "birthday", evil} {
		form.Set(name, evil)
	}
	pages := []*httptest.ResponseRecorder{browse(h, "/status", url.Values{"number": {now.Number}, "last4": {"8000"}})}
	for _, path := range posts {
		pages = append(pages, browse(h, path, form), browse(h, path+"?lang="+url.QueryEscape(evil), form))
	}
	for _, path := range every {
		pages = append(pages, get(h, path+"?"+form.Encode()))
	}
	for _, w := range pages {
		body := w.Body.String()
		if w.Code >= 500 || strings.Contains(body, "<script>alert") || strings.Contains(body, "<img") {
			t.Errorf("%d: %s", w.Code, body)
		}
	}
}

func TestHeadersCantBeForged(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	w := send(h, "/inquiries", asForm, with(complete, "idempotency_key", "a\r\nSet-Cookie: x=1").Encode(), "Accept", browser)
	for name, list := range w.Header() {
		if strings.ContainsAny(strings.Join(list, ""), "\r\n") || name == "Set-Cookie" {
			t.Errorf("%s: %q", name, list)
		}
	}
	has(t, send(h, "/inquiries", asForm, complete.Encode(), "Accept", browser, "X-Forwarded-For", "6.6.6.6", "Host", "evil.example"), 201)
	if got := d.opened[len(d.opened)-1].Address; got != "192.0.2.1" {
		t.Errorf("the address was taken from a header: %q", got)
	}
}
