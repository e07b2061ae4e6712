package sla

import (
	"slices"
	"time"
)

// Fold takes a ticket's whole story and gives its State at an instant, and all
// notices it owed until then, each at the instant at which it was owed: as if a
// sweep had looked at every instant. The story begins with Opened and is in
// order of time; what happened after until is left aside. The Env is what is in
// force at the opening; the second Env is what is at the end. Errors as Open
// and Apply; the int is the place of the happening that failed.
func Fold(env Env, story []Happening, until time.Time) (State, []Notice, Env, int, error) {
	until = until.UTC().Truncate(time.Millisecond)
	if len(story) == 0 || story[0].At.After(until) {
		return State{}, nil, env, 0, nil
	}
	s, err := Open(env, story[0])
	if err != nil {
		return State{}, nil, env, 0, err
	}
	var notices []Notice
	give := func(upTo time.Time) {
		due := s.Due(upTo)
		s.Mark(due)
		notices = append(notices, due...)
	}
	for i, h := range story[1:] {
		if h.At.After(until) {
			break
		}
		give(h.At.UTC().Truncate(time.Millisecond).Add(-1)) // at one instant, happenings come before clocks
		if _, err := s.Apply(env, h); err != nil {
			return State{}, nil, env, i + 1, err
		}
		env = env.with(h)
	}
	give(until)
	s.Advance(env, until)
	slices.SortStableFunc(notices, Notice.compare)
	return s, notices, env, 0, nil
}
