package dynamo

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/shipment"
	"huiyin/shared/sweep"
)

// Shipments is the store of package shipment.
type Shipments struct{ t *Table }

// Shipments gives the store of shipments and their figures.
func (t *Table) Shipments() Shipments { return Shipments{t} }

var _ shipment.Store = Shipments{}

const (
	shipmentKind = "shipment"
	figuresKind  = "figures"
	waybillAttr  = "waybill" // in pointers
	listSorts    = "W#"      // on a dispatch list, behind its event
	maxFigures   = 36
)

func shipmentKey(waybill string) key          { return record(shipment.Subject(waybill)) }
func shipperPartition(customer string) string { return "SHIPPER#" + customer }
func consigneePartition(phoneKey string) string {
	return "CONSIGNEE#" + phoneKey
}
func figuresKey(whose, month string) key { return key{"FIGURES#" + whose, month} }

// shipmentPlaces are the keys under which a shipment is found beside its own.
func shipmentPlaces(s shipment.Shipment) []key {
	var places []key
	if !s.Disowned {
		places = append(places, key{shipperPartition(s.Customer), stamp(s.RecordedAt) + "#" + s.Waybill})
	}
	if s.Branch != "" {
		places = append(places, key{shipment.ListSubject(s.Branch, s.Day), listSorts + s.Waybill})
	}
	if s.Consignee.PhoneKey != "" {
		places = append(places, key{consigneePartition(s.Consignee.PhoneKey), s.Waybill})
	}
	return places
}

// Shipment reads one; errs.NotFound.
func (s Shipments) Shipment(ctx context.Context, waybill string) (shipment.Shipment, error) {
	var found shipment.Shipment
	it, err := s.t.get(ctx, "read a shipment", shipmentKey(waybill))
	if err != nil {
		return found, err
	}
	err = read(it, &found)
	return found, err
}

// Shipments reads up to 100; missing ones are left out.
func (s Shipments) Shipments(ctx context.Context, waybills []string) ([]shipment.Shipment, error) {
	keys := make([]key, len(waybills))
	for i, w := range waybills {
		keys[i] = shipmentKey(w)
	}
	return readBatch[shipment.Shipment](ctx, s.t, "read shipments", keys)
}

// Commit writes a change or nothing at all: shipment.ErrLostRace.
func (s Shipments) Commit(ctx context.Context, c shipment.Change) error {
	it, err := newItem(shipmentKey(c.Shipment.Waybill), shipmentKind, nil)
	if err != nil {
		return err
	}
	if it[recordAttr], err = packed(c.Shipment); err != nil {
		return err
	}
	it[versionAttr] = number(int64(c.Shipment.Version))
	if at, due := c.Shipment.Due(); due {
		setDue(it, at, shipment.Subject(c.Shipment.Waybill), s.t.shards)
	}
	placeLeft(it, c.Shipment)
	ops := []op{putIf(it, following(c.Shipment.Version), func(item) error { return shipment.ErrLostRace })}
	more, err := shipmentPlaceOps(c)
	if err != nil {
		return err
	}
	ops = append(ops, more...)
	for _, t := range c.Tallies {
		ops = append(ops, tallyOp(t))
	}
	told, err := eventOps(c.Events)
	if err != nil {
		return err
	}
	return s.t.transact(ctx, "commit a shipment", append(ops, told...)...)
}

// shipmentPlaceOps put it where it is new, and take it away where it is no more.
func shipmentPlaceOps(c shipment.Change) ([]op, error) {
	var before []key
	if c.Was != nil {
		before = shipmentPlaces(*c.Was)
	}
	now := shipmentPlaces(c.Shipment)
	var ops []op
	for _, k := range now {
		if slices.Contains(before, k) {
			continue
		}
		it, err := newItem(k, pointerKind, nil)
		if err != nil {
			return nil, err
		}
		it[waybillAttr] = text(c.Shipment.Waybill)
		ops = append(ops, put(it))
	}
	for _, k := range before {
		if !slices.Contains(now, k) {
			ops = append(ops, remove(k))
		}
	}
	return ops, nil
}

