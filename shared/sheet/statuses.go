package sheet

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/shipment"
)

// StatusesName is the name of the table of statuses.
const StatusesName = "statuses"

// Tracking takes what carriers report: package shipment's Service.
type Tracking interface {
	Report(ctx context.Context, now time.Time, by string, rows []shipment.Report) ([]shipment.Answer, error)
	TryReport(ctx context.Context, now time.Time, by string, rows []shipment.Report) ([]shipment.Answer, error)
}

// Statuses is the table of what carriers report of shipments that are on record
// (rules NJ-11, QM-13); a row is one thing that was reported. Rows come in any
// order, and one that was reported before says what stands there, in the same
// file too: carriers repeat themselves.
type Statuses struct {
	Tracking Tracking
	Zone     *time.Location // in which times are meant
}

var _ Table = (*Statuses)(nil)

// statusColumns are the table, from left to right.
var statusColumns = []Column{
	{Name: "waybill", Needed: true, Others: []string{"运单", "单号", "快递单号", "tracking number", "nu"}, Sample: sample("SF1001234567", "SF1001234567")},
	{Name: "state", Needed: true, Others: []string{"物流状态", "状态码", "status"}, Sample: sample("签收", "signed")},
	{Name: "at", Needed: true, Others: []string{"发生时间", "状态时间", "time", "ftime"}, Sample: sample("2026-06-08 09:30", "2026-06-08 09:30")},
	{Name: "place", Others: []string{"所在地", "城市", "location", "areaname"}, Sample: sample("成都", "Chengdu")},
	{Name: "note", Others: []string{"内容", "说明", "text", "context"}, Sample: sample("已送达前台", "left at the front desk")},
	{Name: "carrier", Others: []string{"承运商", "快递公司"}, Sample: sample("", "")},
	{Name: "damaged", Others: []string{"破损"}, Sample: sample("", "")},
}

// Name is the table's name.
func (*Statuses) Name() string { return StatusesName }

// Columns are the table's columns.
func (*Statuses) Columns() []Column { return statusColumns }

// Key is none: a shipment has many statuses, and the same one twice is one.
func (*Statuses) Key(Row) string { return "" }

// reading is what a row reports.
type reading struct {
	notes
	report shipment.Report
}

// Take takes rows over.
func (t *Statuses) Take(ctx context.Context, how Taking, rows []Row) ([]Outcome, error) {
	take := t.Tracking.Report
	if how.Trial {
		take = t.Tracking.TryReport
	}
	outcomes := make([]Outcome, len(rows))
	var readings []*reading
	var of []int // which row a reading is of
	for n, r := range rows {
		if read := t.read(r); len(read.problems) > 0 {
			outcomes[n] = wrong(read.problems...)
		} else {
			readings, of = append(readings, read), append(of, n)
		}
	}
	for some := range slices.Chunk(readings, shipment.MaxRows) {
		reports := make([]shipment.Report, len(some))
		for i, read := range some {
			reports[i] = read.report
		}
		answers, err := take(ctx, how.Now, how.By, reports)
		if err != nil {
			return nil, errs.Wrap(err, "report statuses")
		}
		for i, a := range answers {
			if outcomes[of[i]], err = some[i].became(a); err != nil {
				return nil, err
			}
		}
		of = of[len(some):]
	}
	return outcomes, nil
}

// statusFields are the columns of a report's fields that are called otherwise.
var statusFields = map[string]string{"text": "note"}

func (t *Statuses) read(r Row) *reading {
	read := &reading{notes: notes{row: r, columns: statusFields}}
	read.report = shipment.Report{Waybill: r.Cells["waybill"], Carrier: r.Cells["carrier"], State: r.Cells["state"], Place: r.Cells["place"], Text: r.Cells["note"]}
	if spoilt(read.report.Waybill) {
		read.wrong("waybill", "sheet.spoilt", nil)
	}
	if state, known := meaning("state", read.report.State); known {
		read.report.State = state
	}
	if cell := r.Cells["at"]; cell != "" {
		var ok bool
		// Statuses are put in the order of their times: a day alone says none.
		if read.report.At, ok = readInstant(cell, t.Zone); !ok || !strings.Contains(cell, ":") {
			read.wrong("at", "sheet.moment", nil)
		}
	}
	damaged, ok := meaning("yes", r.Cells["damaged"])
	if read.report.Damaged = damaged == "yes"; !ok {
		read.wrong("damaged", "sheet.yes", nil)
	}
	return read
}

// became is what became of a report; an error is one of the way.
func (r *reading) became(a shipment.Answer) (Outcome, error) {
	switch e := errs.As(a.Err); {
	case a.Outcome == shipment.Done:
		return Outcome{Did: Created, ID: a.Waybill}, nil
	case a.Outcome == shipment.Again:
		return Outcome{Did: Unchanged, ID: a.Waybill}, nil
	case errs.Is(a.Err, errs.Invalid):
		r.add(a.Err)
		return wrong(r.problems...), nil
	case errs.Is(a.Err, errs.NotFound):
		return wrong(r.problem("waybill", e.Code, e.Args)), nil
	case errs.Is(a.Err, errs.Conflict):
		return wrong(r.problem("", e.Code, e.Args)), nil
	}
	return Outcome{}, a.Err
}
