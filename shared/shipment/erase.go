package shipment

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
)

// batch is how many shipments Forget reads at once.
const batch = 25

// Forget erases every shipment that goes to a number, which is named by its
// key. One that is erased is no longer found by it, so a call that was broken
// off is finished by the next.
func (s *Service) Forget(ctx context.Context, now time.Time, by, phoneKey string) error {
	for after := ""; ; {
		waybills, err := s.Store.ToConsignee(ctx, phoneKey, after, batch)
		if err != nil {
			return errs.Wrap(err, "list the shipments to a number")
		}
		for _, waybill := range waybills {
			if _, err := s.Erase(ctx, now, by, waybill); err != nil {
				return err
			}
			after = waybill
		}
		if len(waybills) < batch {
			return nil
		}
	}
}

// Erase takes out of a shipment whom it names: the consignee, what was said of
// it on the way, what was instructed and why it was corrected, and its documents
// with their files. What was counted,
// measured or chosen from a list stays. Doing it twice does it once.
func (s *Service) Erase(ctx context.Context, now time.Time, by, waybill string) (Shipment, error) {
	return s.erase(ctx, now, by, waybill, false)
}

// Disown erases a shipment whose sender was erased, and takes it from his list:
// it is nobody's.
func (s *Service) Disown(ctx context.Context, now time.Time, by, waybill string) error {
	_, err := s.erase(ctx, now, by, waybill, true)
	return err
}

func (s *Service) erase(ctx context.Context, now time.Time, by, waybill string, sender bool) (Shipment, error) {
	return s.act(ctx, now, by, waybill, 0, func(e *edit) error {
		// Before the record: one that is erased is no longer found by its number.
		// What is noted in between makes this the loser of a race, so it is done again.
		if s.Files != nil {
			if err := s.Files.Forget(ctx, e.Waybill); err != nil {
				return errs.Wrap(err, "remove the documents of a shipment")
			}
		}
		e.Disowned = e.Disowned || sender
		if e.Erased {
			return nil
		}
		e.Erased, e.Consignee, e.Deviation = true, Consignee{}, ""
		course := make([]Status, len(e.Course))
		for i, st := range e.Course {
			st.Text, st.Place = "", ""
			course[i] = st
		}
		e.Course = course
		for i := range e.Instructions {
			e.Instructions[i].Text, e.Instructions[i].Reply = "", ""
		}
		for i := range e.Corrections {
			e.Corrections[i].Reason = ""
		}
		e.Proofs = nil
		if e.Trace != nil {
			e.Trace.Claim = ""
		}
		e.happened(ErasedEvent, nil)
		return nil
	})
}

// Sent reads up to limit shipments of a file, the newest first.
func (s *Service) Sent(ctx context.Context, customer string, limit int) ([]Shipment, error) {
	page, err := s.Store.OfCustomer(ctx, customer, "", limit)
	return page.Shipments, errs.Wrap(err, "list the shipments of a customer")
}

// Freight is when a customer last sent something, zero for never, and whether
// anything is under way to one of his numbers or from one of his files.
func (s *Service) Freight(ctx context.Context, c customer.Customer) (last time.Time, underway bool, err error) {
	ids := c.IDs()
	for _, id := range ids {
		sent, err := s.Sent(ctx, id, 1)
		if err != nil {
			return last, false, err
		}
		for _, one := range sent {
			if one.RecordedAt.After(last) {
				last = one.RecordedAt
			}
		}
	}
	for _, key := range c.Keys() {
		waybills, err := s.Underway(ctx, key, ids)
		if err != nil || len(waybills) > 0 {
			return last, true, err
		}
		ids = nil // once is enough
	}
	return last, false, nil
}

// Underway lists the waybills of what is under way to a number, and of what
// files (their ids) sent: none may be forgotten before it has come.
func (s *Service) Underway(ctx context.Context, phoneKey string, files []string) ([]string, error) {
	var waybills []string
	add := func(ships []Shipment) {
		for _, ship := range ships {
			if ship.Underway() && !slices.Contains(waybills, ship.Waybill) {
				waybills = append(waybills, ship.Waybill)
			}
		}
	}
	for after, full := "", true; full; {
		some, err := s.to(ctx, phoneKey, after, most)
		if err != nil {
			return nil, err
		}
		add(some)
		if full = len(some) == most; full {
			after = some[most-1].Waybill
		}
	}
	for _, file := range files {
		for cursor, first := "", true; first || cursor != ""; first = false {
			page, err := s.Store.OfCustomer(ctx, file, cursor, most)
			if err != nil {
				return nil, errs.Wrap(err, "list the shipments of a customer")
			}
			add(page.Shipments)
			cursor = page.Next
		}
	}
	return waybills, nil
}

// most is how many shipments a store reads at once.
const most = 100

// to reads shipments that go to a number, by waybill, behind one.
func (s *Service) to(ctx context.Context, phoneKey, after string, limit int) ([]Shipment, error) {
	waybills, err := s.Store.ToConsignee(ctx, phoneKey, after, limit)
	if err != nil || len(waybills) == 0 {
		return nil, errs.Wrap(err, "list the shipments to a number")
	}
	found, err := s.Store.Shipments(ctx, waybills)
	slices.SortFunc(found, func(a, b Shipment) int { return strings.Compare(a.Waybill, b.Waybill) })
	return found, errs.Wrap(err, "read the shipments to a number")
}

// Copy is what is stored of a person's shipments, for him: up to a hundred that
// go to his number, without what is between the company and their senders, and
// the latest hundred of each of his files (their ids), without what they cost the
// company.
func (s *Service) Copy(ctx context.Context, phoneKey string, files []string) (received, sent []Shipment, err error) {
	if received, err = s.to(ctx, phoneKey, "", most); err != nil {
		return nil, nil, err
	}
	for i := range received {
		r := &received[i]
		r.Customer, r.Class, r.Salesperson, r.Money, r.Instructions, r.Corrections, r.Trace = "", "", "", Money{}, nil, nil, nil
		plain(r)
	}
	for _, file := range files {
		some, err := s.Sent(ctx, file, most)
		if err != nil {
			return nil, nil, err
		}
		sent = append(sent, some...)
	}
	for i := range sent {
		plain(&sent[i])
	}
	return received, sent, nil
}

// plain leaves out the key of a number and what the company counts.
func plain(s *Shipment) {
	s.Consignee.PhoneKey, s.Content, s.Money.Cost, s.Counted = "", "", nil, Figures{}
}
