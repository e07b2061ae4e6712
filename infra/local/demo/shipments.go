package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
)

// parcel is an entry of data/shipments.json. Money is in fen; instants are as
// a story's.
type parcel struct {
	Waybill, From, Consignee, Phone, Address string
	Pieces                                   int
	Grams, Value, Insured, Charge            int64
	Branch, Origin, To                       string
	Recorded                                 string
	Left                                     bool // as it was recorded; false: it waits on its branch's list
	Days                                     int
	States                                   []struct{ At, State, Place, Text string }
}

// ship records the shipments, and how far each has come.
func (d desk) ship(ctx context.Context, roster staff.Roster) error {
	var parcels []parcel
	if err := read("shipments", &parcels); err != nil {
		return err
	}
	agent, _ := roster.ByLogin(d.accounts["agent"])
	for _, p := range parcels {
		if err := d.send(ctx, event.Staff(agent.ID), p); err != nil {
			return fmt.Errorf("shipment %s: %w", p.Waybill, err)
		}
	}
	return nil
}

// send records one. What an earlier try recorded stays as it is.
func (d desk) send(ctx context.Context, by string, p parcel) error {
	ship, err := d.shipments.Read(ctx, p.Waybill)
	if errs.Is(err, errs.NotFound) {
		ship, err = d.record(ctx, by, p)
	}
	if err != nil {
		return err
	}
	for _, s := range p.States {
		if slices.ContainsFunc(ship.Course, func(known shipment.Status) bool { return string(known.State) == s.State }) {
			continue
		}
		at, err := d.instant(s.At)
		if err != nil {
			return err
		}
		answers, err := d.shipments.Report(ctx, at, by, []shipment.Report{{Waybill: p.Waybill, At: at, State: s.State, Place: s.Place, Text: s.Text}})
		for _, a := range answers {
			err = errors.Join(err, a.Err)
		}
		if err != nil {
			return fmt.Errorf("%s at %s: %w", s.State, s.At, err)
		}
	}
	return nil
}

func (d desk) record(ctx context.Context, by string, p parcel) (shipment.Shipment, error) {
	at, err := d.instant(p.Recorded)
	if err != nil {
		return shipment.Shipment{}, err
	}
	in := shipment.Input{
		Waybill: p.Waybill, CustomerPhone: p.From, Consignee: p.Consignee, Phone: p.Phone, Address: p.Address, Pieces: p.Pieces, Grams: p.Grams,
		Money: shipment.Money{Value: p.Value, Insured: p.Insured, Charge: p.Charge}, Carrier: "顺达自营", Branch: p.Branch, From: p.Origin, To: p.To, Days: p.Days,
	}
	if p.Left {
		in.Dispatched = at
		for _, check := range shipment.DefaultSettings().Checklist {
			in.Checklist = append(in.Checklist, check.ID)
		}
	}
	taken, err := d.shipments.Record(ctx, at, by, in)
	return taken.Shipment, err
}
