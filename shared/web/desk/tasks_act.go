package desk

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/setting"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// TaskEnd is what came of a task.
type TaskEnd struct {
	Outcome string `json:"outcome" maxLength:"20" doc:"One of the task's outcomes."`
	Report  string `json:"report,omitempty" maxLength:"500" doc:"In words."`
	Needs   string `json:"needs,omitempty" maxLength:"500" doc:"What of the customer's needs has changed: becomes a note on his file."`
}

type finishTaskInput struct {
	OneTask
	Match
	Body TaskEnd
}

// on reads a task that the caller may act on, and the version he has seen.
func (d *Desk) onTask(ctx context.Context, id string, m Match) (task.Task, int, error) {
	seen, err := m.version()
	if err != nil {
		return task.Task{}, 0, err
	}
	t, err := d.Tasks.Get(ctx, id)
	if err != nil {
		return t, 0, err
	}
	who := sender(ctx)
	if hidden(who, t) {
		return t, 0, errs.New(errs.NotFound, "task.not_found")
	}
	if !mayAct(who, t) {
		return t, 0, errs.New(errs.Forbidden, "task.not_yours")
	}
	return t, seen, nil
}

// finishTask records that a task was done. What a revisit after a complaint came
// to is the ticket's (rule QM-5): it goes there, and ends the task or lets it be
// tried again.
func (d *Desk) finishTask(ctx context.Context, in *finishTaskInput) (*taskOutput, error) {
	t, seen, err := d.onTask(ctx, in.ID, in.Match)
	if err != nil {
		return nil, err
	}
	who, now := sender(ctx), d.Now()
	if t.State == task.Open && t.AfterAnswer() {
		r, err := d.Tickets.Revisit(ctx, now, who.onTicket(), t.Ticket, 0, ticket.Visit{Outcome: in.Body.Outcome, Note: in.Body.Report})
		if err == nil {
			err = d.Revisits.Settle(ctx, now, who.by(), r)
		}
		if err == nil {
			t, err = d.Tasks.Get(ctx, t.ID)
		}
		return d.shownTask(ctx, t, err)
	}
	if in.Body.Needs != "" && t.Customer == "" {
		var f errs.Fields
		f.Add("needs", "task.no_customer")
		return nil, f.Err()
	}
	t, err = d.Tasks.Done(ctx, now, who.by(), in.ID, seen, task.Result{Outcome: in.Body.Outcome, Report: in.Body.Report})
	if err == nil && in.Body.Needs != "" {
		_, err = d.Customers.Note(ctx, now, who.by(), t.Customer, in.Body.Needs)
	}
	return d.shownTask(ctx, t, err)
}

// TaskDrop is why a task is not done.
type TaskDrop struct {
	Reason string `json:"reason" enum:"not_needed,refused,duplicate,gone"`
	Report string `json:"report,omitempty" maxLength:"500" doc:"In words."`
}

type dropTaskInput struct {
	OneTask
	Match
	Body TaskDrop
}

func (d *Desk) dropTask(ctx context.Context, in *dropTaskInput) (*taskOutput, error) {
	t, seen, err := d.onTask(ctx, in.ID, in.Match)
	if err == nil {
		t, err = d.Tasks.Drop(ctx, d.Now(), sender(ctx).by(), in.ID, seen, in.Body.Reason, in.Body.Report)
	}
	return d.shownTask(ctx, t, err)
}

// TaskMove is another due time.
type TaskMove struct {
	Due    time.Time `json:"dueAt"`
	Report string    `json:"report,omitempty" maxLength:"500" doc:"Why."`
}

type moveTaskInput struct {
	OneTask
	Match
	Body TaskMove
}

func (d *Desk) moveTask(ctx context.Context, in *moveTaskInput) (*taskOutput, error) {
	t, seen, err := d.onTask(ctx, in.ID, in.Match)
	if err == nil {
		t, err = d.Tasks.Move(ctx, d.Now(), sender(ctx).by(), in.ID, seen, in.Body.Due, in.Body.Report)
	}
	return d.shownTask(ctx, t, err)
}

// TaskGive is who gets a task.
type TaskGive struct {
	Owner string `json:"owner,omitempty" maxLength:"40" doc:"Id."`
	Team  string `json:"team,omitempty" maxLength:"40" doc:"Without an owner: whoever of it takes the task."`
}

type giveTaskInput struct {
	OneTask
	Match
	Body TaskGive
}

func (d *Desk) giveTask(ctx context.Context, in *giveTaskInput) (*taskOutput, error) {
	t, seen, err := d.onTask(ctx, in.ID, in.Match)
	if err == nil {
		t, err = d.Tasks.Give(ctx, d.Now(), sender(ctx).by(), in.ID, seen, in.Body.Owner, in.Body.Team)
	}
	return d.shownTask(ctx, t, err)
}

type taskRulesOutput struct {
	ETag string `header:"ETag"`
	Body task.Rules
}

func (d *Desk) taskRules(ctx context.Context, _ *struct{}) (*taskRulesOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	kept, _ := f.Kept(setting.Tasks, setting.TasksID)
	out := &taskRulesOutput{Body: f.Tasks}
	if kept.Version > 0 {
		out.ETag = etag(kept.Version)
	}
	return out, nil
}

type saveTaskRulesInput struct {
	Match
	Body task.Rules
}

func (d *Desk) saveTaskRules(ctx context.Context, in *saveTaskRulesInput) (*taskRulesOutput, error) {
	seen, err := in.whole()
	if err != nil {
		return nil, err
	}
	k, err := d.Settings.SaveTasks(ctx, d.Now(), sender(ctx).by(), in.Body, seen)
	return &taskRulesOutput{ETag: etag(k.Version), Body: in.Body}, err
}
