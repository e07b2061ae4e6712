package console

import (
	"net/url"
	"slices"
	"strconv"

	"huiyin/shared/task"
	"huiyin/shared/web/desk"
)

// taskPages are what is to be done for customers: one's own, the team's, one of
// them, a customer's, and the gifts of a Spring Festival.
var taskPages = []page{
	{path: "tasks", title: "task.title", op: "listTasks", nav: navWork, show: showTasks, links: taskLink},
	{path: "tasks/{id}", title: "task.one", op: "readTask", show: showTask, forms: []form{
		{id: "finishTask", area: "task", fields: []field{{name: "outcome", kind: fRadio, required: true},
			{name: "report", kind: fArea, max: task.MaxNote, rows: 2}, {name: "needs", kind: fArea, max: task.MaxNote, rows: 2}}},
		{id: "moveTask", area: "task", fields: []field{{name: "dueAt", kind: fMoment, required: true}, {name: "report", kind: fText, max: 200}}},
		{id: "giveTask", area: "task", fields: []field{{name: "owner", kind: fSelect, required: true, narrow: true}}},
		{id: "dropTask", area: "task", fields: []field{{name: "reason", kind: fRadio, required: true, options: task.Reasons}, {name: "report", kind: fText, max: 200}}},
	}},
	{path: "customers/{id}/tasks", title: "task.of_customer", op: "listCustomerTasks", show: showCustomerTasks, forms: []form{
		{id: "addTask", area: "task", once: true, fields: []field{{name: "customer", kind: fHidden},
			{name: "kind", kind: fRadio, required: true, options: []string{"care", "visit", "revisit", "other"}, value: "care"},
			{name: "dueAt", kind: fMoment, required: true}, {name: "owner", kind: fSelect, narrow: true}, {name: "note", kind: fArea, max: task.MaxNote, rows: 2}}},
	}},
	{path: "gifts", title: "task.gifts", op: "listGifts", nav: navLead, show: showGifts},
}

// taskLink is the entry of the menu, with what is due today.
func taskLink(v *visit) []link {
	one := link{Text: v.T("task.title"), Path: "tasks", Here: v.page.path == "tasks"}
	var due desk.TaskCount
	if v.status < 400 && v.May("countTasks") && v.Me.Staff != nil && v.get("countTasks", &due) == nil && due.Due > 0 {
		one.Count = atLeast(due.Due, due.Bound)
	}
	return []link{one}
}

// taskKinds are what the list can be narrowed to; "" is all.
var taskKinds = append([]task.Kind{""}, task.Kinds...)

type tasksPage struct {
	*visit
	Tasks []desk.Task
	Team  bool // of the whole team
	Kind  string
	Kinds []Option
	More  string
}

func showTasks(v *visit) error {
	p := tasksPage{visit: v, Team: v.query("scope") == "team", Kind: v.query("kind")}
	for _, k := range taskKinds {
		if k != "" {
			p.Kinds = append(p.Kinds, Option{string(k), v.T("task.kind." + string(k))})
		}
	}
	if !slices.Contains(taskKinds, task.Kind(p.Kind)) {
		p.Kind = ""
	}
	scope := ""
	if p.Team {
		scope = "team"
	}
	var list desk.TaskList
	if err := v.get("listTasks", &list, "scope", scope, "kind", p.Kind, "cursor", v.query("cursor")); err != nil {
		return err
	}
	p.Tasks = list.Tasks
	if list.Next != "" {
		p.More = v.Href("tasks", "scope", scope, "kind", p.Kind, "cursor", list.Next)
	}
	return v.show("tasks", p)
}

// Scope is what the list is asked for: "" for one's own.
func (p tasksPage) Scope() string {
	if p.Team {
		return "team"
	}
	return ""
}

type taskPage struct {
	*visit
	One   desk.Task
	Forms []*Form
}

func showTask(v *visit) error {
	v.Refresh = 0
	p := taskPage{visit: v}
	version, err := v.read("readTask", &p.One, "id", v.value("id"))
	if err != nil {
		return err
	}
	v.Title = v.T("task.kind." + p.One.Kind)
	if len(p.One.May) == 0 {
		return v.show("task", p)
	}
	people, err := v.colleagues()
	if err != nil {
		return err
	}
	var outcomes []Option
	for _, o := range p.One.Outcomes {
		outcomes = append(outcomes, Option{o, v.T("task.outcome." + o)})
	}
	done := v.form("finishTask").choices("outcome", outcomes).match(version)
	if p.One.Customer == "" && done != nil {
		done.Fields = slices.DeleteFunc(done.Fields, func(f Field) bool { return f.Name == "needs" || f.Name == "report" && p.One.Ticket == "" })
	}
	p.Forms = []*Form{done, v.form("moveTask").set("dueAt", p.One.Due).match(version),
		v.form("giveTask").choices("owner", people).match(version), v.form("dropTask").match(version)}
	return v.show("task", p)
}

type customerTasksPage struct {
	*visit
	File  desk.CustomerFile
	Tasks []desk.Task
	Add   *Form
	More  string
}

func showCustomerTasks(v *visit) error {
	p := customerTasksPage{visit: v}
	if err := v.get("readCustomer", &p.File, "id", v.value("id")); err != nil {
		return err
	}
	var list desk.TaskList
	if err := v.get("listCustomerTasks", &list, "id", v.value("id"), "cursor", v.query("cursor")); err != nil {
		return err
	}
	p.Tasks = list.Tasks
	if list.Next != "" {
		p.More = v.Href("customers/"+p.File.ID+"/tasks", "cursor", list.Next)
	}
	people, err := v.colleagues()
	if err != nil {
		return err
	}
	p.Add = v.form("addTask").set("customer", p.File.ID).choices("owner", people)
	return v.show("customer-tasks", p)
}

// Duties are the latest tasks for a customer, for his file; none for whoever may
// not see them.
func (p customerPage) Duties() ([]desk.Task, error) {
	if !p.May("listCustomerTasks") {
		return nil, nil
	}
	var list desk.TaskList
	err := p.get("listCustomerTasks", &list, "id", p.File.ID, "limit", "10")
	return list.Tasks, err
}

type giftsPage struct {
	*visit
	desk.GiftList
	Files []reportPart // the list as files of a thousand rows, none for whoever may not
	More  string
}

func showGifts(v *visit) error {
	p := giftsPage{visit: v}
	if err := v.get("listGifts", &p.GiftList, "year", v.query("year"), "cursor", v.query("cursor")); err != nil {
		return err
	}
	year := strconv.Itoa(p.Year)
	parts := desk.ReportParts{Parts: []desk.ReportPart{{}}}
	if p.Next != "" || v.query("cursor") != "" {
		if err := v.get("listGiftParts", &parts, "year", year); err != nil {
			return err
		}
	}
	for i, part := range parts.Parts {
		if query := (url.Values{"year": {year}, "lang": {string(v.Lang)}}); v.May("exportGifts") {
			if part.Cursor != "" {
				query.Set("cursor", part.Cursor)
			}
			p.Files = append(p.Files, reportPart{i + 1, v.root + "desk/gifts/export" + suffix(query)})
		}
	}
	if p.Next != "" {
		p.More = v.Href("gifts", "year", year, "cursor", p.Next)
	}
	return v.show("gifts", p)
}

// Before and After are the years beside the one shown.
func (p giftsPage) Before() string { return strconv.Itoa(p.Year - 1) }
func (p giftsPage) After() string  { return strconv.Itoa(p.Year + 1) }
