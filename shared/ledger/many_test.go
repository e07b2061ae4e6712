package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
)

// crowd resolves the people of a page: each has a number of his own, and what
// changed says of him.
type crowd struct {
	mu     sync.Mutex
	read   []int // how many were asked for at once
	edit   func(now time.Time, place int, to *ledger.Address)
	shared string // the number that all have, if not each his own
}

func (c *crowd) Resolve(context.Context, time.Time, ledger.Message) (ledger.Address, error) {
	return ledger.Address{}, errors.New("nobody is asked for singly")
}

func (c *crowd) ResolvePage(_ context.Context, now time.Time, p ledger.Page, places []int) ([]ledger.Resolved, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read = append(c.read, len(places))
	var found []ledger.Resolved
	for _, place := range places {
		m, key := p.Message(place), fmt.Sprintf("key-%03d", place)
		if c.shared != "" {
			key = c.shared
		}
		m.ID = "GREET#" + key
		to := ledger.Address{Phone: phone.Number(fmt.Sprintf("+86138001%05d", place)), Key: key, Lang: "zh", Params: map[string]string{"addressee": "王芳"}}
		if c.edit != nil {
			c.edit(now, place, &to)
		}
		found = append(found, ledger.Resolved{Message: m, Address: to})
	}
	return found, nil
}

// mass is a page of so many, for eleven in the morning.
func mass(n int) ledger.Page {
	p := ledger.Page{ID: "GREETINGS#2026-06-09#home/000001", Class: message.Promotion, At: at(11, 0), Template: message.Birthday, Kind: ledger.ToCustomer}
	for i := range n {
		p.To = append(p.To, fmt.Sprintf("c%03d", i))
	}
	return p
}

// towards gives a world with a crowd, and what takes a page through it.
func towards(t *testing.T) (*world, *crowd, func(p ledger.Page, now time.Time) error) {
	w, people := newWorld(t), &crowd{}
	w.Resolver, w.Settings.Budget.Monthly = people, 1_000_000
	return w, people, func(p ledger.Page, now time.Time) error {
		return w.Many(t.Context(), p, func() time.Time { return now }, func(context.Context) error { return nil })
	}
}

func (w *world) tally() ledger.Tally {
	w.Helper()
	b, err := w.Store.Batch(w.Context(), mass(1).ID)
	if err != nil || b.State != ledger.Settled {
		w.Fatalf("the batch is %s: %v", b.State, err)
	}
	return b.Tally
}

// Everybody on a page gets one message, however often the page comes and
// however many work on it at once.
func TestAPageReachesEverybodyOnce(t *testing.T) {
	w, people, many := towards(t)
	locked := &locking{Sender: w.provider}
	w.Sender = locked
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := many(mass(93), at(11, 0)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(w.provider.sent) != 93 {
		t.Fatalf("%d were sent", len(w.provider.sent))
	}
	later := at(11, 0).Add(ledger.Lease) // whoever met the others at work comes back
	if err := many(mass(93), later); err != nil {
		t.Fatal(err)
	}
	if got := w.tally(); got.Sent != 93 || got.Parts != 93 || got.Price != 9300 || len(w.provider.sent) != 93 {
		t.Errorf("tally %+v, %d sent", got, len(w.provider.sent))
	}
	if spent, _ := w.Store.Spent(t.Context(), "2026-06"); spent != 9300 {
		t.Errorf("spent %d", spent)
	}
	for place := range 93 {
		row := w.row(fmt.Sprintf("GREET#key-%03d", place))
		if row.State != ledger.Accepted || row.Provider != "p" || row.To.ID != fmt.Sprintf("c%03d", place) {
			t.Fatalf("row %d: %+v", place, row)
		}
	}
	for _, n := range people.read {
		if n > ledger.GroupSize {
			t.Errorf("%d were looked up at once", n)
		}
	}
}

type locking struct {
	mu sync.Mutex
	ledger.Sender
}

func (l *locking) Send(ctx context.Context, m ledger.Outgoing) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Sender.Send(ctx, m)
}

