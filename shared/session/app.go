package session

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/errs"
)

// AppKey begins to set up an authenticator app for the account of a session:
// the key to type into it. Nothing changes before UseApp. The errors are those
// of Look.
func (s *Service) AppKey(ctx context.Context, now time.Time, cookie string) (key string, err error) {
	_, _, tokens, err := s.lives(ctx, now, cookie)
	if err != nil {
		return "", err
	}
	key, err = s.Pool.AppKey(ctx, tokens.Refresh)
	return key, errs.Wrap(err, "begin to set up an app")
}

// UseApp shows by a code that the app is set up: from then on each sign-in asks
// for one. errs.Invalid (code) for a wrong one, errs.TooMany; else as Look.
func (s *Service) UseApp(ctx context.Context, now time.Time, cookie, code, address string) error {
	_, stored, tokens, err := s.lives(ctx, now, cookie)
	if err != nil {
		return err
	}
	code = digits(code)
	var wrong errs.Fields
	required(&wrong, "code", code, maxCode)
	if err := wrong.Err(); err != nil {
		return err
	}
	if err := s.count(ctx, now, stored.Account, address); err != nil {
		return err
	}
	return errs.Wrap(s.Pool.UseApp(ctx, tokens.Refresh, code), "set up an app")
}

// maxCode bounds a code; those of apps have six digits.
const maxCode = 32

// digits is a code without the spaces that apps show: "123 456".
func digits(code string) string { return strings.ReplaceAll(strings.TrimSpace(code), " ", "") }
