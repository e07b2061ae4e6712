package acceptance

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/sla"
)

// Two sweeps at the same instant over two hundred due tickets, and one more
// afterwards: every step is recorded once, every person has one message.
func TestTwoSweepsAtOnceOverTwoHundredDueTickets(t *testing.T) {
	const many = 200
	c := theCrew("crowd")
	opened := the.now()
	numbers := make([]string, many)
	parallel(t, many, func(i int) {
		numbers[i], _ = the.inquire(t, c.team, opened)
	})
	defer parallel(t, many, func(i int) { the.putAway(t, c.team, numbers[i]) })

	due := opened.Add(31 * time.Minute)
	parallel(t, 2, func(int) { the.sweep(t, due) })
	the.sweep(t, due)
	mustSay(t, the.onlySMS(t, c.supervisor, 1)[0], fmt.Sprintf("%d件工单到点", many), fmt.Sprintf("%d件已超时", many))
	the.onlySMS(t, c.agent, 0)
	wrong := make([]int, many)
	parallel(t, many, func(i int) { wrong[i] = the.fell(t, numbers[i], sla.FirstResponse, "due") })
	for i, n := range wrong {
		if n != 2 { // to the owner, and to the supervisor
			t.Errorf("%s records %d steps", numbers[i], n)
		}
	}
}

// parallel does something n times, eight at a time, and waits.
func parallel(t *testing.T, n int, do func(i int)) {
	t.Helper()
	var group errgroup.Group
	group.SetLimit(8)
	for i := range n {
		group.Go(func() error { do(i); return nil })
	}
	_ = group.Wait() // the functions above return no error
	if t.Failed() {
		t.FailNow()
	}
}
