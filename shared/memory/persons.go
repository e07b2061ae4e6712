package memory

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/person"
	registry "huiyin/shared/place"
	"huiyin/shared/session"
	"huiyin/shared/setting"
	"huiyin/shared/ticket"
)

// Persons is the store of package person.
type Persons struct{ s *Store }

// Persons gives the store of what belongs to a number.
func (s *Store) Persons() Persons { return Persons{s} }

var _ person.Store = Persons{}

// filing is a ticket's place under a phone number.
type filing struct {
	phone  string
	opened time.Time
}

// Begun reads the erasure of a number that goes on.
func (p Persons) Begun(_ context.Context, phoneKey string) (person.Erasure, error) {
	return find(p.s, p.s.erasures, phoneKey)
}

// Begin notes that a number is being erased.
func (p Persons) Begin(_ context.Context, phoneKey string, e person.Erasure) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if _, begun := p.s.erasures[phoneKey]; begun {
		return person.ErrBegun
	}
	p.s.erasures[phoneKey] = clone(e)
	return nil
}

// Finish takes the note of an erasure away and writes its event.
func (p Persons) Finish(_ context.Context, phoneKey string, e person.Erasure, told event.Event) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if stored, begun := p.s.erasures[phoneKey]; !begun || stored.ID != e.ID {
		return person.ErrFinished
	}
	delete(p.s.erasures, phoneKey)
	p.s.tell([]event.Event{told})
	return nil
}

// Tickets lists the tickets filed under a number, oldest first.
func (p Persons) Tickets(_ context.Context, phoneKey string, until time.Time, cursor string, limit int) (numbers []string, next string, err error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var keys []string
	for number, f := range p.s.filed {
		if f.phone == phoneKey && stamp(f.opened) <= stamp(until) {
			keys = append(keys, stamp(f.opened)+"#"+number)
		}
	}
	keys, next, err = p.s.sealed("person#"+phoneKey, keys, cursor, limit)
	for _, k := range keys {
		_, number, _ := strings.Cut(k, "#")
		numbers = append(numbers, number)
	}
	return numbers, next, err
}

// Forget removes the words of a ticket, the notes of its files, and its place
// under the number.
func (p Persons) Forget(_ context.Context, phoneKey string, t ticket.Ticket) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	delete(p.s.words, t.Number)
	delete(p.s.notes, t.Number)
	delete(p.s.remarks, t.Number)
	if p.s.filed[t.Number].phone == phoneKey {
		delete(p.s.filed, t.Number)
	}
	return nil
}

// Remark reads what was said of a ticket on a spot check.
func (p Persons) Remark(_ context.Context, number string) (string, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.remarks[number], nil
}

// RemoveFile removes a file, and writes the event and the stop.
func (p Persons) RemoveFile(_ context.Context, c customer.Customer, stop *customer.Optout, told event.Event) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	stored, exists := p.s.files[c.ID]
	switch {
	case !exists || stored.Version != c.Version:
		return customer.ErrLostRace
	case stop != nil && p.s.optouts[stop.PhoneKey].Version != stop.Version-1:
		return customer.ErrLostRace
	}
	p.s.Customers().unfile(c.ID)
	p.s.shelved = nil
	p.s.Customers().leave(c.Keys(), c.ID)
	for _, id := range c.IDs() {
		delete(p.s.remembered, id)
	}
	if stop != nil {
		p.s.optouts[stop.PhoneKey] = clone(*stop)
	}
	p.s.tell([]event.Event{told})
	return nil
}

// Codes lists the ids of codes sent to a number.
func (p Persons) Codes(_ context.Context, phoneKey, after string, limit int) (ids []string, next string, err error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for id, code := range p.s.codes {
		if code.PhoneKey == phoneKey {
			ids = append(ids, id)
		}
	}
	ids, next = behind(ids, after, limit)
	return ids, next, nil
}

