package dynamo

import (
	"context"
	"crypto/rand"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/dynamo/cursor"
	"huiyin/shared/errs"
)

// secretAttr holds a secret's bytes.
const secretAttr = "secret"

// secretLen is 256 bits, the block that HMAC-SHA256 is as strong as.
const secretLen = 32

// Secret is the random key of a name: made the first time somebody asks for
// it, by a conditional write, and the same for everybody ever after. Whoever
// may read the table may read it. errs.Unavailable.
func (t *Table) Secret(ctx context.Context, name string) ([]byte, error) {
	t.mu.Lock()
	known := t.secrets[name]
	t.mu.Unlock()
	if known != nil {
		return known, nil
	}
	secret, err := t.fetchSecret(ctx, name)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	t.secrets[name] = secret
	t.mu.Unlock()
	return secret, nil
}

func (t *Table) fetchSecret(ctx context.Context, name string) ([]byte, error) {
	stored, err := t.get(ctx, "read a secret", secretKey(name))
	if err == nil {
		return secretOf(stored)
	}
	if !errs.Is(err, errs.NotFound) {
		return nil, err
	}
	fresh := make([]byte, secretLen)
	rand.Read(fresh) // never fails: crypto/rand ends the process instead
	it, err := newItem(secretKey(name), "key", nil)
	if err != nil {
		return nil, err
	}
	it[secretAttr] = &types.AttributeValueMemberB{Value: fresh}
	var first []byte
	err = t.putOne(ctx, "make a secret", it, absent(), func(stored item) (err error) {
		first, err = secretOf(stored)
		return err
	})
	if first != nil {
		return first, nil // somebody else was quicker: his is the one
	}
	return fresh, err
}

func secretOf(it item) ([]byte, error) {
	b, ok := it[secretAttr].(*types.AttributeValueMemberB)
	if !ok || len(b.Value) < secretLen {
		return nil, errs.Wrap(errs.New(errs.Internal, "internal"), "decode a secret")
	}
	return b.Value, nil
}

// cursorSecret is the key that cursors are sealed under.
const cursorSecret = "cursor"

// seal makes the cursor of a position in a list.
func (t *Table) seal(ctx context.Context, list, position string) (string, error) {
	secret, err := t.Secret(ctx, cursorSecret)
	if err != nil {
		return "", err
	}
	return cursor.Seal(secret, list, position), nil
}

// open reads a cursor of a list; "" is its beginning. errs.Invalid for one
// that is broken, or of another list.
func (t *Table) open(ctx context.Context, list, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	secret, err := t.Secret(ctx, cursorSecret)
	if err != nil {
		return "", err
	}
	position, ok := cursor.Open(secret, list, sealed)
	if !ok {
		return "", badCursor()
	}
	return position, nil
}

func badCursor() error {
	var f errs.Fields
	f.Add("cursor", "store.cursor")
	return f.Err()
}
