package console

import (
	"slices"
	"strconv"
)

// action is something that can be done on a ticket's page: a form with when and
// where it is offered. Areas add theirs to ticketActions.
type action struct {
	form
	group string
	step  string // of a complaint's book: shown in the panel of the book and in no group
	// allowed is the action's name among those that the ticket allows
	// (TicketRecord.Allowed); "" for one that only fit decides on.
	allowed string
	fit     func(*ticketPage) bool   // whether it is offered; nil: always
	fill    func(*ticketPage, *Form) // puts in values and choices; nil: nothing
	// blind is done whatever has happened to the ticket meanwhile: what was heard
	// or noted stays true.
	blind bool
}

// Groups of actions, in the order in which they are shown. That of the reply is
// the box on top.
const (
	replyGroup = "reply"
	talkGroup  = "talk"
	workGroup  = "work"
	timeGroup  = "time"
	handGroup  = "hand"
	endGroup   = "end"
)

var actionGroups = []string{talkGroup, workGroup, timeGroup, handGroup, bookGroup, endGroup}

// bookGroup are the steps of a complaint by the book.
const bookGroup = "book"

// ticketActions is everything that can be done on the page of a ticket: each
// area has its own list in its own file.
var ticketActions = slices.Concat(
	talkActions, workActions, timeActions, handActions, linkActions, bookActions, endActions,
)

func ticketForms() []form {
	forms := []form{{id: "readPhone", area: "ticket", shows: true, key: "v", quiet: true}}
	for _, a := range ticketActions {
		if !a.blind {
			a.calm = onlyTheClock
		}
		forms = append(forms, a.form)
	}
	return forms
}

const text4000 = 4000

var talkActions = []action{
	{group: replyGroup, allowed: "reply", fill: canned, form: form{id: "reply", area: "ticket", fields: []field{
		{name: "text", kind: fArea, required: true, max: text4000, rows: 5, key: "r"},
		{name: "interim", kind: fCheck},
		{name: "nextReplyAt", kind: fMoment, narrow: true},
	}}},
	{group: talkGroup, allowed: "note", blind: true, form: form{id: "addNote", area: "ticket", key: "n", quiet: true, fields: []field{
		{name: "text", kind: fArea, required: true, max: text4000},
	}}},
	{group: talkGroup, allowed: "customer_message", blind: true, form: form{id: "addCustomerMessage", area: "ticket", key: "m", quiet: true, fields: []field{
		{name: "text", kind: fArea, required: true, max: text4000},
	}}},
}

var workActions = []action{
	{group: workGroup, allowed: "take", fit: func(t *ticketPage) bool { return !t.Mine() },
		form: form{id: "takeTicket", area: "ticket", key: "t", quiet: true, undo: "giveBack"}},
	{group: workGroup, allowed: "assign", fit: func(t *ticketPage) bool { return t.Mine() },
		fill: func(t *ticketPage, f *Form) { f.set("team", t.Ticket.Team) },
		form: form{id: "giveBack", op: "assignTicket", area: "ticket", key: "g", quiet: true, undo: "takeTicket",
			fields: []field{{name: "team", kind: fHidden}}}},
	{group: workGroup, allowed: "assign", fill: assignees, form: form{id: "assignTicket", area: "ticket", key: "a", quiet: true, fields: []field{
		{name: "to", kind: fSelect}, {name: "team", kind: fSelect},
	}}},
	{group: workGroup, allowed: "change_priority", fill: otherPriority, form: form{id: "changePriority", area: "ticket", key: "u", quiet: true, fields: []field{
		{name: "priority", kind: fRadio, required: true, options: []string{"normal", "urgent"}}, reason,
	}}},
	{group: workGroup, allowed: "escalate", form: form{id: "escalate", area: "ticket", key: "e", quiet: true, fields: []field{
		{name: "to", kind: fRadio, options: []string{"supervisor", "manager"}, value: "supervisor"}, reason,
	}}},
}

// reason is asked of most actions; it is kept as an internal note.
var reason = field{name: "reason", kind: fArea, required: true, max: 500, rows: 2}

var timeActions = []action{
	{group: timeGroup, allowed: "promise", form: form{id: "promise", area: "ticket", key: "p", quiet: true, fields: []field{
		{name: "due", kind: fMoment, required: true, narrow: true},
		{name: "for", kind: fRadio, options: []string{"reply", "work"}, value: "reply"},
	}}},
	{group: timeGroup, allowed: "done", form: form{id: "promiseKept", area: "ticket", key: "d", quiet: true}},
	{group: timeGroup, allowed: "pause", form: form{id: "pauseTicket", area: "ticket", key: "w", quiet: true, undo: "resumeTicket", fields: []field{
		{name: "for", kind: fRadio, options: []string{"customer", "partner"}, value: "customer"}, reason,
	}}},
	{group: timeGroup, allowed: "resume", form: form{id: "resumeTicket", area: "ticket", key: "w", quiet: true}},
	{group: timeGroup, allowed: "carry_over", form: form{id: "carryOver", area: "ticket", key: "c", quiet: true, fields: []field{reason}}},
}

var handActions = []action{
	{group: handGroup, allowed: "hand_over", fill: takers, form: form{id: "handOver", area: "ticket", key: "h", quiet: true, fields: []field{
		{name: "to", kind: fRadio, required: true, options: []string{"department", "branch", "partner"}},
		{name: "name", kind: fText, required: true, max: 40},
		{name: "summary", kind: fText, required: true, max: 200},
		{name: "due", kind: fMoment, narrow: true},
		{name: "acceptedBy", kind: fText, max: 40, narrow: true},
	}}},
	{group: handGroup, allowed: "accept_hand_over", form: form{id: "acceptHandOver", area: "ticket", key: "y", quiet: true, fields: []field{
		{name: "who", kind: fText, required: true, max: 40, narrow: true},
	}}},
	{group: handGroup, allowed: "hand_back", form: form{id: "handBack", area: "ticket", key: "b", quiet: true, fields: []field{
		{name: "answer", kind: fArea, required: true, max: text4000},
	}}},
	{group: handGroup, allowed: "take_back", form: form{id: "takeBack", area: "ticket", key: "k", quiet: true, fields: []field{reason}}},
}

