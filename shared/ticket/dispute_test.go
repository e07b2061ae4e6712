package ticket_test

import (
	"context"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

func init() {
	deeds[ticket.Contest] = func(w *world, ctx context.Context, now time.Time, n string) error {
		if w.get(n).Stage == ticket.Handling || w.get(n).Stage == ticket.Waiting {
			_ = deeds[ticket.Reply](w, ctx, now, n)
		}
		return second(w.Dispute(ctx, now, agent, n, 0, ticket.Objection{Reason: "客户不认可"}))
	}
	deeds[ticket.Rule] = func(w *world, ctx context.Context, now time.Time, n string) error {
		t := w.get(n)
		if t.Disputed() == nil && t.Stage != ticket.Closed {
			_ = deeds[ticket.Contest](w, ctx, now, n)
		}
		return second(w.Rule(ctx, now, boss, n, 0, ruling))
	}
}

var ruling = ticket.Decision{Ruling: ticket.PartlyUpheld, Ground: "照片显示外箱完好", Text: "经复核，我们另补您运费。"}

// disputed is a complaint that was answered, of which the customer disagrees.
func (w *world) disputed() string {
	w.Helper()
	number := w.open(complaint()).Number
	for i, a := range []ticket.Action{ticket.Resolve, ticket.Revisit} {
		if err := deeds[a](w, w.Context(), minutes(i+1), number); err != nil {
			w.Fatal(err)
		}
	}
	if _, err := w.Dispute(w.Context(), minutes(10), agent, number, 0, ticket.Objection{Reason: "客户不认可"}); err != nil {
		w.Fatal(err)
	}
	return number
}

// rule: SJ-19 a dispute is reviewed by somebody uninvolved, closing waits for
// the ruling, and the customer is told by a public reply.
func TestADisputeIsRuledOnBySomebodyUninvolved(t *testing.T) {
	w := newWorld(t)
	number := w.disputed()
	got := w.get(number)
	if d := got.Disputed(); d == nil || d.Reviewer != "s1" {
		t.Fatalf("dispute %+v", d)
	}
	w.waitsFor("s1", number)
	if got, err := w.SumUp(t.Context(), minutes(11), agent, number, 0, "逐件扫描"); err != nil || got.Stage != ticket.Resolved || got.Next != ticket.StepRuled {
		t.Errorf("summed up: %s, next %s (%v)", got.Stage, got.Next, err)
	}
	for _, who := range []ticket.Actor{agent, {By: event.Staff("s2"), Staff: "s2"}, {By: "account:x"}} {
		if _, err := w.Rule(t.Context(), minutes(12), who, number, 0, ruling); errs.As(err).Code != "ticket.not_reviewer" {
			t.Errorf("%s ruled: %v", who.By, err)
		}
	}
	if _, err := w.Reopen(t.Context(), minutes(12), boss, number, 0, "我来办"); errs.As(err).Code != "ticket.reviews" {
		t.Errorf("the reviewer took part: %v", err)
	}
	got, err := w.Rule(t.Context(), minutes(13), boss, number, 0, ruling)
	if err != nil || got.Stage != ticket.Closed || got.Disputed() != nil || got.Disputes[0].Ruling != ticket.PartlyUpheld || !got.AnsweredAt.Equal(minutes(13)) {
		t.Errorf("ruled: %s %+v (%v)", got.Stage, got.Disputes, err)
	}
	w.waitsFor("s1")
	d, err := w.Store.Lookup(t.Context(), number)
	if last := d.Words[len(d.Words)-1]; err != nil || last.Text != ruling.Text || last.Kind != ticket.FromAgent || last.Badge != "9001" {
		t.Errorf("the customer reads %+v (%v)", last, err)
	}
	if kinds := types(w.events(number)); kinds != "opened assigned analysed planned carried_out resolved revisited disputed summed_up ruled replied closed" {
		t.Errorf("history %s", kinds)
	}
}

func (w *world) waitsFor(reviewer string, want ...string) {
	w.Helper()
	got, err := w.Store.Reviews(w.Context(), reviewer, 10)
	if err != nil || !equal(got, want) {
		w.Errorf("%s has to rule on %v, want %v (%v)", reviewer, got, want, err)
	}
}

// rule: SJ-19 nobody who had to do with the ticket rules; who could is said.
func TestWhoIsInvolvedDoesNotRule(t *testing.T) {
	answered := func(w *world) string {
		number := w.open(complaint()).Number
		if err := deeds[ticket.Resolve](w, t.Context(), minutes(1), number); err != nil {
			t.Fatal(err)
		}
		return number
	}
	dispute := func(w *world, by ticket.Actor, number, reviewer string) error {
		return second(w.Dispute(t.Context(), minutes(5), by, number, 0, ticket.Objection{Reason: "不认可", Reviewer: reviewer}))
	}
	acted := newWorld(t)
	number := answered(acted)
	if _, err := acted.Note(t.Context(), minutes(2), boss, number, "我看过了"); err != nil {
		t.Fatal(err)
	}
	if e := errs.As(dispute(acted, agent, number, "")); e.Code != "ticket.no_reviewer" || e.Args["could"] != "9002, 9003" {
		t.Errorf("the only one on duty acted: %v %v", e, e.Args)
	}
	if err := dispute(acted, agent, number, "s1"); fields(err) != "reviewer:ticket.reviewer_involved" {
		t.Errorf("named all the same: %v", err)
	}
	if err := dispute(acted, agent, number, "s3"); err != nil {
		t.Errorf("one off duty who is named: %v", err)
	}
	if err := dispute(acted, agent, number, ""); errs.As(err).Code != "ticket.disputed" {
		t.Errorf("twice: %v", err)
	}
	if err := dispute(acted, agent, number, "s2"); err != nil {
		t.Errorf("handed to another: %v", err)
	}
	acted.waitsFor("s3")
	acted.waitsFor("s2", number)

	owns := newWorld(t)
	number = answered(owns)
	if err := deeds[ticket.Reopen](owns, t.Context(), minutes(2), number); err != nil {
		t.Fatal(err)
	}
	if _, err := owns.Assign(t.Context(), minutes(3), agent, number, 0, ticket.Assignee{Staff: "s1", Badge: "9001"}); err != nil {
		t.Fatal(err)
	}
	if err := dispute(owns, agent, number, ""); errs.As(err).Code != "ticket.no_reviewer" {
		t.Errorf("the owner: %v", err)
	}
	writes := newWorld(t)
	if err := dispute(writes, boss, answered(writes), ""); errs.As(err).Code != "ticket.no_reviewer" {
		t.Errorf("whoever writes it down: %v", err)
	}
	accused := newWorld(t)
	in := complaint()
	in.Reason, in.Target, in.Accused = "attitude", "agent", "9001"
	number = accused.open(in).Number
	if _, err := accused.Reply(t.Context(), minutes(1), agent, number, 0, ticket.Saying{Text: "已核实"}); err != nil {
		t.Fatal(err)
	}
	if err := dispute(accused, agent, number, ""); errs.As(err).Code != "ticket.no_reviewer" {
		t.Errorf("the accused: %v", err)
	}
	fresh := newWorld(t)
	if err := dispute(fresh, agent, fresh.open(inquiry("price")).Number, ""); errs.As(err).Kind != errs.Conflict {
		t.Errorf("without an answer: %v", err)
	}
}

// A dispute that will not be ruled on leaves its reviewer's list.
func TestADisputeEndsWithItsTicket(t *testing.T) {
	for name, do := range map[string]func(*world, string) error{
		"erased": func(w *world, number string) error { return second(w.Erase(t.Context(), minutes(20), agent, number)) },
		"withdrawn": func(w *world, number string) error {
			if err := deeds[ticket.Reopen](w, t.Context(), minutes(19), number); err != nil {
				return err
			}
			return deeds[ticket.Withdraw](w, t.Context(), minutes(20), number)
		},
	} {
		w := newWorld(t)
		number := w.disputed()
		if err := do(w, number); err != nil {
			t.Fatal(name, err)
		}
		w.waitsFor("s1")
		if got := w.get(number); got.Listed() || got.Disputed() != nil {
			t.Errorf("%s: listed %v", name, got.Listed())
		}
	}
}

// A closed complaint that is disputed waits for the ruling again.
func TestAClosedComplaintCanBeDisputed(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	for i, a := range []ticket.Action{ticket.Resolve, ticket.Revisit, ticket.SumUp, ticket.Contest} {
		if err := deeds[a](w, t.Context(), minutes(i+1), number); err != nil {
			t.Fatal(a, err)
		}
	}
	if got := w.get(number); got.Stage != ticket.Resolved || got.Next != ticket.StepRuled || !got.ClosedAt.IsZero() || !got.Listed() {
		t.Errorf("%s, next %q", got.Stage, got.Next)
	}
	if got, err := w.Rule(t.Context(), minutes(9), boss, number, 0, ruling); err != nil || got.Stage != ticket.Closed {
		t.Errorf("%s (%v)", got.Stage, err)
	}
}

// rule: PD-9 a complaint chased twice without result that nobody reported
// upwards: the violation is proposed with the escalation.
func TestAComplaintNobodyReportedIsAViolation(t *testing.T) {
	for name, c := range map[string]struct {
		in       ticket.Intake
		reported bool
		want     int
	}{
		"unreported": {complaint(), false, 1}, "reported": {complaint(), true, 0},
		"an inquiry": {func() ticket.Intake { in := inquiry("cargo_status"); in.Waybill = "SD2026060901"; return in }(), false, 0},
	} {
		w := newWorld(t)
		number := w.open(c.in).Number
		if err := deeds[ticket.Take](w, t.Context(), minutes(1), number); err != nil {
			t.Fatal(err)
		}
		if c.reported {
			if err := deeds[ticket.Escalate](w, t.Context(), minutes(2), number); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 3 {
			if _, err := w.Open(t.Context(), minutes(10+i), ticket.TheCustomer, c.in); err != nil {
				t.Fatal(err)
			}
		}
		page, err := w.store.Violations().Month(t.Context(), "2026-06", "", 10)
		if err != nil || len(page.Violations) != c.want {
			t.Fatalf("%s: %+v (%v)", name, page.Violations, err)
		}
		if c.want == 0 {
			continue
		}
		v := page.Violations[0]
		if v.Kind != violation.NotReported || v.Yuan != 100 || v.State != violation.Proposed || v.Person != "a1" || v.Ticket != number || v.By != event.System || v.ID != "2026-06-09-"+number {
			t.Errorf("%+v", v)
		}
	}
}
