package ticket

import (
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/sla"
)

// Find gives a version of a policy and one of a calendar.
type Find func(policy, calendar sla.Ref) (sla.Env, error)

// Replay works a ticket's deadlines out again from its whole history: the fold
// that the stored state must be equal to. What it lived by at any time, the
// events say.
func Replay(find Find, history []event.Event) (sla.State, error) {
	r := replay{find: find}
	for _, e := range history {
		if err := r.event(e); err != nil {
			return r.state, errs.Wrap(err, "replay "+e.ID)
		}
	}
	return r.state, nil
}

type replay struct {
	find             Find
	state            sla.State
	env              sla.Env
	policy, calendar sla.Ref
}

func (r *replay) event(e event.Event) error {
	if err := r.rules(e); err != nil {
		return err
	}
	h, moves, err := happening(e)
	switch {
	case err != nil:
		return err
	case e.Type == Opened:
		r.state, err = sla.Open(r.env, h)
	case moves:
		_, err = r.state.Apply(r.env, h)
	case e.Type == FellDue:
		var f DueFacts
		if err = e.Into(&f); err == nil {
			r.state.Advance(r.env, e.At)
			r.state.Mark([]sla.Notice{{Metric: sla.Metric(f.Metric), Cycle: f.Cycle, Step: f.Step, To: sla.Role(f.To)}})
		}
	default:
		r.state.Advance(r.env, e.At)
	}
	return err
}

// rules takes what an event says about the rules that hold from it on.
func (r *replay) rules(e event.Event) error {
	policy, calendar := r.policy, r.calendar
	switch e.Type {
	case Opened, PriorityChanged:
		var f struct{ Lives }
		if err := e.Into(&f); err != nil {
			return err
		}
		policy, calendar = sla.Ref{ID: f.Policy, Version: f.PolicyVersion}, sla.Ref{ID: f.Calendar, Version: f.CalendarVersion}
	case Rejudged:
		var f RejudgeFacts
		if err := e.Into(&f); err != nil {
			return err
		}
		if f.Policy != (sla.Ref{}) {
			policy = f.Policy
		}
		if f.Calendar != (sla.Ref{}) {
			calendar = f.Calendar
		}
	}
	if policy == r.policy && calendar == r.calendar {
		return nil
	}
	env, err := r.find(policy, calendar)
	if err != nil {
		return err
	}
	if env.Past = r.env.Past; r.env.Calendar != nil {
		env.Past = append(env.Past, r.env.Calendar)
	}
	r.env, r.policy, r.calendar = env, policy, calendar
	return nil
}
