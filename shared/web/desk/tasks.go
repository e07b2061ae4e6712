package desk

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/staff"
	"huiyin/shared/task"
)

// Task is one thing to do for a customer.
type Task struct {
	ID           string       `json:"id"`
	Version      int          `json:"version" doc:"Also the ETag."`
	Kind         string       `json:"kind" enum:"visit,revisit,care,arrival,gift,lead,opinion,reassign,other"`
	State        string       `json:"state" enum:"open,done,dropped"`
	Late         bool         `json:"late" doc:"Open after its due time."`
	Due          time.Time    `json:"dueAt"`
	Remind       time.Time    `json:"remindAt,omitzero"`
	Customer     string       `json:"customer,omitempty" doc:"Id of the file."`
	CustomerName string       `json:"customerName,omitempty"`
	Company      string       `json:"company,omitempty" doc:"The customer's."`
	Class        string       `json:"class,omitempty" doc:"The customer's."`
	Ticket       string       `json:"ticket,omitempty"`
	Waybill      string       `json:"waybill,omitempty"`
	Owner        string       `json:"owner,omitempty" doc:"Id; none: whoever of the team takes it."`
	OwnerName    string       `json:"ownerName,omitempty"`
	OwnerBadge   string       `json:"ownerBadge,omitempty"`
	Team         string       `json:"team"`
	AboutName    string       `json:"aboutName,omitempty" doc:"The agent an opinion is about."`
	Note         string       `json:"note,omitempty"`
	Outcome      string       `json:"outcome,omitempty" doc:"What came of it, or why it was dropped."`
	Report       string       `json:"report,omitempty"`
	Tries        int          `json:"tries,omitempty" doc:"Revisit after a complaint: how often nobody was reached."`
	Moves        int          `json:"moves,omitempty"`
	Remarks      []TaskRemark `json:"remarks" doc:"Why it was moved."`
	CreatedAt    time.Time    `json:"createdAt"`
	EndedAt      time.Time    `json:"endedAt,omitzero"`
	EndedBy      string       `json:"endedBy,omitempty" doc:"Badge; none: by itself."`
	Outcomes     []string     `json:"outcomes" doc:"What can come of it; none when the caller can't end it."`
	May          []string     `json:"may" doc:"What the caller can do: finish, drop, move, give."`
}

// TaskRemark is what somebody said when he moved a task.
type TaskRemark struct {
	At    time.Time `json:"at"`
	Badge string    `json:"badge,omitempty"`
	Text  string    `json:"text"`
}

// TaskList is a page of tasks.
type TaskList struct {
	Tasks []Task `json:"tasks"`
	Next  string `json:"next,omitempty" doc:"The cursor of the next page; none on the last. A page may be short and still have one."`
}

type taskListOutput struct{ Body TaskList }

type tasksInput struct {
	Scope string `query:"scope" enum:"mine,team" default:"mine" doc:"mine: the caller's own; team: everybody's of a team, and what nobody has taken."`
	Team  string `query:"team" maxLength:"40" doc:"With team: which one; the caller's own when left out. Another one's: supervisors and admins."`
	Owner string `query:"owner" maxLength:"40" doc:"One person's instead; supervisors and admins."`
	Kind  string `query:"kind" enum:"visit,revisit,care,arrival,gift,lead,opinion,reassign,other" doc:"Only these."`
	Pages
}

// tasks lists open tasks by due time, what is overdue first.
func (d *Desk) tasks(ctx context.Context, in *tasksInput) (*taskListOutput, error) {
	who := sender(ctx)
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	team := who.member.Team
	if in.Team != "" {
		team = in.Team
	}
	lists := []string{task.ListOf(who.member.ID)}
	switch {
	case (team != who.member.Team || in.Owner != "") && !who.may(supervisors...):
		return nil, errs.New(errs.Forbidden, "desk.role").With("roles", join(supervisors))
	case in.Owner != "":
		lists = []string{task.ListOf(in.Owner)}
	case in.Scope == "team":
		lists = listsOf(roster, team, d.DefaultTeam)
	}
	page, err := d.Tasks.Store.Listed(ctx, task.Query{Lists: lists, Kind: task.Kind(in.Kind), Cursor: in.Cursor, Limit: in.Limit})
	return d.taskPage(ctx, page, err)
}

// listsOf are the lists that make a team's: what nobody has taken, and each
// member's, also of those who left.
func listsOf(roster staff.Roster, team, usual string) []string {
	if team == "" {
		team = usual
	}
	lists := []string{task.TeamList(team)}
	for _, m := range roster.Members {
		if m.Team == team && len(lists) < task.MaxLists {
			lists = append(lists, task.ListOf(m.ID))
		}
	}
	return lists
}

// TaskCount is what the menu shows.
type TaskCount struct {
	Due   int  `json:"due" doc:"The caller's own that are due by the end of the day, and those of the team that nobody has taken."`
	Bound bool `json:"bound,omitempty" doc:"There may be more."`
}

type taskCountOutput struct{ Body TaskCount }

// maxCounted bounds the number beside a menu's entry.
const maxCounted = 99

