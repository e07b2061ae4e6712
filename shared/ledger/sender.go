package ledger

import (
	"context"
	"errors"

	"huiyin/shared/message"
	"huiyin/shared/phone"
)

// Sender hands one message to a provider, with one request at most. provider
// is the provider's own id for it; the error, if any, is a *SendError.
type Sender interface {
	Send(ctx context.Context, m Outgoing) (provider string, err error)
}

// Outgoing is what is handed over.
type Outgoing struct {
	ID    string // the row's id; a gateway takes each once
	To    phone.Number
	Class message.Class
	Text  message.Text
}

// Outcome says what is certain about a message after Send.
type Outcome int

// The outcomes. The zero value is the careful one.
const (
	Unclear   Outcome = iota // may or may not have been sent: never repeated by itself
	Throttled                // surely not sent, and may be tried again later
	Refused                  // surely not sent, and never will be as it is
	Handed                   // the provider took it
)

// String names the outcome for logs.
func (o Outcome) String() string {
	return [...]string{"unclear", "throttled", "refused", "handed"}[o]
}

// SendError is what a Sender returns when the provider did not take the
// message. It holds neither number nor text: providers like to repeat both in
// theirs.
type SendError struct {
	Outcome Outcome
	Code    string // the provider's code, or the sender's own
	Err     error
}

// Error is for logs.
func (e *SendError) Error() string {
	text := "sms " + e.Outcome.String() + ": " + e.Code
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the failure of the connection, nil when the provider answered.
func (e *SendError) Unwrap() error { return e.Err }

// OutcomeOf reads what Send returned: nil is Handed, an error that is no
// *SendError is Unclear.
func OutcomeOf(err error) Outcome {
	var e *SendError
	switch {
	case err == nil:
		return Handed
	case errors.As(err, &e):
		return e.Outcome
	}
	return Unclear
}
