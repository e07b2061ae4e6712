package session_test

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/session"
)

// start is a Friday, 10:00 in Shanghai.
var start = time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)

var ctx = context.Background()

// pool is a user pool with one account, li.na, and what it is told to ask.
type pool struct {
	asks     []session.Ask // before anybody is signed in
	asked    int
	life     time.Duration
	tokens   int             // given so far
	down     bool            // does not answer
	disabled bool            // gives no new tokens
	forgot   map[string]bool // refresh tokens that are worthless
	answers  []string        // given by whoever signs in
}

func (p *pool) next() session.Step {
	if p.asked < len(p.asks) {
		p.asked++
		return session.Step{Ask: p.asks[p.asked-1], Name: "li.na", Pass: "pass"}
	}
	p.tokens++
	return session.Step{Tokens: session.Tokens{Account: "account-1", ID: "id-1", Refresh: "refresh", Life: p.life}}
}

func (p *pool) SignIn(_ context.Context, name, password string) (session.Step, error) {
	switch {
	case p.down:
		return session.Step{}, errs.New(errs.Unavailable, "session.pool")
	case name != "li.na" || password != "right":
		return session.Step{}, errs.New(errs.Unauthenticated, "session.refused")
	}
	p.asked = 0
	return p.next(), nil
}

func (p *pool) Answer(_ context.Context, step session.Step, answer string) (session.Step, error) {
	p.answers = append(p.answers, answer)
	if answer == "wrong" {
		var f errs.Fields
		f.Add("code", "session.wrong_code")
		return session.Step{}, f.Err()
	}
	return p.next(), nil
}

func (p *pool) Refresh(_ context.Context, refresh string) (session.Tokens, error) {
	switch {
	case p.down:
		return session.Tokens{}, errs.New(errs.Unavailable, "session.pool")
	case p.disabled || p.forgot[refresh]:
		return session.Tokens{}, errs.New(errs.Unauthenticated, "session.ended")
	}
	p.tokens++
	return session.Tokens{Account: "account-1", ID: "id-2", Life: p.life}, nil
}

func (p *pool) AppKey(_ context.Context, refresh string) (string, error) {
	return "KEY of " + refresh, nil
}

func (p *pool) UseApp(_ context.Context, _, code string) error {
	if code != "123456" {
		var f errs.Fields
		f.Add("code", "session.wrong_code")
		return f.Err()
	}
	p.asks = []session.Ask{session.Code}
	return nil
}

func (p *pool) Forget(_ context.Context, refresh string, everywhere bool) error {
	if p.down {
		return errs.New(errs.Unavailable, "session.pool")
	}
	p.forgot[refresh] = true
	if everywhere {
		p.forgot["everywhere"] = true
	}
	return nil
}

// world is a desk at which people sign in.
type world struct {
	*testing.T
	pool    *pool
	store   counted
	service *session.Service
	now     time.Time
}

// counted counts what a store is asked.
type counted struct {
	memory.Sessions
	reads, writes *int
}

func (c counted) Session(ctx context.Context, account, id string) (session.Session, error) {
	*c.reads++
	return c.Sessions.Session(ctx, account, id)
}

func (c counted) Keep(ctx context.Context, s session.Session) error {
	*c.writes++
	return c.Sessions.Keep(ctx, s)
}

func newWorld(t *testing.T) *world {
	w := &world{T: t, pool: &pool{life: time.Hour, forgot: map[string]bool{}}, now: start,
		store: counted{memory.New(1).Sessions(), new(int), new(int)}}
	w.service = &session.Service{Store: w.store, Pool: w.pool, Random: rand.Reader,
		Settings: session.Settings{Idle: 30 * time.Minute, Life: session.Life, Limits: session.DefaultLimits}}
	return w
}

// signIn is the cookie of somebody who has signed in.
func (w *world) signIn() string {
	w.Helper()
	entry, err := w.service.SignIn(ctx, w.now, "li.na", "right", "203.0.113.9")
	if err != nil || entry.Cookie == "" {
		w.Fatalf("sign in: %+v, %v", entry.Next.Ask, err)
	}
	return entry.Cookie
}

// look looks at a session after a while in which nobody did anything.
func (w *world) look(cookie string, after time.Duration) (session.Live, error) {
	w.now = w.now.Add(after)
	return w.service.Look(ctx, w.now, cookie, true)
}

// lives checks that a cookie still speaks for somebody, or not.
func (w *world) lives(cookie string, want bool) {
	w.Helper()
	live, err := w.service.Look(ctx, w.now, cookie, false)
	if got := err == nil && live.Token != ""; got != want || err != nil && !errs.Is(err, errs.Unauthenticated) {
		w.Errorf("the session lives: %v, %v; want %v", got, err, want)
	}
}

func (w *world) code(err error, want string) {
	w.Helper()
	got := ""
	if err != nil {
		got = errs.As(err).Code
	}
	if got != want {
		w.Errorf("error %v, want %q", err, want)
	}
}

// failing is chance that has run out.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("no chance") }
