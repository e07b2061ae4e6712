package task_test

import (
	"context"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// answered is a store with one ticket, as a test says it is.
type answered struct{ t ticket.Ticket }

func (a *answered) Get(context.Context, string) (ticket.Ticket, error) {
	if a.t.Number == "" {
		return a.t, errs.New(errs.NotFound, "store.not_found")
	}
	return a.t, nil
}

// rule: QM-5 after its answer a complaint has a task of asking the customer, on
// the next service day; it is tried again while nobody is reached, and ends by
// itself. News that come twice, late or in another order change nothing.
func TestTheTaskOfARevisit(t *testing.T) {
	w := newWorld(t)
	a := &answered{ticket.Ticket{Number: "AAA", Owner: "ann", Team: "sales", Waybill: "YT1", Stage: ticket.Resolved, Next: ticket.StepRevisited,
		Rounds: []ticket.Round{{}}, LastEventAt: start}}
	r := &task.Revisits{Tasks: &w.Service, Tickets: a, NextDay: func(_ context.Context, _ string, now time.Time) (time.Time, time.Time, error) {
		opens := now.Add(24 * time.Hour)
		return opens, opens.Add(8 * time.Hour), nil
	}}
	news := func(typ event.Type) {
		t.Helper()
		for range 2 {
			if err := r.Follow(ctx, a.t.LastEventAt, event.Event{Type: typ, Subject: "TICKET#AAA", By: by, At: a.t.LastEventAt}); err != nil {
				t.Fatal(err)
			}
		}
	}
	expect := func(round int, state task.State, due time.Time) {
		t.Helper()
		one, err := w.Get(ctx, task.ID(task.RevisitCause("AAA", round)))
		if err != nil || one.State != state || !one.Due.Equal(due) {
			t.Errorf("round %d: %+v %v", round, one, err)
		}
	}
	news(ticket.ResolvedEvent)
	expect(1, task.Open, start.Add(32*time.Hour))
	one, _ := w.Get(ctx, task.ID(task.RevisitCause("AAA", 1)))
	if one.Kind != task.Revisit || one.Owner != "ann" || one.Ticket != "AAA" || !one.Remind.Equal(start.Add(24*time.Hour)) {
		t.Errorf("%+v", one)
	}
	w.sweep(start.Add(40 * time.Hour)) // overdue by now
	a.t.Rounds[0].Tries, a.t.LastEventAt = 1, start.Add(48*time.Hour)
	news(ticket.Revisited)
	news(ticket.ResolvedEvent) // late
	expect(1, task.Open, start.Add(80*time.Hour))
	if found := w.sweep(start.Add(90 * time.Hour)); found != 1 {
		t.Errorf("overdue again: %d", found)
	}
	a.t.Rounds, a.t.Stage, a.t.Next = append(a.t.Rounds, ticket.Round{}), ticket.Handling, ticket.StepAnalysed // he is not content
	news(ticket.Revisited)
	expect(1, task.Finished, start.Add(80*time.Hour))
	if _, err := w.Get(ctx, task.ID(task.RevisitCause("AAA", 2))); !errs.Is(err, errs.NotFound) {
		t.Errorf("a task while the complaint is handled: %v", err)
	}
	a.t.Stage, a.t.Next, a.t.LastEventAt = ticket.Resolved, ticket.StepRevisited, start.Add(100*time.Hour)
	news(ticket.ResolvedEvent)
	expect(2, task.Open, start.Add(132*time.Hour))
	a.t.Next = ticket.StepSummedUp // content, or tried three times
	news(ticket.Revisited)
	expect(2, task.Finished, start.Add(132*time.Hour))
	if got := w.told(task.ID(task.RevisitCause("AAA", 1))); got != "planned reminded overdue moved reminded overdue done" {
		t.Errorf("told %s", got)
	}
}

func TestATicketWithoutStepsHasNoRevisit(t *testing.T) {
	w := newWorld(t)
	for _, one := range []ticket.Ticket{{}, {Number: "AAA", Stage: ticket.Resolved}} {
		r := &task.Revisits{Tasks: &w.Service, Tickets: &answered{one}}
		if err := r.Follow(ctx, start, event.Event{Type: ticket.ResolvedEvent, Subject: "TICKET#AAA"}); err != nil {
			t.Error(err)
		}
	}
	if told := w.store.Told(0); len(told) != 0 {
		t.Errorf("%v", told)
	}
}
