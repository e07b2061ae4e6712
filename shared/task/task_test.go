package task_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/staff"
	"huiyin/shared/sweep"
	"huiyin/shared/task"
)

var (
	ctx      = context.Background()
	shanghai = time.FixedZone("CST", 8*60*60)
	start    = time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC) // a Friday, 10:00 in Shanghai
)

const by = "staff:1"

// world is a service on an empty store, with two people of one team and one who
// has left it.
type world struct {
	*testing.T
	task.Service
	store *memory.Store
}

func newWorld(t *testing.T) *world {
	store := memory.New(1)
	roster := staff.Roster{
		Teams: []staff.Team{{ID: "sales"}, {ID: "service"}},
		Members: []staff.Member{{ID: "ann", Team: "sales", Role: staff.Agent}, {ID: "bo", Team: "sales", Role: staff.Agent},
			{ID: "cy", Team: "sales", Role: staff.Agent, Left: true}},
	}
	return &world{T: t, store: store, Service: task.Service{Store: store.Tasks(), Team: "service", Zone: shanghai,
		Rules:  func(context.Context) (task.Rules, error) { return task.DefaultRules(), nil },
		Roster: func(context.Context) (staff.Roster, error) { return roster, nil }}}
}

// visit is a plan of a task for ann, due in a day, with a reminder before.
func visit(cause string) task.Plan {
	return task.Plan{Cause: cause, Kind: task.Visit, Customer: "C1", Owner: "ann", Due: start.Add(24 * time.Hour), Remind: start.Add(time.Hour)}
}

func (w *world) plan(p task.Plan) task.Task {
	w.Helper()
	t, err := w.Plan(ctx, start, by, p)
	if err != nil {
		w.Fatalf("plan: %v", err)
	}
	return t
}

// told are the types of a task's events.
func (w *world) told(id string) string {
	var types []string
	for _, e := range w.store.Told(0) {
		if e.Subject == task.Subject(id) {
			types = append(types, strings.TrimPrefix(string(e.Type), "task."))
		}
	}
	return strings.Join(types, " ")
}

// sweep runs a sweep at an instant.
func (w *world) sweep(at time.Time) int {
	w.Helper()
	s := sweep.Service{Store: w.store.Sweeps(), Steps: map[string]sweep.Steps{"TASK": &w.Service},
		Log: func(subject string, err error) { w.Errorf("%s: %v", subject, err) }}
	r, err := s.Run(ctx, at, "w", func() bool { return true })
	if err != nil || r.Failures > 0 || r.Aside > 0 {
		w.Fatalf("sweep: %+v %v", r, err)
	}
	return r.Found
}

// rule: NJ-1 a cause gives one task, however often it is planned, also when it
// was done since.
func TestOneCauseGivesOneTask(t *testing.T) {
	w := newWorld(t)
	first := w.plan(visit("visit#2026-06#C1"))
	again := visit("visit#2026-06#C1")
	again.Owner, again.Due = "bo", start.Add(time.Hour)
	if second := w.plan(again); second.ID != first.ID || second.Owner != "ann" || !second.Due.Equal(first.Due) {
		t.Errorf("the second is %+v", second)
	}
	if _, err := w.Done(ctx, start, by, first.ID, 0, task.Result{Outcome: task.Settled}); err != nil {
		t.Fatal(err)
	}
	if third := w.plan(again); third.State != task.Finished {
		t.Errorf("planned anew: %+v", third)
	}
	if other := w.plan(visit("visit#2026-07#C1")); other.ID == first.ID {
		t.Error("another cause gave the same task")
	}
	if got := w.told(first.ID); got != "planned done" {
		t.Errorf("told %s", got)
	}
}

func TestWhoGetsATask(t *testing.T) {
	for _, c := range []struct{ owner, team, wantOwner, wantTeam string }{
		{"ann", "", "ann", "sales"}, {"ann", "service", "ann", "service"}, {"cy", "", "", "sales"}, {"nobody", "", "", "service"},
		{"", "sales", "", "sales"}, {"", "", "", "service"},
	} {
		w := newWorld(t)
		p := visit("a")
		p.Owner, p.Team = c.owner, c.team
		if got := w.plan(p); got.Owner != c.wantOwner || got.Team != c.wantTeam {
			t.Errorf("%+v: %q of %q", c, got.Owner, got.Team)
		}
	}
}

