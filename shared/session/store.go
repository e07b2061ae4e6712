package session

import (
	"context"
	"time"
)

// Store keeps sessions until they end. Every method may also fail with
// errs.Unavailable.
type Store interface {
	// Begin keeps a new session.
	Begin(ctx context.Context, s Session) error
	// Session reads one, strongly consistent; errs.NotFound.
	Session(ctx context.Context, account, id string) (Session, error)
	// Keep writes a session anew that is there; errs.NotFound when it was ended
	// in between: what has ended does not come back.
	Keep(ctx context.Context, s Session) error
	// End ends one session; one that is not there has ended already.
	End(ctx context.Context, account, id string) error
	// EndAll ends all sessions of an account.
	EndAll(ctx context.Context, account string) error
	// Count adds one to a counter that is forgotten at until, and returns the
	// count.
	Count(ctx context.Context, name string, until time.Time) (int, error)
}

// Pool is the user pool, which knows the accounts. Every method may also fail
// with errs.Unavailable, and with errs.TooMany when the pool says so.
type Pool interface {
	// SignIn begins a sign-in: errs.Unauthenticated (session.refused) whatever is
	// wrong with name or password.
	SignIn(ctx context.Context, name, password string) (Step, error)
	// Answer answers what a step asked: errs.Invalid names the field (password,
	// code) when the pool won't have that answer, and the same step can be
	// answered again; errs.Unauthenticated (session.begin_again) when it can't.
	Answer(ctx context.Context, step Step, answer string) (Step, error)
	// Refresh brings a new ID token; errs.Unauthenticated when the pool gives
	// none any more.
	Refresh(ctx context.Context, refresh string) (Tokens, error)
	// AppKey begins to set up an authenticator app for the account of a refresh
	// token: the key to type into it. errs.Unauthenticated when the token is
	// worthless.
	AppKey(ctx context.Context, refresh string) (key string, err error)
	// UseApp ends it with a code of the app: from then on the pool asks for one at
	// each sign-in. errs.Invalid (code) for a wrong one, errs.Unauthenticated.
	UseApp(ctx context.Context, refresh, code string) error
	// Forget makes a refresh token worthless, or with everywhere all that the
	// account has. One that is worthless already is no error.
	Forget(ctx context.Context, refresh string, everywhere bool) error
}
