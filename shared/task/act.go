package task

import (
	"context"
	"errors"
	"strings"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/clock"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// edit is a change in the making.
type edit struct {
	Task
	at     time.Time
	by     string
	events []event.Event
	found  []ticket.Found
	next   *Plan // a task that follows, planned in the same transaction
}

func (e *edit) happened(typ event.Type, facts any) error {
	ev, err := event.New(Subject(e.ID), e.Seq+1, typ, e.at, e.by, facts)
	if err != nil {
		return err
	}
	e.Seq++
	e.events = append(e.events, ev)
	return nil
}

// change reads a task, changes it and writes it, again when somebody else was
// faster and no version is expected (0). do that makes no event writes nothing.
func (s *Service) change(ctx context.Context, now time.Time, by, id string, expect int, do func(*edit) error) (Task, error) {
	for try := 1; ; try++ {
		t, err := s.Get(ctx, id)
		if err != nil {
			return Task{}, err
		}
		if expect != 0 && expect != t.Version {
			return t, errs.New(errs.Stale, "task.stale").With("version", t.Version)
		}
		e := &edit{Task: t, at: milli(clock.Later(now, t.UpdatedAt)), by: by}
		if err := do(e); err != nil {
			return t, err
		}
		if len(e.events) == 0 {
			return t, nil
		}
		e.Version++
		e.UpdatedAt = e.at
		changes := []Change{{Task: e.Task, Events: e.events, Found: e.found}}
		if e.next != nil {
			following, told, err := s.make(ctx, e.at, by, *e.next)
			if err != nil {
				return t, errs.Wrap(err, "plan what follows a task")
			}
			changes = append(changes, Change{Task: following, Events: []event.Event{told}})
		}
		err = s.Store.Commit(ctx, changes...)
		if !errors.Is(err, ErrLostRace) {
			return e.Task, errs.Wrap(err, "change a task")
		}
		if expect != 0 || try == tries {
			return t, errs.New(errs.Stale, "task.stale").Because(err)
		}
	}
}

// open is what every act of a person asks for first.
func (e *edit) open() error {
	if e.State != Open {
		return errs.New(errs.Conflict, "task.ended").With("allowed", "")
	}
	return nil
}

func (e *edit) end(state State, typ event.Type, outcome, report string) error {
	e.State, e.Outcome, e.Report = state, outcome, strings.TrimSpace(report)
	e.EndedAt, e.EndedBy = e.at, e.by
	return e.happened(typ, EndedFacts{Kind: e.Kind, Outcome: outcome})
}

// Result is what came of a task.
type Result struct {
	Outcome string // one of Outcomes of the kind
	Report  string // in words, only of a task with a customer
}

// Done records that it was done. errs.Invalid, errs.NotFound, errs.Stale;
// errs.Conflict "task.ended" for one that has ended, "task.on_ticket" for one
// whose end is the ticket's to tell (see AfterAnswer).
func (s *Service) Done(ctx context.Context, now time.Time, by, id string, expect int, r Result) (Task, error) {
	rules, err := s.Rules(ctx)
	if err != nil {
		return Task{}, err
	}
	return s.change(ctx, now, by, id, expect, func(e *edit) error {
		if err := e.open(); err != nil {
			return err
		}
		if e.AfterAnswer() {
			return errs.New(errs.Conflict, "task.on_ticket").With("allowed", "")
		}
		var f errs.Fields
		oneOf(&f, "outcome", r.Outcome, Outcomes(e.Kind))
		words(&f, "report", r.Report, e.Customer, false)
		if err := f.Err(); err != nil {
			return err
		}
		if s.Trace != nil && e.Waybill != "" && r.Outcome == NotArrived { // rule NJ-11
			if err := s.Trace(ctx, e.at, by, e.Waybill); err != nil {
				return errs.Wrap(err, "trace what did not come")
			}
		}
		e.next = s.follows(rules, e.Task, r.Outcome, e.at)
		return e.end(Finished, DoneEvent, r.Outcome, r.Report)
	})
}

// follows is what an outcome leads to: a talk about another agent after a poor
// opinion (rule SJ-13), another call to somebody who is not ready yet (NJ-7).
func (s *Service) follows(rules Rules, t Task, outcome string, now time.Time) *Plan {
	p := Plan{Cause: "after#" + t.ID, Customer: t.Customer, Owner: t.Owner, Team: t.Team}
	days := 0
	switch {
	case t.Kind == Opinion && outcome == Poor:
		p.Kind, p.Owner, p.About, days = Reassign, "", t.About, rules.ReassignDays
	case t.Kind == Lead && outcome == Later:
		p.Kind, days = Lead, rules.Leads[customer.Low]
	default:
		return nil
	}
	p.Due, p.Remind = s.days(rules, now, days)
	return &p
}

// days is the due time so many days after now, and when to remind of it: on the
// morning of that day.
func (s *Service) days(rules Rules, now time.Time, n int) (due, remind time.Time) {
	date := calendar.DateIn(now, s.Zone).AddDays(max(n, 1))
	return at(s.Zone, date, rules.By), at(s.Zone, date, rules.RemindAt)
}

// Drop ends a task that is not to be done, for one of Reasons; why in words may
// follow. Errors as of Done.
func (s *Service) Drop(ctx context.Context, now time.Time, by, id string, expect int, reason, why string) (Task, error) {
	return s.change(ctx, now, by, id, expect, func(e *edit) error {
		if err := e.open(); err != nil {
			return err
		}
		var f errs.Fields
		oneOf(&f, "reason", reason, Reasons)
		words(&f, "report", why, e.Customer, false)
		if err := f.Err(); err != nil {
			return err
		}
		return e.end(Dropped, DropEvent, reason, why)
	})
}

// EndOf ends the task of a cause by itself, because what it asked for stands
// elsewhere (Recorded, or another of its kind's outcomes) or has become
// pointless (one of Reasons). One that has ended, or was never planned, is left
// alone.
func (s *Service) EndOf(ctx context.Context, now time.Time, by, cause, outcome string) error {
	_, err := s.change(ctx, now, by, ID(cause), 0, func(e *edit) error {
		if e.State != Open {
			return nil
		}
		for _, reason := range Reasons {
			if outcome == reason {
				return e.end(Dropped, DropEvent, outcome, "")
			}
		}
		return e.end(Finished, DoneEvent, outcome, "")
	})
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	return err
}

// Move gives a task another due time; the reminder keeps its distance from it
// and goes out once more. Why is kept with the task, of one with a customer.
// Errors as of Done.
func (s *Service) Move(ctx context.Context, now time.Time, by, id string, expect int, due time.Time, why string) (Task, error) {
	return s.change(ctx, now, by, id, expect, func(e *edit) error {
		if err := e.open(); err != nil {
			return err
		}
		var f errs.Fields
		switch {
		case due.IsZero():
			f.Add("due", "required")
		case !due.After(e.at):
			f.Add("due", "task.past")
		case due.After(e.at.Add(Farthest)):
			f.Add("due", "task.too_far")
		}
		words(&f, "report", why, e.Customer, false)
		if err := f.Err(); err != nil {
			return err
		}
		due = milli(due)
		if due.Equal(e.Due) {
			return nil
		}
		facts := MovedFacts{From: e.Due, To: due}
		if !e.Remind.IsZero() {
			e.Remind = due.Add(e.Remind.Sub(e.Due))
			e.Reminded = time.Time{}
			if !e.Remind.After(e.at) { // whoever moves it there knows
				e.Reminded = e.at
			}
		}
		e.Due, e.Overdue = due, time.Time{}
		e.Moves++
		if why = strings.TrimSpace(why); why != "" {
			e.Remarks = append(e.Remarks, Remark{At: e.at, By: by, Text: why})
			e.Remarks = e.Remarks[max(0, len(e.Remarks)-MaxRemarks):]
		}
		return e.happened(Moved, facts)
	})
}

// Give hands a task to another person ("" with a team: to whoever of that team
// takes it). errs.Invalid for somebody who is not there; errors as of Done.
func (s *Service) Give(ctx context.Context, now time.Time, by, id string, expect int, owner, team string) (Task, error) {
	roster, err := s.Roster(ctx)
	if err != nil {
		return Task{}, err
	}
	var f errs.Fields
	if m, ok := roster.Member(owner); owner != "" && (!ok || m.Left) {
		f.Add("owner", "task.nobody")
	}
	if _, ok := roster.Team(team); owner == "" && !ok {
		f.Add("team", "task.nobody")
	}
	if err := f.Err(); err != nil {
		return Task{}, err
	}
	return s.change(ctx, now, by, id, expect, func(e *edit) error {
		if err := e.open(); err != nil {
			return err
		}
		to, of := s.holder(roster, owner, team)
		if to == e.Owner && of == e.Team {
			return nil
		}
		facts := GivenFacts{From: e.Owner, To: to, Team: of}
		e.Owner, e.Team = to, of
		return e.happened(Given, facts)
	})
}
