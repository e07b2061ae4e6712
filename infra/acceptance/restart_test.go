package acceptance

import (
	"testing"
	"time"

	"huiyin/infra/local/stack"
	"huiyin/shared/id"
)

// A desk that is stopped and started again with what it kept still knows whom
// it owes what, and sends; what was sent before is not sent again.
func TestARestartedDeskStillSends(t *testing.T) {
	c := theCrew("restart")
	opened := the.now()
	before, early := the.inquire(t, c.team, opened)
	the.awaitSMS(t, early, 1)
	the.settle(t)

	the.Stack.Stop()
	keepLog(t, the.Home)
	again, err := stack.Start(t.Context(), the.options)
	if err != nil {
		t.Fatal(err)
	}
	if again.New {
		t.Error("it has forgotten everything")
	}
	the.Stack = again
	the.connect()

	after, late := the.inquire(t, c.team, the.now())
	defer the.putAway(t, c.team, before, after)
	mustSay(t, the.awaitSMS(t, late, 1), id.Show(after))
	the.sweep(t, opened.Add(30*time.Minute))
	the.settle(t)
	if texts := the.sms(t, c.supervisor); naming(texts, id.Show(before), "已超时") != 1 || naming(texts, id.Show(before)) != 1 {
		t.Errorf("the supervisor reads %q", texts)
	}
	the.onlySMS(t, early, 1)
}
