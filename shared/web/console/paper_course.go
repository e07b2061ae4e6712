package console

import (
	"encoding/json"
	"strings"
	"time"

	"huiyin/shared/id"
	"huiyin/shared/web/desk"
)

// courseLine is one thing that happened, as a paper tells it.
type courseLine struct {
	At    time.Time
	By    string
	What  string
	Texts []string
}

// told are the facts of events that papers tell of.
type told struct {
	To, Name, With, Owner, Team, Metric, Other, For, Priority, Ruling, Code, Outcome string
	Due                                                                             time.Time
}

// Course is what happened, oldest first. What only the desk's clocks know (a
// warning, other rules) is left out; what was missed is not.
func (p *paper) Course() []courseLine { return p.course(func(desk.TicketEvent) bool { return true }) }

func (p *paper) course(wanted func(desk.TicketEvent) bool) []courseLine {
	var lines []courseLine
	for _, e := range p.Events {
		code := "paper.event." + strings.TrimPrefix(e.Type, "ticket.")
		if !has(code) || !wanted(e) {
			continue
		}
		line := courseLine{At: e.At, By: p.By(e.By, e.Badge), What: p.what(code, e)}
		for _, w := range p.Words[e.Seq] {
			line.Texts = append(line.Texts, w.Text)
		}
		if e.Type == "ticket.noted" && len(line.Texts) == 0 {
			continue // its words are gone
		}
		lines = append(lines, line)
	}
	return lines
}

// what is an event in a sentence.
func (p *paper) what(code string, e desk.TicketEvent) string {
	f := p.facts(e)
	to := f.Name
	if f.To != "" {
		to = strings.TrimSpace(p.Option("to", f.To) + " " + f.Name)
	}
	if e.Type == "ticket.assigned" {
		to = p.badge(p.Badges[f.Owner])
		if f.Owner == "" {
			to = p.T("paper.team", "team", f.Team)
		}
	}
	if !f.Due.IsZero() && has(code+".due") {
		code += ".due"
	}
	return p.T(code, "to", to, "due", p.Minute(f.Due), "metric", p.Option("metric", f.Metric), "for", p.Option("for", f.For),
		"priority", p.Option("priority", f.Priority), "other", id.Show(f.Other))
}

func (p *paper) facts(e desk.TicketEvent) told {
	var f told
	if len(e.Facts) > 0 {
		if err := json.Unmarshal(e.Facts, &f); err != nil {
			panic(err) // the event's own facts
		}
	}
	return f
}

// clockLine is what became of a deadline.
type clockLine struct {
	Metric  string
	Due     time.Time
	Ended   time.Time
	State   string
	Late    bool
	Overdue string // how late, "" for not
}

// Clocks are the deadlines, in the order in which they began.
func (p *paper) Clocks() []clockLine { return p.clocks("") }

func (p *paper) clocks(metric string) []clockLine {
	var lines []clockLine
	for _, t := range p.File.Timers {
		if metric != "" && t.Metric != metric || t.State == "cancelled" {
			continue
		}
		line := clockLine{Metric: p.Option("metric", t.Metric), Due: t.DueAt, Ended: t.EndedAt, State: p.T("paper.clock." + t.State), Late: t.State == "breached"}
		if line.Late {
			line.Overdue = p.Long(time.Duration(t.OverdueSeconds * float64(time.Second)))
		}
		lines = append(lines, line)
	}
	return lines
}

// shareLine is how long the ticket was with somebody.
type shareLine struct{ Who, Elapsed, Served string }

// Shares say with whom the time was.
func (p *paper) Shares() []shareLine {
	var lines []shareLine
	for _, s := range p.File.Split.Totals {
		who := p.Option("with", s.With)
		if s.Name != "" {
			who += " " + s.Name
		}
		lines = append(lines, shareLine{who, p.long(s.ElapsedSeconds), p.long(s.BusinessSeconds)})
	}
	return lines
}

func (p *paper) long(seconds float64) string {
	if seconds < 1 {
		return "0"
	}
	return p.Long(time.Duration(seconds * float64(time.Second)))
}

// chargeLine is a deadline that was missed, and who held the ticket then.
type chargeLine struct {
	Metric string
	Due    time.Time
	Who    string
}

// Charges are the missed deadlines with those who answer for them (rule SJ-11).
func (p *paper) Charges() []chargeLine {
	var lines []chargeLine
	for _, e := range p.Events {
		if e.Type != "ticket.breached" {
			continue
		}
		f := p.facts(e)
		who := strings.TrimSpace(p.Option("with", f.With) + " " + f.Name)
		lines = append(lines, chargeLine{p.Option("metric", f.Metric), f.Due, who})
	}
	return lines
}

// HandOvers are what passed to departments, branches and partners and came back.
func (p *paper) HandOvers() []courseLine {
	return p.course(func(e desk.TicketEvent) bool {
		switch e.Type {
		case "ticket.handed_over", "ticket.hand_over_accepted", "ticket.handed_back", "ticket.taken_back":
			return true
		}
		return false
	})
}
