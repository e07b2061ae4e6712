package sweep

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// ErrRunClosed says that a run was finished before.
var ErrRunClosed = errors.New("the run is finished")

// ErrRunShared says that others still work on the run.
var ErrRunShared = errors.New("others still work on the run")

// Store is the due index and the runs. Each method may fail with
// errs.Unavailable.
type Store interface {
	// Shards is how many parts the due index has.
	Shards() int
	// Due lists the subjects of one shard whose check time is not after until,
	// earliest first, after a cursor ("" at the start); next is empty on the
	// last page. Eventually consistent.
	Due(ctx context.Context, shard int, until time.Time, after string, limit int) (subjects []string, next string, err error)
	// JoinRun makes the run when it is not there and notes a worker. The run
	// stands in the due index for abandoned. ErrRunClosed when it is finished.
	JoinRun(ctx context.Context, run, worker string, abandoned time.Time) error
	// LeaveRun takes the worker off the run.
	LeaveRun(ctx context.Context, run, worker string) error
	// FinishRun closes the run with its event and takes it out of the due index,
	// on condition that it is open and nobody but the worker is on it ("":
	// whoever is, they are dead). ErrRunClosed, ErrRunShared.
	FinishRun(ctx context.Context, run, worker string, e event.Event) error
	// Found lists what a run found, at most limit, after a cursor.
	Found(ctx context.Context, run, after string, limit int) (found []ticket.Found, next string, err error)
	// SetAside takes a subject that can't be handled out of the due index and
	// files it, with the reason, where an admin sees it.
	SetAside(ctx context.Context, subject, why string, at time.Time) error
	// Aside lists what was set aside, oldest first, at most limit.
	Aside(ctx context.Context, limit int) ([]Aside, error)
}

// Aside is a record that was set aside.
type Aside struct {
	Subject string    `json:"subject"`
	Why     string    `json:"why"`
	At      time.Time `json:"at"`
}
