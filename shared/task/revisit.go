package task

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// Revisits keep, for each complaint that waits for the customer to be asked
// whether it is settled (rule QM-5), the task of asking him. The ticket says
// whether one is due and what came of it; the task reminds its owner, and ends
// by itself.
type Revisits struct {
	Tasks   *Service
	Tickets Tickets
	// NextDay is when the next service day of a team after an instant's begins and
	// ends.
	NextDay func(ctx context.Context, team string, now time.Time) (opens, closes time.Time, err error)
}

// Tickets reads tickets.
type Tickets interface {
	// Get reads one, strongly consistent; errs.NotFound.
	Get(ctx context.Context, number string) (ticket.Ticket, error)
}

// Follows lists the events of tickets after which a revisit may be due, or not
// any more.
func Follows() []event.Type {
	return []event.Type{ticket.ResolvedEvent, ticket.Revisited, ticket.Reopened}
}

// RevisitCause is the cause of the revisit after the answer of a ticket's round.
// Rounds count from 1.
func RevisitCause(number string, round int) string {
	return fmt.Sprintf("answered#%s#%d", number, round)
}

// AfterAnswer tells whether the task is the revisit after a complaint's answer:
// what comes of it is recorded on the ticket.
func (t Task) AfterAnswer() bool { return strings.HasPrefix(t.Cause, "answered#") }

// Follow does what an event of a ticket asks for. It goes by the ticket as it is
// now, so events may come twice, late or out of order. Nobody reached: the task
// is tried again on the next service day, until the ticket has had its tries.
func (r *Revisits) Follow(ctx context.Context, now time.Time, e event.Event) error {
	number := e.Subject[len("TICKET#"):]
	t, err := r.Tickets.Get(ctx, number)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return errs.Wrap(err, "read whether a revisit is due")
	}
	return r.Settle(ctx, now, e.By, t)
}

// Settle makes, moves or ends the task of a ticket, whichever it asks for.
func (r *Revisits) Settle(ctx context.Context, now time.Time, by string, t ticket.Ticket) error {
	round := len(t.Rounds)
	if round == 0 { // its kind has no steps
		return nil
	}
	if round > 1 {
		if err := r.Tasks.EndOf(ctx, now, by, RevisitCause(t.Number, round-1), Recorded); err != nil {
			return err
		}
	}
	if t.Stage != ticket.Resolved || t.Next != ticket.StepRevisited {
		return r.Tasks.EndOf(ctx, now, by, RevisitCause(t.Number, round), Recorded)
	}
	opens, closes, err := r.NextDay(ctx, t.Team, t.LastEventAt)
	if err != nil {
		return errs.Wrap(err, "find the next service day")
	}
	one, err := r.Tasks.Plan(ctx, now, by, Plan{Cause: RevisitCause(t.Number, round), Kind: Revisit, Ticket: t.Number,
		Owner: t.Owner, Team: t.Team, Due: closes, Remind: opens})
	tries := t.Round().Tries
	if err != nil || tries == 0 {
		return err
	}
	_, err = r.Tasks.change(ctx, now, by, one.ID, 0, func(e *edit) error {
		if e.State != Open || e.Tries >= tries {
			return nil
		}
		e.Tries = tries
		facts := MovedFacts{From: e.Due, To: milli(closes)}
		e.Due, e.Remind, e.Reminded, e.Overdue = milli(closes), milli(opens), time.Time{}, time.Time{}
		return e.happened(Moved, facts)
	})
	return err
}
