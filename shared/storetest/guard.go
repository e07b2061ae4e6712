package storetest

import (
	"errors"
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// guards: a matter is open in one ticket, from its opening to its end and
// again from a reopening; a complaint shows as long as it is open.
func guards(t *testing.T, fresh Fresh) {
	matter := func(t *ticket.Ticket) { t.Waybill = "SF1" }
	t.Run("opened, resolved, another, reopened", func(t *testing.T) {
		s := fresh(t)
		first := opened("AAA", matter)
		commit(t, s, first)
		takenBy(t, s, "BBB", "AAA", matter)
		complains(t, s, true)

		handled := with(next(first, ticket.Handling), ticket.Replied)
		commit(t, s, handled)
		takenBy(t, s, "BBB", "AAA", matter)
		resolved := with(next(handled, ticket.Resolved), ticket.ResolvedEvent)
		commit(t, s, resolved)
		complains(t, s, false)

		second := opened("BBB", matter)
		commit(t, s, second)
		takenBy(t, s, "CCC", "BBB", matter)

		again := with(next(resolved, ticket.Handling), ticket.Reopened) // its matter is BBB's now
		commit(t, s, again)
		takenBy(t, s, "CCC", "BBB", matter)
		commit(t, s, with(next(second, ticket.Resolved), ticket.ResolvedEvent))
		complains(t, s, true) // AAA is open
		commit(t, s, with(next(again, ticket.Resolved), ticket.ResolvedEvent))
		complains(t, s, false)
		commit(t, s, opened("CCC", matter))
	})
	t.Run("reopened before anybody else came", func(t *testing.T) {
		s := fresh(t)
		first := opened("AAA", matter)
		resolved := with(next(first, ticket.Resolved), ticket.ResolvedEvent)
		again := with(next(resolved, ticket.Handling), ticket.Reopened)
		commit(t, s, first)
		commit(t, s, resolved)
		commit(t, s, again)
		takenBy(t, s, "BBB", "AAA", matter)
		commit(t, s, with(next(again, ticket.Withdrawn), ticket.WithdrawnEvent))
		complains(t, s, false)
		commit(t, s, opened("BBB", matter))
	})
	t.Run("closed when another has the matter, and the version is old", func(t *testing.T) {
		s := fresh(t)
		first := opened("AAA", matter)
		resolved := with(next(first, ticket.Resolved), ticket.ResolvedEvent)
		commit(t, s, first)
		commit(t, s, resolved)
		commit(t, s, opened("BBB", matter))
		again := with(next(resolved, ticket.Handling), ticket.Reopened)
		commit(t, s, again)
		is(t, "a second reopening", s.Tickets.Commit(ctx, again), ticket.ErrLostRace)
		takenBy(t, s, "CCC", "BBB", matter)
	})
	t.Run("merged into one of the same matter", func(t *testing.T) {
		s := fresh(t)
		first, other := opened("AAA", matter), opened("BBB", func(t *ticket.Ticket) { t.Waybill, t.Kind = "SF1", ticket.Inquiry })
		commit(t, s, first)
		commit(t, s, other) // another kind is another matter
		into := with(next(other, ticket.Received), ticket.Absorbed)
		commit(t, s, with(next(first, ticket.Merged), ticket.MergedEvent), into)
		complains(t, s, false)
		takenBy(t, s, "CCC", "BBB", func(t *ticket.Ticket) { t.Waybill, t.Kind = "SF1", ticket.Inquiry })
	})
	t.Run("without a waybill", func(t *testing.T) {
		s := fresh(t)
		first, second := opened("AAA"), opened("BBB")
		commit(t, s, first)
		commit(t, s, second) // nothing says that it is the same matter
		commit(t, s, opened("CCC", func(t *ticket.Ticket) { t.Kind = ticket.Inquiry }))
		commit(t, s, with(next(first, ticket.Resolved), ticket.ResolvedEvent))
		complains(t, s, true)
		commit(t, s, with(next(second, ticket.Resolved), ticket.ResolvedEvent))
		complains(t, s, false)
	})
	t.Run("a waybill that looks like a number", func(t *testing.T) {
		s := fresh(t)
		commit(t, s, opened("AAA"))
		commit(t, s, opened("BBB", func(t *ticket.Ticket) { t.Waybill = "AAA" }))
	})
	t.Run("another phone", func(t *testing.T) {
		s := fresh(t)
		commit(t, s, opened("AAA", matter))
		commit(t, s, opened("BBB", matter, func(t *ticket.Ticket) { t.PhoneKey = "phone-2" }))
	})
	t.Run("an erased phone", func(t *testing.T) {
		s := fresh(t)
		first := opened("AAA", matter, func(t *ticket.Ticket) { t.PhoneKey = "" })
		commit(t, s, first)
		commit(t, s, with(next(first, ticket.Resolved), ticket.ResolvedEvent))
	})
}

// takenBy checks that a new ticket of the matter is refused and told where the
// matter is open.
func takenBy(t *testing.T, s Stores, number, holder string, matter func(*ticket.Ticket)) {
	t.Helper()
	second := opened(number, matter)
	err := s.Tickets.Commit(ctx, second)
	var taken *ticket.MatterTaken
	if !errors.As(err, &taken) || taken.Number != holder {
		t.Errorf("open a second ticket: %v, want the matter to be open in %s", err, holder)
	}
	got, err := s.Tickets.Matter(ctx, "phone-1", second.Ticket.Kind, "SF1")
	is(t, "the open matter", err, nil)
	same(t, "the ticket of the open matter", got, holder)
	_, err = s.Tickets.Matter(ctx, "phone-1", "another", "SF1")
	kind(t, "a matter of another kind", err, errs.NotFound)
	_, err = s.Tickets.Matter(ctx, "phone-2", second.Ticket.Kind, "SF1")
	kind(t, "a matter of another phone", err, errs.NotFound)
}

func complains(t *testing.T, s Stores, want bool) {
	t.Helper()
	got, err := s.Tickets.OpenComplaint(ctx, "phone-1")
	is(t, "open complaint", err, nil)
	same(t, "an open complaint", got, want)
	all, err := s.Tickets.OpenComplaints(ctx, []string{"phone-1", "phone-2"})
	is(t, "open complaints", err, nil)
	same(t, "open complaints of several", all["phone-1"], want)
	same(t, "open complaints of another", all["phone-2"], false)
	if !want {
		_, err = s.Tickets.Matter(ctx, "phone-1", ticket.Complaint, "SF1")
		kind(t, "a matter that is closed", err, errs.NotFound)
	}
}
