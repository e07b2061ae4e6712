package dynamo_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/ledger"
	"huiyin/shared/ticket"
)

const (
	internal    = errs.Internal
	unavailable = errs.Unavailable
)

func wantKind(t *testing.T, err error, kind errs.Kind) {
	t.Helper()
	if err == nil || errs.As(err).Kind != kind {
		t.Errorf("error %v, want one of kind %d", err, kind)
	}
}

// trip is a connection with a fault.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func operation(r *http.Request) string {
	_, name, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	return name
}

// losing lets every request through and loses the first answers to an
// operation.
func losing(op string, answers int64) func(http.RoundTripper) http.RoundTripper {
	var left atomic.Int64
	left.Store(answers)
	return func(to http.RoundTripper) http.RoundTripper {
		return trip(func(r *http.Request) (*http.Response, error) {
			response, err := to.RoundTrip(r)
			if err == nil && operation(r) == op && left.Add(-1) >= 0 {
				response.Body.Close()
				return nil, io.ErrUnexpectedEOF
			}
			return response, err
		})
	}
}

// refusing answers the first requests of an operation with an error of
// DynamoDB's, and lets the others through. seen hears each body.
func refusing(op string, times int64, body string, seen func([]byte)) func(http.RoundTripper) http.RoundTripper {
	var left atomic.Int64
	left.Store(times)
	return func(to http.RoundTripper) http.RoundTripper {
		return trip(func(r *http.Request) (*http.Response, error) {
			if operation(r) != op {
				return to.RoundTrip(r)
			}
			sent, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, err
			}
			seen(sent)
			if left.Add(-1) >= 0 {
				return &http.Response{StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}},
					Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
			}
			r.Body = io.NopCloser(bytes.NewReader(sent))
			return to.RoundTrip(r)
		})
	}
}

func aTicket(number string) ticket.Change {
	return ticket.Change{Ticket: ticket.Ticket{Number: number, Version: 1, Stage: ticket.Received, Kind: ticket.Complaint, PhoneKey: "p"}}
}

