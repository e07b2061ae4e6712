package storetest

import (
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/person"
	"huiyin/shared/ticket"
)

// erasures: one at a time goes on for a number, and is finished once.
func erasures(t *testing.T, fresh Fresh) {
	s := fresh(t)
	_, err := s.Persons.Begun(ctx, "key-1")
	kind(t, "an erasure that never began", err, errs.NotFound)
	e := person.Erasure{ID: "E1", At: start, By: "staff:1", Reason: person.Asked, Tickets: 3, File: true, Files: []string{"C1"},
		Numbers: []customer.Number{{Phone: "+8613800138000", Key: "key-1"}, {Phone: "+8613800138001", Key: "key-3"}}}
	oneWins(t, "beginnings", atOnce(6, func(int) error { return s.Persons.Begin(ctx, "key-1", e) }), because(person.ErrBegun))
	is(t, "another number's", s.Persons.Begin(ctx, "key-2", person.Erasure{ID: "E2"}), nil)
	got, err := s.Persons.Begun(ctx, "key-1")
	is(t, "read", err, nil)
	same(t, "the erasure", got, e)

	told := happened(person.Subject("E1"), 1, person.Erased, start)
	is(t, "finish one that is not there", s.Persons.Finish(ctx, "key-1", person.Erasure{ID: "E9"}, told), person.ErrFinished)
	oneWins(t, "ends", atOnce(6, func(int) error { return s.Persons.Finish(ctx, "key-1", e, told) }), because(person.ErrFinished))
	_, err = s.Persons.Begun(ctx, "key-1")
	kind(t, "a finished erasure", err, errs.NotFound)
	same(t, "told of it", subjects(t, s)[person.Subject("E1")], 1)
}

// subjects counts the events of each subject.
func subjects(t *testing.T, s Stores) map[string]int {
	t.Helper()
	count := map[string]int{}
	is(t, "read the events", s.Events(ctx, start.Add(-time.Hour), start.Add(time.Hour), func(e event.Event) error {
		count[e.Subject]++
		return nil
	}), nil)
	return count
}

