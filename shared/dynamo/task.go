package dynamo

import (
	"context"
	"errors"

	"huiyin/shared/task"
)

// Tasks is the store of package task.
type Tasks struct{ t *Table }

// Tasks gives the store of the tasks.
func (t *Table) Tasks() Tasks { return Tasks{t} }

var _ task.Store = Tasks{}

const (
	taskKind  = "task"
	taskSorts = "TASK#"
	walkKind  = "walk"
)

func walkKey(id string) key         { return record("WALK#" + id) }
func taskGroup(group string) string { return "TASKGROUP#" + group }

func taskKey(id string) key          { return record(task.Subject(id)) }
func taskQueue(list string) string   { return "TASKS#" + list }
func tasksOf(customer string) string { return "CUSTOMER#" + customer }
func taskOfCustomer(t task.Task) key {
	return key{tasksOf(t.Customer), taskSorts + stamp(t.CreatedAt) + "#" + t.ID}
}
func taskPlace(t task.Task) string { return queueSort(t.Due, t.ID) }
func taskLost(item) error          { return task.ErrLostRace }

// Task reads one; errs.NotFound.
func (s Tasks) Task(ctx context.Context, id string) (task.Task, error) {
	var one task.Task
	it, err := s.t.get(ctx, "read a task", taskKey(id))
	if err != nil {
		return one, err
	}
	err = read(it, &one)
	return one, err
}

// Tasks reads up to 100 by id; missing ones are left out.
func (s Tasks) Tasks(ctx context.Context, ids []string) ([]task.Task, error) {
	return readBatch[task.Task](ctx, s.t, "read tasks", taskKeys(ids))
}

func taskKeys(ids []string) []key {
	keys := make([]key, len(ids))
	for i, id := range ids {
		keys[i] = taskKey(id)
	}
	return keys
}

// Commit writes changes in one transaction: task.ErrLostRace.
func (s Tasks) Commit(ctx context.Context, changes ...task.Change) error {
	var all []op
	for _, c := range changes {
		ops, err := s.ops(c)
		if err != nil {
			return err
		}
		all = append(all, ops...)
	}
	return s.t.transact(ctx, "commit a task", all...)
}

func (s Tasks) ops(c task.Change) ([]op, error) {
	t := c.Task
	it, err := newItem(taskKey(t.ID), taskKind, t)
	if err != nil {
		return nil, err
	}
	it[versionAttr] = number(int64(t.Version))
	if t.State == task.Open {
		it[qpk], it[qsk], it[lineAttr] = text(taskQueue(t.List())), text(taskPlace(t)), text(string(t.Kind))
	}
	if next, ok := t.NextCheck(); ok {
		setDue(it, next, task.Subject(t.ID), s.t.shards)
	}
	all := []op{putIf(it, following(t.Version), taskLost)}
	add := func(o op, more error) {
		all = append(all, o)
		err = errors.Join(err, more)
	}
	told, more := eventOps(c.Events)
	all, err = append(all, told...), errors.Join(err, more)
	for _, f := range c.Found {
		add(foundOp(f, t.UpdatedAt))
	}
	if t.Version == 1 && t.Customer != "" {
		add(plainOp(taskOfCustomer(t), pointerKind, nil))
	}
	if t.Version == 1 && t.Group != "" {
		add(plainOp(key{taskGroup(t.Group), t.ID}, pointerKind, nil))
	}
	return all, err
}

// Walk reads how far a walk has come; the zero Walk when it has not begun.
func (s Tasks) Walk(ctx context.Context, id string) (task.Walk, error) {
	return readOrZero[task.Walk](ctx, s.t, "read a walk", walkKey(id))
}

// Advance writes a walk: task.ErrLostRace.
func (s Tasks) Advance(ctx context.Context, w task.Walk) error {
	it, err := newItem(walkKey(w.ID), walkKind, w)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(w.Version))
	forget(it, w.At.Add(keptFor))
	return s.t.putOne(ctx, "advance a walk", it, following(w.Version), taskLost)
}
