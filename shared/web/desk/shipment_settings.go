package desk

import (
	"context"
	"encoding/json"

	"huiyin/shared/errs"
	"huiyin/shared/setting"
	"huiyin/shared/shipment"
)

// ShipmentSettings are shipment.Settings under a name of their own in the
// document.
type ShipmentSettings shipment.Settings

type shipmentSettingsOutput struct {
	ETag string `header:"ETag"`
	Body ShipmentSettings
}

// shipmentSettings reads what holds for shipments.
func (d *Desk) shipmentSettings(ctx context.Context, _ *struct{}) (*shipmentSettingsOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	kept, _ := f.Kept(setting.Shipments, setting.ShipmentsID)
	out := &shipmentSettingsOutput{Body: ShipmentSettings(f.Shipments)}
	if kept.Version > 0 {
		out.ETag = etag(kept.Version)
	}
	return out, nil
}

type saveShipmentSettingsInput struct {
	Match
	Body ShipmentSettings
}

// saveShipmentSettings decides what holds for shipments. Who is told of what does
// not leave must be somebody.
func (d *Desk) saveShipmentSettings(ctx context.Context, in *saveShipmentSettingsInput) (*shipmentSettingsOutput, error) {
	seen, err := in.whole()
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	if _, known := roster.Team(in.Body.Office); !known && in.Body.Office != d.DefaultTeam {
		var f errs.Fields
		f.Add("office", "shipment.no_team")
		return nil, f.Err()
	}
	k, err := d.Settings.SaveShipments(ctx, d.Now(), sender(ctx).by(), shipment.Settings(in.Body), seen)
	if err != nil {
		return nil, err
	}
	out := &shipmentSettingsOutput{ETag: etag(k.Version)}
	return out, json.Unmarshal(k.Value, &out.Body)
}
