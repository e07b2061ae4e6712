package console

import (
	"bytes"
	"html/template"
	"slices"
	"sync"

	"huiyin/shared/web/desk"
)

// panel is a part of a ticket's page with data of its own, shown by the
// template "panel-<id>" (pages/parts-*.html). Areas add theirs to ticketPanels.
type panel struct {
	id    string
	place string // topPlace …
	op    string // the operation that one must be allowed to call to see it; "" for everybody
	// load gives what the template is given: a struct that embeds *ticketPage. Nil
	// leaves the panel out.
	load func(*ticketPage) (any, error)
}

// Where a panel can stand.
const (
	topPlace   = "top"   // above the reply
	replyPlace = "reply" // beside the reply
	mainPlace  = "main"  // between the actions and the story
	sidePlace  = "side"  // beside all of it
)

// ticketPanels is what the page of a ticket has beside reply, actions and
// story: each area has its own list in its own file.
var ticketPanels = slices.Concat(
	bookPanels,
	factPanels,
	linkPanels,
	shipmentPanels,
	filePanels,
	paperPanels,
	guidePanels,
)

var factPanels = []panel{
	{id: "timers", place: sidePlace, load: timersPanel},
	{id: "who", place: sidePlace, load: whoPanel},
	{id: "facts", place: sidePlace, load: func(t *ticketPage) (any, error) { return t, nil }},
	{id: "related", place: sidePlace, op: "listRelated", load: relatedPanel},
	{id: "split", place: sidePlace, load: splitPanel},
}

// shownPanel is a panel made ready.
type shownPanel struct {
	ID   string
	HTML template.HTML
}

// Panels are those of a place.
func (t *ticketPage) Panels(place string) []shownPanel { return t.panels[place] }

// lay makes the panels. One that can't be read says so and does not take the
// page along.
func (t *ticketPage) lay() {
	t.panels = map[string][]shownPanel{}
	for _, p := range ticketPanels {
		if p.op != "" && !t.May(p.op) {
			continue
		}
		data, err := p.load(t)
		name := "panel-" + p.id
		if err != nil {
			name, data = "panel-failed", t
		}
		if data != nil {
			t.panels[p.place] = append(t.panels[p.place], shownPanel{p.id, part(name, data)})
		}
	}
}

// parts are the templates that all pages share, apart from the layout: what was
// executed can't be the beginning of another page.
var parts = sync.OnceValue(func() *template.Template { return template.Must(layout().Clone()) })

// part is one of the shared templates, made ready to stand in a page.
func part(name string, data any) template.HTML {
	var out bytes.Buffer
	if err := parts().ExecuteTemplate(&out, name, data); err != nil {
		panic(err)
	}
	return template.HTML(out.String())
}

type whoPart struct {
	*ticketPage
	Reveal *Form
}

func whoPanel(t *ticketPage) (any, error) {
	w := whoPart{ticketPage: t}
	if t.File.Person.Phone != "" && t.Phone == "" {
		w.Reveal = t.form("readPhone")
	}
	return w, nil
}

type relatedPart struct {
	*ticketPage
	desk.Related
}

func relatedPanel(t *ticketPage) (any, error) {
	r := relatedPart{ticketPage: t}
	return r, t.get("listRelated", &r.Related, "number", t.Ticket.Number)
}
