package console

import (
	"slices"
	"time"

	"huiyin/shared/web/desk"
)

// ticketPages is the page of one ticket.
var ticketPages = []page{
	{path: "tickets/{number}", title: "ticket.title", op: "readTicket", show: showTicket, forms: ticketForms()},
}

// ticketPage is what the page knows of its ticket. Panels and actions are given
// it (see panel, action).
type ticketPage struct {
	*visit
	File    desk.TicketFile
	Ticket  desk.TicketRecord
	Version string
	People  desk.People
	Reply   *Form
	Groups  []actionGroup
	Story   []entry
	// Older and Newest lead through a long history: to what was before, and back
	// to its end; "" where there is nothing.
	Older, Newest string
	Phone         string // the whole number, once somebody has asked for it

	onPaper    bool // instants are written out: paper is read on another day
	colleagues map[string]desk.Staff
	panels     map[string][]shownPanel
	steps      map[string]*Form // of the book, by the step
}

func showTicket(v *visit) error {
	t := &ticketPage{visit: v}
	if err := t.read(); err != nil {
		return err
	}
	v.Title = t.Ticket.Shown
	if err := t.tell(); err != nil {
		return err
	}
	var phone desk.WholePhone
	if v.answered("readPhone", &phone) {
		t.Phone = phone.Phone
	}
	t.act()
	t.lay()
	return v.show("ticket", t)
}

// read asks for the ticket and for the colleagues who can be given it.
func (t *ticketPage) read() (err error) {
	if t.Version, err = t.visit.read("readTicket", &t.File, "number", t.value("number")); err != nil {
		return err
	}
	t.Ticket = t.File.Ticket
	if err = t.get("listStaff", &t.People); err != nil {
		return err
	}
	t.colleagues = map[string]desk.Staff{}
	for _, one := range t.People.Staff {
		t.colleagues[one.ID] = one
	}
	return nil
}

// Can tells whether something can be done to the ticket as it stands.
func (t *ticketPage) Can(action string) bool { return slices.Contains(t.Ticket.Allowed, action) }

// Mine tells whether the visitor owns the ticket.
func (t *ticketPage) Mine() bool { return t.Ticket.Owner != "" && t.Ticket.Owner == t.StaffID() }

// NextDue is when something is owed next.
func (t *ticketPage) NextDue() Due {
	for _, one := range t.File.Timers {
		if one.EndedAt.IsZero() && one.DueAt.Equal(t.Ticket.DueAt) {
			return t.Due(one.DueAt, one.WarnAt, one.State == "paused")
		}
	}
	return t.Due(t.Ticket.DueAt, time.Time{}, false)
}

// Person is a colleague by id: "员工101 · 101".
func (t *ticketPage) Person(id string) string {
	one, ok := t.colleagues[id]
	if !ok {
		return t.T("ticket.somebody")
	}
	return one.Name + " · " + one.Badge
}

// TeamName is a team by id.
func (t *ticketPage) TeamName(id string) string {
	for _, one := range t.People.Teams {
		if one.ID == id {
			return one.Name
		}
	}
	return id
}

// Matter is what the customer said first.
func (t *ticketPage) Matter() *saying {
	for _, w := range t.File.History.Words {
		if w.Kind == "customer" {
			said := t.saying(w)
			return &said
		}
	}
	return nil
}

// Lately is what the customer said last, nil when he spoke once.
func (t *ticketPage) Lately() *saying {
	first := t.Matter()
	for _, e := range t.Story {
		for _, w := range e.Words {
			if w.Kind == "customer" && first != nil && w.Seq != first.Seq {
				return &w
			}
		}
	}
	return nil
}

// About is what kind of matter it is, in words: "投诉 · 损坏".
func (v *visit) About(t desk.TicketRecord) string {
	kind := v.Option("type", t.Type)
	if t.Type == "complaint" {
		return kind + " · " + v.Option("reason", t.Reason)
	}
	return kind + " · " + v.Option("kind", t.Kind)
}

// Standing is where a ticket stands, in words.
func (v *visit) Standing(t desk.TicketRecord) string {
	switch {
	case t.Stage == "waiting" && t.WaitingFor != "":
		return v.T("ticket.waiting." + t.WaitingFor)
	case t.HandOver != nil:
		return v.T("ticket.handed", "name", t.HandOver.Name)
	}
	return v.Option("stage", t.Stage)
}

// Caller is who asked, with the title by choice.
func (t *ticketPage) Caller() string {
	name := t.File.Person.Name
	if name == "" {
		return t.T("ticket.erased_person")
	}
	if title := t.File.Person.Title; title != "" {
		name = t.T("ticket.named."+title, "name", name)
	}
	return name
}

// Has tells whether the console has a page, by its path: links lead to pages
// only that are there.
func (v *visit) Has(path string) bool {
	return slices.ContainsFunc(v.c.pages, func(p page) bool { return p.path == path && (p.op == "" || v.May(p.op)) })
}

// fewTickets are tickets in a short list.
type fewTickets struct {
	*visit
	Tickets []desk.TicketRecord
}

// Few gives a short list of tickets to the template "tickets".
func (v *visit) Few(tickets []desk.TicketRecord) fewTickets { return fewTickets{v, tickets} }
