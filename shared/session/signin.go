package session

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/errs"
)

// What a form may bring; the pool's own bounds are 128 and 256.
const (
	maxName     = 128
	maxPassword = 256
)

// Entry is what came of a step: the cookie of a new session, or what the pool
// asks next.
type Entry struct {
	Cookie  string // "" while Next asks for something
	Account string // who has signed in, with the cookie
	Next    Step
}

// SignIn begins a sign-in. address is where it comes from, for limits only.
// errs.Invalid for an empty field, errs.Unauthenticated (session.refused) for
// a name and a password that don't belong together, errs.TooMany,
// errs.Unavailable.
func (s *Service) SignIn(ctx context.Context, now time.Time, name, password, address string) (Entry, error) {
	name = strings.TrimSpace(name)
	var wrong errs.Fields
	required(&wrong, "name", name, maxName)
	required(&wrong, "password", password, maxPassword)
	if err := wrong.Err(); err != nil {
		return Entry{}, err
	}
	if err := s.count(ctx, now, name, address); err != nil {
		return Entry{}, err
	}
	next, err := s.Pool.SignIn(ctx, name, password)
	return s.enter(ctx, now, next, err)
}

// Answer answers what a step asks: a new password, a code. The errors are
// those of SignIn and of Pool.Answer.
func (s *Service) Answer(ctx context.Context, now time.Time, step Step, answer, address string) (Entry, error) {
	field, max := "password", maxPassword
	if step.Ask == Code || step.Ask == Enrol {
		field, max, answer = "code", maxCode, digits(answer)
	}
	var wrong errs.Fields
	required(&wrong, field, answer, max)
	if err := wrong.Err(); err != nil {
		return Entry{}, err
	}
	if err := s.count(ctx, now, step.Name, address); err != nil {
		return Entry{}, err
	}
	next, err := s.Pool.Answer(ctx, step, answer)
	return s.enter(ctx, now, next, err)
}

// enter begins the session when nothing more is asked.
func (s *Service) enter(ctx context.Context, now time.Time, next Step, err error) (Entry, error) {
	if err != nil || next.Ask != Nothing {
		return Entry{Next: next}, err
	}
	cookie, err := s.begin(ctx, now, next.Tokens)
	return Entry{Cookie: cookie, Account: next.Tokens.Account}, err
}

func required(wrong *errs.Fields, field, value string, max int) {
	switch {
	case value == "":
		wrong.Add(field, "required")
	case len(value) > max:
		wrong.Add(field, "too_long", "max", max)
	}
}

// count counts a try before it is made, so that many at once are as limited as
// many in a row.
func (s *Service) count(ctx context.Context, now time.Time, name, address string) error {
	hour := now.Truncate(time.Hour)
	name = strings.ToLower(name) // the pool takes any case
	limits := []struct {
		of  string
		max int
	}{
		{"pair#" + name + "#" + address, s.Settings.Limits.PairPerHour},
		{"name#" + name, s.Settings.Limits.NamePerHour},
		{"address#" + address, s.Settings.Limits.AddressPerHour},
	}
	for _, limit := range limits {
		n, err := s.Store.Count(ctx, "signin-"+limit.of+"#"+hour.Format("2006010215"), hour.Add(2*time.Hour))
		if err != nil {
			return errs.Wrap(err, "count tries to sign in")
		}
		if n > limit.max {
			return errs.New(errs.TooMany, "session.too_many").With("retryAfter", int(hour.Add(time.Hour).Sub(now).Seconds())+1)
		}
	}
	return nil
}
