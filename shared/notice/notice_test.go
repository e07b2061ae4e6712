package notice_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/ledger"
	"huiyin/shared/notice"
	"huiyin/shared/phone"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
)

// got checks what a telephone received: one fragment for each message.
func (w *world) got(number phone.Number, fragments ...string) {
	w.Helper()
	sent := w.sent[number]
	if len(sent) != len(fragments) {
		w.Errorf("%s got %d messages, want %d: %q", number, len(sent), len(fragments), sent)
		return
	}
	for i, f := range fragments {
		if !strings.Contains(sent[i], f) {
			w.Errorf("%s got %q, want %q in it", number, sent[i], f)
		}
	}
}

// rule: JY-2 the SMS that confirms says what happens next and by when.
// rule: JY-10 the last one says it is done, thanks, and how to reach us.
// rule: PD-10 an agent speaks with the badge number.
func TestACustomerIsToldEachStepOnce(t *testing.T) {
	w := newWorld(t)
	in := query(customer1)
	in.Kind, in.Reason = ticket.Complaint, "damaged"
	number := w.open(in)
	w.flow(morning, 5)
	steps := []func(now time.Time) error{
		func(now time.Time) error {
			_, err := w.tickets.Reply(t.Context(), now, owner, number, 0, ticket.Saying{Text: "已请网点核实", Interim: true, NextBy: now.Add(2 * time.Hour)})
			return err
		},
		func(now time.Time) error {
			_, err := w.tickets.Promise(t.Context(), now, owner, number, 0, now.Add(5*time.Hour), "reply")
			return err
		},
		func(now time.Time) error {
			_, err := w.tickets.Resolve(t.Context(), now, owner, number, 0, ticket.Outcome{Cause: "包装不当", Plan: "理赔", Action: "已报理赔部", Result: "同意赔付"})
			return err
		},
		func(now time.Time) error {
			_, err := w.tickets.Reopen(t.Context(), now, owner, number, 0, "客户来电")
			return err
		},
		func(now time.Time) error {
			_, err := w.tickets.Reply(t.Context(), now, owner, number, 0, ticket.Saying{Text: "赔付已到账"})
			return err
		},
	}
	for i, do := range steps {
		now := morning.Add(time.Duration(i+1) * 10 * time.Minute)
		if err := do(now); err != nil {
			t.Fatal(i, err)
		}
		w.flow(now, 5)
	}
	w.got(customer1, "今天12:00前", "客服8001", "抱歉", "已办结", "重新办理", "已答复")
}

func TestNobodyAnswers(t *testing.T) {
	w := newWorld(t)
	number := w.open(query(customer1))
	if _, err := w.tickets.Take(t.Context(), morning, owner, number, 0); err != nil {
		t.Fatal(err)
	}
	for minute := range 95 {
		w.tick(morning.Add(time.Duration(minute) * time.Minute))
	}
	w.got(ownerPhone, "今天10:30前", "已超时")
	w.got(bossPhone, "已超时") // two supervisors, one telephone, one SMS
	w.got(managerPhone, "升级")
}

// No owner: the supervisor hears of the warning; never nobody.
func TestAWarningWithoutOwnerGoesToTheSupervisor(t *testing.T) {
	w := newWorld(t)
	w.open(query(customer1))
	w.tick(morning.Add(24 * time.Minute))
	w.got(ownerPhone)
	w.got(bossPhone, "今天10:30前")
}