// tallyOp adds to the figures of a month, whatever they are: nobody who counts
// waits for another.
func tallyOp(t shipment.Tally) op {
	var adds []string
	values := item{":kind": text(figuresKind)}
	for _, n := range t.Add.Counts() {
		if *n.Count != 0 {
			adds = append(adds, "#"+n.Name+" :"+n.Name)
			values[":"+n.Name] = number(*n.Count)
		}
	}
	return updateIf(figuresKey(t.Whose, t.Month), "SET #kind = :kind ADD "+strings.Join(adds, ", "), values, condition{}, nil)
}

// OfCustomer reads a page of a customer's shipments, newest first.
func (s Shipments) OfCustomer(ctx context.Context, customer, cursor string, limit int) (shipment.Page, error) {
	return s.list(ctx, span{pk: shipperPartition(customer), backward: true, limit: clamp(limit)}, cursor)
}

// OfDay reads a page of a branch's list for a day, by waybill.
func (s Shipments) OfDay(ctx context.Context, branch, day, cursor string, limit int) (shipment.Page, error) {
	return s.list(ctx, span{pk: shipment.ListSubject(branch, day), from: listSorts, to: after(listSorts), limit: clamp(limit)}, cursor)
}

// list reads the shipments that a page of pointers leads to, in its order.
func (s Shipments) list(ctx context.Context, part span, cursor string) (shipment.Page, error) {
	position, err := s.t.open(ctx, part.pk, cursor)
	if err != nil {
		return shipment.Page{}, err
	}
	if position != "" {
		part.start = key{part.pk, position}.item()
	}
	pointers, more, err := s.t.page(ctx, "list shipments", part)
	if err != nil {
		return shipment.Page{}, err
	}
	waybills := make([]string, len(pointers))
	for i, p := range pointers {
		waybills[i] = str(p, waybillAttr)
	}
	page := shipment.Page{}
	if page.Shipments, err = s.Shipments(ctx, waybills); err != nil {
		return page, err
	}
	slices.SortFunc(page.Shipments, func(a, b shipment.Shipment) int {
		return slices.Index(waybills, a.Waybill) - slices.Index(waybills, b.Waybill)
	})
	if more {
		page.Next, err = s.t.seal(ctx, part.pk, str(pointers[len(pointers)-1], sk))
	}
	return page, err
}

// ToConsignee lists waybills that go to a number, behind one of them.
func (s Shipments) ToConsignee(ctx context.Context, phoneKey, behind string, limit int) ([]string, error) {
	part := span{pk: consigneePartition(phoneKey), limit: clamp(limit)}
	if behind != "" {
		part.start = key{part.pk, behind}.item()
	}
	items, err := s.t.query(ctx, "list the shipments to a number", part)
	waybills := make([]string, len(items))
	for i, it := range items {
		waybills[i] = str(it, sk)
	}
	return waybills, err
}

// Figures reads months, from the first to the last.
func (s Shipments) Figures(ctx context.Context, whose, first, last string) ([]shipment.Monthly, error) {
	items, err := s.t.query(ctx, "read figures", span{pk: figuresKey(whose, "").pk, from: first, to: last, limit: maxFigures})
	months := make([]shipment.Monthly, len(items))
	for i, it := range items {
		months[i].Month = str(it, sk)
		for _, n := range months[i].Counts() {
			*n.Count = integer(it, n.Name)
		}
	}
	return months, err
}

// Tell writes an event that has no record beside it, once.
func (s Shipments) Tell(ctx context.Context, e event.Event) (bool, error) {
	err := s.t.Sweeps().Tell(ctx, e)
	if errors.Is(err, sweep.ErrTold) {
		return false, nil
	}
	return err == nil, err
}

// Count adds one to a counter.
func (s Shipments) Count(ctx context.Context, name string, until time.Time) (int, error) {
	return s.t.Tickets().Count(ctx, name, until)
}

// Events reads a shipment's last events, the newest first.
func (s Shipments) Events(ctx context.Context, waybill string, limit int) ([]event.Event, error) {
	items, err := readSpan[event.Joined](ctx, s.t, "read the events of a shipment",
		span{pk: shipment.Subject(waybill), from: eventSorts, to: after(eventSorts), backward: true, limit: clamp(limit)})
	var all []event.Event
	for _, joined := range items {
		of := joined.Events()
		slices.Reverse(of)
		all = append(all, of...)
	}
	return all[:min(len(all), clamp(limit))], err
}
