package person_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/person"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// killer ends an erasure at its n-th write: just before it, or after it was
// done and nobody heard of it.
type killer struct {
	left   int
	before bool
	dead   bool
}

var errKilled = errors.New("killed")

func (k *killer) write(do func() error) error {
	k.left--
	switch {
	case k.dead || k.left == 0 && k.before:
		k.dead = true
		return errKilled
	case k.left == 0:
		k.dead = true
		_ = do() // carried out all the same
		return errKilled
	}
	return do()
}

// The stores of an erasure, through the killer.
type mortalTickets struct {
	ticket.Store
	k *killer
}

func (m mortalTickets) Commit(ctx context.Context, changes ...ticket.Change) error {
	return m.k.write(func() error { return m.Store.Commit(ctx, changes...) })
}

type mortalLedger struct {
	ledger.Store
	k *killer
}

func (m mortalLedger) Put(ctx context.Context, row ledger.Row, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.Put(ctx, row, events...) })
}

type mortalPersons struct {
	person.Store
	k *killer
}

func (m mortalPersons) Begin(ctx context.Context, key string, e person.Erasure) error {
	return m.k.write(func() error { return m.Store.Begin(ctx, key, e) })
}

func (m mortalPersons) Finish(ctx context.Context, key string, e person.Erasure, told event.Event) error {
	return m.k.write(func() error { return m.Store.Finish(ctx, key, e, told) })
}

func (m mortalPersons) Forget(ctx context.Context, key string, t ticket.Ticket) error {
	return m.k.write(func() error { return m.Store.Forget(ctx, key, t) })
}

func (m mortalPersons) RemoveFile(ctx context.Context, c customer.Customer, stop *customer.Optout, told event.Event) error {
	return m.k.write(func() error { return m.Store.RemoveFile(ctx, c, stop, told) })
}

func (m mortalPersons) RemoveCode(ctx context.Context, key, id string) error {
	return m.k.write(func() error { return m.Store.RemoveCode(ctx, key, id) })
}

func (m mortalPersons) RemoveRow(ctx context.Context, id string) error {
	return m.k.write(func() error { return m.Store.RemoveRow(ctx, id) })
}

func (m mortalPersons) RemoveRecent(ctx context.Context, key string) error {
	return m.k.write(func() error { return m.Store.RemoveRecent(ctx, key) })
}

type mortalViolations struct {
	violation.Store
	k *killer
}

func (m mortalViolations) Put(ctx context.Context, c violation.Change) error {
	return m.k.write(func() error { return m.Store.Put(ctx, c) })
}

func mortal(p *storetest.Persona, k *killer) *person.Service {
	s, desk, register := p.Erasing(), *p.Desk, p.Register()
	register.Store = mortalViolations{register.Store, k}
	s.Register = register
	desk.Store = mortalTickets{desk.Store, k}
	s.Store, s.Tickets, s.Ledger = mortalPersons{s.Store, k}, &desk, mortalLedger{s.Ledger, k}
	return s
}

// rule: LAW-4 an erasure that is killed at any of its writes is finished by the
// next call, and told of once or, where it had been finished, as one more of
// nothing.
func TestAnErasureKilledAnywhereIsFinished(t *testing.T) {
	for _, before := range []bool{true, false} {
		n := 1
		for killedAt(t, n, before) {
			n++
		}
		if n < 15 {
			t.Errorf("only %d writes", n)
		}
	}
}

func killedAt(t *testing.T, n int, before bool) bool {
	store, p := newPersona(t)
	name := fmt.Sprintf("killed at write %d (before it: %v)", n, before)
	k := &killer{left: n, before: before}
	_, err := mortal(p, k).Erase(t.Context(), p.Number, person.Asked, "staff:9", p.Now)
	if k.dead != (err != nil) {
		t.Fatalf("%s: dead %v, error %v", name, k.dead, err)
	}
	last := "" // the write that the erasure itself was finished with
	for _, e := range store.Told(0) {
		if e.Type == person.Erased {
			last = e.ID
		}
	}
	p.Flow() // meanwhile the SMS go on
	r := p.Erase(p.Erasing())
	if found := traces(t, store, append(p.Private, p.Key, p.Former)...); found != nil {
		t.Errorf("%s: left %v", name, found)
	}
	types := map[event.Type]int{}
	tickets := 0
	for _, e := range store.Told(0) {
		types[e.Type]++
		if e.Type == person.Erased {
			var f person.ErasedFacts
			if err := e.Into(&f); err != nil {
				t.Fatal(err)
			}
			tickets += f.Tickets
		}
	}
	wanted := 1
	if last != "" {
		wanted = 2
	}
	if types[person.Erased] != wanted || types[ticket.Erased] != 4 || types[customer.Erased] != 1 || tickets != 4 {
		t.Errorf("%s: told %v of %d tickets, report %+v", name, types, tickets, r)
	}
	return k.dead
}

// What comes in while an erasure lies broken off is not part of it.
func TestWhatComesInMeanwhileStays(t *testing.T) {
	for n := 2; n < 30; n += 3 {
		store, p := newPersona(t)
		k := &killer{left: n}
		_, _ = mortal(p, k).Erase(t.Context(), p.Number, person.Asked, "staff:9", p.Now)
		if !k.dead {
			return
		}
		if _, err := store.Persons().Begun(t.Context(), p.Key); errs.Is(err, errs.NotFound) {
			continue // it was the last write, and it was done: nothing lies broken off
		}
		number := p.Complain(ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Name: "新的名字", Phone: string(p.Number), Waybill: "SF9999", Text: "晚了"})
		held, err := store.Customers().CustomerByPhone(t.Context(), p.Key)
		if err != nil { // the old file is gone
			if held, err = p.Files.Meet(t.Context(), customer.Visitor{Name: "新的名字", Phone: p.Number}, "customer", p.Now); err != nil {
				t.Fatal(err)
			}
		}
		p.Erase(p.Erasing())
		if found := traces(t, store, p.Private[2:]...); found != nil { // the number itself is in use again
			t.Errorf("killed at %d: left %v", n, found)
		}
		d, err := store.Tickets().Lookup(t.Context(), number)
		if err != nil || d.Person.Name != "新的名字" || len(d.Words) != 1 || d.Ticket.IsErased() {
			t.Errorf("killed at %d: the new ticket is %+v %v", n, d, err)
		}
		if c, err := store.Customers().Customer(t.Context(), held.ID); held.Name == "新的名字" && (err != nil || c.Name == "") {
			t.Errorf("killed at %d: the new file is gone: %v", n, err)
		}
	}
	t.Error("the erasure has no end")
}

// racing lets somebody else write a row first, so many times.
type racing struct {
	ledger.Store
	times int
}

func (r *racing) Put(ctx context.Context, row ledger.Row, events ...event.Event) error {
	if r.times--; r.times >= 0 {
		other, err := r.Row(ctx, row.ID)
		if err != nil {
			return err
		}
		other.Version++
		if err := r.Store.Put(ctx, other); err != nil {
			return err
		}
	}
	return r.Store.Put(ctx, row, events...)
}

// A row that is being sent is cleared after whoever sends it has written it.
func TestARowIsClearedAgainstItsSender(t *testing.T) {
	store, p := newPersona(t)
	s := p.Erasing()
	s.Ledger = &racing{s.Ledger, 3}
	p.Erase(s)
	if found := traces(t, store, append(p.Private, p.Key, p.Former)...); found != nil {
		t.Errorf("left: %v", found)
	}
}
