package acceptance

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"huiyin/infra/acceptance/fault"
	"huiyin/shared/id"
	"huiyin/shared/sla"
)

// slacheck ends right after it has written down that a ticket fell due, and
// before it has closed its run: the next sweep closes it, and who was to hear
// of it hears of it once.
func TestASweepThatDiesIsFinishedByTheNext(t *testing.T) {
	c := theCrew("dying")
	opened := the.now()
	number, _ := the.inquire(t, c.team, opened)
	defer the.putAway(t, c.team, number)
	due := opened.Add(31 * time.Minute)
	rule := the.proxy.Inject(fault.Match{Service: "dynamodb", Action: "TransactWriteItems", Holds: []string{number}}, 1, fault.KillAfter())
	if failed := the.tryCall(t, "Slacheck", tick(due)); failed == "" || rule.Hits() != 1 {
		t.Fatalf("it ended %d times: %s", rule.Hits(), failed)
	}
	the.sweep(t, due.Add(time.Minute)) // the run is not yet abandoned
	the.onlySMS(t, c.supervisor, 0)
	the.sweep(t, due.Add(2*time.Minute))
	mustSay(t, the.onlySMS(t, c.supervisor, 1)[0], id.Show(number), "已超时")
	the.sweep(t, due.Add(5*time.Minute))
	the.onlySMS(t, c.supervisor, 1)
	if n := the.fell(t, number, sla.FirstResponse, "due"); n != 2 {
		t.Errorf("%d steps are recorded", n)
	}
}

// puts are what the relay puts on the bus about anything.
var puts = fault.Match{Service: "events", Action: "PutEvents"}

// The bus is down for a while, or the relay ends right after the bus took its
// batch: every event arrives, and no SMS is sent twice.
func TestARelayThatFailsLosesNothing(t *testing.T) {
	for name, effect := range map[string]fault.Effect{
		"the bus is down":          fault.Answer(503, "InternalException"),
		"the bus throttles":        fault.Answer(400, "ThrottlingException"),
		"the bus's answer is lost": fault.Lose(),
		"the relay dies after it":  fault.KillAfter(),
		"the relay dies before":    fault.Kill(),
	} {
		t.Run(name, func(t *testing.T) {
			rule := the.proxy.Inject(puts, fault.Forever, effect)
			t.Cleanup(rule.Lift)
			var numbers []string
			for range 3 {
				number, customer := the.inquire(t, "spare", the.now())
				numbers = append(numbers, number)
				defer func() {
					rule.Lift()
					mustSay(t, the.awaitSMS(t, customer, 1), id.Show(number))
					the.onlySMS(t, customer, 1)
				}()
			}
			eventually(t, "a batch that failed as a whole", patience, func() bool { return the.relayed(t) == "FAILED" })
			t.Cleanup(func() { the.putAway(t, "spare", numbers...) })
		})
	}
}

// relayed is how the relay's last batch ended.
func (d *desk) relayed(t *testing.T) string {
	t.Helper()
	out, err := d.lambda.ListEventSourceMappings(t.Context(), &lambda.ListEventSourceMappingsInput{FunctionName: aws.String(d.Function("Relay"))})
	if err != nil || len(out.EventSourceMappings) != 1 {
		t.Fatal(err, out)
	}
	return aws.ToString(out.EventSourceMappings[0].LastProcessingResult)
}
