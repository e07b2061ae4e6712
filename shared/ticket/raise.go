package ticket

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// Proactive is the channel of a ticket that the desk opens itself, before the
// customer asks (rule QM-13). Nobody can choose it.
const Proactive = "proactive"

// Raise opens an inquiry in a customer's name: what the desk found out before
// he asked, or what somebody asked it to look for. Where the customer has one
// about the waybill already, he is told there what the desk found out, or it is
// noted there what somebody asked for, and own is false. The same key is the same
// ticket, and tells the same once. The number is as it is stored, with its key.
//
// Errors: errs.Invalid with the fields, errs.Unavailable.
func (s *Service) Raise(ctx context.Context, now time.Time, by Actor, in Intake, to phone.Number, key string) (number string, own bool, err error) {
	var f errs.Fields
	in.check(s.Settings.Vocabulary, &f)
	if err := f.Err(); err != nil {
		return "", false, err
	}
	in.Phone, in.Channel = string(to), Proactive
	for try := 1; ; try++ {
		asked, err := s.ask(ctx, now, TheSystem, in, key)
		if err != nil {
			return "", false, err
		}
		e, err := s.fresh(ctx, now, by, in, key, asked)
		if err != nil {
			return "", false, err
		}
		change := e.change()
		change.Answer = answer(in, e.Ticket, false, now)
		err = s.Store.Commit(ctx, change)
		var taken *MatterTaken
		switch {
		case err == nil:
			return e.Number, true, nil
		case errors.Is(err, ErrKeyUsed):
			a, err := s.Store.Answered(ctx, in.Key)
			return a.Number, !a.Chased, errs.Wrap(err, "read the first answer")
		case errors.As(err, &taken):
			err := s.join(ctx, now, by, in, taken.Number)
			if !errs.Is(err, errs.Conflict) || try == tries {
				return taken.Number, false, err
			}
		case !errors.Is(err, ErrNumberTaken) || try == tries:
			return "", false, errs.Wrap(err, "open a ticket")
		}
	}
}

// join puts what was found out on the ticket that a customer has already. It
// meets no deadline of it: nobody has answered what he asked.
func (s *Service) join(ctx context.Context, now time.Time, by Actor, in Intake, number string) error {
	_, err := s.act(ctx, now, by, number, 0, Note, func(e *edit) error {
		if !e.was.Open() {
			return errs.New(errs.Conflict, "ticket.not_open")
		}
		e.Trace = e.Trace || in.Trace
		if by == TheSystem {
			e.happened(Told, nil)
			e.said(FromAgent, in.Text)
		} else {
			e.happened(Noted, nil)
			e.said(Internal, in.Text)
		}
		e.answer = answer(in, e.Ticket, true, now)
		return nil
	})
	if errors.Is(err, ErrKeyUsed) {
		return nil
	}
	return err
}

// Settle ends a ticket that the desk opened itself, with a last word, when what
// it was about is so no more. One on which anybody has written since is left to
// whoever handles it, and so is one that has ended; settled is false then.
func (s *Service) Settle(ctx context.Context, now time.Time, number, cause, result string) (settled bool, err error) {
	t, err := s.Store.Get(ctx, number)
	if errs.Is(err, errs.NotFound) || err == nil && (!t.Stage.Open() || t.Trace) {
		return false, nil
	}
	if err != nil {
		return false, errs.Wrap(err, "read a ticket to be settled")
	}
	history, err := s.Store.Recent(ctx, number, 0)
	if err != nil {
		return false, errs.Wrap(err, "see who has written on a ticket")
	}
	for _, w := range history.Words {
		if w.By != event.System {
			return false, nil
		}
	}
	if len(history.Events) == 0 || history.Events[0].Seq > 1 { // so much happens only where somebody works on it
		return false, nil
	}
	_, err = s.Resolve(ctx, now, TheSystem, number, Expect(t.Version), Outcome{Cause: cause, Result: result})
	if errs.Is(err, errs.Conflict) {
		return false, nil
	}
	return err == nil, err
}

// Traces tells whether a shipment is still searched for in a ticket.
type Traces interface {
	Searched(ctx context.Context, waybill, number string) (bool, error)
}

// searched refuses the end of a trace that has found nothing (rule NJ-11).
func (s *Service) searched(ctx context.Context, e *edit) error {
	if !e.Trace || s.Traces == nil {
		return nil
	}
	is, err := s.Traces.Searched(ctx, e.Waybill, e.Number)
	if err != nil {
		return err
	}
	if is {
		return errs.New(errs.Conflict, "ticket.trace_open").With("allowed", "")
	}
	return nil
}
