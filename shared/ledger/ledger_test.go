package ledger_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
)

func TestTheSameMessageFiveTimesIsOneSMS(t *testing.T) {
	w := newWorld(t)
	for range 5 {
		w.deliver(at(10, 0), news("m", message.Notice, at(10, 0)))
	}
	w.is("m", ledger.Accepted, "", 1)
	if row := w.row("m"); row.Masked != "138****8000" || row.Parts != 1 || row.Price != 100 {
		t.Errorf("row %+v", row)
	}
}

func TestTheSameMessageAtOnceIsOneSMS(t *testing.T) {
	w := newWorld(t)
	slow := &slowly{inner: w.provider}
	w.Sender = slow
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { _ = w.Deliver(t.Context(), at(10, 0), news("m", message.Notice, at(10, 0))) })
	}
	all.Wait()
	w.is("m", ledger.Accepted, "", 1)
}

type slowly struct {
	mu    sync.Mutex
	inner ledger.Sender
}

func (s *slowly) Send(ctx context.Context, m ledger.Outgoing) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	time.Sleep(5 * time.Millisecond)
	return s.inner.Send(ctx, m)
}

// rule: LAW-3 no promotion from 21:00 to 08:00; the other windows are ours.
func TestEachClassHasItsHours(t *testing.T) {
	for _, c := range []struct {
		class        message.Class
		urgent       bool
		known        bool
		hour, minute int
		until        string // "" goes now, else the local time until which it waits
	}{
		{message.Promotion, false, true, 7, 59, "06-09 08:00"}, {message.Promotion, false, true, 8, 0, ""},
		{message.Promotion, false, true, 20, 59, ""}, {message.Promotion, false, true, 21, 0, "06-10 08:00"},
		{message.Notice, false, true, 6, 59, "06-09 07:00"}, {message.Notice, false, true, 7, 0, ""},
		{message.Notice, false, true, 21, 59, ""}, {message.Notice, false, true, 22, 0, "06-10 07:00"},
		{message.Receipt, false, true, 3, 0, ""}, {message.Receipt, false, false, 3, 0, "06-09 07:00"},
		{message.Receipt, false, false, 23, 30, "06-10 07:00"}, {message.Receipt, false, false, 12, 0, ""},
		{message.Staff, false, true, 7, 59, "06-09 08:00"}, {message.Staff, false, true, 22, 0, "06-10 08:00"},
		{message.Staff, true, true, 3, 0, ""}, {message.Staff, false, true, 21, 59, ""},
	} {
		w := newWorld(t)
		w.receiver.Known = c.known
		now := at(c.hour, c.minute)
		m := news("m", c.class, now)
		m.Urgent = c.urgent
		w.deliver(now, m)
		row := w.row("m")
		switch {
		case c.until == "" && row.State != ledger.Accepted:
			t.Errorf("%s at %02d:%02d: %s until %v", c.class, c.hour, c.minute, row.State, row.Until)
		case c.until != "" && (row.State != ledger.Waiting || row.Why != "quiet_hours" || row.Until.In(shanghai).Format("01-02 15:04") != c.until):
			t.Errorf("%s at %02d:%02d: %s (%s) until %v, want %s", c.class, c.hour, c.minute, row.State, row.Why, row.Until.In(shanghai), c.until)
		}
	}
}

func TestTheHoursAreTheReceivers(t *testing.T) {
	w := newWorld(t)
	w.receiver.Zone = zone("Europe/London") // 10:00 in Shanghai is 03:00 there
	w.deliver(at(10, 0), news("m", message.Notice, at(10, 0)))
	w.is("m", ledger.Waiting, "quiet_hours", 0)
	if until := w.row("m").Until; until.In(w.receiver.Zone).Format("15:04") != "07:00" {
		t.Errorf("until %v", until)
	}
}

