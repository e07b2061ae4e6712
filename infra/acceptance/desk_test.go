package acceptance

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"huiyin/infra/acceptance/fault"
	"huiyin/infra/local/stack"
	"huiyin/shared/dynamo"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/wire"
)

// desk is the running desk and the ways into it.
type desk struct {
	*stack.Stack
	options stack.Options
	proxy   *fault.Proxy

	table  *dynamo.Table
	rules  *wire.Rules
	roster *wire.Roster
	phones parse.Phones
	db     *dynamodb.Client
	queues *sqs.Client
	bus    *eventbridge.Client
	lambda *lambda.Client

	poisoned atomic.Int64 // messages that a test keeps from ever being handled

	mu     sync.Mutex
	tokens map[string]string // by role
}

// soonAgain is after how long a queue hands out again what failed. The
// template's three minutes are for functions that may run half a minute; no
// test should have to wait for them.
const soonAgain = "6"

// prepare makes the clients, shortens the wait of the queue and writes the
// roster.
func (d *desk) prepare(ctx context.Context) error {
	d.connect()
	if _, err := d.queues.SetQueueAttributes(ctx, &sqs.SetQueueAttributesInput{
		QueueUrl: aws.String(d.Outputs["ServiceQueueUrl"]), Attributes: map[string]string{"VisibilityTimeout": soonAgain},
	}); err != nil {
		return fmt.Errorf("shorten the wait of the queue: %w", err)
	}
	return d.hire(ctx)
}

// connect makes the clients. They go around the proxy: faults are for
// functions.
func (d *desk) connect() {
	cfg := d.AWS()
	d.db, d.queues, d.bus = dynamodb.NewFromConfig(cfg), sqs.NewFromConfig(cfg), eventbridge.NewFromConfig(cfg)
	d.lambda = lambda.NewFromConfig(cfg)
	d.table = dynamo.New(cfg, d.Table, 1)
	d.rules = &wire.Rules{Table: d.table, Zone: shanghai}
	d.roster = wire.NewRoster(d.table, d.rules)
	d.phones = parse.Phones{Region: "CN", Keyed: wire.Keys{Table: d.table}.Key}
	d.tokens = map[string]string{}
}

// now is the desk's time.
func (d *desk) now() time.Time {
	return time.Now().Add(d.ClockOffset).UTC().Truncate(time.Millisecond)
}

var lastPhone atomic.Int64

// newPhone is a number that nobody has had before, as people type it and as it
// is stored.
func newPhone() (typed string, number phone.Number) {
	typed = fmt.Sprintf("139%08d", lastPhone.Add(1))
	return typed, phone.Number("+86" + typed)
}

// call runs a function with an event and fails when it does.
func (d *desk) call(t *testing.T, function, payload string) {
	t.Helper()
	if failed := d.tryCall(t, function, payload); failed != "" {
		t.Fatalf("%s failed: %s", function, failed)
	}
}

// tryCall returns what a function failed with, "" when it did not.
func (d *desk) tryCall(t *testing.T, function, payload string) string {
	t.Helper()
	out, err := d.lambda.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String(d.Function(function)), Payload: []byte(payload)})
	if err != nil {
		return err.Error()
	}
	if out.FunctionError != nil {
		return aws.ToString(out.FunctionError) + " " + string(out.Payload)
	}
	return ""
}

// sweep runs slacheck as of an hour of the desk.
func (d *desk) sweep(t *testing.T, at time.Time) {
	t.Helper()
	d.call(t, "Slacheck", tick(at))
}

// greet runs greetings as of an hour of the desk.
func (d *desk) greet(t *testing.T, at time.Time) {
	t.Helper()
	d.call(t, "Greetings", tick(at))
}

func tick(at time.Time) string { return fmt.Sprintf(`{"time":%q}`, at.UTC().Format(time.RFC3339Nano)) }

// hold keeps back whatever the relay puts on the bus that names subject, until
// the function it returns is called; that waits for it first.
func (d *desk) hold(t *testing.T, subject string) (release func()) {
	t.Helper()
	gate := make(chan struct{})
	rule := d.proxy.Inject(fault.Match{Service: "events", Action: "PutEvents", Holds: []string{subject}}, fault.Forever, fault.Until(gate))
	t.Cleanup(rule.Lift)
	return func() {
		t.Helper()
		eventually(t, subject+" is held back", patience, func() bool { return rule.Hits() > 0 })
		rule.Lift()
		close(gate)
	}
}

// token signs somebody in and returns the ID token.
func (d *desk) token(t *testing.T, role string) string {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.tokens[role] != "" {
		return d.tokens[role]
	}
	for _, user := range d.Users {
		if user.Role != role {
			continue
		}
		out, err := cognito.NewFromConfig(d.AWS()).InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
			AuthFlow: "USER_PASSWORD_AUTH", ClientId: &d.ClientID,
			AuthParameters: map[string]string{"USERNAME": user.Username, "PASSWORD": user.Password},
		})
		if err != nil {
			t.Fatalf("sign in as %s: %v", role, err)
		}
		d.tokens[role] = aws.ToString(out.AuthenticationResult.IdToken)
	}
	return d.tokens[role]
}

// pending is how many messages the queues that lead to SMS hold, in hand or
// not.
func (d *desk) pending(t *testing.T) int {
	t.Helper()
	return d.holds(t, "ServiceQueueUrl") + d.holds(t, "BulkQueueUrl")
}

func (d *desk) holds(t *testing.T, queue string) int {
	t.Helper()
	out, err := d.queues.GetQueueAttributes(t.Context(), &sqs.GetQueueAttributesInput{
		QueueUrl: aws.String(d.Outputs[queue]), AttributeNames: []sqstypes.QueueAttributeName{sqstypes.QueueAttributeNameAll},
	})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range []string{"ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"} {
		some := 0
		fmt.Sscan(out.Attributes[name], &some)
		n += some
	}
	return n
}

// eventually waits until something holds, or fails.
func eventually(t *testing.T, what string, limit time.Duration, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); ; time.Sleep(100 * time.Millisecond) {
		if holds() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", limit, what)
		}
	}
}