// A write whose answer was lost is repeated by the SDK and must not meet itself
// as somebody else's.
func TestALostAnswerIsOurOwnWrite(t *testing.T) {
	name := newTable(t)
	t.Run("of a transaction", func(t *testing.T) {
		store := dynamo.New(settings(t, losing("TransactWriteItems", 2)), name, 1).Tickets()
		if err := store.Commit(t.Context(), aTicket("AAA")); err != nil {
			t.Errorf("commit: %v", err)
		}
	})
	t.Run("of a single write", func(t *testing.T) {
		store := dynamo.New(settings(t, losing("PutItem", 2)), name, 1).Ledger()
		if err := store.Put(t.Context(), ledger.Row{Message: ledger.Message{ID: "r1"}, State: ledger.Claimed, Version: 1}); err != nil {
			t.Errorf("put: %v", err)
		}
	})
	t.Run("and two who write the same at once are still two", func(t *testing.T) {
		var group sync.WaitGroup
		var won atomic.Int64
		for range 6 {
			group.Go(func() {
				store := dynamo.New(settings(t, losing("PutItem", 1)), name, 1).Ledger()
				err := store.Put(t.Context(), ledger.Row{Message: ledger.Message{ID: "r2"}, State: ledger.Claimed, Version: 1})
				if err == nil {
					won.Add(1)
				} else if !errors.Is(err, ledger.ErrLostRace) {
					t.Errorf("put: %v", err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 {
			t.Errorf("%d claimed one message, want 1", won.Load())
		}
	})
	t.Run("of the making of a secret", func(t *testing.T) {
		one := dynamo.New(settings(t, losing("PutItem", 1)), name, 1)
		first, err := one.Secret(t.Context(), "phone")
		if err != nil {
			t.Fatal(err)
		}
		again, err := dynamo.New(settings(t, nil), name, 1).Secret(t.Context(), "phone")
		if err != nil || string(first) != string(again) {
			t.Errorf("two secrets of one name: %v", err)
		}
	})
}

const (
	conflict = `{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"cancelled",
		"CancellationReasons":[{"Code":"TransactionConflict","Message":"Transaction is ongoing for the item"},{"Code":"None"}]}`
	throttled = `{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow down"}`
)

// Two transactions that meet are both repeated, with the token they had.
func TestTransactionsThatMeetAreRepeated(t *testing.T) {
	var bodies []string
	token := func(body []byte) {
		_, rest, _ := strings.Cut(string(body), `"ClientRequestToken":"`)
		word, _, _ := strings.Cut(rest, `"`)
		bodies = append(bodies, word)
	}
	store := dynamo.New(settings(t, refusing("TransactWriteItems", 2, conflict, token)), newTable(t), 1).Tickets()
	if err := store.Commit(t.Context(), aTicket("AAA")); err != nil {
		t.Errorf("commit: %v", err)
	}
	if len(bodies) != 3 || bodies[0] == "" || bodies[0] != bodies[2] {
		t.Errorf("tokens %q, want one three times", bodies)
	}
}

// What goes on failing is errs.Unavailable: nothing was learnt, the same
// request may be sent again. What DynamoDB refuses for ever is Internal.
func TestWhatAFailureMeans(t *testing.T) {
	name := newTable(t)
	ignore := func([]byte) {}
	t.Run("conflicts without end", func(t *testing.T) {
		t.Parallel() // it waits
		store := dynamo.New(settings(t, refusing("TransactWriteItems", 100, conflict, ignore)), name, 1).Tickets()
		wantKind(t, store.Commit(t.Context(), aTicket("BBB")), unavailable)
	})
	t.Run("throttled without end", func(t *testing.T) {
		t.Parallel() // it waits
		store := dynamo.New(settings(t, refusing("GetItem", 100, throttled, ignore)), name, 1).Tickets()
		_, err := store.Get(t.Context(), "BBB")
		wantKind(t, err, unavailable)
	})
	t.Run("no answer in time", func(t *testing.T) {
		t.Parallel() // it waits
		store := dynamo.New(settings(t, func(http.RoundTripper) http.RoundTripper {
			return trip(func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() })
		}), name, 1).Tickets()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_, err := store.Lookup(ctx, "BBB")
		wantKind(t, err, unavailable)
	})
	t.Run("an item that is too big", func(t *testing.T) {
		c := aTicket("CCC")
		c.Person = &ticket.Person{Name: strings.Repeat("x", 420_000)}
		wantKind(t, dynamo.New(settings(t, nil), name, 1).Tickets().Commit(t.Context(), c), internal)
	})
	t.Run("no such table", func(t *testing.T) {
		_, err := dynamo.New(settings(t, nil), "elsewhere", 1).Tickets().Get(t.Context(), "AAA")
		wantKind(t, err, unavailable)
	})
}

// What a batch leaves undone is asked for again.
func TestUnprocessedKeysAreAskedForAgain(t *testing.T) {
	name := newTable(t)
	plain := dynamo.New(settings(t, nil), name, 1).Tickets()
	for _, number := range []string{"AAA", "BBB"} {
		if err := plain.Commit(t.Context(), aTicket(number)); err != nil {
			t.Fatal(err)
		}
	}
	undone := `{"Responses":{"` + name + `":[]},"UnprocessedKeys":{"` + name + `":{"ConsistentRead":true,"Keys":[
		{"pk":{"S":"TICKET#AAA"},"sk":{"S":"TICKET"}},{"pk":{"S":"TICKET#BBB"},"sk":{"S":"TICKET"}}]}}}`
	var asked atomic.Int64
	store := dynamo.New(settings(t, func(to http.RoundTripper) http.RoundTripper {
		return trip(func(r *http.Request) (*http.Response, error) {
			if operation(r) == "BatchGetItem" && asked.Add(1) == 1 {
				return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(undone)), Request: r}, nil
			}
			return to.RoundTrip(r)
		})
	}), name, 1).Tickets()
	found, err := store.Tickets(t.Context(), []string{"AAA", "BBB"})
	if err != nil || len(found) != 2 || asked.Load() != 2 {
		t.Errorf("%d tickets after %d requests: %v", len(found), asked.Load(), err)
	}
}