// forgettings: an erased ticket has no person, waybill or words any more, and
// is found under its number until it is forgotten.
func forgettings(t *testing.T, fresh Fresh) {
	s := fresh(t)
	var numbers []string
	for i := range 5 {
		c := opened(name("T", i), func(t *ticket.Ticket) {
			t.OpenedAt = start.Add(time.Duration(i) * time.Minute)
			t.Waybill = name("SF", i)
		})
		commit(t, s, c)
		numbers = append(numbers, c.Ticket.Number)
	}
	list := func(cursor string) ([]string, string, error) {
		return s.Persons.Tickets(ctx, "phone-1", start.Add(3*time.Minute), cursor, 2)
	}
	same(t, "opened up to a time, oldest first", pages(t, 2, list), numbers[:4])
	_, next, err := list("")
	is(t, "list", err, nil)
	for _, bad := range tampered(next) {
		_, _, err := list(bad)
		kind(t, "a tampered cursor", err, errs.Invalid)
	}
	_, _, err = s.Persons.Tickets(ctx, "phone-2", start, next, 2)
	kind(t, "the cursor of another number", err, errs.Invalid)

	c := opened("LONG", func(t *ticket.Ticket) { t.PhoneKey, t.Waybill = "phone-2", "SF999" })
	for range 120 {
		c = with(c, ticket.Noted, ticket.Words{Kind: ticket.Internal, Text: "记一笔"}, ticket.Words{Kind: ticket.FromAgent, Text: "已答复"})
		if len(c.Events) == 30 {
			commit(t, s, c)
			c = next1(c)
		}
	}
	c = with(c, ticket.Attached)
	c.Attach = &ticket.File{ID: "f1", Name: "王芳.jpg"}
	c = with(c, ticket.ResolvedEvent)
	c.Ticket.Stage = ticket.Resolved
	commit(t, s, c)
	erased := next1(c)
	erased.Ticket.PhoneKey, erased.Ticket.Waybill, erased.Erases = "", "", &c.Ticket
	erased = with(erased, ticket.Erased)
	lost := erased
	lost.Ticket.Version++
	is(t, "erase what has changed since", s.Tickets.Commit(ctx, lost), ticket.ErrLostRace)
	_, p, err := s.Tickets.Contact(ctx, "LONG")
	is(t, "contact", err, nil)
	same(t, "the person is still there", p.Name, "王芳")
	commit(t, s, erased)

	got, p, err := s.Tickets.Contact(ctx, "LONG")
	is(t, "contact", err, nil)
	same(t, "the record", got, erased.Ticket)
	same(t, "the person", p, ticket.Person{})
	none(t, "by waybill", func() ([]string, error) { return s.Tickets.ByWaybill(ctx, "SF999", 9) })
	found, _, err := s.Persons.Tickets(ctx, "phone-2", start, "", 9)
	is(t, "list", err, nil)
	same(t, "still filed", found, []string{"LONG"})

	events := len(whole(t, s, "LONG").Events)
	for range 2 { // twice does no harm
		is(t, "forget", s.Persons.Forget(ctx, "phone-2", got), nil)
	}
	h := whole(t, s, "LONG")
	same(t, "words", len(h.Words), 0)
	files, err := s.Tickets.Files(ctx, "LONG")
	is(t, "files", err, nil)
	same(t, "files", len(files), 0)
	same(t, "events", len(h.Events), events)
	none(t, "by phone", func() ([]string, error) { return s.Tickets.ByPhone(ctx, "phone-2", 9) })
	found, _, err = s.Persons.Tickets(ctx, "phone-2", start, "", 9)
	is(t, "list", err, nil)
	same(t, "filed", len(found), 0)
	same(t, "the other number's", len(whole(t, s, numbers[0]).Words), 1)
	known, err := s.Tickets.Known(ctx, "phone-2")
	is(t, "known", err, nil)
	same(t, "known", known, ticket.Knowledge{})
}

// next1 is the change that follows one and stays in its stage.
func next1(c ticket.Change) ticket.Change { return next(c, c.Ticket.Stage) }

func none(t *testing.T, what string, read func() ([]string, error)) {
	t.Helper()
	found, err := read()
	is(t, what, err, nil)
	same(t, what, len(found), 0)
}

// whole is the history of a ticket, all pages.
func whole(t *testing.T, s Stores, number string) ticket.History {
	t.Helper()
	var all ticket.History
	for range 100 {
		h, err := s.Tickets.History(ctx, number, all.Next)
		is(t, "history", err, nil)
		all.Events, all.Words, all.Next = append(all.Events, h.Events...), append(all.Words, h.Words...), h.Next
		if h.Next == "" {
			return all
		}
	}
	t.Fatal("the history does not end")
	return all
}

// unfilings: a file goes with its pointer and its places, as it was read; the
// stop that comes with it stays.
func unfilings(t *testing.T, fresh Fresh) {
	s := fresh(t)
	c := file("C1", "key-1", greetable, func(c *customer.Customer) { c.Birthday = customer.Birthday{Month: 2, Day: 29} })
	is(t, "make", save(s, c, nil), nil)
	told := happened(customer.Subject("C1"), 2, customer.Erased, start)
	stop := &customer.Optout{PhoneKey: "key-1", Version: 1, Stopped: true, At: start, How: customer.ByPerson, By: "customer"}
	old, foreign := c, *stop
	old.Version, foreign.Version = 7, 2
	is(t, "as it never was", s.Persons.RemoveFile(ctx, old, stop, told), customer.ErrLostRace)
	is(t, "with a stop that never was", s.Persons.RemoveFile(ctx, c, &foreign, told), customer.ErrLostRace)
	listed(t, s, c, c)

	is(t, "remove", s.Persons.RemoveFile(ctx, c, stop, told), nil)
	is(t, "remove again", s.Persons.RemoveFile(ctx, c, nil, told), customer.ErrLostRace)
	_, err := s.Customers.Customer(ctx, "C1")
	kind(t, "the file", err, errs.NotFound)
	_, err = s.Customers.CustomerByPhone(ctx, "key-1")
	kind(t, "its number", err, errs.NotFound)
	for _, p := range c.Places() {
		none(t, "a list", func() ([]string, error) { ids, _, err := s.Greetings.NextPage(ctx, p, "", 9); return ids, err })
	}
	got, err := s.Customers.Optout(ctx, "key-1")
	is(t, "optout", err, nil)
	same(t, "the stop", got, *stop)
	is(t, "a new file for the number", save(s, file("C2", "key-1"), nil), nil)
}

