package person

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

// batch is how many tickets one call of Erase makes nobody's: some 15 requests
// each, so that a call takes three seconds and a function has ten.
const batch = 25

// Erase makes what is stored about a number nobody's. The first call begins,
// every further one goes on where the last one stood, until Finished; then a
// call finds nothing and is an erasure of nothing.
//
// Errors: errs.Invalid (reason), errs.Conflict person.open with the tickets
// that have to be ended first, errs.Conflict person.underway with the shipments
// that have to come first, errs.Stale, errs.Unavailable.
func (s *Service) Erase(ctx context.Context, number phone.Number, reason Reason, by string, now time.Time) (Report, error) {
	if !slices.Contains(reasons, reason) {
		var f errs.Fields
		f.Add("reason", "not_one_of", "allowed", allowed())
		return Report{}, f.Err()
	}
	key, err := s.Phones.Key(ctx, number)
	if err != nil {
		return Report{}, err
	}
	asked := customer.Number{Phone: number, Key: key}
	e, err := s.begun(ctx, asked, Erasure{By: by, Reason: reason, At: now.UTC()})
	if err != nil {
		return Report{}, err
	}
	report := Report{ID: e.ID, Tickets: e.Tickets, File: e.File}
	if err := s.file(ctx, key, e, now); err != nil {
		return report, errs.Wrap(err, "erase the customer's file")
	}
	for _, n := range e.Numbers {
		if err := s.Mentions.Forget(ctx, now, e.By, n.Phone); err != nil {
			return report, errs.Wrap(err, "forget a number in the files of others")
		}
		if err := s.Shipments.Forget(ctx, now, e.By, n.Key); err != nil {
			return report, errs.Wrap(err, "forget who shipments go to")
		}
	}
	more, err := s.sent(ctx, e, now)
	if err != nil || more {
		return report, err
	}
	left := batch
	for _, n := range e.Numbers {
		if left <= 0 {
			return report, nil
		}
		done, more, err := s.tickets(ctx, n.Key, e, now, left)
		if err != nil || more {
			return report, err
		}
		left -= done
	}
	for _, n := range e.Numbers {
		if err := s.messages(ctx, n.Key, e); err != nil {
			return report, errs.Wrap(err, "erase the messages of a number")
		}
	}
	told, err := event.New(Subject(e.ID), 1, Erased, now, e.By, ErasedFacts{Tickets: e.Tickets, File: e.File, Reason: e.Reason})
	if err != nil {
		return report, err
	}
	err = s.Store.Finish(ctx, key, e, told)
	report.Finished = err == nil || errors.Is(err, ErrFinished)
	if errors.Is(err, ErrFinished) {
		err = nil
	}
	return report, errs.Wrap(err, "finish an erasure")
}

// file removes the customer's file. One that is younger than the erasure is
// not part of it, nor is one that the number only leads to since a merge: it is
// that of whoever has its own number.
func (s *Service) file(ctx context.Context, key string, e Erasure, now time.Time) error {
	c, err := s.Customers.CustomerByPhone(ctx, key)
	if errs.Is(err, errs.NotFound) || err == nil && (c.PhoneKey != key || c.CreatedAt.After(e.At)) {
		return nil
	}
	if err != nil {
		return err
	}
	stop, err := s.stop(ctx, key, c)
	if err != nil {
		return err
	}
	at := now.UTC()
	if at.Before(c.UpdatedAt) {
		at = c.UpdatedAt
	}
	for _, file := range c.IDs() {
		if err := s.Tasks.Forget(ctx, now, e.By, file); err != nil {
			return errs.Wrap(err, "forget the tasks for a customer")
		}
	}
	told, err := event.New(customer.Subject(c.ID), c.Seq+1, customer.Erased, at, e.By, nil)
	if err != nil {
		return err
	}
	err = s.Store.RemoveFile(ctx, c, stop, told)
	if errors.Is(err, customer.ErrLostRace) {
		return errs.New(errs.Stale, "customer.stale").Because(err)
	}
	return err
}

