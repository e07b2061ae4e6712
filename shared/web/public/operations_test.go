package public

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
)

const inquiry = `{"kind":"cargo_status","name":"王芳","phone":"138 0013 8000","title":"ms","waybill":"SD1234567",
	"region":"杭州","text":"货到哪了？","language":"zh","consent":true,"consentText":"我同意","channel":"web"}`

func receipt(t *testing.T, w *httptest.ResponseRecorder, status int) Receipt {
	t.Helper()
	var r Receipt
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil || w.Code != status {
		t.Fatalf("%d, want %d: %s", w.Code, status, w.Body)
	}
	return r
}

func problem(t *testing.T, w *httptest.ResponseRecorder, status int) web.Problem {
	t.Helper()
	var p web.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != status || p.Status != status {
		t.Fatalf("%d, want %d: %s", w.Code, status, w.Body)
	}
	return p
}

// rule: PD-1
// rule: JY-2
func TestAnInquiryIsAnsweredWithNumberAndTime(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	w := send(h, "/inquiries", asJSONType, inquiry, "Idempotency-Key", "k-1")
	r := receipt(t, w, 201)
	if r.Number != d.receipt.Number || r.Shown != r.Number[:3]+"-"+r.Number[3:6]+"-"+r.Number[6:] || r.Kind != "inquiry" || r.Chased {
		t.Errorf("receipt %+v", r)
	}
	if r.Next != "客服会在今天10:30前答复您。" || !r.DueAt.Equal(noon.Add(30*time.Minute)) || !r.ResultDueAt.IsZero() {
		t.Errorf("next %q, due %v", r.Next, r.DueAt)
	}
	if w.Header().Get("Location") != r.StatusPage || r.StatusPage != "status?number="+r.Number {
		t.Errorf("Location %q, status page %q", w.Header().Get("Location"), r.StatusPage)
	}
	want := ticket.Intake{Kind: ticket.Inquiry, Reason: "cargo_status", Name: "王芳", Phone: "138 0013 8000", Title: "ms",
		Waybill: "SD1234567", Region: "杭州", Text: "货到哪了？", Lang: "zh", Channel: "web", Requester: "customer", Priority: "normal",
		Consent: true, ConsentText: "我同意", Key: "k-1", Address: "192.0.2.1"}
	if len(d.opened) != 1 || d.opened[0] != want {
		t.Errorf("opened %+v", d.opened)
	}
}

// rule: QM-2
// rule: JY-9
// rule: NJ-14
func TestAComplaintSaysWhenTheResultIsTold(t *testing.T) {
	d := newDesk()
	d.receipt.Result = noon.Add(32 * time.Hour)
	h, _ := site(t, d)
	r := receipt(t, send(h, "/complaints", asJSONType,
		`{"reason":"attitude","target":"agent","agent":"1024","name":"Li","phone":"+44 7400 123456","text":"rude","language":"en"}`), 201)
	if r.Next != "A specialist is looking into your complaint and will answer you by 10:30 today. You will hear what was done and the result by 18:00 tomorrow." {
		t.Errorf("next %q", r.Next)
	}
	in := d.opened[0]
	if in.Kind != ticket.Complaint || in.Reason != "attitude" || in.Target != "agent" || in.Accused != "1024" || in.Lang != "en" {
		t.Errorf("opened %+v", in)
	}
}

func TestTheSameMatterIsAChaseAndNotANewTicket(t *testing.T) {
	d := newDesk()
	d.receipt.Chased = true
	h, _ := site(t, d)
	if r := receipt(t, send(h, "/inquiries", asJSONType, inquiry), 200); !r.Chased || !strings.Contains(r.Next, "催促已经记下") {
		t.Errorf("receipt %+v", r)
	}
}

func TestATimeThatHasPassedIsNotPromised(t *testing.T) {
	d := newDesk()
	d.receipt.Due = noon.Add(-time.Hour)
	h, _ := site(t, d)
	if r := receipt(t, send(h, "/inquiries", asJSONType, inquiry), 201); !strings.Contains(r.Next, "非常抱歉") || strings.Contains(r.Next, "09:00") {
		t.Errorf("next %q", r.Next)
	}
	d.receipt.Due = time.Time{}
	if r := receipt(t, send(h, "/inquiries", asJSONType, inquiry), 201); r.Next != "客服会尽快答复您。" {
		t.Errorf("without a time: %q", r.Next)
	}
}