// removals: what is filed under a number itself is found and removed.
func removals(t *testing.T, fresh Fresh) {
	s := fresh(t)
	var codes []string
	for i := range 5 {
		c := customer.Code{ID: name("K", i), Digits: "012345", Phone: "+8613800138000", PhoneKey: "key-1", Lang: "zh", Until: start}
		is(t, "make", s.Customers.Commit(ctx, customer.Change{Code: &c}), nil)
		codes = append(codes, c.ID)
	}
	other := customer.Code{ID: "K9", PhoneKey: "key-2", Until: start}
	is(t, "make", s.Customers.Commit(ctx, customer.Change{Code: &other}), nil)
	list := func(after string) ([]string, string, error) { return s.Persons.Codes(ctx, "key-1", after, 2) }
	same(t, "codes", pages(t, 2, list), codes)
	for _, id := range codes {
		is(t, "remove", s.Persons.RemoveCode(ctx, "key-1", id), nil)
		is(t, "remove again", s.Persons.RemoveCode(ctx, "key-1", id), nil)
		_, err := s.Customers.Code(ctx, id)
		kind(t, "the code", err, errs.NotFound)
	}
	same(t, "codes", len(pages(t, 2, list)), 0)
	_, err := s.Customers.Code(ctx, "K9")
	is(t, "another number's code", err, nil)

	row := ledger.Row{Message: ledger.Message{ID: "r1"}, State: ledger.Waiting, Version: 1, Until: start, ChangedAt: start}
	is(t, "put", s.Ledger.Put(ctx, row, happened(ledger.Subject("r1"), 1, ledger.MessageDue, start)), nil)
	beside := ledger.Row{Message: ledger.Message{ID: "r1#2"}, Version: 1}
	is(t, "put", s.Ledger.Put(ctx, beside), nil)
	rows, err := s.Persons.Rows(ctx, []string{"r1", "none", "r1"})
	is(t, "rows", err, nil)
	same(t, "rows", rows, []ledger.Row{row})
	for range 2 {
		is(t, "remove", s.Persons.RemoveRow(ctx, "r1"), nil)
	}
	_, err = s.Ledger.Row(ctx, "r1")
	kind(t, "the row", err, errs.NotFound)
	same(t, "its history", subjects(t, s)[ledger.Subject("r1")], 0)
	same(t, "due", len(due(t, s, start)), 0)
	_, err = s.Ledger.Row(ctx, "r1#2")
	is(t, "a row beside it", err, nil)
	is(t, "the same row anew", s.Ledger.Put(ctx, row, happened(ledger.Subject("r1"), 1, ledger.MessageDue, start)), nil)

	recent := ledger.Recent{Version: 1, Taken: []ledger.Taken{{Row: "r1", At: start}}}
	is(t, "note a receipt", s.Ledger.SaveRecent(ctx, "key-1", recent, start), nil)
	for range 2 {
		is(t, "forget it", s.Persons.RemoveRecent(ctx, "key-1"), nil)
	}
	got, err := s.Ledger.Recent(ctx, "key-1")
	is(t, "recent", err, nil)
	same(t, "recent", got, ledger.Recent{})
	is(t, "note a receipt anew", s.Ledger.SaveRecent(ctx, "key-1", recent, start), nil)
}
