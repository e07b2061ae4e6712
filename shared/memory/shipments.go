package memory

import (
	"context"
	"errors"
	"slices"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/shipment"
	"huiyin/shared/sweep"
)

// Shipments is the store of package shipment.
type Shipments struct{ s *Store }

// Shipments gives the store of shipments and their figures.
func (s *Store) Shipments() Shipments { return Shipments{s} }

var _ shipment.Store = Shipments{}

// Shipment reads one.
func (t Shipments) Shipment(_ context.Context, waybill string) (shipment.Shipment, error) {
	return find(t.s, t.s.shipments, waybill)
}

// Shipments reads several; missing ones are left out.
func (t Shipments) Shipments(ctx context.Context, waybills []string) ([]shipment.Shipment, error) {
	found := []shipment.Shipment{}
	for i, w := range waybills {
		if one, err := t.Shipment(ctx, w); err == nil && !slices.Contains(waybills[:i], w) {
			found = append(found, one)
		}
	}
	return found, nil
}

// Commit writes a change or nothing at all.
func (t Shipments) Commit(_ context.Context, c shipment.Change) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if t.s.shipments[c.Shipment.Waybill].Version != c.Shipment.Version-1 {
		return shipment.ErrLostRace
	}
	t.s.shipments[c.Shipment.Waybill] = clone(c.Shipment)
	for _, tally := range c.Tallies {
		if t.s.figures[tally.Whose] == nil {
			t.s.figures[tally.Whose] = map[string]shipment.Figures{}
		}
		t.s.figures[tally.Whose][tally.Month] = t.s.figures[tally.Whose][tally.Month].Plus(tally.Add)
	}
	t.s.tell(c.Events)
	return nil
}

// OfCustomer reads a page of a customer's shipments, newest first.
func (t Shipments) OfCustomer(_ context.Context, customer, cursor string, limit int) (shipment.Page, error) {
	return t.list("SHIPPER#"+customer, cursor, limit, true, func(s shipment.Shipment) string {
		if s.Customer != customer || s.Disowned {
			return ""
		}
		return stamp(s.RecordedAt) + "#" + s.Waybill
	})
}

// OfDay reads a page of a branch's list for a day, by waybill.
func (t Shipments) OfDay(_ context.Context, branch, day, cursor string, limit int) (shipment.Page, error) {
	return t.list(shipment.ListSubject(branch, day), cursor, limit, false, func(s shipment.Shipment) string {
		if s.Branch != branch || s.Day != day {
			return ""
		}
		return s.Waybill
	})
}

// Left lists what left in a period.
func (t Shipments) Left(_ context.Context, from, to time.Time, cursor string, limit int) (waybills []string, next string, err error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	list := "left#" + stamp(from) + "#" + stamp(to)
	position, err := t.s.unseal(list, cursor)
	if err != nil {
		return nil, "", err
	}
	var places []string
	for _, s := range t.s.shipments {
		place := stamp(s.Dispatched) + "#" + s.Waybill
		if !s.Dispatched.IsZero() && !s.Dispatched.Before(from) && s.Dispatched.Before(to) && place > position {
			places = append(places, place)
		}
	}
	slices.Sort(places)
	if limit = min(max(limit, 1), 1000); len(places) > limit {
		places = places[:limit]
		next = t.s.seal(list, places[limit-1])
	}
	for _, place := range places {
		waybills = append(waybills, place[len(stamp(from))+1:])
	}
	return waybills, next, nil
}

// list reads those that of gives a place, in the order of places.
func (t Shipments) list(name, sealed string, limit int, backwards bool, of func(shipment.Shipment) string) (shipment.Page, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	by := map[string]shipment.Shipment{}
	for _, s := range t.s.shipments {
		if place := of(s); place != "" {
			by[place] = s
		}
	}
	read := t.s.sealed
	if backwards {
		read = t.s.sealedBackwards
	}
	keys, next, err := read(name, sortedKeys(by), sealed, limit)
	page := shipment.Page{Next: next}
	for _, k := range keys {
		page.Shipments = append(page.Shipments, clone(by[k]))
	}
	return page, err
}

// ToConsignee lists waybills that go to a number.
func (t Shipments) ToConsignee(_ context.Context, phoneKey, after string, limit int) (waybills []string, err error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	for w, s := range t.s.shipments {
		if s.Consignee.PhoneKey == phoneKey {
			waybills = append(waybills, w)
		}
	}
	waybills, _ = behind(waybills, after, limit)
	return waybills, nil
}

// Figures reads months, from the first to the last.
func (t Shipments) Figures(_ context.Context, whose, first, last string) (months []shipment.Monthly, err error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	for _, month := range sortedKeys(t.s.figures[whose]) {
		if month >= first && month <= last && len(months) < 36 {
			months = append(months, shipment.Monthly{Month: month, Figures: t.s.figures[whose][month]})
		}
	}
	return months, nil
}

// Tell writes an event that has no record beside it, once.
func (t Shipments) Tell(ctx context.Context, e event.Event) (bool, error) {
	if err := t.s.Sweeps().Tell(ctx, e); !errors.Is(err, sweep.ErrTold) {
		return err == nil, err
	}
	return false, nil
}

// Count adds one to a counter.
func (t Shipments) Count(_ context.Context, name string, _ time.Time) (int, error) {
	return t.s.count(name), nil
}

// Events reads a shipment's last events, the newest first.
func (t Shipments) Events(_ context.Context, waybill string, limit int) (events []event.Event, err error) {
	for _, e := range slices.Backward(t.s.Told(0)) {
		if e.Subject == shipment.Subject(waybill) && len(events) < limit {
			events = append(events, e)
		}
	}
	return events, nil
}
