package notice_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/staff"
	"huiyin/shared/sweep"
	"huiyin/shared/task"
)

// duties are the tasks of a world, which its sweeps look at.
func (w *world) duties() *task.Service {
	s := &task.Service{Store: w.store.Tasks(), Team: "service", Zone: w.plan.Settings.Zone, Rules: func(context.Context) (task.Rules, error) { return task.DefaultRules(), nil },
		Roster: func(ctx context.Context) (staff.Roster, error) { return w.store.Staff().Roster(ctx) }}
	w.sweeps.Steps = map[string]sweep.Steps{"TASK": s}
	return s
}

func (w *world) visit(s *task.Service, cause, owner string, due time.Time) task.Task {
	w.Helper()
	t, err := s.Plan(w.Context(), morning, event.System, task.Plan{Cause: cause, Kind: task.Visit, Customer: "C1", Owner: owner, Team: "service", Due: due, Remind: due.Add(-time.Hour), Note: "带上合同"})
	if err != nil {
		w.Fatal(err)
	}
	return t
}

// rule: NJ-1 the owner is reminded of a visit once, and when it is overdue its
// supervisor is told once, however often sweep and queue repeat themselves.
func TestATaskIsToldTwice(t *testing.T) {
	w := newWorld(t)
	s := w.duties()
	w.visit(s, "a", "a1", morning.Add(2*time.Hour))
	for minute := range 200 {
		w.tick(morning.Add(time.Duration(minute) * time.Minute))
	}
	w.got(ownerPhone, "拜访任务，应于今天12:00前完成")
	w.got(bossPhone, "拜访任务（负责人8001）已超时，应于今天12:00完成")
	w.got(managerPhone)
}

func TestATaskDoneInBetweenIsNotTold(t *testing.T) {
	for name, do := range map[string]func(*task.Service, string) error{
		"done": func(s *task.Service, id string) error {
			_, err := s.Done(t.Context(), morning, "staff:a1", id, 0, task.Result{Outcome: task.Settled})
			return err
		},
		"moved": func(s *task.Service, id string) error {
			_, err := s.Move(t.Context(), morning.Add(time.Hour), "staff:a1", id, 0, morning.Add(48*time.Hour), "")
			return err
		},
	} {
		w := newWorld(t)
		s := w.duties()
		one := w.visit(s, "a", "a1", morning.Add(2*time.Hour))
		at := morning.Add(time.Hour)
		if _, err := w.sweeps.Run(t.Context(), at, "w", func() bool { return true }); err != nil {
			t.Fatal(err)
		}
		if err := do(s, one.ID); err != nil {
			t.Fatal(name, err)
		}
		w.flow(at, 2)
		if got := w.sent[ownerPhone]; len(got) != 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// What nobody owns, or who owned it has left, is the supervisor's.
func TestATaskWithoutOwnerIsTheSupervisors(t *testing.T) {
	w := newWorld(t)
	s := w.duties()
	w.visit(s, "a", "somebody else", morning.Add(2*time.Hour))
	w.tick(morning.Add(time.Hour))
	w.got(ownerPhone)
	w.got(bossPhone, "拜访任务")
	w.tick(morning.Add(3 * time.Hour))
	w.got(bossPhone, "拜访任务", "负责人未分配")
}

// A month's visits come at once: from five on they are one message, also when
// the sweep needs several minutes for them.
func TestManyTasksAreOneMessage(t *testing.T) {
	for _, n := range []int{4, 5, 30} {
		w := newWorld(t)
		s := w.duties()
		for i := range n {
			w.visit(s, fmt.Sprint("visit ", i), "a1", morning.Add(2*time.Hour))
		}
		w.tick(morning.Add(time.Hour))
		if n < 5 {
			w.got(ownerPhone, "拜访", "拜访", "拜访", "拜访")
			continue
		}
		w.got(ownerPhone, fmt.Sprintf("%d项任务到点，其中0项", n))
		for i := range n {
			w.visit(s, fmt.Sprint("more ", i), "a1", morning.Add(2*time.Hour+time.Minute))
		}
		w.tick(morning.Add(time.Hour + time.Minute))
		w.got(ownerPhone, "任务到点")
		w.told = 0
		w.flow(morning.Add(time.Hour+2*time.Minute), 1)
		w.got(ownerPhone, "任务到点")
	}
}

// Nobody is woken for a task.
func TestATaskWaitsForTheMorning(t *testing.T) {
	w := newWorld(t)
	s := w.duties()
	night := morning.Add(13 * time.Hour) // 23:00 in Shanghai
	w.visit(s, "a", "a1", night.Add(time.Hour))
	w.tick(night)
	w.got(ownerPhone)
}

// What is overdue is told although reminders rang in the same hour.
func TestRemindersDontHideWhatIsOverdue(t *testing.T) {
	w := newWorld(t)
	s := w.duties()
	for i := range 6 {
		w.visit(s, fmt.Sprint("soon ", i), "", morning.Add(2*time.Hour))
		w.visit(s, fmt.Sprint("late ", i), "", morning.Add(time.Hour+time.Minute))
	}
	w.tick(morning.Add(time.Hour))
	w.got(bossPhone, "12项任务到点，其中0项")
	w.tick(morning.Add(time.Hour + 2*time.Minute))
	w.got(bossPhone, "12项任务到点，其中0项", "6项任务到点，其中6项")
}
