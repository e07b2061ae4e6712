package console

import (
	"encoding/base64"
	"encoding/json"
	"html/template"

	"huiyin/shared/web/desk"
)

// personPages are a person's own data: handed out, and erased (rule LAW-4).
var personPages = []page{
	{path: "persons", title: "person.title", op: "exportPerson", nav: navLead, show: persons, forms: []form{
		{id: "exportPerson", area: "person", shows: true, fields: []field{
			{name: "phone", kind: fTel, required: true, max: 40, narrow: true}, {name: "cursor", kind: fHidden}}},
		{id: "erasePerson", area: "person", shows: true, fields: []field{
			{name: "phone", kind: fTel, required: true, max: 40, narrow: true},
			{name: "reason", kind: fRadio, required: true, options: []string{"asked", "purpose_ended", "unlawful"}}}},
	}},
}

type personsPage struct {
	*visit
	Export *Form
	Erase  *Form
	Out    *handedOut
	Erased *desk.Erasure
}

// handedOut is a part of what is stored about somebody.
type handedOut struct {
	File    template.URL // the part itself, to be kept
	Name    string       // of the file
	Tickets int
	OnFile  bool
	Next    string // "" on the last part
}

func persons(v *visit) error {
	v.Refresh = 0
	p := personsPage{visit: v, Export: v.form("exportPerson"), Erase: v.form("erasePerson")}
	var told struct {
		File    json.RawMessage   `json:"file"`
		Tickets []json.RawMessage `json:"tickets"`
		Next    string            `json:"next"`
	}
	if v.answered("exportPerson", &told) {
		// A page can't be a file at the same time; so the file stands in its link.
		p.Out = &handedOut{
			File: template.URL("data:application/json;base64," + base64.StdEncoding.EncodeToString(v.sent.answer.Body)),
			Name: "person-" + v.Now.In(v.c.Zone).Format("2006-01-02") + ".json", Tickets: len(told.Tickets), OnFile: told.File != nil,
			Next: told.Next,
		}
		p.Export.find("cursor").Value = told.Next // the next part, or the first again
	}
	var erased desk.Erasure
	if v.answered("erasePerson", &erased) {
		p.Erased = &erased
	}
	return v.show("persons", p)
}
