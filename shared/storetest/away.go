package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// awayAt is two years and a month after everything here began.
var awayAt = time.Date(2028, 7, 3, 2, 0, 0, 0, time.UTC)

// rounder is the month's walk over a store.
func rounder(s Stores) *task.Rounds {
	files := customer.Service{Store: s.Customers}
	return &task.Rounds{Files: files,
		Tasks: &task.Service{Store: s.Tasks, Team: "service", Zone: time.FixedZone("CST", 8*60*60),
			Rules:  func(context.Context) (task.Rules, error) { return task.DefaultRules(), nil },
			Roster: func(context.Context) (staff.Roster, error) { return staff.Roster{}, nil }},
		Shelf: &task.Shelf{Files: files, Tickets: s.Tickets, Tasks: s.Tasks, Shipments: (&shipment.Service{Store: s.Shipments}).Freight,
			Settings: func(context.Context) (customer.Settings, error) { return customer.Default(), nil }}}
}

// away: the month's walk puts away the files of whom nothing was heard for long,
// once, and no other; who is in touch again is taken out again.
//
// rule: QM-6
func away(t *testing.T, fresh Fresh) {
	s := fresh(t)
	recent := awayAt.AddDate(0, -3, 0)
	make := func(id string, edit ...func(*customer.Customer)) string {
		is(t, id, save(s, file(id, "key-"+id, edit...), nil), nil)
		return id
	}
	asks := func(number, key string, stage ticket.Stage, at time.Time) {
		c := opened(number, func(o *ticket.Ticket) { o.PhoneKey, o.OpenedAt, o.LastEventAt = key, at, at })
		commit(t, s, c)
		if stage != ticket.Received {
			commit(t, s, next(c, stage))
		}
	}
	works := func(cause, id string, state task.State, ended time.Time) {
		is(t, cause, s.Tasks.Commit(ctx, planned(cause, func(one *task.Task) { one.Customer, one.State, one.EndedAt = id, state, ended })), nil)
	}
	sends := func(waybill, id, to string, state shipment.State, at time.Time) {
		is(t, waybill, s.Shipments.Commit(ctx, sent(waybill, func(o *shipment.Shipment) {
			o.Customer, o.Consignee.PhoneKey, o.State, o.Dispatched, o.RecordedAt = id, to, state, start, at
		})), nil)
	}
	idle := []string{make("idle", greetable), make("merged idle", func(c *customer.Customer) { c.Absorbed = []customer.Absorbed{{ID: "gone", At: start}} }), make("long ago")}
	asks("AAA", "key-long ago", ticket.Closed, start)
	works("old", "long ago", task.Finished, start)
	works("dropped", "long ago", task.Dropped, recent)
	sends("SF1", "long ago", "key-x", shipment.Signed, start)

	make("open ticket")
	asks("BBB", "key-open ticket", ticket.Received, start)
	make("to be revisited")
	asks("BBC", "key-to be revisited", ticket.Resolved, start)
	make("asked lately")
	asks("CCC", "key-asked lately", ticket.Closed, recent)
	make("by another number", func(c *customer.Customer) { c.Also = []customer.Number{{Key: "key-also"}} })
	asks("DDD", "key-also", ticket.Handling, start)
	make("open task")
	works("open", "open task", task.Open, time.Time{})
	make("visited lately")
	works("done", "visited lately", task.Finished, recent)
	make("of the file that went", func(c *customer.Customer) { c.Absorbed = []customer.Absorbed{{ID: "went", At: start}} })
	works("went", "went", task.Open, time.Time{})
	make("goods under way")
	sends("SF2", "goods under way", "key-x", shipment.Transit, start)
	make("goods to come")
	sends("SF3", "somebody", "key-goods to come", shipment.Transit, start)
	make("sent lately")
	sends("SF4", "sent lately", "key-x", shipment.Signed, recent)
	make("lead", func(c *customer.Customer) { c.Lead = customer.Lead{Urgency: customer.Low, At: start} })
	make("new", func(c *customer.Customer) { c.CreatedAt = recent })

	r := rounder(s)
	slices.Sort(idle)
	walked, err := r.Tick(ctx, awayAt, func() bool { return true })
	is(t, "walk", err, nil)
	same(t, "put away", walked.Away, len(idle))
	same(t, "put away", archived(t, s), idle)
	var told []string
	is(t, "events", s.Events(ctx, awayAt.Add(-time.Hour), awayAt.Add(time.Hour), func(e event.Event) error {
		told = append(told, string(e.Type))
		return nil
	}), nil)
	same(t, "told", told, slices.Repeat([]string{string(customer.PutAway)}, len(idle)))

	walked, err = r.Tick(ctx, awayAt.AddDate(0, 1, 0), func() bool { return true })
	is(t, "the next month", err, nil)
	same(t, "put away again", walked.Away, 0)

	for range 2 {
		is(t, "in touch again", r.Shelf.Files.Heard(ctx, awayAt.Add(time.Minute), event.Customer, "idle"), nil)
	}
	back, err := s.Customers.Customer(ctx, "idle")
	is(t, "back", err, nil)
	same(t, "its version", back.Version, 3)
	same(t, "back", back.Archived, false)
	known, err := s.Tickets.Known(ctx, "key-idle")
	is(t, "known", err, nil)
	same(t, "what an intake learns", known.Archived, false)
	is(t, "who is gone", r.Shelf.Files.Heard(ctx, awayAt, event.Customer, "nobody"), nil)
	broken(t, fresh(t))
}

// broken: a walk that breaks off while it puts files away goes on, and somebody
// who asks in between is not put away.
func broken(t *testing.T, s Stores) {
	for i := range 30 {
		is(t, "make", save(s, file(name("C", i), name("key-", i)), nil), nil)
	}
	r := rounder(s)
	asked := &late{TicketsOf: s.Tickets, comes: func() {
		commit(t, s, opened("AAA", func(o *ticket.Ticket) { o.PhoneKey, o.OpenedAt, o.LastEventAt = "key-007", awayAt, awayAt }))
	}}
	r.Shelf.Tickets = asked
	_, err := r.Tick(ctx, awayAt, func() bool { return true })
	kind(t, "broken off", err, errs.Unavailable)
	_, err = r.Tick(ctx, awayAt.Add(time.Hour), func() bool { return true })
	is(t, "gone on", err, nil)
	got := archived(t, s)
	same(t, "put away", len(got), 29)
	same(t, "who asked meanwhile", slices.Contains(got, "C007"), false)
}

// late finds nothing for key-007 once, and then somebody asks; and fails once.
type late struct {
	task.TicketsOf
	comes func()
	asked bool
	fails bool
}

func (l *late) ByPhone(ctx context.Context, key string, limit int) ([]string, error) {
	switch {
	case key == "key-007" && !l.asked:
		l.asked = true
		defer l.comes()
	case key == "key-020" && !l.fails:
		l.fails = true
		return nil, errs.New(errs.Unavailable, "store.unavailable").Because(errors.New("broken off"))
	}
	return l.TicketsOf.ByPhone(ctx, key, limit)
}

// archived are the ids of all files that are put away, in order.
func archived(t *testing.T, s Stores) (ids []string) {
	t.Helper()
	for cursor, more := "", true; more; more = cursor != "" {
		page, err := s.Customers.ListCustomers(ctx, cursor, 100)
		is(t, "list", err, nil)
		for _, c := range page.Customers {
			if c.Archived {
				ids = append(ids, c.ID)
			}
		}
		cursor = page.Next
	}
	slices.Sort(ids)
	return ids
}
