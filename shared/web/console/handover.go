package console

import (
	"html/template"
	"net/url"
	"strings"

	"huiyin/shared/web/desk"
)

// linkActions make a link for whoever the ticket is handed over to.
var linkActions = []action{
	{group: handGroup, allowed: "link_hand_over", fit: func(t *ticketPage) bool { return t.Ticket.HandOver != nil },
		form: form{id: "linkHandOver", area: "handover", key: "l", quiet: true, shows: true}},
}

// linkPanels show the link that was just made. It stands nowhere else: whoever
// leaves the page makes another one.
var linkPanels = []panel{{id: "link", place: topPlace, op: "linkHandOver", load: linkPanel}}

type linkPart struct {
	*ticketPage
	Link desk.HandOverLink
}

func linkPanel(t *ticketPage) (any, error) {
	part := linkPart{ticketPage: t}
	if !t.answered("linkHandOver", &part.Link) {
		return nil, nil
	}
	return part, nil
}

// Address is the link as it is sent. Where the gateway does not tell its own
// address it is the page's to find out (register.js).
func (p linkPart) Address() string {
	if p.Link.URL != "" {
		return p.Link.URL
	}
	return p.root + p.Link.Path
}

// Mail is a message to the place's contact with the link; its subject has the
// number and nothing of the customer.
func (p linkPart) Mail() template.URL {
	to := ""
	if p.Link.Contact != nil {
		to = url.PathEscape(p.Link.Contact.Mail)
	}
	text := url.Values{
		"subject": {p.T("handover.subject", "number", p.Link.Shown, "company", p.Company.Name)},
		"body": {p.T("handover.body", "name", p.Link.Name, "number", p.Link.Shown, "link", p.Address(), "until", p.Exact(p.Link.Until),
			"company", p.Company.Name, "hotline", p.Company.Hotline)},
	}
	return template.URL("mailto:" + to + "?" + mailEncoded(text))
}

// mailEncoded writes a mail's fields as RFC 6068 wants them: a space is %20 and
// no plus.
func mailEncoded(values url.Values) string {
	text := ""
	for _, name := range []string{"subject", "body"} {
		if text != "" {
			text += "&"
		}
		text += name + "=" + strings.ReplaceAll(url.QueryEscape(values.Get(name)), "+", "%20")
	}
	return text
}

// takers offers the names of departments and partners where a ticket is handed
// over. Branches are too many for a list: they are looked up.
func takers(t *ticketPage, f *Form) {
	for _, kind := range []string{"department", "partner"} {
		var found desk.PlaceList
		if err := t.get("listPlaces", &found, "kind", kind, "limit", "100"); err != nil {
			return // the name can be typed
		}
		for _, p := range found.Places {
			f.suggest("name", p.Name)
		}
	}
}

// suggest offers a value for a field that can be typed as well.
func (f *Form) suggest(name, value string) {
	if x := f.find(name); x != nil {
		x.Options = append(x.Options, Option{value, value})
	}
}