func TestAPlanIsChecked(t *testing.T) {
	w := newWorld(t)
	for field, edit := range map[string]func(*task.Plan){
		"cause": func(p *task.Plan) { p.Cause = "" }, "kind": func(p *task.Plan) { p.Kind = "party" },
		"due":  func(p *task.Plan) { p.Due = start.Add(task.Farthest + time.Hour) },
		"note": func(p *task.Plan) { p.Customer, p.Note = "", "张三的电话" },
	} {
		p := visit("a")
		edit(&p)
		_, err := w.Plan(ctx, start, by, p)
		if f := errs.As(err).Fields; !errs.Is(err, errs.Invalid) || len(f) != 1 || f[0].Path != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// A reminder goes out once, and so does the news that the task is overdue; both
// anew when it is moved.
func TestWhatFallsDueIsFoundOnce(t *testing.T) {
	w := newWorld(t)
	one := w.plan(visit("a"))
	steps := []struct {
		at    time.Duration
		found int
		told  string
	}{
		{59 * time.Minute, 0, "planned"}, {time.Hour, 1, "planned reminded"}, {2 * time.Hour, 0, "planned reminded"},
		{24 * time.Hour, 0, "planned reminded"}, {25 * time.Hour, 1, "planned reminded overdue"}, {48 * time.Hour, 0, "planned reminded overdue"},
	}
	for _, s := range steps {
		if found := w.sweep(start.Add(s.at)); found != s.found || w.told(one.ID) != s.told {
			t.Errorf("%v: found %d, told %s", s.at, found, w.told(one.ID))
		}
	}
	if _, err := w.Move(ctx, start.Add(48*time.Hour), by, one.ID, 0, start.Add(96*time.Hour), ""); err != nil {
		t.Fatal(err)
	}
	w.sweep(start.Add(72 * time.Hour))
	w.sweep(start.Add(73 * time.Hour)) // as long before as at first: 23 hours
	w.sweep(start.Add(97 * time.Hour))
	if got := w.told(one.ID); got != "planned reminded overdue moved reminded overdue" {
		t.Errorf("told %s", got)
	}
}

// After an outage only the last step is told.
func TestALateReminderIsNotTold(t *testing.T) {
	w := newWorld(t)
	one := w.plan(visit("a"))
	if found := w.sweep(start.Add(30 * time.Hour)); found != 1 || w.told(one.ID) != "planned reminded overdue" {
		t.Errorf("found %d, told %s", found, w.told(one.ID))
	}
	run := sweep.RunID(start.Add(30 * time.Hour))
	found, _, err := w.store.Sweeps().Found(ctx, run, "", 10)
	if err != nil || len(found) != 1 || found[0].Step.Step != task.StepOverdue || found[0].Task != one.ID {
		t.Errorf("%+v %v", found, err)
	}
}

func TestNothingFallsDueOfAnEndedTask(t *testing.T) {
	w := newWorld(t)
	for i, end := range []func(id string) error{
		func(id string) error {
			_, err := w.Done(ctx, start, by, id, 1, task.Result{Outcome: task.Unreached, Report: "没有人接"})
			return err
		},
		func(id string) error {
			_, err := w.Drop(ctx, start, by, id, 1, task.Refused, "客户不需要")
			return err
		},
		func(id string) error { return w.EndOf(ctx, start, "system", "cause2", task.Recorded) },
	} {
		one := w.plan(visit("cause" + string(rune('0'+i))))
		if err := end(one.ID); err != nil {
			t.Fatal(err)
		}
		if found := w.sweep(start.AddDate(1, 0, 0)); found != 0 {
			t.Errorf("%d: found %d", i, found)
		}
		if _, err := w.Done(ctx, start, by, one.ID, 0, task.Result{Outcome: task.Settled}); !errs.Is(err, errs.Conflict) {
			t.Errorf("%d: ended twice: %v", i, err)
		}
		if _, err := w.Move(ctx, start, by, one.ID, 0, start.Add(time.Hour), ""); !errs.Is(err, errs.Conflict) {
			t.Errorf("%d: moved after its end: %v", i, err)
		}
	}
	if err := w.EndOf(ctx, start, "system", "never planned", task.Recorded); err != nil {
		t.Error(err)
	}
	for _, e := range w.store.Told(0) {
		if raw := string(e.Data); strings.Contains(raw, "没有人接") || strings.Contains(raw, "客户不需要") {
			t.Errorf("%s tells %s", e.Type, raw)
		}
	}
}

func TestGivingATask(t *testing.T) {
	w := newWorld(t)
	one := w.plan(visit("a"))
	if _, err := w.Give(ctx, start, by, one.ID, 7, "bo", ""); !errs.Is(err, errs.Stale) {
		t.Errorf("of another version: %v", err)
	}
	got, err := w.Give(ctx, start, by, one.ID, 1, "bo", "")
	if err != nil || got.Owner != "bo" || got.Team != "sales" {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := w.Give(ctx, start, by, one.ID, 0, "cy", ""); !errs.Is(err, errs.Invalid) {
		t.Errorf("to somebody who left: %v", err)
	}
	got, err = w.Give(ctx, start, by, one.ID, 0, "", "service")
	if err != nil || got.Owner != "" || got.Team != "service" {
		t.Errorf("%+v %v", got, err)
	}
}
