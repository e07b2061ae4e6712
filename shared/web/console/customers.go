package console

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"huiyin/shared/web"
	"huiyin/shared/web/desk"
)

// customerPages are the customers' files (rules QM-6, QM-7, LAW-2).
var customerPages = append([]page{
	{path: "customers", title: "customer.title", op: "findCustomer", nav: navWork, show: customers, forms: []form{
		{id: "addCustomer", area: "customer", next: "customers/{id}", fields: customerFields()},
	}},
	{path: "customers/{id}", title: "customer.file", op: "readCustomer", show: showCustomer, forms: append([]form{
		{id: "saveCustomer", area: "customer", fields: customerFields(), body: ofFile(customerFields())},
		{id: "confirmConsent", area: "customer", fields: []field{{name: "text", kind: fArea, required: true, max: 200, rows: 2}}},
		{id: "stopGreetings", area: "customer"},
		{id: "readCustomerPhone", area: "customer", shows: true, quiet: true},
	}, careForms...)},
}, mergePages...)

func customerFields() []field {
	return []field{
		{name: "name", kind: fText, required: true, max: 40},
		{name: "title", kind: fRadio, options: []string{"mr", "ms"}},
		{name: "phone", kind: fTel, max: 40, narrow: true},
		{name: "company", kind: fText, max: 80},
		{name: "region", kind: fText, max: 40},
		{name: "lang", kind: fRadio, options: []string{"zh", "en"}, value: "zh"},
		{name: "class", kind: fRadio, options: []string{"general", "suitable", "key"}, value: "general"},
		{name: "classReason", kind: fText, max: 100},
		{name: "birthday.month", kind: fNumber, narrow: true},
		{name: "birthday.day", kind: fNumber, narrow: true},
		{name: "birthday.lunar", kind: fCheck},
		{name: "zone", kind: fText, max: 64, narrow: true},
		{name: "agreement.policy", kind: fText, max: 40, narrow: true},
		{name: "agreement.from", kind: fMoment},
		{name: "agreement.to", kind: fMoment},
		{name: "archived", kind: fCheck},
	}
}

type customersPage struct {
	*visit
	Phone string // as typed
	Q     string // what was looked for
	Found *desk.Directory
	Wrong map[string]string
	None  bool // nobody has the number
	Add   *Form
	List  []desk.CustomerRow // for admins
	More  string
}

// customers finds a file by its number, makes one, and lists all for admins.
func customers(v *visit) error {
	v.Refresh = 0
	p := customersPage{visit: v, Phone: strings.TrimSpace(v.query("phone")), Add: v.form("addCustomer")}
	if p.Phone != "" {
		var found desk.CustomerFile
		err := v.get("findCustomer", &found, "phone", p.Phone)
		var problem *web.Problem
		wrong, mistaken := mistakes(err, "phone")
		switch {
		case err == nil:
			redirect(v.w, v.Href("customers/"+found.ID))
			return nil
		case mistaken:
			p.Wrong, v.status = wrong, http.StatusUnprocessableEntity
		case errors.As(err, &problem) && problem.Status == http.StatusNotFound:
			p.None = true
			p.Add.set("phone", p.Phone)
		default:
			return err
		}
	}
	if err := p.search(); err != nil {
		return err
	}
	if v.May("listCustomers") && p.Found == nil {
		var page desk.Directory
		if err := v.get("listCustomers", &page, "cursor", v.query("cursor"), "limit", "50"); err != nil {
			return err
		}
		p.List = page.Customers
		if page.Next != "" {
			p.More = v.Href("customers", "cursor", page.Next)
		}
	}
	return v.show("customers", p)
}

// fileTable is files in a table.
type fileTable struct {
	*visit
	Files []desk.CustomerRow
}

// Listed shows files as a table does.
func (p customersPage) Listed(files []desk.CustomerRow) fileTable { return fileTable{p.visit, files} }

