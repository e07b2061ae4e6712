package console

import (
	"slices"

	"huiyin/shared/web/desk"
	"huiyin/shared/words"
)

// bulletinPages are the notices that customers read on the public pages while
// something is wrong (rule PD-8).
var bulletinPages = []page{
	{path: "bulletins", title: "bulletin.title", op: "listBulletins", nav: navLead, show: bulletins, forms: []form{{
		id: "openBulletin", area: "bulletin", fields: []field{
			{name: "kind", kind: fRadio, required: true},
			{name: "text", kind: fArea, required: true, max: 300, rows: 3}, {name: "textEnglish", kind: fArea, max: 300, rows: 3},
			{name: "regions", kind: fLines, rows: 2}, {name: "from", kind: fMoment, narrow: true}, {name: "until", kind: fMoment, narrow: true},
			{name: "tells.staff", kind: fCheck}, {name: "tells.urgent", kind: fCheck}, {name: "tells.customers", kind: fCheck}},
		preview: "previewBulletin",
	}}},
	{path: "bulletins/{id}/told", title: "bulletin.told", op: "listTold", show: told},
	{path: "bulletins/{id}", title: "bulletin.close_title", op: "closeBulletin", show: closing, forms: []form{{
		id: "closeBulletin", area: "bulletin", next: "bulletins", fields: []field{
			{name: "text", kind: fArea, required: true, max: 300, rows: 3}, {name: "textEnglish", kind: fArea, max: 300, rows: 3},
			{name: "until", kind: fMoment, narrow: true}},
	}}},
}

type bulletinsPage struct {
	*visit
	List  desk.BulletinPage
	Open  *Form
	Would *desk.BulletinPreview // be told, when that was asked
}

func bulletins(v *visit) error {
	p := bulletinsPage{visit: v}
	if err := v.get("listBulletins", &p.List, "cursor", v.query("cursor")); err != nil {
		return err
	}
	var kinds []Option
	for _, kind := range p.List.Kinds {
		kinds = append(kinds, Option{kind, v.BulletinKind(kind)})
	}
	p.Open = v.form("openBulletin").choices("kind", kinds)
	var would desk.BulletinPreview
	if v.answered("previewBulletin", &would) {
		p.Would = &would
	}
	return v.show("bulletins", p)
}

type toldPage struct {
	*visit
	One  desk.Bulletin
	List desk.BulletinRecord
}

// told shows who was told of a notice by SMS (rule PD-5).
func told(v *visit) error {
	p := toldPage{visit: v}
	if err := v.get("readBulletin", &p.One, "id", v.value("id")); err != nil {
		return err
	}
	if err := v.get("listTold", &p.List, "id", v.value("id"), "cursor", v.query("cursor")); err != nil {
		return err
	}
	return v.show("bulletin-told", p)
}

// BulletinKind is a kind of bulletin as customers read it.
func (v *visit) BulletinKind(kind string) string { return v.Word("pages.bulletin." + kind) }

// In is a text in the visitor's language, in Chinese where it is not there.
func (v *visit) In(chinese, english string) string {
	if v.Lang == words.English && english != "" {
		return english
	}
	return chinese
}

type closingPage struct {
	*visit
	One  desk.Bulletin
	Form *Form
}

// closing shows one bulletin and asks for its second text.
func closing(v *visit) error {
	var one desk.Bulletin
	if err := v.get("readBulletin", &one, "id", v.value("id")); err != nil {
		return err
	}
	p := closingPage{visit: v, One: one}
	if slices.Contains([]string{"coming", "shown"}, one.State) || v.sent != nil {
		p.Form = v.form("closeBulletin")
	}
	return v.show("bulletin", p)
}

// shownBulletin is a bulletin for the template "bulletin".
type shownBulletin struct {
	Kind string
	One  desk.Bulletin
}

// Shown gives a bulletin to the template "bulletin".
func (v *visit) Shown(one desk.Bulletin) shownBulletin {
	return shownBulletin{v.BulletinKind(one.Kind), one}
}
