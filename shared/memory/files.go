package memory

import (
	"context"
	"maps"
	"slices"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// attach notes or forgets a file; the caller holds the lock.
func (t Tickets) attach(c ticket.Change) {
	if c.Attach != nil {
		if t.s.notes[c.Ticket.Number] == nil {
			t.s.notes[c.Ticket.Number] = map[string]ticket.File{}
		}
		t.s.notes[c.Ticket.Number][c.Attach.ID] = *c.Attach
	}
	delete(t.s.notes[c.Ticket.Number], c.Detach)
}

// Files lists what is attached to a ticket.
func (t Tickets) Files(_ context.Context, number string) ([]ticket.File, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return slices.Collect(maps.Values(t.s.notes[number])), nil
}

// File reads one of them.
func (t Tickets) File(_ context.Context, number, id string) (ticket.File, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if f, ok := t.s.notes[number][id]; ok {
		return f, nil
	}
	return ticket.File{}, errs.New(errs.NotFound, "store.not_found")
}
