package setting

import (
	"context"
	"encoding/json"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
)

// Customers is the area of what a company decides about its files: one setting,
// CustomersID; the value are customer.Settings.
const (
	Customers   Area   = "customers"
	CustomersID string = "all"
)

func (f *InForce) readCustomers() error {
	f.Customers = customer.Default()
	if k, ok := f.kept[Customers][CustomersID]; ok {
		f.Customers = customer.Settings{}
		return errs.Wrap(json.Unmarshal(k.Value, &f.Customers), "decode the saved settings of files")
	}
	return nil
}

// SaveCustomers decides what holds for customers' files. errs.Invalid,
// errs.Stale.
func (s *Service) SaveCustomers(ctx context.Context, now time.Time, by string, c customer.Settings, seen int) (Kept, error) {
	if err := c.Check(); err != nil {
		return Kept{}, err
	}
	return s.keep(ctx, now, by, Customers, CustomersID, c, seen)
}
