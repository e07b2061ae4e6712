package person

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/shipment"
)

// sent takes the person out of the next shipments that his files sent, and tells
// whether there are more. It comes after the file: nobody can be looked up for an
// SMS about them any more, and each row is there to be cleared. The list is left
// last, so a call that was broken off is finished by the next.
func (s *Service) sent(ctx context.Context, e Erasure, now time.Time) (more bool, err error) {
	for _, file := range e.Files {
		ships, err := s.Shipments.Sent(ctx, file, batch)
		if err != nil {
			return false, err
		}
		for _, ship := range ships {
			if err := s.dispatched(ctx, ship); err != nil {
				return false, errs.Wrap(err, "clear the messages about a shipment")
			}
			if err := s.Shipments.Disown(ctx, now, e.By, ship.Waybill); err != nil {
				return false, errs.Wrap(err, "erase a shipment")
			}
		}
		if len(ships) == batch {
			return true, nil
		}
	}
	return false, nil
}

// dispatched clears the rows of what the sender was told because of a shipment's
// events.
func (s *Service) dispatched(ctx context.Context, ship shipment.Shipment) error {
	var ids []string
	for seq := 1; seq <= ship.Seq; seq++ {
		ids = append(ids, ledger.ToCustomerOf(event.ID(shipment.Subject(ship.Waybill), seq)))
		if len(ids) < 100 && seq < ship.Seq {
			continue
		}
		rows, err := s.Store.Rows(ctx, ids)
		if err != nil {
			return err
		}
		if err := s.clear(ctx, rows); err != nil {
			return err
		}
		ids = ids[:0]
	}
	return nil
}
