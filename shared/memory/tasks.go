package memory

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// Tasks is the store of package task.
type Tasks struct{ s *Store }

// Tasks gives the store of the tasks.
func (s *Store) Tasks() Tasks { return Tasks{s} }

var _ task.Store = Tasks{}

// Task reads one.
func (k Tasks) Task(_ context.Context, id string) (task.Task, error) { return find(k.s, k.s.tasks, id) }

// Tasks reads some by id.
func (k Tasks) Tasks(_ context.Context, ids []string) ([]task.Task, error) {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	var all []task.Task
	for _, id := range ids {
		if t, ok := k.s.tasks[id]; ok {
			all = append(all, clone(t))
		}
	}
	return all, nil
}

// Commit writes changes.
func (k Tasks) Commit(_ context.Context, changes ...task.Change) error {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	for _, c := range changes {
		if k.s.tasks[c.Task.ID].Version != c.Task.Version-1 {
			return task.ErrLostRace
		}
	}
	for _, c := range changes {
		k.s.tasks[c.Task.ID] = clone(c.Task)
		delete(k.s.hidden, task.Subject(c.Task.ID))
		for _, f := range c.Found {
			if k.s.found[f.Run] == nil {
				k.s.found[f.Run] = map[string]ticket.Found{}
			}
			k.s.found[f.Run][f.Event] = clone(f)
		}
		k.s.tell(c.Events)
	}
	return nil
}

// Grouped lists the tasks of a group.
func (k Tasks) Grouped(_ context.Context, group, cursor string, limit int) (task.Page, error) {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	var keys []string
	for id, t := range k.s.tasks {
		if t.Group == group {
			keys = append(keys, "#"+id)
		}
	}
	return k.page("group "+group, keys, cursor, limit, (*Store).sealed)
}

// Walk reads how far a walk has come.
func (k Tasks) Walk(_ context.Context, id string) (task.Walk, error) {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	return clone(k.s.walks[id]), nil
}

// Advance writes a walk.
func (k Tasks) Advance(_ context.Context, w task.Walk) error {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	if k.s.walks[w.ID].Version != w.Version-1 {
		return task.ErrLostRace
	}
	k.s.walks[w.ID] = clone(w)
	return nil
}

// Listed reads open tasks by due time.
func (k Tasks) Listed(_ context.Context, q task.Query) (task.Page, error) {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	var keys []string
	for id, t := range k.s.tasks {
		if t.State == task.Open && slices.Contains(q.Lists, t.List()) && (q.Kind == "" || t.Kind == q.Kind) {
			keys = append(keys, stamp(t.Due)+"#"+id)
		}
	}
	return k.page("tasks#"+strings.Join(q.Lists, "#")+"#"+string(q.Kind), keys, q.Cursor, q.Limit, (*Store).sealed)
}

// Due counts the open tasks of lists that are due.
func (k Tasks) Due(_ context.Context, lists []string, until time.Time, most int) (int, error) {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	count := map[string]int{}
	for _, t := range k.s.tasks {
		if t.State == task.Open && slices.Contains(lists, t.List()) && !t.Due.After(until) {
			count[t.List()]++
		}
	}
	sum := 0
	for _, n := range count {
		sum += min(n, most)
	}
	return sum, nil
}

// OfCustomer lists the tasks of a customer, the newest first.
func (k Tasks) OfCustomer(_ context.Context, customer, cursor string, limit int) (task.Page, error) {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	var keys []string
	for id, t := range k.s.tasks {
		if t.Customer == customer {
			keys = append(keys, stamp(t.CreatedAt)+"#"+id)
		}
	}
	return k.page("tasks of "+customer, keys, cursor, limit, (*Store).sealedBackwards)
}

// page reads the tasks of a page of keys; the caller holds the lock.
func (k Tasks) page(list string, keys []string, cursor string, limit int,
	cut func(*Store, string, []string, string, int) ([]string, string, error)) (task.Page, error) {
	keys, next, err := cut(k.s, list, keys, cursor, limit)
	if err != nil {
		return task.Page{}, err
	}
	page := task.Page{Next: next}
	for _, key := range keys {
		_, id, _ := strings.Cut(key, "#")
		page.Tasks = append(page.Tasks, clone(k.s.tasks[id]))
	}
	return page, nil
}