// Whoever is left out or has to wait is so with his reason, and nothing of it
// is paid for.
func TestAPageSaysWhatBecameOfEach(t *testing.T) {
	w, people, many := towards(t)
	w.Sender = &locking{Sender: w.provider}
	people.edit = func(_ time.Time, place int, to *ledger.Address) {
		switch place {
		case 0:
			to.Skip = "greeting.opted_out"
		case 1:
			to.Wait, to.Why = at(20, 50), "greeting.too_early"
		case 2:
			to.Zone = zone("Asia/Tokyo") // where it is an hour later
		case 3:
			to.Params = map[string]string{}
		}
	}
	w.provider.answers = []error{nil, throttled, refused, unclear, nil, nil}
	p := mass(10)
	p.At = at(20, 30)
	if err := many(p, at(20, 30)); err != nil {
		t.Fatal(err)
	}
	got := w.tally()
	if got.Sent != 3 || got.Failed != 2 || got.Waiting != 3 || got.Unknown != 1 || got.Skipped["greeting.opted_out"] != 1 {
		t.Errorf("tally %+v", got)
	}
	if spent, _ := w.Store.Spent(t.Context(), "2026-06"); spent != 400 { // three that went out and one that may have
		t.Errorf("spent %d", spent)
	}
	if row := w.row("GREET#key-001"); row.State != ledger.Waiting || !row.Until.Equal(at(20, 50)) || row.Why != "greeting.too_early" {
		t.Errorf("who waits: %+v", row)
	}
	if row := w.row("GREET#key-002"); row.Why != "quiet_hours" || row.Batch != "" {
		t.Errorf("who sleeps: %+v", row)
	}
	doubtful, _, err := w.Store.Doubtful(t.Context(), "", 10)
	if err != nil || len(doubtful) != 1 || doubtful[0].Why != "unclear" {
		t.Errorf("doubtful %+v %v", doubtful, err)
	}
	if _, err := w.Store.Row(t.Context(), "GREET#key-000"); err == nil {
		t.Error("who was left out took the place of the day's message")
	}
}

// rule: LAW-2 who says stop while the page is on its way gets nothing any more.
func TestAStopHoldsWithinAGroup(t *testing.T) {
	w, people, _ := towards(t)
	now, stopped := at(11, 0), at(11, 0).Add(3*time.Second)
	people.edit = func(asked time.Time, place int, to *ledger.Address) {
		if place >= 5 && !asked.Before(stopped) {
			to.Skip = "greeting.opted_out"
		}
	}
	w.Sender = &locking{Sender: w.provider}
	var mu sync.Mutex
	wait := func(context.Context) error {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return nil
	}
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	if err := w.Many(t.Context(), mass(10), clock, wait); err != nil {
		t.Fatal(err)
	}
	got := w.tally()
	for _, m := range w.provider.sent {
		if m.To >= "+8613800100008" {
			t.Errorf("%s got it after a stop", m.To)
		}
	}
	if got.Skipped["greeting.opted_out"] < 2 || got.Sent+got.Skipped["greeting.opted_out"] != 10 {
		t.Errorf("tally %+v", got)
	}
	if spent, _ := w.Store.Spent(t.Context(), "2026-06"); spent != int64(100*got.Sent) {
		t.Errorf("spent %d for %d", spent, got.Sent)
	}
}

// A number gets one message of goodwill a day, whichever page comes first; the
// month's money ends in the middle of a group; a time that is over ends it in
// order, and the rest follows.
func TestAPageKeepsTheBounds(t *testing.T) {
	t.Run("one a day", func(t *testing.T) {
		w, people, many := towards(t)
		people.shared = "k"
		if err := many(mass(12), at(11, 0)); err != nil {
			t.Fatal(err)
		}
		if got := w.tally(); got.Sent != 1 || got.Skipped["taken"] != 11 || len(w.provider.sent) != 1 {
			t.Errorf("tally %+v", got)
		}
	})
	t.Run("budget", func(t *testing.T) {
		w, _, many := towards(t)
		w.Sender = &locking{Sender: w.provider}
		w.Settings.Budget.Monthly = 2000 // promotion may have 1400 of it
		if err := many(mass(30), at(11, 0)); err != nil {
			t.Fatal(err)
		}
		if got := w.tally(); got.Sent != 14 || got.Skipped["budget"] != 16 {
			t.Errorf("tally %+v", got)
		}
	})
	t.Run("time", func(t *testing.T) {
		w, _, many := towards(t)
		w.Sender = &locking{Sender: w.provider}
		var mu sync.Mutex
		left := 25
		over := errors.New("no time")
		err := w.Many(t.Context(), mass(40), func() time.Time { return at(11, 0) }, func(context.Context) error {
			mu.Lock()
			defer mu.Unlock()
			if left--; left < 0 {
				return over
			}
			return nil
		})
		if !errors.Is(err, over) || len(w.provider.sent) != 25 {
			t.Fatalf("%d sent, %v", len(w.provider.sent), err)
		}
		if spent, _ := w.Store.Spent(t.Context(), "2026-06"); spent != 2500 {
			t.Errorf("spent %d for 25", spent)
		}
		if err := many(mass(40), at(11, 3)); err != nil {
			t.Fatal(err)
		}
		if got := w.tally(); got.Sent != 40 || len(w.provider.sent) != 40 {
			t.Errorf("tally %+v, %d sent", got, len(w.provider.sent))
		}
	})
}

