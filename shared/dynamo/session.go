package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/errs"
	"huiyin/shared/session"
)

// Sessions is the store of package session.
type Sessions struct{ t *Table }

// Sessions gives the sessions of who is signed in.
func (t *Table) Sessions() Sessions { return Sessions{t} }

var _ session.Store = Sessions{}

const (
	sessionKind = "session"
	// sealedAttr holds the sealed tokens as bytes: in JSON they would be a third
	// longer, and a look would cost two units instead of one.
	sealedAttr = "sealed"
)

func sessionPartition(account string) string { return "SESSIONS#" + account }
func sessionKey(account, id string) key      { return key{sessionPartition(account), id} }

// Begin keeps a new session.
func (s Sessions) Begin(ctx context.Context, one session.Session) error {
	return s.put(ctx, "begin a session", one, condition{}, nil)
}

// Keep writes a session anew that is there.
func (s Sessions) Keep(ctx context.Context, one session.Session) error {
	return s.put(ctx, "keep a session", one, condition{expression: "attribute_exists(#pk)"}, func(item) error { return notFound() })
}

func (s Sessions) put(ctx context.Context, attempted string, one session.Session, c condition, refused func(item) error) error {
	locked := one.Sealed
	one.Sealed = nil
	it, err := newItem(sessionKey(one.Account, one.ID), sessionKind, one)
	if err != nil {
		return err
	}
	it[sealedAttr] = &types.AttributeValueMemberB{Value: locked}
	forget(it, one.End)
	return s.t.putOne(ctx, attempted, it, c, refused)
}

// Session reads one.
func (s Sessions) Session(ctx context.Context, account, id string) (session.Session, error) {
	it, err := s.t.get(ctx, "read a session", sessionKey(account, id))
	if err != nil {
		return session.Session{}, err
	}
	var one session.Session
	if err := read(it, &one); err != nil {
		return session.Session{}, err
	}
	locked, ok := it[sealedAttr].(*types.AttributeValueMemberB)
	if !ok {
		return session.Session{}, errs.Wrap(errs.New(errs.Internal, "internal"), "decode a session")
	}
	one.Sealed = locked.Value
	return one, nil
}

// End ends one.
func (s Sessions) End(ctx context.Context, account, id string) error {
	return s.t.transact(ctx, "end a session", remove(sessionKey(account, id)))
}

// EndAll ends all of an account, a hundred at once. There are as many as
// somebody signed in within half a day, and sign-ins are limited.
func (s Sessions) EndAll(ctx context.Context, account string) error {
	return s.t.removeAll(ctx, "end all sessions", span{pk: sessionPartition(account)}, "")
}

// Count adds one to a counter, see package session.
func (s Sessions) Count(ctx context.Context, name string, until time.Time) (int, error) {
	return s.t.count(ctx, name, until)
}
