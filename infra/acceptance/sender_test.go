package acceptance

import (
	"net/http"
	"testing"
	"time"

	"huiyin/infra/acceptance/fault"
	"huiyin/shared/id"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
)

// publish is the call that sends an SMS to a telephone.
func publish(number phone.Number) fault.Match {
	return fault.Match{Service: "sns", Action: "Publish", Holds: []string{"PhoneNumber=" + string(number)}}
}

// SNS says ten times that it is too busy: the row waits each time, a little
// longer, and in the end there is one SMS.
func TestAThrottledSMSIsSentOnceInTheEnd(t *testing.T) {
	t.Parallel()
	typed, number := newPhone()
	rule := the.proxy.Inject(publish(number), 10, fault.Answer(http.StatusBadRequest, "Throttled"))
	var r receipt
	the.post(t, "/complaints", complaint(typed)).into(t, http.StatusCreated, &r)
	for tries := 1; tries <= 10; tries++ {
		row := the.awaitAttempt(t, customerRow(r.Number, 1), tries)
		if row.State != ledger.Waiting || row.Why != "throttled" || row.Code != "Throttled" {
			t.Fatalf("after %d tries the row is %+v", tries, row)
		}
		the.sweep(t, row.Until)
	}
	if row := the.awaitRow(t, customerRow(r.Number, 1), ledger.Accepted); row.Attempts != 11 || rule.Hits() != 10 {
		t.Errorf("%d refusals, and the row is %+v", rule.Hits(), row)
	}
	the.onlySMS(t, number, 1)
}

// awaitAttempt waits until a row was tried so often and is not in hand.
func (d *desk) awaitAttempt(t *testing.T, id string, tries int) (row ledger.Row) {
	t.Helper()
	eventually(t, "another try", patience, func() bool {
		row, _ = d.row(t, id)
		return row.Attempts == tries && row.State != ledger.Claimed
	})
	return row
}

// messages are the doubtful ones, as an admin sees them.
type messages struct {
	Messages []struct{ ID, Ticket, State, WhyText, Phone string }
	Next     string
}

// doubtful finds what an admin is shown about a ticket.
func (d *desk) doubtful(t *testing.T, number string) (id string) {
	t.Helper()
	cursor := ""
	for {
		var page messages
		d.send(t, http.MethodGet, "/desk/messages?limit=100"+cursor, "", "", d.as(t, "admin")...).into(t, http.StatusOK, &page)
		for _, m := range page.Messages {
			if m.Ticket == number {
				if m.State != "unknown" || m.WhyText == "" {
					t.Errorf("an admin sees %+v", m)
				}
				return m.ID
			}
		}
		if page.Next == "" {
			return ""
		}
		cursor = "&cursor=" + page.Next
	}
}

// SNS takes an SMS and its answer is lost, or never answers at all: nobody
// knows, so it is never repeated by itself. An admin sees it and sends or
// drops it.
func TestAnUnclearSMSIsNeverRepeatedByItself(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		effect   fault.Effect
		arrived  int
		decision string
		then     ledger.State
		after    int
	}{
		"answer lost, dropped":    {fault.Lose(), 1, "drop", ledger.Skipped, 1},
		"answer lost, sent again": {fault.Lose(), 1, "send", ledger.Accepted, 2},
		"never answered, sent":    {fault.Silence(), 0, "send", ledger.Accepted, 1},
		"an error of theirs":      {fault.Answer(http.StatusInternalServerError, "InternalError"), 0, "drop", ledger.Skipped, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			typed, number := newPhone()
			rule := the.proxy.Inject(publish(number), 1, c.effect)
			var r receipt
			the.post(t, "/complaints", complaint(typed)).into(t, http.StatusCreated, &r)
			row := the.awaitRow(t, customerRow(r.Number, 1), ledger.Unknown)
			the.sweep(t, the.now().Add(20*time.Minute))
			the.onlySMS(t, number, c.arrived)
			if again, _ := the.row(t, row.ID); again.Version != row.Version || rule.Hits() != 1 {
				t.Errorf("it was %+v, and became %+v", row, again)
			}
			message := the.doubtful(t, r.Number)
			if message == "" {
				t.Fatal("no admin sees it")
			}
			refused := the.post(t, "/desk/messages/"+message+"/"+c.decision, struct{}{}, the.as(t, "supervisor")...)
			refused.into(t, http.StatusForbidden, nil)
			the.send(t, http.MethodPost, "/desk/messages/"+message+"/"+c.decision, "", "", the.as(t, "admin")...).into(t, http.StatusOK, nil)
			the.awaitRow(t, row.ID, c.then)
			the.onlySMS(t, number, c.after)
			if the.doubtful(t, r.Number) != "" {
				t.Error("an admin still sees it")
			}
		})
	}
}

// A staff alert whose fate is unclear is sent once more after ten minutes, and
// then left to an admin.
func TestAnUnclearAlarmIsRepeatedOnce(t *testing.T) {
	c := theCrew("alert")
	opened := the.now()
	number, _ := the.inquire(t, c.team, opened)
	defer the.putAway(t, c.team, number)
	rule := the.proxy.Inject(publish(c.supervisor), 2, fault.Lose())
	due := opened.Add(31 * time.Minute)
	the.sweep(t, due)
	the.onlySMS(t, c.supervisor, 1)
	the.sweep(t, due.Add(9*time.Minute))
	the.onlySMS(t, c.supervisor, 1)
	the.sweep(t, due.Add(10*time.Minute))
	the.onlySMS(t, c.supervisor, 2)
	the.sweep(t, due.Add(25*time.Minute))
	if texts := the.onlySMS(t, c.supervisor, 2); naming(texts, id.Show(number), "已超时") != 2 || rule.Hits() != 2 {
		t.Errorf("the supervisor reads %q", texts)
	}
	if the.doubtful(t, number) == "" {
		t.Error("no admin sees it")
	}
}

// The function ends while it sends: before SNS hears of it, or right after. The
// row stays claimed until its lease is over, and then nobody knows.
func TestAFunctionThatDiesWhileItSends(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		effect  fault.Effect
		arrived int
	}{"before": {fault.Kill(), 0}, "after": {fault.KillAfter(), 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			typed, number := newPhone()
			rule := the.proxy.Inject(publish(number), fault.Forever, c.effect)
			var r receipt
			the.post(t, "/complaints", complaint(typed)).into(t, http.StatusCreated, &r)
			row := the.awaitRow(t, customerRow(r.Number, 1), ledger.Claimed)
			eventually(t, "the end of the function", patience, func() bool { return rule.Hits() > 0 })
			the.sweep(t, row.Until)
			if row = the.awaitRow(t, row.ID, ledger.Unknown); row.Why != "lease_over" {
				t.Errorf("the row is %+v", row)
			}
			the.onlySMS(t, number, c.arrived) // also after the queue has handed it out again
			if rule.Hits() != 1 {
				t.Errorf("it was handed over %d times", rule.Hits())
			}
			if the.doubtful(t, r.Number) == "" {
				t.Error("no admin sees it")
			}
		})
	}
}
