package ticket_test

import (
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/ticket"
)

// rule: JY-2 whoever complains is told what happens next and by when.
// rule: NJ-14 process and result by the close of the next service day.
// rule: LAW-1 a statutory clock of seven days runs on every complaint.
func TestAComplaintPromisesAnAnswerAndAResult(t *testing.T) {
	w := newWorld(t)
	r := w.open(complaint())
	if want := morning.Add(2 * time.Hour); !r.Due.Equal(want) {
		t.Errorf("answer due %v, want %v", r.Due, want)
	}
	if want := time.Date(2026, 6, 10, 10, 30, 0, 0, time.UTC); !r.Result.Equal(want) {
		t.Errorf("result due %v, want %v (18:30 next day)", r.Result, want)
	}
	got := w.get(r.Number)
	if due, ok := got.SLA.DueOf("statutory"); !ok || !due.Equal(morning.Add(7*24*time.Hour)) {
		t.Errorf("statutory due %v %v", due, ok)
	}
	if got.Team != "complaints" || got.Stage != ticket.Received || got.Channel != "web" {
		t.Errorf("ticket %+v", got)
	}
	if _, ok := id.ParseNumber(id.Show(r.Number)); !ok {
		t.Errorf("number %q can't be read back", r.Number)
	}
}

// rule: PD-2 a cargo-status inquiry is answered within 30 minutes.
func TestACargoQueryIsDueInHalfAnHour(t *testing.T) {
	w := newWorld(t)
	if r := w.open(inquiry("cargo_status")); !r.Due.Equal(morning.Add(30 * time.Minute)) {
		t.Errorf("due %v", r.Due)
	}
	late := time.Date(2026, 6, 9, 12, 0, 0, 0, time.UTC) // 20:00
	r, err := w.Open(t.Context(), late, ticket.TheCustomer, inquiry("cargo_status"))
	if want := time.Date(2026, 6, 10, 1, 0, 0, 0, time.UTC); err != nil || !r.Due.Equal(want) {
		t.Errorf("rule PD-3: asked at 20:00, due %v, want 09:00 next day (%v)", r.Due, err)
	}
}

// rule: PD-11 an event holds ids and facts, never a name, a number or words.
// rule: LAW-4
func TestEventsHoldNoWordsAndNobody(t *testing.T) {
	w := newWorld(t)
	in := complaint()
	number := w.open(in).Number
	if _, err := w.Reply(t.Context(), morning.Add(time.Minute), agent, number, 0, ticket.Saying{Text: "已联系派件员，今天送到"}); err != nil {
		t.Fatal(err)
	}
	for _, e := range w.events(number) {
		for _, private := range []string{in.Name, in.Phone, in.Phone[3:], in.Text, "派件员"} {
			if strings.Contains(string(e.Data), private) {
				t.Errorf("%s tells %q: %s", e.Type, private, e.Data)
			}
		}
	}
}

func TestEveryWrongFieldIsNamedAtOnce(t *testing.T) {
	w := newWorld(t)
	in := ticket.Intake{Kind: ticket.Complaint, Reason: "bad", Target: "moon", Phone: "123", Title: "dr", Lang: "fr",
		Channel: "pigeon", Waybill: "运单", Text: "a\x00b", Consent: true}
	_, err := w.Open(t.Context(), morning, ticket.TheCustomer, in)
	for _, want := range []string{"reason:not_one_of", "target:not_one_of", "phone:phone.invalid", "title:not_one_of",
		"language:not_one_of", "channel:not_one_of", "waybill:ticket.waybill", "text:ticket.control", "name:required", "consentText:ticket.consent_text"} {
		if !strings.Contains(fields(err), want) {
			t.Errorf("%s is not named in %q", want, fields(err))
		}
	}
	if numbers, _ := w.Store.ByWaybill(t.Context(), "运单", 5); len(numbers) != 0 {
		t.Error("something was written")
	}
}

func TestTheSameKeyIsTheSameTicket(t *testing.T) {
	w := newWorld(t)
	in := complaint()
	in.Key = "k1"
	first := w.open(in)
	again, err := w.Open(t.Context(), morning.Add(time.Minute), ticket.TheCustomer, in)
	if err != nil || again != first {
		t.Errorf("again %+v (%v), first %+v", again, err, first)
	}
	in.Text = "另一件事"
	_, err = w.Open(t.Context(), morning.Add(time.Minute), ticket.TheCustomer, in)
	if !errs.Is(err, errs.Invalid) || fields(err) != "Idempotency-Key:ticket.key_reused" {
		t.Errorf("same key, other content: %v", err)
	}
	if got := types(w.events(first.Number)); got != "opened" {
		t.Errorf("history %s", got)
	}
}

