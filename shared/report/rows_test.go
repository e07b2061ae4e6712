package report_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/ticket"
)

// rule: JY-4
// Whatever happens to tickets, the sheet that is read back says of each what its
// history says.
func TestTheSheetSaysWhatTheHistorySays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt)
		now := monday
		var numbers []string
		for range rapid.IntRange(1, 6).Draw(rt, "tickets") {
			now = now.Add(time.Millisecond) // two of one instant stand in the order of their numbers
			numbers = append(numbers, w.open(now, func(in *ticket.Intake) {
				in.Region = rapid.SampledFrom([]string{"", "苏州平江路", "=1+1", `a "b", c`}).Draw(rt, "region")
				in.Priority = rapid.SampledFrom([]string{"", ticket.Urgent}).Draw(rt, "priority")
				if rapid.Bool().Draw(rt, "inquiry") {
					in.Kind, in.Reason = ticket.Inquiry, "cargo_status"
				}
			}))
			for range rapid.IntRange(0, 14).Draw(rt, "steps") {
				now = now.Add(time.Duration(rapid.IntRange(0, 30*60*1000).Draw(rt, "later")) * time.Millisecond)
				w.step(rt, rapid.SampledFrom(numbers).Draw(rt, "ticket"), now)
			}
		}
		now = now.Add(time.Duration(rapid.IntRange(0, 10*24).Draw(rt, "hours")) * time.Hour)
		for _, number := range numbers { // so that every breach is an event
			if _, err := w.desk.Sweep(w.ctx, now, "run", number); err != nil {
				rt.Fatal(err)
			}
		}
		rows := w.table(now, w.period("2026-06-01", "2026-06-30"))
		if len(rows) != len(numbers) {
			rt.Fatalf("%d rows for %d tickets", len(rows), len(numbers))
		}
		for i, row := range rows {
			w.agrees(row, numbers[i], now)
		}
	})
}

// step does something to a ticket, if it may be done.
func (w *world) step(rt *rapid.T, number string, now time.Time) {
	d, ctx := w.desk, w.ctx
	due := now.Add(time.Duration(rapid.IntRange(1, 300).Draw(rt, "due")) * time.Minute)
	steps := []func() (ticket.Ticket, error){
		func() (ticket.Ticket, error) { return d.Take(ctx, now, agent, number, 0) },
		func() (ticket.Ticket, error) { return d.Hear(ctx, now, agent, number, 0, "怎么样了") },
		func() (ticket.Ticket, error) {
			return d.Reply(ctx, now, agent, number, 0, ticket.Saying{Text: "已到分拨中心。"})
		},
		func() (ticket.Ticket, error) { return d.Promise(ctx, now, agent, number, 0, due, ticket.ForReply) },
		func() (ticket.Ticket, error) { return d.Escalate(ctx, now, agent, number, 0, "", "超出权限") },
		func() (ticket.Ticket, error) { return d.CarryOver(ctx, now, agent, number, 0, "对方下班") },
		func() (ticket.Ticket, error) {
			return d.HandOver(ctx, now, agent, number, 0, ticket.Handing{To: ticket.ToDepartment, Name: "运输部", Summary: "查件", Due: due, Taker: "李"})
		},
		func() (ticket.Ticket, error) { return d.HandBack(ctx, now, agent, number, 0, "已查到") },
		func() (ticket.Ticket, error) {
			return d.Pause(ctx, now, agent, number, 0, ticket.ForCustomer, "等客户")
		},
		func() (ticket.Ticket, error) {
			return d.Resolve(ctx, now, agent, number, 0, ticket.Outcome{Cause: "晚点", Plan: "加急", Action: "已送", Result: "已送达。"})
		},
		func() (ticket.Ticket, error) {
			return d.Revisit(ctx, now, agent, number, 0, ticket.Visit{Outcome: ticket.Content})
		},
		func() (ticket.Ticket, error) { return d.SumUp(ctx, now, agent, number, 0, "早发车") },
		func() (ticket.Ticket, error) { return d.Reopen(ctx, now, agent, number, 0, "没有收到") },
		func() (ticket.Ticket, error) { return d.Withdraw(ctx, now, agent, number, 0, "客户撤回", false) },
	}
	_, _ = rapid.SampledFrom(steps).Draw(rt, "step")() // what is refused leaves no event
}

// told is what a history says.
type told struct {
	counts    map[event.Type]int
	breaches  map[string]int
	first     time.Time // public answer
	resolved  time.Time
	ended     time.Time
	escalated string
	moves     int
	promise   time.Time // the one that runs
	promised  time.Time // when it was given
}

func (w *world) history(number string) told {
	w.Helper()
	h := told{counts: map[event.Type]int{}, breaches: map[string]int{}}
	for cursor := ""; ; {
		page, err := w.store.Tickets().History(w.ctx, number, cursor)
		if err != nil {
			w.Fatal(err)
		}
		for _, e := range page.Events {
			h.hear(w, e)
		}
		if cursor = page.Next; cursor == "" {
			return h
		}
	}
}