func TestWhatWaitedGoesOutOnce(t *testing.T) {
	w := newWorld(t)
	w.deliver(at(23, 0), news("m", message.Notice, at(23, 0)))
	w.deliver(at(23, 5), news("m", message.Notice, at(23, 0)))
	w.is("m", ledger.Waiting, "quiet_hours", 0)
	morning := at(23, 0).Add(8 * time.Hour)
	for range 2 { // two sweeps
		if err := w.Due(t.Context(), morning, "m"); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.told(); n != 1 {
		t.Errorf("told %d times", n)
	}
	for range 2 {
		w.deliver(morning, news("m", message.Notice, at(23, 0)))
	}
	w.is("m", ledger.Accepted, "", 1)
}

func TestADueEventThatIsLostIsToldAgain(t *testing.T) {
	w := newWorld(t)
	w.deliver(at(23, 0), news("m", message.Notice, at(23, 0)))
	for _, minute := range []int{0, 1, 4, 5, 6} {
		if err := w.Due(t.Context(), at(31, minute), "m"); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.told(); n != 2 {
		t.Errorf("told %d times, want at 0 and 5 minutes", n)
	}
}

// Promotion comes back by the queue for many, whatever waited; nothing else does.
func TestPromotionComesBackByTheQueueForMany(t *testing.T) {
	for _, class := range []message.Class{message.Promotion, message.Notice, message.Staff} {
		w := newWorld(t)
		w.deliver(at(23, 0), news("m", class, at(23, 0)))
		if err := w.Due(t.Context(), at(33, 0), "m"); err != nil {
			t.Fatal(err)
		}
		bulk, single := w.toldAs(ledger.PromotionDue), w.toldAs(ledger.MessageDue)
		if want := class == message.Promotion; (bulk == 1) != want || (single == 1) == want {
			t.Errorf("%s: %d by the queue for many, %d by the other (%s)", class, bulk, single, w.row("m").State)
		}
	}
}

func TestThrottledTenTimesIsOneSMSInTheEnd(t *testing.T) {
	w := newWorld(t)
	for range 10 {
		w.provider.answers = append(w.provider.answers, throttled)
	}
	now := at(8, 0)
	m := news("m", message.Staff, now)
	for range 11 {
		w.deliver(now, m)
		if row := w.row("m"); row.State == ledger.Waiting {
			if wait := row.Until.Sub(now); wait < time.Minute || wait > 30*time.Minute {
				t.Fatalf("waits %v", wait)
			}
			w.deliver(row.Until.Add(-time.Second), m) // too early: nothing
			now = row.Until
		}
	}
	w.is("m", ledger.Accepted, "", 11)
	if ok, _ := w.Store.Spend(t.Context(), "2026-06", 900, 1000); !ok {
		t.Error("throttled attempts were charged")
	}
}

func TestARefusalIsFinal(t *testing.T) {
	w := newWorld(t)
	w.provider.answers = []error{refused}
	for range 3 {
		w.deliver(at(10, 0), news("m", message.Notice, at(10, 0)))
	}
	w.is("m", ledger.Failed, "refused", 1)
	if code := w.row("m").Code; code != "InvalidParameter" {
		t.Errorf("code %q", code)
	}
}

// A customer's message whose answer was lost is never repeated by itself; an
// admin sees it and decides.
func TestAnUnclearCustomerMessageIsForAnAdmin(t *testing.T) {
	for decision, want := range map[ledger.Decision]struct {
		state ledger.State
		why   string
		sent  int
	}{ledger.SendAgain: {ledger.Accepted, "", 2}, ledger.Drop: {ledger.Skipped, "dropped", 1}} {
		w := newWorld(t)
		w.provider.answers = []error{unclear}
		m := news("m", message.Notice, at(10, 0))
		w.deliver(at(10, 0), m)
		for hour := 10; hour < 14; hour++ {
			_ = w.Due(t.Context(), at(hour, 30), "m")
			w.deliver(at(hour, 30), m)
		}
		w.is("m", ledger.Unknown, "unclear", 1)
		rows, _, err := w.Store.Doubtful(t.Context(), "", 10)
		if err != nil || len(rows) != 1 {
			t.Fatalf("doubtful %v (%v)", rows, err)
		}
		if _, err := w.Decide(t.Context(), at(15, 0), "m", decision, "staff:a1"); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			w.deliver(at(15, 1), m)
		}
		w.is("m", want.state, want.why, want.sent)
		if _, err := w.Decide(t.Context(), at(15, 2), "m", decision, "staff:a1"); !errs.Is(err, errs.Conflict) {
			t.Errorf("decided twice: %v", err)
		}
	}
}

func TestAnUnclearStaffAlertIsRepeatedOnce(t *testing.T) {
	w := newWorld(t)
	w.provider.answers = []error{unclear, unclear}
	m := news("m", message.Staff, at(10, 0))
	for minute := 0; minute < 60; minute++ {
		_ = w.Due(t.Context(), at(10, minute), "m")
		w.deliver(at(10, minute), m)
		if n := len(w.provider.sent); (minute < 10 && n != 1) || (minute >= 10 && n != 2) {
			t.Fatalf("minute %d: handed over %d times", minute, n)
		}
	}
	if !w.row("m").Doubtful() {
		t.Error("twice unclear, and no admin sees it")
	}
}

// Of a partner's SMS nobody knows whether it went out: an admin decides.
func TestAnUnclearMessageToAPartnerIsNotRepeated(t *testing.T) {
	w := newWorld(t)
	w.provider.answers = []error{unclear, unclear}
	m := news("m", message.Staff, at(10, 0))
	m.To = ledger.Receiver{Kind: ledger.ToPlace, ID: "shunlu"}
	for minute := 0; minute < 60; minute++ {
		_ = w.Due(t.Context(), at(10, minute), "m")
		w.deliver(at(10, minute), m)
	}
	if n := len(w.provider.sent); n != 1 || !w.row("m").Doubtful() {
		t.Errorf("handed over %d times; %+v", n, w.row("m"))
	}
}

// A function that died between its claim and the provider's answer: nobody
// knows whether it was sent.
func TestAnAbandonedClaimBecomesUnknown(t *testing.T) {
	w := newWorld(t)
	w.Sender = dying{}
	func() {
		defer func() { _ = recover() }()
		_ = w.Deliver(t.Context(), at(10, 0), news("m", message.Notice, at(10, 0)))
	}()
	w.Sender = w.provider
	w.deliver(at(10, 1), news("m", message.Notice, at(10, 0))) // the queue delivers it again
	w.is("m", ledger.Claimed, "", 0)
	_ = w.Due(t.Context(), at(10, 4), "m")
	w.is("m", ledger.Claimed, "", 0)
	_ = w.Due(t.Context(), at(10, 5), "m")
	w.is("m", ledger.Unknown, "lease_over", 0)
	w.deliver(at(10, 6), news("m", message.Notice, at(10, 0)))
	w.is("m", ledger.Unknown, "lease_over", 0)
}

type dying struct{}

func (dying) Send(context.Context, ledger.Outgoing) (string, error) { panic("killed") }

// One number gets at most one receipt an hour and three a day, however many
// forms are filled in with it.
func TestReceiptsCantFloodAPhone(t *testing.T) {
	w := newWorld(t)
	ids := []string{}
	for i := range 30 {
		id := string(rune('A' + i))
		now := at(8, 0).Add(time.Duration(i) * 20 * time.Minute)
		for range 2 { // and each event comes twice
			w.deliver(now, news(id, message.Receipt, now))
		}
		if w.row(id).State == ledger.Accepted {
			ids = append(ids, id)
		}
	}
	if got := len(w.provider.sent); got != 3 || len(ids) != 3 || ids[0] != "A" || ids[1] != "D" || ids[2] != "G" {
		t.Errorf("%d receipts: %v", got, ids)
	}
}

// The budget gives way in this order: promotion, receipts, customer notices,
// and never staff alerts (1000 a month, 100 each).
func TestTheBudgetGivesWayInOrder(t *testing.T) {
	w := newWorld(t)
	spent := func(class message.Class, id string) bool {
		w.receiver.Key = id // another phone each, so that no receipt limit applies
		w.deliver(at(10, 0), news(id, class, at(10, 0)))
		return w.row(id).State == ledger.Accepted
	}
	for i, want := range []struct {
		class message.Class
		ok    bool
	}{
		{message.Notice, true}, {message.Notice, true}, {message.Notice, true}, {message.Notice, true}, {message.Notice, true}, {message.Notice, true},
		{message.Promotion, true}, {message.Promotion, false}, {message.Receipt, true}, {message.Receipt, false},
		{message.Notice, true}, {message.Notice, true}, {message.Notice, false}, {message.Staff, true}, {message.Staff, true},
	} {
		id := string(rune('a' + i))
		if got := spent(want.class, id); got != want.ok {
			t.Errorf("%d: %s sent %v, want %v (%s)", i, want.class, got, want.ok, w.row(id).Why)
		}
	}
}

func TestOldNewsIsNotTold(t *testing.T) {
	w := newWorld(t)
	for _, class := range []message.Class{message.Receipt, message.Notice} {
		w.deliver(at(10, 1).AddDate(0, 0, 1), news(string(class), class, at(10, 0)))
		w.is(string(class), ledger.Skipped, "too_old", 0)
	}
}

func TestWhatCantBeLookedUpIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	w.receiver.err = errs.New(errs.Unavailable, "store.unavailable")
	if err := w.Deliver(t.Context(), at(10, 0), news("m", message.Notice, at(10, 0))); !errs.Is(err, errs.Unavailable) {
		t.Errorf("error %v", err)
	}
	w.receiver.err = nil
	w.deliver(at(10, 1), news("m", message.Notice, at(10, 0)))
	w.is("m", ledger.Accepted, "", 1)
}

