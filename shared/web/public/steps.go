package public

import (
	"time"

	"huiyin/shared/ticket"
)

// step is one point of the line that shows how a ticket stands.
type step struct {
	Name  string
	State string // done, now, late or next
	At    time.Time
	Text  string // at the present one: what happens next
}

// steps are the stages as a customer sees them, from top to bottom: it came
// in, somebody works on it, it is settled.
func (s *Service) steps(f frame, p Progress) []step {
	stage := ticket.Stage(p.Stage)
	line := []step{{Name: f.T("step.received"), State: "done", At: p.OpenedAt}}
	present := step{Name: p.StageText, State: "now", Text: p.Next}
	if !p.DueAt.IsZero() && p.DueAt.Before(f.now) {
		present.State = "late"
	}
	switch {
	case stage == ticket.Resolved, stage == ticket.Closed:
		present.State, present.At = "done", p.ResolvedAt
		return append(line, step{Name: f.T("step.handling"), State: "done"}, present)
	case stage.Ended():
		present.State = "done"
		return append(line, present)
	case stage == ticket.Received:
		present.Name = f.T("step.waiting_for_agent")
	}
	return append(line, present, step{Name: f.T("step.resolved"), State: "next"})
}
