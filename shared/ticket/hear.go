package ticket

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/sla"
	"huiyin/shared/violation"
)

// escalatesAt is how many chases or reopenings without a result make the
// system escalate by itself. Rule PD-9; two is our reading of "several".
const escalatesAt = 2

// Claim is what somebody shows to see a ticket: its number and the last four
// digits of the phone.
type Claim struct {
	Number string // as typed
	Last4  string
}

// Look opens a ticket to whoever knows its number and the phone's last four
// digits. A wrong pair and an unknown number give the same errs.NotFound for
// the same work: one counter update, one read.
func (s *Service) Look(ctx context.Context, now time.Time, c Claim) (Dossier, error) {
	number, ok := id.ParseNumber(c.Number)
	if !ok {
		number = "X" // can't exist; looked up all the same, so that the work is the same
	}
	if err := s.count(ctx, now, "look#"+number, s.Settings.Limits.TriesPerHour); err != nil {
		return Dossier{}, err
	}
	d, err := s.Store.Lookup(ctx, number)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return Dossier{}, errs.Wrap(err, "look up a ticket")
	}
	if err != nil || d.Person.Phone == "" || c.Last4 != d.Person.Phone.Last4() {
		return Dossier{}, errs.New(errs.NotFound, "ticket.no_match")
	}
	return d, nil
}

// Message is what a customer adds to his ticket. Resolved tickets are reopened
// by it.
//
// Errors: those of Look, errs.Invalid, errs.Conflict when the ticket has
// ended.
func (s *Service) Message(ctx context.Context, now time.Time, c Claim, said, key string) (Receipt, error) {
	var f errs.Fields
	text(&f, "text", said, 1, MaxText, true)
	if len(key) > 200 {
		f.Add("Idempotency-Key", "too_long", "max", 200)
	}
	if err := f.Err(); err != nil {
		return Receipt{}, err
	}
	d, err := s.Look(ctx, now, c)
	if err != nil {
		return Receipt{}, err
	}
	in := Intake{Kind: d.Ticket.Kind, Waybill: d.Ticket.Number, Text: said, Key: key}
	t, err := s.act(ctx, now, TheCustomer, d.Ticket.Number, 0, Hear, func(e *edit) error {
		e.hear(said)
		e.answer = answer(in, e.Ticket, false, now)
		return nil
	})
	if errors.Is(err, ErrKeyUsed) {
		return s.again(ctx, in, err)
	}
	if err != nil {
		return Receipt{}, err
	}
	return receipt(t, false), nil
}

// Hear adds what a customer said to an agent (a call, an e-mail).
func (s *Service) Hear(ctx context.Context, now time.Time, by Actor, number string, expect Expect, said string) (Ticket, error) {
	var f errs.Fields
	text(&f, "text", said, 1, MaxText, true)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, Hear, func(e *edit) error { e.hear(said); return nil })
}

// hear is a customer's message. It ends a wait for the customer, and reopens a
// ticket that was resolved or closed.
func (e *edit) hear(said string) {
	e.happened(Heard, nil)
	e.said(FromCustomer, said)
	e.endWait()
	if e.was == Resolved || e.was == Closed {
		e.reopen(true)
	}
}

// endWait: a customer's message ends a wait for the customer, not one for a
// partner. The deadlines know it from the message itself.
func (e *edit) endWait() {
	if e.Stage == Waiting && e.WaitingFor == ForCustomer {
		e.Stage, e.WaitingFor = Handling, ""
	}
}

// reopen counts, and starts the new cycles and another round of the steps.
func (e *edit) reopen(byCustomer bool) {
	e.Reopenings++
	e.Settled = append(e.Settled, Span{From: e.ResolvedAt, To: e.at})
	e.ResolvedAt, e.ClosedAt = time.Time{}, time.Time{}
	e.happened(Reopened, ReopenFacts{Count: e.Reopenings, Customer: byCustomer})
	e.beginRound()
	e.escalateAt(e.Reopenings, "reopened_twice")
}

// escalateAt escalates by itself, and so that everybody can see it, when a
// count without a result reaches its bound. That nobody reported a complaint
// which was chased so often is a violation, which is proposed (PD-9).
func (e *edit) escalateAt(count int, cause string) {
	if count < escalatesAt || e.err != nil {
		return
	}
	by := e.by
	e.by, e.Raised, e.EscalatedAt = TheSystem, true, e.at
	unaided := e.Escalated == ""
	e.happened(Escalated, EscalateFacts{To: string(sla.Supervisor), Cause: cause, Unaided: unaided})
	e.by = by
	if unaided && cause == "chased_twice" && count == escalatesAt && e.Kind == Complaint {
		e.propose()
	}
}

// propose puts before a supervisor that nobody reported the complaint upwards.
// Whose it was is charged, if it was anybody's.
func (e *edit) propose() {
	if e.err != nil {
		return
	}
	day := e.env.Calendar.Date(e.at)
	e.proposes, e.err = e.settings.Violations.Found(violation.NotReported, violation.Case{
		ID: violation.ID(day, e.Number), At: e.at, Person: e.Owner, Ticket: e.Number,
	})
}
