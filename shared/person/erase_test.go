package person_test

import (
	"strings"
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/memory"
	"huiyin/shared/person"
	"huiyin/shared/phone"
	"huiyin/shared/storetest"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// rule: LAW-4 afterwards nothing leads to the person, and the figures stay.
func TestAnErasureLeavesNoTrace(t *testing.T) {
	store, p := newPersona(t)
	for _, private := range append(p.Private, p.Key, p.Former) {
		if len(traces(t, store, private)) == 0 {
			t.Fatalf("%s was nowhere before", private)
		}
	}
	before := store.Told(0)
	spent, err := store.Ledger().Spent(t.Context(), "2026-09")
	if err != nil {
		t.Fatal(err)
	}
	r := p.Erase(p.Erasing())
	if r.Tickets != 4 || !r.File || r.ID == "" {
		t.Errorf("report %+v", r)
	}
	if found := traces(t, store, append(p.Private, p.Key, p.Former)...); found != nil {
		t.Errorf("left: %v", found)
	}
	if left := p.Bucket.Len(); left != 0 {
		t.Errorf("%d photos are left", left)
	}
	rows, sent := 0, 0
	for _, number := range p.Tickets {
		got, err := store.Tickets().Get(t.Context(), number)
		if err != nil || !got.IsErased() || got.Reason != "damaged" || got.OpenedAt.IsZero() || len(got.SLA.Cycles) == 0 {
			t.Errorf("%s: %+v %v", number, got, err)
		}
	}
	for _, e := range before {
		row, err := store.Ledger().Row(t.Context(), ledger.ToCustomerOf(e.ID))
		if err == nil {
			rows++
		}
		if row.State == ledger.Accepted {
			sent++
			if row.Parts != 1 || row.Template == "" || row.ChangedAt.IsZero() {
				t.Errorf("a row lost its figures: %+v", row)
			}
		}
	}
	if rows < 8 || sent < 2 {
		t.Errorf("%d messages are still on record, %d of them sent", rows, sent)
	}
	if first, _ := store.Tickets().Get(t.Context(), p.Tickets[0]); first.Chases != 1 || first.Reopenings != 1 {
		t.Errorf("counts are gone: %+v", first)
	}
	if third, _ := store.Tickets().Get(t.Context(), p.Tickets[2]); third.Accused != "8001" {
		t.Errorf("an agent's badge is gone: %q", third.Accused)
	}
	if now, _ := store.Ledger().Spent(t.Context(), "2026-09"); now != spent {
		t.Errorf("spent %d, before %d", now, spent)
	}
	told(t, store, before, r)
}

// told checks that the history only grew, and by whom and of how much it tells.
func told(t *testing.T, store *memory.Store, before []event.Event, r person.Report) {
	t.Helper()
	types := map[event.Type]int{}
	for _, e := range store.Told(len(before)) {
		types[e.Type]++
		if e.By != "staff:9" {
			t.Errorf("%s is by %s", e.ID, e.By)
		}
		if e.Type == person.Erased {
			var f person.ErasedFacts
			if err := e.Into(&f); err != nil || e.Subject != person.Subject(r.ID) || f != (person.ErasedFacts{Tickets: 4, File: true, Reason: person.Asked}) {
				t.Errorf("told %+v of %s: %v", f, e.Subject, err)
			}
		}
	}
	if types[person.Erased] != 1 || types[ticket.Erased] != 4 || types[customer.Erased] != 1 || types[customer.Updated] != 2 ||
		types[task.Cleared] != 2 || types[task.DropEvent] != 1 || len(types) != 6 { // updated: the file of another that named two of her numbers
		t.Errorf("told %v", types)
	}
}

// rule: LAW-4 nobody is erased from what somebody still owes an answer to.
func TestWhileATicketIsOpenNothingIsErased(t *testing.T) {
	store, p := newPersona(t)
	open := p.Complain(ticket.Intake{Kind: ticket.Inquiry, Reason: "price", Name: "欧阳小敏", Phone: string(p.Number), Text: "?"})
	older := p.Complain(ticket.Intake{Kind: ticket.Inquiry, Reason: "price", Name: "欧阳小敏", Phone: "+8613500135000", Text: "?"})
	before := len(traces(t, store, p.Private...))
	_, err := p.Erasing().Erase(t.Context(), p.Number, person.Asked, "staff:9", p.Now)
	if e := errs.As(err); e.Kind != errs.Conflict || e.Code != "person.open" || e.Args["count"] != 2 ||
		strings.ReplaceAll(e.Args["numbers"].(string), "-", "") != open+", "+older {
		t.Errorf("refused with %v %v", err, errs.As(err).Args)
	}
	if after := len(traces(t, store, p.Private...)); after != before {
		t.Errorf("%d of %d traces are left", after, before)
	}
	if _, err := p.Erasing().Erase(t.Context(), p.Number, "because", "staff:9", p.Now); !errs.Is(err, errs.Invalid) {
		t.Errorf("a reason that is none: %v", err)
	}
	if _, err := p.Desk.Erase(t.Context(), p.Now, ticket.TheSystem, open); !errs.Is(err, errs.Conflict) {
		t.Errorf("one open ticket: %v", err)
	}
}

func TestErasingTwiceDoesNoHarm(t *testing.T) {
	store, p := newPersona(t)
	p.Erase(p.Erasing())
	before := len(store.Told(0))
	if r := p.Erase(p.Erasing()); r.Tickets != 0 || r.File {
		t.Errorf("the second time %+v", r)
	}
	if more := store.Told(before); len(more) != 1 || more[0].Type != person.Erased {
		t.Errorf("the second time told %v", more)
	}
}

// rule: LAW-2 who had said stop stays stopped, who had not is as before the
// first call.
func TestOnlyTheStopOutlivesAnErasure(t *testing.T) {
	for _, said := range []bool{true, false} {
		store, p := newPersona(t)
		if said {
			if err := p.Files.StopFor(t.Context(), p.Number, "staff:1", p.Now); err != nil {
				t.Fatal(err)
			}
		}
		p.Erase(p.Erasing())
		if is, err := p.Files.Stopped(t.Context(), p.Number); err != nil || is != said {
			t.Errorf("stopped %v, want %v: %v", is, said, err)
		}
		if found := traces(t, store, p.Private...); found != nil {
			t.Errorf("left: %v", found)
		}
		c, err := p.Files.Meet(t.Context(), customer.Visitor{Name: "新客", Phone: p.Number, ConsentText: "同意"}, "customer", p.Now)
		want := map[bool]customer.State{true: customer.Stopped, false: customer.Ticked}[said]
		if err != nil || c.Consent.State != want || len(c.Consent.Proofs) != 1 {
			t.Errorf("the new file has %+v, want %s: %v", c.Consent, want, err)
		}
	}
}

// rule: LAW-2 a file that moved to another number takes its stop along.
func TestAFilesOwnStopOutlivesIt(t *testing.T) {
	_, p := newPersona(t)
	if err := p.Files.StopFor(t.Context(), p.Number, "staff:1", p.Now); err != nil {
		t.Fatal(err)
	}
	c, err := p.Files.ByPhone(t.Context(), p.Number)
	if err != nil {
		t.Fatal(err)
	}
	p.Number = "+8613800138111"
	if _, err := p.Files.Save(t.Context(), customer.Input{ID: c.ID, Version: c.Version, Name: c.Name, Phone: string(p.Number)}, "staff:1", p.Now); err != nil {
		t.Fatal(err)
	}
	p.Erase(p.Erasing())
	if is, err := p.Files.Stopped(t.Context(), p.Number); err != nil || !is {
		t.Errorf("the new number is stopped: %v %v", is, err)
	}
}

// Whatever is told again afterwards reaches nobody, and a new complaint knows
// nothing of the old ones.
func TestAfterwardsThePersonIsAStranger(t *testing.T) {
	store, p := newPersona(t)
	late := p.Complain(ticket.Intake{Kind: ticket.Inquiry, Reason: "price", Name: "欧阳小敏", Phone: string(p.Number), Text: "?"})
	if _, err := p.Desk.Withdraw(t.Context(), p.Now, ticket.TheSystem, late, 0, "撤回", false); err != nil {
		t.Fatal(err)
	}
	p.Erase(p.Erasing())
	p.Flow()
	row, err := store.Ledger().Row(t.Context(), ledger.ToCustomerOf(ticket.Subject(late)+"/000001"))
	if err != nil || row.State != ledger.Skipped || row.Why != "erased" {
		t.Errorf("told late: %+v %v", row, err)
	}
	if found := traces(t, store, append(p.Private, p.Key, p.Former)...); found != nil {
		t.Errorf("left: %v", found)
	}
	if _, err := p.Desk.Look(t.Context(), p.Now, ticket.Claim{Number: p.Tickets[0]}); !errs.Is(err, errs.NotFound) {
		t.Errorf("opened without a number: %v", err)
	}
	agent := ticket.Actor{By: "staff:1", Staff: "1", Badge: "A1"}
	for what, do := range map[string]func() (ticket.Ticket, error){
		"noted": func() (ticket.Ticket, error) {
			return p.Desk.Note(t.Context(), p.Now, agent, p.Tickets[0], "她姓欧阳")
		},
		"reopened": func() (ticket.Ticket, error) {
			return p.Desk.Reopen(t.Context(), p.Now, agent, p.Tickets[0], 0, "她又来电")
		},
		"heard": func() (ticket.Ticket, error) {
			return p.Desk.Hear(t.Context(), p.Now, agent, p.Tickets[0], 0, "我是小敏")
		},
	} {
		if _, err := do(); !errs.Is(err, errs.Conflict) {
			t.Errorf("%s: %v", what, err)
		}
	}
	anew := p.Complain(ticket.Intake{Kind: ticket.Complaint, Reason: "damaged", Target: "goods", Name: "欧阳小敏", Phone: string(p.Number),
		Waybill: "SF7777001", Text: "又碎了"})
	got, who, err := store.Tickets().Contact(t.Context(), anew)
	if err != nil || who.Known || got.Linked != nil || got.Class != "" || got.Chases != 0 {
		t.Errorf("the new one: %+v %+v %v", got, who, err)
	}
}

// More tickets than one call takes are erased by several.
func TestManyTicketsTakeSeveralCalls(t *testing.T) {
	store, p := newPersona(t)
	for range 60 {
		n := p.Complain(ticket.Intake{Kind: ticket.Inquiry, Reason: "price", Name: "欧阳小敏", Phone: string(p.Number), Text: "青瓷花瓶?"})
		if _, err := p.Desk.Withdraw(t.Context(), p.Now, ticket.TheSystem, n, 0, "撤回", false); err != nil {
			t.Fatal(err)
		}
	}
	calls := 0
	for finished := false; !finished; calls++ {
		r, err := p.Erasing().Erase(t.Context(), p.Number, person.Asked, "staff:9", p.Now)
		if err != nil || r.Tickets != 64 {
			t.Fatalf("%+v %v", r, err)
		}
		finished = r.Finished
	}
	if found := traces(t, store, append(p.Private, p.Key, p.Former)...); found != nil || calls != 3 {
		t.Errorf("after %d calls: %v", calls, found)
	}
}

// Greetings are found for as long as their rows are kept.
func TestOldGreetingsAreFound(t *testing.T) {
	store, p := newPersona(t)
	for _, back := range []int{0, 1, 98, 99, 100, 199, 399, 400, 402} {
		id := greeting.Guard(p.Key, calendar.DateIn(storetest.MidAutumn, time.UTC).AddDays(1-back))
		if err := store.Ledger().Put(t.Context(), ledger.Row{Message: ledger.Message{ID: id}, State: ledger.Accepted, PhoneKey: p.Key, Version: versionOf(t, store, id) + 1}); err != nil {
			t.Fatal(err)
		}
	}
	p.Erase(p.Erasing())
	if found := traces(t, store, p.Key); found != nil {
		t.Errorf("left: %v", found)
	}
}

func versionOf(t *testing.T, store *memory.Store, id string) int {
	row, err := store.Ledger().Row(t.Context(), id)
	if err != nil && !errs.Is(err, errs.NotFound) {
		t.Fatal(err)
	}
	return row.Version
}

// Somebody else stays as he is.
func TestOnlyTheNumberIsErased(t *testing.T) {
	store, p := newPersona(t)
	const other phone.Number = "+8613700137000"
	number := p.Complain(ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Name: "王芳", Phone: string(other), Waybill: "SF7777001", Text: "晚了"})
	if _, err := p.Files.Meet(t.Context(), customer.Visitor{Name: "王芳", Phone: other}, "customer", p.Now); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Files.RequestCode(t.Context(), other, "zh", p.Now); err != nil {
		t.Fatal(err)
	}
	p.Flow()
	was := traces(t, store, "王芳", "13700137000", "137****7000")
	p.Erase(p.Erasing())
	if is := traces(t, store, "王芳", "13700137000", "137****7000"); strings.Join(is, "\n") != strings.Join(was, "\n") {
		t.Errorf("is %v\nwas %v", is, was)
	}
	if found, err := store.Tickets().ByWaybill(t.Context(), "SF7777001", 9); err != nil || len(found) != 1 || found[0] != number {
		t.Errorf("by waybill: %v %v", found, err)
	}
}
