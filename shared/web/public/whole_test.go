package public

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/handover"
	"huiyin/shared/memory"
	"huiyin/shared/message"
	"huiyin/shared/obs"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/place"
	"huiyin/shared/shipment"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// whole is the public side over the real use cases and a store in memory.
type whole struct {
	http.Handler
	store   *memory.Store
	tickets *ticket.Service
	now     time.Time
	book    *sla.Book
	links   *handover.Service
	ships   *shipment.Service
	log     bytes.Buffer
}

func (w *whole) Book(context.Context) (*sla.Book, error) { return w.book, nil }

func (w *whole) TeamFor(context.Context, ticket.Ticket) (string, error) { return "service", nil }

func (w *whole) OwnerFor(context.Context, time.Time, ticket.Ticket) (string, error) { return "", nil }

func newWhole(t testing.TB) *whole {
	w := &whole{store: memory.New(1), now: noon, book: &sla.Book{Policies: sla.DefaultPolicies(), Calendars: map[string]*calendar.Schedule{}}}
	for _, c := range sla.DefaultCalendars() {
		schedule, err := calendar.Compile(c, calendar.DefaultHolidays())
		if err != nil {
			t.Fatal(err)
		}
		w.book.Calendars[c.ID] = schedule
	}
	phones := parse.Phones{Region: "CN", Keyed: func(_ context.Context, n phone.Number) (string, error) {
		return phone.Hash([]byte("0123456789abcdef"), n), nil
	}}
	w.tickets = &ticket.Service{
		Store: w.store.Tickets(), Rules: w, Phones: phones, Customers: w.store.Tickets(), Routing: w, Random: rand.Reader,
		Places: place.New(w.store.Registers(), nil),
		Settings: ticket.Settings{Vocabulary: ticket.DefaultVocabulary(), Forbidden: message.Forbidden,
			Limits: ticket.Limits{PhonePerHour: 5, AddressPerHour: 50, TriesPerHour: 4}},
	}
	s := &Service{
		Tickets: w.tickets, Greetings: customer.Service{Store: w.store.Customers(), Phones: phones, Random: rand.Reader},
		Phones: phones, Vocabulary: ticket.DefaultVocabulary(), Company: Company{Name: "顺达物流", Hotline: "400-820-1234"},
		Languages: words.Langs, Zone: shanghai, Now: func() time.Time { return w.now }, Random: rand.Reader,
	}
	s.HandOvers = &handover.Service{Tickets: w.tickets, Store: w.store.Tickets(),
		Key: func(context.Context) ([]byte, error) { return []byte("a key of links of thirty-two bytes"), nil }}
	w.ships = &shipment.Service{Store: w.store.Shipments(), Customers: w.store.Customers(), Phones: phones, Matters: w.store.Tickets(), Random: rand.Reader,
		Zone: shanghai, Settings: func(context.Context) (shipment.Settings, error) { return shipment.DefaultSettings(), nil }}
	s.Waybills = w.ships
	w.links = s.HandOvers.(*handover.Service)
	app := web.New(web.Settings{Languages: words.Langs, Log: obs.Logger(&w.log), CrossOrigin: true, Page: s.Problem})
	s.Serve(app, nil)
	w.Handler = app
	return w
}

