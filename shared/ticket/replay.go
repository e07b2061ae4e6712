package ticket

import (
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/sla"
)

// Replay works a ticket's deadlines out again from its whole history: the fold
// that the stored state must be equal to. env is the policy and calendar it
// has lived by.
func Replay(env sla.Env, history []event.Event) (sla.State, error) {
	var state sla.State
	for _, e := range history {
		h, moves, err := happening(e)
		if err != nil {
			return state, err
		}
		switch {
		case e.Type == Opened:
			state, err = sla.Open(env, h)
		case moves:
			_, err = state.Apply(env, h)
		case e.Type == FellDue:
			var f DueFacts
			if err = e.Into(&f); err == nil {
				state.Advance(env, e.At)
				state.Mark([]sla.Notice{{Metric: sla.Metric(f.Metric), Cycle: f.Cycle, Step: f.Step, To: sla.Role(f.To)}})
			}
		default:
			state.Advance(env, e.At)
		}
		if err != nil {
			return state, errs.Wrap(err, "replay "+e.ID)
		}
	}
	return state, nil
}
