package shipment

import (
	"context"
	"time"

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
// it on the way, what was instructed and why it was corrected. What was counted,
// measured or chosen from a list stays. Doing it twice does it once.
func (s *Service) Erase(ctx context.Context, now time.Time, by, waybill string) (Shipment, error) {
	return s.act(ctx, now, by, waybill, 0, func(e *edit) error {
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
		for i := range e.Proofs {
			e.Proofs[i].Name = ""
		}
		if e.Trace != nil {
			e.Trace.Claim = ""
		}
		e.happened(ErasedEvent, nil)
		return nil
	})
}
