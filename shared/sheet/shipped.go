package sheet

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// Shipped lists what left in a period: package shipment's Store.
type Shipped interface {
	Left(ctx context.Context, from, to time.Time, cursor string, limit int) (waybills []string, next string, err error)
	Waybills
}

// Dispatches writes the shipments that left in a period, part by part, in the
// order in which they left. What leaves meanwhile may be in or out; every other
// stands in exactly one part.
type Dispatches struct {
	Store  Shipped
	Roster func(ctx context.Context) (staff.Roster, error)
	Zone   *time.Location // the company's
}

// Stretch is a period, [From, To).
type Stretch struct{ From, To time.Time }

// CSV writes one part as Export's CSV does.
func (d Dispatches) CSV(ctx context.Context, lang words.Lang, in Stretch, cursor string) ([]byte, Part, error) {
	var out bytes.Buffer
	out.WriteString(Mark)
	lines := csv.NewWriter(&out)
	lines.UseCRLF = true
	_ = lines.Write(titles(&Shipments{}, lang, true)) // a buffer takes everything
	part, err := d.part(ctx, in, cursor, func(v *view, s shipment.Shipment) {
		cells := make([]string, len(shipmentColumns))
		for i, column := range shipmentColumns {
			cells[i] = Safe(column.get(v, s, lang))
		}
		_ = lines.Write(cells)
	})
	lines.Flush()
	return out.Bytes(), part, err
}

// JSON writes one part for programs, as Export's JSON does.
func (d Dispatches) JSON(ctx context.Context, in Stretch, cursor string) ([]byte, Part, error) {
	sheet := struct {
		Rows []map[string]string `json:"rows"`
		Next string              `json:"next,omitempty"`
	}{Rows: []map[string]string{}}
	part, err := d.part(ctx, in, cursor, func(v *view, s shipment.Shipment) {
		row := map[string]string{}
		for _, column := range shipmentColumns {
			if cell := column.get(v, s, ""); cell != "" {
				row[column.Name] = cell
			}
		}
		sheet.Rows = append(sheet.Rows, row)
	})
	if err != nil {
		return nil, part, err
	}
	sheet.Next = part.Next
	raw, err := json.Marshal(sheet)
	return raw, part, err
}

// part goes through one part.
func (d Dispatches) part(ctx context.Context, in Stretch, cursor string, each func(*view, shipment.Shipment)) (Part, error) {
	part := Part{Cursor: cursor}
	roster, err := d.Roster(ctx)
	if err != nil {
		return part, errs.Wrap(err, "read the roster")
	}
	waybills, next, err := d.Store.Left(ctx, in.From, in.To, cursor, partRows)
	if err != nil {
		return part, errs.Wrap(err, "list what left")
	}
	v := &view{roster, d.Zone}
	for some := range slices.Chunk(waybills, shipment.MaxRows) {
		found, err := d.Store.Shipments(ctx, some)
		if err != nil {
			return part, errs.Wrap(err, "read what left")
		}
		by := map[string]shipment.Shipment{}
		for _, s := range found {
			by[s.Waybill] = s
		}
		for _, waybill := range some {
			if s, there := by[waybill]; there {
				each(v, s)
				part.Rows++
				part.Until = s.Dispatched
			}
		}
	}
	if part.Next = next; next == "" {
		part.Until = in.To.UTC()
	}
	return part, nil
}

// Parts tells which parts there are, a dozen at once, without reading a record.
func (d Dispatches) Parts(ctx context.Context, in Stretch, cursor string) ([]Part, error) {
	var parts []Part
	for {
		waybills, next, err := d.Store.Left(ctx, in.From, in.To, cursor, partRows)
		if err != nil {
			return nil, errs.Wrap(err, "list what left")
		}
		parts = append(parts, Part{Cursor: cursor, Rows: len(waybills), Next: next})
		if cursor = next; cursor == "" || len(parts) == maxParts {
			return parts, nil
		}
	}
}
