package storetest

import (
	"slices"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// planned is a new task, as package task gives it to the store.
func planned(cause string, edit ...func(*task.Task)) task.Change {
	t := task.Task{ID: task.ID(cause), Version: 1, Seq: 1, Kind: task.Visit, Cause: cause, Owner: "ann", Team: "service", Due: start.Add(time.Hour),
		Remind: start.Add(time.Minute), State: task.Open, CreatedAt: start, CreatedBy: "system", UpdatedAt: start}
	for _, e := range edit {
		e(&t)
	}
	return task.Change{Task: t, Events: happenings(t, task.Planned)}
}

func happenings(t task.Task, typ event.Type) []event.Event {
	return []event.Event{happened(task.Subject(t.ID), t.Seq, typ, start)}
}

// tasks: one for a cause; a change that was made on an older one is refused; due
// while somebody is to be told of it, found by the run that told it.
func tasks(t *testing.T, fresh Fresh) {
	s := fresh(t)
	c := planned("a", func(t *task.Task) { t.Customer, t.Note = "C1", "送合同" })
	oneWins(t, "plannings", atOnce(4, func(int) error { return s.Tasks.Commit(ctx, c) }), because(task.ErrLostRace))
	got, err := s.Tasks.Task(ctx, c.Task.ID)
	is(t, "read", err, nil)
	same(t, "the task", got, c.Task)
	_, err = s.Tasks.Task(ctx, task.ID("b"))
	kind(t, "read one that is not there", err, errs.NotFound)

	subject := task.Subject(c.Task.ID)
	same(t, "due before its reminder", due(t, s, start.Add(59*time.Second)), []string{})
	same(t, "due at its reminder", due(t, s, start.Add(time.Minute)), []string{subject})
	next := func(typ string, edit func(*task.Task)) {
		t.Helper()
		c.Task.Version++
		c.Task.Seq++
		edit(&c.Task)
		c.Events, c.Found = happenings(c.Task, task.RemindedOf), nil
		if typ != "" {
			c.Found = []ticket.Found{{Run: "r1", Task: c.Task.ID, Event: c.Events[0].ID, Step: ticket.DueFacts{Step: typ, Due: c.Task.Due}}}
		}
		is(t, "change", s.Tasks.Commit(ctx, c), nil)
	}
	next(task.StepRemind, func(t *task.Task) { t.Reminded = start.Add(time.Minute) })
	same(t, "due at its due time", due(t, s, start.Add(time.Hour)), []string{})
	same(t, "due after it", due(t, s, start.Add(time.Hour+time.Millisecond)), []string{subject})
	next(task.StepOverdue, func(t *task.Task) { t.Overdue = start.Add(2 * time.Hour) })
	same(t, "due when all is told", due(t, s, start.AddDate(1, 0, 0)), []string{})
	found, _, err := s.Sweeps.Found(ctx, "r1", "", 10)
	is(t, "found", err, nil)
	if len(found) != 2 || found[1].Task != c.Task.ID || found[1].Number != "" || found[1].Step.Step != task.StepOverdue {
		t.Errorf("found %+v", found)
	}
	c.Task.Seq++
	c.Events, c.Found = happenings(c.Task, task.DoneEvent), nil
	is(t, "a version twice", s.Tasks.Commit(ctx, c), task.ErrLostRace)

	some, err := s.Tasks.Tasks(ctx, []string{c.Task.ID, task.ID("b")})
	is(t, "some", err, nil)
	same(t, "how many", len(some), 1)
}

// taskLists: open tasks by due time out of several lists as if they were one,
// and those of a customer; page by page.
func taskLists(t *testing.T, fresh Fresh) {
	s := fresh(t)
	const many = 23
	lists := []string{task.ListOf("ann"), task.ListOf("bo"), task.ListOf("nobody"), task.TeamList("service")}
	var want, anns, gifts, his []string
	for i := range many {
		c := planned(name("cause", i), func(t *task.Task) {
			t.Due, t.CreatedAt = start.Add(time.Duration(i)*time.Minute), start.Add(-time.Duration(i)*time.Minute)
			t.Owner = []string{"ann", "bo", ""}[i%3]
			if i%4 == 0 {
				t.Kind, t.Customer = task.Gift, "C1"
			}
		})
		is(t, "plan", s.Tasks.Commit(ctx, c), nil)
		if i%4 == 0 {
			his = append(his, c.Task.ID) // the first is the newest
		}
		if i == 8 { // a gift that was given, by somebody else in the end
			c.Task.Version, c.Task.Seq, c.Task.State = 2, 2, task.Finished
			c.Events = happenings(c.Task, task.DoneEvent)
			is(t, "done", s.Tasks.Commit(ctx, c), nil)
			continue
		}
		want = append(want, c.Task.ID)
		if i%3 == 0 {
			anns = append(anns, c.Task.ID)
		}
		if i%4 == 0 {
			gifts = append(gifts, c.Task.ID)
		}
	}
	is(t, "another team's", s.Tasks.Commit(ctx, planned("x", func(t *task.Task) { t.Owner, t.Team = "", "other" })), nil)
	is(t, "another customer's", s.Tasks.Commit(ctx, planned("y", func(t *task.Task) { t.Owner, t.Customer = "cy", "C11" })), nil)

	ids := func(p task.Page) (all []string) {
		for _, one := range p.Tasks {
			all = append(all, one.ID)
		}
		return all
	}
	list := func(q task.Query) []string {
		return pages(t, q.Limit, func(cursor string) ([]string, string, error) {
			q.Cursor = cursor
			page, err := s.Tasks.Listed(ctx, q)
			return ids(page), page.Next, err
		})
	}
	for _, limit := range []int{1, 4, many, 100} {
		same(t, "all lists", list(task.Query{Lists: lists, Limit: limit}), want)
		same(t, "hers", list(task.Query{Lists: lists[:1], Limit: limit}), anns)
		same(t, "gifts", list(task.Query{Lists: lists, Kind: task.Gift, Limit: limit}), gifts)
		same(t, "a customer's, newest first", pages(t, limit, func(cursor string) ([]string, string, error) {
			page, err := s.Tasks.OfCustomer(ctx, "C1", cursor, limit)
			return ids(page), page.Next, err
		}), his)
	}
	count, err := s.Tasks.Due(ctx, lists, start.Add(6*time.Minute), 100)
	is(t, "count", err, nil)
	same(t, "due by then", count, 7)
	count, err = s.Tasks.Due(ctx, lists, start.Add(6*time.Minute), 2)
	is(t, "count", err, nil)
	same(t, "at most two of each", count, 6)

	page, err := s.Tasks.Listed(ctx, task.Query{Lists: lists, Limit: 2})
	is(t, "list", err, nil)
	for _, c := range tampered(page.Next) {
		_, err := s.Tasks.Listed(ctx, task.Query{Lists: lists, Limit: 2, Cursor: c})
		kind(t, "a broken cursor", err, errs.Invalid)
	}
	_, err = s.Tasks.Listed(ctx, task.Query{Lists: lists[:1], Limit: 2, Cursor: page.Next})
	kind(t, "a cursor of another list", err, errs.Invalid)
}

// walks: one change at a time; a group's tasks, ended ones too, whatever list
// they stand in; several tasks in one transaction, or none.
func walks(t *testing.T, fresh Fresh) {
	s := fresh(t)
	none, err := s.Tasks.Walk(ctx, "month#2026-06")
	is(t, "a walk that has not begun", err, nil)
	same(t, "a walk that has not begun", none, task.Walk{})
	w := task.Walk{ID: "month#2026-06", Version: 1, Cursor: "c", Files: 100, Tasks: 7, At: start}
	oneWins(t, "beginnings", atOnce(4, func(int) error { return s.Tasks.Advance(ctx, w) }), because(task.ErrLostRace))
	w.Version, w.Done, w.Cursor = 2, true, ""
	is(t, "advance", s.Tasks.Advance(ctx, w), nil)
	is(t, "advance the same", s.Tasks.Advance(ctx, w), task.ErrLostRace)
	got, err := s.Tasks.Walk(ctx, w.ID)
	is(t, "walk", err, nil)
	same(t, "walk", got, w)

	var want []string
	for i := range 7 {
		c := planned(name("gift", i), func(t *task.Task) {
			t.Group, t.Owner = "gifts#2027", name("owner", i%2)
			if i == 3 {
				t.State = task.Finished
			}
		})
		is(t, "plan", s.Tasks.Commit(ctx, c), nil)
		want = append(want, c.Task.ID)
	}
	other := planned("other", func(t *task.Task) { t.Group = "gifts#2028" })
	is(t, "another group's", s.Tasks.Commit(ctx, other), nil)
	slices.Sort(want)
	for _, limit := range []int{1, 3, 100} {
		same(t, "the group", pages(t, limit, func(cursor string) (ids []string, next string, err error) {
			page, err := s.Tasks.Grouped(ctx, "gifts#2027", cursor, limit)
			for _, one := range page.Tasks {
				ids = append(ids, one.ID)
			}
			return ids, page.Next, err
		}), want)
	}

	is(t, "one of two is there already", s.Tasks.Commit(ctx, planned("new"), other), task.ErrLostRace)
	_, err = s.Tasks.Task(ctx, task.ID("new"))
	kind(t, "the other one", err, errs.NotFound)
}
