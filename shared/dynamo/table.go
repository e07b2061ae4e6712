package dynamo

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/client"
	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Table is the one table. Make it once per process; it may be used from many
// goroutines.
type Table struct {
	db     *dynamodb.Client
	name   string
	shards int

	mu      sync.Mutex
	secrets map[string][]byte
}

// Times of one request. DynamoDB answers in ten milliseconds; an answer that
// has not come after three seconds will not come, and the shortest function
// has ten. Between attempts it waits 50 ms, 100, 200, 400 and 800 (with the
// SDK's own pauses, made for services that answer in a second, a person would
// wait half a second for two transactions that met).
const (
	attemptTime = 3 * time.Second
	attempts    = 6
	firstPause  = 50 * time.Millisecond
)

// backoff is the wait before the n-th repetition, from 0: up to half of it is
// chance, so that those who met don't meet again.
func backoff(n int) time.Duration {
	full := firstPause << min(max(n, 0), attempts)
	return full/2 + rand.N(full/2)
}

// New makes the table from the settings of the process. shards is how many
// parts the due index has, 1 to 16, and is chosen before launch.
func New(cfg aws.Config, name string, shards int) *Table {
	db := dynamodb.NewFromConfig(cfg, func(o *dynamodb.Options) {
		o.Retryer = retryer()
		o.APIOptions = append(o.APIOptions, client.WholeAnswers)
		if usual, ok := o.HTTPClient.(*awshttp.BuildableClient); ok {
			o.HTTPClient = usual.WithTimeout(attemptTime)
		}
	})
	return &Table{db: db, name: name, shards: max(shards, 1), secrets: map[string][]byte{}}
}

// Shards is how many parts the due index has.
func (t *Table) Shards() int { return t.shards }

// retryer is the SDK's, which repeats throttled and unanswered requests, and
// also what two transactions do to each other when they meet: neither is
// wrong, and the repeated one finds out how the other ended. A repeated
// transaction carries the token of the first try, so a write whose answer was
// lost is not met as somebody else's.
func retryer() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.Backoff = retry.BackoffDelayerFunc(func(attempt int, _ error) (time.Duration, error) { return backoff(attempt - 1), nil })
		o.Retryables = append([]retry.IsErrorRetryable{retry.IsErrorRetryableFunc(met)}, o.Retryables...)
	})
}

// met tells whether a request only met another one.
func met(err error) aws.Ternary {
	var conflict *types.TransactionConflictException
	if errors.As(err, &conflict) {
		return aws.TrueTernary
	}
	var cancelled *types.TransactionCanceledException
	if !errors.As(err, &cancelled) {
		return aws.UnknownTernary
	}
	passing := aws.UnknownTernary
	for _, reason := range cancelled.CancellationReasons {
		switch aws.ToString(reason.Code) {
		case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded":
			passing = aws.TrueTernary
		case "ConditionalCheckFailed", "ValidationError":
			return aws.FalseTernary // decided, whatever else was in the way
		}
	}
	return passing
}

// fault is what a failed request means to a caller: nothing was learnt and it
// may be sent again. Only what DynamoDB will refuse for ever is our own fault.
func fault(err error, attempted string) error {
	if err == nil {
		return nil
	}
	kind, code := errs.Unavailable, "store.unavailable"
	if refusedForEver(err) {
		kind, code = errs.Internal, "internal"
	}
	return errs.Wrap(errs.New(kind, code).Because(err), attempted)
}

func refusedForEver(err error) bool {
	var api interface{ ErrorCode() string }
	if errors.As(err, &api) && api.ErrorCode() == "ValidationException" {
		return true
	}
	var cancelled *types.TransactionCanceledException
	if errors.As(err, &cancelled) {
		for _, reason := range cancelled.CancellationReasons {
			if aws.ToString(reason.Code) == "ValidationError" {
				return true
			}
		}
	}
	return false
}

// notFound says that there is no such item.
func notFound() error { return errs.New(errs.NotFound, "store.not_found") }

// keptFor is how long the history of what is itself forgotten stays: as long
// as the ledger's rows (400 days), which name it as their cause.
const keptFor = 400 * 24 * time.Hour

// forgotten are the partitions whose things have a time to live. The history
// of all others is kept.
var forgotten = map[string]bool{"LEDGER": true, "RUN": true, "CODE": true, "GREETINGS": true, "BATCH": true}

// eventOps add the events of a change to their history, those that follow each
// other in one item under the first one's place. Nothing is ever written over
// there.
func eventOps(events []event.Event) ([]op, error) {
	var all []op
	for _, j := range event.Join(events) {
		o, err := joinedOp(j)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// eventOp adds one event to its history.
func eventOp(e event.Event) (op, error) { return joinedOp(event.Joined{Event: e}) }

func joinedOp(e event.Joined) (op, error) {
	k := eventKey(e.Subject, e.Seq)
	it, err := newItem(k, EventKind, e)
	if err != nil {
		return op{}, err
	}
	it[atAttr] = text(stamp(e.At))
	if forgotten[record(e.Subject).sk] {
		forget(it, e.At.Add(keptFor))
	}
	return putIf(it, absent(), func(item) error {
		return errs.New(errs.Internal, "internal").Because(errors.New("event " + e.ID + " stands already"))
	}), nil
}

// pause waits before what DynamoDB left undone is asked for again.
func pause(ctx context.Context, n int) error {
	timer := time.NewTimer(backoff(n))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
