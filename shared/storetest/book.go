package storetest

import (
	"slices"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// books: a ticket stays listed while a step is missing after its answer; a
// lesson is found by its reason, newest first, until its ticket is erased; a
// dispute stands in the list of its reviewer.
func books(t *testing.T, fresh Fresh) {
	t.Run("listed", func(t *testing.T) {
		s := fresh(t)
		first := opened("AAA")
		commit(t, s, first)
		waits := with(next(first, ticket.Resolved), ticket.ResolvedEvent)
		waits.Ticket.Next = ticket.StepRevisited
		commit(t, s, waits)
		complains(t, s, false)
		listed := func(want int) {
			t.Helper()
			page, err := s.Tickets.Queue(ctx, ticket.Query{Team: "service", Limit: 9})
			is(t, "queue", err, nil)
			same(t, "listed", len(page.Tickets), want)
		}
		listed(1)
		closed := with(next(waits, ticket.Closed), ticket.ClosedEvent)
		closed.Ticket.Next = ""
		commit(t, s, closed)
		listed(0)
		complains(t, s, false)
		again := with(next(closed, ticket.Handling), ticket.Reopened)
		commit(t, s, again)
		listed(1)
		complains(t, s, true)
	})
	t.Run("lessons", func(t *testing.T) {
		s := fresh(t)
		var want []ticket.Lesson
		var taught ticket.Change
		for i := range 5 {
			at := start.Add(time.Duration(i) * time.Hour)
			l := ticket.Lesson{Reason: "delay", Number: name("T", i), At: at, By: "staff:1", Cause: "sorting", Text: "交接时扫描"}
			c := opened(l.Number, func(t *ticket.Ticket) {
				t.PhoneKey = name("phone-", i)
				t.Rounds = []ticket.Round{{Taken: []ticket.Entry{{Step: ticket.StepSummedUp, At: at, Code: "delay"}}}}
			})
			c.Lesson = &l
			commit(t, s, c)
			want, taught = append(want, l), c
		}
		slices.Reverse(want)
		lessons := func(reason string, limit int) []ticket.Lesson {
			t.Helper()
			got, err := s.Tickets.Lessons(ctx, reason, limit)
			is(t, "lessons", err, nil)
			return got
		}
		same(t, "lessons", lessons("delay", 100), want)
		same(t, "the newest", lessons("delay", 2), want[:2])
		same(t, "of another reason", len(lessons("dela", 9)), 0)
		erased := with(next(taught, ticket.Resolved), ticket.Erased)
		erased.Erases = &taught.Ticket
		commit(t, s, erased)
		same(t, "after an erasure", lessons("delay", 100), want[1:])
	})
	t.Run("reviews", func(t *testing.T) {
		s := fresh(t)
		for i := range 3 {
			c := opened(name("T", i), func(t *ticket.Ticket) { t.PhoneKey = name("phone-", i) })
			c.Reviews = []ticket.Review{{Reviewer: "m1", Number: c.Ticket.Number, At: start.Add(-time.Duration(i) * time.Hour), Waits: true}}
			commit(t, s, c)
			if i == 1 {
				n := with(next(c, ticket.Handling), ticket.Disputed)
				n.Reviews = []ticket.Review{{Reviewer: "m1", Number: c.Ticket.Number, At: c.Reviews[0].At}, {Reviewer: "m2", Number: c.Ticket.Number, At: c.Reviews[0].At, Waits: true}}
				commit(t, s, n)
			}
		}
		for reviewer, want := range map[string][]string{"m1": {name("T", 2), name("T", 0)}, "m2": {name("T", 1)}, "m": nil} {
			got, err := s.Tickets.Reviews(ctx, reviewer, 9)
			is(t, "reviews", err, nil)
			same(t, "what waits for "+reviewer, got, want)
		}
		got, err := s.Tickets.Reviews(ctx, "m1", 1)
		is(t, "reviews", err, nil)
		same(t, "the first", got, []string{name("T", 2)})
	})
}

// violations: one by its id, a month's page by page, those of a ticket; a
// change stands with its events or not at all.
func violations(t *testing.T, fresh Fresh) {
	s := fresh(t)
	var june []string
	for i := range 5 {
		id := "2026-06-0" + string(rune('1'+i)) + "-AAA"
		june = append(june, id)
		is(t, "put", s.Violations.Put(ctx, proposed(id, "")), nil)
	}
	slices.Reverse(june)
	is(t, "put", s.Violations.Put(ctx, proposed("2026-07-01-AAA", "TTT")), nil)
	is(t, "the same once more", s.Violations.Put(ctx, proposed("2026-07-01-AAA", "TTT")), violation.ErrLostRace)
	for _, limit := range []int{1, 2, 5, 100} {
		same(t, "june", pages(t, limit, func(cursor string) ([]string, string, error) {
			page, err := s.Violations.Month(ctx, "2026-06", cursor, limit)
			var ids []string
			for _, v := range page.Violations {
				ids = append(ids, v.ID)
			}
			return ids, page.Next, err
		}), june)
	}
	page, err := s.Violations.Month(ctx, "2026-06", "", 2)
	is(t, "june", err, nil)
	_, err = s.Violations.Month(ctx, "2026-07", page.Next, 2)
	kind(t, "another month's cursor", err, errs.Invalid)
	_, err = s.Violations.Violation(ctx, "2026-08-01-AAA")
	kind(t, "none", err, errs.NotFound)
	_, err = s.Violations.Violation(ctx, "hello")
	kind(t, "no id", err, errs.NotFound)

	v, err := s.Violations.Violation(ctx, "2026-07-01-AAA")
	is(t, "read", err, nil)
	same(t, "read", v, proposed("2026-07-01-AAA", "TTT").Violation)
	v.Version, v.State = 2, violation.Confirmed
	is(t, "confirm", s.Violations.Put(ctx, violation.Change{Violation: v}), nil)
	is(t, "confirm again", s.Violations.Put(ctx, violation.Change{Violation: v}), violation.ErrLostRace)
	ids, err := s.Violations.OfTicket(ctx, "TTT")
	is(t, "of a ticket", err, nil)
	same(t, "of a ticket", ids, []string{"2026-07-01-AAA"})
	same(t, "its history", subjects(t, s)[violation.Subject("2026-07-01-AAA")], 1)

	c := opened("TTT")
	found := proposed("2026-07-02-TTT", "TTT")
	c.Proposes = &found
	commit(t, s, c)
	ids, err = s.Violations.OfTicket(ctx, "TTT")
	is(t, "of a ticket", err, nil)
	same(t, "found with a ticket", ids, []string{"2026-07-01-AAA", "2026-07-02-TTT"})
	d, err := s.Tickets.Lookup(ctx, "TTT")
	is(t, "look up", err, nil)
	same(t, "the ticket beside it", d.Ticket.Number, "TTT")
}

func proposed(id, number string) violation.Change {
	v := violation.Violation{ID: id, Version: 1, Seq: 1, Kind: "rude_call", Yuan: 100, State: violation.Proposed, At: start, By: "staff:1",
		Person: "a1", Ticket: number, Note: "录音为证"}
	c := violation.Change{Violation: v}
	c.Events = append(c.Events, happened(violation.Subject(id), 1, violation.ProposedEvent, start))
	return c
}
