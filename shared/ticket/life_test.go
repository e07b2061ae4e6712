package ticket_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// deeds does each action once, in a way that is right but for the stage.
var deeds = map[ticket.Action]func(w *world, ctx context.Context, now time.Time, number string) error{
	ticket.Take: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Take(ctx, now, agent, n, 0))
	},
	ticket.Assign: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Assign(ctx, now, agent, n, 0, ticket.Assignee{Staff: "a2", Badge: "8002"}))
	},
	ticket.Reply: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Reply(ctx, now, agent, n, 0, ticket.Saying{Text: "包裹今天送到"}))
	},
	ticket.Note: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Note(ctx, now, agent, n, "已核实"))
	},
	ticket.Hear: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Hear(ctx, now, agent, n, 0, "客户来电补充"))
	},
	ticket.Pause: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Pause(ctx, now, agent, n, 0, "partner", "等对方回话"))
	},
	ticket.Resume: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Resume(ctx, now, agent, n, 0))
	},
	ticket.CarryOver: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.CarryOver(ctx, now, agent, n, 0, "对方下班"))
	},
	ticket.Promise: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Promise(ctx, now, agent, n, 0, now.Add(time.Hour), "work"))
	},
	ticket.Done: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Done(ctx, now, agent, n, 0))
	},
	ticket.ChangePriority: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.ChangePriority(ctx, now, agent, n, 0, "urgent", "生鲜"))
	},
	ticket.Escalate: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Escalate(ctx, now, agent, n, 0, "", "客户要求"))
	},
	ticket.Resolve: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Resolve(ctx, now, agent, n, 0, w.outcome(n)))
	},
	ticket.Reopen: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Reopen(ctx, now, agent, n, 0, "客户不满意"))
	},
	ticket.Merge: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Merge(ctx, now, agent, n, 0, w.target()))
	},
	ticket.Attach: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Attach(ctx, now, agent, n, photo("f2")))
	},
	ticket.Detach: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Detach(ctx, now, agent, n, "f1", "传错了"))
	},
	ticket.Withdraw: func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Withdraw(ctx, now, agent, n, 0, "客户撤回", false))
	},
}

func second(_ ticket.Ticket, err error) error { return err }

// target is another open ticket.
func (w *world) target() string {
	in := inquiry("other")
	in.Phone = "+8613600136000"
	r, err := w.Open(w.Context(), morning, agent, in)
	if err != nil {
		w.Fatal(err)
	}
	return r.Number
}

// roads lead a fresh ticket to each stage.
var roads = map[ticket.Stage][]ticket.Action{
	ticket.Received: nil, ticket.Handling: {ticket.Take}, ticket.Waiting: {ticket.Pause}, ticket.Resolved: {ticket.Resolve},
	ticket.Closed: {ticket.Resolve, ticket.Revisit, ticket.SumUp}, ticket.Merged: {ticket.Merge}, ticket.Withdrawn: {ticket.Withdraw},
}

// allowed is the life cycle once more, written the other way round: what may
// be done in a stage.
var allowed = map[ticket.Stage]string{
	ticket.Received:  "analyse assign attach carry_out carry_over change_priority customer_message detach done escalate hand_over merge note pause plan promise reply resolve resume take withdraw",
	ticket.Handling:  "accept_hand_over analyse assign attach carry_out carry_over change_priority customer_message detach dispute done escalate hand_back hand_over link_hand_over merge note pause plan promise reply resolve resume ruling take take_back withdraw",
	ticket.Waiting:   "accept_hand_over analyse assign attach carry_out carry_over change_priority customer_message detach dispute done escalate hand_back hand_over link_hand_over merge note pause plan promise reply resolve resume ruling take take_back withdraw",
	ticket.Resolved:  "attach customer_message detach dispute note reopen revisit ruling sum_up",
	ticket.Closed:    "customer_message detach dispute note reopen",
	ticket.Merged:    "detach note",
	ticket.Withdrawn: "detach note",
}

