package storetest

import (
	"slices"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// reads: a customer sees what was said to each other, never a note.
func reads(t *testing.T, fresh Fresh) {
	s := fresh(t)
	_, err := s.Tickets.Get(ctx, "AAA")
	kind(t, "get what is not there", err, errs.NotFound)
	_, err = s.Tickets.Lookup(ctx, "AAA")
	kind(t, "look up what is not there", err, errs.NotFound)
	_, _, err = s.Tickets.Contact(ctx, "AAA")
	kind(t, "contact of what is not there", err, errs.NotFound)

	c := opened("AAA")
	said := c.Words
	commit(t, s, c)
	for i := range 220 {
		n := next(c, ticket.Handling)
		reply := ticket.Words{Kind: ticket.FromAgent, Badge: "A1", By: "staff:1", Text: name("第", i)}
		if i%2 == 0 {
			n = with(n, ticket.Replied, reply)
		} else {
			n = with(with(n, ticket.Noted, ticket.Words{Kind: ticket.Internal, Text: "内部"}), ticket.Replied, reply)
		}
		for _, w := range n.Words {
			if w.Public() {
				said = append(said, w)
			}
		}
		commit(t, s, n)
		c = n
	}
	d, err := s.Tickets.Lookup(ctx, "AAA")
	is(t, "look up", err, nil)
	same(t, "the ticket", d.Ticket, c.Ticket)
	same(t, "the newest words, oldest first", d.Words, said[len(said)-200:])
	got, person, err := s.Tickets.Contact(ctx, "AAA")
	is(t, "contact", err, nil)
	same(t, "ticket and person", []any{got, person}, []any{c.Ticket, d.Person})
	same(t, "the person's name", person.Name, "王芳")
}

// histories: page by page, everything once and in its order, each page with
// the words of its own events.
func histories(t *testing.T, fresh Fresh) {
	s := fresh(t)
	c := opened("AAA")
	all := ticket.History{Events: c.Events, Words: c.Words}
	commit(t, s, c)
	for i := range 130 {
		n := with(next(c, ticket.Handling), ticket.Noted, ticket.Words{Kind: ticket.Internal, Text: name("注", i)})
		n = with(n, ticket.Replied, ticket.Words{Kind: ticket.FromAgent, Text: name("答", i)})
		all.Events, all.Words = append(all.Events, n.Events...), append(all.Words, n.Words...)
		commit(t, s, n)
		c = n
	}
	var got ticket.History
	cursor, count := "", 0
	for {
		page, err := s.Tickets.History(ctx, "AAA", cursor)
		if err != nil {
			t.Fatalf("history: %v", err)
		}
		count++
		got.Events, got.Words = append(got.Events, page.Events...), append(got.Words, page.Words...)
		if page.Next == "" {
			break
		}
		cursor = page.Next
		_, err = s.Tickets.History(ctx, "BBB", cursor)
		kind(t, "another ticket's cursor", err, errs.Invalid)
		for _, bad := range tampered(cursor) {
			_, err = s.Tickets.History(ctx, "AAA", bad)
			kind(t, "a tampered cursor", err, errs.Invalid)
		}
	}
	if count < 2 {
		t.Errorf("%d page, want several", count)
	}
	same(t, "events", got.Events, all.Events)
	same(t, "words", got.Words, all.Words)
	same(t, "from the end", fromTheEnd(t, s), all)
	empty, err := s.Tickets.History(ctx, "BBB", "")
	is(t, "history of what is not there", err, nil)
	same(t, "it", empty, ticket.History{})
	empty, err = s.Tickets.Recent(ctx, "BBB", 0)
	is(t, "recent history of what is not there", err, nil)
	same(t, "it", empty, ticket.History{})
}

// together: the events and notes of one change are found one by one, with what
// opened the ticket.
func together(t *testing.T, fresh Fresh) {
	s := fresh(t)
	c := opened("AAA")
	commit(t, s, c)
	n := next(c, ticket.Handling)
	for i, typ := range []event.Type{ticket.Analysed, ticket.Planned, ticket.CarriedOut} {
		n = with(n, typ, ticket.Words{Kind: ticket.Internal, Text: name("注", i)})
	}
	n = with(n, ticket.ResolvedEvent, ticket.Words{Kind: ticket.Result, Text: "已办妥。"})
	commit(t, s, n)
	all := ticket.History{Events: slices.Concat(c.Events, n.Events), Words: slices.Concat(c.Words, n.Words)}
	h, err := s.Tickets.History(ctx, "AAA", "")
	is(t, "history", err, nil)
	same(t, "history", h, all)
	for _, w := range n.Words {
		got, err := s.Tickets.Note(ctx, "AAA", w.Seq)
		if w.Public() {
			kind(t, "a note of an event that has none", err, errs.NotFound)
			continue
		}
		is(t, "a note", err, nil)
		same(t, "a note", got, w)
	}
	for _, e := range n.Events {
		h, err := s.Tickets.Recent(ctx, "AAA", e.Seq)
		is(t, "what was before an event", err, nil)
		if last := h.Events[len(h.Events)-1]; last.Seq != e.Seq-1 || slices.ContainsFunc(h.Words, func(w ticket.Words) bool { return w.Seq >= e.Seq }) {
			t.Errorf("before %d: %d, %v", e.Seq, last.Seq, h.Words)
		}
	}
}

// fromTheEnd reads a history by its pages from the end: each page is in order
// and has the words of its own events only.
func fromTheEnd(t *testing.T, s Stores) ticket.History {
	t.Helper()
	var all ticket.History
	for before, pages := 0, 0; before != 1; pages++ {
		page, err := s.Tickets.Recent(ctx, "AAA", before)
		is(t, "recent history", err, nil)
		if len(page.Events) == 0 || len(page.Events) > 100 || pages > 10 {
			t.Fatalf("page %d has %d events", pages, len(page.Events))
		}
		before = page.Events[0].Seq
		all.Events, all.Words = append(page.Events, all.Events...), append(page.Words, all.Words...)
	}
	return all
}

// finds: by phone and by waybill newest first; many at once; what is known of
// a number.
func finds(t *testing.T, fresh Fresh) {
	s := fresh(t)
	known, err := s.Tickets.Known(ctx, "phone-1")
	is(t, "known", err, nil)
	same(t, "a new number", known, ticket.Knowledge{})

	for i, number := range []string{"CCC", "AAA", "BBB"} { // not in the order of their names
		commit(t, s, opened(number, func(t *ticket.Ticket) {
			t.OpenedAt = start.Add(time.Duration(i) * time.Millisecond)
			t.Kind, t.Waybill = []ticket.Kind{ticket.Inquiry, ticket.Complaint, ticket.Inquiry}[i], name("SF", i/2)
		}))
	}
	commit(t, s, opened("DDD", func(t *ticket.Ticket) { t.PhoneKey = "phone-2"; t.Waybill = "SF000"; t.OpenedAt = start.Add(time.Hour) }))
	for _, c := range []struct {
		what string
		find func() ([]string, error)
		want []string
	}{
		{"by phone", func() ([]string, error) { return s.Tickets.ByPhone(ctx, "phone-1", 10) }, []string{"BBB", "AAA", "CCC"}},
		{"by phone, two", func() ([]string, error) { return s.Tickets.ByPhone(ctx, "phone-1", 2) }, []string{"BBB", "AAA"}},
		{"by waybill", func() ([]string, error) { return s.Tickets.ByWaybill(ctx, "SF000", 10) }, []string{"DDD", "AAA", "CCC"}},
		{"by unknown phone", func() ([]string, error) { return s.Tickets.ByPhone(ctx, "phone-3", 10) }, []string{}},
	} {
		got, err := c.find()
		is(t, c.what, err, nil)
		same(t, c.what, got, c.want)
	}
	known, err = s.Tickets.Known(ctx, "phone-1")
	is(t, "known", err, nil)
	same(t, "a number with a ticket", known, ticket.Knowledge{Known: true})

	some, err := s.Tickets.Tickets(ctx, []string{"DDD", "XXX", "AAA", "DDD"})
	is(t, "tickets", err, nil)
	numbers := []string{}
	for _, one := range some {
		numbers = append(numbers, one.Number)
	}
	same(t, "in the order asked for, missing ones left out", numbers, []string{"DDD", "AAA"})
	none, err := s.Tickets.Tickets(ctx, nil)
	is(t, "no tickets", err, nil)
	same(t, "none", len(none), 0)
}

// notes: the internal words of one event, and nobody else's.
func notes(t *testing.T, fresh Fresh) {
	s := fresh(t)
	c := with(opened("AAA"), ticket.HandedOver, ticket.Words{Kind: ticket.Internal, By: "staff:1", Badge: "8001", Text: "外箱破损"})
	commit(t, s, with(c, ticket.Replied, ticket.Words{Kind: ticket.FromAgent, Text: "已转理赔"}))
	got, err := s.Tickets.Note(ctx, "AAA", 2)
	is(t, "note", err, nil)
	same(t, "the note", got, ticket.Words{Seq: 2, Kind: ticket.Internal, At: start.Add(2 * time.Second), By: "staff:1", Badge: "8001", Text: "外箱破损"})
	for _, seq := range []int{0, 1, 3, 4} { // none, the customer's own words, a reply, nothing yet
		_, err = s.Tickets.Note(ctx, "AAA", seq)
		kind(t, name("event", seq), err, errs.NotFound)
	}
	_, err = s.Tickets.Note(ctx, "BBB", 2)
	kind(t, "another ticket's", err, errs.NotFound)
}
