package console

import (
	"context"
	"net/http"
)

// Guard stands before every page: it finds who is signed in, sets the header
// Authorization of the request, and puts the token of that session's forms into
// its context (WithFormToken). It refuses a form without the token, so that no
// page after it has to ask. A refresh by the page's own script carries the
// header X-Refresh: it is no sign that anybody is there.
//
// Whoever is not signed in may pass: the operations refuse, and the frame sends
// the browser to console/signin?next=….
type Guard func(next http.HandlerFunc) http.HandlerFunc

func (c *Console) guarded(next http.HandlerFunc) http.HandlerFunc {
	if c.Guard == nil {
		return next
	}
	return c.Guard(next)
}

// TokenField is the hidden field that every form carries the token in.
const TokenField = "_token"

type formTokenKey struct{}

// WithFormToken keeps the token that the forms of this request's page shall
// carry.
func WithFormToken(ctx context.Context, token string) context.Context {
	return context.WithValue(ctx, formTokenKey{}, token)
}

// formToken is the token for the forms of this request's page, "" without one.
func formToken(ctx context.Context) string {
	token, _ := ctx.Value(formTokenKey{}).(string)
	return token
}
