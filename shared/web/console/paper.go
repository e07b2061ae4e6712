package console

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huiyin/shared/web/desk"
)

// The papers of a ticket: what the regulations want to see written, signed and
// kept. They are pages that print themselves on A4 without anything of the
// console around them.
var paperPages = []page{
	{path: "tickets/{number}/record", title: "paper.record", op: "readTicket", show: paperOf("record")},
	{path: "tickets/{number}/report", title: "paper.report", op: "readTicket", show: paperOf("report")},
	{path: "tickets/{number}/investigation", title: "paper.investigation", op: "readTicket", show: paperOf("investigation")},
}

// papers are their names, as they lead to each other.
var papers = []string{"record", "report", "investigation"}

// paper is a ticket as one of its papers shows it.
type paper struct {
	*visit
	Kind   string
	File   desk.TicketFile
	Badges map[string]string // of the staff, by id
	Events []desk.TicketEvent
	Words  map[int][]desk.TicketWords // by the number of the event that tells of them
}

func paperOf(kind string) func(*visit) error {
	return func(v *visit) error {
		p := &paper{visit: v, Kind: kind, Badges: map[string]string{}, Words: map[int][]desk.TicketWords{}}
		v.Refresh = 0
		if err := p.read(); err != nil {
			return err
		}
		v.Title = p.Name(kind) + " " + p.File.Ticket.Shown
		return v.show("paper-"+kind, p)
	}
}

// maxHistory bounds how many pages of a history stand on a paper: two thousand
// events. A busy ticket has a few dozen.
const maxHistory = 20

// read brings together what stands on the papers: the ticket and its whole
// history, by the operations that the ticket's own page uses.
func (p *paper) read() error {
	number := p.value("number")
	if err := p.get("readTicket", &p.File, "number", number); err != nil {
		return err
	}
	history := p.File.History
	for read := 1; ; read++ {
		p.Events = append(p.Events, history.Events...)
		for _, w := range history.Words {
			p.Words[w.Seq] = append(p.Words[w.Seq], w)
		}
		next := history.Next
		if next == "" || read == maxHistory {
			break
		}
		history = desk.TicketHistory{}
		if err := p.get("readHistory", &history, "number", number, "cursor", next); err != nil {
			return err
		}
	}
	var people desk.People
	if err := p.get("listStaff", &people); err != nil {
		return err
	}
	for _, s := range people.Staff {
		p.Badges[s.ID] = s.Badge
	}
	return nil
}

// Name is what a paper is called: a record is that of a complaint, or of an
// inquiry.
func (p *paper) Name(kind string) string {
	if code := "paper." + kind + "." + p.File.Ticket.Type; has(code) {
		return p.T(code)
	}
	return p.T("paper." + kind)
}

// Others are the other papers of the ticket.
func (p *paper) Others() []Option {
	var others []Option
	for _, kind := range papers {
		if kind != p.Kind {
			others = append(others, Option{p.Href("tickets/" + p.File.Ticket.Number + "/" + kind), p.Name(kind)})
		}
	}
	return others
}

// Minute is an instant as it stands on paper; "" for none.
func (p *paper) Minute(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(p.c.Zone).Format("2006-01-02 15:04")
}

// Zone is in which zone the paper's times are.
func (p *paper) Zone() string { return p.c.Zone.String() }

// Printer is who looks at the paper: whoever prints it.
func (p *paper) Printer() string {
	if p.Me.Staff == nil {
		return p.Me.Username
	}
	return p.badge(p.Me.Staff.Badge)
}

func (p *paper) badge(badge string) string {
	if badge == "" {
		return ""
	}
	return p.T("paper.badge", "badge", badge)
}

// Owner is who answers for the ticket.
func (p *paper) Owner() string {
	return cmp.Or(p.badge(p.Badges[p.File.Ticket.Owner]), p.T("paper.nobody"))
}

// About is what it is about, in words.
func (p *paper) About() string {
	t := p.File.Ticket
	if t.Kind != "" {
		return p.Option("kind", t.Kind)
	}
	return p.Option("reason", t.Reason)
}

// Who is the customer as he is addressed; "" after an erasure.
func (p *paper) Who() string {
	who := p.File.Person
	if who.Title == "" || who.Name == "" {
		return who.Name
	}
	return p.T("paper.named", "name", who.Name, "title", p.Option("title", who.Title))
}

// By is who did something: a badge, the customer, the system.
func (p *paper) By(by, badge string) string {
	if badge != "" {
		return p.badge(badge)
	}
	if who, _, _ := strings.Cut(by, ":"); has("paper.by." + who) {
		return p.T("paper.by." + who)
	}
	return by
}

// Matter is what the customer came with.
func (p *paper) Matter() []string { return p.said(1, "customer") }

// said are the words of one kind at an event.
func (p *paper) said(seq int, kind string) []string {
	var texts []string
	for _, w := range p.Words[seq] {
		if w.Kind == kind {
			texts = append(texts, w.Text)
		}
	}
	return texts
}

// last is the last event of a type, nil when there was none.
func (p *paper) last(typ string) *desk.TicketEvent {
	for _, e := range slices.Backward(p.Events) {
		if e.Type == typ {
			return &e
		}
	}
	return nil
}

// first is the first event of a type, nil when there was none.
func (p *paper) first(typ string) *desk.TicketEvent {
	i := slices.IndexFunc(p.Events, func(e desk.TicketEvent) bool { return e.Type == typ })
	if i < 0 {
		return nil
	}
	return &p.Events[i]
}