func TestNobodyFromOutsideIsUrgentOrAColleague(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	for _, field := range []string{`"priority":"urgent"`, `"requester":"salesperson"`, `"rings":1`, `"from":"x"`, `"Name":"y"`} {
		p := problem(t, send(h, "/inquiries", asJSONType, `{`+field+`,`+inquiry[1:]), 422)
		if p.Errors[0].Code != "unknown_field" {
			t.Errorf("%s: %+v", field, p)
		}
	}
	if len(d.opened) != 0 {
		t.Errorf("opened %+v", d.opened)
	}
}

func TestTheLanguageIsThatOfTheRequestUnlessItIsNamed(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	body := `{"kind":"other","name":"a","phone":"13800138000","text":"x"}`
	if r := receipt(t, send(h, "/inquiries?lang=en", asJSONType, body), 201); d.opened[0].Lang != "en" || !strings.HasPrefix(r.Next, "An agent") {
		t.Errorf("%q in %s", r.Next, d.opened[0].Lang)
	}
	if r := receipt(t, send(h, "/inquiries", asJSONType, strings.Replace(body, "{", `{"language":"zh",`, 1), "Accept-Language", "en"), 201); d.opened[1].Lang != "zh" || !strings.HasPrefix(r.Next, "客服") {
		t.Errorf("%q in %s", r.Next, d.opened[1].Lang)
	}
}

func ticketOf(d *desk) *ticket.Ticket {
	d.dossier = ticket.Dossier{
		Ticket: ticket.Ticket{Number: d.receipt.Number, Kind: ticket.Complaint, Reason: "damaged", Stage: ticket.Handling, OpenedAt: noon.Add(-time.Hour),
			PhoneKey: "secret-key", Owner: "staff-7", Linked: []string{"OTHER"}, Accused: "1024"},
		Person: ticket.Person{Name: "王芳", Phone: "+8613800138000"},
		Words: []ticket.Words{
			{Kind: ticket.FromCustomer, At: noon.Add(-time.Hour), Text: "坏了"},
			{Kind: ticket.Internal, At: noon.Add(-50 * time.Minute), Badge: "7", Text: "内部备注"},
			{Kind: ticket.FromAgent, At: noon.Add(-40 * time.Minute), Badge: "1024", Text: "已联系网点"},
			{Kind: ticket.Result, At: noon.Add(-30 * time.Minute), Badge: "1024", Text: "赔付 380 元"},
		},
	}
	return &d.dossier.Ticket
}

// rule: PD-11
func TestAStatusShowsWhatWasSaidToTheCustomerAndNothingElse(t *testing.T) {
	d := newDesk()
	ticketOf(d)
	h, _ := site(t, d)
	w := send(h, "/status", asJSONType, `{"number":"`+strings.ToLower(d.receipt.Number[:3])+" "+d.receipt.Number[3:]+`","last4":" ８０００"}`)
	var p Progress
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if p.Stage != "handling" || p.StageText != "正在办理" || p.Next == "" || !p.CanAddMessage || len(p.Answers) != 3 ||
		p.Answers[1].Badge != "1024" || p.Answers[2].From != "result" {
		t.Errorf("progress %+v", p)
	}
	for _, secret := range []string{"内部备注", "secret-key", "staff-7", "OTHER", "13800138000", "王芳"} {
		if strings.Contains(w.Body.String(), secret) {
			t.Errorf("the status shows %q", secret)
		}
	}
}

