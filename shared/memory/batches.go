package memory

import (
	"context"
	"fmt"

	"huiyin/shared/event"
	"huiyin/shared/ledger"
)

// Batch reads the work on a page.
func (l Ledger) Batch(_ context.Context, id string) (ledger.Batch, error) {
	return find(l.s, l.s.batches, id)
}

// PutBatch writes a batch that follows the stored one.
func (l Ledger) PutBatch(_ context.Context, b ledger.Batch, events ...event.Event) error {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	if l.s.batches[b.ID].Version != b.Version-1 {
		return ledger.ErrLostRace
	}
	l.s.batches[b.ID] = clone(b)
	if _, open := b.Due(); open {
		l.s.working[b.ID] = true
	} else {
		delete(l.s.working, b.ID)
	}
	delete(l.s.hidden, ledger.BatchSubject(b.ID))
	l.s.tell(events)
	return nil
}

// PutGroup adds what became of a group in one try.
func (l Ledger) PutGroup(_ context.Context, g ledger.Group) error {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	if l.s.groups[g.Batch] == nil {
		l.s.groups[g.Batch] = map[string]ledger.Group{}
	}
	l.s.groups[g.Batch][fmt.Sprintf("%03d#%06d", g.N, g.Try)] = clone(g)
	return nil
}

// Groups reads all that is known of a page.
func (l Ledger) Groups(_ context.Context, batch string) ([]ledger.Group, error) {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	var all []ledger.Group
	for _, k := range sortedKeys(l.s.groups[batch]) {
		g := clone(l.s.groups[batch][k])
		g.Batch = batch
		_, _ = fmt.Sscanf(k, "%03d#%06d", &g.N, &g.Try) // written above
		all = append(all, g)
	}
	return all, nil
}

// Unname takes the provider's id out of the lines about one person.
func (l Ledger) Unname(_ context.Context, batch string, place int) error {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	for _, g := range l.s.groups[batch] {
		for i := range g.Lines {
			if g.Lines[i].Place == place {
				g.Lines[i].Provider = ""
			}
		}
	}
	return nil
}
