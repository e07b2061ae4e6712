package ticket_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

func init() {
	deeds[ticket.HandOver] = func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.HandOver(ctx, now, agent, n, 0, claims))
	}
	deeds[ticket.AcceptHandOver] = func(w *world, ctx context.Context, now time.Time, n string) error {
		w.handed(now, n)
		return second(w.AcceptHandOver(ctx, now, agent, n, 0, "理赔部小陈"))
	}
	deeds[ticket.LinkHandOver] = func(w *world, ctx context.Context, now time.Time, n string) error {
		w.handed(now, n)
		return second(w.LinkHandOver(ctx, now, agent, n, 0, now.Add(time.Hour)))
	}
	deeds[ticket.HandBack] = func(w *world, ctx context.Context, now time.Time, n string) error {
		w.handed(now, n)
		return second(w.HandBack(ctx, now, agent, n, 0, "同意按声明价值赔付"))
	}
	deeds[ticket.TakeBack] = func(w *world, ctx context.Context, now time.Time, n string) error {
		w.handed(now, n)
		return second(w.TakeBack(ctx, now, agent, n, 0, "转错部门"))
	}
}

// claims is a hand-over that nobody has accepted yet.
var claims = ticket.Handing{To: ticket.ToDepartment, Name: "理赔部", Summary: "王芳，外箱破损，问赔付"}

// handed hands a ticket over that is being worked on, if it isn't yet.
func (w *world) handed(now time.Time, number string) {
	t := w.get(number)
	if t.HandedOver() != nil || (t.Stage != ticket.Handling && t.Stage != ticket.Waiting) {
		return
	}
	if _, err := w.HandOver(w.Context(), now, agent, number, 0, claims); err != nil {
		w.Fatalf("hand over: %v", err)
	}
}

// minutes is some minutes after the morning began.
func minutes(n int) time.Time { return morning.Add(time.Duration(n) * time.Minute) }

// rule: SJ-11 a hand-over to a department has its own clock, its answer comes
// back on the ticket, and there is one at a time.
// rule: NJ-17 it says in one line what it is about.
// rule: NJ-15 whoever gives it stays the owner.
func TestAHandOverComesBack(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	got, err := w.HandOver(t.Context(), minutes(10), agent, number, 0, claims)
	if err != nil {
		t.Fatal(err)
	}
	if h := got.HandedOver(); h == nil || h.Name != "理赔部" || !h.Accepted.IsZero() || got.Owner != "a1" || got.Stage != ticket.Handling {
		t.Errorf("handed over %+v, owner %q, %s", h, got.Owner, got.Stage)
	}
	if due, ok := got.SLA.DueOf("handover"); !ok || !due.Equal(minutes(250)) {
		t.Errorf("due %v", due)
	}
	if _, err := w.HandOver(t.Context(), minutes(11), agent, number, 0, claims); errs.As(err).Code != "ticket.handed_over" {
		t.Errorf("twice: %v", err)
	}
	for range 2 {
		if got, err = w.AcceptHandOver(t.Context(), minutes(20), other, number, 0, " 理赔部小陈 "); err != nil || !got.HandedOver().Accepted.Equal(minutes(20)) {
			t.Fatalf("accepted %+v (%v)", got.HandedOver(), err)
		}
	}
	if got, err = w.HandBack(t.Context(), minutes(50), other, number, 0, "同意按声明价值赔付"); err != nil || got.HandedOver() != nil || got.Owner != "a1" {
		t.Fatalf("handed back: %+v (%v)", got.HandOvers, err)
	}
	for action, err := range map[string]error{
		"accepted": second(w.AcceptHandOver(t.Context(), minutes(51), agent, number, 0, "谁")), "back": second(w.HandBack(t.Context(), minutes(51), agent, number, 0, "再答")),
		"taken back": second(w.TakeBack(t.Context(), minutes(51), agent, number, 0, "晚了")),
	} {
		if e := errs.As(err); e.Kind != errs.Conflict || e.Code != "ticket.not_handed_over" {
			t.Errorf("%s afterwards: %v", action, err)
		}
	}
	if kinds := types(w.events(number)); kinds != "opened assigned handed_over hand_over_accepted handed_back" {
		t.Errorf("history %s", kinds)
	}
	w.said(number, "王芳，外箱破损，问赔付", "理赔部小陈", "同意按声明价值赔付")
	if _, err := w.HandOver(t.Context(), minutes(60), agent, number, 0, ticket.Handing{To: "partner", Name: "保险公司", Summary: "请定损", Due: minutes(600), Taker: "小李"}); err != nil {
		t.Fatal(err)
	}
	if got = w.get(number); got.HandedOver().Accepted.IsZero() {
		t.Error("taken there and then, yet not accepted")
	}
	if due, _ := got.SLA.DueOf("handover"); !due.Equal(minutes(600)) {
		t.Errorf("agreed for ten hours, due %v", due)
	}
}

