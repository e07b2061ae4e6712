package year_test

import (
	"context"
	"sync"

	"huiyin/infra/year"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/person"
	"huiyin/shared/phone"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
)

const consentText = "同意收到问候短信"

var agent = ticket.Actor{By: event.Staff("a1"), Staff: "a1", Badge: "8001", Team: "service"}

// meet is a file that begins with a call or a form.
func (w *world) meet(who int, p year.Person, text string) customer.Customer {
	c, err := w.files.Meet(w.Context(), customer.Visitor{Name: p.Name, Title: p.Title, Lang: p.Lang, Phone: phone.Number(p.Phone), ConsentText: text}, event.Customer, w.now)
	w.must(err)
	w.ids[who], w.who[c.ID] = c.ID, who
	return c
}

// begin makes the file of a customer as the story begins with it.
func (w *world) begin(who int, p year.Person) {
	text := consentText
	if p.Consent == year.None {
		text = ""
	}
	w.meet(who, p, text)
	if p.Name != "" {
		w.save(who, func(in *customer.Input) {
			in.Zone, in.Archived, in.Birthday = p.Zone, p.Archived, customer.Birthday(p.Birthday)
			in.Class, in.ClassReason = p.Class, "年货运量"
		})
	}
	switch p.Consent {
	case year.Confirmed:
		w.confirm(who)
	case year.Stopped:
		w.must(w.files.StopFor(w.Context(), phone.Number(p.Phone), agent.By, w.now))
	}
}

func (w *world) file(who int) customer.Customer {
	c, err := w.files.Get(w.Context(), w.ids[who])
	w.must(err)
	return c
}

func (w *world) save(who int, change func(*customer.Input)) {
	in := customer.InputOf(w.file(who))
	change(&in)
	_, err := w.files.Save(w.Context(), in, agent.By, w.now)
	w.must(err)
}

// confirm: an agent vouches for a yes; that doesn't help against a stop.
func (w *world) confirm(who int) {
	c := w.file(who)
	_, err := w.files.Confirm(w.Context(), c.ID, c.Version, consentText, agent.By, w.now)
	if c.Consent.State == customer.Stopped && errs.Is(err, errs.Conflict) {
		return
	}
	w.must(err)
}

// step does what the story says, through the use cases of the desk.
func (w *world) step(s year.Step) {
	ctx := w.Context()
	switch s.What {
	case year.Arrive:
		w.meet(s.Who, w.story.People[s.Who], "")
		return
	case year.Settle:
		w.settle(s.Who)
		return
	}
	c := w.file(s.Who)
	switch s.What {
	case year.Tick:
		_, err := w.files.Meet(ctx, customer.Visitor{Phone: c.Phone, ConsentText: consentText}, event.Customer, w.now)
		w.must(err)
	case year.Confirm:
		w.confirm(s.Who)
	case year.Allow:
		id, err := w.files.RequestCode(ctx, c.Phone, c.Lang, w.now)
		w.must(err)
		code, err := w.store.Customers().Code(ctx, id)
		w.must(err)
		w.must(w.files.Answer(ctx, id, code.Digits, customer.Allow, consentText, w.now))
	case year.Stop:
		w.must(w.files.StopFor(ctx, c.Phone, agent.By, w.now))
	case year.Archive, year.Unarchive:
		w.save(s.Who, func(in *customer.Input) { in.Archived = s.What == year.Archive })
	case year.Move:
		w.save(s.Who, func(in *customer.Input) { in.Zone = s.Zone })
	case year.Rebirth:
		w.save(s.Who, func(in *customer.Input) { in.Birthday = customer.Birthday(s.Birthday) })
	case year.Renumber:
		w.save(s.Who, func(in *customer.Input) { in.Phone = s.Phone })
	case year.Complain:
		r, err := w.desk.Open(ctx, w.now, ticket.TheCustomer, ticket.Intake{Kind: ticket.Complaint, Reason: "damaged", Target: ticket.AboutGoods, Name: "客户", Phone: string(c.Phone), Text: "货到时纸箱破了。"})
		w.must(err)
		w.complaints[s.Who] = r.Number
	case year.Erase:
		for done := false; !done; {
			r, err := w.persons.Erase(ctx, c.Phone, person.Asked, agent.By, w.now)
			w.must(err)
			done = r.Finished
		}
	default:
		w.Fatalf("nobody knows how to: %s", s.What)
	}
}

// settle ends a complaint, every other one with an answer.
func (w *world) settle(who int) {
	var err error
	if number := w.complaints[who]; who%2 == 0 {
		_, err = w.desk.Resolve(w.Context(), w.now, agent, number, 0, storetest.Settled)
	} else {
		_, err = w.desk.Withdraw(w.Context(), w.now, agent, number, 0, "客户撤回", false)
	}
	w.must(err)
}

// killer ends a function at one of its writes: before it, or after the write
// was carried out and nobody lived to hear of it. With left below zero it lets
// everything through.
type killer struct {
	mu     sync.Mutex
	left   int
	before bool
	dead   bool
}

func (k *killer) write(do func() error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.dead {
		return context.Canceled
	}
	k.left--
	if k.dead = k.left == 0; !k.dead {
		return do()
	}
	if !k.before {
		_ = do()
	}
	return context.Canceled
}

type mortalRuns struct {
	greeting.Store
	k *killer
}

func (m mortalRuns) Advance(ctx context.Context, run greeting.Run, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.Advance(ctx, run, events...) })
}

type mortalRows struct {
	ledger.Store
	k *killer
}

func (m mortalRows) Put(ctx context.Context, row ledger.Row, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.Put(ctx, row, events...) })
}

func (m mortalRows) PutBatch(ctx context.Context, b ledger.Batch, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.PutBatch(ctx, b, events...) })
}

func (m mortalRows) PutGroup(ctx context.Context, g ledger.Group) error {
	return m.k.write(func() error { return m.Store.PutGroup(ctx, g) })
}

func (m mortalRows) Spend(ctx context.Context, month string, amount, limit int64) (ok bool, err error) {
	err = m.k.write(func() error { ok, err = m.Store.Spend(ctx, month, amount, limit); return err })
	return ok, err
}
