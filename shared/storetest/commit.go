package storetest

import (
	"errors"
	"strings"
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// commits: everything of a change is there afterwards, or nothing is.
func commits(t *testing.T, fresh Fresh) {
	s := fresh(t)
	c := opened("AAA", func(t *ticket.Ticket) { t.Waybill = "SF1"; t.Linked = []string{"BBB"} })
	c.Answer = &ticket.Answer{Key: "key-1", Content: "hash", Number: "AAA", Until: start.AddDate(0, 0, 1)}
	c.Found = []ticket.Found{{Run: "2026-06-05T02:00:00.000Z", Number: "AAA", Event: c.Events[0].ID}}
	commit(t, s, c)

	got, err := s.Tickets.Get(ctx, "AAA")
	is(t, "get", err, nil)
	same(t, "the ticket", got, c.Ticket)
	d, err := s.Tickets.Lookup(ctx, "AAA")
	is(t, "look up", err, nil)
	same(t, "the dossier", d, ticket.Dossier{Ticket: c.Ticket, Person: *c.Person, Words: c.Words})
	found, _, err := s.Sweeps.Found(ctx, "2026-06-05T02:00:00.000Z", "", 10)
	is(t, "found", err, nil)
	same(t, "what a run found", found, c.Found)

	t.Run("a number that exists", func(t *testing.T) {
		again := opened("AAA", func(t *ticket.Ticket) { t.Waybill = "SF2" })
		is(t, "commit", s.Tickets.Commit(ctx, again), ticket.ErrNumberTaken)
		nothingOf(t, s, "SF2")
	})
	t.Run("a key that was used", func(t *testing.T) {
		again := opened("BBB", func(t *ticket.Ticket) { t.Waybill = "SF1" }) // the matter is open too: the key comes first
		again.Answer = &ticket.Answer{Key: "key-1", Number: "BBB", Until: start.AddDate(0, 0, 1)}
		is(t, "commit", s.Tickets.Commit(ctx, again), ticket.ErrKeyUsed)
		_, err := s.Tickets.Get(ctx, "BBB")
		kind(t, "get", err, errs.NotFound)
	})
	t.Run("a version that was read before a change", func(t *testing.T) {
		first := with(next(c, ticket.Handling), ticket.Replied, ticket.Words{Kind: ticket.FromAgent, Text: "正在查。"})
		second := with(next(c, ticket.Waiting), ticket.Paused, ticket.Words{Kind: ticket.Internal, Text: "等客户。"})
		commit(t, s, first)
		is(t, "commit", s.Tickets.Commit(ctx, second), ticket.ErrLostRace)
		got, err := s.Tickets.Get(ctx, "AAA")
		is(t, "get", err, nil)
		same(t, "the ticket", got, first.Ticket)
		h, err := s.Tickets.History(ctx, "AAA", "")
		is(t, "history", err, nil)
		same(t, "words", h.Words, append(c.Words, first.Words...))
	})
	t.Run("a ticket that is not there", func(t *testing.T) {
		is(t, "commit", s.Tickets.Commit(ctx, next(opened("CCC"), ticket.Handling)), ticket.ErrLostRace)
	})
	t.Run("two tickets, one of them changed in between", func(t *testing.T) {
		other := opened("DDD", func(t *ticket.Ticket) { t.PhoneKey = "phone-2" })
		commit(t, s, other)
		merged, stale := next(other, ticket.Merged), next(c, ticket.Handling)
		is(t, "commit", s.Tickets.Commit(ctx, merged, stale), ticket.ErrLostRace)
		got, err := s.Tickets.Get(ctx, "DDD")
		is(t, "get", err, nil)
		same(t, "the other ticket", got, other.Ticket)
	})
	t.Run("files come and go with a change", func(t *testing.T) {
		c := opened("FFF", func(t *ticket.Ticket) { t.PhoneKey = "phone-4" })
		commit(t, s, c)
		one, two := ticket.File{ID: "f1", Name: "王芳.jpg", Type: "image/jpeg", Size: 7, At: start}, ticket.File{ID: "f2", Name: "单据.pdf"}
		for _, f := range []ticket.File{one, two} {
			c = with(next1(c), ticket.Attached)
			c.Attach = &f
			commit(t, s, c)
		}
		lost := with(next1(c), ticket.Detached)
		lost.Ticket.Version++
		lost.Detach = "f1"
		is(t, "commit", s.Tickets.Commit(ctx, lost), ticket.ErrLostRace)
		got, err := s.Tickets.File(ctx, "FFF", "f1")
		is(t, "file", err, nil)
		same(t, "the file", got, one)
		c = with(next1(c), ticket.Detached)
		c.Detach = "f1"
		commit(t, s, c)
		_, err = s.Tickets.File(ctx, "FFF", "f1")
		kind(t, "file", err, errs.NotFound)
		left, err := s.Tickets.Files(ctx, "FFF")
		is(t, "files", err, nil)
		same(t, "what is left", left, []ticket.File{two})
	})
	t.Run("a text as long as may be", func(t *testing.T) {
		long := opened("EEE", func(t *ticket.Ticket) { t.PhoneKey = "phone-3" })
		long.Words[0].Text = strings.Repeat("急", ticket.MaxText)
		commit(t, s, long)
		d, err := s.Tickets.Lookup(ctx, "EEE")
		is(t, "look up", err, nil)
		same(t, "words", d.Words, long.Words)
	})
}

// nothingOf checks that a refused opening left no trace under its waybill.
func nothingOf(t *testing.T, s Stores, waybill string) {
	t.Helper()
	numbers, err := s.Tickets.ByWaybill(ctx, waybill, 10)
	is(t, "by waybill", err, nil)
	same(t, "tickets of the waybill", numbers, []string{})
}

// races: of several at once exactly one wins, and the others know.
func races(t *testing.T, fresh Fresh) {
	const many = 8
	s := fresh(t)
	c := opened("AAA")
	commit(t, s, c)
	oneWins(t, "changes of one ticket", atOnce(many, func(i int) error {
		change := with(next(c, ticket.Handling), ticket.Assigned)
		change.Ticket.Owner = name("agent-", i)
		return s.Tickets.Commit(ctx, change)
	}), because(ticket.ErrLostRace))
	oneWins(t, "tickets for one number", atOnce(many, func(i int) error {
		return s.Tickets.Commit(ctx, opened("BBB", func(t *ticket.Ticket) { t.PhoneKey = name("phone-", i) }))
	}), because(ticket.ErrNumberTaken))
	oneWins(t, "requests with one key", atOnce(many, func(i int) error {
		change := opened(name("C", i), func(t *ticket.Ticket) { t.PhoneKey = name("phone-c", i) })
		change.Answer = &ticket.Answer{Key: "same", Number: change.Ticket.Number, Until: start.AddDate(0, 0, 1)}
		return s.Tickets.Commit(ctx, change)
	}), because(ticket.ErrKeyUsed))
	var holder string
	failed := atOnce(many, func(i int) error {
		return s.Tickets.Commit(ctx, opened(name("D", i), func(t *ticket.Ticket) { t.PhoneKey, t.Waybill = "phone-d", "SF9" }))
	})
	for i, err := range failed {
		if err == nil {
			holder = name("D", i)
		}
	}
	oneWins(t, "messages on one matter", failed, func(err error) bool {
		var taken *ticket.MatterTaken
		return errors.As(err, &taken) && taken.Number == holder
	})
}