func TestAnsweredInBetweenAlarmsNobody(t *testing.T) {
	w := newWorld(t)
	number := w.open(query(customer1))
	if _, err := w.sweeps.Run(t.Context(), morning.Add(24*time.Minute), "w", func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	if _, err := w.tickets.Reply(t.Context(), morning.Add(24*time.Minute), owner, number, 0, ticket.Saying{Text: "已签收"}); err != nil {
		t.Fatal(err)
	}
	w.flow(morning.Add(25*time.Minute), 1)
	w.got(bossPhone)
}

// From five due tickets of one person on there is one message, however often
// the run's event comes; every ticket still has its own event.
func TestFiveDueTicketsAreOneDigest(t *testing.T) {
	for _, n := range []int{4, 5, 30} {
		w := newWorld(t)
		for i := range n {
			w.open(query(phone.Number(fmt.Sprintf("+86138001380%02d", i))))
		}
		w.flow(morning, 1)
		w.tick(morning.Add(24 * time.Minute))
		if n < 5 {
			w.got(bossPhone, "答复", "答复", "答复", "答复")
		} else {
			w.got(bossPhone, fmt.Sprintf("%d件工单到点，其中0件", n))
		}
	}
}

// A digest that has gone out isn't followed by single messages because some
// tickets were answered before the event came again.
func TestADigestIsNotTakenApart(t *testing.T) {
	w := newWorld(t)
	var numbers []string
	for i := range 5 {
		numbers = append(numbers, w.open(query(phone.Number(fmt.Sprintf("+86138001380%02d", i)))))
	}
	at := morning.Add(24 * time.Minute)
	w.tick(at)
	if _, err := w.tickets.Reply(t.Context(), at, owner, numbers[0], 0, ticket.Saying{Text: "已签收"}); err != nil {
		t.Fatal(err)
	}
	w.told = 0 // the whole history once more
	w.flow(at.Add(time.Minute), 1)
	w.got(bossPhone, "5件工单到点")
}

// A run that was left open is closed by a sweep two minutes later, and told
// then.
func TestAnAbandonedRunIsTold(t *testing.T) {
	w := newWorld(t)
	number := w.open(query(customer1))
	w.flow(morning, 1)
	at := morning.Add(24 * time.Minute)
	if err := w.store.Sweeps().JoinRun(t.Context(), "2026-09-25T02:24:00.000Z", "dead", at.Add(2*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.tickets.Sweep(t.Context(), at, "2026-09-25T02:24:00.000Z", number); err != nil {
		t.Fatal(err)
	}
	w.tick(at.Add(time.Minute))
	w.got(bossPhone)
	w.tick(at.Add(2 * time.Minute))
	w.got(bossPhone, "今天10:30前")
}

// rule: NJ-13 what is beyond one's power goes to a superior, at once.
func TestAnEscalationIsToldAtOnce(t *testing.T) {
	w := newWorld(t)
	number := w.open(query(customer1))
	if _, err := w.tickets.Escalate(t.Context(), morning, owner, number, 0, "manager", "客户要求找经理"); err != nil {
		t.Fatal(err)
	}
	w.flow(morning, 3)
	w.got(managerPhone, "人工上报")
}

func TestWithdrawnAndSpamConfirmNothing(t *testing.T) {
	w := newWorld(t)
	number := w.open(query(customer1))
	if _, err := w.tickets.Withdraw(t.Context(), morning, owner, number, 0, "广告", true); err != nil {
		t.Fatal(err)
	}
	w.flow(morning, 1)
	w.got(customer1)
	row, err := w.store.Ledger().Row(t.Context(), ticket.Subject(number)+"/000001.customer")
	if err != nil || row.State != ledger.Skipped || row.Why != "settled" {
		t.Errorf("row %+v (%v)", row, err)
	}
}

func TestEveryPlannedEventIsListed(t *testing.T) {
	seen := map[string]bool{}
	for _, typ := range notice.Types() {
		if seen[string(typ)] {
			t.Errorf("%s twice", typ)
		}
		seen[string(typ)] = true
	}
	if len(seen) < 11 {
		t.Errorf("only %d types", len(seen))
	}
}

// Every service morning a supervisor gets one list of what is overdue, however
// many sweeps come and however often the event does.
func TestTheMorningListComesOnce(t *testing.T) {
	w := newWorld(t)
	w.open(query(customer1))
	w.open(query("+8613700137000"))
	for minute := 24; minute < 95; minute++ { // told one by one today
		w.tick(morning.Add(time.Duration(minute) * time.Minute))
	}
	before := len(w.sent[bossPhone])
	list := &sweep.Morning{Lines: w.store.Tickets().Lines, Tell: w.store.Sweeps().Tell,
		Opened: func(context.Context, time.Time) ([]sweep.Opening, error) {
			return []sweep.Opening{{Team: "service", Date: "2026-09-26"}, {Team: "nobody", Date: "2026-09-26"}}, nil
		}}
	next := time.Date(2026, 9, 26, 0, 30, 0, 0, time.UTC)
	for minute := range 5 {
		if minute == 2 { // another process
			list = &sweep.Morning{Opened: list.Opened, Lines: list.Lines, Tell: list.Tell}
		}
		if err := list.Run(t.Context(), next.Add(time.Duration(minute)*time.Minute)); err != nil {
			t.Fatal(err)
		}
		w.flow(next, 3)
	}
	sent := w.sent[bossPhone][before:]
	if len(sent) != 1 || !strings.Contains(sent[0], "今晨有2件") {
		t.Errorf("sent %q", sent)
	}
}

// News that waited through the night are not told when the time they name has
// passed.
func TestATimeThatHasPassedIsNoNews(t *testing.T) {
	w := newWorld(t)
	in := query(customer1)
	in.Kind, in.Reason = ticket.Complaint, "lost"
	number := w.open(in)
	w.flow(morning, 1)
	night := time.Date(2026, 9, 25, 15, 0, 0, 0, time.UTC) // 23:00
	if _, err := w.tickets.Reply(t.Context(), night, owner, number, 0, ticket.Saying{Text: "已请夜班查找", Interim: true, NextBy: night.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	w.flow(night, 1)
	w.tick(night.Add(8 * time.Hour)) // 07:00
	w.got(customer1, "今天12:00前")
}