var endActions = []action{
	{group: endGroup, allowed: "resolve", fill: settling, form: form{id: "resolve", area: "ticket", key: "s", quiet: true, fields: []field{
		{name: "causeCode", kind: fSelect}, {name: "cause", kind: fText, required: true, max: 500},
		{name: "plan", kind: fArea, max: text4000, rows: 2}, {name: "action", kind: fArea, max: text4000, rows: 2},
		{name: "result", kind: fArea, required: true, max: text4000},
	}}},
	{group: endGroup, allowed: "reopen", form: form{id: "reopen", area: "ticket", key: "o", quiet: true, fields: []field{reason}}},
	{group: endGroup, allowed: "merge", form: form{id: "merge", area: "ticket", quiet: true, fields: []field{
		{name: "into", kind: fText, required: true, max: 40, narrow: true},
	}}},
	{group: endGroup, allowed: "withdraw", form: form{id: "withdraw", area: "ticket", quiet: true, fields: []field{
		reason, {name: "spam", kind: fCheck},
	}}},
}

// actionGroup is a group of actions as it is shown: those with nothing to fill
// in are buttons, the others fold out.
type actionGroup struct {
	Name    string
	Buttons []*Form
	Folds   []*Form
}

// act makes the forms of what can be done, and of what undoes what was just
// done.
func (t *ticketPage) act() {
	groups := map[string]*actionGroup{}
	t.steps = map[string]*Form{}
	undo := t.undo()
	for _, a := range ticketActions {
		f := t.offer(a)
		if f == nil {
			continue
		}
		if a.id == undo {
			t.Undo = f
		}
		if a.step != "" {
			t.steps[a.step] = f
			continue
		}
		g := groups[a.group]
		if g == nil {
			g = &actionGroup{Name: t.T("ticket.group." + a.group)}
			groups[a.group] = g
		}
		switch {
		case a.group == replyGroup:
			t.Reply = f
		case f.bare():
			g.Buttons = append(g.Buttons, f)
		default:
			g.Folds = append(g.Folds, f)
		}
	}
	for _, name := range actionGroups {
		if g := groups[name]; g != nil {
			t.Groups = append(t.Groups, *g)
		}
	}
}

// offer is the form of an action, nil when it can't be done. One that was just
// refused is shown in any case: what was typed is not lost.
func (t *ticketPage) offer(a action) *Form {
	refused := t.sent != nil && t.sent.form.id == a.id && t.sent.problem != nil
	if !refused && (a.allowed != "" && !t.Can(a.allowed) || a.fit != nil && !a.fit(t)) {
		return nil
	}
	f := t.form(a.id)
	if f == nil {
		return nil
	}
	if a.fill != nil {
		a.fill(t, f)
	}
	if !a.blind {
		t.since(f)
		f.match(t.Version)
	}
	return f
}

// undo is the id of the form that undoes what was just done, "" for none.
func (t *ticketPage) undo() string {
	done := t.query(doneQuery)
	i := slices.IndexFunc(ticketActions, func(a action) bool { return a.id == done })
	if i < 0 || t.sent != nil {
		return ""
	}
	return ticketActions[i].undo
}

// onlyTheClock tells whether all that has happened to the ticket since somebody
// began to type is that a deadline was reminded of or passed: that changes the
// ticket's version, and is no reason to ask him again.
func onlyTheClock(v *visit, in typed) (version string, ok bool) {
	t := &ticketPage{visit: v}
	seen, err := strconv.Atoi(in.Get(seenField))
	if err != nil || t.read() != nil || t.tell() != nil {
		return "", false
	}
	last := seen
	for _, e := range slices.Backward(t.Story) {
		if e.Seq > seen {
			if last++; e.Seq != last || !slices.Contains([]string{"ticket.fell_due", "ticket.breached"}, e.Type) {
				return "", false
			}
		}
	}
	return t.Version, true
}

// since says on a form that came too late what has happened meanwhile.
func (t *ticketPage) since(f *Form) {
	seen, _ := strconv.Atoi(f.Seen)
	if f.Changed {
		for _, e := range t.Story {
			if e.Seq > seen {
				f.News = append(f.News, e.Line(t))
			}
		}
	}
	if len(t.Story) > 0 && (f.Seen == "" || f.Changed) {
		f.Seen = strconv.Itoa(t.Story[0].Seq)
	}
}

// assignees are the colleagues who can be given a ticket: those on duty first.
func assignees(t *ticketPage, f *Form) {
	var there, away []Option
	for _, one := range t.People.Staff {
		switch name := one.Name + " · " + one.Badge + " · " + t.TeamName(one.Team); {
		case one.Left:
		case one.OnDuty:
			there = append(there, Option{one.ID, name})
		default:
			away = append(away, Option{one.ID, name + t.T("ticket.off_duty")})
		}
	}
	f.choices("to", append(there, away...))
	var teams []Option
	for _, one := range t.People.Teams {
		teams = append(teams, Option{one.ID, one.Name})
	}
	f.choices("team", teams)
}

func otherPriority(t *ticketPage, f *Form) {
	other := "urgent"
	if t.Ticket.Priority == other {
		other = "normal"
	}
	f.set("priority", other)
}
