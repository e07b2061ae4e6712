package dynamo

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/task"
)

// Listed reads open tasks by due time: the lists' places from the index, merged,
// then the records (both eventually consistent). errs.Invalid for a foreign or
// broken cursor.
func (s Tasks) Listed(ctx context.Context, q task.Query) (task.Page, error) {
	var page task.Page
	list := "tasks#" + strings.Join(q.Lists, "#") + "#" + string(q.Kind)
	position, err := s.t.open(ctx, list, q.Cursor)
	if err != nil {
		return page, err
	}
	places, more, err := s.wanted(ctx, q, position)
	if err != nil {
		return page, err
	}
	var ids []string
	for _, p := range places.wanted {
		ids = append(ids, dueSubject(p))
	}
	if page.Tasks, err = s.glance(ctx, ids); err != nil {
		return page, err
	}
	page.Tasks = slices.DeleteFunc(page.Tasks, func(t task.Task) bool {
		return t.State != task.Open || !slices.Contains(q.Lists, t.List()) || q.Kind != "" && t.Kind != q.Kind
	})
	if more {
		page.Next, err = s.t.seal(ctx, list, places.behind)
	}
	return page, err
}

// places are the sort keys of a page, and the one behind which the next begins.
type places struct {
	wanted []string
	behind string
}

// wanted reads the lists side by side until the page is full. A list that gave
// as many places as were asked for may have more of them before the last place
// of another one, so each part goes up to the least of such ends.
func (s Tasks) wanted(ctx context.Context, q task.Query, position string) (places, bool, error) {
	limit := clamp(q.Limit)
	part := limit
	if q.Kind != "" {
		part = batchLimit // most of them may be others
	}
	found := places{behind: position}
	for range maxPages {
		read, end, err := s.merged(ctx, q.Lists, found.behind, part)
		if err != nil {
			return found, false, err
		}
		for _, it := range read {
			if q.Kind == "" || str(it, lineAttr) == string(q.Kind) {
				if len(found.wanted) == limit { // one more than fits
					return found, true, nil
				}
				found.wanted = append(found.wanted, str(it, qsk))
			}
			found.behind = str(it, qsk)
		}
		if end {
			return found, false, nil
		}
	}
	return found, true, nil
}

// merged reads a part of all lists behind a place, in order. end: there is
// nothing behind it.
func (s Tasks) merged(ctx context.Context, lists []string, position string, limit int) (all []item, end bool, err error) {
	parts := make([][]item, len(lists))
	full := make([]bool, len(lists))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	for i, list := range lists[:min(len(lists), task.MaxLists)] {
		group.Go(func() (err error) {
			part := span{index: linesIndex, pk: taskQueue(list), limit: limit}
			if position != "" {
				part.from = after(position)
			}
			parts[i], full[i], err = s.t.page(ctx, "list tasks", part)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, false, err
	}
	end = true
	last := ""
	for i, p := range parts {
		all = append(all, p...)
		if full[i] {
			if at := str(p[len(p)-1], qsk); end || at < last {
				last = at
			}
			end = false
		}
	}
	slices.SortFunc(all, func(a, b item) int { return strings.Compare(str(a, qsk), str(b, qsk)) })
	if !end {
		all = slices.DeleteFunc(all, func(it item) bool { return str(it, qsk) > last })
	}
	return all, end, nil
}

// glance reads tasks in the order of their ids, for half the price of Tasks.
func (s Tasks) glance(ctx context.Context, ids []string) ([]task.Task, error) {
	items, err := s.t.glance(ctx, "read listed tasks", taskKeys(ids))
	if err != nil {
		return nil, err
	}
	tasks, err := readAll[task.Task](items)
	slices.SortFunc(tasks, func(a, b task.Task) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return tasks, err
}

// Due counts the open tasks of lists that are due, in each at most most.
func (s Tasks) Due(ctx context.Context, lists []string, until time.Time, most int) (int, error) {
	counts := make([]int, len(lists))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	for i, list := range lists[:min(len(lists), task.MaxLists)] {
		group.Go(func() error {
			items, err := s.t.query(ctx, "count what is due", span{index: linesIndex, pk: taskQueue(list), to: after(stamp(until)), limit: clamp(most)})
			counts[i] = len(items)
			return err
		})
	}
	err := group.Wait()
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum, err
}

// OfCustomer lists the tasks of a customer, the newest first.
func (s Tasks) OfCustomer(ctx context.Context, customer, cursor string, limit int) (task.Page, error) {
	part := span{pk: tasksOf(customer), from: taskSorts, to: after(taskSorts), backward: true, limit: clamp(limit)}
	return s.pointed(ctx, "tasks of "+customer, part, cursor, func(sort string) string { return dueSubject(sort[len(taskSorts):]) })
}

// Grouped lists the tasks of a group, in the order of their ids.
func (s Tasks) Grouped(ctx context.Context, group, cursor string, limit int) (task.Page, error) {
	part := span{pk: taskGroup(group), limit: clamp(limit)}
	return s.pointed(ctx, "group "+group, part, cursor, func(sort string) string { return sort })
}

// pointed reads a page of tasks that items of a span point to; of is the id in
// a sort key.
func (s Tasks) pointed(ctx context.Context, list string, part span, cursor string, of func(sort string) string) (task.Page, error) {
	var page task.Page
	position, err := s.t.open(ctx, list, cursor)
	if err != nil {
		return page, err
	}
	if position != "" {
		part.start = key{part.pk, position}.item()
	}
	items, more, err := s.t.page(ctx, "list tasks", part)
	if err != nil {
		return page, err
	}
	var ids []string
	for _, it := range items {
		ids = append(ids, of(str(it, sk)))
	}
	if page.Tasks, err = s.glance(ctx, ids); err != nil {
		return page, err
	}
	if more {
		page.Next, err = s.t.seal(ctx, list, str(items[len(items)-1], sk))
	}
	return page, err
}