func TestEveryActionInEveryStage(t *testing.T) {
	for stage, road := range roads {
		var names []string
		for _, a := range ticket.Allowed(stage) {
			names = append(names, string(a))
		}
		if got := strings.Join(names, " "); got != allowed[stage] {
			t.Errorf("%s allows %q", stage, got)
		}
		for action, deed := range deeds {
			t.Run(string(stage)+"/"+string(action), func(t *testing.T) {
				w := newWorld(t)
				number := w.open(complaint()).Number
				now := morning.Add(time.Minute)
				if _, err := w.Attach(t.Context(), now, agent, number, photo("f1")); err != nil {
					t.Fatal(err)
				}
				for _, a := range road {
					if err := deeds[a](w, t.Context(), now, number); err != nil {
						t.Fatalf("on the road: %s: %v", a, err)
					}
				}
				before := w.get(number)
				err := deed(w, t.Context(), now.Add(time.Minute), number)
				if strings.Contains(" "+allowed[stage]+" ", " "+string(action)+" ") {
					if err != nil {
						t.Errorf("refused: %v", err)
					}
					return
				}
				e := errs.As(err)
				var could []string
				for _, a := range before.Allowed() { // by the stage, less what has no ground yet
					could = append(could, string(a))
					if !strings.Contains(" "+allowed[stage]+" ", " "+string(a)+" ") {
						t.Errorf("%s allows %s", stage, a)
					}
				}
				if e.Kind != errs.Conflict || e.Args["allowed"] != strings.Join(could, ", ") {
					t.Errorf("answer %v, allowed %v", err, e.Args["allowed"])
				}
				if after := w.get(number); after.Version != before.Version {
					t.Error("a refused action changed the ticket")
				}
			})
		}
	}
}

func TestAStaleEditChangesNothing(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	seen := ticket.Expect(w.get(number).Version)
	if _, err := w.Take(t.Context(), morning.Add(time.Minute), agent, number, seen); err != nil {
		t.Fatal(err)
	}
	_, err := w.Resolve(t.Context(), morning.Add(2*time.Minute), other, number, seen, ticket.Outcome{Cause: "x", Result: "已办好"})
	if !errs.Is(err, errs.Stale) {
		t.Errorf("second editor: %v", err)
	}
	if got := w.get(number); got.Stage != ticket.Handling || got.Owner != "a1" {
		t.Errorf("ticket %+v", got)
	}
}

// rule: PD-12 an interim reply says what is being done and fixes the next one.
// rule: NJ-14 so does every reply on a complaint that is not final.
func TestAnInterimReplyOwesTheNext(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	now := morning.Add(5 * time.Minute)
	for text, want := range map[string]string{
		"正在处理，请稍等。":               "nextReplyAt:ticket.next_reply text:ticket.holding",
		"已联系成都分拨中心查件":             "nextReplyAt:ticket.next_reply",
		"关我什么事":                   "text:ticket.forbidden_words", // rule: PD-10
		strings.Repeat("长", 4001): "text:too_long",
		"   ":                     "text:required",
	} {
		_, err := w.Reply(t.Context(), now, agent, number, 0, ticket.Saying{Text: text, Interim: true})
		if got := fields(err); got != want {
			t.Errorf("%.12s: %q, want %q", text, got, want)
		}
	}
	by := now.Add(time.Hour)
	got, err := w.Reply(t.Context(), now, agent, number, 0, ticket.Saying{Text: "已联系成都分拨中心查件", Interim: true, NextBy: by})
	if err != nil {
		t.Fatal(err)
	}
	if due := got.PromisedBy(); !due.Equal(by) {
		t.Errorf("next reply due %v, want %v", due, by)
	}
	if kinds := types(w.events(number)); kinds != "opened assigned replied promised" {
		t.Errorf("history %s", kinds)
	}
	if got.Owner != "a1" {
		t.Errorf("rule NJ-15: whoever takes it up owns it, not %q", got.Owner)
	}
}

// rule: NJ-9 a promise that is moved is told by itself; moved twice escalates.
func TestAPromiseMovedTwiceEscalates(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	for i := range 3 {
		now := morning.Add(time.Duration(i+1) * time.Minute)
		if _, err := w.Promise(t.Context(), now, agent, number, 0, now.Add(time.Hour), "work"); err != nil {
			t.Fatal(err)
		}
	}
	history := w.events(number)
	if got := types(history); got != "opened promised promised promised escalated" {
		t.Fatalf("history %s", got)
	}
	for i, want := range []int{0, 1, 2} {
		var f ticket.PromiseFacts
		if err := history[i+1].Into(&f); err != nil || f.Moved != want {
			t.Errorf("promise %d: moved %d (%v)", i, f.Moved, err)
		}
	}
}