// rule: PD-11
func TestAWrongPairAndAnUnknownNumberLookAlike(t *testing.T) {
	d := newDesk()
	ticketOf(d)
	h, _ := site(t, d)
	var bodies []string
	for _, claim := range []string{`{"number":"` + d.receipt.Number + `","last4":"1111"}`, `{"number":"K7M3QP9XA","last4":"8000"}`, `{"number":"nonsense!","last4":"8000"}`} {
		p := problem(t, send(h, "/status", asJSONType, claim), 404)
		p.Instance = ""
		raw, _ := json.Marshal(p)
		bodies = append(bodies, string(raw))
	}
	if bodies[0] != bodies[1] || bodies[1] != bodies[2] {
		t.Errorf("answers differ: %v", bodies)
	}
}

func TestEachStageHasItsSentence(t *testing.T) {
	for stage, want := range map[ticket.Stage]string{
		ticket.Received: "我们正在办理", ticket.Handling: "我们正在办理", ticket.Waiting: "等您补充",
		ticket.Resolved: "已经办结", ticket.Closed: "已经办结", ticket.Merged: "合在一起", ticket.Withdrawn: "已经撤回",
	} {
		d := newDesk()
		now := ticketOf(d)
		now.Stage, now.WaitingFor = stage, ticket.ForCustomer
		h, _ := site(t, d)
		var p Progress
		w := send(h, "/status", asJSONType, `{"number":"`+now.Number+`","last4":"8000"}`)
		if json.Unmarshal(w.Body.Bytes(), &p) != nil || !strings.Contains(p.Next, want) || p.StageText == "" || strings.Contains(p.StageText, "web.") {
			t.Errorf("%s: %q, %q", stage, p.StageText, p.Next)
		}
		if p.CanAddMessage == stage.Ended() {
			t.Errorf("%s: message possible: %v", stage, p.CanAddMessage)
		}
	}
}

func TestACustomerAddsAMessage(t *testing.T) {
	d := newDesk()
	ticketOf(d)
	h, _ := site(t, d)
	r := receipt(t, send(h, "/status/messages", asJSONType, `{"number":"`+d.receipt.Number+`","last4":"8000","text":"什么时候到账？"}`), 201)
	if len(d.said) != 1 || d.said[0] != "什么时候到账？" || r.Number != d.receipt.Number {
		t.Errorf("said %v, receipt %+v", d.said, r)
	}
	problem(t, send(h, "/status/messages", asJSONType, `{"number":"`+d.receipt.Number+`","last4":"0000","text":"x"}`), 404)
	problem(t, send(h, "/status/messages", asJSONType, `{"number":"`+d.receipt.Number+`","last4":"8000"}`), 422)
}

func TestALimitAnswersWhenToComeBack(t *testing.T) {
	d := newDesk()
	d.fail = errs.New(errs.TooMany, "ticket.too_many").With("retryAfter", 1800)
	h, _ := site(t, d)
	for _, path := range []string{"/inquiries", "/status"} {
		body := inquiry
		if path == "/status" {
			body = `{"number":"K7M3QP9XA","last4":"8000"}`
		}
		w := send(h, path, asJSONType, body)
		if problem(t, w, 429); w.Header().Get("Retry-After") != "1800" {
			t.Errorf("%s: Retry-After %q", path, w.Header().Get("Retry-After"))
		}
	}
}

func TestHealthAndDocumentAreServed(t *testing.T) {
	h, _ := site(t, newDesk())
	if w := get(h, "/health"); w.Code != 200 || strings.TrimSpace(w.Body.String()) != `{"status":"ok"}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := get(h, "/openapi.json"); w.Code != 200 || !json.Valid(w.Body.Bytes()) {
		t.Errorf("%d %.200s", w.Code, w.Body)
	}
}

// rule: PD-11
func TestTheLogHoldsNobodysData(t *testing.T) {
	d := newDesk()
	h, log := site(t, d)
	send(h, "/inquiries", asJSONType, inquiry)
	d.fail = errFire
	send(h, "/inquiries?text=13800138000", asJSONType, inquiry)
	send(h, "/inquiries", asJSONType, strings.Replace(inquiry, "王芳", "", 1))
	for _, secret := range []string{"王芳", "13800138000", "138 0013 8000", "货到哪了", "SD1234567", "杭州", "192.0.2.1"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
	if strings.Count(log.String(), "\n") != 3 || !strings.Contains(log.String(), "on fire") {
		t.Errorf("log %s", log)
	}
}
