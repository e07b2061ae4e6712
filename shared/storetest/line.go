package storetest

import (
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// lines: a team's list shows of each ticket on it what its record says, through
// a whole life, page by page.
func lines(t *testing.T, fresh Fresh) {
	s := fresh(t)
	desk := Desk(s.Tickets)
	agent := ticket.Actor{By: "staff:1", Staff: "1", Badge: "A1", Team: "service"}
	now := start
	open := func(in ticket.Intake) string {
		t.Helper()
		now = now.Add(time.Minute)
		r, err := desk.Open(ctx, now, agent, in)
		if err != nil {
			t.Fatalf("open: %v", err)
		}
		return r.Number
	}
	number := open(ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Target: ticket.AboutGoods, Name: "王芳", Phone: "+8613800138000", Waybill: "SF1234567890", Text: "货还没到。"})
	for i := range 4 {
		open(ticket.Intake{Kind: ticket.Inquiry, Reason: "price", Name: "李", Phone: name("+861380013810", i)[:14], Text: "多少钱？", Channel: []string{"web", "phone"}[i%2]})
	}
	all := func(limit int) []ticket.Line {
		return pages(t, limit, func(cursor string) ([]ticket.Line, string, error) {
			page, err := s.Tickets.Lines(ctx, ticket.LineQuery{Team: "service", Cursor: cursor, Limit: limit})
			return page.Lines, page.Next, err
		})
	}
	step := func(what string, do func() (ticket.Ticket, error)) {
		t.Helper()
		now = now.Add(10 * time.Minute)
		if _, err := do(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, limit := range []int{2, ticket.MaxLines} {
			got := all(limit)
			var numbers []string
			for _, l := range got {
				numbers = append(numbers, l.Number)
			}
			records, err := s.Tickets.Tickets(ctx, numbers)
			is(t, what+": read the records", err, nil)
			want := []ticket.Line{}
			for _, r := range records {
				want = append(want, r.Line())
			}
			same(t, what, got, want)
			same(t, what+": how many", len(got), 5)
		}
	}
	step("opened", func() (ticket.Ticket, error) { return ticket.Ticket{}, nil })
	step("taken", func() (ticket.Ticket, error) { return desk.Take(ctx, now, agent, number, 0) })
	step("urgent", func() (ticket.Ticket, error) {
		return desk.ChangePriority(ctx, now, agent, number, 0, ticket.Urgent, "客户催")
	})
	step("escalated", func() (ticket.Ticket, error) { return desk.Escalate(ctx, now, agent, number, 0, "", "客户很急") })
	step("handed over", func() (ticket.Ticket, error) {
		return desk.HandOver(ctx, now, agent, number, 0, ticket.Handing{To: ticket.ToDepartment, Name: "分拨中心", Summary: "王芳：货没到"})
	})
	step("accepted", func() (ticket.Ticket, error) { return desk.AcceptHandOver(ctx, now, agent, number, 0, "老李") })
	step("paused", func() (ticket.Ticket, error) {
		return desk.Pause(ctx, now, agent, number, 0, ticket.ForPartner, "等网点")
	})
	step("swept when late", func() (ticket.Ticket, error) {
		now = now.Add(72 * time.Hour)
		_, err := desk.Sweep(ctx, now, "run", number)
		return ticket.Ticket{}, err
	})
	step("answered", func() (ticket.Ticket, error) { return desk.HandBack(ctx, now, agent, number, 0, "已找到") })

	step("resolved", func() (ticket.Ticket, error) { return desk.Resolve(ctx, now, agent, number, 0, Settled) })
	step("revisited", func() (ticket.Ticket, error) {
		return desk.Revisit(ctx, now, agent, number, 0, ticket.Visit{Outcome: ticket.Content})
	})
	if _, err := desk.SumUp(ctx, now, agent, number, 0, "交接时逐件扫描"); err != nil {
		t.Fatal(err)
	}
	same(t, "a closed ticket is in no list", len(all(10)), 4)

	first, err := s.Tickets.Lines(ctx, ticket.LineQuery{Team: "service", Limit: 2})
	is(t, "lines", err, nil)
	_, err = s.Tickets.Lines(ctx, ticket.LineQuery{Team: "other", Cursor: first.Next, Limit: 2})
	kind(t, "another team's cursor", err, errs.Invalid)
	for _, bad := range tampered(first.Next) {
		_, err = s.Tickets.Lines(ctx, ticket.LineQuery{Team: "service", Cursor: bad, Limit: 2})
		kind(t, "a tampered cursor", err, errs.Invalid)
	}
}

// people: who asked, of the tickets that are there.
func people(t *testing.T, fresh Fresh) {
	s := fresh(t)
	commit(t, s, opened("AAA"))
	second := opened("BBB", func(t *ticket.Ticket) { t.PhoneKey = "phone-2" })
	second.Person = &ticket.Person{Name: "李雷", Title: "mr", Phone: "+8613800138001"}
	commit(t, s, second)
	got, err := s.Tickets.People(ctx, []string{"AAA", "NONE", "BBB", "AAA"})
	is(t, "people", err, nil)
	same(t, "people", got, map[string]ticket.Person{"AAA": {Name: "王芳", Phone: "+8613800138000"}, "BBB": *second.Person})
	none, err := s.Tickets.People(ctx, nil)
	is(t, "nobody", err, nil)
	same(t, "nobody", none, map[string]ticket.Person{})
}