func (d *Desk) countTasks(ctx context.Context, _ *struct{}) (*taskCountOutput, error) {
	who := sender(ctx).member
	lists := []string{task.ListOf(who.ID)}
	if who.Team != "" {
		lists = append(lists, task.TeamList(who.Team))
	}
	tomorrow := calendar.Instant(d.Tasks.Zone, calendar.DateIn(d.Now(), d.Tasks.Zone).AddDays(1), 0)
	n, err := d.Tasks.Store.Due(ctx, lists, tomorrow.Add(-time.Millisecond), maxCounted)
	return &taskCountOutput{TaskCount{Due: min(n, maxCounted), Bound: n >= maxCounted}}, err
}

// taskPage shows tasks, without those that are about the caller (rule SJ-13).
func (d *Desk) taskPage(ctx context.Context, page task.Page, err error) (*taskListOutput, error) {
	if err != nil {
		return nil, err
	}
	who := sender(ctx)
	page.Tasks = slices.DeleteFunc(page.Tasks, func(t task.Task) bool { return hidden(who, t) })
	shown, err := d.shownTasks(ctx, page.Tasks)
	return &taskListOutput{TaskList{Tasks: shown, Next: page.Next}}, err
}

// hidden tells whether somebody must not see a task: what customers think of him
// is his superiors' to know.
func hidden(who actor, t task.Task) bool {
	return t.About != "" && t.About == who.member.ID && !who.may(supervisors...)
}

// shownTasks adds what a list tells of customers and owners.
func (d *Desk) shownTasks(ctx context.Context, tasks []task.Task) ([]Task, error) {
	var ids []string
	for _, t := range tasks {
		if t.Customer != "" {
			ids = append(ids, t.Customer)
		}
	}
	files := map[string]customer.Customer{}
	if len(ids) > 0 {
		read, err := d.Customers.Store.Customers(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, c := range read {
			files[c.ID] = c
		}
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	who, now := sender(ctx), d.Now()
	all := make([]Task, len(tasks))
	for i, t := range tasks {
		c, owner := files[t.Customer], memberOf(roster, t.Owner)
		all[i] = Task{ID: t.ID, Version: t.Version, Kind: string(t.Kind), State: string(t.State), Late: t.Late(now), Due: t.Due, Remind: t.Remind,
			Customer: t.Customer, CustomerName: c.Name, Company: c.Company, Class: c.Class, Ticket: t.Ticket, Waybill: t.Waybill,
			Owner: t.Owner, OwnerName: owner.Name, OwnerBadge: owner.Badge, Team: t.Team, AboutName: memberOf(roster, t.About).Name,
			Note: t.Note, Outcome: t.Outcome, Report: t.Report, Tries: t.Tries, Moves: t.Moves, Remarks: []TaskRemark{},
			CreatedAt: t.CreatedAt, EndedAt: t.EndedAt, EndedBy: badgeOf(roster, t.EndedBy), Outcomes: []string{}, May: []string{}}
		for _, r := range t.Remarks {
			all[i].Remarks = append(all[i].Remarks, TaskRemark{At: r.At, Badge: badgeOf(roster, r.By), Text: r.Text})
		}
		if t.State == task.Open && mayAct(who, t) {
			all[i].Outcomes, all[i].May = task.Outcomes(t.Kind), []string{"finish", "drop", "move", "give"}
		}
	}
	return all, nil
}

func memberOf(roster staff.Roster, id string) staff.Member {
	m, _ := roster.Member(id)
	return m
}

// mayAct tells whether somebody may act on a task: the owner, whoever is of
// the team of one that nobody has taken, supervisors.
func mayAct(who actor, t task.Task) bool {
	return who.may(supervisors...) || t.Owner == who.member.ID || t.Owner == "" && t.Team == who.member.Team
}

// OneTask names a task.
type OneTask struct {
	ID string `path:"id" maxLength:"40"`
}

type taskOutput struct {
	ETag string `header:"ETag"`
	Body Task
}

func (d *Desk) shownTask(ctx context.Context, t task.Task, err error) (*taskOutput, error) {
	if err != nil {
		return nil, err
	}
	all, err := d.shownTasks(ctx, []task.Task{t})
	if err != nil {
		return nil, err
	}
	return &taskOutput{ETag: etag(t.Version), Body: all[0]}, nil
}

func (d *Desk) readTask(ctx context.Context, in *OneTask) (*taskOutput, error) {
	t, err := d.Tasks.Get(ctx, in.ID)
	if err == nil && hidden(sender(ctx), t) {
		err = errs.New(errs.NotFound, "task.not_found")
	}
	return d.shownTask(ctx, t, err)
}

type customerTasksInput struct {
	Person
	Pages
}

// customerTasks lists what was to be done for a customer, the newest first.
func (d *Desk) customerTasks(ctx context.Context, in *customerTasksInput) (*taskListOutput, error) {
	files, err := d.filesOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var page task.Page
	page.Tasks, page.Next, err = across(files, in.Cursor, in.Limit, func(id, cursor string, limit int) ([]task.Task, string, error) {
		some, err := d.Tasks.Store.OfCustomer(ctx, id, cursor, limit)
		return some.Tasks, some.Next, err
	})
	return d.taskPage(ctx, page, err)
}