// RemoveCode removes a code.
func (p Persons) RemoveCode(_ context.Context, _, id string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	delete(p.s.codes, id)
	return nil
}

// Rows reads rows by id; missing ones are left out.
func (p Persons) Rows(ctx context.Context, ids []string) ([]ledger.Row, error) {
	var rows []ledger.Row
	for i, id := range ids {
		row, err := p.s.Ledger().Row(ctx, id)
		if err == nil && !slices.Contains(ids[:i], id) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// RemoveRow removes a row with its history.
func (p Persons) RemoveRow(_ context.Context, id string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	delete(p.s.rows, id)
	delete(p.s.waiting, id)
	delete(p.s.hidden, ledger.Subject(id))
	for i, e := range p.s.told {
		if e.Subject == ledger.Subject(id) {
			p.s.removed[i] = true
			delete(p.s.events, e.ID)
		}
	}
	return nil
}

// RemoveRecent forgets when a number got receipts.
func (p Persons) RemoveRecent(_ context.Context, phoneKey string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	delete(p.s.recent, phoneKey)
	return nil
}

func (s *Store) isRemoved(place int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.removed[place]
}

// Everything is all that the store holds, by the name of the field that holds
// it, for whoever looks for what should be gone.
func (s *Store) Everything() map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	var events []event.Event
	for i, e := range s.told {
		if !s.removed[i] {
			events = append(events, e)
		}
	}
	guards := map[string]string{}
	for g, number := range s.guards {
		guards[strings.Join([]string{g.phone, g.kind, g.waybill, g.number}, "#")] = number
	}
	filed := map[string]string{}
	for number, f := range s.filed {
		filed[number] = f.phone + "#" + stamp(f.opened)
	}
	runs := map[string][]string{}
	for id, r := range s.runs {
		runs[id] = sortedKeys(r.workers)
	}
	sessions := map[string]session.Session{}
	for p, one := range s.sessions {
		sessions[p.account+"#"+p.id] = one
	}
	settings := map[string]setting.Kept{}
	for v, k := range s.settings {
		settings[fmt.Sprint(v.area, "#", v.id, "#", v.version)] = k
	}
	lists := map[string]map[string]registry.Row{}
	for name, l := range s.lists {
		lists[string(name)] = l.rows
	}
	return clone(map[string]any{
		"told": events, "events": s.events, "counts": s.counts, "tickets": s.tickets, "filed": filed, "opened": s.opened, "people": s.people,
		"words": s.words, "reviews": s.reviews, "remarks": s.remarks, "answers": s.answers, "guards": guards, "found": s.found, "notes": s.notes, "rows": s.rows, "waiting": s.waiting, "batches": s.batches, "working": s.working, "groups": s.groups, "campaigns": s.campaigns, "content": s.content, "spent": s.spent,
		"recent": s.recent, "files": s.files, "phones": s.phones, "optouts": s.optouts, "codes": s.codes, "zones": s.zones,
		"erasures": s.erasures, "removed": s.removed, "members": s.members, "months": s.months, "filters": s.filters, "teams": s.teams, "greetings": s.greetings,
		"ranks": s.ranks, "scored": s.scored, "moves": s.moves,
		"imports": s.imports, "problems": s.problems, "shelved": s.shelved,
		"tasks": s.tasks, "walks": s.walks, "runs": runs, "aside": s.aside, "hidden": s.hidden,
		"settings": settings, "jobs": s.jobs, "audited": s.audited,
		"bulletins": s.bulletins, "board": s.board, "rounds": s.rounds,
		"entries": s.entries, "articles": s.articles, "canned": s.canned, "receipts": s.receipts,
		"remembered": s.remembered, "terms": s.terms,
		"sessions":  sessions,
		"shipments": s.shipments, "figures": s.figures,
		"lists":   lists,
		"lessons": s.lessons, "disputes": s.disputes, "violations": s.violations,
	})
}
