package console

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"huiyin/shared/id"
	"huiyin/shared/web"
	"huiyin/shared/web/desk"
)

// intakePages are where a call is taken (rules NJ-13, NJ-16, JY-8).
var intakePages = []page{
	{path: "intake", title: "intake.title", op: "openTicket", nav: navWork, show: intake, forms: []form{{
		id: "openTicket", area: "intake", next: "intake/{number}", once: true, preview: "previewTicket", fields: []field{
			{name: "type", kind: fRadio, required: true, options: []string{"inquiry", "complaint"}, value: "inquiry"},
			{name: "kind", kind: fSelect, options: []string{"cargo_status", "price", "coverage", "other"}, narrow: true},
			{name: "reason", kind: fSelect, narrow: true,
				options: []string{"delay", "lost", "damaged", "attitude", "misdelivery", "not_delivered_to_door", "fee", "other"}},
			{name: "target", kind: fSelect, options: []string{"service", "goods", "agent"}, narrow: true},
			{name: "agent", kind: fText, max: 40, narrow: true},
			{name: "name", kind: fText, required: true, max: 40},
			{name: "title", kind: fRadio, options: []string{"mr", "ms"}},
			{name: "phone", kind: fTel, required: true, max: 40, narrow: true},
			{name: "from", kind: fText, max: 40},
			{name: "waybill", kind: fText, max: 40, narrow: true},
			{name: "region", kind: fText, max: 40},
			{name: "text", kind: fArea, required: true, max: 4000, rows: 4},
			{name: "requester", kind: fRadio, options: []string{"customer", "salesperson", "partner"}, value: "customer"},
			{name: "priority", kind: fRadio, options: []string{"normal", "urgent"}, value: "normal"},
			{name: "urgency", kind: fRadio, options: []string{"high", "medium", "low"}},
			{name: "language", kind: fRadio, options: []string{"zh", "en"}, value: "zh"},
			{name: "rings", kind: fNumber, narrow: true},
		},
	}}},
	{path: "intake/{number}", title: "intake.taken", op: "openTicket", show: taken},
}

// sorryAfter is after how many rings a call begins with an apology (rule
// NJ-16).
const sorryAfter = 5

// intakePage is a call: who it is, what is known of him, and what he says.
type intakePage struct {
	*visit
	Query  string // as typed while it rang: a phone, a waybill, a ticket's number
	Rings  string
	Sorry  bool // it rang too long
	By     string
	Person *desk.CustomerFile // on file under the number; nil for nobody
	Open   []desk.TicketRecord
	Closed []desk.TicketRecord
	Wrong  map[string]string // of the search
	Form   *Form
	// Opening is what was read back, once somebody has asked for it.
	Opening *desk.Opening
}

func intake(v *visit) error {
	v.Refresh = 0 // nothing here is to change while somebody speaks
	p := &intakePage{visit: v, Query: strings.TrimSpace(v.query("q")), Rings: strings.TrimSpace(v.query("rings")), Form: v.form("openTicket")}
	if p.Query != "" {
		if err := p.find(); err != nil {
			return err
		}
	}
	p.fill()
	var opening desk.Opening
	if v.answered("previewTicket", &opening) {
		p.Opening = &opening
	}
	return v.show("intake", p)
}

// What was searched by.
const (
	byNumber  = "number"
	byPhone   = "phone"
	byWaybill = "waybill"
)

// find works out what was typed, and finds what is known of it: a ticket's
// number has a check character, a phone number is one that exists, and all else
// is a waybill.
func (p *intakePage) find() error {
	if _, ok := id.ParseNumber(p.Query); ok {
		return p.tickets(byNumber)
	}
	err := p.tickets(byPhone)
	if _, wrong := mistakes(err, "phone"); wrong {
		return p.tickets(byWaybill)
	}
	if err != nil {
		return err
	}
	if err := p.customer(); err != nil {
		return err
	}
	if p.Person == nil && len(p.Open)+len(p.Closed) == 0 { // a waybill may look like a number
		was := p.By
		if err := p.tickets(byWaybill); err != nil {
			return err
		}
		if len(p.Open)+len(p.Closed) == 0 {
			p.By = was
		}
	}
	return nil
}

// tickets finds tickets by what was typed: those that are open, and the others.
func (p *intakePage) tickets(by string) error {
	var found desk.TicketList
	if err := p.get("searchTickets", &found, by, p.Query, "limit", "20"); err != nil {
		return err
	}
	p.By, p.Open, p.Closed = by, nil, nil
	for _, t := range found.Tickets {
		if open(t) {
			p.Open = append(p.Open, t)
		} else {
			p.Closed = append(p.Closed, t)
		}
	}
	return nil
}

// open tells whether something is still to be done on a ticket.
func open(t desk.TicketRecord) bool {
	return t.Stage == "received" || t.Stage == "handling" || t.Stage == "waiting"
}

// customer finds the file of the number, if there is one.
func (p *intakePage) customer() error {
	var file desk.CustomerFile
	err := p.get("findCustomer", &file, "phone", p.Query)
	var problem *web.Problem
	if errors.As(err, &problem) && problem.Status == http.StatusNotFound {
		return nil
	}
	if err == nil {
		p.Person = &file
	}
	return err
}

// fill puts into the form what is known already.
func (p *intakePage) fill() {
	switch p.By {
	case byPhone:
		p.Form.set("phone", p.Query)
	case byWaybill:
		p.Form.set("waybill", p.Query)
	}
	if p.Person != nil {
		p.Form.set("name", p.Person.Name).set("region", p.Person.Region).set("language", p.Person.Lang)
		if p.Person.Title != "" {
			p.Form.set("title", p.Person.Title)
		}
	}
	if rings, err := strconv.Atoi(p.Rings); err == nil {
		p.Form.set("rings", rings).find("rings").Kind = fHidden // it stands above
		p.Sorry = rings > sorryAfter
	}
}

// Greeting is what the agent says first: the company, the badge, the caller's
// name where it is known (rule PD-10).
func (p *intakePage) Greeting() string {
	badge := ""
	if p.Me.Staff != nil {
		badge = p.Me.Staff.Badge
	}
	line := p.T("intake.greeting", "company", p.Company.Name, "badge", badge)
	if name := p.Named(); name != "" {
		line = p.T("intake.greeting_known", "name", name, "greeting", line)
	}
	if p.Sorry {
		line = p.T("intake.sorry", "greeting", line)
	}
	return line
}

// Named is the caller on file, with the title by choice; "" for nobody.
func (p *intakePage) Named() string {
	if p.Person == nil || p.Person.Name == "" {
		return ""
	}
	if p.Person.Title == "" {
		return p.Person.Name
	}
	return p.T("ticket.named."+p.Person.Title, "name", p.Person.Name)
}

// Draft keeps what was typed for one caller from appearing with another. The
// form's own name stands at its end: drafts of a form go when it is done.
func (p *intakePage) Draft() string { return strings.TrimSpace(p.Query + " openTicket") }

// takenPage is what the caller is told when all is written down.
type takenPage struct {
	*visit
	Ticket desk.TicketRecord
}

func taken(v *visit) error {
	v.Refresh = 0
	var file desk.TicketFile
	if err := v.get("readTicket", &file, "number", v.value("number")); err != nil {
		return err
	}
	return v.show("taken", takenPage{v, file.Ticket})
}
