package console

import (
	"net/url"
	"strconv"
	"time"

	"huiyin/shared/web/desk"
)

var exportPages = []page{
	{path: "export", title: "export.title", op: "exportTickets", nav: navLead, show: export},
	{path: "export/shipments", title: "export.shipments", op: "exportShipments", show: exportShipments},
}

// exportPage asks for a period and leads to its files. With the page's script
// one button fetches part after part and saves one file; without it there is a
// link for each part.
type exportPage struct {
	*visit
	Of               string // what is exported: tickets, shipments
	path, parts      string // of the page, and of the operation that lists the parts
	From, To, Format string
	Chosen           bool // a period was asked for
	Wrong            map[string]string
	Parts            []exportPart
	Total            int
	More             string // leads to further parts, "" at their end
}

// exportPart is a file.
type exportPart struct {
	Name int
	Rows int
	Href string
}

func export(v *visit) error {
	return (&exportPage{visit: v, Of: "tickets", path: "export", parts: "listExportParts"}).ask()
}

// exportShipments are those that left in a period.
func exportShipments(v *visit) error {
	return (&exportPage{visit: v, Of: "shipments", path: "export/shipments", parts: "listShipmentParts"}).ask()
}

func (p *exportPage) ask() error {
	v := p.visit
	today := v.Now.In(v.c.Zone)
	p.From, p.To, p.Format = v.query("from"), v.query("to"), v.query("format")
	v.Refresh = 0
	p.Chosen = p.From != "" || p.To != ""
	if !p.Chosen {
		p.From, p.To = today.AddDate(0, 0, 1-today.Day()).Format(time.DateOnly), today.Format(time.DateOnly)
	}
	if p.Format != "json" {
		p.Format = "csv"
	}
	if p.Chosen {
		if err := p.list(); err != nil {
			return err
		}
	}
	return v.show("export", p)
}

// list asks which parts the period has. What is wrong with the period is told at
// its fields.
func (p *exportPage) list() error {
	var found desk.ReportParts
	err := p.get(p.parts, &found, "from", p.From, "to", p.To, "cursor", p.query("cursor"))
	if wrong, ok := mistakes(err, "from", "to"); ok {
		p.Wrong, p.status = wrong, 422
		return nil
	}
	if err != nil {
		return err
	}
	first := positive(p.query("after"))
	for i, part := range found.Parts {
		p.Total += part.Rows
		p.Parts = append(p.Parts, exportPart{Name: first + i + 1, Rows: part.Rows, Href: p.file(part.Cursor)})
	}
	if found.Next != "" {
		p.More = p.Href(p.path, "from", p.From, "to", p.To, "format", p.Format, "cursor", found.Next, "after", strconv.Itoa(first+len(p.Parts)))
	}
	return nil
}

// file is the address of a part's file.
func (p *exportPage) file(cursor string) string {
	query := url.Values{"from": {p.From}, "to": {p.To}, "format": {p.Format}, "lang": {string(p.Lang)}}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	return p.First() + suffix(query)
}

// First is the address of the first part, for the page's script, which puts the
// fields of the form behind it.
func (p *exportPage) First() string { return p.root + "desk/" + p.path }
