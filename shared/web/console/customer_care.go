package console

import (
	"fmt"
	"slices"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/web/desk"
)

// detailFields are what a file says beside who the customer is: a form of their
// own, so that each stays short.
var detailFields = []field{
	{name: "owner", kind: fSelect}, {name: "coOwners", kind: fSeveral}, {name: "tags", kind: fLines, rows: 3},
	{name: "address", kind: fText, max: customer.MaxAddress}, {name: "needs", kind: fArea, max: customer.MaxNeeds, rows: 3},
	{name: "plan", kind: fArea, max: customer.MaxPlan, rows: 3},
}

var peopleFields = []field{
	{name: "people[].name", kind: fText, max: customer.MaxName}, {name: "people[].role", kind: fSelect, options: customer.Roles},
	{name: "people[].phone", kind: fTel, max: 40}, {name: "people[].note", kind: fText, max: customer.MaxRemark},
}

var classes = []string{customer.General, customer.Suitable, customer.Key}

// careForms are what can be done to a file, each with its reason.
var careForms = []form{
	{id: "saveDetails", op: "saveCustomer", area: "customer", fields: detailFields, body: ofFile(detailFields)},
	{id: "savePeople", op: "saveCustomer", area: "customer", fields: peopleFields, body: ofFile(peopleFields)},
	{id: "classifyCustomer", area: "customer", fields: []field{{name: "class", kind: fRadio, options: classes, required: true}, {name: "reason", kind: fText, required: true, max: 100}}},
	{id: "unchooseClass", area: "customer", fields: []field{{name: "reason", kind: fText, required: true, max: 100}}},
	{id: "rateCustomer", area: "customer", fields: []field{{name: "grade", kind: fRadio, options: customer.Grades}, {name: "reason", kind: fText, required: true, max: 100}}},
	{id: "verifyCustomer", area: "customer", quiet: true},
	{id: "markLead", area: "customer", fields: []field{{name: "urgency", kind: fRadio, options: []string{customer.High, customer.Medium, customer.Low}}}},
	{id: "startOnboarding", area: "customer", quiet: true},
	{id: "tickOnboarding", area: "customer", quiet: true, fields: []field{{name: "item", kind: fHidden}, {name: "open", kind: fHiddenFlag}}},
	{id: "archiveCustomer", area: "customer", quiet: true, fields: []field{{name: "back", kind: fHiddenFlag}}},
	{id: "noteCustomer", area: "customer", fields: []field{{name: "text", kind: fArea, required: true, max: customer.MaxNote, rows: 3}}},
	{id: "setApart", area: "customer", quiet: true, fields: []field{{name: "other", kind: fHidden}}},
}

// careOf is what a file's page shows beside who the customer is.
type careOf struct {
	Notes   []desk.CustomerNote
	Doubles []doubleOf
	Access  []desk.AuditEntry
	Kept    desk.AgreementReport
	Items   []itemOf
	Names   map[string]string // of the checklist's items

	Details, People, Classify, Unchoose, Rate, Verify, Lead, Start, Archive, Note *Form
}

type doubleOf struct {
	desk.DoubleFile
	Apart *Form
}

type itemOf struct {
	desk.OnboardingItem
	Tick *Form
}

// care reads it, and fills its forms.
func (v *visit) care(file desk.CustomerFile, version string) (careOf, error) {
	id := v.value("id")
	var c careOf
	var notes desk.CustomerNotes
	var doubles desk.DoubleList
	var access desk.AccessLog
	var settings customer.Settings
	for _, read := range []struct {
		op  string
		out any
	}{{"listCustomerNotes", &notes}, {"findDoubles", &doubles}, {"listAccess", &access}, {"readAgreement", &c.Kept}, {"readCare", &settings}} {
		if !v.May(read.op) {
			continue
		}
		pairs := []string{"id", id}
		if read.op == "readCare" {
			pairs = nil
		}
		if err := v.get(read.op, read.out, pairs...); err != nil {
			return c, err
		}
	}
	c.Notes, c.Access = notes.Notes, access.Entries
	c.Names = map[string]string{}
	for _, item := range settings.Onboarding {
		c.Names[item.ID] = settings.Name(item.ID, string(v.Lang))
	}
	for _, d := range doubles.Doubles {
		c.Doubles = append(c.Doubles, doubleOf{d, v.form("setApart").set("other", d.ID).match(version)})
	}
	for _, item := range file.Onboarding {
		tick := v.form("tickOnboarding").set("item", item.Item).set("open", item.At != nil).match(version)
		if tick != nil && item.At != nil {
			tick.Label = v.T("customer.untick")
		}
		c.Items = append(c.Items, itemOf{item, tick})
	}
	c.fill(v, file, version)
	return c, nil
}

