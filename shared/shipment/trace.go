package shipment

import (
	"context"
	"time"

	"huiyin/shared/errs"
)

// Search opens the trace of a shipment that did not come, in a ticket (rule
// NJ-11). It ends with Find or Claim.
type Search interface {
	// Trace opens the ticket of a trace, once for a cause.
	Trace(ctx context.Context, now time.Time, by, cause string, s Shipment) (number string, err error)
}

// StartTrace begins to search for a shipment that did not come. While one is
// searched for, doing it again does nothing. errs.Conflict shipment.not_left for
// one that is still here.
func (s *Service) StartTrace(ctx context.Context, now time.Time, by, waybill string) (Shipment, error) {
	was, err := s.Read(ctx, waybill)
	if err != nil || was.Trace.Open() {
		return was, err
	}
	if was.Dispatched.IsZero() {
		return was, errs.New(errs.Conflict, "shipment.not_left").With("allowed", "")
	}
	cause := Subject(was.Waybill) + "/trace"
	if was.Trace != nil {
		cause += "/" + was.Trace.Ended.Format(time.RFC3339Nano)
	}
	number, err := s.Search.Trace(ctx, now, by, cause, was)
	if err != nil {
		return was, errs.Wrap(err, "open the ticket of a trace")
	}
	return s.act(ctx, now, by, waybill, 0, func(e *edit) error {
		if e.Trace.Open() {
			return nil
		}
		e.Trace = &Trace{Since: e.at, By: by, Ticket: number}
		e.happened(Traced, TraceFacts{Ticket: number})
		return nil
	})
}

// Searching is StartTrace for whoever heard that a shipment did not come: one
// that nobody knows of, or that was never sent, is searched for by nobody. Where
// no ticket can be opened it is refused (shipment.no_file).
func (s *Service) Searching(ctx context.Context, now time.Time, by, waybill string) error {
	_, err := s.StartTrace(ctx, now, by, waybill)
	if errs.Is(err, errs.NotFound) || errs.As(err).Code == "shipment.not_left" {
		return nil
	}
	return err
}

// Find ends a trace: the shipment is there. errs.Conflict shipment.no_trace when
// nobody searches for it.
func (s *Service) Find(ctx context.Context, now time.Time, by, waybill string, expect int) (Shipment, error) {
	return s.act(ctx, now, by, waybill, expect, func(e *edit) error {
		if !e.Trace.Open() {
			return noTrace()
		}
		e.endTrace(e.at, "")
		return nil
	})
}

// Claim ends a trace: a claim was opened instead, filed under a name.
func (s *Service) Claim(ctx context.Context, now time.Time, by, waybill string, expect int, claim string) (Shipment, error) {
	var f errs.Fields
	line(&f, "claim", &claim, MaxName, true)
	if err := f.Err(); err != nil {
		return Shipment{}, err
	}
	return s.act(ctx, now, by, waybill, expect, func(e *edit) error {
		if !e.Trace.Open() {
			return noTrace()
		}
		e.endTrace(time.Time{}, claim)
		return nil
	})
}

func noTrace() error { return errs.New(errs.Conflict, "shipment.no_trace").With("allowed", "") }

// Searched tells whether a shipment is still searched for in a ticket, which
// then can't be resolved.
func (s *Service) Searched(ctx context.Context, waybill, number string) (bool, error) {
	ship, err := s.Store.Shipment(ctx, waybill)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, errs.Wrap(err, "read a shipment that is searched for")
	}
	return ship.Trace.Open() && ship.Trace.Ticket == number, nil
}
