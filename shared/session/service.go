package session

import (
	"context"
	"crypto/subtle"
	"fmt"
	"io"
	"time"

	"huiyin/shared/errs"
)

// Service is what can be done with sessions.
type Service struct {
	Store    Store
	Pool     Pool
	Random   io.Reader
	Settings Settings
}

// Live is a session as a request uses it.
type Live struct {
	Account string
	Token   string // of the pool, to be checked like any other
	Form    string // what a form of this session has to carry
}

// Carries tells whether a form carries what this session's forms do.
func (l Live) Carries(form string) bool {
	return l.Form != "" && subtle.ConstantTimeCompare([]byte(l.Form), []byte(form)) == 1
}

// Look finds the session of a cookie and renews its token when that is near
// its end. attended says whether a person did something, or only a page asked
// for news. errs.Unauthenticated when there is no session (session.none) or no
// more (session.ended), errs.Unavailable.
func (s *Service) Look(ctx context.Context, now time.Time, cookie string, attended bool) (Live, error) {
	key, stored, tokens, err := s.lives(ctx, now, cookie)
	if err != nil {
		return Live{}, err
	}
	tokens, err = s.keep(ctx, now, key, stored, tokens, attended)
	if err != nil {
		return Live{}, err
	}
	return Live{Account: stored.Account, Token: tokens.ID, Form: key.form()}, nil
}

// lives finds the session of a cookie, which has not ended, and opens it.
func (s *Service) lives(ctx context.Context, now time.Time, cookie string) (secret, Session, Tokens, error) {
	account, key, ok := readCookie(cookie)
	if !ok {
		return nil, Session{}, Tokens{}, none()
	}
	stored, err := s.Store.Session(ctx, account, key.id())
	if errs.Is(err, errs.NotFound) {
		return nil, Session{}, Tokens{}, none()
	}
	if err != nil {
		return nil, Session{}, Tokens{}, errs.Wrap(err, "read a session")
	}
	tokens, err := key.open(account, stored.Sealed)
	if err != nil {
		return nil, Session{}, Tokens{}, errs.New(errs.Internal, "internal").Because(err)
	}
	if stored.over(now, s.Settings.Idle) {
		return nil, Session{}, Tokens{}, s.ended(ctx, stored)
	}
	return key, stored, tokens, nil
}

// keep renews the token of a session that goes on, and writes down that
// somebody is there.
func (s *Service) keep(ctx context.Context, now time.Time, key secret, stored Session, tokens Tokens, attended bool) (Tokens, error) {
	write := false
	if attended && now.Sub(stored.Seen) >= seenEvery {
		stored.Seen, write = now, true
	}
	if stored.Until.Sub(now) < renewBefore {
		fresh, err := s.Pool.Refresh(ctx, tokens.Refresh)
		switch {
		case errs.Is(err, errs.Unauthenticated):
			return Tokens{}, s.ended(ctx, stored)
		case err != nil && now.Before(stored.Until):
			// The pool does not answer, but the token in hand is still good.
		case err != nil:
			return Tokens{}, errs.Wrap(err, "renew a token")
		default:
			if fresh.Refresh == "" {
				fresh.Refresh = tokens.Refresh
			}
			tokens, stored.Until, write = fresh, now.Add(fresh.Life), true
			if stored.Sealed, err = key.seal(s.Random, stored.Account, tokens); err != nil {
				return Tokens{}, errs.New(errs.Internal, "internal").Because(err)
			}
		}
	}
	if !write {
		return tokens, nil
	}
	err := s.Store.Keep(ctx, stored)
	if errs.Is(err, errs.NotFound) {
		return Tokens{}, ended() // signed out while we were at it
	}
	return tokens, errs.Wrap(err, "keep a session")
}

// ended puts a session away that is over.
func (s *Service) ended(ctx context.Context, stored Session) error {
	if err := s.Store.End(ctx, stored.Account, stored.ID); err != nil {
		return errs.Wrap(err, "end a session")
	}
	return ended()
}

// SignOut ends the session of a cookie, or with everywhere all sessions of its
// account, and makes their tokens worthless at the pool as far as the pool can
// (a token that is out in the world lives on to its end, an hour at most). A
// cookie without a session is signed out already. Our own sessions end first:
// a pool that does not answer keeps nobody signed in.
func (s *Service) SignOut(ctx context.Context, now time.Time, cookie string, everywhere bool) error {
	_, stored, tokens, err := s.lives(ctx, now, cookie)
	if errs.Is(err, errs.Unauthenticated) {
		return nil // also who comes too late to act is too late for this
	}
	if err != nil {
		return err
	}
	if everywhere {
		err = s.Store.EndAll(ctx, stored.Account)
	} else {
		err = s.Store.End(ctx, stored.Account, stored.ID)
	}
	if err != nil {
		return errs.Wrap(err, "end sessions")
	}
	return errs.Wrap(s.Pool.Forget(ctx, tokens.Refresh, everywhere), "forget tokens")
}

// begin makes the session of somebody who has just signed in, and its cookie.
func (s *Service) begin(ctx context.Context, now time.Time, tokens Tokens) (cookie string, err error) {
	if !goodAccount(tokens.Account) {
		return "", errs.New(errs.Internal, "internal").Because(fmt.Errorf("the pool has an account of %d letters", len(tokens.Account)))
	}
	key := make(secret, secretLen)
	if _, err := io.ReadFull(s.Random, key); err != nil {
		return "", errs.New(errs.Internal, "internal").Because(err)
	}
	locked, err := key.seal(s.Random, tokens.Account, tokens)
	if err != nil {
		return "", errs.New(errs.Internal, "internal").Because(err)
	}
	made := Session{Account: tokens.Account, ID: key.id(), Sealed: locked,
		Until: now.Add(tokens.Life), Made: now, Seen: now, End: now.Add(s.Settings.Life)}
	if err := s.Store.Begin(ctx, made); err != nil {
		return "", errs.Wrap(err, "begin a session")
	}
	return key.cookie(tokens.Account), nil
}

func none() error  { return errs.New(errs.Unauthenticated, "session.none") }
func ended() error { return errs.New(errs.Unauthenticated, "session.ended") }
