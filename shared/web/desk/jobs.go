package desk

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/setting"
)

// Job is a change of the rules on its way through the open tickets.
type Job struct {
	ID      string    `json:"id"`
	Area    string    `json:"area" enum:"calendar,policy,holidays"`
	Setting string    `json:"setting" doc:"Which one was saved."`
	Version int       `json:"version" doc:"That was saved."`
	State   string    `json:"state" enum:"waiting,running,done"`
	By      string    `json:"by" doc:"Who saved it."`
	SavedAt time.Time `json:"savedAt"`
	Begins  time.Time `json:"begins,omitzero" doc:"Not before; all processes have read the new rules by then."`
	Changed time.Time `json:"changedAt"`
	Ended   time.Time `json:"endedAt,omitzero"`
	About   int       `json:"about" doc:"Open tickets when it began."`
	Done    int       `json:"done" doc:"Of these, looked at. Who was touched by somebody since the save lives by the new rules already and is not among them."`
	Moved   int       `json:"moved" doc:"Of which a due time changed."`
	Stuck   int       `json:"stuck" doc:"For which the new rules have no due time; they keep the rules they had."`
	Tickets []string  `json:"stuckTickets" doc:"The first of these."`
}

func shownJob(j setting.Job) Job {
	return Job{ID: j.ID, Area: string(j.Area), Setting: j.Setting, Version: j.Saved, State: string(j.State), By: j.By, SavedAt: j.At, Begins: j.Next,
		Changed: j.Changed, Ended: j.Ended, About: j.About, Done: j.Looked, Moved: j.Moved, Stuck: j.Stuck, Tickets: append([]string{}, j.Who...)}
}

type jobsInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

type jobsOutput struct {
	Body struct {
		Jobs []Job `json:"jobs" doc:"Newest first."`
	}
}

func (d *Desk) jobs(ctx context.Context, in *jobsInput) (*jobsOutput, error) {
	list, err := d.Settings.Store.Jobs(ctx, in.Limit)
	out := &jobsOutput{}
	out.Body.Jobs = []Job{}
	for _, j := range list {
		out.Body.Jobs = append(out.Body.Jobs, shownJob(j))
	}
	return out, err
}

type jobInput struct {
	ID string `path:"id" maxLength:"80"`
}

type jobOutput struct{ Body Job }

func (d *Desk) job(ctx context.Context, in *jobInput) (*jobOutput, error) {
	j, err := d.Settings.Store.Job(ctx, in.ID)
	if errs.Is(err, errs.NotFound) {
		return nil, errs.New(errs.NotFound, "setting.no_job")
	}
	return &jobOutput{Body: shownJob(j)}, err
}
