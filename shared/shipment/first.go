package shipment

import (
	"context"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
)

// Unprepared tells whether a shipment is its customer's first, has not left, and
// what has to be prepared before it is not all done (rule SJ-20).
func (s *Service) Unprepared(ctx context.Context, ship Shipment) (bool, error) {
	if !ship.Dispatched.IsZero() || ship.Disowned {
		return false, nil
	}
	file, err := customer.Follow(ctx, s.Customers.Customer, ship.Customer)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, errs.Wrap(err, "read the customer of a shipment")
	}
	return s.unprepared(ctx, file, ship.Waybill)
}

// unprepared tells it of one that is, or will be, on the list of a file.
func (s *Service) unprepared(ctx context.Context, file customer.Customer, waybill string) (bool, error) {
	if !file.Onboarding.Open() {
		return false, nil
	}
	for _, id := range file.IDs() {
		had, err := s.Store.OfCustomer(ctx, id, "", 2)
		if err != nil {
			return false, errs.Wrap(err, "look for earlier shipments of a customer")
		}
		for _, other := range had.Shipments {
			if other.Waybill != waybill {
				return false, nil
			}
		}
	}
	return true, nil
}
