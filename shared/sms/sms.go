package sms

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"huiyin/shared/ledger"
)

// Timeout bounds one Send, whatever the context allows: SNS and gateways
// answer within a second, and the ledger's lease on a message is five minutes.
const Timeout = 10 * time.Second

// check refuses what no provider could send.
func check(m ledger.Outgoing) error {
	if m.ID == "" || !m.To.Valid() || m.Text.Body == "" {
		return &ledger.SendError{Outcome: ledger.Refused, Code: "invalid_message"}
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
		return &ledger.SendError{Outcome: ledger.Throttled, Code: "unreachable", Err: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &ledger.SendError{Outcome: ledger.Unclear, Code: "timeout", Err: err}
	}
	return &ledger.SendError{Outcome: ledger.Unclear, Code: "no_answer", Err: err}
}

// answered classifies an answer that accepts nothing. Only a 4xx says for
// certain that nothing was done; 408 may come after the request was taken, and
// 409 says that the id is known from before.
func answered(status int, code string) error {
	e := &ledger.SendError{Outcome: ledger.Unclear, Code: cleanCode(code, status)}
	switch {
	case status == http.StatusTooManyRequests:
		e.Outcome = ledger.Throttled
	case status == http.StatusRequestTimeout, status == http.StatusConflict:
	case status >= 400 && status < 500:
		e.Outcome = ledger.Refused
	}
	return e
}

var codePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,63}$`) })

// cleanCode keeps a provider's code if it looks like one. What looks like
// anything else might quote the number.
func cleanCode(code string, status int) string {
	if codePattern().MatchString(code) {
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