// Doubles tells whether the files with doubles can be asked for.
func (p customersPage) Doubles() bool { return p.May("listDoubles") && p.query("doubles") == "" }

// search finds files by any part of what they say.
func (p *customersPage) search() error {
	var found desk.Directory
	if p.query("doubles") != "" {
		err := p.get("listDoubles", &found, "cursor", p.query("cursor"), "limit", "50")
		if p.Found = &found; found.Next != "" {
			p.More = p.Href("customers", "doubles", "true", "cursor", found.Next)
		}
		return err
	}
	if p.Q = strings.TrimSpace(p.query("q")); p.Q == "" {
		p.Q = p.Phone
		return nil
	}
	err := p.get("searchCustomers", &found, "q", p.Q, "cursor", p.query("cursor"), "limit", "20")
	if wrong, mistaken := mistakes(err, "q"); mistaken {
		p.Wrong, p.status = map[string]string{"phone": wrong["q"]}, http.StatusUnprocessableEntity
		return nil
	}
	if err != nil {
		return err
	}
	if p.Found = &found; found.Next != "" {
		p.More = p.Href("customers", "q", p.Q, "cursor", found.Next)
	}
	return nil
}

type customerPage struct {
	*visit
	File    desk.CustomerFile
	Tickets []desk.TicketRecord
	Whole   string // the whole number, once somebody has asked for it
	Edit    *Form
	Confirm *Form // nil after a stop: only the person can undo that (rule LAW-2)
	Stop    *Form
	Uncover *Form
	Care    careOf
}

func showCustomer(v *visit) error {
	v.Refresh = 0
	p := customerPage{visit: v}
	version, err := v.read("readCustomer", &p.File, "id", v.value("id"))
	if err != nil {
		return err
	}
	if p.File.Merged != "" { // old links lead on
		redirect(v.w, v.Href("customers/"+p.File.Merged))
		return nil
	}
	if p.Care, err = v.care(p.File, version); err != nil {
		return err
	}
	var all desk.TicketList
	if err := v.get("listCustomerTickets", &all, "id", v.value("id")); err != nil {
		return err
	}
	p.Tickets = all.Tickets
	v.Title = p.File.Name
	p.Edit = v.form("saveCustomer").match(version)
	fillCustomer(p.Edit, p.File)
	if state := p.File.Consent.State; state != "stopped" {
		p.Confirm, p.Stop = v.form("confirmConsent").match(version), v.form("stopGreetings").match(version)
	}
	var whole desk.WholePhone
	if v.answered("readCustomerPhone", &whole) {
		p.Whole = whole.Phone
	} else {
		p.Uncover = v.form("readCustomerPhone")
	}
	return v.show("customer", p)
}

// fillCustomer puts a file into its form. The number stays out: it is covered,
// and left empty it stays as it is.
func fillCustomer(f *Form, c desk.CustomerFile) {
	f.set("name", c.Name).set("title", c.Title).set("company", c.Company).set("region", c.Region).set("lang", c.Lang).set("class", c.Class).
		set("zone", c.Zone).set("archived", c.Archived)
	if c.Birthday != nil {
		f.set("birthday.month", c.Birthday.Month).set("birthday.day", c.Birthday.Day).set("birthday.lunar", c.Birthday.Lunar)
	}
	if c.Agreement != nil {
		f.set("agreement.policy", c.Agreement.Policy).set("agreement.from", c.Agreement.From).set("agreement.to", c.Agreement.To)
	}
}

// Born is the birthday in words, "" when it is not known.
func (p customerPage) Born() string {
	day := p.File.Birthday
	if day == nil {
		return ""
	}
	code := "customer.birthday"
	if day.Lunar {
		code = "customer.birthday_lunar"
	}
	return p.T(code, "month", day.Month, "day", day.Day)
}

// Proofs are the steps of the consent, newest first.
func (p customerPage) Proofs() []desk.ConsentProof {
	all := slices.Clone(p.File.Consent.Proofs)
	slices.Reverse(all)
	return all
}
