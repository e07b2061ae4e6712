package sms

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"sync/atomic"
	"time"

	"huiyin/shared/message"
	"huiyin/shared/phone"
)

// Timeout bounds one Send, whatever the context allows: SNS and gateways
// answer within a second, and the ledger's lease on a message is five minutes.
const Timeout = 10 * time.Second

// Sender hands a message over, with one request at most. The error, if any, is
// an *Error.
type Sender interface {
	Send(ctx context.Context, m Message) (Receipt, error)
}

// Message is what is handed over.
type Message struct {
	ID    string // the ledger row's id; a gateway takes each once
	To    phone.Number
	Class message.Class
	Text  message.Text
}

// Receipt is what the provider answers when it accepts a message. Accepted is
// not delivered.
type Receipt struct {
	ProviderID string // the provider's own id, under which it reports delivery
}

// Outcome says what is certain about a message after Send.
type Outcome int

// The outcomes. The zero value is the careful one.
const (
	Unclear   Outcome = iota // may or may not have been sent: never repeat by itself
	Throttled                // surely not sent, and may be tried again later
	Refused                  // surely not sent, and never will be as it is
	Accepted                 // handed over
)

// String names the outcome for logs.
func (o Outcome) String() string {
	return [...]string{"unclear", "throttled", "refused", "accepted"}[o]
}

// Error is what Send returns when the provider did not accept the message. It
// holds neither number nor text: providers like to repeat both in theirs.
type Error struct {
	Outcome Outcome
	Code    string // the provider's code, or ours: invalid_message, unreachable, timeout, no_answer, bad_answer, status_NNN
	err     error
}

// Error is for logs.
func (e *Error) Error() string {
	text := "sms " + e.Outcome.String() + ": " + e.Code
	if e.err != nil {
		text += ": " + e.err.Error()
	}
	return text
}

// Unwrap gives the failure of the connection, nil when the provider answered.
func (e *Error) Unwrap() error { return e.err }

// OutcomeOf reads what Send returned: nil is Accepted, an error that is no
// *Error is Unclear.
func OutcomeOf(err error) Outcome {
	var e *Error
	switch {
	case err == nil:
		return Accepted
	case errors.As(err, &e):
		return e.Outcome
	}
	return Unclear
}

// check refuses what no provider could send.
func (m Message) check() error {
	if m.ID == "" || !m.To.Valid() || m.Text.Body == "" {
		return &Error{Outcome: Refused, Code: "invalid_message"}
	}
	return nil
}

// attempt watches one request: as long as no connection was had for it,
// nothing can have been sent.
type attempt struct{ connected atomic.Bool }

// begin bounds the context by Timeout and starts watching.
func begin(ctx context.Context) (context.Context, context.CancelFunc, *attempt) {
	a := &attempt{}
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { a.connected.Store(true) },
	})
	return ctx, cancel, a
}

// lost classifies a request that got no answer.
func (a *attempt) lost(err error) error {
	switch {
	case !a.connected.Load():
		return &Error{Outcome: Throttled, Code: "unreachable", err: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Outcome: Unclear, Code: "timeout", err: err}
	}
	return &Error{Outcome: Unclear, Code: "no_answer", err: err}
}

// answered classifies an answer that accepts nothing. Only a 4xx says for
// certain that nothing was done; 408 may come after the request was taken, and
// 409 says that the id is known from before.
func answered(status int, code string) error {
	e := &Error{Outcome: Unclear, Code: cleanCode(code, status)}
	switch {
	case status == http.StatusTooManyRequests:
		e.Outcome = Throttled
	case status == http.StatusRequestTimeout, status == http.StatusConflict:
	case status >= 400 && status < 500:
		e.Outcome = Refused
	}
	return e
}

var codePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,63}$`)

// cleanCode keeps a provider's code if it looks like one. What looks like
// anything else might quote the number.
func cleanCode(code string, status int) string {
	if codePattern.MatchString(code) {
		return code
	}
	return fmt.Sprintf("status_%d", status)
}

// stay makes a client that follows no redirect: the SDK's and Go's own follow
// 307 and 308 and would post the message again, to somebody else.
func stay(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
