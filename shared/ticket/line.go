package ticket

import (
	"cmp"
	"time"

	"huiyin/shared/sla"
)

// MaxLines is the most of a team's list that is read for a count or a filter:
// one request, and a team with more open tickets has other worries than the
// exact number.
const MaxLines = 2000

// Who reported a ticket upwards, as a list tells it.
const (
	RaisedByPerson = "person"
	RaisedBySystem = "system"
)

// Line is what a list shows of a ticket that stands on it: a record in little, so that a
// thousand of them are read in one go. Times are UTC with milliseconds.
type Line struct {
	Number     string
	Team       string
	Kind       Kind
	Reason     string
	Target     string
	Stage      Stage
	WaitingFor string
	Priority   string
	Channel    string
	Requester  string
	Class      string
	Waybill    string
	Owner      string // staff id

	Chases     int
	Reopenings int
	Raised     string    // RaisedByPerson, RaisedBySystem or "": reported upwards
	RaisedAt   time.Time // last

	OpenedAt time.Time
	Place    time.Time // by which the store's list is sorted, see ShownDue
	Face     sla.Face  // Due is zero when nothing is due

	Next Step // of a resolved one: the step that is missing next

	HandedTo *HandedTo // nil: not handed over

	Revision int // of the rules it lives by
}

// HandedTo is a hand-over that is open, as a list shows it.
type HandedTo struct {
	To, Name string
	At       time.Time
	Accepted time.Time // zero: not yet
	Due      time.Time // zero without a target
}

// Line is the ticket as a list shows it.
func (t *Ticket) Line() Line {
	l := Line{
		Number: t.Number, Team: t.Team, Kind: t.Kind, Reason: t.Reason, Target: t.Target, Stage: t.Stage, WaitingFor: t.WaitingFor,
		Priority: t.Priority, Channel: t.Channel, Requester: t.Requester, Class: t.Class, Waybill: t.Waybill, Owner: t.Owner,
		Chases: t.Chases, Reopenings: t.Reopenings, RaisedAt: t.EscalatedAt,
		OpenedAt: t.OpenedAt, Place: t.ShownDue(), Revision: t.Revision,
	}
	switch {
	case t.Escalated != "":
		l.Raised = RaisedByPerson
	case t.Raised:
		l.Raised = RaisedBySystem
	}
	if t.Stage == Resolved {
		l.Next = t.Next
	}
	l.Face, _ = t.SLA.Face()
	if h := t.HandedOver(); h != nil {
		l.HandedTo = &HandedTo{To: h.To, Name: h.Name, At: h.At, Accepted: h.Accepted}
		l.HandedTo.Due, _ = t.SLA.DueOf(sla.Handover)
	}
	return l
}

// Late tells whether something that is owed is late, as State.Late does.
func (l Line) Late(now time.Time) bool { return !l.Face.Late.IsZero() && l.Face.Late.Before(now) }

// ByPlace orders as the store's lists do.
func ByPlace(a, b Line) int {
	return cmp.Or(a.Place.Compare(b.Place), cmp.Compare(a.Number, b.Number))
}

// LineQuery asks for a page of a team's list.
type LineQuery struct {
	Team   string
	Cursor string // opaque, from the page before
	Limit  int    // 1 to MaxLines
}

// LinePage is a page of lines by due time; Next is empty on the last one.
type LinePage struct {
	Lines []Line
	Next  string
}
