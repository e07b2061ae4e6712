package web

import "context"

// FormTokenField is the hidden field in which a form says that it comes from a
// page of ours (package cookie).
const FormTokenField = "_token"

type formTokenKey struct{}

// WithFormToken keeps the token that the forms of this request's page carry.
func WithFormToken(ctx context.Context, token string) context.Context {
	return context.WithValue(ctx, formTokenKey{}, token)
}

// FormToken is the token that the forms of this request's page carry, "" when
// nobody is signed in.
func FormToken(ctx context.Context) string {
	token, _ := ctx.Value(formTokenKey{}).(string)
	return token
}
