package report

import (
	"time"

	"huiyin/shared/clock"
	"huiyin/shared/id"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// Row is one ticket in figures. Instants are UTC; a zero one has not come, or is
// not known.
type Row struct {
	Number    string `json:"number"` // as people read it: K7M-3QP-9XA
	Type      string `json:"type"`   // inquiry or complaint
	Reason    string `json:"reason"` // what an inquiry is about, or a complaint's reason
	Target    string `json:"target,omitempty"`
	Channel   string `json:"channel"`
	Requester string `json:"requester"`
	Class     string `json:"class,omitempty"`
	Region    string `json:"region,omitempty"` // as typed
	Team      string `json:"team"`
	Owner     string `json:"owner,omitempty"` // badge, else id
	Priority  string `json:"priority"`
	Stage     string `json:"stage"`

	OpenedAt time.Time `json:"openedAt"`
	// FirstResponseAt is when the clock of the first response was answered; a
	// policy without that clock gives none.
	FirstResponseAt time.Time `json:"firstResponseAt,omitzero"`
	ResolvedAt      time.Time `json:"resolvedAt,omitzero"`
	ClosedAt        time.Time `json:"closedAt,omitzero"` // when it ended for good

	FirstResponse Clock `json:"firstResponse"`
	NextResponse  Clock `json:"nextResponse"`
	Resolution    Clock `json:"resolution"`
	Statutory     Clock `json:"statutory"`
	Promise       Clock `json:"promise"`
	HandOver      Clock `json:"handOver"`

	Chases      int            `json:"chases"`
	Reopenings  int            `json:"reopenings"`
	Escalated   string         `json:"escalated,omitempty"` // by a person, or else by the system
	HandOvers   int            `json:"handOvers"`
	Split       []ticket.Share `json:"split"`                  // with whom the time was; up to now while it is open
	Satisfied   int            `json:"satisfaction,omitempty"` // 1 to 5; 0 while nobody asks the customer
	CarriedOver bool           `json:"carriedOver"`
	Moves       int            `json:"moves"` // how often a promise was moved
}

// Who escalated.
const (
	ByPerson = "person"
	BySystem = "system"
)

// Clock is what became of the cycles of one metric.
type Clock struct {
	Cycles   int       `json:"cycles"`
	Breaches int       `json:"breaches"`       // cycles whose due time was missed
	DueAt    time.Time `json:"dueAt,omitzero"` // of the last cycle
}

// rowOf is the row of a ticket that stands as it was judged. badge gives the
// badge of a member of staff, "" for one who is not known.
func rowOf(t ticket.Ticket, now ticket.Standing, badge func(staff string) string) Row {
	r := Row{
		Number: id.Show(t.Number), Type: string(t.Kind), Reason: t.Reason, Target: t.Target, Channel: t.Channel, Requester: t.Requester,
		Class: t.Class, Region: t.Region, Team: t.Team, Owner: t.Owner, Priority: t.Priority, Stage: string(t.Stage),
		OpenedAt: t.OpenedAt, ResolvedAt: t.ResolvedAt, ClosedAt: clock.Later(t.EndedAt, t.ClosedAt),
		Chases: t.Chases, Reopenings: t.Reopenings, HandOvers: len(t.HandOvers), Split: now.Shares,
		CarriedOver: t.Carried, Moves: now.SLA.PromiseMoves,
	}
	if known := badge(t.Owner); known != "" {
		r.Owner = known
	}
	switch {
	case t.Escalated != "":
		r.Escalated = ByPerson
	case t.Raised:
		r.Escalated = BySystem
	}
	for _, c := range now.SLA.Cycles {
		r.count(c)
		if c.Metric == sla.FirstResponse && now.SLA.Replied {
			r.FirstResponseAt = c.Ended
		}
	}
	return r
}

// count adds a cycle to the clock of its metric.
func (r *Row) count(c sla.Cycle) {
	clock := map[sla.Metric]*Clock{
		sla.FirstResponse: &r.FirstResponse, sla.NextResponse: &r.NextResponse, sla.Resolution: &r.Resolution,
		sla.Statutory: &r.Statutory, sla.Promise: &r.Promise, sla.Handover: &r.HandOver,
	}[c.Metric]
	if clock == nil {
		return
	}
	clock.Cycles++
	clock.DueAt = c.Due
	if !c.Breached.IsZero() {
		clock.Breaches++
	}
}
