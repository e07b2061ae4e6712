package storetest

import (
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// days: the tickets opened between two instants, oldest first, whatever became
// of them.
func days(t *testing.T, fresh Fresh) {
	s := fresh(t)
	midnight := time.Date(2026, 6, 6, 0, 0, 0, 0, time.UTC)
	at := []time.Duration{-50 * 24 * time.Hour, -time.Millisecond, 0, 0, time.Hour, 24*time.Hour - time.Millisecond, 24 * time.Hour, 30 * 24 * time.Hour}
	var numbers []string
	for i, d := range at {
		number := name("T", i)
		numbers = append(numbers, number)
		commit(t, s, opened(number, func(t *ticket.Ticket) { t.OpenedAt, t.PhoneKey = midnight.Add(d), name("phone-", i) }))
	}
	list := func(from, to time.Time, limit int) []string {
		t.Helper()
		var all []string
		for cursor, reads := "", 0; ; reads++ {
			page, next, err := s.Tickets.Opened(ctx, from, to, cursor, limit)
			is(t, "list a period", err, nil)
			if all = append(all, page...); len(page) > limit || reads > 30 {
				t.Fatalf("page %d holds %d of %d", reads, len(page), limit)
			}
			if cursor = next; next == "" {
				return all
			}
		}
	}
	day := 24 * time.Hour
	for _, c := range []struct {
		what     string
		from, to time.Time
		want     []string
	}{
		{"a day of UTC", midnight, midnight.Add(day), numbers[2:6]},
		{"a day of Shanghai", midnight.Add(-8 * time.Hour), midnight.Add(16 * time.Hour), numbers[1:5]},
		{"an hour", midnight, midnight.Add(time.Hour), numbers[2:4]},
		{"no time at all", midnight, midnight, nil},
		{"a time in which nothing came in", midnight.Add(-40 * day), midnight.Add(-time.Hour), nil},
		{"a quarter of a year", midnight.Add(-50 * day), midnight.Add(31 * day), numbers},
	} {
		for _, limit := range []int{1, 3, 4, 100} {
			same(t, c.what, list(c.from, c.to, limit), c.want)
		}
	}

	c := next(opened(numbers[2], func(t *ticket.Ticket) { t.OpenedAt = midnight }), ticket.Withdrawn)
	commit(t, s, with(c, ticket.WithdrawnEvent))
	erased := next1(c)
	erased.Ticket.Seq, erased.Ticket.PhoneKey, erased.Erases = 2, "", &c.Ticket
	commit(t, s, with(erased, ticket.Erased))
	is(t, "forget", s.Persons.Forget(ctx, "phone-002", erased.Ticket), nil)
	same(t, "one that was erased", list(midnight, midnight.Add(time.Hour), 100), numbers[2:4])

	_, cursor, err := s.Tickets.Opened(ctx, midnight, midnight.Add(day), "", 2)
	is(t, "list", err, nil)
	_, _, err = s.Tickets.Opened(ctx, midnight, midnight.Add(2*day), cursor, 2)
	kind(t, "the cursor of another period", err, errs.Invalid)
	for _, bad := range tampered(cursor) {
		_, _, err := s.Tickets.Opened(ctx, midnight, midnight.Add(day), bad, 2)
		kind(t, "a tampered cursor", err, errs.Invalid)
	}
}
