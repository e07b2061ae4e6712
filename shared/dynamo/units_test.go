package dynamo_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/audit"
	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/errs"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
)

// A ticket's life as it is billed: what each step writes and reads. The paper
// model: a transaction costs two units for each kilobyte begun of each item,
// an index one for an entry that comes, goes or is rewritten and two for one
// that moves.
func TestWhatATicketsLifeCosts(t *testing.T) {
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	desk := storetest.Desk(table.Tickets())
	agent := ticket.Actor{By: "staff:1", Staff: "1", Badge: "A1", Team: "service"}
	now := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	number := ""
	wrote, read := 0.0, 0.0
	step := func(what string, writes, reads float64, do func(context.Context) error) {
		t.Helper()
		w, r := atMost(t, what, writes, reads, do)
		wrote, read = wrote+w, read+r
	}
	later := func(d time.Duration) time.Time { now = now.Add(d); return now }

	// Record 2, person with his words 2, event 2, day 2, phone 2, waybill 2, guard 2,
	// answer 2, two indexes 2, and the count of the phone's forms.
	step("open a complaint by form", 19, 2, func(ctx context.Context) error {
		r, err := desk.Open(ctx, now, ticket.TheCustomer, ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Name: "王芳",
			Phone: "+8613800138000", Waybill: "SF1234567890", Text: "货还没到，请尽快处理。", Key: "a key of the form"})
		number = r.Number
		return err
	})
	step("look it up", 1, 1, func(ctx context.Context) error {
		_, err := desk.Look(ctx, now, ticket.Claim{Number: number, Last4: "8000"})
		return err
	})
	step("look up what does not exist", 1, 1, func(ctx context.Context) error {
		_, err := desk.Look(ctx, now, ticket.Claim{Number: "K7M3QP9XA", Last4: "8000"})
		if !errs.Is(err, errs.NotFound) {
			return fmt.Errorf("a number that was never given: %w", err)
		}
		return nil
	})
	// Record 2, event 2, and the entry in the queue 1.
	step("take it", 5, 1, func(ctx context.Context) error {
		_, err := desk.Take(ctx, later(time.Minute), agent, number, 0)
		return err
	})
	step("warned by the sweep", 8, 1, func(ctx context.Context) error {
		_, err := desk.Sweep(ctx, later(96*time.Minute), "run", number)
		return err
	})
	step("reply, with a promise", 10, 1, func(ctx context.Context) error {
		_, err := desk.Reply(ctx, later(5*time.Minute), agent, number, 0, ticket.Saying{Text: "已联系分拨中心核实，今天给您结果。",
			Interim: true, NextBy: now.Add(3 * time.Hour)})
		return err
	})
	step("a message of the customer", 7, 2, func(ctx context.Context) error {
		_, err := desk.Message(ctx, later(10*time.Minute), ticket.Claim{Number: number, Last4: "8000"}, "好的，我等消息。", "")
		return err
	})
	// Record 2, four events in one item 2, what was written inside 2, what the
	// customer is told 2, guard 2, and out of the due index 1, the line moved to the
	// revisit 2.
	step("resolve it", 13, 1, func(ctx context.Context) error {
		_, err := desk.Resolve(ctx, later(time.Hour), agent, number, 0, storetest.Settled)
		return err
	})
	// Record 2, event 2, words 2, the line moved 2.
	step("revisit", 8, 1, func(ctx context.Context) error {
		_, err := desk.Revisit(ctx, later(time.Hour), agent, number, 0, ticket.Visit{Outcome: ticket.Content, Note: "客户满意"})
		return err
	})
	// Record 2, both events 2, words 2, the lesson 2, out of the list 1.
	step("sum up and close", 9, 1, func(ctx context.Context) error {
		_, err := desk.SumUp(ctx, later(time.Hour), agent, number, 0, "交接时逐件扫描")
		return err
	})
	t.Logf("%-34s %5.1f writes %5.1f reads", "a life", wrote, read)
	// One query each, of what is there and no more.
	step("read the lessons of a reason", 0, 1, func(ctx context.Context) error {
		_, err := table.Tickets().Lessons(ctx, "delay", 10)
		return err
	})
	step("read what waits for a ruling", 0, 1, func(ctx context.Context) error {
		_, err := table.Tickets().Reviews(ctx, "r1", 10)
		return err
	})
	step("read a month's violations", 0, 1, func(ctx context.Context) error {
		_, err := table.Violations().Month(ctx, "2026-06", "", 50)
		return err
	})
	step("reopen it", 10, 1, func(ctx context.Context) error {
		_, err := desk.Reopen(ctx, later(time.Hour), agent, number, 0, "客户不同意")
		return err
	})
	step("a sweep that finds nothing", 0, 0.5, func(ctx context.Context) error {
		_, _, err := table.Sweeps().Due(ctx, 0, now, "", 100)
		return err
	})
}

