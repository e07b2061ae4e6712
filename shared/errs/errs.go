package errs

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what the caller can do about an error.
type Kind int

// The kinds, each with the HTTP status the web edge answers.
const (
	Internal        Kind = iota // 500: our fault, logged once at the edge
	Invalid                     // 422: the input is wrong, Fields say where
	NotFound                    // 404: no such thing, or not for this caller
	Conflict                    // 409: the life cycle forbids it, Args["allowed"] says what it allows
	Stale                       // 412: somebody changed the record in between; read again
	Forbidden                   // 403: the role may not
	Unauthenticated             // 401: no valid token
	TooMany                     // 429: a limit; Args["retryAfter"] in seconds
	Unavailable                 // 503: a dependency failed or is throttled; the same request may be sent again
)

// Args fill the {placeholders} of a text.
type Args map[string]any

// Field is one wrong field of the input.
type Field struct {
	Path string // as the caller wrote it: "phone", "happenings[1].at"
	Code string // e.g. "required"; the text is words[Code]
	Args Args
}

// Error is what every use case returns when it refuses or fails.
type Error struct {
	Kind   Kind
	Code   string
	Args   Args
	Fields []Field
	err    error
}

// Error is for logs: English, no personal data.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s: %s]", f.Path, f.Code)
	}
	if e.err != nil {
		b.WriteString(": ")
		b.WriteString(e.err.Error())
	}
	return b.String()
}

// Unwrap gives the cause, nil when there is none.
func (e *Error) Unwrap() error { return e.err }

// New makes an error of a kind.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// Wrap says what was attempted when err happened. A nil err stays nil. An
// *Error keeps its kind, so that a Conflict deep down is still a Conflict.
func Wrap(err error, attempted string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", attempted, err)
}

// Because attaches the cause.
func (e *Error) Because(err error) *Error { e.err = err; return e }

// With adds an argument for the text.
func (e *Error) With(name string, value any) *Error {
	if e.Args == nil {
		e.Args = Args{}
	}
	e.Args[name] = value
	return e
}

// As finds the *Error in a chain; an unknown error is Internal.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Code: "internal", err: err}
}

// Is tells whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && As(err).Kind == kind }
