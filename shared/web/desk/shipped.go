package desk

import (
	"context"
	"net/url"

	"huiyin/shared/report"
	"huiyin/shared/sheet"
	"huiyin/shared/web"
)

type exportShipmentsInput struct {
	ReportPeriod
	Format string `query:"format" enum:"csv,json" default:"csv" doc:"csv: for a spreadsheet, in the caller's language. json: {\"rows\": [...], \"next\": \"...\"}."`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Of the part, as Link (or next) of the part before gave it; none for the first."`
}

// stretch is a period by its days.
func (d *Desk) stretch(in ReportPeriod) (sheet.Stretch, report.Period, error) {
	p, err := report.ParsePeriod(in.From, in.To, d.Dispatches.Zone)
	if err != nil {
		return sheet.Stretch{}, p, err
	}
	return sheet.Stretch{From: p.From(), To: p.To()}, p, nil
}

// exportShipments gives a part of what left in a period, one row each.
func (d *Desk) exportShipments(ctx context.Context, in *exportShipmentsInput) (*reportOutput, error) {
	period, days, err := d.stretch(in.ReportPeriod)
	if err != nil {
		return nil, err
	}
	out := &reportOutput{ContentType: "text/csv; charset=utf-8",
		Disposition: `attachment; filename="shipments-` + days.First.String() + `-` + days.Last.String() + `.` + in.Format + `"`}
	var part sheet.Part
	if in.Format == "json" {
		out.ContentType = "application/json"
		out.Body, part, err = d.Dispatches.JSON(ctx, period, in.Cursor)
	} else {
		out.Body, part, err = d.Dispatches.CSV(ctx, web.Lang(ctx), period, in.Cursor)
	}
	if err != nil {
		return nil, err
	}
	if out.Rows, out.Until = part.Rows, part.Until; part.Next != "" {
		out.Link = `<?` + url.Values{"from": {in.From}, "to": {in.To}, "format": {in.Format}, "cursor": {part.Next}, "lang": {string(web.Lang(ctx))}}.Encode() + `>; rel="next"`
	}
	return out, nil
}

type shipmentPartsInput struct {
	ReportPeriod
	Cursor string `query:"cursor" maxLength:"1000" doc:"next of the list before."`
}

func (d *Desk) shipmentParts(ctx context.Context, in *shipmentPartsInput) (*reportPartsOutput, error) {
	period, _, err := d.stretch(in.ReportPeriod)
	if err != nil {
		return nil, err
	}
	parts, err := d.Dispatches.Parts(ctx, period, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := ReportParts{Parts: []ReportPart{}}
	for _, part := range parts {
		out.Parts = append(out.Parts, ReportPart{Cursor: part.Cursor, Rows: part.Rows})
		out.Next = part.Next
	}
	return &reportPartsOutput{Body: out}, nil
}
