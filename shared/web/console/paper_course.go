package console

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"huiyin/shared/web/desk"
)

// courseLine is one thing that happened, as a paper tells it.
type courseLine struct {
	At    time.Time
	By    string
	What  string
	Texts []string
}

// offPaper is what only the desk's own clocks are about.
var offPaper = []string{"ticket.fell_due", "ticket.rejudged"}

// Course is what happened, oldest first.
func (p *paper) Course() lines {
	return lines{p, p.course(func(e desk.TicketEvent) bool {
		empty := e.Type == "ticket.noted" && len(p.said[e.Seq]) == 0 // its words are gone
		return !slices.Contains(offPaper, e.Type) && !empty
	})}
}

// HandOvers are what passed to departments, branches and partners and came back.
func (p *paper) HandOvers() lines {
	return lines{p, p.course(func(e desk.TicketEvent) bool {
		return slices.Contains([]string{"ticket.handed_over", "ticket.hand_over_accepted", "ticket.handed_back", "ticket.taken_back"}, e.Type)
	})}
}

// lines are a part of what happened, for the template that lays them out.
type lines struct {
	Page  *paper
	Lines []courseLine
}

func (p *paper) course(wanted func(desk.TicketEvent) bool) []courseLine {
	var all []courseLine
	for _, e := range p.Events {
		if wanted(e) && has("event."+strings.TrimPrefix(e.Type, "ticket.")) {
			line := courseLine{At: e.At, By: p.who(e), What: p.what(e), Texts: p.texts(e.Seq)}
			if e.Type == "ticket.opened" { // the matter stands above
				line.Texts = nil
			}
			if e.Type == "ticket.breached" { // whoever acted next only wrote it down
				line.By = p.T("event.by.system")
			}
			all = append(all, line)
		}
	}
	return all
}

// clockLine is what became of a deadline.
type clockLine struct {
	Metric     string
	Due, Ended time.Time
	State      string
}

// Clocks are the deadlines, in the order in which they began.
func (p *paper) Clocks() []clockLine {
	var all []clockLine
	for _, t := range p.File.Timers {
		if t.State == "cancelled" {
			continue
		}
		line := clockLine{Metric: p.Option("metric", t.Metric), Due: t.DueAt, Ended: t.EndedAt, State: p.T("paper.clock." + t.State)}
		if t.State == "breached" {
			line.State = p.T("paper.clock.late", "time", p.Seconds(t.OverdueSeconds))
		}
		all = append(all, line)
	}
	return all
}

// chargeLine is a deadline that was missed, and who held the ticket then.
type chargeLine struct {
	Metric string
	Due    time.Time
	Who    string
}

// Charges are the missed deadlines with those who answer for them (rule SJ-11).
func (p *paper) Charges() []chargeLine {
	var all []chargeLine
	for _, e := range p.Events {
		if e.Type != "ticket.breached" {
			continue
		}
		var f struct {
			Metric, With, Name string
			Due                time.Time
		}
		if err := json.Unmarshal(e.Facts, &f); err != nil {
			panic(err) // the event's own facts
		}
		all = append(all, chargeLine{p.Option("metric", f.Metric), f.Due, p.With(f.With, f.Name)})
	}
	return all
}
