package console

import (
	"strconv"
	"strings"

	"huiyin/shared/greeting"
	"huiyin/shared/web/desk"
)

// textPages are what customers and staff are told by SMS, what that costs, and
// which festivals are greeted.
var textPages = []page{
	{path: "texts", title: "texts.title", op: "listTemplates", nav: navAdmin, show: texts},
	{path: "texts/{id}", title: "texts.one", op: "readTemplate", show: oneText, forms: []form{
		textForm("zh"), textForm("en"),
		{id: "switchTemplate", area: "texts", fields: []field{{name: "on", kind: fHiddenFlag, empty: true}, {name: "version", kind: fNumber, empty: true}}},
	}},
	{path: "greetings", title: "texts.greetings", op: "readGreetings", nav: navAdmin, show: greetings, forms: []form{{
		id: "saveGreetings", area: "texts", body: festivalsInOrder, fields: []field{
			{name: "start", kind: fHour, required: true, narrow: true}, {name: "from", kind: fHour, required: true, narrow: true},
			{name: "to", kind: fHour, required: true, narrow: true}, {name: "birthdays", kind: fCheck, empty: true},
			{name: "festivals", kind: fSeveral, empty: true},
		},
	}}},
	{path: "messages", title: "texts.messages", op: "listDoubtful", nav: navAdmin, show: messages, forms: []form{
		{id: "sendMessage", area: "texts", fields: []field{{name: "id", kind: fHidden}}, quiet: true},
		{id: "dropMessage", area: "texts", fields: []field{{name: "id", kind: fHidden}}, quiet: true},
	}},
	{path: "budget", title: "texts.budget", op: "readBudget", nav: navLead, show: budget},
}

// textForm is the form of a text in one language.
func textForm(lang string) form {
	return form{id: "saveText-" + lang, area: "texts", op: "saveText", preview: "previewText", fields: []field{
		{name: "lang", kind: fHidden, value: lang}, {name: "text", kind: fArea, rows: 3, max: 500, empty: true},
	}}
}

type textsPage struct {
	*visit
	Classes []textClass
}

type textClass struct {
	Class     string
	Templates []desk.SMSTemplate
}

func texts(v *visit) error {
	var all struct{ Templates []desk.SMSTemplate }
	if err := v.get("listTemplates", &all); err != nil {
		return err
	}
	data := textsPage{visit: v}
	for _, class := range []string{"receipt", "notice", "staff", "promotion"} {
		part := textClass{Class: class}
		for _, t := range all.Templates {
			if t.Class == class {
				part.Templates = append(part.Templates, t)
			}
		}
		data.Classes = append(data.Classes, part)
	}
	return v.show("texts", data)
}

// Name is what a template is for, in words.
func (v *visit) Name(template string) string {
	template, class, variant := strings.Cut(template, "@")
	name := v.Option("template", template)
	if festival, ok := strings.CutPrefix(template, "festival."); ok {
		name = v.Option("festival", festival)
	}
	if variant {
		name = v.T("texts.for_class", "text", name, "class", v.Option("class", class))
	}
	return name
}

// Variants are the texts of a greeting for the classes of customers; none for
// what is one already.
func (p textPage) Variants() []string {
	if p.Template.Class != "promotion" || strings.Contains(p.Template.ID, "@") || p.Template.ID == "campaign" {
		return nil
	}
	return []string{p.Template.ID + "@key", p.Template.ID + "@suitable", p.Template.ID + "@general"}
}

type textPage struct {
	*visit
	Template desk.SMSTemplate
	Switch   *Form
	Texts    []oneLanguage
}

type oneLanguage struct {
	desk.SMSText
	Form    *Form
	Preview *desk.SMSText
}

func oneText(v *visit) error {
	data := textPage{visit: v}
	if err := v.get("readTemplate", &data.Template, "id", v.value("id")); err != nil {
		return err
	}
	v.Title = v.Name(data.Template.ID)
	if data.Template.Class == "promotion" {
		data.Switch = v.form("switchTemplate").set("on", !data.Template.On).set("version", data.Template.SwitchVersion)
		if data.Switch != nil && !data.Template.On {
			data.Switch.Label = v.T("texts.switch_on")
		}
	}
	for _, t := range data.Template.Texts {
		one := oneLanguage{SMSText: t, Form: v.form("saveText-"+t.Lang).set("text", t.Text)}
		if t.Version > 0 {
			one.Form.match(strconv.Itoa(t.Version))
		}
		var looked desk.SMSText
		if v.answered("previewText", &looked) && looked.Lang == t.Lang {
			one.Preview = &looked
		}
		data.Texts = append(data.Texts, one)
	}
	return v.show("text", data)
}

type greetingsPage struct {
	*visit
	Settings greeting.Settings
	Form     *Form
}

func greetings(v *visit) error {
	data := greetingsPage{visit: v}
	version, err := v.read("readGreetings", &data.Settings)
	if err != nil {
		return err
	}
	var on []string
	var all []Option
	for _, f := range data.Settings.Festivals {
		all = append(all, Option{f.ID, v.Option("festival", f.ID)})
		if f.On {
			on = append(on, f.ID)
		}
	}
	data.Form = v.form("saveGreetings").choices("festivals", all).set("start", data.Settings.Start).set("from", data.Settings.From).
		set("to", data.Settings.To).set("birthdays", data.Settings.Birthdays).set("festivals", on).match(version)
	return v.show("greetings", data)
}

// festivalsInOrder makes the list that the operation takes of the festivals
// that are ticked: all of them, in the order they have.
func festivalsInOrder(v *visit, said map[string]any) (any, error) {
	var now greeting.Settings
	if err := v.get("readGreetings", &now); err != nil {
		return nil, err
	}
	ticked := map[string]bool{}
	list, _ := said["festivals"].([]string)
	for _, id := range list {
		ticked[id] = true
	}
	for i := range now.Festivals {
		now.Festivals[i].On = ticked[now.Festivals[i].ID]
	}
	said["festivals"] = now.Festivals
	return said, nil
}

type messagesPage struct {
	*visit
	desk.LedgerPage
	Aside []desk.AsideRecord
	Send  func(desk.LedgerRow) *Form
	Drop  func(desk.LedgerRow) *Form
}

func messages(v *visit) error {
	data := messagesPage{visit: v}
	if err := v.get("listDoubtful", &data.LedgerPage, "cursor", v.query("cursor")); err != nil {
		return err
	}
	var aside desk.AsideList
	if v.May("listAside") {
		if err := v.get("listAside", &aside); err != nil {
			return err
		}
	}
	data.Aside = aside.Records
	data.Send = func(r desk.LedgerRow) *Form {
		return v.form("sendMessage").set("id", r.ID).match(strconv.Itoa(r.Version))
	}
	data.Drop = func(r desk.LedgerRow) *Form {
		return v.form("dropMessage").set("id", r.ID).match(strconv.Itoa(r.Version))
	}
	return v.show("messages", data)
}

type budgetPage struct {
	*visit
	desk.Budget
}

func budget(v *visit) error {
	data := budgetPage{visit: v}
	if err := v.get("readBudget", &data.Budget); err != nil {
		return err
	}
	return v.show("budget", data)
}
