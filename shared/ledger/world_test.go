package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/memory"
	"huiyin/shared/message"
)

var shanghai = zone("Asia/Shanghai")

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// at is an hour of 9 June 2026 in Shanghai.
func at(hour, minute int) time.Time { return time.Date(2026, 6, 9, hour, minute, 0, 0, shanghai).UTC() }

// provider is a Sender that answers what it is told to, and remembers.
type provider struct {
	answers []error
	sent    []ledger.Outgoing
}

func (p *provider) Send(_ context.Context, m ledger.Outgoing) (string, error) {
	p.sent = append(p.sent, m)
	if len(p.answers) == 0 {
		return "p", nil
	}
	err := p.answers[0]
	p.answers = p.answers[1:]
	return "", err
}

var (
	throttled = &ledger.SendError{Outcome: ledger.Throttled, Code: "Throttled"}
	refused   = &ledger.SendError{Outcome: ledger.Refused, Code: "InvalidParameter"}
	unclear   = &ledger.SendError{Outcome: ledger.Unclear, Code: "timeout", Err: errors.New("no answer")}
)

// receiver resolves everybody to one address.
type receiver struct {
	ledger.Address
	err error
}

func (r *receiver) Resolve(context.Context, time.Time, ledger.Message) (ledger.Address, error) {
	return r.Address, r.err
}

// ResolvePage resolves everybody on a page to it.
func (r *receiver) ResolvePage(_ context.Context, _ time.Time, p ledger.Page, places []int) ([]ledger.Resolved, error) {
	var found []ledger.Resolved
	for _, place := range places {
		m := p.Message(place)
		m.ID = "row " + m.To.ID
		found = append(found, ledger.Resolved{Message: m, Address: r.Address})
	}
	return found, r.err
}

// world is a ledger on the fake store.
type world struct {
	*testing.T
	*ledger.Service
	store    *memory.Store
	provider *provider
	receiver *receiver
}

func newWorld(t *testing.T) *world {
	texts, err := message.New(message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "sd.example", Hotline: "400-123-4567"}, message.Edits{})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, store: memory.New(1), provider: &provider{}, receiver: &receiver{Address: ledger.Address{
		Phone: "+8613800138000", Key: "k", Lang: "zh", Known: true, Params: map[string]string{"number": "K7M-3QP-9XA", "badge": "8001"}}}}
	w.Service = &ledger.Service{Store: w.store.Ledger(), Resolver: w.receiver, Texts: texts, Sender: w.provider,
		Settings: ledger.Settings{Zone: shanghai, Hours: ledger.DefaultHours,
			Budget: ledger.Budget{Monthly: 1000, Prices: map[string]int64{"86": 100, "": 900}, Share: ledger.DefaultShares}}}
	return w
}

// news is a message of a class; all say that an answer waits.
func news(id string, class message.Class, at time.Time) ledger.Message {
	return ledger.Message{ID: id, Class: class, Cause: "e/" + id, At: at, Template: message.AnswerWaiting,
		To: ledger.Receiver{Kind: ledger.ToPerson, ID: "n"}}
}

func (w *world) deliver(now time.Time, m ledger.Message) {
	w.Helper()
	if err := w.Deliver(w.Context(), now, m); err != nil {
		w.Fatalf("deliver: %v", err)
	}
}

func (w *world) row(id string) ledger.Row {
	w.Helper()
	row, err := w.Store.Row(w.Context(), id)
	if err != nil {
		w.Fatal(err)
	}
	return row
}

// is checks where a row stands and how often it was handed over.
func (w *world) is(id string, state ledger.State, why string, sent int) {
	w.Helper()
	if row := w.row(id); row.State != state || row.Why != why {
		w.Errorf("%s is %s (%s), want %s (%s)", id, row.State, row.Why, state, why)
	}
	if n := len(w.provider.sent); n != sent {
		w.Errorf("handed over %d times, want %d", n, sent)
	}
}

// told counts the events that say that rows are due again.
func (w *world) told() int { return w.toldAs(ledger.MessageDue) + w.toldAs(ledger.PromotionDue) }

// toldAs counts those of one type.
func (w *world) toldAs(typ event.Type) int {
	n := 0
	_ = w.store.Events(w.Context(), time.Time{}, time.Now().AddDate(9, 0, 0), func(e event.Event) error {
		if e.Type == typ {
			n++
		}
		return nil
	})
	return n
}
