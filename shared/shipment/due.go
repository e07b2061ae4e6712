package shipment

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Tickets is what follows from an exception at the desk: package ticket.
type Tickets interface {
	// Raise opens a ticket about a shipment in its customer's name, once for a
	// cause however often it is called. own is false when the customer had one
	// about it already, which is named: there he is told. number is "" when there is nobody to open
	// it for.
	Raise(ctx context.Context, now time.Time, cause string, s Shipment, e Exception) (number string, own bool, err error)
	// Settle ends such a ticket with a last word, unless somebody has written on it
	// or it has ended.
	Settle(ctx context.Context, now time.Time, number string, s Shipment, e Exception) error
}

// Tasks is who is asked for what by the time: package task.
type Tasks interface {
	// Arrival asks whoever answers for a shipment whether it came; once, however
	// often it is called.
	Arrival(ctx context.Context, now time.Time, s Shipment) error
	// Arrived ends that question, as it was asked for AskedFor, with one of the
	// answers (Came …), unless it has ended.
	Arrived(ctx context.Context, now time.Time, s Shipment, answer string) error
	// Instructed asks whoever answers for a shipment to see to what its customer
	// wants; once, however often it is called.
	Instructed(ctx context.Context, now time.Time, s Shipment, in Instruction) error
	// CarriedOut ends that task, unless it has ended.
	CarriedOut(ctx context.Context, now time.Time, s Shipment, in Instruction) error
}

// Due does what a shipment's time asks for. Doing it twice does it once: what
// is outside has a cause by which it is known, and is done before the record
// says so.
func (s *Service) Due(ctx context.Context, now time.Time, waybill string) error {
	for range 2 * tries { // one thing after the other; each moves its time
		ship, err := s.Read(ctx, waybill)
		if err != nil {
			return err
		}
		at, due := ship.Due()
		if !due || at.After(now) {
			return nil
		}
		do, err := s.next(ctx, now, ship)
		if err != nil {
			return err
		}
		if _, err := s.act(ctx, now, event.System, waybill, ship.Version, do); err != nil && !errs.Is(err, errs.Stale) {
			return err
		}
	}
	return errs.New(errs.Unavailable, "store.unavailable")
}

// next does what is due first outside the record, and says how the record
// changes.
func (s *Service) next(ctx context.Context, now time.Time, ship Shipment) (func(*edit) error, error) {
	for i, wrong := range ship.Exceptions {
		switch {
		case !wrong.Raised && !wrong.Begun: // from here on there may be a ticket
			return func(e *edit) error { e.Exceptions[i].Begun = true; return nil }, nil
		case !wrong.Raised:
			return s.raise(ctx, now, ship, i)
		case !wrong.Worse.IsZero():
			return s.worsened(ctx, now, ship, i)
		case !wrong.Open() && !wrong.Settled:
			return s.settle(ctx, now, ship, i)
		}
	}
	for i, in := range ship.Instructions {
		switch {
		case !in.Asked:
			err := s.Tasks.Instructed(ctx, now, ship, in)
			return func(e *edit) error { e.Instructions[i].Asked = true; return nil }, errs.Wrap(err, "ask for what a customer wants")
		case !in.Done.IsZero() && !in.Ended:
			err := s.Tasks.CarriedOut(ctx, now, ship, in)
			return func(e *edit) error { e.Instructions[i].Ended = true; return nil }, errs.Wrap(err, "end the task of an instruction")
		}
	}
	if answer := ship.answered(); answer != "" {
		err := s.Tasks.Arrived(ctx, now, ship, answer)
		return func(e *edit) error { e.AskedFor = time.Time{}; return nil }, errs.Wrap(err, "end the question whether a shipment came")
	}
	switch {
	case ship.Dispatched.IsZero():
		return s.undispatched(ctx, now, ship)
	case !ship.Asked:
		err := s.Tasks.Arrival(ctx, now, ship)
		return func(e *edit) error {
			e.Asked, e.AskedFor = true, e.ETA
			e.happened(Expected, e.facts())
			return nil
		}, errs.Wrap(err, "ask whether a shipment came")
	}
	return func(e *edit) error {
		e.excepted(Overdue, e.LateAt)
		return nil
	}, nil
}

func (s *Service) raise(ctx context.Context, now time.Time, ship Shipment, i int) (func(*edit) error, error) {
	wrong := ship.Exceptions[i]
	cause := Subject(ship.Waybill) + "/" + wrong.Found.Format(time.RFC3339Nano)
	number, own, err := s.Tickets.Raise(ctx, now, cause, ship, wrong)
	return func(e *edit) error {
		e.Exceptions[i].Ticket, e.Exceptions[i].Own, e.Exceptions[i].Raised = number, own, true
		return nil
	}, errs.Wrap(err, "open a ticket for an exception")
}

// worsened tells the customer that it is worse than he was told, in the ticket
// he was told in while that is open.
func (s *Service) worsened(ctx context.Context, now time.Time, ship Shipment, i int) (func(*edit) error, error) {
	wrong := ship.Exceptions[i]
	cause := Subject(ship.Waybill) + "/" + wrong.Found.Format(time.RFC3339Nano) + "/" + wrong.Kind
	number, own, err := s.Tickets.Raise(ctx, now, cause, ship, wrong)
	return func(e *edit) error {
		told := &e.Exceptions[i]
		told.Worse = time.Time{}
		if number != told.Ticket {
			told.Ticket, told.Own = number, own
		}
		return nil
	}, errs.Wrap(err, "tell that an exception is worse")
}

// settle gives the last word where there is a ticket of its own. While something
// else is wrong that is told there, the ticket is that one's.
func (s *Service) settle(ctx context.Context, now time.Time, ship Shipment, i int) (func(*edit) error, error) {
	var err error
	wrong := ship.Exceptions[i]
	heir := slices.IndexFunc(ship.Exceptions, func(e Exception) bool { return e.Open() && e.Ticket != "" && e.Ticket == wrong.Ticket })
	if wrong.Own && heir < 0 {
		err = s.Tickets.Settle(ctx, now, wrong.Ticket, ship, wrong)
	}
	return func(e *edit) error {
		e.Exceptions[i].Settled = true
		if wrong.Own && heir >= 0 {
			e.Exceptions[heir].Own = true
		}
		return nil
	}, errs.Wrap(err, "close the ticket of an exception")
}

// undispatched tells, once for the branch's list, that not all of it left.
func (s *Service) undispatched(ctx context.Context, now time.Time, ship Shipment) (func(*edit) error, error) {
	settings, err := s.settings(ctx)
	if err != nil {
		return nil, err
	}
	told, err := event.New(ListSubject(ship.Branch, ship.Day), 1, Undispatched, now, event.System, UndispatchedFacts{Branch: ship.Branch, Day: ship.Day, Office: settings.Office})
	if err != nil {
		return nil, err
	}
	_, err = s.Store.Tell(ctx, told)
	return func(e *edit) error { e.Alarmed = true; return nil }, errs.Wrap(err, "tell of a list that is not done")
}