func TestTheSameMatterIsAChase(t *testing.T) {
	w := newWorld(t)
	first := w.open(complaint())
	in := complaint()
	in.Text, in.Key = "怎么还没有人回复", "k2"
	chase := w.open(in)
	if !chase.Chased || chase.Number != first.Number || !chase.Due.Equal(first.Due) {
		t.Errorf("chase %+v, first %+v", chase, first)
	}
	if again := w.open(in); again != chase {
		t.Errorf("the chase's key again: %+v", again)
	}
	if got := w.get(first.Number); got.Chases != 1 {
		t.Errorf("%d chases", got.Chases)
	}
	in.Phone, in.Key = "+8613700137000", "k3"
	stranger := w.open(in)
	if stranger.Chased || stranger.Number == first.Number {
		t.Error("another phone's message went to the first one's ticket")
	}
	if linked := w.get(stranger.Number).Linked; len(linked) != 1 || linked[0] != first.Number {
		t.Errorf("linked %v", linked)
	}
	if d, err := w.Look(t.Context(), morning, ticket.Claim{Number: first.Number, Last4: "8000"}); err != nil || len(d.Words) != 2 {
		t.Errorf("words %v (%v)", d.Words, err)
	}
}

// rule: PD-9 chased twice without a result and reported by no person: the
// system escalates, and that it had to is recorded.
func TestTheSecondChaseEscalates(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	w.open(complaint())
	w.open(complaint())
	history := w.events(number)
	if got := types(history); got != "opened chased chased escalated" {
		t.Fatalf("history %s", got)
	}
	var f ticket.EscalateFacts
	last := history[len(history)-1]
	if err := last.Into(&f); err != nil || f.Cause != "chased_twice" || !f.Unaided || f.To != "supervisor" || last.By != event.System {
		t.Errorf("facts %+v by %s (%v)", f, last.By, err)
	}
}

func TestLimitsStopAFlood(t *testing.T) {
	w := newWorld(t)
	in := inquiry("price")
	for range 5 {
		w.open(in)
	}
	_, err := w.Open(t.Context(), morning.Add(59*time.Minute), ticket.TheCustomer, in)
	if !errs.Is(err, errs.TooMany) || errs.As(err).Args["retryAfter"] != 61 {
		t.Errorf("sixth in an hour: %v %v", err, errs.As(err).Args)
	}
	if _, err := w.Open(t.Context(), morning.Add(time.Hour), ticket.TheCustomer, in); err != nil {
		t.Errorf("next hour: %v", err)
	}
	if _, err := w.Open(t.Context(), morning, agent, in); err != nil {
		t.Errorf("an agent is limited: %v", err)
	}
}

func TestTheHoneypotIsRefused(t *testing.T) {
	w := newWorld(t)
	in := complaint()
	in.Trap = "http://spam.example"
	if _, err := w.Open(t.Context(), morning, ticket.TheCustomer, in); !errs.Is(err, errs.Invalid) {
		t.Errorf("trapped: %v", err)
	}
}

func TestLookingTellsAStrangerNothing(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	if _, err := w.Look(t.Context(), morning, ticket.Claim{Number: strings.ToLower(id.Show(number)), Last4: "8000"}); err != nil {
		t.Errorf("the owner: %v", err)
	}
	_, wrong := w.Look(t.Context(), morning, ticket.Claim{Number: number, Last4: "8001"})
	_, unknown := w.Look(t.Context(), morning, ticket.Claim{Number: "333333333", Last4: "8000"})
	_, nonsense := w.Look(t.Context(), morning, ticket.Claim{Number: "'; drop", Last4: "8000"})
	for _, err := range []error{wrong, unknown, nonsense} {
		if e := errs.As(err); e.Kind != errs.NotFound || e.Code != "ticket.no_match" || e.Error() != errs.As(wrong).Error() {
			t.Errorf("answer %v", err)
		}
	}
	for range 4 {
		_, wrong = w.Look(t.Context(), morning, ticket.Claim{Number: number, Last4: "0000"})
	}
	if !errs.Is(wrong, errs.TooMany) {
		t.Errorf("tries are not limited: %v", wrong)
	}
}

// rule: JY-1 every ticket has its channel; a form's is the web.
func TestEveryTicketHasItsChannel(t *testing.T) {
	w := newWorld(t)
	for _, channel := range []string{"", "web", "phone", "email", "counter", "partner"} {
		in := inquiry("price")
		in.Channel = channel
		r, err := w.Open(t.Context(), morning, agent, in)
		if err != nil {
			t.Fatalf("%q: %v", channel, err)
		}
		want := channel
		if want == "" {
			want = "web"
		}
		if got := w.get(r.Number).Channel; got != want {
			t.Errorf("%q became %q", channel, got)
		}
	}
}
