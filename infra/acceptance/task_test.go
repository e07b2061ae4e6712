package acceptance

import (
	"context"
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/staff"
	"huiyin/shared/task"
)

// A team of this test's own.
func init() { teams = append(teams, "tasks") }

// rule: NJ-1 — the owner of a visit is reminded once, and when it is overdue the
// supervisor hears of it once, whatever is swept again; done in time, nobody
// hears anything.
func TestATaskIsRemindedAndReportedOnce(t *testing.T) {
	c := theCrew("tasks")
	tasks := &task.Service{Store: the.table.Tasks(), Team: "service", Zone: time.UTC,
		Roster: func(ctx context.Context) (staff.Roster, error) { return the.table.Staff().Roster(ctx) },
		Rules:  func(context.Context) (task.Rules, error) { return task.DefaultRules(), nil }}
	plan := func(cause string) task.Task {
		t.Helper()
		one, err := tasks.Plan(t.Context(), at(2, 9, 0), event.System, task.Plan{Cause: cause, Kind: task.Visit, Customer: "CTASKS", Owner: c.agentID, Team: c.team,
			Due: at(2, 16, 0), Remind: at(2, 10, 0), Note: "带上合同"})
		if err != nil {
			t.Fatal(err)
		}
		return one
	}
	plan("acceptance visit")
	done := plan("acceptance visit done")
	if _, err := tasks.Done(t.Context(), at(2, 9, 30), "staff:"+c.agentID, done.ID, 0, task.Result{Outcome: task.Settled}); err != nil {
		t.Fatal(err)
	}
	the.sweep(t, at(2, 9, 59))
	the.onlySMS(t, c.agent, 0)
	for range 2 {
		the.sweep(t, at(2, 10, 0))
	}
	the.sweep(t, at(2, 10, 1))
	mustSay(t, the.onlySMS(t, c.agent, 1)[0], "拜访任务")
	the.onlySMS(t, c.supervisor, 0)
	for range 2 {
		the.sweep(t, at(2, 16, 1))
	}
	the.sweep(t, at(2, 16, 2))
	mustSay(t, the.onlySMS(t, c.supervisor, 1)[0], "拜访任务（负责人"+c.agentBadge+"）已超时")
	the.settle(t)
	the.onlySMS(t, c.agent, 1)
}
