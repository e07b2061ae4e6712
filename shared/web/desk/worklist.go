package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/worklist"
)

// WorkFilter is what is asked of the work list; what is left out asks nothing.
type WorkFilter struct {
	Scope      string `query:"scope" json:"scope,omitempty" enum:"mine,team,unassigned,all,handed_over,escalated" default:"mine" doc:"mine: the caller's own, in any team; team and unassigned: of one team; all, handed_over (to a department, a branch or a partner) and escalated: of every team."`
	Team       string `query:"team" json:"team,omitempty" maxLength:"40" doc:"Only of this team; with team and unassigned the caller's own when left out, else every team."`
	Type       string `query:"type" json:"type,omitempty" enum:"inquiry,complaint"`
	Kind       string `query:"kind" json:"kind,omitempty" maxLength:"40" doc:"What an inquiry is about."`
	Reason     string `query:"reason" json:"reason,omitempty" maxLength:"40" doc:"What a complaint is for."`
	Stage      string `query:"stage" json:"stage,omitempty" enum:"received,handling,waiting,resolved" doc:"resolved: answered, with a step still to take."`
	Class      string `query:"class" json:"class,omitempty" maxLength:"40" doc:"Of the customer."`
	WaitingFor string `query:"waitingFor" json:"waitingFor,omitempty" enum:"customer,partner"`
	Priority   string `query:"priority" json:"priority,omitempty" enum:"normal,urgent"`
	Owner      string `query:"owner" json:"owner,omitempty" maxLength:"40" doc:"Id or badge of a member of staff; none: nobody's."`
	Breached   string `query:"breached" json:"breached,omitempty" enum:"true,false" doc:"true: something is late; false: nothing is."`
	DueWithin  int    `query:"dueWithin" json:"dueWithin,omitempty" minimum:"1" maximum:"10080" doc:"Minutes. What is late is not due any more."`
}

// filter is what the package worklist is asked.
func (w WorkFilter) filter(roster staff.Roster) (worklist.Filter, error) {
	var f errs.Fields
	asked := worklist.Filter{Team: w.Team, Kind: ticket.Kind(w.Type), Reason: w.Reason, Stage: ticket.Stage(w.Stage), Class: w.Class,
		WaitingFor: w.WaitingFor, Priority: w.Priority, Owner: w.Owner, Within: time.Duration(w.DueWithin) * time.Minute}
	if w.Kind != "" {
		asked.Kind, asked.Reason = ticket.Inquiry, w.Kind
		if w.Reason != "" || w.Type == string(ticket.Complaint) {
			f.Add("kind", "desk.kind_or_reason")
		}
	} else if w.Reason != "" {
		asked.Kind = ticket.Complaint
		if w.Type == string(ticket.Inquiry) {
			f.Add("reason", "desk.kind_or_reason")
		}
	}
	if w.Breached != "" {
		late := w.Breached == "true"
		asked.Late = &late
	}
	if m, ok := roster.ByBadge(w.Owner); ok {
		asked.Owner = m.ID
	} else if _, ok := roster.Member(w.Owner); !ok && w.Owner != "" && w.Owner != worklist.Nobody {
		f.Add("owner", "desk.no_staff")
	}
	return asked, f.Err()
}

type workInput struct {
	WorkFilter
	Pages
	IfNoneMatch string `header:"If-None-Match" maxLength:"80" doc:"The ETag of what the caller has; answered with 304 while nothing has changed."`
}

