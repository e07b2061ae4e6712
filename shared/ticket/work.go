package ticket

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/sla"
)

// Take makes the actor the owner. The ticket stays on its team's list.
func (s *Service) Take(ctx context.Context, now time.Time, by Actor, number string, expect Expect) (Ticket, error) {
	return s.act(ctx, now, by, number, expect, Take, func(e *edit) error {
		return e.assign(by.Staff, by.Badge, e.Team)
	})
}

// Assignee is who a ticket is given to; an empty Staff gives it to the team.
type Assignee struct{ Staff, Badge, Team string }

// Assign gives a ticket to somebody. It moves no due time.
func (s *Service) Assign(ctx context.Context, now time.Time, by Actor, number string, expect Expect, to Assignee) (Ticket, error) {
	return s.act(ctx, now, by, number, expect, Assign, func(e *edit) error { return e.assign(to.Staff, to.Badge, to.Team) })
}

func (e *edit) assign(staff, badge, team string) error {
	if staff != "" && e.Accuses(badge, "") {
		return errs.New(errs.Conflict, "ticket.accused")
	}
	if d := e.Disputed(); d != nil && staff != "" && staff == d.Reviewer {
		return errs.New(errs.Conflict, "ticket.reviews").With("allowed", "")
	}
	if team == "" {
		team = e.Team
	}
	if e.Owner == staff && e.Team == team && e.Stage == e.was {
		return nil
	}
	e.Owner, e.Team = staff, team
	e.happened(Assigned, AssignFacts{Owner: staff, Team: team})
	return nil
}

// Note keeps an internal note, in any stage.
func (s *Service) Note(ctx context.Context, now time.Time, by Actor, number string, said string) (Ticket, error) {
	var f errs.Fields
	text(&f, "text", strings.TrimSpace(said), 1, MaxText, true)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, 0, Note, func(e *edit) error {
		e.happened(Noted, nil)
		e.said(Internal, said)
		return nil
	})
}

// Pause stops the clocks that may stop while the customer or a partner has to
// act. Pausing twice has no effect.
func (s *Service) Pause(ctx context.Context, now time.Time, by Actor, number string, expect Expect, whom, reason string) (Ticket, error) {
	if whom == "" {
		whom = ForCustomer
	}
	var f errs.Fields
	oneOf(&f, "for", whom, []string{ForCustomer, ForPartner})
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.withReason(ctx, now, by, number, expect, Pause, reason, func(e *edit) error {
		if e.was == Waiting {
			return nil
		}
		e.WaitingFor = whom
		e.happened(Paused, HoldFacts{For: whom})
		return nil
	})
}

// Resume lets the clocks run again. On a ticket that isn't paused it has no
// effect.
func (s *Service) Resume(ctx context.Context, now time.Time, by Actor, number string, expect Expect) (Ticket, error) {
	return s.act(ctx, now, by, number, expect, Resume, func(e *edit) error {
		if e.was != Waiting {
			return nil
		}
		e.WaitingFor = ""
		e.happened(Resumed, nil)
		return nil
	})
}

// CarryOver makes the running response due the next service morning because
// the other office can't be reached: once per ticket (rule PD-3).
func (s *Service) CarryOver(ctx context.Context, now time.Time, by Actor, number string, expect Expect, reason string) (Ticket, error) {
	return s.withReason(ctx, now, by, number, expect, CarryOver, reason, func(e *edit) error {
		if e.Carried {
			return errs.New(errs.Conflict, "ticket.carried").With("allowed", "")
		}
		e.Carried = true
		e.happened(CarriedOver, nil)
		return nil
	})
}

// Promise gives the customer a time; giving another one before the first is
// due moves it, which he is told by itself; moved twice escalates (NJ-9).
func (s *Service) Promise(ctx context.Context, now time.Time, by Actor, number string, expect Expect, due time.Time, what string) (Ticket, error) {
	if what == "" {
		what = ForReply
	}
	var f errs.Fields
	oneOf(&f, "for", what, []string{ForReply, ForWork})
	checkDue(&f, "due", due, now)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, Promise, func(e *edit) error {
		if !due.After(e.at) {
			return errs.New(errs.Conflict, "ticket.past")
		}
		e.promise(due, what, false)
		return nil
	})
}

// farthest is how far ahead a time may lie that is given to a customer: as far
// as any calendar is asked.
const farthest = calendar.Horizon