// mortal ends at its n-th write, just before it or just after it.
type mortal struct {
	ledger.Store
	mu     sync.Mutex
	left   int
	before bool
	dead   bool
}

var errDead = errors.New("killed")

func (m *mortal) write(do func() error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.left--; m.dead || m.left == 0 && m.before {
		m.dead = true
		return errDead
	}
	err := do()
	if m.left == 0 {
		m.dead = true
		return errDead
	}
	return err
}

func (m *mortal) Put(ctx context.Context, r ledger.Row, events ...event.Event) error {
	return m.write(func() error { return m.Store.Put(ctx, r, events...) })
}

func (m *mortal) PutBatch(ctx context.Context, b ledger.Batch, events ...event.Event) error {
	return m.write(func() error { return m.Store.PutBatch(ctx, b, events...) })
}

func (m *mortal) PutGroup(ctx context.Context, g ledger.Group) error {
	return m.write(func() error { return m.Store.PutGroup(ctx, g) })
}

func (m *mortal) Spend(ctx context.Context, month string, amount, limit int64) (ok bool, err error) {
	err = m.write(func() error { ok, err = m.Store.Spend(ctx, month, amount, limit); return err })
	return ok, err
}

// Send: the dead send nothing.
func (m *mortal) sends(w *world) ledger.Sender { return sending{m, w.provider} }

type sending struct {
	m    *mortal
	next ledger.Sender
}

func (s sending) Send(ctx context.Context, out ledger.Outgoing) (provider string, err error) {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	if s.m.dead {
		return "", errDead
	}
	return s.next.Send(ctx, out)
}

// A function that is killed at any of its writes greets nobody twice and
// forgets nobody: whoever had no claim is sent to by the next who comes, the
// queue or, when that has given up, the sweep. Whoever had one and no outcome
// is shown to an admin, and never sent to again by itself.
func TestAPageKilledAnywhereForgetsAndDoublesNobody(t *testing.T) {
	const people = 23
	for _, before := range []bool{true, false} {
		for n := 1; ; n++ {
			w, _, many := towards(t)
			m := &mortal{Store: w.store.Ledger(), left: n, before: before}
			w.Store, w.Sender = m, m.sends(w)
			_ = many(mass(people), at(11, 0))
			died := m.dead
			w.Store, w.Sender = w.store.Ledger(), &locking{Sender: w.provider}
			name := fmt.Sprintf("killed at write %d (before it: %v)", n, before)
			now := at(11, 3)
			if n%2 == 0 || n == 1 && before { // the queue brings the page again; else only the sweep does
				if err := many(mass(people), now); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			for range 4 { // the sweep, minute for minute, until nothing is due
				now = now.Add(ledger.Lease)
				if err := (ledger.Batches{Store: w.Store}).Due(t.Context(), now, mass(1).ID); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if b, err := w.Store.Batch(t.Context(), mass(1).ID); err == nil && b.Asked.After(now) {
					if err := many(b.Page, now); err != nil {
						t.Fatalf("%s: %v", name, err)
					}
				}
			}
			if _, err := w.Store.Batch(t.Context(), mass(1).ID); err != nil { // nothing was written: the queue still has it
				if err := many(mass(people), now); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			sent := map[phone.Number]int{}
			for _, out := range w.provider.sent {
				if sent[out.To]++; sent[out.To] > 1 {
					t.Errorf("%s: %s got two", name, out.To)
				}
			}
			got := w.tally()
			if got.Sent+got.Unknown != people || len(sent) < got.Sent || got.Unknown > ledger.GroupSize {
				t.Errorf("%s: %+v, %d went out", name, got, len(sent))
			}
			doubtful, _, err := w.Store.Doubtful(t.Context(), "", 100)
			if err != nil || len(doubtful) != got.Unknown {
				t.Errorf("%s: %d of %d are shown to an admin: %v", name, len(doubtful), got.Unknown, err)
			}
			if !died {
				if n < people+5 || got.Unknown != 0 {
					t.Errorf("only %d writes, %+v", n, got)
				}
				break
			}
		}
	}
}
