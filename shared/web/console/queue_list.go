package console

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiyin/shared/web/desk"
	"huiyin/shared/worklist"
)

// list is a part of the work list as a page shows it.
type list struct {
	*visit
	path    string            // of the page
	wants   map[string]string // what is asked of the list
	Work    desk.Work
	Rows    []workRow
	HandOut *Form // nil for whoever may not
	Told    *desk.HandedOut
	// What a page shows beside the line, nil for nothing, and as its due time, nil
	// for the work list's own.
	note func(desk.WorkLine) string
	due  func(desk.WorkLine) Due
}

// workRow is a ticket in one line.
type workRow struct {
	Number string
	Shown  string
	Due    Due
	Name   string
	About  string
	Marks  []string
	Note   string
	Stage  string
	Owner  string // "" for nobody
	Ticked bool
}

// load asks for the page of the list.
func (l *list) load() error {
	pairs := []string{"cursor", l.query("cursor"), "limit", strconv.Itoa(pageRows)}
	for _, name := range slices.Sorted(maps.Keys(l.wants)) {
		pairs = append(pairs, name, l.wants[name])
	}
	l.visit.Refresh = refreshes
	if err := l.get("readWork", &l.Work, pairs...); err != nil {
		return err
	}
	l.visit.work = &l.Work
	return nil
}

// rows are the lines as they are shown.
func (l *list) rows() {
	for _, line := range l.Work.Lines {
		l.Rows = append(l.Rows, l.row(line))
	}
}

// pageRows is how many lines a page shows.
const pageRows = 50

func (l *list) scope() string { return l.wants["scope"] }

// row is a line as it is shown.
func (l *list) row(w desk.WorkLine) workRow {
	r := workRow{Number: w.Number, Shown: w.Shown, Due: l.dueOf(w), Name: w.Name, About: l.matter(w.Type, w.Kind, w.Reason), Stage: l.Option("stage", w.Stage),
		Ticked: l.query("tick") == "all"}
	if l.due != nil {
		r.Due = l.due(w)
	}
	if w.WaitingFor != "" {
		r.Stage = l.T("queue.waits." + w.WaitingFor)
	}
	if w.NextStep != "" {
		r.Stage = l.T("queue.next_step." + w.NextStep)
	}
	if w.Owner != nil {
		if r.Owner = w.Owner.Name; r.Owner == "" {
			r.Owner = l.T("queue.somebody")
		}
	}
	r.Marks = l.marks(w)
	if l.note != nil {
		r.Note = l.note(w)
	}
	return r
}

// marks are what is unusual about a line, each a word or two.
func (l *list) marks(w desk.WorkLine) (marks []string) {
	add := func(is bool, mark string) {
		if is {
			marks = append(marks, mark)
		}
	}
	add(w.Priority == "urgent", l.Option("priority", w.Priority))
	add(w.Class == "key", l.Option("class", w.Class))
	add(w.Requester != "customer" && w.Requester != "", l.Option("requester", w.Requester))
	add(w.Chases > 0, l.T("queue.chases", "n", w.Chases))
	add(w.Reopenings > 0, l.T("queue.reopenings", "n", w.Reopenings))
	add(w.Escalated != "" && l.note == nil, l.T("queue.escalated"))
	if w.HandOver != nil && l.note == nil {
		add(true, l.T("queue.with", "name", w.HandOver.Name))
	}
	return marks
}

// matter is what a ticket is about: "投诉 · 延误".
func (v *visit) matter(typ, kind, reason string) string {
	what := v.Option("kind", kind)
	if typ == "complaint" {
		what = v.Option("reason", reason)
	}
	return v.Option("type", typ) + " · " + what
}

// dueOf is the line's due time. A clock that stands still is not counted down:
// the due time it had may be long past, and nothing is late by that.
func (v *visit) dueOf(w desk.WorkLine) Due {
	switch worklist.State(w.State) {
	case worklist.Held:
		return Due{Class: DueHeld, Text: v.T("queue.held." + w.WaitingFor)}
	case worklist.None:
		if !w.NextBy.IsZero() {
			return Due{Class: DueNone, Text: v.T("queue.expected", "when", v.When(w.NextBy))}
		}
		return Due{Class: DueNone, Text: v.T("due.none")}
	}
	return v.Due(w.DueAt, w.WarnAt, false)
}

// handing prepares what gives ticked tickets to somebody, and what came of it.
func (l *list) handing(people desk.People) {
	id := l.page.forms[0].id
	if l.HandOut = l.form(id); l.HandOut == nil {
		return
	}
	var told desk.HandedOut
	if l.answered(id, &told) {
		l.Told = &told
	}
	var staff, teams []Option
	for _, one := range people.Staff {
		if !one.Left {
			staff = append(staff, Option{one.ID, l.colleague(one)})
		}
	}
	for _, team := range people.Teams {
		teams = append(teams, Option{team.ID, team.Name})
	}
	l.HandOut.choices("to", staff).choices("team", teams)
}

// colleague is somebody as one chooses him: "员工101 · 101（不在岗）".
func (v *visit) colleague(one desk.Staff) string {
	text := one.Name + " · " + one.Badge
	if !one.OnDuty {
		text = v.T("queue.away", "name", text)
	}
	return text
}

// Failed are the tickets that could not be given to anybody.
func (l *list) Failed() (failed []desk.HandoutResult) {
	for _, r := range l.Told.Results {
		if !r.Done {
			failed = append(failed, r)
		}
	}
	return failed
}

// Found is how many there are on all pages.
func (l *list) Found() string { return atLeast(l.Work.Found, l.Work.More) }

// to is this list with something else asked; "" takes it away. The page begins
// anew.
func (l *list) to(pairs ...string) string {
	query := url.Values{}
	for name, value := range l.wants {
		query.Set(name, value)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if query.Set(pairs[i], pairs[i+1]); pairs[i+1] == "" {
			query.Del(pairs[i])
		}
	}
	return l.Href(l.path) + suffix(query)
}

// Further is the next page of the list, "" on the last.
func (l *list) Further() string {
	if l.Work.Next == "" {
		return ""
	}
	return l.to("cursor", l.Work.Next)
}

// Beginning leads back from a further page, "" on the first.
func (l *list) Beginning() string {
	if l.query("cursor") == "" {
		return ""
	}
	return l.to()
}

// TickAll is this page with every line ticked.
func (l *list) TickAll() string { return l.to("cursor", l.query("cursor"), "tick", "all") }

// Noted tells whether the lines have a note.
func (l *list) Noted() bool { return l.note != nil }

// Empty says what would be in the list.
func (l *list) Empty() string {
	if l.path != "queue" {
		return l.T(l.path + ".empty")
	}
	if len(l.wants) > 1 {
		return l.T("queue.nothing_fits")
	}
	return l.T("queue.empty." + strings.ReplaceAll(l.scope(), "-", "_"))
}