func (h *told) hear(w *world, e event.Event) {
	h.counts[e.Type]++
	switch e.Type {
	case ticket.Replied, ticket.ResolvedEvent:
		if h.first.IsZero() {
			h.first = e.At
		}
		if e.Type == ticket.ResolvedEvent {
			h.resolved = e.At
		}
		if e.Type == ticket.ResolvedEvent || e.At.After(h.promised) { // the reply that gave it does not keep it
			h.promise = time.Time{}
		}
	case ticket.Reopened:
		h.resolved, h.ended = time.Time{}, time.Time{}
	case ticket.ClosedEvent:
		h.ended = e.At
	case ticket.WithdrawnEvent:
		h.ended, h.promise = e.At, time.Time{}
	case ticket.Promised:
		var f ticket.PromiseFacts
		w.must(ticket.Ticket{}, e.Into(&f))
		if !h.promise.Before(e.At) {
			h.moves++
		}
		h.promise, h.promised = f.Due, e.At
	case ticket.Breached:
		var f ticket.DueFacts
		w.must(ticket.Ticket{}, e.Into(&f))
		h.breaches[f.Metric]++
	case ticket.Escalated:
		if by := map[bool]string{true: "By a person", false: "By the system"}[event.StaffID(e.By) != ""]; h.escalated != "By a person" {
			h.escalated = by
		}
	}
}

// agrees compares a row with the ticket's record and its history.
func (w *world) agrees(row map[string]string, number string, now time.Time) {
	w.Helper()
	record, err := w.store.Tickets().Get(w.ctx, number)
	if err != nil {
		w.Fatal(err)
	}
	h := w.history(number)
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(shanghai).Format("2006-01-02 15:04:05")
	}
	region := record.Region
	if region == "=1+1" {
		region = "'=1+1"
	}
	for column, want := range map[string]any{
		"Number": id.Show(number), "Place": region, "Team": record.Team,
		"Type":     map[ticket.Kind]string{ticket.Inquiry: "Inquiry", ticket.Complaint: "Complaint"}[record.Kind],
		"Priority": map[string]string{ticket.Normal: "Normal", ticket.Urgent: "Urgent"}[record.Priority],
		"Stage": map[ticket.Stage]string{ticket.Received: "Received", ticket.Handling: "In hand", ticket.Waiting: "Waiting",
			ticket.Resolved: "Resolved", ticket.Closed: "Closed", ticket.Withdrawn: "Withdrawn"}[record.Stage],
		"Owner’s badge":                   map[string]string{"": "", "s1": "8001"}[record.Owner],
		"Opened at (Asia/Shanghai)":       at(record.OpenedAt),
		"First answer at (Asia/Shanghai)": at(h.first), "Resolved at (Asia/Shanghai)": at(h.resolved), "Ended at (Asia/Shanghai)": at(h.ended),
		"First answers late": h.breaches["first_response"], "Further answers late": h.breaches["next_response"],
		"Resolutions late": h.breaches["resolution"], "Statutory time missed": h.breaches["statutory"],
		"Promises broken": h.breaches["promise"], "Hand-overs late": h.breaches["handover"],
		"Hand-overs": h.counts[ticket.HandedOver], "Reopenings": h.counts[ticket.Reopened], "Chases": h.counts[ticket.Chased],
		"Carried over": map[int]string{0: "no", 1: "yes"}[h.counts[ticket.CarriedOver]],
		"Escalated":    h.escalated, "Promises moved": h.moves, "Satisfaction": "",
	} {
		got, there := row[column]
		if !there || got != fmt.Sprint(want) {
			w.Fatalf("%s: %s is %q, want %v (row %q)", number, column, got, want, row)
		}
	}
	w.whole(row, record, now)
}

// whole: every second of the ticket's life is with somebody.
func (w *world) whole(row map[string]string, record ticket.Ticket, now time.Time) {
	w.Helper()
	life := now.Sub(record.OpenedAt)
	if record.Stage == ticket.Resolved || record.Stage == ticket.Closed {
		life = record.ResolvedAt.Sub(record.OpenedAt)
	} else if record.Stage.Ended() {
		life = record.EndedAt.Sub(record.OpenedAt)
	}
	for _, s := range record.Settled {
		life -= s.To.Sub(s.From)
	}
	sum := 0.0
	for _, who := range []string{"us", "departments", "branches", "partners", "the customer"} {
		elapsed, err := strconv.ParseFloat(row["With "+who+", elapsed (s)"], 64)
		served, err2 := strconv.ParseFloat(row["With "+who+", service time (s)"], 64)
		if err != nil || err2 != nil || served > elapsed+0.001 {
			w.Fatalf("with %s: %v of %v: %v %v", who, served, elapsed, err, err2)
		}
		sum += elapsed
	}
	if diff := sum - life.Seconds(); diff > 0.001 || diff < -0.001 {
		w.Fatalf("%s: %v seconds with somebody, of %v", record.Number, sum, life.Seconds())
	}
}

// A ticket that was erased leaves its figures, and no place.
func TestAnErasedTicketLeavesItsFigures(t *testing.T) {
	w := newWorld(t)
	number := w.open(monday, func(in *ticket.Intake) { in.Region = "苏州平江路" })
	w.must(w.desk.Resolve(w.ctx, monday.Add(time.Hour), agent, number, 0, ticket.Outcome{Cause: "晚点", Plan: "加急", Action: "已送", Result: "已送达。"}))
	w.must(w.desk.Erase(w.ctx, monday.Add(2*time.Hour), agent, number))
	rows := w.table(monday.Add(3*time.Hour), w.period("2026-06-01", "2026-06-01"))
	if len(rows) != 1 || rows[0]["Place"] != "" || rows[0]["Stage"] != "Resolved" || rows[0]["First answer at (Asia/Shanghai)"] != "2026-06-01 11:00:00" {
		t.Errorf("%q", rows)
	}
}
