package ledger

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Due is what the sweep does with a row whose time has come: a row that waited
// is told to be due again (the event leads it to Deliver), a claim whose lease
// is over becomes unknown. Doing it twice does it once.
func (s *Service) Due(ctx context.Context, now time.Time, id string) error {
	row, err := s.Store.Row(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return errs.Wrap(err, "read the ledger")
	}
	if at, pending := row.Pending(); !pending || at.After(now) {
		return nil
	}
	if row.State == Claimed {
		err = s.put(ctx, now, row, Unknown, "lease_over", row.repeatAt(now))
	} else {
		err = s.tell(ctx, now, row)
	}
	if errors.Is(err, ErrLostRace) {
		return nil
	}
	return err
}

// tell records that the row is due again. Until keeps the row due, and moves
// it a little ahead, so that an event that is lost is told again.
func (s *Service) tell(ctx context.Context, now time.Time, row Row) error {
	row.Seq++
	e, err := event.New(Subject(row.ID), row.Seq, row.due(), now, event.System, DueFacts{Row: row.ID})
	if err != nil {
		return err
	}
	row.Asked = now.Add(askAgain)
	row.ChangedAt = now
	row.Version++
	return s.Store.Put(ctx, row, e)
}

// Decision is what an admin does with a doubtful message.
type Decision string

// The decisions.
const (
	SendAgain Decision = "send"
	Drop      Decision = "drop"
)

// Decide settles a doubtful message by hand: it is sent once more, or dropped.
// errs.NotFound, errs.Conflict when it is not doubtful (any more).
func (s *Service) Decide(ctx context.Context, now time.Time, id string, d Decision, by string) (Row, error) {
	row, err := s.Store.Row(ctx, id)
	if err != nil {
		return Row{}, errs.Wrap(err, "read the ledger")
	}
	if !row.Doubtful() {
		return row, errs.New(errs.Conflict, "ledger.not_doubtful").With("allowed", "").With("state", string(row.State))
	}
	row.Seq++
	row.DecidedBy = by
	if d == Drop {
		err = s.put(ctx, now, row, Skipped, "dropped", time.Time{})
		row.State, row.Why = Skipped, "dropped"
	} else {
		var e event.Event
		if e, err = event.New(Subject(id), row.Seq, row.due(), now, by, DueFacts{Row: id}); err == nil {
			row.At = now // it is news again: today's decision
			row.Resend = true
			err = s.put(ctx, now, row, Unknown, "decided", now, e)
			row.Until = now
		}
	}
	if errors.Is(err, ErrLostRace) {
		return row, errs.New(errs.Stale, "ledger.stale").Because(err)
	}
	return row, err
}

// resendable tells whether an unknown row may be sent again: a staff alert
// once by itself, anything else when a person has said so.
func (r Row) resendable() bool {
	return r.Resend || r.repeats()
}
