package memory

import (
	"context"

	"huiyin/shared/event"
	"huiyin/shared/sample"
	"huiyin/shared/ticket"
)

// Samples is the store of package sample.
type Samples struct{ s *Store }

// Samples gives the store of the reviews of spot checks.
func (s *Store) Samples() Samples { return Samples{s} }

var _ sample.Store = Samples{}

// Reviews reads reviews with their remarks.
func (m Samples) Reviews(_ context.Context, numbers []string) ([]sample.Review, error) {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	var found []sample.Review
	for _, number := range numbers {
		if r, ok := m.s.reviews[number]; ok {
			r = clone(r)
			r.Remark = m.s.remarks[number]
			found = append(found, r)
		}
	}
	return found, nil
}

// Save writes a review, its remark and its event.
func (m Samples) Save(_ context.Context, r sample.Review, of ticket.Ticket, told event.Event) error {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	if m.s.reviews[r.Number].Version != r.Version-1 || m.s.tickets[of.Number].Version != of.Version {
		return sample.ErrLostRace
	}
	m.s.reviews[r.Number], m.s.remarks[r.Number] = clone(r), r.Remark
	if r.Remark == "" {
		delete(m.s.remarks, r.Number)
	}
	m.s.tell([]event.Event{told})
	return nil
}