func TestAWrongTextFailsWhereSomebodySeesIt(t *testing.T) {
	w := newWorld(t)
	w.receiver.Params = map[string]string{"number": "K7M"}
	w.deliver(at(10, 0), news("m", message.Notice, at(10, 0)))
	w.is("m", ledger.Failed, "text", 0)
}

// The life of a row, all pairs: what is not in this list is forbidden.
func TestARowMovesOnlySo(t *testing.T) {
	may := map[string]bool{}
	for _, pair := range []string{">waiting", ">claimed", ">skipped", ">failed", "waiting>waiting", "waiting>claimed", "waiting>skipped",
		"waiting>failed", "claimed>waiting", "claimed>accepted", "claimed>failed", "claimed>unknown", "unknown>claimed", "unknown>skipped",
		"unknown>unknown", "unknown>waiting", "unknown>failed", "accepted>delivered", "accepted>undelivered"} {
		may[pair] = true
	}
	states := []ledger.State{"", ledger.Waiting, ledger.Claimed, ledger.Accepted, ledger.Delivered, ledger.Undelivered, ledger.Failed, ledger.Unknown, ledger.Skipped}
	for _, from := range states {
		for _, to := range states {
			if got := ledger.May(from, to); got != may[string(from)+">"+string(to)] {
				t.Errorf("%q → %q: %v", from, to, got)
			}
		}
	}
}
