package sheet

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/errs"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// ShipmentsName is the name of the table of shipments.
const ShipmentsName = "shipments"

// Freight records shipments: package shipment's Service.
type Freight interface {
	Draft(ctx context.Context, now time.Time, by string, in shipment.Input) (shipment.Shipment, error)
	RecordAll(ctx context.Context, now time.Time, by string, rows []shipment.Input) ([]shipment.Answer, error)
}

// Waybills reads up to a hundred shipments at once: package shipment's Store.
type Waybills interface {
	Shipments(ctx context.Context, waybills []string) ([]shipment.Shipment, error)
}

// Shipments is the table of shipments; a row is about a waybill. A row about one
// that is on record never changes it: either it says what stands there, or it is
// wrong, for a correction has a reason (rule SJ-6).
type Shipments struct {
	Freight Freight
	Store   Waybills
	Roster  func(ctx context.Context) (staff.Roster, error)
	Zone    *time.Location // in which dates are meant
}

var _ Table = (*Shipments)(nil)

// Name is the table's name.
func (*Shipments) Name() string { return ShipmentsName }

// Columns are the table's columns.
func (*Shipments) Columns() []Column {
	list := make([]Column, len(shipmentColumns))
	for i, c := range shipmentColumns {
		list[i] = c.Column
	}
	return list
}

// Key is the waybill.
func (*Shipments) Key(r Row) string { return shipment.CleanWaybill(r.Cells["waybill"]) }

// loading is one call of Take.
type loading struct {
	*Shipments
	Taking
	roster staff.Roster
}

// Take takes rows over.
func (t *Shipments) Take(ctx context.Context, how Taking, rows []Row) ([]Outcome, error) {
	roster, err := t.Roster(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "read the roster")
	}
	k := &loading{t, how, roster}
	outcomes := make([]Outcome, 0, len(rows))
	for some := range slices.Chunk(rows, shipment.MaxRows) {
		taken, err := k.some(ctx, some)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, taken...)
	}
	return outcomes, nil
}

// some takes over as many rows as are recorded at once.
func (k *loading) some(ctx context.Context, rows []Row) ([]Outcome, error) {
	known, err := k.known(ctx, rows)
	if err != nil {
		return nil, err
	}
	outcomes, bookings := make([]Outcome, len(rows)), make([]*booking, len(rows))
	var group errgroup.Group
	group.SetLimit(workers)
	for n, r := range rows {
		bookings[n] = k.read(r)
		if len(bookings[n].problems) > 0 {
			outcomes[n] = wrong(bookings[n].problems...)
			continue
		}
		group.Go(func() (err error) {
			was, there := known[k.Key(r)]
			outcomes[n], err = k.look(ctx, bookings[n], was, there)
			return err
		})
	}
	if err := group.Wait(); err != nil || k.Trial {
		return outcomes, err
	}
	return outcomes, k.record(ctx, bookings, outcomes)
}

// known reads what is on record of rows.
func (k *loading) known(ctx context.Context, rows []Row) (map[string]shipment.Shipment, error) {
	all := map[string]shipment.Shipment{}
	var waybills []string
	for _, r := range rows {
		if key := k.Key(r); shipment.IsWaybill(key) {
			waybills = append(waybills, key)
		}
	}
	if len(waybills) == 0 {
		return all, nil
	}
	found, err := k.Store.Shipments(ctx, waybills)
	for _, s := range found {
		all[s.Waybill] = s
	}
	return all, errs.Wrap(err, "read what is on record")
}

// look finds out what is to be done with a row; Created is still to be recorded.
func (k *loading) look(ctx context.Context, b *booking, was shipment.Shipment, there bool) (Outcome, error) {
	stands := Outcome{Did: Unchanged, ID: was.Waybill}
	switch {
	case there && (was.RecordedWith(b.in) || b.says(was, nil)):
		return stands, nil
	case !there && !k.Trial:
		return Outcome{Did: Created}, nil // recording it looks at it
	}
	in := b.in
	if there && in.Days == 0 && in.ETA.IsZero() { // it is on record, and the row need not say so
		in.Days, in.ETA = was.Days, was.ETA
	}
	draft, err := k.Freight.Draft(ctx, k.Now, k.By, in)
	switch {
	case err != nil:
		return b.refused(err)
	case !there:
		return Outcome{Did: Created}, nil
	case b.says(was, &draft):
		return stands, nil
	}
	return wrong(b.problem("waybill", "shipment.exists", errs.Args{"waybill": was.Waybill})), nil
}

// says tells whether every cell says what is on record: as it would be shown, or
// as the row would be recorded.
func (b *booking) says(was shipment.Shipment, draft *shipment.Shipment) bool {
	v := &view{b.roster, b.Zone}
	for _, c := range shipmentColumns {
		cell := b.row.Cells[c.Name]
		if cell == "" || c.set == nil {
			continue
		}
		shown := slices.ContainsFunc(append([]words.Lang{""}, words.Langs...), func(lang words.Lang) bool { return c.get(v, was, lang) == cell })
		same := draft != nil && c.get(v, *draft, "") == c.get(v, was, "")
		if c.Name == "customer_phone" { // it is shown as the file it leads to
			same = draft != nil && draft.Customer == was.Customer
		}
		if !shown && !same {
			return false
		}
	}
	return true
}

// record records the new ones.
func (k *loading) record(ctx context.Context, bookings []*booking, outcomes []Outcome) error {
	var list []shipment.Input
	var of []int
	for n, o := range outcomes {
		if o.Did == Created {
			list, of = append(list, bookings[n].in), append(of, n)
		}
	}
	if len(list) == 0 {
		return nil
	}
	answers, err := k.Freight.RecordAll(ctx, k.Now, k.By, list)
	if err != nil {
		return errs.Wrap(err, "record shipments")
	}
	for i, a := range answers {
		n := of[i]
		switch a.Outcome {
		case shipment.Done:
			outcomes[n] = Outcome{Did: Created, ID: a.Waybill}
		case shipment.Again:
			outcomes[n] = Outcome{Did: Unchanged, ID: a.Waybill}
		default:
			if outcomes[n], err = bookings[n].refused(a.Err); err != nil {
				return err
			}
		}
	}
	return nil
}
