package storetest

import (
	"slices"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

func file(id, phoneKey string, edit ...func(*customer.Customer)) customer.Customer {
	c := customer.Customer{ID: id, Version: 1, Name: "李明", Phone: "+8613900139000", PhoneKey: phoneKey, Lang: "zh",
		Class: customer.General, CreatedAt: start, UpdatedAt: start}
	for _, e := range edit {
		e(&c)
	}
	return c
}

// save writes a file as the one that follows was.
func save(s Stores, c customer.Customer, was *customer.Customer) error {
	return s.Customers.Commit(ctx, customer.Change{Customer: &c, Was: was})
}

func greetable(c *customer.Customer) { c.Consent.State = customer.Confirmed }

// customers: a number has one file, a file one number; the lists follow what
// the file says.
func customers(t *testing.T, fresh Fresh) {
	s := fresh(t)
	_, err := s.Customers.Customer(ctx, "C1")
	kind(t, "a file that is not there", err, errs.NotFound)
	_, err = s.Customers.CustomerByPhone(ctx, "key-1")
	kind(t, "a number without a file", err, errs.NotFound)

	c := file("C1", "key-1")
	seq := happened(customer.Subject("C1"), 1, customer.Created, start)
	is(t, "create", s.Customers.Commit(ctx, customer.Change{Customer: &c, Events: []event.Event{seq}}), nil)
	got, err := s.Customers.CustomerByPhone(ctx, "key-1")
	is(t, "by phone", err, nil)
	same(t, "the file", got, c)
	known, err := s.Tickets.Known(ctx, "key-1")
	is(t, "known", err, nil)
	same(t, "what an intake learns", known, ticket.Knowledge{Known: true, CustomerID: "C1", Class: customer.General})

	is(t, "the same id", save(s, file("C1", "key-9"), nil), customer.ErrLostRace)
	is(t, "another file with the number", save(s, file("C2", "key-1"), nil), customer.ErrPhoneTaken)
	_, err = s.Customers.Customer(ctx, "C2")
	kind(t, "of it", err, errs.NotFound)

	was := c
	c.Version, c.Class, c.Consent.State, c.Zone = 2, customer.Key, customer.Confirmed, "Europe/Berlin"
	c.Birthday = customer.Birthday{Month: 2, Day: 29}
	c.Agreement = customer.Agreement{Policy: "gold", From: start}
	is(t, "change", save(s, c, &was), nil)
	is(t, "change what was read before", save(s, c, &was), customer.ErrLostRace)
	known, err = s.Tickets.Known(ctx, "key-1")
	is(t, "known", err, nil)
	same(t, "the new class", known.Class, customer.Key)
	same(t, "the agreement", known.Agreement, c.Agreement)
	listed(t, s, c, was)

	was = c
	c.Version, c.PhoneKey, c.Zone, c.Birthday = 3, "key-2", "", customer.Birthday{Month: 8, Day: 15, Lunar: true}
	is(t, "renumber", save(s, c, &was), nil)
	_, err = s.Customers.CustomerByPhone(ctx, "key-1")
	kind(t, "the old number", err, errs.NotFound)
	got, err = s.Customers.CustomerByPhone(ctx, "key-2")
	is(t, "the new number", err, nil)
	same(t, "the file", got, c)
	listed(t, s, c, was)
	is(t, "the old number for somebody else", save(s, file("C3", "key-1"), nil), nil)

	was = c
	c.Version, c.Archived = 4, true
	is(t, "archive", save(s, c, &was), nil)
	known, err = s.Tickets.Known(ctx, "key-2")
	is(t, "known", err, nil)
	same(t, "what an intake learns of one put away", known, ticket.Knowledge{Known: true, CustomerID: "C1", Class: c.Class, Agreement: c.Agreement, Archived: true})
	listed(t, s, c, was)

	zones, err := s.Greetings.Zones(ctx)
	is(t, "zones", err, nil)
	slices.Sort(zones)
	same(t, "zones", zones, []string{"Europe/Berlin", customer.Home})
	some, err := s.Customers.Customers(ctx, []string{"C3", "C9", "C1", "C1"})
	is(t, "customers", err, nil)
	same(t, "found", len(some), 2)

	oneWins(t, "files for one number", atOnce(8, func(i int) error { return save(s, file(name("N", i), "key-n"), nil) }),
		because(customer.ErrPhoneTaken))
	stops(t, s)
}

// listed checks that a file stands in its places and has left the old ones.
func listed(t *testing.T, s Stores, c, was customer.Customer) {
	t.Helper()
	in := map[customer.Place]bool{}
	for _, p := range c.Places() {
		in[p] = true
	}
	for _, p := range append(c.Places(), was.Places()...) {
		ids, _, err := s.Greetings.NextPage(ctx, p, "", 100)
		is(t, "read a list", err, nil)
		found := false
		for _, id := range ids {
			found = found || id == c.ID
		}
		same(t, "in the list "+p.List+" "+p.Zone+" "+p.Day, found, in[p])
	}
}

// stops: a number's stop has a version of its own and needs no file.
func stops(t *testing.T, s Stores) {
	o, err := s.Customers.Optout(ctx, "key-7")
	is(t, "optout", err, nil)
	same(t, "a number that never said stop", o, customer.Optout{})
	o = customer.Optout{PhoneKey: "key-7", Version: 1, Seq: 1, Stopped: true, At: start, How: customer.ByPerson, By: "customer"}
	is(t, "stop", s.Customers.Commit(ctx, customer.Change{Optout: &o,
		Events: []event.Event{happened(customer.OptoutSubject("key-7"), 1, customer.NumberStopped, start)}}), nil)
	stops, err := s.Customers.Stops(ctx, []string{"key-7", "key-8"})
	is(t, "stops", err, nil)
	same(t, "the stops of two numbers", stops, map[string]bool{"key-7": true})
	got, err := s.Customers.Optout(ctx, "key-7")
	is(t, "optout", err, nil)
	same(t, "the stop", got, o)
	c := file("C7", "key-7")
	is(t, "with a stop that was read before", s.Customers.Commit(ctx, customer.Change{Customer: &c, Optout: &o}), customer.ErrLostRace)
	_, err = s.Customers.Customer(ctx, "C7")
	kind(t, "nothing of it is there", err, errs.NotFound)
	o.Version, o.Stopped = 2, false
	is(t, "lift", s.Customers.Commit(ctx, customer.Change{Optout: &o}), nil)
	stops, err = s.Customers.Stops(ctx, []string{"key-7"})
	is(t, "stops", err, nil)
	same(t, "a stop that was lifted", stops, map[string]bool{})
}

// codes: a code has so many tries and a time, and does its work once.
func codes(t *testing.T, fresh Fresh) {
	s := fresh(t)
	_, err := s.Customers.Code(ctx, "X")
	kind(t, "a code that is not there", err, errs.NotFound)
	_, err = s.Customers.TryCode(ctx, "X", start, 5)
	kind(t, "a try on it", err, errs.NotFound)

	c := customer.Code{ID: "K1", Digits: "012345", Phone: "+8613800138000", PhoneKey: "key", Lang: "zh", Until: start.Add(10 * time.Minute)}
	change := customer.Change{Code: &c, Events: []event.Event{happened(customer.CodeSubject("K1"), 1, customer.CodeRequested, start)}}
	is(t, "make", s.Customers.Commit(ctx, change), nil)
	is(t, "make it again", s.Customers.Commit(ctx, customer.Change{Code: &c}), customer.ErrLostRace)
	got, err := s.Customers.Code(ctx, "K1")
	is(t, "read", err, nil)
	same(t, "the code", got, c)

	for want := 1; want <= 3; want++ {
		got, err = s.Customers.TryCode(ctx, "K1", start.Add(10*time.Minute-time.Millisecond), 3)
		is(t, "try", err, nil)
		same(t, "tries", got.Tries, want)
		same(t, "digits", got.Digits, c.Digits)
	}
	_, err = s.Customers.TryCode(ctx, "K1", start, 3)
	kind(t, "one try too many", err, errs.NotFound)
	_, err = s.Customers.TryCode(ctx, "K1", start.Add(10*time.Minute), 9)
	kind(t, "a try when it is over", err, errs.NotFound)

	got.UsedFor = customer.Stop
	oneWins(t, "uses of one code", atOnce(6, func(int) error { return s.Customers.Commit(ctx, customer.Change{Used: &got}) }),
		because(customer.ErrLostRace))
	got, err = s.Customers.Code(ctx, "K1")
	is(t, "read", err, nil)
	same(t, "used for, and tries", []any{got.UsedFor, got.Tries}, []any{customer.Stop, 3})
	is(t, "use of a code that is not there", s.Customers.Commit(ctx, customer.Change{Used: &customer.Code{ID: "K9", UsedFor: customer.Stop}}),
		customer.ErrLostRace)
	n, err := s.Customers.Count(ctx, "code#key", start)
	is(t, "count", err, nil)
	same(t, "count", n, 1)
}

// directories: every file once, whatever the page; a list for greetings goes
// on where it stood.
func directories(t *testing.T, fresh Fresh) {
	s := fresh(t)
	const many = 23
	all := map[string]bool{}
	byList := map[customer.Place]int{}
	for i := range many {
		c := file(name("C", i), name("key-", i), greetable)
		all[c.ID] = true
		for _, p := range c.Places() {
			byList[p]++
		}
		is(t, "save", save(s, c, nil), nil)
	}
	for _, limit := range []int{1, 4, many, 100} {
		seen := map[string]bool{}
		ids := pages(t, limit, func(cursor string) (ids []string, next string, err error) {
			page, err := s.Customers.ListCustomers(ctx, cursor, limit)
			for _, c := range page.Customers {
				ids = append(ids, c.ID)
				seen[c.ID] = true
			}
			return ids, page.Next, err
		})
		same(t, "how many", len(ids), many)
		same(t, "every file", seen, all)
	}
	for p, want := range byList {
		ids := pages(t, 2, func(after string) ([]string, string, error) { return s.Greetings.NextPage(ctx, p, after, 2) })
		same(t, "a list", len(ids), want)
	}
	first, err := s.Customers.ListCustomers(ctx, "", 3)
	is(t, "list", err, nil)
	for _, bad := range tampered(first.Next) {
		_, err = s.Customers.ListCustomers(ctx, bad, 3)
		kind(t, "a tampered cursor", err, errs.Invalid)
	}
}
