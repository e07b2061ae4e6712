package memory

import (
	"context"

	"huiyin/shared/event"
	"huiyin/shared/staff"
)

// Staff is the store of package staff.
type Staff struct{ s *Store }

// Staff gives the store of the roster.
func (s *Store) Staff() Staff { return Staff{s} }

var _ staff.Store = Staff{}

// Roster reads all teams and members.
func (f Staff) Roster(context.Context) (staff.Roster, error) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	var r staff.Roster
	for _, id := range sortedKeys(f.s.teams) {
		r.Teams = append(r.Teams, clone(f.s.teams[id]))
	}
	for _, id := range sortedKeys(f.s.members) {
		r.Members = append(r.Members, clone(f.s.members[id]))
	}
	return r, nil
}

// SaveMember writes a member and the event.
func (f Staff) SaveMember(_ context.Context, m staff.Member, _ *staff.Member, e event.Event) error {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if f.s.members[m.ID].Version != m.Version-1 {
		return staff.ErrLostRace
	}
	for _, other := range f.s.members {
		if other.ID != m.ID && (m.Badge != "" && other.Badge == m.Badge || m.Login != "" && other.Login == m.Login) {
			return staff.ErrTaken
		}
	}
	f.s.members[m.ID] = clone(m)
	f.s.tell([]event.Event{e})
	return nil
}

// SaveTeam writes a team and the event.
func (f Staff) SaveTeam(_ context.Context, t staff.Team, e event.Event) error {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if f.s.teams[t.ID].Version != t.Version-1 {
		return staff.ErrLostRace
	}
	f.s.teams[t.ID] = clone(t)
	f.s.tell([]event.Event{e})
	return nil
}