// Work is a page of the work list, and how much there is of what.
type Work struct {
	Lines  []WorkLine `json:"lines" doc:"In the order in which they are to be worked on: what is late or due first, what has nothing due, what waits for somebody else."`
	Next   string     `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
	Found  int        `json:"found" doc:"How many fit, on all pages."`
	Counts WorkCounts `json:"counts"`
	More   bool       `json:"more,omitempty" doc:"A team has more than 2,000 open tickets: of these, the ones that are due first were looked at, and every count is at least so much."`
}

// WorkCounts say how much there is.
type WorkCounts struct {
	Scopes        map[string]int  `json:"scopes" doc:"Of every scope, without the other filters."`
	Open          int             `json:"open" doc:"This and what follows: of the scope asked for, without the other filters."`
	Breached      int             `json:"breached"`
	DueWithinHour int             `json:"dueWithinHour"`
	Waiting       int             `json:"waiting" doc:"For the customer or a partner."`
	FollowUp      int             `json:"followUp" doc:"Answered, with a step still to take; not among open."`
	Kinds         []WorkKindCount `json:"kinds" doc:"The most first."`
}

// WorkKindCount is how much there is of one kind.
type WorkKindCount struct {
	Type   string `json:"type" enum:"inquiry,complaint"`
	Kind   string `json:"kind,omitempty"`
	Reason string `json:"reason,omitempty"`
	Count  int    `json:"count"`
}

type workOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   Work
}

// work shows what is to be worked on. What it is recognised by leaves out the
// names, which don't change: a caller who has it all is answered before they are
// read.
func (d *Desk) work(ctx context.Context, in *workInput) (*workOutput, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := in.filter(roster)
	if err != nil {
		return nil, err
	}
	teams := d.allTeams(roster)
	if in.Team != "" && !slices.Contains(teams, in.Team) {
		var f errs.Fields
		f.Add("team", "desk.no_team")
		return nil, f.Err()
	}
	now := d.Now()
	open, err := d.Lists.Open(ctx, now, teams)
	if err != nil {
		return nil, err
	}
	who := sender(ctx).member
	look := worklist.Through(open.Lines, worklist.Viewer{Staff: who.ID, Team: who.Team}, worklist.Scope(in.Scope), asked, now)
	page, next, err := look.Page(in.Cursor, in.Limit, now)
	if err != nil {
		return nil, err
	}
	out := &workOutput{Status: http.StatusOK, Body: Work{Lines: []WorkLine{}, Next: next, Found: len(look.Lines), Counts: workCounts(look.Counts), More: open.More}}
	for _, l := range page {
		out.Body.Lines = append(out.Body.Lines, workLine(l, roster, now))
	}
	if out.ETag = tagOf(out.Body); strings.TrimPrefix(in.IfNoneMatch, "W/") == out.ETag {
		out.Status = http.StatusNotModified
		return out, nil
	}
	names, err := d.Lists.Names(ctx, page)
	if err != nil {
		return nil, err
	}
	for i := range out.Body.Lines {
		line := &out.Body.Lines[i]
		line.Name, line.Title = names[line.Number].Name, names[line.Number].Title
	}
	return out, nil
}

// tagOf is an ETag of what has no version.
func tagOf(body any) string {
	raw, _ := json.Marshal(body) // texts, numbers and times: can't fail
	sum := sha256.Sum256(raw)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

func workCounts(c worklist.Counts) WorkCounts {
	shown := WorkCounts{Scopes: map[string]int{}, Open: c.Open, Breached: c.Late, DueWithinHour: c.DueSoon, Waiting: c.Waiting, FollowUp: c.FollowUp, Kinds: []WorkKindCount{}}
	for _, s := range worklist.Scopes {
		shown.Scopes[string(s)] = c.Scopes[s]
	}
	for _, k := range c.Kinds {
		one := WorkKindCount{Type: string(k.Kind), Count: k.Count}
		if k.Kind == ticket.Complaint {
			one.Reason = k.Reason
		} else {
			one.Kind = k.Reason
		}
		shown.Kinds = append(shown.Kinds, one)
	}
	return shown
}

// WorkLine is an open ticket in one line. Times are UTC.
type WorkLine struct {
	Number     string `json:"number" doc:"As it is sent back."`
	Shown      string `json:"shown" doc:"As people read it: K7M-3QP-9XA."`
	Name       string `json:"name,omitempty" doc:"Who asked; a long name is cut."`
	Title      string `json:"title,omitempty" enum:"mr,ms"`
	Type       string `json:"type" enum:"inquiry,complaint"`
	Kind       string `json:"kind,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Target     string `json:"target,omitempty"`
	Stage      string `json:"stage" enum:"received,handling,waiting,resolved"`
	WaitingFor string `json:"waitingFor,omitempty" enum:"customer,partner"`
	Priority   string `json:"priority" enum:"normal,urgent"`
	Channel    string `json:"channel"`
	Requester  string `json:"requester"`
	Class      string `json:"class,omitempty"`
	Waybill    string `json:"waybill,omitempty"`
	Team       string `json:"team"`

	Owner *WorkOwner `json:"owner,omitempty" doc:"None: nobody has taken it."`

	Chases      int       `json:"chases,omitempty"`
	Reopenings  int       `json:"reopenings,omitempty"`
	Escalated   string    `json:"escalated,omitempty" enum:"person,system" doc:"Who reported it upwards."`
	EscalatedAt time.Time `json:"escalatedAt,omitzero"`
	HandOver    *HandOver `json:"handOver,omitempty" doc:"While it is handed over: to whom."`

	NextStep string    `json:"nextStep,omitempty" enum:"revisited,summed_up,ruled" doc:"Of one that was answered: the step that is missing next."`
	NextBy   time.Time `json:"nextBy,omitzero" doc:"By when that is expected."`

	OpenedAt time.Time `json:"openedAt"`
	State    string    `json:"state" enum:"late,soon,ok,held,none" doc:"How it stands with time; held: the clock that would be first stands still."`
	Metric   string    `json:"metric,omitempty" doc:"Of the clock that would be first."`
	DueAt    time.Time `json:"dueAt,omitzero" doc:"Of what is late, else of the clock that would be first; none when nothing is due."`
	WarnAt   time.Time `json:"warnAt,omitzero" doc:"From when the time is short."`
}

