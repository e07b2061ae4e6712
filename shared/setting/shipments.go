package setting

import (
	"context"
	"encoding/json"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/shipment"
)

// Shipments is the area of what a company decides about its shipments: one
// setting, ShipmentsID; the value are shipment.Settings. They hold for what is
// recorded, leaves or is reported from then on.
const (
	Shipments   Area   = "shipments"
	ShipmentsID string = "all"
)

func (f *InForce) readShipments() error {
	f.Shipments = shipment.DefaultSettings()
	if k, ok := f.kept[Shipments][ShipmentsID]; ok {
		f.Shipments = shipment.Settings{}
		return errs.Wrap(json.Unmarshal(k.Value, &f.Shipments), "decode the saved settings of shipments")
	}
	return nil
}

// SaveShipments decides what holds for shipments. errs.Invalid, errs.Stale.
func (s *Service) SaveShipments(ctx context.Context, now time.Time, by string, c shipment.Settings, seen int) (Kept, error) {
	if err := c.Check(); err != nil {
		return Kept{}, err
	}
	return s.keep(ctx, now, by, Shipments, ShipmentsID, c, seen)
}
