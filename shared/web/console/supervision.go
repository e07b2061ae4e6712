package console

import (
	"slices"
	"time"

	"huiyin/shared/web/desk"
	"huiyin/shared/worklist"
)

// overseen is a list that a supervisor looks through, by scope.
type overseen struct {
	*visit
	*list
	Tabs []facet
}

// supervision shows what a department, a branch or a partner has: until when an
// answer is owed, who has it, and whether they have accepted it (rule SJ-11).
func supervision(v *visit) error {
	p := &overseen{visit: v, list: &list{visit: v, path: "supervision", wants: map[string]string{"scope": string(worklist.HandedOver), "type": "complaint"}}}
	if v.query("type") == "any" {
		delete(p.wants, "type")
	}
	p.note = func(w desk.WorkLine) string {
		if w.HandOver == nil {
			return ""
		}
		with := v.T("supervision.with", "to", v.Option("to", w.HandOver.To), "name", w.HandOver.Name)
		if w.HandOver.AcceptedAt.IsZero() {
			return v.T("supervision.not_accepted", "with", with, "at", v.When(w.HandOver.At))
		}
		return v.T("supervision.accepted", "with", with, "at", v.When(w.HandOver.AcceptedAt))
	}
	p.due = func(w desk.WorkLine) Due { return v.Due(owedBy(w), time.Time{}, false) } // the hand-over's own clock
	if err := p.oversee(func(a, b desk.WorkLine) int { return compareTimes(owedBy(a), owedBy(b)) }); err != nil {
		return err
	}
	_, complaints := p.wants["type"]
	p.Tabs = []facet{{Text: v.T("supervision.complaints"), Href: v.Href("supervision"), Here: complaints},
		{Text: v.T("supervision.all"), Href: v.Href("supervision", "type", "any"), Here: !complaints}}
	return v.show("overseen", p)
}

// escalations shows what was reported upwards, by a person or by itself.
func escalations(v *visit) error {
	p := &overseen{visit: v, list: &list{visit: v, path: "escalations", wants: map[string]string{"scope": string(worklist.Escalated)}}}
	p.note = func(w desk.WorkLine) string {
		if w.EscalatedAt.IsZero() {
			return v.T("escalations.by." + w.Escalated)
		}
		return v.T("escalations.by_at", "by", v.T("escalations.by."+w.Escalated), "at", v.When(w.EscalatedAt))
	}
	if err := p.oversee(nil); err != nil {
		return err
	}
	return v.show("overseen", p)
}

// Lead says what the list is for.
func (p *overseen) Lead() string { return p.T(p.path + ".lead") }

// owedBy is until when whoever has a ticket owes an answer.
func owedBy(w desk.WorkLine) time.Time {
	if w.HandOver == nil {
		return time.Time{}
	}
	return w.HandOver.DueAt
}

// compareTimes orders instants, those that are none last.
func compareTimes(a, b time.Time) int {
	if a.IsZero() || b.IsZero() {
		return b.Compare(a)
	}
	return a.Compare(b)
}

// oversee reads the list; order is that of the page's lines, nil for that of the
// work list.
func (p *overseen) oversee(order func(a, b desk.WorkLine) int) error {
	if err := p.load(); err != nil {
		return err
	}
	if order != nil {
		slices.SortStableFunc(p.Work.Lines, order)
	}
	p.rows()
	var people desk.People
	if err := p.visit.get("listStaff", &people); err != nil {
		return err
	}
	p.handing(people)
	return nil
}