// rule: JY-9 the agent a complaint names does not handle it.
func TestTheAccusedDoesNotHandle(t *testing.T) {
	w := newWorld(t)
	in := complaint()
	in.Reason, in.Target, in.Accused = "attitude", "agent", "8001"
	number := w.open(in).Number
	if _, err := w.Take(t.Context(), morning, agent, number, 0); !errs.Is(err, errs.Conflict) {
		t.Errorf("the accused took it: %v", err)
	}
	if _, err := w.Take(t.Context(), morning, other, number, 0); err != nil {
		t.Errorf("a colleague: %v", err)
	}
	for typed, want := range map[string]bool{"8001": true, "工号8001，姓陈": true, "sh8001": false, "80011": false, "陈静": true, "陈": false, "": false} {
		accused := ticket.Ticket{Target: ticket.AboutAgent, Accused: typed}
		if accused.Accuses("8001", "陈静") != want || accused.Accuses("", "") {
			t.Errorf("%q is about 8001, 陈静: %v", typed, !want)
		}
	}
	if (&ticket.Ticket{Target: ticket.AboutService, Accused: "8001"}).Accuses("8001", "") {
		t.Error("a complaint about the service accuses somebody")
	}
}

// rule: PD-3 a carried-over query is due next service morning, once per ticket.
func TestACarriedOverQueryIsDueNextMorning(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	got, err := w.CarryOver(t.Context(), morning.Add(time.Minute), agent, number, 0, "对方网点电话不通")
	if want := time.Date(2026, 6, 10, 1, 0, 0, 0, time.UTC); err != nil || !got.PromisedBy().Equal(want) {
		t.Errorf("due %v (%v)", got.PromisedBy(), err)
	}
	if _, err := w.CarryOver(t.Context(), morning.Add(2*time.Minute), agent, number, 0, "再来一次"); !errs.Is(err, errs.Conflict) {
		t.Errorf("twice: %v", err)
	}
}

func TestACustomersMessageEndsHisWaitAndReopens(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	claim := ticket.Claim{Number: number, Last4: "8000"}
	steps := []struct {
		do   func() error
		want ticket.Stage
	}{
		{func() error {
			return second(w.Pause(t.Context(), morning.Add(1*time.Minute), agent, number, 0, "", "请补照片"))
		}, ticket.Waiting},
		{func() error {
			_, err := w.Message(t.Context(), morning.Add(2*time.Minute), claim, "照片已发", "")
			return err
		}, ticket.Handling},
		{func() error {
			return second(w.Pause(t.Context(), morning.Add(3*time.Minute), agent, number, 0, "partner", "等兄弟公司"))
		}, ticket.Waiting},
		{func() error {
			_, err := w.Message(t.Context(), morning.Add(4*time.Minute), claim, "怎么样了", "")
			return err
		}, ticket.Waiting},
		{func() error { return deeds[ticket.Resolve](w, t.Context(), morning.Add(5*time.Minute), number) }, ticket.Resolved},
		{func() error {
			_, err := w.Message(t.Context(), morning.Add(6*time.Minute), claim, "还是坏的", "k")
			return err
		}, ticket.Handling},
	}
	for i, s := range steps {
		if err := s.do(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if got := w.get(number).Stage; got != s.want {
			t.Errorf("step %d: %s, want %s", i, got, s.want)
		}
	}
	got := w.get(number)
	if _, owed := got.SLA.DueOf("next_response"); got.Reopenings != 1 || !owed {
		t.Errorf("%d reopenings, next response owed: %v", got.Reopenings, owed)
	}
}

// A matter that was resolved is closed for chases: the next form is a new
// ticket, and the old one can still be reopened.
func TestAResolvedMatterIsANewTicket(t *testing.T) {
	w := newWorld(t)
	first := w.open(complaint()).Number
	if err := deeds[ticket.Resolve](w, t.Context(), morning.Add(time.Minute), first); err != nil {
		t.Fatal(err)
	}
	r, err := w.Open(t.Context(), morning.Add(2*time.Minute), ticket.TheCustomer, complaint())
	if err != nil || r.Chased || r.Number == first {
		t.Fatalf("receipt %+v (%v)", r, err)
	}
	if err := deeds[ticket.Reopen](w, t.Context(), morning.Add(3*time.Minute), first); err != nil {
		t.Errorf("reopen: %v", err)
	}
}

func TestMergingLeavesTheOtherUntouched(t *testing.T) {
	w := newWorld(t)
	from, into := w.open(complaint()).Number, w.target()
	before := w.get(into)
	if _, err := w.Merge(t.Context(), morning.Add(time.Minute), agent, from, 0, into); err != nil {
		t.Fatal(err)
	}
	a, b := w.get(from), w.get(into)
	if a.Stage != ticket.Merged || a.MergedInto != into || b.Stage != before.Stage || b.PromisedBy() != before.PromisedBy() {
		t.Errorf("from %+v into %+v", a, b)
	}
	if got := types(w.events(into)); got != "opened assigned absorbed" {
		t.Errorf("history %s", got)
	}
	if _, err := w.Merge(t.Context(), morning, agent, into, 0, "333333333"); fields(err) != "into:ticket.no_such" {
		t.Errorf("into nothing: %v", err)
	}
}
