package console

import (
	"slices"

	"huiyin/shared/web/desk"
)

// bookActions are the steps of a complaint by the book, and what is done about a
// disagreement. Those that take a step stand in the book's own panel.
var bookActions = []action{
	{step: "analysed", allowed: "analyse", fill: causes, form: form{id: "analyseTicket", area: "book", key: "q", quiet: true, fields: []field{
		{name: "code", kind: fSelect, required: true}, {name: "cause", kind: fArea, required: true, max: 500, rows: 2},
	}}},
	{step: "planned", allowed: "plan", form: form{id: "planTicket", area: "book", key: "j", quiet: true, fields: []field{
		{name: "plan", kind: fArea, required: true, max: text4000}, {name: "due", kind: fMoment, required: true, narrow: true},
	}}},
	{step: "carried_out", allowed: "carry_out", form: form{id: "carryOutTicket", area: "book", key: "x", quiet: true, fields: []field{
		{name: "action", kind: fArea, required: true, max: text4000},
	}}},
	{step: "revisited", allowed: "revisit", form: form{id: "revisitTicket", area: "book", key: "f", quiet: true, fields: []field{
		{name: "outcome", kind: fRadio, required: true, options: []string{"content", "not_content", "unreached"}},
		{name: "note", kind: fArea, max: 500, rows: 2},
		{name: "lesson", kind: fArea, max: 500, rows: 2},
	}}},
	{step: "summed_up", allowed: "sum_up", form: form{id: "sumUpTicket", area: "book", key: "z", quiet: true, fields: []field{
		{name: "lesson", kind: fArea, required: true, max: 500, rows: 3},
	}}},
	{step: "ruled", allowed: "ruling", fit: func(t *ticketPage) bool { return t.Ticket.Reviewer == t.StaffID() },
		form: form{id: "ruleTicket", area: "book", quiet: true, fields: []field{
			{name: "ruling", kind: fRadio, required: true, options: []string{"upheld", "partly", "rejected"}},
			{name: "ground", kind: fArea, required: true, max: text4000, rows: 3},
			{name: "text", kind: fArea, required: true, max: text4000},
		}}},
	{group: bookGroup, allowed: "dispute", fit: func(t *ticketPage) bool { return t.Ticket.Reviewer != t.StaffID() }, fill: superiors,
		form: form{id: "disputeTicket", area: "book", key: "i", quiet: true, fields: []field{
			{name: "reason", kind: fArea, required: true, max: text4000, rows: 3}, {name: "reviewer", kind: fSelect},
		}}},
}

// settling fits the form of a result to what is missing: an inquiry has no
// steps, and what is recorded need not be said again.
func settling(t *ticketPage, f *Form) {
	taken := []string{}
	if t.File.Book == nil || t.Ticket.Type != "complaint" {
		taken = []string{"causeCode", "plan", "action"}
	} else {
		causesOf(t, f, "causeCode")
		for step, fields := range map[string][]string{"analysed": {"causeCode", "cause"}, "planned": {"plan"}, "carried_out": {"action"}} {
			if !slices.Contains(t.File.Book.Missing, step) {
				taken = append(taken, fields...)
			}
		}
	}
	f.Fields = slices.DeleteFunc(f.Fields, func(x Field) bool { return slices.Contains(taken, x.Name) && x.Value == "" })
}

func causes(t *ticketPage, f *Form) { causesOf(t, f, "code") }

// causesOf are the codes of the company's list for the reason.
func causesOf(t *ticketPage, f *Form, name string) {
	var list []Option
	for _, code := range t.File.Book.Causes {
		list = append(list, Option{code, t.Option("cause", code)})
	}
	f.choices(name, list)
}

// superiors are those who may rule; that one is involved is found out when he
// is named.
func superiors(t *ticketPage, f *Form) {
	var list []Option
	for _, one := range t.People.Staff {
		if !one.Left && (one.Role == "supervisor" || one.Role == "manager") {
			list = append(list, Option{one.ID, one.Name + " · " + one.Badge})
		}
	}
	f.choices("reviewer", list)
}

