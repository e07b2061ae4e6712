package memory

import (
	"context"

	"huiyin/shared/event"
	"huiyin/shared/sweep"
)

// Tell writes an event that has no record beside it, once: sweep.ErrTold when
// it stands already.
func (w Sweeps) Tell(_ context.Context, e event.Event) error {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	if w.s.events[e.ID] {
		return sweep.ErrTold
	}
	w.s.tell([]event.Event{e})
	return nil
}