// said checks the internal words, and that no event has a piece of them.
// rule: PD-7 what a partner's event tells is facts, no word and no person.
func (w *world) said(number string, want ...string) {
	w.Helper()
	h, err := w.Store.History(w.Context(), number, "")
	if err != nil {
		w.Fatal(err)
	}
	var notes []string
	for _, one := range h.Words {
		if one.Kind == ticket.Internal {
			notes = append(notes, one.Text)
		}
	}
	if strings.Join(notes, "|") != strings.Join(want, "|") {
		w.Errorf("said %q", notes)
	}
	for _, e := range h.Events {
		for _, text := range append(want, "王芳", "小陈") {
			if strings.Contains(string(e.Data), text) {
				w.Errorf("%s tells %q: %s", e.Type, text, e.Data)
			}
		}
	}
}

// rule: NJ-17 no hand-over without its one line; nor to somebody nobody knows.
func TestAHandOverSaysToWhomAndWhat(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	for want, change := range map[string]func(*ticket.Handing){
		"summary:required":                   func(h *ticket.Handing) { h.Summary = "  " },
		"summary:ticket.control":             func(h *ticket.Handing) { h.Summary = "两\n行" },
		"summary:too_long":                   func(h *ticket.Handing) { h.Summary = strings.Repeat("长", 201) },
		"to:required name:ticket.no_place":   func(h *ticket.Handing) { h.To = "" },
		"to:not_one_of name:ticket.no_place": func(h *ticket.Handing) { h.To = "customer" },
		"name:required":                      func(h *ticket.Handing) { h.Name = "" },
		"name:ticket.no_place":               func(h *ticket.Handing) { h.To = "branch" },
		"acceptedBy:too_long":                func(h *ticket.Handing) { h.Taker = strings.Repeat("名", 41) },
		"due:ticket.past":                    func(h *ticket.Handing) { h.Due = morning },
		"due:ticket.too_far":                 func(h *ticket.Handing) { h.Due = morning.AddDate(1, 2, 0) },
	} {
		h := claims
		change(&h)
		if _, err := w.HandOver(t.Context(), minutes(1), agent, number, 0, h); fields(err) != want {
			t.Errorf("want %s, got %q", want, fields(err))
		}
	}
	for name, err := range map[string]error{
		"who:required":    second(w.AcceptHandOver(t.Context(), minutes(1), agent, number, 0, " ")),
		"answer:required": second(w.HandBack(t.Context(), minutes(1), agent, number, 0, "")),
		"reason:required": second(w.TakeBack(t.Context(), minutes(1), agent, number, 0, "")),
	} {
		if fields(err) != name {
			t.Errorf("want %s, got %q", name, fields(err))
		}
	}
	if kinds := types(w.events(number)); kinds != "opened" {
		t.Errorf("history %s", kinds)
	}
}

