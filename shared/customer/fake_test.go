package customer

import (
	"context"
	"fmt"
	"io"
	"math/rand"
	"sort"
	"sync"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// memory is a Store that keeps its promises in maps.
type memory struct {
	mu       sync.Mutex
	files    map[string]Customer
	phones   map[string]string
	places   map[Place]map[string]bool
	optouts  map[string]Optout
	codes    map[string]Code
	counters map[string]int
	events   map[string]event.Event
	order    []event.Event
	lose     int // so many commits lose a race, though nobody changed anything
}

func newMemory() *memory {
	return &memory{
		files: map[string]Customer{}, phones: map[string]string{}, places: map[Place]map[string]bool{},
		optouts: map[string]Optout{}, codes: map[string]Code{}, counters: map[string]int{}, events: map[string]event.Event{},
	}
}

func (m *memory) Customer(_ context.Context, id string) (Customer, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.files[id]
	if !ok {
		return c, errs.New(errs.NotFound, "not_found")
	}
	return c, nil
}

func (m *memory) CustomerByPhone(ctx context.Context, key string) (Customer, error) {
	m.mu.Lock()
	id := m.phones[key]
	m.mu.Unlock()
	return m.Customer(ctx, id)
}

func (m *memory) ByPhones(ctx context.Context, keys []string) (map[string]Customer, error) {
	found := map[string]Customer{}
	for _, key := range keys {
		if c, err := m.CustomerByPhone(ctx, key); err == nil {
			found[key] = c
		}
	}
	return found, nil
}

func (m *memory) Customers(ctx context.Context, ids []string) ([]Customer, error) {
	var found []Customer
	for _, id := range ids {
		if c, err := m.Customer(ctx, id); err == nil {
			found = append(found, c)
		}
	}
	return found, nil
}

func (m *memory) ListCustomers(_ context.Context, cursor string, limit int) (Page, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var ids []string
	for id := range m.files {
		if id > cursor {
			ids = append(ids, id)
		}
	}
	sort.Strings(ids)
	var page Page
	for i, id := range ids {
		if i == limit {
			page.Next = ids[i-1]
			break
		}
		page.Customers = append(page.Customers, m.files[id])
	}
	return page, nil
}

func (m *memory) Stops(context.Context, []string) (map[string]bool, error) { return nil, nil }

func (m *memory) Optout(_ context.Context, key string) (Optout, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.optouts[key], nil
}

func (m *memory) TryCode(_ context.Context, id string, now time.Time, maxTries int) (Code, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.codes[id]
	if !ok || c.Tries >= maxTries || !c.Until.After(now) {
		return Code{}, errs.New(errs.NotFound, "not_found")
	}
	c.Tries++
	m.codes[id] = c
	return c, nil
}

func (m *memory) Code(_ context.Context, id string) (Code, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.codes[id]
	if !ok {
		return c, errs.New(errs.NotFound, "not_found")
	}
	return c, nil
}

func (m *memory) Count(_ context.Context, name string, _ time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counters[name]++
	return m.counters[name], nil
}

func (m *memory) Commit(_ context.Context, change Change) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lose > 0 {
		m.lose--
		return ErrLostRace
	}
	if err := m.refuses(change); err != nil {
		return err
	}
	if c := change.Customer; c != nil {
		if change.Was != nil {
			delete(m.phones, change.Was.PhoneKey)
			for _, p := range change.Was.Places() {
				delete(m.places[p], c.ID)
			}
		}
		for _, p := range c.Places() {
			if m.places[p] == nil {
				m.places[p] = map[string]bool{}
			}
			m.places[p][c.ID] = true
		}
		m.files[c.ID], m.phones[c.PhoneKey] = *c, c.ID
	}
	if o := change.Optout; o != nil {
		m.optouts[o.PhoneKey] = *o
	}
	if c := change.Code; c != nil {
		m.codes[c.ID] = *c
	}
	if c := change.Used; c != nil {
		m.codes[c.ID] = *c
	}
	for _, e := range change.Events {
		m.events[e.ID] = e
		m.order = append(m.order, e)
	}
	return nil
}

func (m *memory) refuses(change Change) error {
	if c := change.Customer; c != nil {
		if m.files[c.ID].Version+1 != c.Version {
			return ErrLostRace
		}
		if id := m.phones[c.PhoneKey]; id != "" && id != c.ID {
			return ErrPhoneTaken
		}
	}
	if o := change.Optout; o != nil && m.optouts[o.PhoneKey].Version+1 != o.Version {
		return ErrLostRace
	}
	if c := change.Used; c != nil && m.codes[c.ID].UsedFor != "" {
		return ErrLostRace
	}
	for _, e := range change.Events {
		if _, twice := m.events[e.ID]; twice {
			return fmt.Errorf("event %s exists", e.ID)
		}
	}
	return nil
}

// phones reads numbers that are E.164 already.
type phones struct{}

func (phones) Parse(field, typed string) (phone.Number, error) {
	if n := phone.Number(typed); n.Valid() {
		return n, nil
	}
	var f errs.Fields
	f.Add(field, "phone.invalid")
	return "", f.Err()
}

func (phones) Key(_ context.Context, n phone.Number) (string, error) {
	return phone.Hash([]byte("a key for tests only"), n), nil
}

// random is a source that is the same in every run.
func random() io.Reader { return rand.New(rand.NewSource(1)) }

func (m *memory) InPlace(_ context.Context, p Place, _ string, _ int) (ids []string, next string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id := range m.places[p] {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids, "", nil
}

func (m *memory) WithTerm(_ context.Context, term, _ string, _ int) (ids []string, next string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, c := range m.files {
		for _, t := range c.Terms() {
			if t == term {
				ids = append(ids, id)
			}
		}
	}
	sort.Strings(ids)
	return ids, "", nil
}

func (m *memory) Notes(context.Context, string, int) ([]Note, error) { return nil, nil }
