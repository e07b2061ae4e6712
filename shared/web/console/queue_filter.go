package console

import (
	"maps"
	"slices"
	"strconv"

	"huiyin/shared/web/desk"
	"huiyin/shared/worklist"
)

// facet is a link that narrows the list, with how much there is.
type facet struct {
	Text  string
	Count string
	Href  string
	Here  bool
}

// facets are what one narrows the list by most often.
func (p *queuePage) facets() {
	c := p.Work.Counts
	narrow := func(text string, count int, name, value string) {
		if count == 0 && p.wants[name] != value {
			return
		}
		f := facet{Text: p.T("queue.facet." + text), Count: atLeast(count, p.Work.More), Here: p.wants[name] == value, Href: p.to(name, value)}
		if f.Here {
			f.Href = p.to(name, "")
		}
		p.Facets = append(p.Facets, f)
	}
	narrow("late", c.Breached, "breached", "true")
	narrow("soon", c.DueWithinHour, "dueWithin", "60")
	narrow("waiting", c.Waiting, "stage", "waiting")
	narrow("follow_up", c.FollowUp, "stage", "resolved")
	for _, k := range c.Kinds {
		f := facet{Text: p.matter(k.Type, k.Kind, k.Reason), Count: atLeast(k.Count, p.Work.More),
			Here: p.wants["type"] == k.Type && p.wants["kind"] == k.Kind && p.wants["reason"] == k.Reason}
		f.Href = p.to("type", k.Type, "kind", k.Kind, "reason", k.Reason)
		if f.Here {
			f.Href = p.to("type", "", "kind", "", "reason", "")
		}
		p.Kinds = append(p.Kinds, f)
	}
}

// savedFilter is a list that one comes back to.
type savedFilter struct {
	Name string
	Href string
	Here bool
	Drop *Form
}

// filters are those that the visitor keeps, and the form that keeps this one.
func (p *queuePage) filters(kept desk.FilterList) {
	for _, f := range kept.Filters {
		asks := asksOf(f.WorkFilter)
		pairs := []string{}
		for _, name := range slices.Sorted(maps.Keys(asks)) {
			pairs = append(pairs, name, asks[name])
		}
		p.Saved = append(p.Saved, savedFilter{Name: f.Name, Href: p.Href("queue", pairs...), Here: maps.Equal(asks, p.wants),
			Drop: p.form("dropFilter").set("name", f.Name)})
	}
	p.Narrow = len(p.wants) > 1
	p.Save = p.form("saveFilter")
	for name, value := range p.wants {
		p.Save = p.Save.set(name, value)
	}
}

// asksOf is what a filter asks, as the page's address says it.
func asksOf(f desk.WorkFilter) map[string]string {
	all := map[string]string{"scope": f.Scope, "team": f.Team, "type": f.Type, "kind": f.Kind, "reason": f.Reason, "stage": f.Stage, "class": f.Class,
		"waitingFor": f.WaitingFor, "priority": f.Priority, "owner": f.Owner, "breached": f.Breached}
	if f.DueWithin > 0 {
		all["dueWithin"] = strconv.Itoa(f.DueWithin)
	}
	maps.DeleteFunc(all, func(_, value string) bool { return value == "" })
	return all
}

// choice is a select of the form that filters.
type choice struct {
	Name, ID, Label string
	Value           string
	Options         []Option
}

// hidden is what the form that filters takes along.
type hidden struct{ Name, Value string }

// selects are what one filters by now and then.
func (p *queuePage) selects() {
	add := func(name string, options ...Option) {
		label := "field." + name
		if has("queue.field." + name) {
			label = "queue.field." + name
		}
		p.Selects = append(p.Selects, choice{name, "f-" + name, p.T(label), p.wants[name], append([]Option{{"", p.T("queue.any")}}, options...)})
	}
	of := func(name string, values ...string) (options []Option) {
		for _, value := range values {
			options = append(options, Option{value, p.Option(name, value)})
		}
		return options
	}
	var teams, people []Option
	for _, t := range p.People.Teams {
		teams = append(teams, Option{t.ID, t.Name})
	}
	for _, one := range p.People.Staff {
		if !one.Left || one.ID == p.wants["owner"] {
			people = append(people, Option{one.ID, one.Name + " · " + one.Badge})
		}
	}
	scopes := []Option{}
	for _, s := range worklist.Scopes {
		scopes = append(scopes, Option{string(s), p.T("queue.scope." + string(s))})
	}
	p.Selects = append(p.Selects, choice{"scope", "f-scope", p.T("queue.field.scope"), p.wants["scope"], scopes})
	add("team", teams...)
	add("owner", append([]Option{{worklist.Nobody, p.T("queue.nobody")}}, people...)...)
	add("type", of("type", "complaint", "inquiry")...)
	add("stage", of("stage", "received", "handling", "waiting", "resolved")...)
	add("waitingFor", of("for", "customer", "partner")...)
	add("priority", of("priority", "urgent", "normal")...)
	add("class", of("class", "key", "suitable", "general")...)
	add("breached", Option{"true", p.T("queue.late")}, Option{"false", p.T("queue.not_late")})
	add("dueWithin", Option{"15", p.T("long.minutes", "n", 15)}, Option{"60", p.T("long.hours", "n", 1)}, Option{"240", p.T("long.hours", "n", 4)},
		Option{"1440", p.T("long.hours", "n", 24)})
	shown := func(name string) bool {
		return slices.ContainsFunc(p.Selects, func(c choice) bool { return c.Name == name })
	}
	for _, name := range asks {
		if value := p.wants[name]; value != "" && !shown(name) {
			p.Kept = append(p.Kept, hidden{name, value})
		}
	}
}
