package dynamo

import (
	"context"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
)

// Greetings is the store of package greeting.
type Greetings struct{ t *Table }

// Greetings gives the store of the greeting runs.
func (t *Table) Greetings() Greetings { return Greetings{t} }

var _ greeting.Store = Greetings{}

const (
	greetingKind = "greetings"
	maxZones     = 1000 // IANA has some 600
)

// Zones lists the zones customers have, or had, and customer.Home.
func (s Greetings) Zones(ctx context.Context) ([]string, error) {
	items, err := s.t.query(ctx, "list the zones", span{pk: zonePartition, limit: maxZones})
	if err != nil {
		return nil, err
	}
	zones := []string{customer.Home}
	for _, it := range items {
		zones = append(zones, str(it, sk))
	}
	return zones, nil
}

// Run reads a run, strongly consistent; the zero Run when it has not begun.
func (s Greetings) Run(ctx context.Context, zone string, date calendar.Date) (greeting.Run, error) {
	return readOrZero[greeting.Run](ctx, s.t, "read a greeting run", record(greeting.Subject(zone, date)))
}

// NextPage reads customer ids of one list in their order, up to limit (1 to
// 100), behind the id after ("" at the start). next is empty when the list has
// ended.
func (s Greetings) NextPage(ctx context.Context, list customer.Place, after string, limit int) (ids []string, next string, err error) {
	return s.t.place(ctx, list, after, limit)
}

// Advance writes a run and its events in one transaction:
// greeting.ErrLostRace, errs.Unavailable.
func (s Greetings) Advance(ctx context.Context, run greeting.Run, events ...event.Event) error {
	it, err := newItem(record(greeting.Subject(run.Zone, run.Date)), greetingKind, run)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(run.Version))
	forget(it, run.Until)
	ops := []op{putIf(it, following(run.Version), func(item) error { return greeting.ErrLostRace })}
	for _, e := range events {
		o, err := eventOp(e)
		if err != nil {
			return err
		}
		ops = append(ops, o)
	}
	return s.t.transact(ctx, "advance a greeting run", ops...)
}