// WorkOwner is who has a ticket.
type WorkOwner struct {
	ID    string `json:"id"`
	Badge string `json:"badge,omitempty"`
	Name  string `json:"name,omitempty"`
}

func workLine(l ticket.Line, roster staff.Roster, now time.Time) WorkLine {
	due, warn := worklist.DueOf(l, now)
	shown := WorkLine{
		Number: l.Number, Shown: id.Show(l.Number), Type: string(l.Kind), Target: l.Target, Stage: string(l.Stage), WaitingFor: l.WaitingFor,
		Priority: l.Priority, Channel: l.Channel, Requester: l.Requester, Class: l.Class, Waybill: l.Waybill, Team: l.Team,
		Chases: l.Chases, Reopenings: l.Reopenings, Escalated: l.Raised, EscalatedAt: l.RaisedAt,
		OpenedAt: l.OpenedAt, State: string(worklist.StateOf(l, now)), Metric: string(l.Face.Metric), DueAt: due, WarnAt: warn,
	}
	if l.Kind == ticket.Complaint {
		shown.Reason = l.Reason
	} else {
		shown.Kind = l.Reason
	}
	if l.Next != "" {
		shown.NextStep, shown.NextBy = string(l.Next), l.Place
	}
	if l.Owner != "" {
		m, _ := roster.Member(l.Owner)
		shown.Owner = &WorkOwner{ID: l.Owner, Badge: m.Badge, Name: m.Name}
	}
	if h := l.HandedTo; h != nil {
		shown.HandOver = &HandOver{To: h.To, Name: h.Name, At: h.At, AcceptedAt: h.Accepted, DueAt: h.Due}
	}
	return shown
}

// allTeams are the teams that have a list. What came in before there was a team
// stands in that of DefaultTeam.
func (d *Desk) allTeams(roster staff.Roster) []string {
	all := []string{d.DefaultTeam}
	for _, t := range roster.Teams {
		if t.ID != d.DefaultTeam {
			all = append(all, t.ID)
		}
	}
	return all
}