// checkDue notes a due time that is missing, past or too far away.
func checkDue(f *errs.Fields, path string, due, now time.Time) {
	switch {
	case due.IsZero():
		f.Add(path, "required")
	case !due.After(now):
		f.Add(path, "ticket.past")
	case due.After(now.Add(farthest)):
		f.Add(path, "ticket.too_far")
	}
}

// promise notes what was promised; a promise that was not yet due is moved.
func (e *edit) promise(due time.Time, what string, told bool) {
	due = due.UTC().Truncate(time.Millisecond)
	if e.PromiseFor == what && e.PromiseDue.After(e.at) {
		e.Moves++
	} else {
		e.Moves = 0
	}
	e.PromiseDue, e.PromiseFor = due, what
	e.happened(Promised, PromiseFacts{Due: due, For: what, Moved: e.Moves, Badge: e.by.Badge, Told: told})
	e.escalateAt(e.Moves, "moved_twice")
}

func (e *edit) forgetPromise() { e.PromiseDue, e.PromiseFor, e.Moves = time.Time{}, "", 0 }

// Done says that promised work is done.
func (s *Service) Done(ctx context.Context, now time.Time, by Actor, number string, expect Expect) (Ticket, error) {
	return s.act(ctx, now, by, number, expect, Done, func(e *edit) error {
		if e.PromiseFor == ForWork {
			e.forgetPromise()
		}
		e.happened(WorkDone, nil)
		return nil
	})
}

// ChangePriority gives the ticket other targets: same start, same holds.
func (s *Service) ChangePriority(ctx context.Context, now time.Time, by Actor, number string, expect Expect, priority, reason string) (Ticket, error) {
	var f errs.Fields
	oneOf(&f, "priority", priority, []string{Normal, Urgent})
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.withReason(ctx, now, by, number, expect, ChangePriority, reason, func(e *edit) error {
		if e.Priority == priority {
			return nil
		}
		e.Priority = priority
		if err := e.choose(); err != nil {
			return err
		}
		e.happened(PriorityChanged, PriorityFacts{Priority: priority, Lives: e.livesBy()})
		return nil
	})
}

// Escalate reports a ticket upwards: what is beyond one's power goes to a
// superior (NJ-13).
func (s *Service) Escalate(ctx context.Context, now time.Time, by Actor, number string, expect Expect, to, reason string) (Ticket, error) {
	if to == "" {
		to = string(sla.Supervisor)
	}
	var f errs.Fields
	oneOf(&f, "to", to, []string{string(sla.Supervisor), string(sla.Manager)})
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.withReason(ctx, now, by, number, expect, Escalate, reason, func(e *edit) error {
		e.Escalated, e.EscalatedAt = by.By, e.at
		e.happened(Escalated, EscalateFacts{To: to, Cause: "person"})
		return nil
	})
}

// Merge ends a ticket in another one, which is untouched but for the note of
// it. errs.Conflict "ticket.trace_open" while a shipment is searched for in it.
func (s *Service) Merge(ctx context.Context, now time.Time, by Actor, number string, expect Expect, into string) (Ticket, error) {
	if number == into {
		return Ticket{}, errs.New(errs.Conflict, "ticket.merge_self").With("allowed", "")
	}
	return s.act(ctx, now, by, number, expect, Merge, func(e *edit) error {
		if err := s.searched(ctx, e); err != nil {
			return err
		}
		target, err := s.mergeTarget(ctx, now, by, into)
		if err != nil {
			return err
		}
		e.MergedInto, e.WaitingFor = into, ""
		e.forgetPromise()
		e.closeUp()
		e.happened(MergedEvent, MergeFacts{Other: into})
		target.happened(Absorbed, MergeFacts{Other: number})
		e.also = target
		return target.err
	})
}

func (s *Service) mergeTarget(ctx context.Context, now time.Time, by Actor, into string) (*edit, error) {
	target, err := s.edit(ctx, now, by, into)
	if errs.Is(err, errs.NotFound) {
		var f errs.Fields
		f.Add("into", "ticket.no_such")
		return nil, f.Err()
	}
	if err == nil && (target.Stage.Ended() || target.IsErased()) {
		return nil, errs.New(errs.Conflict, "ticket.merge_ended").With("allowed", "")
	}
	return target, err
}
