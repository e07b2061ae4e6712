package task

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// ErrLostRace: the task is not at the version it was read at, or, a new one, is
// there already. Nothing was written.
var ErrLostRace = errors.New("the task was changed in between")

// Change is what is written in one transaction.
type Change struct {
	Task   Task // Version is one more than it was read at; 1 is a new one
	Events []event.Event
	Found  []ticket.Found // what a sweep is to tell with its run
}

// Query asks for open tasks.
type Query struct {
	Lists  []string // as Task.List; together one list, at most MaxLists
	Kind   Kind     // "": all
	Cursor string   // opaque, "" for the first page
	Limit  int      // 1 to 100
}

// MaxLists is how many lists are read as one: a team of sixty.
const MaxLists = 64

// Page is a page of tasks; Next is empty on the last one.
type Page struct {
	Tasks []Task
	Next  string
}

// Store keeps tasks. Each method may fail with errs.Unavailable.
type Store interface {
	// Task reads one, strongly consistent; errs.NotFound.
	Task(ctx context.Context, id string) (Task, error)
	// Tasks reads up to 100 by id, strongly consistent, in any order; missing
	// ones are left out.
	Tasks(ctx context.Context, ids []string) ([]Task, error)
	// Commit writes changes of different tasks in one transaction: ErrLostRace. A
	// new task of a customer is filed under him, one of a group in its list.
	Commit(ctx context.Context, changes ...Change) error
	// Listed reads open tasks by due time, what was due first first (eventually
	// consistent). One that ended in between is left out, so a page may be short
	// and still have a Next. errs.Invalid for a foreign or broken cursor.
	Listed(ctx context.Context, q Query) (Page, error)
	// Due counts the open tasks of lists that are due up to until, in each at
	// most max.
	Due(ctx context.Context, lists []string, until time.Time, max int) (int, error)
	// OfCustomer lists the tasks of a customer, ended ones too, the newest first.
	// errs.Invalid as for Listed.
	OfCustomer(ctx context.Context, customer, cursor string, limit int) (Page, error)
	// Grouped lists the tasks of a group, ended ones too, in the order of their
	// ids. errs.Invalid as for Listed.
	Grouped(ctx context.Context, group, cursor string, limit int) (Page, error)

	// Walk reads how far a walk has come, strongly consistent; the zero Walk
	// (Version 0) when it has not begun.
	Walk(ctx context.Context, id string) (Walk, error)
	// Advance writes a walk, Version one more than it was read at: ErrLostRace.
	Advance(ctx context.Context, w Walk) error
}