// An SMS that goes out at once: the row claimed and in the due index, then
// accepted and out of it.
func TestWhatAnSMSCosts(t *testing.T) {
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	ctx, spent := capacity.With(t.Context())
	at := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	row := ledger.Row{Message: ledger.Message{ID: "TICKET#K7M3QP9XA/000001>person:K7M3QP9XA", Class: message.Receipt,
		Cause: "TICKET#K7M3QP9XA/000001", At: at, Number: "K7M3QP9XA", To: ledger.Receiver{Kind: ledger.ToPerson, ID: "K7M3QP9XA"},
		Template: "complaint_received", Facts: map[string]string{"number": "K7M-3QP-9XA", "due": at.Format(time.RFC3339)}},
		State: ledger.Claimed, Version: 1, Until: at.Add(ledger.Lease), PhoneKey: strings.Repeat("0a", 16), Masked: "138****1234",
		Lang: "zh", Attempts: 1, Parts: 1, Price: 35_000, CreatedAt: at, ChangedAt: at}
	for _, state := range []ledger.State{ledger.Claimed, ledger.Accepted} {
		row.State = state
		if err := table.Ledger().Put(ctx, row); err != nil {
			t.Fatal(err)
		}
		row.Version, row.Until, row.Provider = row.Version+1, time.Time{}, "0a3b2c1d-1111-5222-8333-444455556666"
	}
	writes, _, _ := spent.Units()
	t.Logf("%v writes", writes)
	if writes > 6 {
		t.Errorf("%v writes, at most 6 were expected", writes)
	}
}

// What an operation costs that is written down: its row, and how it ended.
func TestWhatAnAuditedOperationCosts(t *testing.T) {
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	ctx, spent := capacity.With(t.Context())
	log := audit.Log{Store: table.Audit(), Zone: time.UTC, Random: rand.Reader}
	at := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	row, err := log.Begin(ctx, at, "staff:MZXW6YTBOI2345673QAAAAAAAA", "readCustomerPhone", "", map[string]string{"id": "MZXW6YTBOI2345673QAAAAAAAA"})
	if err == nil {
		err = log.End(ctx, row, 200)
	}
	if err != nil {
		t.Fatal(err)
	}
	if writes, reads, _ := spent.Units(); writes > 2 || reads > 0 {
		t.Errorf("%v writes and %v reads, at most 2 and 0 were expected", writes, reads)
	}
	for range 60 {
		if _, err := log.Begin(t.Context(), at, "staff:1", "readPhone", "", nil); err != nil {
			t.Fatal(err)
		}
	}
	ctx, spent = capacity.With(t.Context())
	if _, _, err := log.Rows(ctx, audit.Query{Month: "2026-06"}, "", 50); err != nil {
		t.Fatal(err)
	}
	if _, reads, _ := spent.Units(); reads > 10 {
		t.Errorf("a page of 50 rows costs %v reads, at most 10 were expected", reads)
	}
}
