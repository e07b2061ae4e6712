package public

import (
	"encoding/json"
	"strings"
	"testing"

	"huiyin/shared/customer"
)

// rule: LAW-2
func TestGreetingsAreAllowedAndStoppedWithACode(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	var sent CodeSent
	w := send(h, "/greetings/code", asJSONType, `{"phone":"13800138000"}`)
	if err := json.Unmarshal(w.Body.Bytes(), &sent); err != nil || w.Code != 202 || sent.ID == "" || sent.Minutes != 10 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if len(d.codes) != 1 || d.codes[0] != "+8613800138000" {
		t.Errorf("codes to %v", d.codes)
	}
	allow := `{"id":"CODEID","code":"123456","allow":true,"name":" 王芳 ","title":"ms","birthday":"8-15","lunar":true,"consentText":"我同意"}`
	if w := send(h, "/greetings", asJSONType, allow); w.Code != 200 || strings.TrimSpace(w.Body.String()) != `{"allowed":true}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if want := (customer.Self{Name: "王芳", Title: "ms", Birthday: customer.Birthday{Month: 8, Day: 15, Lunar: true}}); len(d.welcomed) != 1 || d.welcomed[0] != want {
		t.Errorf("welcomed %+v", d.welcomed)
	}
	if w := send(h, "/greetings", asJSONType, `{"id":"CODEID","code":"１２３４５６","allow":false}`); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if len(d.used) != 2 || d.used[0] != customer.Allow || d.used[1] != customer.Stop {
		t.Errorf("used for %v", d.used)
	}
	for body, want := range map[string]string{
		`{"id":"CODEID","code":"000000","allow":false}`:                                         "code:customer.code_wrong",
		`{"id":"CODEID","code":"123456","allow":true}`:                                          "consentText:ticket.consent_text",
		`{"id":"CODEID","code":"123456","allow":true,"consentText":"x","birthday":"02-30"}`:     "birthday:web.birthday",
		`{"id":"CODEID","code":"123456","allow":true,"consentText":"x","birthday":"15 August"}`: "birthday:web.birthday",
		`{"id":"CODEID","code":"12345","allow":false}`:                                          "code:web.code",
		`{"id":"CODEID","code":"123456"}`:                                                       "allow:required",
	} {
		p := problem(t, send(h, "/greetings", asJSONType, body), 422)
		if len(p.Errors) != 1 || p.Errors[0].Field+":"+p.Errors[0].Code != want {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
}

// rule: LAW-2
func TestATickedBoxIsNotedAndNeverCostsTheTicket(t *testing.T) {
	d := newDesk()
	h, log := site(t, d)
	receipt(t, send(h, "/inquiries", asJSONType, inquiry), 201)
	if want := (customer.Visitor{Name: "王芳", Title: "ms", Lang: "zh", Region: "杭州", Phone: "+8613800138000", ConsentText: "我同意"}); len(d.met) != 1 || d.met[0] != want {
		t.Errorf("met %+v", d.met)
	}
	receipt(t, send(h, "/inquiries", asJSONType, strings.Replace(inquiry, `"consent":true`, `"consent":false`, 1)), 201)
	if len(d.met) != 1 {
		t.Error("a box that was not ticked was noted")
	}
	d.failMeet = errFire
	receipt(t, send(h, "/inquiries", asJSONType, inquiry), 201)
	if !strings.Contains(log.String(), "on fire") {
		t.Error("the failure was not logged")
	}
}
