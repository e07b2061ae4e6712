package setting

import (
	"context"
	"encoding/json"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/task"
)

// Tasks is the area of the rules that make tasks: one setting, TasksID; the
// value are task.Rules. They hold from the next walk on.
const Tasks Area = "tasks"

// TasksID is the id of the rules that make tasks.
const TasksID = "all"

func (f *InForce) readTasks() error {
	f.Tasks = task.DefaultRules()
	if k, ok := f.kept[Tasks][TasksID]; ok {
		f.Tasks = task.Rules{}
		return errs.Wrap(json.Unmarshal(k.Value, &f.Tasks), "decode the saved rules of tasks")
	}
	return nil
}

// SaveTasks decides which tasks are made by themselves. errs.Invalid, errs.Stale.
func (s *Service) SaveTasks(ctx context.Context, now time.Time, by string, r task.Rules, seen int) (Kept, error) {
	if err := r.Check(); err != nil {
		return Kept{}, err
	}
	return s.keep(ctx, now, by, Tasks, TasksID, r, seen)
}
