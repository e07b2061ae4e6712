package storetest

import (
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/shipment"
)

// sent is the first change of a shipment, as the store gets it.
func sent(waybill string, edit ...func(*shipment.Shipment)) shipment.Change {
	s := shipment.Shipment{Waybill: waybill, Version: 1, Seq: 1, Customer: "CUSTOMER1", Carrier: "顺丰", Branch: "上海一部", Day: "2026-06-05", Month: "2026-06",
		Consignee: shipment.Consignee{Name: "李雷", Phone: "+8613900139000", PhoneKey: "phone-9"}, State: shipment.Recorded,
		DispatchBy: start.Add(8 * time.Hour), RecordedAt: start, ChangedAt: start}
	for _, e := range edit {
		e(&s)
	}
	c := shipment.Change{Shipment: s, Tallies: []shipment.Tally{{Whose: s.Customer, Month: s.Month, Add: shipment.Figures{Shipments: 1, Revenue: 1200}}}}
	c.Events = append(c.Events, happened(shipment.Subject(waybill), 1, shipment.RecordedEvent, s.RecordedAt))
	return c
}

// changed is the change that follows one.
func changed(c shipment.Change, edit func(*shipment.Shipment)) shipment.Change {
	was := c.Shipment
	n := shipment.Change{Shipment: c.Shipment, Was: &was}
	n.Shipment.Version++
	n.Shipment.Seq++
	edit(&n.Shipment)
	n.Events = append(n.Events, happened(shipment.Subject(was.Waybill), n.Shipment.Seq, shipment.Moved, start.Add(time.Duration(n.Shipment.Seq)*time.Minute)))
	return n
}

func waybills(page shipment.Page) (all []string) {
	for _, s := range page.Shipments {
		all = append(all, s.Waybill)
	}
	return all
}

// shipments: one change at a time, the lists go along with it, what is due
// stands in the index.
func shipments(t *testing.T, fresh Fresh) {
	stores := fresh(t)
	s := stores.Shipments
	_, err := s.Shipment(ctx, "SF0")
	kind(t, "an unknown one", err, errs.NotFound)

	first := sent("SF1001")
	is(t, "record", s.Commit(ctx, first), nil)
	is(t, "record again", s.Commit(ctx, first), shipment.ErrLostRace)
	oneWins(t, "changes at once", atOnce(4, func(i int) error {
		return s.Commit(ctx, changed(first, func(s *shipment.Shipment) { s.Pieces = i + 1 }))
	}), because(shipment.ErrLostRace))
	got, err := s.Shipment(ctx, "SF1001")
	is(t, "read", err, nil)
	same(t, "its version", got.Version, 2)
	events, err := s.Events(ctx, "SF1001", 10)
	is(t, "events", err, nil)
	same(t, "how many events", len(events), 2)
	same(t, "the newest first", events[0].Seq, 2)

	due := func(at time.Time) (all []string) {
		for shard := range stores.Sweeps.Shards() {
			subjects, _, err := stores.Sweeps.Due(ctx, shard, at, "", 10)
			is(t, "due", err, nil)
			all = append(all, subjects...)
		}
		return all
	}
	same(t, "due before the hour", len(due(start.Add(8*time.Hour-time.Millisecond))), 0)
	same(t, "due at the hour", due(start.Add(8*time.Hour)), []string{"SHIPMENT#SF1001"})
	current := shipment.Change{Shipment: got}
	moved := changed(current, func(s *shipment.Shipment) { s.Alarmed, s.Consignee = true, shipment.Consignee{} })
	is(t, "change", s.Commit(ctx, moved), nil)
	same(t, "due afterwards", len(due(start.Add(100*time.Hour))), 0)
	to, err := s.ToConsignee(ctx, "phone-9", "", 10)
	is(t, "to a number", err, nil)
	same(t, "to a number it goes to no more", len(to), 0)

	for i := range 5 {
		is(t, "record", s.Commit(ctx, sent(name("SF2", i), func(s *shipment.Shipment) { s.RecordedAt = start.Add(time.Duration(i) * time.Minute) })), nil)
	}
	is(t, "record elsewhere", s.Commit(ctx, sent("SF3000", func(s *shipment.Shipment) {
		s.Customer, s.Branch, s.Consignee = "CUSTOMER2", "上海二部", shipment.Consignee{}
	})), nil)
	var cursor string
	mine := pages(t, 2, func(c string) ([]shipment.Shipment, string, error) {
		page, err := s.OfCustomer(ctx, "CUSTOMER1", c, 2)
		if page.Next != "" {
			cursor = page.Next
		}
		return page.Shipments, page.Next, err
	})
	same(t, "of a customer, newest first", waybills(shipment.Page{Shipments: mine})[:4], []string{"SF2004", "SF2003", "SF2002", "SF2001"})
	same(t, "how many of a customer", len(mine), 6)
	for _, c := range tampered(cursor) {
		_, err := s.OfCustomer(ctx, "CUSTOMER1", c, 2)
		kind(t, "a broken cursor", err, errs.Invalid)
	}
	_, err = s.OfCustomer(ctx, "CUSTOMER2", cursor, 2)
	kind(t, "another customer's cursor", err, errs.Invalid)
	told := happened(shipment.ListSubject("上海一部", "2026-06-05"), 1, shipment.Undispatched, start)
	for _, want := range []bool{true, false} {
		news, err := s.Tell(ctx, told)
		is(t, "tell", err, nil)
		same(t, "told for the first time", news, want)
	}
	list := pages(t, 3, func(c string) ([]shipment.Shipment, string, error) {
		page, err := s.OfDay(ctx, "上海一部", "2026-06-05", c, 3)
		return page.Shipments, page.Next, err
	})
	same(t, "the list of a branch", waybills(shipment.Page{Shipments: list}), []string{"SF1001", "SF2000", "SF2001", "SF2002", "SF2003", "SF2004"})
	to, err = s.ToConsignee(ctx, "phone-9", "SF2001", 2)
	is(t, "to a number", err, nil)
	same(t, "to a number, behind one", to, []string{"SF2002", "SF2003"})
	left(t, s)
	some, err := s.Shipments(ctx, []string{"SF2000", "SF0", "SF2000"})
	is(t, "read some", err, nil)
	same(t, "some", waybills(shipment.Page{Shipments: some}), []string{"SF2000"})
}

