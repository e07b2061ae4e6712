package sweep

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// Finished tells that a run has found what there was; facts are FinishedFacts.
const Finished event.Type = "sweep.finished"

// FinishedFacts name the run.
type FinishedFacts struct {
	Run string `json:"run"`
}

// abandonedAfter is when a run that nobody closed is closed by the next sweep.
// The sweeping function's time limit is shorter, so nobody works on it then.
const abandonedAfter = 2 * time.Minute

// pageSize is how many due records are asked for at once, workers how many are
// handled at the same time: enough to handle a thousand in a minute, few
// enough to leave the table's other users alone.
const (
	pageSize = 100
	workers  = 8
)

// Tickets is what the sweep does with a ticket: package ticket's Service.
type Tickets interface {
	// Sweep records what fell due by now.
	Sweep(ctx context.Context, now time.Time, run, number string) (ticket.Swept, error)
}

// Due is what the sweep does with a record that is no ticket and short to
// handle: a row of the ledger, say.
type Due interface {
	// Due does what the record's time asks for. Doing it twice does it once.
	Due(ctx context.Context, now time.Time, id string) error
}

// Steps is what the sweep does with a record whose steps are told with the run,
// as a ticket's are: a task.
type Steps interface {
	// Sweep records what fell due by now, and files under the run what is to be
	// told. Doing it twice does it once.
	Sweep(ctx context.Context, now time.Time, run, id string) (ticket.Swept, error)
}

// Service sweeps. Steps, Dues and Jobs name who handles a record by the first
// word of its subject ("LEDGER"): one whose steps are told with the run, one
// that is handled at once, one that is long work and gets the time that is left.
type Service struct {
	Store   Store
	Tickets Tickets
	Steps   map[string]Steps
	Dues    map[string]Due
	Jobs    map[string]Jobs
	Log     func(subject string, err error) // of what was set aside; the edge's
}

// Report is what a sweep did.
type Report struct {
	Handled  int           // records that were due
	Found    int           // steps that fell due
	Lag      time.Duration // how late the earliest step was recorded
	Aside    int           // records set aside
	Left     bool          // time ran out; the next sweep goes on
	Failures int           // records that failed for a passing reason: still due
}

// RunID names the run of an event time.
func RunID(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// sweep is one run in the making.
type sweep struct {
	*Service
	now    time.Time
	run    string
	worker string
	mu     sync.Mutex
	report Report
	joined bool
	jobs   []string // subjects that are due, for the end
}

// Run handles everything that is due at now, the scheduled event's time.
// worker names this invocation. more tells whether there is time for another
// record.
func (s *Service) Run(ctx context.Context, now time.Time, worker string, more func() bool) (Report, error) {
	w := &sweep{Service: s, now: now, run: RunID(now), worker: worker}
	var failed error
	for shard := 0; shard < s.Store.Shards() && failed == nil; shard++ {
		failed = w.shard(ctx, shard, more)
	}
	failed = errors.Join(failed, w.leave(ctx))
	w.work(ctx, more)
	return w.report, failed
}

// shard handles one part of the due index, page by page.
func (w *sweep) shard(ctx context.Context, shard int, more func() bool) error {
	cursor := ""
	for {
		subjects, next, err := w.Store.Due(ctx, shard, w.now, cursor, pageSize)
		if err != nil {
			return errs.Wrap(err, "ask what is due")
		}
		var group errgroup.Group
		group.SetLimit(workers)
		for _, subject := range subjects {
			if !more() {
				w.report.Left = true
				break
			}
			group.Go(func() error { return w.handle(ctx, subject) })
		}
		if err := group.Wait(); err != nil {
			return err
		}
		if next == "" || w.report.Left {
			return nil
		}
		cursor = next
	}
}

// handle does with one due record what its kind asks for. Only what stops the
// whole sweep is an error.
func (w *sweep) handle(ctx context.Context, subject string) error {
	kind, id, _ := strings.Cut(subject, "#")
	var swept ticket.Swept
	var err error
	steps := w.Steps[kind]
	if kind == "TICKET" {
		steps = w.Tickets
	}
	switch {
	case steps != nil:
		if err := w.join(ctx); err != nil {
			return err
		}
		swept, err = steps.Sweep(ctx, w.now, w.run, id)
	case kind == "RUN":
		err = w.close(ctx, id, "")
	default:
		if w.Jobs[kind] != nil {
			w.later(subject)
			return nil
		}
		err = errs.New(errs.Internal, "sweep.unknown_subject")
		if of := w.Dues[kind]; of != nil {
			err = of.Due(ctx, w.now, id)
		}
	}
	w.note(ctx, subject, swept, err)
	return nil
}

// note counts, and sets a record aside that fails for a reason that will not
// pass by itself.
func (w *sweep) note(ctx context.Context, subject string, swept ticket.Swept, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.report.Handled++
	w.report.Found += swept.Found
	w.report.Lag = max(w.report.Lag, swept.Late)
	switch {
	case err == nil:
		return
	case errs.Is(err, errs.Unavailable), errs.Is(err, errs.Stale), ctx.Err() != nil:
		w.report.Failures++ // still due: the next sweep takes it
		return
	}
	w.report.Aside++
	w.Log(subject, err)
	if err := w.Store.SetAside(ctx, subject, errs.As(err).Error(), w.now); err != nil {
		w.report.Failures++
		w.Log(subject, errs.Wrap(err, "set aside"))
	}
}

// join makes the run the first time a ticket is due: a sweep that finds
// nothing writes nothing. A run of the same event time that is finished
// already (the event came twice) is followed by one of its own.
func (w *sweep) join(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.joined {
		return nil
	}
	err := w.Store.JoinRun(ctx, w.run, w.worker, w.now.Add(abandonedAfter))
	if errors.Is(err, ErrRunClosed) {
		w.run += "~" + w.worker
		err = w.Store.JoinRun(ctx, w.run, w.worker, w.now.Add(abandonedAfter))
	}
	w.joined = err == nil
	return errs.Wrap(err, "join the run")
}

// leave closes the run when this worker is alone on it. Else it takes itself
// off, and looks once more: two who leave at the same time may each have seen
// the other.
func (w *sweep) leave(ctx context.Context) error {
	if !w.joined {
		return nil
	}
	err := w.close(ctx, w.run, w.worker)
	if !errors.Is(err, ErrRunShared) {
		return err
	}
	if err := w.Store.LeaveRun(ctx, w.run, w.worker); err != nil {
		return errs.Wrap(err, "leave the run")
	}
	if err = w.close(ctx, w.run, w.worker); errors.Is(err, ErrRunShared) {
		return nil // the last one closes it
	}
	return err
}

// close closes a run with its event, unless it was closed before: ErrRunShared
// while others than the worker are on it.
func (w *sweep) close(ctx context.Context, run, worker string) error {
	e, err := event.New("RUN#"+run, 1, Finished, w.now, event.System, FinishedFacts{Run: run})
	if err != nil {
		return err
	}
	err = w.Store.FinishRun(ctx, run, worker, e)
	if errors.Is(err, ErrRunClosed) {
		return nil
	}
	return errs.Wrap(err, "finish the run")
}

var _ Tickets = (*ticket.Service)(nil)
