package memory

import (
	"context"

	"huiyin/shared/event"
	"huiyin/shared/oncall"
)

// OnCall is the store of package oncall.
type OnCall struct{ s *Store }

// OnCall gives the store of who is on call.
func (s *Store) OnCall() OnCall { return OnCall{s} }

var _ oncall.Store = OnCall{}

// Months reads the lists from first to last.
func (f OnCall) Months(_ context.Context, first, last string) ([]oncall.Month, error) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	var months []oncall.Month
	for _, id := range sortedKeys(f.s.months) {
		if first <= id && id <= last {
			months = append(months, clone(f.s.months[id]))
		}
	}
	return months, nil
}

// SaveMonth writes a list and the event.
func (f OnCall) SaveMonth(_ context.Context, m oncall.Month, e event.Event) error {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if f.s.months[m.ID].Version != m.Version-1 {
		return oncall.ErrLostRace
	}
	f.s.months[m.ID] = clone(m)
	f.s.tell([]event.Event{e})
	return nil
}
