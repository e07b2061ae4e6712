package sheet

import (
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/shipment"
)

// booking is what a row makes of a shipment.
type booking struct {
	*loading
	notes
	in shipment.Input
}

// freightColumns are the columns of a shipment's fields that are called
// otherwise.
var freightColumns = map[string]string{"customerPhone": "customer_phone", "phone": "consignee_phone", "grams": "weight", "valueFen": "value",
	"insuredFen": "insured", "chargeFen": "charge", "costFen": "cost", "requestedMode": "requested_mode"}

// read reads a row. An empty cell says nothing of a shipment: what is on record
// is corrected by a person, with the reason.
func (k *loading) read(r Row) *booking {
	b := &booking{loading: k, notes: notes{row: r, columns: freightColumns}}
	for _, c := range shipmentColumns {
		if cell := r.Cells[c.Name]; cell != "" && c.set != nil {
			c.set(b, cell)
		}
	}
	return b
}

// text reads a text.
func (b *booking) text(column, cell string, to *string) {
	if spoilt(cell) {
		b.wrong(column, "sheet.spoilt", nil)
	}
	*to = cell
}

// spoilt tells whether a spreadsheet has made a figure of a long number: its
// digits are gone.
func spoilt(cell string) bool {
	cell = strings.ToUpper(cell)
	return strings.Contains(cell, "E+") && strings.Trim(cell, "0123456789.E+") == ""
}

func (b *booking) decimal(column, cell string, places int, to *int64) {
	n, ok := readDecimal(cell, places)
	if !ok {
		b.wrong(column, "sheet.decimal", errs.Args{"places": places})
	}
	*to = n
}

func (b *booking) instant(column, cell string) (time.Time, bool) {
	at, ok := readInstant(cell, b.Zone)
	if !ok {
		b.wrong(column, "sheet.date", nil)
	}
	return at, ok
}

// refused notes why a shipment can't be recorded; an error is one of the way.
func (b *booking) refused(err error) (Outcome, error) {
	switch e := errs.As(err); {
	case errs.Is(err, errs.Invalid):
		b.add(err)
		for i, p := range b.problems { // whose it is, most rows say by the number
			if p.Column == "customer" && b.row.Cells["customer"] == "" {
				b.problems[i].Column = "customer_phone"
			}
		}
		return wrong(b.problems...), nil
	case errs.Is(err, errs.Conflict):
		return wrong(b.problem("", e.Code, e.Args)), nil
	}
	return Outcome{}, err
}
