package notice

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
	"huiyin/shared/staff"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// duty is a step of a task that one person is to hear of.
type duty struct {
	found ticket.Found
	task  task.Task
	to    staff.Member
}

// duties reads the tasks that a run found, drops what was done in between, and
// hands each step to its people: a reminder to the owner, what is overdue to the
// supervisor.
func (s *Service) duties(ctx context.Context, now time.Time, found []ticket.Found, byPhone map[phone.Number][]duty) error {
	if len(found) == 0 {
		return nil
	}
	var ids []string
	for _, f := range found {
		ids = append(ids, f.Task)
	}
	read, err := s.Tasks.Tasks(ctx, ids)
	if err != nil {
		return errs.Wrap(err, "read the due tasks")
	}
	tasks := map[string]task.Task{}
	for _, t := range read {
		tasks[t.ID] = t
	}
	for _, f := range found {
		t := tasks[f.Task]
		if !stands(t, f.Step.Step, f.Step.Due) {
			continue
		}
		people, err := s.Staff.Recipients(ctx, f.Step.To, ticket.Ticket{Owner: t.Owner, Team: t.Team}, now)
		if err != nil {
			return errs.Wrap(err, "find who is to be told of a task")
		}
		for _, m := range onePerPhone(people) {
			byPhone[m.Phone] = append(byPhone[m.Phone], duty{found: f, task: t, to: m})
		}
	}
	return nil
}

// stands tells whether a step is still to be told: the task is open and was not
// moved since.
func stands(t task.Task, step string, due time.Time) bool {
	told := t.Reminded
	if step == task.StepOverdue {
		told = t.Overdue
	}
	return t.State == task.Open && !told.IsZero() && t.Due.Equal(due)
}

// assigned is what one telephone hears of tasks: single messages, or from
// digestFrom on one with their number. There is one such an hour, so that a long
// list which a sweep needs several minutes for rings once; and one more if tasks
// are overdue that were not when it rang.
func (s *Service) assigned(ctx context.Context, e event.Event, number phone.Number, list []duty) ([]ledger.Message, error) {
	key, err := s.Key(ctx, number)
	if err != nil {
		return nil, errs.Wrap(err, "key of a phone")
	}
	late := 0
	seen := map[string]bool{}
	var kept []duty
	for _, d := range list {
		if seen[d.found.Event] { // two people with one telephone
			continue
		}
		seen[d.found.Event] = true
		kept = append(kept, d)
		if d.found.Step.Step == task.StepOverdue {
			late++
		}
	}
	digest := func(of string) string {
		return fmt.Sprintf("TASKS#%s.%s.%s", e.At.UTC().Format("2006-01-02T15"), of, key)
	}
	for _, of := range []string{"digest", "overdue"} {
		row, err := s.Rows.Row(ctx, digest(of))
		if err == nil && row.Cause == e.ID { // this run was told so, and some of its tasks may be done since
			return nil, nil
		}
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, errs.Wrap(err, "look for a digest")
		}
	}
	if len(kept) >= digestFrom {
		of := "digest"
		if late > 0 {
			of = "overdue"
		}
		return []ledger.Message{{
			ID: digest(of), Class: message.Staff, Cause: e.ID, At: e.At, To: ledger.Receiver{Kind: ledger.ToStaff, ID: list[0].to.ID},
			Template: message.TaskDigest, Facts: map[string]string{"count": strconv.Itoa(len(kept)), "late": strconv.Itoa(late)},
		}}, nil
	}
	var messages []ledger.Message
	for _, d := range kept {
		id := message.TaskReminder
		if d.found.Step.Step == task.StepOverdue {
			id = message.TaskOverdue
		}
		messages = append(messages, ledger.Message{
			ID: fmt.Sprintf("%s.%s", d.found.Event, key), Class: message.Staff, Cause: d.found.Event, At: e.At,
			To: ledger.Receiver{Kind: ledger.ToStaff, ID: d.to.ID}, Template: id,
			Facts: map[string]string{"task": d.task.ID, "step": d.found.Step.Step, "due": instant(d.found.Step.Due)},
		})
	}
	return messages, nil
}

// duty is the text of such a message, while the step still stands.
func (s *Service) duty(ctx context.Context, m ledger.Message, now time.Time, lang words.Lang) (map[string]string, bool, error) {
	due, err := time.Parse(time.RFC3339Nano, m.Facts["due"])
	if err != nil {
		return nil, false, errs.Wrap(err, "read when a task was due")
	}
	read, err := s.Tasks.Tasks(ctx, []string{m.Facts["task"]})
	if err != nil {
		return nil, false, errs.Wrap(err, "read the task of an alert")
	}
	if len(read) == 0 || !stands(read[0], m.Facts["step"], due) {
		return nil, false, nil
	}
	t := read[0]
	params := map[string]string{"kind": words.Text(lang, "notice.task."+string(t.Kind), nil), "due": message.At(due, now, s.Settings.Zone, lang)}
	if m.Template == message.TaskOverdue {
		params["owner"] = words.Text(lang, "notice.task.nobody", nil)
		if who, err := s.Staff.Member(ctx, t.Owner); err == nil {
			params["owner"] = who.Badge
		} else if !errs.Is(err, errs.NotFound) {
			return nil, false, errs.Wrap(err, "read whose task it is")
		}
	}
	return params, true, nil
}
