package console

import (
	"cmp"
	"slices"
	"time"

	"huiyin/shared/web/desk"
)

// violationPages are the register: the whole of it for supervisors, one's own
// part for everybody.
var violationPages = []page{
	{path: "violations", title: "violation.title", op: "listViolations", nav: navLead, show: showViolations, links: registerLink,
		forms: []form{{id: "proposeViolation", area: "violation", next: "violations/{id}", fields: []field{
			{name: "kind", kind: fSelect, required: true}, {name: "person", kind: fSelect, required: true},
			{name: "ticket", kind: fText, max: 40, narrow: true}, {name: "given", kind: fText, max: 40, narrow: true},
			{name: "note", kind: fArea, max: 500, rows: 2},
		}}}},
	{path: "violations/mine", title: "violation.mine", op: "listViolations", nav: navWork, show: showViolations, links: ownLink},
	{path: "violations/{id}", title: "violation.one", op: "readViolation", show: showViolation, forms: []form{
		{id: "confirmViolation", area: "violation", fields: []field{{name: "person", kind: fSelect, required: true}, remark(false)}},
		{id: "dismissViolation", area: "violation", quiet: true, fields: []field{remark(true)}},
		{id: "appealViolation", area: "violation", fields: []field{remark(true)}},
		{id: "decideViolation", area: "violation", fields: []field{
			{name: "stays", kind: fRadio, required: true, options: []string{"true", "false"}, read: func(text string) (any, bool) { return text == "true", text != "" }},
			remark(true),
		}},
	}},
}

func remark(required bool) field {
	return field{name: "note", kind: fArea, required: required, max: 500, rows: 2}
}

// registerLink and ownLink: a supervisor has the whole register in the menu,
// anybody else his own part of it.
func registerLink(v *visit) []link { return v.linkTo("violations", v.May("proposeViolation")) }
func ownLink(v *visit) []link      { return v.linkTo("violations/mine", !v.May("proposeViolation")) }

func (v *visit) linkTo(path string, there bool) []link {
	if !there {
		return nil
	}
	i := slices.IndexFunc(v.c.pages, func(p page) bool { return p.path == path })
	return []link{{Text: v.T(v.c.pages[i].title), Path: path, Here: v.page.path == path}}
}

type violationsPage struct {
	*visit
	desk.ViolationList
	Before, After string // the months beside this one
	NextPage      string
	Wrong         map[string]string
	Propose       *Form
}

func showViolations(v *visit) error {
	p := violationsPage{visit: v}
	month := v.query("month")
	err := v.get("listViolations", &p.ViolationList, "month", month, "cursor", v.query("cursor"))
	if wrong, ok := mistakes(err, "month"); ok {
		p.Wrong, p.Month, v.status = wrong, month, 422
		return v.show("violations", p)
	}
	if err != nil {
		return err
	}
	if at, err := time.Parse("2006-01", p.Month); err == nil {
		p.Before, p.After = at.AddDate(0, -1, 0).Format("2006-01"), at.AddDate(0, 1, 0).Format("2006-01")
	}
	if p.Next != "" {
		p.NextPage = v.Href(v.page.path, "month", p.Month, "cursor", p.Next)
	}
	if v.page.path == "violations" {
		if p.Propose = v.form("proposeViolation"); p.Propose != nil {
			if err := p.accused(); err != nil {
				return err
			}
		}
	}
	return v.show("violations", p)
}

// accused fills in who and what a violation can be about.
func (p *violationsPage) accused() error {
	var kinds []Option
	for _, k := range p.Kinds {
		kinds = append(kinds, Option{k.ID, p.T("violation.priced", "kind", k.Text, "yuan", k.Yuan)})
	}
	people, err := p.colleagues()
	p.Propose.choices("kind", kinds).choices("person", people).set("ticket", p.query("ticket"))
	return err
}

// colleagues are those who are with the company, to choose from.
func (v *visit) colleagues() ([]Option, error) {
	var all desk.People
	if err := v.get("listStaff", &all); err != nil {
		return nil, err
	}
	var list []Option
	for _, one := range all.Staff {
		if !one.Left {
			list = append(list, Option{one.ID, one.Name + " · " + one.Badge})
		}
	}
	return list, nil
}

// Path is where this list is.
func (p violationsPage) Path() string { return p.page.path }

type violationPage struct {
	*visit
	V     desk.Violation
	Forms []*Form
}

func showViolation(v *visit) error {
	v.Refresh = 0
	p := violationPage{visit: v}
	version, err := v.read("readViolation", &p.V, "id", v.value("id"))
	if err != nil {
		return err
	}
	for _, action := range p.V.Allowed {
		f := v.form(action + "Violation").match(version)
		if f == nil {
			continue
		}
		if action == "confirm" {
			if err := p.named(f); err != nil {
				return err
			}
		}
		p.Forms = append(p.Forms, f)
	}
	return v.show("violation", p)
}

// named leaves the person out of a confirmation where somebody is named.
func (p violationPage) named(f *Form) error {
	if p.V.Person != "" {
		f.Fields = slices.DeleteFunc(f.Fields, func(x Field) bool { return x.Name == "person" })
		return nil
	}
	people, err := p.colleagues()
	f.choices("person", people)
	return err
}

// Who is a member of staff by badge, "–" for nobody.
func (v *visit) Who(badge, by string) string {
	if by == "system" {
		return v.T("event.by.system")
	}
	return cmp.Or(badge, "–")
}
