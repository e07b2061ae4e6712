package console

import (
	"crypto/rand"
	"strings"

	"huiyin/shared/place"
	"huiyin/shared/web/desk"
)

// placePages are the register: whoever answers callers looks a branch up here,
// supervisors keep it (PD-1).
var placePages = []page{
	{path: "places", title: "place.title", op: "listPlaces", nav: navWork, show: findPlaces, forms: []form{
		{id: "addPlace", op: "savePlace", area: "place", next: "places/{id}", fields: append([]field{{name: "id", kind: fHidden}}, placeFields...)},
		importForm("importPlaces", "place")}},
	{path: "places/{id}", title: "place.one", op: "readPlace", show: onePlace, forms: []form{
		{id: "savePlace", area: "place", fields: append(placeFields[:len(placeFields):len(placeFields)], field{name: "inactive", kind: fCheck})}}},
}

var placeFields = []field{
	{name: "kind", kind: fSelect, required: true, narrow: true, options: place.Kinds},
	{name: "name", kind: fText, required: true, max: place.MaxName},
	{name: "region", kind: fText, narrow: true, max: place.MaxWord},
	{name: "address", kind: fText, max: place.MaxText},
	{name: "phone", kind: fText, narrow: true, max: place.MaxWord},
	{name: "hours", kind: fText, max: place.MaxText},
	{name: "coverage", kind: fLines, rows: 4},
	{name: "contact.name", kind: fText, narrow: true, max: place.MaxName},
	{name: "contact.phone", kind: fTel, narrow: true, max: place.MaxWord},
	{name: "contact.mail", kind: fText, max: place.MaxMail},
	{name: "language", kind: fSelect, required: true, narrow: true, options: []string{"zh", "en"}},
}

// importForm takes a table: pasted, or put there by the page's script from a
// file that somebody chose.
func importForm(id, area string) form {
	return form{id: id, area: area, shows: true, fields: []field{{name: "table", kind: fArea, rows: 10, required: true}}}
}

type placesPage struct {
	*visit
	Text, Kind, Area string // what was asked for
	Inactive         bool
	Kinds            []Option
	Places           []desk.Place
	More             string // leads to further ones, "" at their end
	Add, Import      *Form
	Imported         *desk.Imported
}

func findPlaces(v *visit) error {
	v.Refresh = 0
	data := placesPage{visit: v, Text: v.query("q"), Kind: v.query("kind"), Area: v.query("area"), Inactive: v.query("inactive") == "true"}
	for _, kind := range place.Kinds {
		data.Kinds = append(data.Kinds, Option{kind, v.Option("to", kind)})
	}
	asked := []string{"q", data.Text, "kind", data.Kind, "area", data.Area, "inactive", v.query("inactive")}
	var found desk.PlaceList
	if err := v.get("listPlaces", &found, append(asked, "cursor", v.query("cursor"))...); err != nil {
		return err
	}
	data.Places = found.Places
	if found.Next != "" {
		data.More = v.Href("places", append(asked, "cursor", found.Next)...)
	}
	data.Add = v.form("addPlace").set("id", "p-"+strings.ToLower(rand.Text()[:12])).set("language", "zh").set("kind", place.Branch)
	data.Add.choices("kind", data.Kinds)
	data.Import, data.Imported = v.imports("importPlaces")
	return v.show("places", data)
}

// imports is the form of an import, whose mistakes say in which row they are,
// and what the last one came to.
func (v *visit) imports(id string) (*Form, *desk.Imported) {
	f := v.form(id)
	if f != nil && f.Problem != nil {
		for i, wrong := range f.Problem.Errors {
			if row, column, ok := rowOf(wrong.Field); ok {
				f.Problem.Errors[i].Message = v.T("place.row", "row", row, "column", v.columnOf(f.form.area, column), "message", wrong.Message)
			}
		}
	}
	var done desk.Imported
	if v.answered(id, &done) {
		f.set("table", "")
		f.Field("table").Value = "" // it is taken over
		return f, &done
	}
	return f, nil
}

// rowOf reads where a mistake in a table is: "row 7.phone".
func rowOf(path string) (row, column string, ok bool) {
	where, ok := strings.CutPrefix(path, "row ")
	row, column, _ = strings.Cut(where, ".")
	return row, column, ok
}

// columnOf names a column as the heading of a table does, with what follows it.
func (v *visit) columnOf(area, column string) string {
	if column == "" || !has(area+".column."+column) {
		return ""
	}
	return v.T(area+".column."+column) + v.T("form.colon")
}

type placePage struct {
	*visit
	Place desk.Place
	Save  *Form
}

func onePlace(v *visit) error {
	data := placePage{visit: v}
	version, err := v.read("readPlace", &data.Place, "id", v.value("id"))
	if err != nil {
		return err
	}
	p := data.Place
	v.Title = p.Name
	if p.Contact == nil {
		p.Contact = &desk.PlaceContact{}
	}
	data.Save = v.form("savePlace").set("kind", p.Kind).set("name", p.Name).set("region", p.Region).set("address", p.Address).set("phone", p.Phone).
		set("hours", p.Hours).set("coverage", p.Coverage).set("contact.name", p.Contact.Name).set("contact.phone", p.Contact.Phone).
		set("contact.mail", p.Contact.Mail).set("language", p.Language).set("inactive", !p.Active).match(version)
	var kinds []Option
	for _, kind := range place.Kinds {
		kinds = append(kinds, Option{kind, v.Option("to", kind)})
	}
	data.Save.choices("kind", kinds)
	return v.show("place", data)
}
