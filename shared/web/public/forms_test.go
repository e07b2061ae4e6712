package public

import (
	"net/url"
	"strings"
	"testing"
)

func TestAFormIsTheSameAsJSON(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	form := url.Values{"kind": {"cargo_status"}, "name": {"王芳"}, "phone": {"138 0013 8000"}, "title": {"ms"}, "waybill": {"SD1234567"},
		"region": {"杭州"}, "text": {"货到哪了？"}, "language": {"zh"}, "consent": {"on"}, "consent_text": {"我同意"}, "channel": {"web"},
		"website": {""}, "idempotency_key": {"k-1"}}
	receipt(t, send(h, "/inquiries", asForm, form.Encode()), 201)
	receipt(t, send(h, "/inquiries", asJSONType, inquiry, "Idempotency-Key", "k-2"), 201)
	one, two := d.opened[0], d.opened[1]
	one.Key = two.Key
	if one != two || d.opened[0].Key != "k-1" {
		t.Errorf("form %+v\njson %+v", d.opened[0], two)
	}
}

func TestAFormSentTwiceIsOneTicket(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	form := "kind=other&name=a&phone=13800138000&text=x&idempotency_key=once"
	a, b := receipt(t, send(h, "/inquiries", asForm, form), 201), receipt(t, send(h, "/inquiries", asForm, form), 201)
	if a.Number != b.Number || len(d.opened) != 1 {
		t.Errorf("%s and %s, %d opened", a.Number, b.Number, len(d.opened))
	}
}

func TestAFormIsReadAsStrictlyAsJSON(t *testing.T) {
	h, _ := site(t, newDesk())
	for form, want := range map[string]string{
		"kind=other&name=a&phone=13800138000&text=x&colour=red":                 "colour:unknown_field",
		"kind=other&name=a&phone=13800138000&text=x&consent=maybe":              "consent:web.boolean",
		"kind=other&name=a&phone=13800138000&text=x&website=http":               "website:ticket.trap",
		"kind=weather&name=a&phone=13800138000&text=x":                          "kind:not_one_of",
		"kind=other&name=a&phone=12345678901&text=x":                            "phone:phone.invalid",
		"kind=other&name=&phone=13800138000&text=x":                             "name:required",
		"kind=other&name=a&phone=13800138000&text=" + strings.Repeat("长", 4001): "text:too_long",
	} {
		p := problem(t, send(h, "/inquiries", asForm, form), 422)
		if len(p.Errors) != 1 || p.Errors[0].Field+":"+p.Errors[0].Code != want {
			t.Errorf("%.60s: %+v", form, p.Errors)
		}
	}
	for form, want := range map[string]string{"name=a&name=b": "web.key_twice", "name=%ff": "web.not_utf8", "a=%zz": "web.bad_request", "a;b": "web.bad_request"} {
		if p := problem(t, send(h, "/inquiries", asForm, form), 400); p.Code != want {
			t.Errorf("%s: %+v", form, p)
		}
	}
}

func TestALongTextFitsAsAForm(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	text := strings.Repeat("很长的经过。\r\n", 500) // 3,500 characters, since a line break is one
	receipt(t, send(h, "/complaints", asForm, url.Values{"reason": {"other"}, "name": {"a"}, "phone": {"13800138000"}, "text": {text}}.Encode()), 201)
	if got := d.opened[0].Text; len([]rune(got)) != 3500 || strings.Contains(got, "\r") {
		t.Errorf("%d characters arrived", len([]rune(got)))
	}
	emoji := strings.Repeat("📦", 4000)
	receipt(t, send(h, "/complaints", asForm, url.Values{"reason": {"other"}, "name": {"a"}, "phone": {"13800138000"}, "text": {emoji}}.Encode()), 201)
}
