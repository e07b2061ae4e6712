package greeting

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/event"
)

// memory is a Store that keeps its promises in a map, and breaks off when told
// to.
type memory struct {
	mu     sync.Mutex
	lists  map[customer.Place][]string
	runs   map[string]Run
	events []event.Event
	ids    map[string]bool
	writes int
	fail   func(write int) (before, after bool)
}

var errBroken = errors.New("the line broke")

func newMemory(customers ...customer.Customer) *memory {
	m := &memory{lists: map[customer.Place][]string{}, runs: map[string]Run{}, ids: map[string]bool{}}
	for _, c := range customers {
		for _, p := range c.Places() {
			m.lists[p] = append(m.lists[p], c.ID)
		}
	}
	for _, list := range m.lists {
		sort.Strings(list)
	}
	return m
}

func (m *memory) Zones(context.Context) ([]string, error) {
	zones := map[string]bool{customer.Home: true}
	for p := range m.lists {
		if p.Zone != "" {
			zones[p.Zone] = true
		}
	}
	var list []string
	for zone := range zones {
		list = append(list, zone)
	}
	return list, nil
}

func (m *memory) Run(_ context.Context, zone string, date calendar.Date) (Run, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.runs[zone+date.String()], nil
}

func (m *memory) NextPage(_ context.Context, list customer.Place, after string, limit int) ([]string, string, error) {
	all := m.lists[list]
	from := sort.Search(len(all), func(i int) bool { return all[i] > after })
	to := min(from+limit, len(all))
	page := all[from:to]
	if to == len(all) {
		return page, "", nil
	}
	return page, page[len(page)-1], nil
}

func (m *memory) Advance(_ context.Context, run Run, events ...event.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writes++
	before, after := false, false
	if m.fail != nil {
		before, after = m.fail(m.writes)
	}
	if before {
		return errBroken
	}
	key := run.Zone + run.Date.String()
	if run.Version != m.runs[key].Version+1 {
		return ErrLostRace
	}
	for _, e := range events {
		if m.ids[e.ID] {
			return fmt.Errorf("event %s exists", e.ID)
		}
		m.ids[e.ID] = true
	}
	m.runs[key] = run
	m.events = append(m.events, events...)
	if after {
		return errBroken
	}
	return nil
}