// What closes a ticket ends its hand-over, and the clock is cancelled.
func TestAHandOverEndsWithItsTicket(t *testing.T) {
	for _, action := range []ticket.Action{ticket.Resolve, ticket.Merge, ticket.Withdraw, ticket.TakeBack} {
		w := newWorld(t)
		number := w.open(complaint()).Number
		for _, a := range []ticket.Action{ticket.HandOver, ticket.AcceptHandOver, action} {
			if err := deeds[a](w, t.Context(), minutes(5), number); err != nil {
				t.Fatalf("%s: %v", a, err)
			}
		}
		got := w.get(number)
		if _, owed := got.SLA.DueOf("handover"); owed || got.HandedOver() != nil || !got.HandOvers[0].Ended.Equal(minutes(5)) {
			t.Errorf("%s: %+v, clock runs: %v", action, got.HandOvers, owed)
		}
		for _, c := range got.SLA.Cycles {
			if c.Metric == "handover" && c.State != "cancelled" {
				t.Errorf("%s: the clock is %s", action, c.State)
			}
		}
	}
}

// Nobody answers a hand-over: the owner is warned, the owner and the
// supervisor hear of the breach, the manager an hour later; each once.
// rule: SJ-11
func TestASilentDepartmentIsSupervised(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	if err := deeds[ticket.AcceptHandOver](w, t.Context(), minutes(1), number); !errs.Is(err, errs.Conflict) {
		t.Errorf("accepted before anybody took the ticket: %v", err)
	}
	for _, a := range []ticket.Action{ticket.Take, ticket.AcceptHandOver} {
		if err := deeds[a](w, t.Context(), minutes(10), number); err != nil {
			t.Fatal(err)
		}
	}
	for minute := 10; minute < 400; minute += 3 {
		w.sweep(number, minutes(minute))
		w.sweep(number, minutes(minute))
	}
	told, _ := fell(t, w.events(number))
	var own []string
	for _, name := range told {
		if rest, ok := strings.CutPrefix(name, "handover 1 "); ok {
			own = append(own, rest)
		}
	}
	if want := []string{"+60m→manager", "80%→owner", "breached", "due→owner", "due→supervisor"}; !equal(own, want) {
		t.Errorf("told %q", own)
	}
}

// A link for the other side is a fact of the history, and only that it was made
// and until when it is good: nothing is handed over, nothing to make one for.
func TestALinkIsNotedAndNotKept(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	if _, err := w.HandOver(t.Context(), minutes(1), agent, number, 0, claims); err != nil {
		t.Fatal(err)
	}
	got, err := w.LinkHandOver(t.Context(), minutes(2), other, number, 0, minutes(600))
	if err != nil || got.Owner != "a1" || got.HandedOver() == nil {
		t.Fatalf("%+v (%v)", got, err)
	}
	events := w.events(number)
	last := events[len(events)-1]
	var f ticket.HandOverFacts
	if err := last.Into(&f); err != nil || last.Type != ticket.HandOverLinked || last.By != other.By || f != (ticket.HandOverFacts{To: "department", Name: "理赔部", Until: minutes(600)}) {
		t.Errorf("noted %s by %s: %+v", last.Type, last.By, f)
	}
	h := got.HandedOver()
	if note, err := w.store.Tickets().Note(t.Context(), number, h.Seq); err != nil || note.Text != claims.Summary || note.Badge != agent.Badge {
		t.Errorf("beside the event stands %+v (%v)", note, err)
	}
	if got, err = w.TakeBack(t.Context(), minutes(3), agent, number, 0, "转错"); err != nil || got.HandOvers[0].Answered {
		t.Errorf("taken back: %+v (%v)", got.HandOvers, err)
	}
	if _, err := w.LinkHandOver(t.Context(), minutes(4), agent, number, 0, minutes(600)); errs.As(err).Code != "ticket.not_handed_over" {
		t.Errorf("a link to nothing: %v", err)
	}
	if _, err := w.HandOver(t.Context(), minutes(5), agent, number, 0, claims); err != nil {
		t.Fatal(err)
	}
	if got, err = w.HandBack(t.Context(), minutes(6), agent, number, 0, "同意"); err != nil || !got.HandOvers[1].Answered || got.HandOvers[1].Seq <= h.Seq {
		t.Errorf("answered: %+v (%v)", got.HandOvers, err)
	}
}
