package console

import (
	"net/url"
	"strconv"

	"huiyin/shared/web/desk"
)

// importPages are how tables come in and go out, and what the monthly
// computation of classes came to.
var importPages = []page{
	{path: "imports", title: "import.title", op: "listImports", nav: navLead, show: imports},
	{path: "imports/{id}", title: "import.one", op: "readImport", show: oneImport, forms: []form{
		{id: "startImport", area: "import", fields: []field{
			{name: "table", kind: fSelect, required: true, narrow: true, options: []string{"customers", "shipments", "statuses"}},
			{name: "trial", kind: fCheck}, {name: "stop", kind: fNumber, narrow: true, value: "1000"}}},
		{id: "cancelImport", area: "import"}}},
	{path: "export/customers", title: "import.export", op: "exportCustomers", show: exportedCustomers},
	{path: "classes", title: "import.classes", op: "listClassRuns", nav: navLead, show: classRuns},
}

type importsPage struct {
	*visit
	Upload  desk.Upload
	Back    string
	Imports []desk.Import
}

// Template is the address of a table's template.
func (p importsPage) Template(table string) string {
	return p.root + "desk/tables/" + table + "/template" + suffix(url.Values{"lang": {string(p.Lang)}})
}

// imports offers the form by which the browser itself sends a file to the
// bucket, and comes back to the import's page.
func imports(v *visit) error {
	v.Refresh = 0
	data := importsPage{visit: v, Back: v.comeBack()}
	if _, err := v.call("offerImport", call{body: map[string]string{"back": data.Back + "/{id}"}}, &data.Upload); err != nil {
		return err
	}
	v.showFrom(data.Upload.URL)
	var all desk.ImportList
	if err := v.get("listImports", &all); err != nil {
		return err
	}
	data.Imports = all.Imports
	return v.show("imports", data)
}

type importPage struct {
	*visit
	Import   desk.Import
	Start    *Form
	Cancel   *Form
	Problems []desk.RowProblem
	File     string // the address of all problems
}

// Share is how much of a file is done, in hundredths.
func (*visit) Share(i desk.Import) int {
	if i.Bytes == 0 {
		return 0
	}
	return int(i.Read * 100 / i.Bytes)
}

func oneImport(v *visit) error {
	v.Refresh = 0
	data := importPage{visit: v}
	if err := v.get("readImport", &data.Import, "id", v.value("id")); err != nil {
		return err
	}
	switch data.Import.State {
	case "arrived":
		data.Start = v.form("startImport").choices("table", []Option{{"customers", v.T("import.customers")}, {"shipments", v.T("import.shipments")}, {"statuses", v.T("import.statuses")}})
		return v.show("import", data)
	case "waiting", "running":
		v.Refresh = 5 // somebody waits for it
		data.Cancel = v.form("cancelImport")
	}
	if data.Import.Wrong > 0 {
		var wrong desk.RowProblems
		if err := v.get("listImportProblems", &wrong, "id", data.Import.ID); err != nil {
			return err
		}
		data.Problems = wrong.Problems
		data.File = v.root + "desk/imports/" + data.Import.ID + "/problems.csv" + suffix(url.Values{"lang": {string(v.Lang)}})
	}
	return v.show("import", data)
}

type exportedPage struct {
	*visit
	Format string
	Parts  []exportPart
	Total  int
	More   string // leads to further parts, "" at their end
}

// exportedCustomers leads to the files of all customers, a thousand in each.
func exportedCustomers(v *visit) error {
	v.Refresh = 0
	p := exportedPage{visit: v, Format: "csv"}
	if v.query("format") == "json" {
		p.Format = "json"
	}
	var found desk.ReportParts
	if err := v.get("listCustomerParts", &found, "cursor", v.query("cursor")); err != nil {
		return err
	}
	first := positive(v.query("after"))
	for i, part := range found.Parts {
		query := url.Values{"format": {p.Format}, "lang": {string(v.Lang)}}
		if part.Cursor != "" {
			query.Set("cursor", part.Cursor)
		}
		p.Total += part.Rows
		p.Parts = append(p.Parts, exportPart{Name: first + i + 1, Rows: part.Rows, Href: v.root + "desk/export/customers" + suffix(query)})
	}
	if found.Next != "" {
		p.More = v.Href("export/customers", "format", p.Format, "cursor", found.Next, "after", strconv.Itoa(first+len(p.Parts)))
	}
	return v.show("export-customers", &p)
}

type classRunsPage struct {
	*visit
	Runs []desk.ClassRun
}

// classRuns lists the months; one that is asked for is shown with who moved.
func classRuns(v *visit) error {
	if month := v.query("month"); month != "" {
		return classRun(v, month)
	}
	data := classRunsPage{visit: v}
	if err := v.get("listClassRuns", &data); err != nil {
		return err
	}
	return v.show("classes", data)
}

type classRunPage struct {
	*visit
	Run  desk.ClassMoves
	More string // leads to further ones, "" at their end
}

func classRun(v *visit, month string) error {
	v.Refresh = 0
	data := classRunPage{visit: v}
	if err := v.get("readClassRun", &data.Run, "month", month, "cursor", v.query("cursor")); err != nil {
		return err
	}
	v.Title = v.T("import.class_run") + " " + month
	if data.Run.Next != "" {
		data.More = v.Href("classes", "month", month, "cursor", data.Run.Next)
	}
	return v.show("class-run", data)
}