func (w *whole) status(t *testing.T, number string) Progress {
	t.Helper()
	var p Progress
	answer := send(w, "/status", asJSONType, `{"number":"`+number+`","last4":"8000"}`)
	if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil || answer.Code != 200 {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	return p
}

// rule: PD-2
// rule: JY-2
func TestAQuestionFromTheFormToTheAnswerOnThePage(t *testing.T) {
	w := newWhole(t)
	r := receipt(t, send(w, "/inquiries", asJSONType, inquiry, "Idempotency-Key", "k-1"), 201)
	if !r.DueAt.Equal(noon.Add(30*time.Minute)) || r.Next != "客服会在今天10:30前答复您。" {
		t.Errorf("due %v, next %q", r.DueAt, r.Next)
	}
	if again := receipt(t, send(w, "/inquiries", asJSONType, inquiry, "Idempotency-Key", "k-1"), 201); again != r {
		t.Errorf("the same key was answered %+v, then %+v", r, again)
	}
	other := strings.Replace(inquiry, "货到哪了", "丢了吗", 1)
	if p := problem(t, send(w, "/inquiries", asJSONType, other, "Idempotency-Key", "k-1"), 422); p.Code != "ticket.key_reused" || p.Errors[0].Field != "Idempotency-Key" {
		t.Errorf("the same key with other content: %+v", p)
	}
	chase := receipt(t, send(w, "/inquiries", asJSONType, other, "Idempotency-Key", "k-2"), 200)
	if !chase.Chased || chase.Number != r.Number {
		t.Errorf("the same matter: %+v", chase)
	}
	w.now = noon.Add(10 * time.Minute)
	agent := ticket.Actor{By: "staff:7", Staff: "7", Badge: "1024", Team: "service"}
	if _, err := w.tickets.Reply(t.Context(), w.now, agent, r.Number, 0, ticket.Saying{Text: "已到杭州，下午派送。"}); err != nil {
		t.Fatal(err)
	}
	p := w.status(t, r.Number)
	if p.Stage != "handling" || len(p.Answers) != 3 || p.Answers[2].Badge != "1024" || p.Answers[2].Text != "已到杭州，下午派送。" || !p.DueAt.IsZero() {
		t.Errorf("progress %+v", p)
	}
	page := browse(w, "/status/messages", url.Values{"number": {r.Shown}, "last4": {"8000"}, "text": {"还没到"}, "idempotency_key": {"m-1"}})
	has(t, page, 200, "留言已收到", "还没到", "客服 工号 1024")
	if p := w.status(t, r.Number); p.DueAt.IsZero() || len(p.Answers) != 4 {
		t.Errorf("after a message: %+v", p)
	}
}

func TestTriesAndFormsAreLimited(t *testing.T) {
	w := newWhole(t)
	w.now = noon.Add(40 * time.Minute)
	r := receipt(t, send(w, "/inquiries", asJSONType, inquiry), 201)
	for range 4 {
		problem(t, send(w, "/status", asJSONType, `{"number":"`+r.Number+`","last4":"1111"}`), 404)
	}
	answer := send(w, "/status", asJSONType, `{"number":"`+r.Number+`","last4":"8000"}`)
	if problem(t, answer, 429); answer.Header().Get("Retry-After") != "1201" {
		t.Errorf("Retry-After %q", answer.Header().Get("Retry-After"))
	}
	for range 4 {
		send(w, "/complaints", asJSONType, `{"reason":"lost","name":"a","phone":"13800138000","text":"x"}`)
	}
	problem(t, send(w, "/complaints", asJSONType, `{"reason":"lost","name":"a","phone":"13800138000","text":"x"}`), 429)
}

// rule: LAW-2
// rule: NJ-4
func TestAPersonAllowsGreetingsAndStopsThem(t *testing.T) {
	w := newWhole(t)
	code := func() (id, digits string) {
		var sent CodeSent
		answer := send(w, "/greetings/code", asJSONType, `{"phone":"138 0013 8000"}`)
		if err := json.Unmarshal(answer.Body.Bytes(), &sent); err != nil || answer.Code != 202 {
			t.Fatalf("%d %s", answer.Code, answer.Body)
		}
		c, err := w.store.Customers().Code(t.Context(), sent.ID)
		if err != nil {
			t.Fatal(err)
		}
		return sent.ID, c.Digits
	}
	file := func() customer.Customer {
		files, err := w.store.Customers().ListCustomers(t.Context(), "", 10)
		if err != nil || len(files.Customers) != 1 {
			t.Fatalf("%d files, %v", len(files.Customers), err)
		}
		return files.Customers[0]
	}
	receipt(t, send(w, "/inquiries", asJSONType, inquiry), 201)
	if c := file(); c.Consent.State != customer.Ticked || c.Greetable() {
		t.Errorf("a ticked box made the consent %s", c.Consent.State)
	}
	id, digits := code()
	answer := send(w, "/greetings", asJSONType, `{"id":"`+id+`","code":"`+digits+`","allow":true,"birthday":"8-15","lunar":true,"consentText":"我同意"}`)
	if c := file(); answer.Code != 200 || !c.Greetable() || c.Birthday != (customer.Birthday{Month: 8, Day: 15, Lunar: true}) || c.Name != "王芳" {
		t.Errorf("%d %s: %+v", answer.Code, answer.Body, c)
	}
	id, digits = code()
	answer = send(w, "/greetings", asJSONType, `{"id":"`+id+`","code":"`+digits+`","allow":false}`)
	if c := file(); answer.Code != 200 || c.Consent.State != customer.Stopped {
		t.Errorf("%d %s: %s", answer.Code, answer.Body, c.Consent.State)
	}
}

func TestWhatTheDocumentAllowsIsNeverAFaultOfTheUseCasesEither(t *testing.T) {
	fake, _ := site(t, newDesk())
	doc, w := read(t, fake), newWhole(t)
	r := newSource(11)
	for _, path := range posts {
		for range 150 {
			raw, _ := json.Marshal(doc.body(path).allowed(t, r))
			if answer := send(w, path, asJSONType, string(raw)); answer.Code >= 500 {
				t.Fatalf("%s %s: %d %s", path, raw, answer.Code, answer.Body)
			}
			w.now = w.now.Add(time.Hour) // so that limits let it through
		}
	}
}
