package dynamo_test

import (
	"testing"
	"time"

	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/session"
)

// sealedLen is how many bytes the tokens of a real pool take: an ID token of
// 1,100 and a refresh token of 1,800, as JSON and sealed.
const sealedLen = 1100 + 1800 + 60

// Every request of a browser reads its session: one unit, as long as the item
// stays below four kilobytes.
func TestWhatAClickCosts(t *testing.T) {
	sessions := dynamo.New(settings(t, nil), newTable(t), 1).Sessions()
	now := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	one := session.Session{Account: "29045e5e-20f1-7035-a1c3-d1c1c0e3b1a1", ID: "f3b1c5d9e7a2f3b1c5d9e7a2f3b1c5d9e7a2f3b1c5d9e7a2f3b1c5d9e7a2f3b1",
		Sealed: make([]byte, sealedLen), Until: now.Add(time.Hour), Made: now, Seen: now, End: now.Add(session.Life)}
	if err := sessions.Begin(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	ctx, spent := capacity.With(t.Context())
	if _, err := sessions.Session(ctx, one.Account, one.ID); err != nil {
		t.Fatal(err)
	}
	if w, r, n := spent.Units(); w != 0 || r != 1 || n != 1 {
		t.Errorf("a look costs %v writes and %v reads in %d requests", w, r, n)
	}
	ctx, spent = capacity.With(t.Context())
	if err := sessions.Keep(ctx, one); err != nil {
		t.Fatal(err)
	}
	if w, r, _ := spent.Units(); w > 4 || r != 0 {
		t.Errorf("once a minute costs %v writes and %v reads", w, r)
	}
}
