package acceptance

import (
	"net/http"
	"testing"

	"huiyin/infra/acceptance/fault"
	"huiyin/shared/phone"
)

// once fails unless a telephone has one ticket and one SMS.
func (d *desk) once(t *testing.T, number phone.Number, ticket string) {
	t.Helper()
	if numbers := d.numbersOf(t, number); len(numbers) != 1 || numbers[0] != ticket {
		t.Errorf("the tickets are %v, told was %s", numbers, ticket)
	}
	d.awaitSMS(t, number, 1)
	d.onlySMS(t, number, 1)
}

// A client that did not hear the answer asks again under the same key.
func TestAClientThatLostTheAnswerGetsItAgain(t *testing.T) {
	t.Parallel()
	typed, number := newPhone()
	body := complaint(typed)
	key := []string{"Idempotency-Key", "lost-" + typed}
	var first, again receipt
	the.post(t, "/complaints", body, key...).into(t, http.StatusCreated, &first)
	the.post(t, "/complaints", body, key...).into(t, http.StatusCreated, &again)
	if again.Number != first.Number || !again.DueAt.Equal(first.DueAt) {
		t.Errorf("first %+v, then %+v", first, again)
	}
	body["text"] = "别的事情"
	the.post(t, "/complaints", body, key...).into(t, http.StatusUnprocessableEntity, nil)
	the.once(t, number, first.Number)
}

// A double click, five times over: all are told the same number.
func TestRequestsAtOnceUnderOneKeyAreOneTicket(t *testing.T) {
	t.Parallel()
	typed, number := newPhone()
	told := make([]receipt, 5)
	parallel(t, len(told), func(i int) {
		the.post(t, "/complaints", complaint(typed), "Idempotency-Key", "click-"+typed).into(t, http.StatusCreated, &told[i])
	})
	for _, r := range told {
		if r.Number != told[0].Number {
			t.Errorf("told %q and %q", told[0].Number, r.Number)
		}
	}
	the.once(t, number, told[0].Number)
}

// writes are the transactions that write down who asked.
func writes(number phone.Number) fault.Match {
	return fault.Match{Service: "dynamodb", Action: "TransactWriteItems", Holds: []string{string(number)}}
}

// The table's answer is lost once: the function asks again under the same
// token and never knows.
func TestALostAnswerOfTheTableIsNotASecondTicket(t *testing.T) {
	t.Parallel()
	typed, number := newPhone()
	rule := the.proxy.Inject(writes(number), 1, fault.Lose())
	var r receipt
	the.post(t, "/complaints", complaint(typed), "Idempotency-Key", "table-"+typed).into(t, http.StatusCreated, &r)
	if rule.Hits() != 1 {
		t.Error("no answer was lost")
	}
	the.once(t, number, r.Number)
}

// The table's answers are lost for so long that the function gives up or its
// time is up, or the function ends with its commit: the client hears of a
// failure and asks again.
func TestAClientAsksAgainAfterAFailure(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		times  int
		effect fault.Effect
	}{
		"all answers lost":                  {fault.Forever, fault.Lose()},
		"no answer until time is up":        {fault.Forever, fault.Mute()},
		"the function dies with its commit": {1, fault.KillAfter()},
		"and before it":                     {1, fault.Kill()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			typed, number := newPhone()
			rule := the.proxy.Inject(writes(number), c.times, c.effect)
			key := []string{"Idempotency-Key", "failed-" + typed}
			if failed := the.post(t, "/complaints", complaint(typed), key...); failed.status < 500 {
				t.Errorf("status %d: %s", failed.status, failed.body)
			}
			rule.Lift()
			if rule.Hits() == 0 || c.times == 1 && rule.Hits() != 1 {
				t.Errorf("struck %d times", rule.Hits())
			}
			var r receipt
			the.post(t, "/complaints", complaint(typed), key...).into(t, http.StatusCreated, &r)
			the.once(t, number, r.Number)
		})
	}
}