// left: what left in a period, in that order, over the ends of months; what is
// here yet is not among it, and a later change moves nothing.
func left(t *testing.T, s shipment.Store) {
	t.Helper()
	end := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) // of a month
	for i := range 7 {
		c := sent(name("LEFT", i), func(s *shipment.Shipment) { s.Dispatched = end.Add(time.Duration(i-3) * 12 * time.Hour) })
		is(t, "record what left", s.Commit(ctx, c), nil)
		if i == 2 {
			is(t, "change what left", s.Commit(ctx, changed(c, func(s *shipment.Shipment) { s.Pieces = 9 })), nil)
		}
	}
	is(t, "record another at the same instant", s.Commit(ctx, sent("LEFT003-2", func(s *shipment.Shipment) { s.Dispatched = end })), nil)
	from, to := end.Add(-24*time.Hour), end.Add(36*time.Hour)
	var cursor string
	all := pages(t, 2, func(c string) ([]string, string, error) {
		some, next, err := s.Left(ctx, from, to, c, 2)
		if next != "" {
			cursor = next
		}
		return some, next, err
	})
	same(t, "what left", all, []string{"LEFT001", "LEFT002", "LEFT003", "LEFT003-2", "LEFT004", "LEFT005"})
	some, next, err := s.Left(ctx, from, to, "", 1000)
	is(t, "what left, at once", err, nil)
	same(t, "how many at once", len(some), 6)
	same(t, "and no more", next, "")
	for _, c := range tampered(cursor) {
		_, _, err := s.Left(ctx, from, to, c, 2)
		kind(t, "a broken cursor", err, errs.Invalid)
	}
	_, _, err = s.Left(ctx, from, to.Add(time.Hour), cursor, 2)
	kind(t, "another period's cursor", err, errs.Invalid)
}

// monthlyFigures: what is added is there, once, also by many at once.
func monthlyFigures(t *testing.T, fresh Fresh) {
	s := fresh(t).Shipments
	for i, month := range []string{"2026-05", "2026-06", "2026-06", "2026-08"} {
		is(t, "record", s.Commit(ctx, sent(name("YT", i), func(s *shipment.Shipment) { s.Month = month })), nil)
	}
	less := changed(sent("YT003"), func(s *shipment.Shipment) { s.Month = "2026-08" })
	less.Tallies = []shipment.Tally{{Whose: "CUSTOMER1", Month: "2026-08", Add: shipment.Figures{Revenue: -200, OnTime: 1}}}
	is(t, "correct", s.Commit(ctx, less), nil)
	is(t, "a change that is refused counts nothing", s.Commit(ctx, less), shipment.ErrLostRace)
	for i, err := range atOnce(8, func(i int) error {
		return s.Commit(ctx, sent(name("ZT", i), func(s *shipment.Shipment) { s.Month = "2026-07" }))
	}) {
		if err != nil {
			t.Errorf("count %d: %v", i, err)
		}
	}
	months, err := s.Figures(ctx, "CUSTOMER1", "2026-06", "2026-08")
	is(t, "figures", err, nil)
	same(t, "figures", months, []shipment.Monthly{{Month: "2026-06", Figures: shipment.Figures{Shipments: 2, Revenue: 2400}},
		{Month: "2026-07", Figures: shipment.Figures{Shipments: 8, Revenue: 9600}}, {Month: "2026-08", Figures: shipment.Figures{Shipments: 1, Revenue: 1000, OnTime: 1}}})
	none, err := s.Figures(ctx, "CUSTOMER2", "2026-01", "2026-12")
	is(t, "no figures", err, nil)
	same(t, "no figures", len(none), 0)
}
