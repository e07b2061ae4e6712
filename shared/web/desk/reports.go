package desk

import (
	"context"
	"net/url"
	"time"

	"huiyin/shared/report"
	"huiyin/shared/web"
)

// ReportPeriod names a period.
type ReportPeriod struct {
	From string `query:"from" required:"true" maxLength:"10" doc:"The first day, in the company's zone: 2026-06-01."`
	To   string `query:"to" required:"true" maxLength:"10" doc:"The last day, included; at most 366 days."`
}

type reportInput struct {
	ReportPeriod
	Format string `query:"format" enum:"csv,json" default:"csv" doc:"csv: for a spreadsheet, in the caller's language and on the company's clock. json: {\"rows\": [...], \"next\": \"...\"}, codes and UTC."`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Of the part, as Link (or next) of the part before gave it; none for the first."`
}

// reportOutput is a file of at most a thousand rows.
type reportOutput struct {
	ContentType string    `header:"Content-Type"`
	Disposition string    `header:"Content-Disposition"`
	Link        string    `header:"Link" doc:"Where the next part is; none on the last one."`
	Rows        int       `header:"Report-Rows" doc:"How many rows this part has."`
	Until       time.Time `header:"Report-Until" timeFormat:"2006-01-02T15:04:05Z07:00" doc:"Up to where the period has been read."`
	Body        []byte
}

// exportTickets gives a part of a period's tickets, one row each (rule JY-4).
func (d *Desk) exportTickets(ctx context.Context, in *reportInput) (*reportOutput, error) {
	p, err := report.ParsePeriod(in.From, in.To, d.Reports.Zone)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	badge := func(staff string) string {
		member, _ := roster.Member(staff)
		return member.Badge
	}
	out := &reportOutput{ContentType: "text/csv; charset=utf-8",
		Disposition: `attachment; filename="tickets-` + p.First.String() + `-` + p.Last.String() + `.` + in.Format + `"`}
	var part report.Part
	if in.Format == "json" {
		out.ContentType = "application/json"
		sheet := report.NewJSON()
		if part, err = d.Reports.Write(ctx, d.Now(), p, in.Cursor, badge, sheet); err == nil {
			out.Body, err = sheet.End(part.Next)
		}
	} else {
		sheet := report.NewCSV(web.Lang(ctx), d.Reports.Zone)
		part, err = d.Reports.Write(ctx, d.Now(), p, in.Cursor, badge, sheet)
		out.Body = sheet.Bytes()
	}
	if err != nil {
		return nil, err
	}
	out.Rows, out.Until = part.Rows, part.Until.UTC()
	if part.Next != "" {
		out.Link = `<?` + in.of(part.Next, ctx) + `>; rel="next"`
	}
	return out, nil
}

// of is the query of the part that begins at a cursor, in the same language.
func (in *reportInput) of(cursor string, ctx context.Context) string {
	return url.Values{"from": {in.From}, "to": {in.To}, "format": {in.Format}, "cursor": {cursor}, "lang": {string(web.Lang(ctx))}}.Encode()
}

type reportPartsInput struct {
	ReportPeriod
	Cursor string `query:"cursor" maxLength:"1000" doc:"next of the list before."`
}

// ReportParts are the parts of a period.
type ReportParts struct {
	Parts []ReportPart `json:"parts"`
	Next  string       `json:"next,omitempty" doc:"The cursor under which the list goes on; none at its end."`
}

// ReportPart is what one export gives.
type ReportPart struct {
	Cursor string `json:"cursor,omitempty" doc:"Of the part; none for the first."`
	Rows   int    `json:"rows"`
}

type reportPartsOutput struct{ Body ReportParts }

// reportParts lists the parts of a period, a dozen at once.
func (d *Desk) reportParts(ctx context.Context, in *reportPartsInput) (*reportPartsOutput, error) {
	p, err := report.ParsePeriod(in.From, in.To, d.Reports.Zone)
	if err != nil {
		return nil, err
	}
	parts, err := d.Reports.Parts(ctx, p, in.Cursor)
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
