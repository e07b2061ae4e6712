package memory

import (
	"context"
	"maps"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/session"
)

// Sessions is the store of package session.
type Sessions struct{ s *Store }

// Sessions gives the sessions of who is signed in.
func (s *Store) Sessions() Sessions { return Sessions{s} }

var _ session.Store = Sessions{}

// place is where a session stands.
type place struct{ account, id string }

// Begin keeps a new session.
func (k Sessions) Begin(_ context.Context, one session.Session) error {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	k.s.sessions[place{one.Account, one.ID}] = clone(one)
	return nil
}

// Session reads one.
func (k Sessions) Session(_ context.Context, account, id string) (session.Session, error) {
	return find(k.s, k.s.sessions, place{account, id})
}

// Keep writes one anew that is there.
func (k Sessions) Keep(_ context.Context, one session.Session) error {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	if _, ok := k.s.sessions[place{one.Account, one.ID}]; !ok {
		return errs.New(errs.NotFound, "store.not_found")
	}
	k.s.sessions[place{one.Account, one.ID}] = clone(one)
	return nil
}

// End ends one.
func (k Sessions) End(_ context.Context, account, id string) error {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	delete(k.s.sessions, place{account, id})
	return nil
}

// EndAll ends all of an account.
func (k Sessions) EndAll(_ context.Context, account string) error {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	maps.DeleteFunc(k.s.sessions, func(p place, _ session.Session) bool { return p.account == account })
	return nil
}

// Count adds one to a counter.
func (k Sessions) Count(_ context.Context, name string, _ time.Time) (int, error) {
	return k.s.count(name), nil
}
