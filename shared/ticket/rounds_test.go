package ticket_test

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// Whatever happens to a complaint, its book holds together: steps in their
// order, none before what it needs, closed only when nothing is missing, listed
// as long as something is; and each entry leads to the event that tells of it.
func TestTheBookHoldsTogether(t *testing.T) {
	tells := map[ticket.Step]string{ticket.StepAnalysed: "analysed", ticket.StepPlanned: "planned", ticket.StepCarriedOut: "carried_out",
		ticket.StepAnswered: "resolved", ticket.StepRevisited: "revisited", ticket.StepSummedUp: "summed_up", ticket.StepClosed: "closed"}
	actions := []ticket.Action{ticket.Analyse, ticket.PlanWork, ticket.CarryOut, ticket.Resolve, ticket.Revisit, ticket.SumUp,
		ticket.Contest, ticket.Rule, ticket.Reopen, ticket.Hear, ticket.Reply, ticket.Pause, ticket.Withdraw}
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		number := w.open(complaint()).Number
		for i := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			now := minutes(i + 1)
			action := rapid.SampledFrom(actions).Draw(rt, "action")
			deed := deeds[action]
			if action == ticket.Revisit {
				v := ticket.Visit{Outcome: rapid.SampledFrom([]string{ticket.Content, ticket.NotContent, ticket.Unreached}).Draw(rt, "outcome"), Note: "x"}
				deed = func(w *world, ctx context.Context, now time.Time, n string) error {
					return second(w.Revisit(ctx, now, agent, n, 0, v))
				}
			}
			if err := deed(w, t.Context(), now, number); err != nil && !errs.Is(err, errs.Conflict) && fields(err) != "cause:required" {
				rt.Fatalf("%s: %v", action, err)
			}
			w.folded(rt, number)
		}
		got := w.get(number)
		history := w.events(number)
		order := ticket.Steps()
		for n, round := range got.Rounds {
			at := -1
			for _, e := range round.Taken {
				if want := tells[e.Step]; want != "" && types(history[e.Seq-1:e.Seq]) != want {
					rt.Fatalf("%s leads to %s", e.Step, history[e.Seq-1].Type)
				}
				place := index(order, e.Step)
				if place <= at {
					rt.Fatalf("round %d: %s out of order", n+1, e.Step)
				}
				at = place
			}
			whole := round.Of(ticket.StepAnalysed) != nil && round.Of(ticket.StepPlanned) != nil && round.Of(ticket.StepCarriedOut) != nil
			if round.Of(ticket.StepAnswered) != nil && !whole || round.Of(ticket.StepSummedUp) != nil && round.Of(ticket.StepRevisited) == nil {
				rt.Fatalf("round %d skips: %+v", n+1, round.Taken)
			}
		}
		closed := got.Round().Of(ticket.StepClosed) != nil && got.Disputed() == nil
		if (got.Stage == ticket.Closed) != closed && got.Stage != ticket.Resolved {
			rt.Fatalf("%s with %s", got.Stage, taken(got))
		}
		if got.Listed() == (got.Stage == ticket.Closed || got.Stage.Ended()) {
			rt.Fatalf("%s is listed: %v, next %q", got.Stage, got.Listed(), got.Next)
		}
	})
}

func index(steps []ticket.Step, step ticket.Step) int {
	for i, s := range steps {
		if s == step {
			return i
		}
	}
	return -1
}