// stop is the stop that has to outlive the file: a file that got its number
// after the person had said stop is stopped although the number is not.
func (s *Service) stop(ctx context.Context, key string, c customer.Customer) (*customer.Optout, error) {
	if c.Consent.State != customer.Stopped {
		return nil, nil
	}
	o, err := s.Customers.Optout(ctx, key)
	if err != nil || o.Stopped {
		return nil, err
	}
	last := customer.Proof{At: c.UpdatedAt, By: event.System}
	if n := len(c.Consent.Proofs); n > 0 {
		last = c.Consent.Proofs[n-1]
	}
	return &customer.Optout{PhoneKey: key, Version: o.Version + 1, Seq: o.Seq, Stopped: true,
		At: last.At, How: customer.ByPerson, By: last.By}, nil
}

// tickets takes the person out of the next tickets of a number, the oldest
// first, up to limit, and tells whether there are more. All of them before the
// first of their SMS: a message that is being sent at this moment has then been
// looked up, and its row is there to be cleared.
func (s *Service) tickets(ctx context.Context, key string, e Erasure, now time.Time, limit int) (done int, more bool, err error) {
	numbers, next, err := s.Store.Tickets(ctx, key, e.At, "", limit)
	if err != nil {
		return 0, false, errs.Wrap(err, "list the tickets of a number")
	}
	erased := make([]ticket.Ticket, len(numbers))
	for i, number := range numbers {
		if erased[i], err = s.Tickets.Erase(ctx, now, ticket.Actor{By: e.By}, number); err != nil {
			return 0, false, errs.Wrap(err, "erase a ticket")
		}
	}
	for _, t := range erased {
		if err := s.told(ctx, t.Number); err != nil {
			return 0, false, errs.Wrap(err, "clear the messages of a ticket")
		}
		if err := s.Attachments.Forget(ctx, t.Number); err != nil {
			return 0, false, err
		}
		if err := s.Register.Clear(ctx, t.Number); err != nil {
			return 0, false, err
		}
		if err := s.Store.Forget(ctx, key, t); err != nil {
			return 0, false, errs.Wrap(err, "forget the words of a ticket")
		}
	}
	return len(numbers), next != "", nil
}

// told clears the rows of what the customer was told about a ticket.
func (s *Service) told(ctx context.Context, number string) error {
	return s.history(ctx, number, func(h ticket.History) error {
		rows, err := s.rowsOf(ctx, h.Events)
		if err != nil {
			return err
		}
		return s.clear(ctx, rows)
	})
}

// messages removes what is filed under the number itself: codes and their SMS,
// greetings, what bulletins said, and when receipts went out. A row of a
// greeting or a bulletin is named after the number, so it goes as a whole; what it cost stays in the month's spending.
func (s *Service) messages(ctx context.Context, key string, e Erasure) error {
	err := s.codes(ctx, key, func(ids []string, rows []ledger.Row) error {
		if err := s.clear(ctx, rows); err != nil {
			return err
		}
		for _, code := range ids {
			if err := s.Store.RemoveCode(ctx, key, code); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	remove := func(rows []ledger.Row) error {
		for _, row := range rows {
			if row.Batch != "" { // before the row, which leads there
				if err := s.Ledger.Unname(ctx, row.Batch, row.Place); err != nil {
					return err
				}
			}
			if err := s.Store.RemoveRow(ctx, row.ID); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.greetings(ctx, key, e.At, remove); err != nil {
		return err
	}
	if err := s.bulletins(ctx, key, e.At, remove); err != nil {
		return err
	}
	return s.Store.RemoveRecent(ctx, key)
}

func allowed() string {
	all := make([]string, len(reasons))
	for i, r := range reasons {
		all[i] = string(r)
	}
	return strings.Join(all, ", ")
}
