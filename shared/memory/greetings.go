package memory

import (
	"context"
	"slices"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
)

// Greetings is the store of package greeting.
type Greetings struct{ s *Store }

// Greetings gives the store of the greeting runs.
func (s *Store) Greetings() Greetings { return Greetings{s} }

var _ greeting.Store = Greetings{}

// Zones lists the zones customers have, or had.
func (g Greetings) Zones(context.Context) ([]string, error) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return sortedKeys(g.s.zones), nil
}

// Run reads a run.
func (g Greetings) Run(_ context.Context, zone string, date calendar.Date) (greeting.Run, error) {
	r, err := find(g.s, g.s.greetings, greeting.Subject(zone, date))
	if errs.Is(err, errs.NotFound) {
		return greeting.Run{}, nil
	}
	return r, err
}

// NextPage reads customer ids of one list in their order.
func (g Greetings) NextPage(_ context.Context, list customer.Place, after string, limit int) (ids []string, next string, err error) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for id, file := range g.s.files {
		if list.Zone != "" && list.Zone != file.ZoneKey() {
			continue // a year of greetings goes through here
		}
		if slices.Contains(file.Places(), list) {
			ids = append(ids, id)
		}
	}
	ids, next = behind(ids, after, limit)
	return ids, next, nil
}

// Advance writes a run and its events.
func (g Greetings) Advance(_ context.Context, run greeting.Run, events ...event.Event) error {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	k := greeting.Subject(run.Zone, run.Date)
	if g.s.greetings[k].Version != run.Version-1 {
		return greeting.ErrLostRace
	}
	g.s.greetings[k] = clone(run)
	g.s.tell(events)
	return nil
}
