package ticket

import (
	"time"

	"huiyin/shared/sla"
)

// Kind tells an inquiry from a complaint.
type Kind string

// The kinds of ticket.
const (
	Inquiry   Kind = "inquiry"
	Complaint Kind = "complaint"
)

// Stage is where a ticket stands. What leads from one to the next is the
// table in lifecycle.go.
type Stage string

// The stages.
const (
	Received  Stage = "received"  // nobody has taken it up yet
	Handling  Stage = "handling"  // an agent works on it
	Waiting   Stage = "waiting"   // paused: for the customer or a partner
	Resolved  Stage = "resolved"  // the result has been told; a new message reopens it
	Closed    Stage = "closed"    // and nothing is missing any more, see steps.go; a new message reopens it
	Merged    Stage = "merged"    // continues in another ticket (MergedInto)
	Withdrawn Stage = "withdrawn" // taken back by the customer, or spam
)

// Open tells whether somebody still owes an answer.
func (s Stage) Open() bool { return s == Received || s == Handling || s == Waiting }

// Ended tells whether the ticket can never change again.
func (s Stage) Ended() bool { return s == Merged || s == Withdrawn }

// Priorities of a ticket.
const (
	Normal = "normal"
	Urgent = "urgent" // rule SJ-5: its own targets, alarms at any hour
)

// Targets of a complaint: what it is about (rule JY-9).
const (
	AboutGoods   = "goods"
	AboutService = "service"
	AboutAgent   = "agent"
)

// Requesters: who asks.
const (
	ByCustomer    = "customer"
	BySalesperson = "salesperson" // rule PD-13: taken at any hour
	ByPartner     = "partner"
)

// Whom a paused ticket waits for.
const (
	ForCustomer = "customer"
	ForPartner  = "partner"
)

// Ticket is the record: ids, facts and deadlines, no name, phone or free text.
// All times are UTC with milliseconds.
type Ticket struct {
	Number  string `json:"number"`
	Version int    `json:"version"` // 1 at opening, +1 with every change
	Seq     int    `json:"seq"`     // of its last event

	Kind      Kind   `json:"kind"`
	Reason    string `json:"reason"`           // an inquiry's kind (PD-1) or a complaint's reason (QM-2)
	Target    string `json:"target,omitempty"` // complaints: goods, service or agent (JY-9)
	Accused   string `json:"accused,omitempty"`
	Stage     Stage  `json:"stage"`
	Priority  string `json:"priority"`
	Channel   string `json:"channel"`   // JY-1
	Requester string `json:"requester"` // PD-13
	Class     string `json:"class,omitempty"`
	Agreement string `json:"agreement,omitempty"` // the policy agreed with the customer when it was opened (SJ-16)
	Region    string `json:"region,omitempty"`
	Lang      string `json:"lang"` // zh or en: of everything the customer is told
	Waybill   string `json:"waybill,omitempty"`

	PhoneKey   string   `json:"phoneKey"` // keyed hash of the requester's phone, "" after an erasure
	Linked     []string `json:"linked,omitempty"`
	MergedInto string   `json:"mergedInto,omitempty"`

	Team  string `json:"team"`
	Owner string `json:"owner,omitempty"` // staff id
	Rings int    `json:"rings,omitempty"` // NJ-16, JY-8: before a call was taken

	Trace      bool      `json:"trace,omitempty"` // NJ-11: a shipment is searched for in it
	Chases     int       `json:"chases,omitempty"`
	Reopenings int       `json:"reopenings,omitempty"`
	Moves      int       `json:"moves,omitempty"`     // times the present promise was moved (NJ-9)
	Escalated  string    `json:"escalated,omitempty"` // by whom last, as an event's By
	Raised     bool      `json:"raised,omitempty"`    // the system reported it upwards, at least once
	WaitingFor string    `json:"waitingFor,omitempty"`
	PromiseDue time.Time `json:"promiseDue,omitzero"`
	PromiseFor string    `json:"promiseFor,omitempty"`
	Carried    bool      `json:"carried,omitempty"` // PD-3: once per ticket

	EscalatedAt time.Time `json:"escalatedAt,omitzero"` // by a person or by itself, last

	OpenedAt    time.Time `json:"openedAt"`
	LastEventAt time.Time `json:"lastEventAt"`
	AnsweredAt  time.Time `json:"answeredAt,omitzero"` // the last public reply
	ResolvedAt  time.Time `json:"resolvedAt,omitzero"`
	ClosedAt    time.Time `json:"closedAt,omitzero"`
	EndedAt     time.Time `json:"endedAt,omitzero"` // merged or withdrawn
	Cause       string    `json:"cause,omitempty"`  // code of the last analysis, of the company's list

	Files     int        `json:"files,omitempty"`     // how many are attached
	HandOvers []Handover `json:"handOvers,omitempty"` // in order; only the last may be open
	Settled   []Span     `json:"settled,omitempty"`   // from a result to the reopening, each

	Rounds   []Round   `json:"rounds,omitempty"`   // the steps that were taken; the last is the present one
	Disputes []Dispute `json:"disputes,omitempty"` // in order; only the last may wait for its ruling
	Next     Step      `json:"next,omitempty"`     // the step that is missing next; worked out with every change
	NextBy   time.Time `json:"nextBy,omitzero"`    // by when it is expected, where that can be said

	// What it lives by, and since which state of the rules (sla.Book.Revision).
	PolicyID        string `json:"policyId"`
	PolicyVersion   int    `json:"policyVersion,omitempty"`
	CalendarID      string `json:"calendarId"`
	CalendarVersion int    `json:"calendarVersion,omitempty"`
	Revision        int    `json:"revision,omitempty"`
	Moved           int    `json:"moved,omitempty"`    // the last Revision that moved a due time
	Fallback        bool   `json:"fallback,omitempty"` // by sla.Book.Fallback: the company's own rules had no due time to give

	SLA sla.State `json:"sla"`
}

// ShownDue is the instant an agent's list sorts by: the earliest due time that
// is not settled; after the answer, when the next step is expected; else the
// last event.
func (t *Ticket) ShownDue() time.Time {
	if due, ok := t.SLA.Shown(); ok {
		return due
	}
	if t.Stage == Resolved && !t.NextBy.IsZero() {
		return t.NextBy
	}
	return t.LastEventAt
}

// Subject is the partition of a ticket's history.
func Subject(number string) string { return "TICKET#" + number }
