package console

import (
	"net/http"
	"strconv"

	"huiyin/shared/web/desk"
	"huiyin/shared/worklist"
)

// queuePages are the lists of open tickets: what to work on next, and for
// supervisors what is with others and what was reported upwards.
var queuePages = []page{
	{path: "queue", title: "queue.title", op: "readWork", nav: navWork, show: queue, links: queueLinks, forms: []form{
		handOutForm("handOut"),
		{id: "saveFilter", area: "queue", quiet: true, fields: append([]field{{name: "name", kind: fText, required: true, max: worklist.MaxFilterName, narrow: true}},
			filterFields()...)},
		{id: "dropFilter", area: "queue", quiet: true, fields: []field{{name: "name", kind: fHidden}}},
	}},
	{path: "queue/next", title: "queue.next", op: "readWork", show: nextDue},
	{path: "supervision", title: "supervision.title", op: "readBoard", nav: navLead, show: supervision, forms: []form{handOutForm("handOutSupervised")}},
	{path: "escalations", title: "escalations.title", op: "readBoard", nav: navLead, show: escalations, forms: []form{handOutForm("handOutEscalated")}},
}

// handOutForm gives the tickets that are ticked in a list to somebody; each list
// has its own.
func handOutForm(id string) form {
	return form{id: id, op: "handOut", area: "queue", shows: true, fields: []field{
		{name: "numbers", kind: fSeveral}, {name: "to", kind: fSelect, narrow: true}, {name: "team", kind: fSelect, narrow: true}}}
}

// asks are what the list can be asked, as the operation and the page's address
// name it.
var asks = []string{"scope", "team", "type", "kind", "reason", "stage", "class", "waitingFor", "priority", "owner", "breached", "dueWithin"}

// filterFields are asks as hidden fields of a form that keeps them.
func filterFields() (fields []field) {
	for _, name := range asks {
		one := field{name: name, kind: fHidden}
		if name == "dueWithin" {
			one.read = func(text string) (any, bool) {
				n, err := strconv.Atoi(text)
				return n, err == nil
			}
		}
		fields = append(fields, one)
	}
	return fields
}

// refreshes is how often a list is fetched anew, in seconds: a new ticket is
// there before anybody asks.
const refreshes = 15

// queuePage is a list of open tickets.
type queuePage struct {
	*visit
	*list
	People  desk.People
	Facets  []facet
	Kinds   []facet
	Saved   []savedFilter
	Save    *Form
	Selects []choice
	Kept    []hidden // what the address asks besides the selects
	Narrow  bool     // something is asked beside a scope
}

// queue shows what is to be worked on.
func queue(v *visit) error {
	p := &queuePage{visit: v, list: &list{visit: v, path: "queue", wants: v.asked()}}
	if err := p.load(); err != nil {
		return err
	}
	if err := v.get("listStaff", &p.People); err != nil {
		return err
	}
	var kept desk.FilterList
	if err := v.get("listFilters", &kept); err != nil {
		return err
	}
	v.Title = v.T("queue.scope." + p.scope())
	p.rows()
	p.handing(p.People)
	p.facets()
	p.filters(kept)
	p.selects()
	return v.show("queue", p)
}

// asked is what the address asks of the list; a scope is always said.
func (v *visit) asked() map[string]string {
	asked := map[string]string{"scope": string(worklist.Mine)}
	for _, name := range asks {
		if value := v.query(name); value != "" {
			asked[name] = value
		}
	}
	return asked
}

// nextDue leads to the ticket that is to be worked on next: one's own that is
// due first, else the first of the team that nobody has. not is one that the
// visitor has in front of him.
func nextDue(v *visit) error {
	for _, scope := range []worklist.Scope{worklist.Mine, worklist.Unassigned} {
		var work desk.Work
		if err := v.get("readWork", &work, "scope", string(scope), "limit", "2"); err != nil {
			return err
		}
		for _, l := range work.Lines {
			if l.Number != v.query("not") && l.State != string(worklist.Held) {
				redirect(v.w, v.Href("tickets/"+l.Number))
				return nil
			}
		}
	}
	redirect(v.w, v.Href("queue"))
	return nil
}

// queueLinks are the lists in the menu, with how much there is in each.
func queueLinks(v *visit) (links []link) {
	counts := v.counts()
	here := v.page.path == "queue"
	for _, scope := range []worklist.Scope{worklist.Mine, worklist.OfTeam, worklist.Unassigned, worklist.All} {
		one := link{Text: v.T("queue.scope." + string(scope)), Path: "queue?scope=" + string(scope), Here: here && v.asked()["scope"] == string(scope)}
		if counts != nil {
			one.Count = atLeast(counts.Counts.Scopes[string(scope)], counts.More)
		}
		links = append(links, one)
	}
	return links
}

// counts are what the menu says of the lists: read once for a page, together
// with the list on it; nil when they can't be read, which is no reason to show
// no page.
func (v *visit) counts() *desk.Work {
	if v.work == nil && v.status < http.StatusBadRequest {
		var work desk.Work
		if v.get("readWork", &work, "limit", "1") == nil {
			v.work = &work
		}
	}
	return v.work
}

func atLeast(n int, more bool) string {
	if more {
		return strconv.Itoa(n) + "+"
	}
	return strconv.Itoa(n)
}
