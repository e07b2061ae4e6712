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

// paperPanels lead to the papers from the ticket's own page.
var paperPanels = []panel{{id: "papers", place: sidePlace, load: func(t *ticketPage) (any, error) { return &paper{ticketPage: t}, nil }}}

// papers are their names, as they lead to each other.
var papers = []string{"record", "report", "investigation"}

// paper is a ticket as one of its papers shows it.
type paper struct {
	*ticketPage
	Kind   string
	Events []desk.TicketEvent
	said   map[int][]desk.TicketWords // by the number of the event that tells of them
}

func paperOf(kind string) func(*visit) error {
	return func(v *visit) error {
		v.Refresh = 0
		p := &paper{ticketPage: &ticketPage{visit: v, onPaper: true}, Kind: kind, said: map[int][]desk.TicketWords{}}
		if err := p.ticketPage.read(); err != nil {
			return err
		}
		if err := p.readHistory(); err != nil {
			return err
		}
		v.Title = p.Name(kind) + " " + p.Ticket.Shown
		return v.show("paper-"+kind, p)
	}
}

// maxHistory bounds how many pages of a history stand on a paper: two thousand
// events. A busy ticket has a few dozen.
const maxHistory = 20

// readHistory brings the whole history together, by the operation that the
// ticket's own page uses.
func (p *paper) readHistory() error {
	history := p.File.History
	for read := 1; ; read++ {
		p.Events = append(p.Events, history.Events...)
		for _, w := range history.Words {
			p.said[w.Seq] = append(p.said[w.Seq], w)
		}
		next := history.Next
		if next == "" || read == maxHistory {
			return nil
		}
		history = desk.TicketHistory{}
		if err := p.get("readHistory", &history, "number", p.value("number"), "cursor", next); err != nil {
			return err
		}
	}
}

// Name is what a paper is called: a record is that of a complaint, or of an
// inquiry.
func (p *paper) Name(kind string) string {
	if code := "paper." + kind + "." + p.Ticket.Type; has(code) {
		return p.T(code)
	}
	return p.T("paper." + kind)
}

// Others are the other papers of the ticket.
func (p *paper) Others() []Option {
	var others []Option
	for _, kind := range papers {
		if kind != p.Kind {
			others = append(others, Option{p.Href("tickets/" + p.Ticket.Number + "/" + kind), p.Name(kind)})
		}
	}
	return others
}

// Minute is an instant as it stands on paper; "" for none.
func (v *visit) Minute(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(v.c.Zone).Format("2006-01-02 15:04")
}

// Zone is in which zone the paper's times are.
func (p *paper) Zone() string { return p.c.Zone.String() }

// Printer is who looks at the paper, and may print it.
func (p *paper) Printer() string {
	if p.Me.Staff == nil {
		return p.Me.Username
	}
	return p.Person(p.Me.Staff.ID)
}

// Owner is who answers for the ticket.
func (p *paper) Owner() string {
	if p.Ticket.Owner == "" {
		return p.T("ticket.nobody")
	}
	return p.Person(p.Ticket.Owner)
}

// Signs are who signs the paper.
func (p *paper) Signs() []string {
	return strings.Split(p.T("paper."+p.Kind+".signs"), "|")
}

// Matter is what the customer came with.
func (p *paper) Matter() []string { return p.texts(1) }

// texts are the words that belong to an event.
func (p *paper) texts(seq int) []string {
	var texts []string
	for _, w := range p.said[seq] {
		texts = append(texts, w.Text)
	}
	return texts
}

// last is the number of the last event of a type, 0 when there was none.
func (p *paper) last(typ string) int {
	for _, e := range slices.Backward(p.Events) {
		if e.Type == typ {
			return e.Seq
		}
	}
	return 0
}

// Count is how often something happened.
func (p *paper) Count(typ string) int {
	n := 0
	for _, e := range p.Events {
		if e.Type == typ {
			n++
		}
	}
	return n
}

// phaseLine is one of the phases of a service report.
type phaseLine struct {
	Name string
	courseLine
}

// Phases are taking, assigning, handling, replying and summing up, each with
// when and by whom (rule JY-3).
func (p *paper) Phases() []phaseLine {
	phases := []phaseLine{}
	for _, phase := range []struct {
		name  string
		types []string // the first of these that happened tells of it
		last  bool     // and the last time, not the first
	}{
		{"taken", []string{"ticket.opened"}, false},
		{"assigned", []string{"ticket.assigned"}, false},
		{"handled", []string{"ticket.carried_out", "ticket.handed_back", "ticket.replied"}, true},
		{"answered", []string{"ticket.resolved"}, true},
		{"summed_up", []string{"ticket.summed_up"}, true},
	} {
		line := phaseLine{Name: p.T("paper.phase." + phase.name)}
		for _, typ := range phase.types {
			happened := p.course(func(e desk.TicketEvent) bool { return e.Type == typ })
			if n := len(happened); n > 0 {
				line.courseLine = happened[0]
				if phase.last {
					line.courseLine = happened[n-1]
				}
				break
			}
		}
		line.What = cmp.Or(line.What, p.T("paper.not_yet"))
		phases = append(phases, line)
	}
	return phases
}
