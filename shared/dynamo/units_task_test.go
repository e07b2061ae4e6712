package dynamo_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"huiyin/shared/dynamo"
	"huiyin/shared/staff"
	"huiyin/shared/task"
)

// A task's life as it is billed, and its lists with sixty others in them: a page
// costs what it shows, and some for each member of a team.
func TestWhatATaskCosts(t *testing.T) {
	store := dynamo.New(settings(t, nil), newTable(t), 1).Tasks()
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	tasks := &task.Service{Store: store, Team: "service", Zone: zone,
		Roster: func(context.Context) (staff.Roster, error) {
			return staff.Roster{Members: []staff.Member{{ID: "ann", Team: "service"}, {ID: "bo", Team: "service"}}}, nil
		},
		Rules: func(context.Context) (task.Rules, error) { return task.DefaultRules(), nil }}
	now := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	plan := func(i int, owner string) task.Plan {
		return task.Plan{Cause: fmt.Sprintf("visit#2026-06#%d", i), Kind: task.Visit, Customer: fmt.Sprint("C", i), Owner: owner,
			Due: now.Add(time.Duration(i) * time.Minute), Remind: now}
	}
	step := func(what string, writes, reads float64, do func(context.Context) error) {
		t.Helper()
		atMost(t, what, writes, reads, do)
	}
	for i := range 60 {
		if _, err := tasks.Plan(t.Context(), now, "system", plan(10+i, []string{"ann", "bo"}[i%2])); err != nil {
			t.Fatal(err)
		}
	}
	warm := task.Query{Lists: []string{task.ListOf("ann")}, Limit: 1} // the key of cursors is made once in a table's life
	if _, err := store.Listed(t.Context(), warm); err != nil {
		t.Fatal(err)
	}
	one := ""
	// Record 2, event 2, the place under the customer 2, two indexes 2.
	step("plan", 8, 0, func(ctx context.Context) error {
		p, err := tasks.Plan(ctx, now, "system", plan(1, "ann"))
		one = p.ID
		return err
	})
	// AWS bills a refused transaction as if it had been written.
	step("plan it again", 6, 1, func(ctx context.Context) error {
		_, err := tasks.Plan(ctx, now, "system", plan(1, "ann"))
		return err
	})
	// Record 2, event 2, what the run found 2, the due index moves 2.
	step("remind", 8, 1, func(ctx context.Context) error {
		_, err := tasks.Sweep(ctx, now, "run", one)
		return err
	})
	step("list ten of hers", 0, 6, func(ctx context.Context) error {
		page, err := store.Listed(ctx, task.Query{Lists: []string{task.ListOf("ann")}, Limit: 10})
		if len(page.Tasks) != 10 {
			t.Errorf("%d are listed", len(page.Tasks))
		}
		return err
	})
	step("list ten of the team's", 0, 7, func(ctx context.Context) error {
		_, err := store.Listed(ctx, task.Query{Lists: []string{task.ListOf("ann"), task.ListOf("bo"), task.TeamList("service")}, Limit: 10})
		return err
	})
	step("count what is due", 0, 1, func(ctx context.Context) error {
		_, err := store.Due(ctx, []string{task.ListOf("ann"), task.TeamList("service")}, now.Add(time.Hour), 99)
		return err
	})
	// Record 2, event 2, both indexes lose it 2.
	step("done", 6, 1, func(ctx context.Context) error {
		_, err := tasks.Done(ctx, now.Add(time.Minute), "staff:ann", one, 0, task.Result{Outcome: task.Settled, Report: "已拜访"})
		return err
	})
	step("a customer's", 0, 1.5, func(ctx context.Context) error {
		_, err := store.OfCustomer(ctx, "C1", "", 10)
		return err
	})
}
