package acceptance

import (
	"testing"
	"time"

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
	for name, c := range map[string]struct {
		effect fault.Effect
		times  int
	}{
		"the bus is down":          {fault.Answer(503, "InternalException"), 4}, // one more than a client tries
		"the bus throttles":        {fault.Answer(400, "ThrottlingException"), 4},
		"the bus's answer is lost": {fault.Lose(), 4},
		"the relay dies after it":  {fault.KillAfter(), 2},
		"the relay dies before":    {fault.Kill(), 2},
	} {
		t.Run(name, func(t *testing.T) {
			rule := the.proxy.Inject(puts, fault.Forever, c.effect)
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
			eventually(t, "failures", patience, func() bool { return rule.Hits() >= c.times })
			t.Cleanup(func() { the.putAway(t, "spare", numbers...) })
		})
	}
}