// bookPanels show the book where the work is done.
var bookPanels = []panel{{id: "book", place: mainPlace, load: bookPanel}}

// bookPart is the book of a ticket: the next step with its form, the line of all
// steps, and what was learnt before from complaints of the same reason.
type bookPart struct {
	*ticketPage
	Next    *Form   // of the step that comes next; nil when that is a result, or nobody's who looks
	Others  []*Form // of steps that can be taken too, or once more
	Present bookLines
	Earlier []bookLines
	Tries   int
	Lessons []desk.Lesson
}

// bookLine is a step in the line.
type bookLine struct {
	desk.BookStep
	Name  string
	State string // done, now or later
	Who   string
	What  string // the cause or the outcome in words, by when it is done
}

// bookLines are the steps of a round.
type bookLines struct {
	Page   *ticketPage
	Number int
	Lines  []bookLine
}

// fewLessons is how many lessons of a reason are shown.
const fewLessons = "5"

func bookPanel(t *ticketPage) (any, error) {
	b := t.File.Book
	if b == nil {
		return nil, nil
	}
	p := bookPart{ticketPage: t}
	now := bookLines{Page: t}
	for i, round := range b.Rounds {
		lines := t.linesOf(round)
		if i < len(b.Rounds)-1 {
			p.Earlier = append(p.Earlier, bookLines{t, i + 1, lines})
			continue
		}
		now.Lines, p.Tries = lines, round.Tries
	}
	for i, step := range b.Missing {
		line := bookLine{BookStep: desk.BookStep{Step: step}, Name: t.Option("step", step), State: "later"}
		if i == 0 {
			line.State = "now"
			line.DueAt = t.Ticket.NextBy
		}
		if step == "ruled" {
			line.What = t.Person(t.Ticket.Reviewer)
		}
		now.Lines = append(now.Lines, line)
	}
	p.Present = now
	for _, a := range bookActions {
		switch f := t.steps[a.step]; {
		case f == nil:
		case a.step == t.Ticket.NextStep:
			p.Next = f
		default:
			p.Others = append(p.Others, f)
		}
	}
	if t.Ticket.Type != "complaint" || len(b.Missing) == 0 || !t.May("listLessons") {
		return p, nil
	}
	var list desk.LessonList
	err := t.get("listLessons", &list, "reason", t.Ticket.Reason, "limit", fewLessons)
	p.Lessons = list.Lessons
	return p, err
}

// linesOf are the steps of a round that were taken.
func (t *ticketPage) linesOf(round desk.BookRound) []bookLine {
	var lines []bookLine
	for _, s := range round.Steps {
		line := bookLine{BookStep: s, Name: t.Option("step", s.Step), State: "done", Who: t.who(desk.TicketEvent{By: s.By})}
		switch {
		case s.Step == "analysed":
			line.What = t.Option("cause", s.Code)
		case s.Step == "revisited":
			line.What = t.Option("outcome", s.Code)
		}
		lines = append(lines, line)
	}
	return lines
}

// Ruling is what became of a dispute, in words.
func (p bookPart) Ruling(d desk.BookDispute) string {
	if d.Ruling == "" {
		return p.T("book.waits_for", "who", p.Person(d.Reviewer))
	}
	return p.Option("ruling", d.Ruling)
}

// disputePages is what waits for a ruling of who looks.
var disputePages = []page{{path: "disputes", title: "book.disputes", op: "listDisputes", nav: navLead, show: showDisputes}}

type disputesPage struct {
	*visit
	desk.TicketList
}

func showDisputes(v *visit) error {
	p := disputesPage{visit: v}
	if err := v.get("listDisputes", &p.TicketList); err != nil {
		return err
	}
	return v.show("disputes", p)
}
