package task

import (
	"context"
	"time"

	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

// Steps of a task, as the run that finds them files them.
const (
	StepRemind  = "remind"
	StepOverdue = "overdue"
)

// Sweep records what fell due on a task by now, each once: that its owner is to
// be reminded, that it is overdue. What is to be told is filed under the run. A
// reminder that nobody could send in time (the sweep was down) is not made up
// for when the task is overdue.
func (s *Service) Sweep(ctx context.Context, now time.Time, run, id string) (ticket.Swept, error) {
	var swept ticket.Swept
	_, err := s.change(ctx, now, "system", id, 0, func(e *edit) error {
		swept = ticket.Swept{}
		if at, ok := e.NextCheck(); !ok || at.After(now) {
			return nil
		}
		late := e.Late(now)
		if !e.Remind.IsZero() && e.Reminded.IsZero() {
			if !late {
				swept = ticket.Swept{Found: 1, Late: now.Sub(e.Remind)}
			}
			e.Reminded = e.at
			if err := e.fell(run, StepRemind, late); err != nil || !late {
				return err
			}
		}
		swept = ticket.Swept{Found: 1, Late: now.Sub(e.Due)}
		e.Overdue = e.at
		return e.fell(run, StepOverdue, false)
	})
	return swept, err
}

// fell records a step; one that is to be told is filed under the run.
func (e *edit) fell(run, step string, skipped bool) error {
	typ, to := RemindedOf, staff.ToOwner
	if step == StepOverdue {
		typ, to = FellOverdue, staff.ToSupervisor
	}
	if err := e.happened(typ, DueFacts{Kind: e.Kind, Due: e.Due, Skipped: skipped}); err != nil || skipped {
		return err
	}
	last := &e.events[len(e.events)-1]
	last.Run = run
	e.found = append(e.found, ticket.Found{Run: run, Task: e.ID, Event: last.ID, Step: ticket.DueFacts{Due: e.Due, Step: step, To: to}})
	return nil
}