func (c *careOf) fill(v *visit, file desk.CustomerFile, version string) {
	people := v.caretakers(append(slices.Clone(file.CoOwners), file.Owner))
	c.Details = v.form("saveDetails").choices("owner", append([]Option{{"", v.T("customer.nobody")}}, people...)).choices("coOwners", people).
		set("owner", file.Owner).set("coOwners", file.CoOwners).set("tags", file.Tags).set("address", file.Address).set("needs", file.Needs).
		set("plan", file.Plan).match(version)
	c.People = v.form("savePeople")
	for i, p := range append(slices.Clone(file.People), desk.CustomerPerson{}) {
		if i == customer.MaxPeople {
			break
		}
		for name, value := range map[string]string{"name": p.Name, "role": p.Role, "phone": p.Phone, "note": p.Note} {
			c.People.set(fmt.Sprintf("people[%d].%s", i, name), value)
		}
	}
	c.People.sorted().match(version)
	c.Classify = v.form("classifyCustomer").set("class", file.Class).match(version)
	if file.Chosen {
		c.Unchoose = v.form("unchooseClass").match(version)
	}
	c.Rate = v.form("rateCustomer").set("grade", file.Credit).match(version)
	c.Verify = v.form("verifyCustomer").match(version)
	c.Lead = v.form("markLead").match(version)
	if file.Lead != nil {
		c.Lead.set("urgency", file.Lead.Urgency)
	}
	if len(file.Onboarding) == 0 {
		c.Start = v.form("startOnboarding").match(version)
	}
	if c.Archive = v.form("archiveCustomer").set("back", file.Archived).match(version); c.Archive != nil && file.Archived {
		c.Archive.Label = v.T("customer.take_out")
	}
	c.Note = v.form("noteCustomer")
}

// sorted puts the fields of rows into the order in which a row is typed.
func (f *Form) sorted() *Form {
	if f == nil {
		return nil
	}
	order := map[string]int{}
	for i, one := range f.form.fields {
		order[one.name] = i
	}
	f.Fields = slices.DeleteFunc(f.Fields, func(x Field) bool { return x.Name == withoutIndices(x.Name) })
	slices.SortStableFunc(f.Fields, func(a, b Field) int {
		var i, j int
		fmt.Sscanf(a.Name, "people[%d]", &i)
		fmt.Sscanf(b.Name, "people[%d]", &j)
		if i != j {
			return i - j
		}
		return order[withoutIndices(a.Name)] - order[withoutIndices(b.Name)]
	})
	return f
}

// caretakers are those who can look after a customer, and those who do.
func (v *visit) caretakers(named []string) (all []Option) {
	v.Author("") // reads them
	for _, one := range v.people.Staff {
		if !one.Left || slices.Contains(named, one.ID) {
			all = append(all, Option{one.ID, one.Name + " · " + one.Badge})
		}
	}
	return all
}

// TeamCalled is what people call a team.
func (v *visit) TeamCalled(id string) string {
	v.Author("") // reads them
	return teamName(v.people.Teams, id)
}

// Colleague is somebody by name and badge, of his id.
func (v *visit) Colleague(id string) string {
	for _, o := range v.caretakers([]string{id}) {
		if o.Value == id {
			return o.Text
		}
	}
	return id
}

type mergePage struct {
	*visit
	Stays, Goes desk.CustomerFile
	Rows        []mergeRow
	Merge       *Form
	Doubles     []desk.DoubleFile // to choose from, as long as no other file is named
}

type mergeRow struct{ Name, Stays, Goes string }

var mergePages = []page{{path: "customers/{id}/merge", title: "customer.merge", op: "mergeCustomers", show: showMerge, forms: []form{
	{id: "mergeCustomers", area: "customer", next: "customers/{id}", fields: []field{
		{name: "other", kind: fHidden}, {name: "version", kind: fNumber, narrow: true}, {name: "take", kind: fSeveral}}}}}}

// showMerge sets two files side by side; what stays of the other is chosen.
func showMerge(v *visit) error {
	v.Refresh = 0
	p := mergePage{visit: v}
	version, err := v.read("readCustomer", &p.Stays, "id", v.value("id"))
	if err != nil {
		return err
	}
	other := v.query("other")
	if v.sent != nil {
		other = v.sent.typed.Get("other")
	}
	if other == "" {
		var found desk.DoubleList
		if err := v.get("findDoubles", &found, "id", p.Stays.ID); err != nil {
			return err
		}
		p.Doubles = found.Doubles
		return v.show("customer-merge", p)
	}
	if err := v.get("readCustomer", &p.Goes, "id", other); err != nil {
		return err
	}
	var options []Option
	for _, row := range []mergeRow{
		{"name", p.Stays.Name, p.Goes.Name}, {"phone", p.Stays.Phone, p.Goes.Phone}, {"company", p.Stays.Company, p.Goes.Company},
		{"region", p.Stays.Region, p.Goes.Region}, {"address", p.Stays.Address, p.Goes.Address},
		{"class", v.Option("class", p.Stays.Class), v.Option("class", p.Goes.Class)}, {"credit", p.Stays.Credit, p.Goes.Credit},
		{"owner", v.Colleague(p.Stays.Owner), v.Colleague(p.Goes.Owner)}, {"needs", p.Stays.Needs, p.Goes.Needs}, {"plan", p.Stays.Plan, p.Goes.Plan},
	} {
		if row.Stays == "" && row.Goes == "" {
			continue
		}
		label := v.T("customer.merge." + row.Name)
		if row.Goes != "" && row.Stays != "" && row.Goes != row.Stays {
			options = append(options, Option{row.Name, label + v.T("form.colon") + row.Goes})
		}
		row.Name = label
		p.Rows = append(p.Rows, row)
	}
	p.Merge = v.form("mergeCustomers").choices("take", options).set("other", p.Goes.ID).set("version", p.Goes.Version).match(version)
	if x := p.Merge.find("version"); x != nil {
		x.Kind = fHidden
	}
	return v.show("customer-merge", p)
}

// Last is when an item was ticked.
func (i itemOf) Last() time.Time {
	if i.At == nil {
		return time.Time{}
	}
	return *i.At
}
