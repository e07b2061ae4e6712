package ledger

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/message"
)

// Service delivers.
type Service struct {
	Store    Store
	Resolver Resolver
	Texts    Texts
	Sender   Sender
	Settings Settings
}

// Settings are what a company decides.
type Settings struct {
	Zone   *time.Location // the company's, for whoever has none on file
	Hours  Hours
	Budget Budget
}

// Deliver sends a message, or notes until when or why not. It may be called
// any number of times with the same message. An error means that nothing was
// decided and the call should be repeated: errs.Unavailable.
func (s *Service) Deliver(ctx context.Context, now time.Time, m Message) error {
	row, err := s.Store.Row(ctx, m.ID)
	switch {
	case errs.Is(err, errs.NotFound):
		row = Row{Message: m, CreatedAt: now}
	case err != nil:
		return errs.Wrap(err, "read the ledger")
	case !row.dueAt(now):
		return nil
	}
	err = s.attempt(ctx, now, row)
	if errors.Is(err, ErrLostRace) {
		return nil // somebody else has it in hand
	}
	return err
}

// dueAt tells whether an existing row may be attempted now.
func (r Row) dueAt(now time.Time) bool {
	switch r.State {
	case Waiting:
		return !r.Until.After(now)
	case Unknown:
		return r.resendable() && !r.Until.IsZero() && !r.Until.After(now)
	}
	return false
}

// attempt takes one message as far as it goes today.
func (s *Service) attempt(ctx context.Context, now time.Time, row Row) error {
	if row.Class != message.Staff && now.Sub(row.At) > TooOld && row.Class != message.Promotion {
		return s.put(ctx, now, row, Skipped, "too_old", time.Time{})
	}
	to, err := s.Resolver.Resolve(ctx, now, row.Message)
	if err != nil {
		return errs.Wrap(err, "look up the receiver")
	}
	if to.Skip != "" {
		return s.put(ctx, now, row, Skipped, to.Skip, time.Time{})
	}
	row.PhoneKey, row.Masked, row.Lang = to.Key, to.Phone.Masked(), to.Lang
	if to.Template != "" {
		row.Template = to.Template
	}
	if to.Zone == nil {
		to.Zone = s.Settings.Zone
	}
	if to.Wait.After(now) {
		return s.put(ctx, now, row, Waiting, to.Why, to.Wait)
	}
	if until := s.Settings.Hours.quiet(row.Message, to, now); until.After(now) {
		return s.put(ctx, now, row, Waiting, "quiet_hours", until)
	}
	if row.Class == message.Receipt && row.To.Kind != ToCode { // codes have a limit of their own
		ok, err := s.receipt(ctx, now, to.Key, row.ID)
		if err != nil {
			return err
		}
		if !ok {
			return s.put(ctx, now, row, Skipped, "receipt_limit", time.Time{})
		}
	}
	return s.send(ctx, now, row, to)
}

// send renders, pays, claims, hands over and notes the outcome, in this order:
// what fails before the claim leaves no doubt.
func (s *Service) send(ctx context.Context, now time.Time, row Row, to Address) error {
	text, err := s.render(row.Template, to)
	if err != nil {
		return s.put(ctx, now, row, Failed, "text", time.Time{})
	}
	row.Parts, row.Price = text.Parts, s.Settings.Budget.price(to.Phone, text.Parts)
	paid, err := s.pay(ctx, now, row)
	if err != nil {
		return errs.Wrap(err, "count the spending")
	}
	if !paid {
		return s.put(ctx, now, row, Skipped, "budget", time.Time{})
	}
	row.Repeated = row.Repeated || row.State == Unknown
	row.Resend = false
	row.Attempts++
	if err := s.put(ctx, now, row, Claimed, "", now.Add(Lease)); err != nil {
		s.refund(ctx, now, row)
		return err
	}
	row = claimed(row, now)
	row.Provider, err = s.Sender.Send(ctx, Outgoing{ID: row.ID, To: to.Phone, Class: row.Class, Text: text})
	return s.settle(ctx, now, row, err)
}

// render makes the text for an address.
func (s *Service) render(id message.ID, to Address) (message.Text, error) {
	if to.Words != "" {
		return s.Texts.RenderOwn(id, to.Lang, to.Words, to.Params)
	}
	return s.Texts.Render(id, to.Lang, to.Params)
}

// settle notes what the provider's answer means.
func (s *Service) settle(ctx context.Context, now time.Time, row Row, sent error) error {
	var e *SendError
	if errors.As(sent, &e) {
		row.Code = e.Code
	}
	switch OutcomeOf(sent) {
	case Handed:
		return s.put(ctx, now, row, Accepted, "", time.Time{})
	case Throttled:
		s.refund(ctx, now, row)
		return s.put(ctx, now, row, Waiting, "throttled", now.Add(backoff(row.Attempts)))
	case Refused:
		s.refund(ctx, now, row)
		return s.put(ctx, now, row, Failed, "refused", time.Time{})
	}
	return s.put(ctx, now, row, Unknown, "unclear", row.repeatAt(now))
}

// repeats tells whether the row is sent once more by itself when nobody knows
// whether it went out: an alert to staff, and none to a partner.
func (r Row) repeats() bool {
	return r.Class == message.Staff && r.To.Kind != ToPlace && !r.Repeated
}

// repeatAt is when an unclear message is sent once more: a staff alert after
// ten minutes, anything else never by itself.
func (r Row) repeatAt(now time.Time) time.Time {
	if r.repeats() {
		return now.Add(StaffRepeat)
	}
	return time.Time{}
}

// backoff grows from one minute to half an hour.
func backoff(attempts int) time.Duration {
	d := time.Minute
	for i := 1; i < attempts && d < 30*time.Minute; i++ {
		d *= 2
	}
	return min(d, 30*time.Minute)
}

// put moves the row and writes it.
func (s *Service) put(ctx context.Context, now time.Time, row Row, to State, why string, until time.Time, events ...event.Event) error {
	if !May(row.State, to) {
		return errs.New(errs.Conflict, "ledger.not_allowed").With("from", string(row.State)).With("to", string(to))
	}
	row.State, row.Why, row.Until, row.Asked, row.ChangedAt = to, why, until, time.Time{}, now
	row.Version++
	if err := s.Store.Put(ctx, row, events...); err != nil {
		return errs.Wrap(err, "write the ledger")
	}
	return nil
}

// claimed is the row as put has just written it.
func claimed(row Row, now time.Time) Row {
	row.State, row.Why, row.Until, row.Asked, row.ChangedAt = Claimed, "", now.Add(Lease), time.Time{}, now
	row.Version++
	return row
}
