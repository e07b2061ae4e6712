package storetest

import (
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// answers: what a key was answered is found again, whatever the key looks
// like; counters count for themselves, also at once.
func answers(t *testing.T, fresh Fresh) {
	s := fresh(t)
	_, err := s.Tickets.Answered(ctx, "key")
	kind(t, "a key nobody used", err, errs.NotFound)
	for i, key := range []string{"key", "key#1", "鍵 #/\x00 ", string(make([]byte, 200))} {
		c := opened(name("T", i))
		c.Answer = &ticket.Answer{Key: key, Content: "c", Number: c.Ticket.Number, Chased: i%2 == 1, Due: start, Until: start.Add(time.Hour)}
		commit(t, s, c)
		got, err := s.Tickets.Answered(ctx, key)
		is(t, "answered", err, nil)
		same(t, "the answer", got, *c.Answer)
	}

	until := start.Add(2 * time.Hour)
	for want := 1; want <= 3; want++ {
		n, err := s.Tickets.Count(ctx, "look#AAA", until)
		is(t, "count", err, nil)
		same(t, "the count", n, want)
	}
	n, err := s.Tickets.Count(ctx, "look#BBB", until)
	is(t, "count", err, nil)
	same(t, "another's count", n, 1)
	for _, err := range atOnce(20, func(int) error { _, err := s.Tickets.Count(ctx, "busy", until); return err }) {
		is(t, "count at once", err, nil)
	}
	n, err = s.Tickets.Count(ctx, "busy", until)
	is(t, "count", err, nil)
	same(t, "after twenty at once", n, 21)
}
