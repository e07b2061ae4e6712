package storetest

import (
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/session"
)

func signedIn(account, id string) session.Session {
	return session.Session{Account: account, ID: id, Sealed: []byte{0, 1, 254, 255}, Until: start.Add(time.Hour),
		Made: start, Seen: start, End: start.Add(12 * time.Hour)}
}

// sessions: each is found by account and id only, is kept while it is there,
// and what has ended does not come back.
func sessions(t *testing.T, fresh Fresh) {
	s := fresh(t).Sessions
	_, err := s.Session(ctx, "a", "1")
	kind(t, "one that never was", err, errs.NotFound)
	is(t, "end one that never was", s.End(ctx, "a", "1"), nil)

	first := signedIn("a", "1")
	is(t, "begin", s.Begin(ctx, first), nil)
	got, err := s.Session(ctx, "a", "1")
	is(t, "read", err, nil)
	same(t, "what was begun", got, first)
	for _, other := range [][2]string{{"a", "2"}, {"b", "1"}, {"", "1"}} {
		_, err := s.Session(ctx, other[0]+"x", other[1])
		kind(t, "another's", err, errs.NotFound)
	}

	first.Seen, first.Sealed, first.Until = start.Add(time.Minute), []byte{7}, start.Add(2*time.Hour)
	is(t, "keep", s.Keep(ctx, first), nil)
	got, err = s.Session(ctx, "a", "1")
	is(t, "read", err, nil)
	same(t, "what was kept", got, first)

	is(t, "end", s.End(ctx, "a", "1"), nil)
	_, err = s.Session(ctx, "a", "1")
	kind(t, "what has ended", err, errs.NotFound)
	kind(t, "keep what has ended", s.Keep(ctx, first), errs.NotFound)
	_, err = s.Session(ctx, "a", "1")
	kind(t, "what was kept too late", err, errs.NotFound)
}

// signOuts: all sessions of an account end together, however many there are,
// and nobody else's.
func signOuts(t *testing.T, fresh Fresh) {
	s := fresh(t).Sessions
	is(t, "end all of nobody's", s.EndAll(ctx, "a"), nil)
	const many = 130 // more than a transaction takes
	for i := range many {
		is(t, "begin", s.Begin(ctx, signedIn("a", name("s", i))), nil)
	}
	is(t, "begin another's", s.Begin(ctx, signedIn("aa", "1")), nil)
	is(t, "end all", s.EndAll(ctx, "a"), nil)
	for i := range many {
		_, err := s.Session(ctx, "a", name("s", i))
		kind(t, "one of many", err, errs.NotFound)
	}
	_, err := s.Session(ctx, "aa", "1")
	is(t, "another's", err, nil)
	is(t, "begin anew", s.Begin(ctx, signedIn("a", "new")), nil)
	_, err = s.Session(ctx, "a", "new")
	is(t, "the new one", err, nil)
}
