package setting

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// settles is how long after a save its job begins: every process reads the
// rules once a minute, and whatever was begun by the old ones has ended by then
// and stands in the lists.
const settles = 2 * time.Minute

// pageSize is how many tickets are handled between two writes of a job, workers
// how many at the same time.
const (
	pageSize = 100
	workers  = 8
)

// JobState is where a job stands; doc.go has the table.
type JobState string

// The states.
const (
	Waiting JobState = "waiting"
	Running JobState = "running"
	Done    JobState = "done"
)

// Job moves open tickets under a change. Times are UTC.
type Job struct {
	ID       string    `json:"id"`      // "<area>-<id>-<version>"
	Version  int       `json:"version"` // of this record
	Area     Area      `json:"area"`
	Setting  string    `json:"setting"`
	Saved    int       `json:"saved"`    // the setting's version
	Revision int       `json:"revision"` // of the rules with it: a ticket that has it lives by the change
	By       string    `json:"by"`
	At       time.Time `json:"at"` // of the save
	State    JobState  `json:"state"`
	Next     time.Time `json:"next,omitzero"` // not before; zero when done
	Changed  time.Time `json:"changed"`
	Ended    time.Time `json:"ended,omitzero"`

	About  int      `json:"about"`            // open tickets when it began
	Looked int      `json:"looked"`           // of these, so far
	Moved  int      `json:"moved"`            // of which a due time changed
	Stuck  int      `json:"stuck"`            // that could not be moved and live by what they lived by
	Who    []string `json:"who,omitempty"`    // the first of these
	Teams  []string `json:"teams,omitempty"`  // whose lists are still to be read, the first being read
	Cursor string   `json:"cursor,omitempty"` // where that list goes on
	Page   []string `json:"page,omitempty"`   // tickets in hand
}

// maxStuck is how many tickets that could not be moved are named.
const maxStuck = 20

func newJob(d *Draft, now time.Time, by string) *Job {
	at := now.UTC().Truncate(time.Millisecond)
	return &Job{ID: fmt.Sprintf("%s-%s-%d", d.Area, d.ID, d.Version), Version: 1, Area: d.Area, Setting: d.ID, Saved: d.Version,
		Revision: d.after.Book.Revision, By: by, At: at, State: Waiting, Next: at.Add(settles), Changed: at}
}

// JobSubject is the partition of a job, and its name in the due index.
func JobSubject(id string) string { return "JOB#" + id }

// Due is when the sweep has to take the job up; false when it is done.
func (j Job) Due() (time.Time, bool) { return j.Next, j.State != Done }

// Work goes on with a job until it is done or more says that the time is up.
// Two at once do no harm: whoever is second finds that the page was written, and
// leaves the job to the other. errs.Unavailable when it is to be tried again.
func (s *Service) Work(ctx context.Context, now time.Time, id string, more func() bool) error {
	job, err := s.Store.Job(ctx, id)
	if err != nil {
		return errs.Wrap(err, "read the job")
	}
	if due, ok := job.Due(); !ok || now.Before(due) {
		return nil // the index is a little behind
	}
	if s.Forget != nil { // what this process has read may be older than the change
		s.Forget()
	}
	for job.State != Done && more() {
		if job.State == Waiting {
			err = s.start(ctx, &job)
		} else {
			err = s.page(ctx, now, &job, more)
		}
		if errors.Is(err, errTime) {
			return nil
		}
		if err == nil && len(job.Page) == 0 {
			err = s.fill(ctx, &job)
		}
		if err != nil {
			return err
		}
		job.Version++
		job.Changed = now.UTC()
		if job.State == Done {
			job.Ended, job.Next = now.UTC(), time.Time{}
		}
		if err := s.Store.Advance(ctx, job); errors.Is(err, ErrLostRace) {
			return nil
		} else if err != nil {
			return errs.Wrap(err, "write the job")
		}
	}
	return nil
}

// errTime says that a page was left in the middle.
var errTime = errors.New("the time is up")

// start counts what there is to do.
func (s *Service) start(ctx context.Context, job *Job) error {
	teams, err := s.Teams(ctx)
	if err != nil {
		return errs.Wrap(err, "list the teams")
	}
	job.State, job.Teams = Running, slices.Clone(teams)
	for _, team := range teams {
		for cursor := ""; ; {
			page, err := s.Lines(ctx, ticket.LineQuery{Team: team, Cursor: cursor, Limit: ticket.MaxLines})
			if err != nil {
				return errs.Wrap(err, "count the open tickets")
			}
			job.About += len(page.Lines)
			if cursor = page.Next; cursor == "" {
				break
			}
		}
	}
	return nil
}

// fill takes the next page of open tickets in hand. A ticket that the job has
// moved may stand further down its list now: those that live by the change
// already are left out.
func (s *Service) fill(ctx context.Context, job *Job) error {
	for len(job.Page) == 0 && len(job.Teams) > 0 {
		page, err := s.Lines(ctx, ticket.LineQuery{Team: job.Teams[0], Cursor: job.Cursor, Limit: pageSize})
		if err != nil {
			return errs.Wrap(err, "read a list")
		}
		for _, l := range page.Lines {
			if l.Revision < job.Revision {
				job.Page = append(job.Page, l.Number)
			}
		}
		if job.Cursor = page.Next; page.Next == "" {
			job.Teams = job.Teams[1:]
		}
	}
	if len(job.Page) == 0 {
		job.State = Done
	}
	return nil
}

// page handles the tickets in hand and counts them.
func (s *Service) page(ctx context.Context, now time.Time, job *Job, more func() bool) error {
	var group errgroup.Group
	group.SetLimit(workers)
	var mu sync.Mutex
	done := *job
	var stuck []string
	for _, number := range job.Page {
		if !more() {
			_ = group.Wait() // whatever they found is found again
			return errTime
		}
		group.Go(func() error {
			t, err := s.Tickets.Rejudge(ctx, now, number)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errs.Is(err, errs.Unavailable), errs.Is(err, errs.Stale), ctx.Err() != nil:
				return errs.Wrap(err, "rejudge "+number)
			case err != nil:
				stuck = append(stuck, number)
			case t.Moved >= job.Revision:
				done.Moved++
			}
			done.Looked++
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	slices.Sort(stuck)
	done.Stuck += len(stuck)
	done.Who = append(slices.Clip(job.Who), stuck[:min(len(stuck), maxStuck-len(job.Who))]...)
	done.Page = nil
	*job = done
	return nil
}
