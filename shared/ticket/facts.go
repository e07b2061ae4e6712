package ticket

import (
	"time"

	"huiyin/shared/event"
)

// What can happen to a ticket. Each has its facts below; the template's rules
// name those that an SMS follows from.
const (
	Opened           event.Type = "ticket.opened"
	Chased           event.Type = "ticket.chased"  // the same matter came in again (a 催件)
	Heard            event.Type = "ticket.heard"   // the customer added a message
	Replied          event.Type = "ticket.replied" // a public reply
	Told             event.Type = "ticket.told"    // the desk told by itself what it found out (rule QM-13)
	Noted            event.Type = "ticket.noted"
	Paused           event.Type = "ticket.paused"
	Resumed          event.Type = "ticket.resumed"
	CarriedOver      event.Type = "ticket.carried_over"
	Promised         event.Type = "ticket.promised"
	WorkDone         event.Type = "ticket.done"
	PriorityChanged  event.Type = "ticket.priority_changed"
	Assigned         event.Type = "ticket.assigned"
	Escalated        event.Type = "ticket.escalated"
	HandedOver       event.Type = "ticket.handed_over"
	HandOverAccepted event.Type = "ticket.hand_over_accepted"
	HandOverLinked   event.Type = "ticket.hand_over_linked" // a link was made for the other side
	HandedBack       event.Type = "ticket.handed_back"      // with the other side's answer
	TakenBack        event.Type = "ticket.taken_back"       // without one
	ResolvedEvent    event.Type = "ticket.resolved"
	Reopened         event.Type = "ticket.reopened"
	MergedEvent      event.Type = "ticket.merged"   // this one ended in another
	Absorbed         event.Type = "ticket.absorbed" // another one ended in this
	WithdrawnEvent   event.Type = "ticket.withdrawn"
	Analysed         event.Type = "ticket.analysed"
	Planned          event.Type = "ticket.planned"
	CarriedOut       event.Type = "ticket.carried_out"
	Revisited        event.Type = "ticket.revisited"
	SummedUp         event.Type = "ticket.summed_up"
	ClosedEvent      event.Type = "ticket.closed"
	Disputed         event.Type = "ticket.disputed"
	Ruled            event.Type = "ticket.ruled"
	FellDue          event.Type = "ticket.fell_due" // a step of a timer; one event per timer, cycle and step
	Breached         event.Type = "ticket.breached" // a timer's due time passed; one event per timer and cycle
)

// OpenedFacts are the facts of Opened.
type OpenedFacts struct {
	Kind      Kind   `json:"kind"`
	Reason    string `json:"reason"`
	Target    string `json:"target,omitempty"`
	Priority  string `json:"priority"`
	Channel   string `json:"channel"`
	Requester string `json:"requester"`
	Team      string `json:"team"`
	// Urgency is how urgently an inquirer wants to buy (rule NJ-7), "" when nobody
	// has said it.
	Urgency string `json:"urgency,omitempty"`
	// Archived is the file of whoever asks, when it was put away; "" for all else.
	Archived string `json:"archived,omitempty"`
	Lives
}

// ReplyFacts are the facts of Replied and ResolvedEvent.
type ReplyFacts struct {
	Badge   string    `json:"badge,omitempty"`
	Interim bool      `json:"interim,omitempty"`
	NextBy  time.Time `json:"nextBy,omitzero"`
	Cause   string    `json:"cause,omitempty"` // ResolvedEvent: the code of the last analysis
	Spent   []Share   `json:"spent,omitempty"` // ResolvedEvent: with whom the time was since the opening, for reports
	Moved   bool      `json:"moved,omitempty"` // a promise had been moved: thank for the patience (NJ-9)
}

// CountFacts are the facts of Chased.
type CountFacts struct {
	Count int `json:"count"`
}

// ReopenFacts are the facts of Reopened.
type ReopenFacts struct {
	Count    int  `json:"count"`
	Customer bool `json:"customer"` // his own message did it: a next response is owed
}

// HoldFacts are the facts of Paused and Resumed.
type HoldFacts struct {
	For   string `json:"for,omitempty"`
	Cause string `json:"cause,omitempty"` // "customer_message" when a message ended the wait
}

// PromiseFacts are the facts of Promised.
type PromiseFacts struct {
	Due   time.Time `json:"due"`
	For   string    `json:"for"`             // reply or work
	Moved int       `json:"moved,omitempty"` // 0: a first promise; 1: moved once …
	Badge string    `json:"badge,omitempty"`
	Told  bool      `json:"told,omitempty"` // the reply that gave it tells the customer
}

// PriorityFacts are the facts of PriorityChanged.
type PriorityFacts struct {
	Priority string `json:"priority"`
	Lives
}

// AssignFacts are the facts of Assigned.
type AssignFacts struct {
	Owner string `json:"owner,omitempty"`
	Team  string `json:"team"`
}

// EscalateFacts are the facts of Escalated.
type EscalateFacts struct {
	To      string `json:"to"`                // supervisor or manager
	Cause   string `json:"cause"`             // person, chased_twice, reopened_twice, moved_twice
	Unaided bool   `json:"unaided,omitempty"` // the system had to: no person had escalated (PD-9)
}

// HandOverFacts are the facts of HandedOver, HandOverAccepted, HandOverLinked,
// HandedBack and TakenBack.
type HandOverFacts struct {
	To    string    `json:"to"`             // department, branch or partner
	Name  string    `json:"name"`           // of the company's register
	Due   time.Time `json:"due,omitzero"`   // HandedOver: as agreed
	Until time.Time `json:"until,omitzero"` // HandOverLinked: how long the link is good
}

// CauseFacts are the facts of Analysed.
type CauseFacts struct {
	Cause string `json:"cause"` // of the company's list
}

// PlanFacts are the facts of Planned.
type PlanFacts struct {
	Due time.Time `json:"due"`
}

// RevisitFacts are the facts of Revisited. NotContent counts as a message of
// the customer's.
type RevisitFacts struct {
	Outcome string `json:"outcome"`       // Content, NotContent or Unreached
	Try     int    `json:"try,omitempty"` // Unreached: which of the round
}

// DisputeFacts are the facts of Disputed.
type DisputeFacts struct {
	Reviewer string `json:"reviewer"` // staff id
}

// RulingFacts are the facts of Ruled.
type RulingFacts struct {
	Ruling string `json:"ruling"`
}

// MergeFacts are the facts of MergedEvent and Absorbed.
type MergeFacts struct {
	Other string `json:"other"`
}

// WithdrawFacts are the facts of WithdrawnEvent.
type WithdrawFacts struct {
	Spam bool `json:"spam,omitempty"`
}

// DueFacts are the facts of FellDue and Breached.
type DueFacts struct {
	Metric  string    `json:"metric"`
	Cycle   int       `json:"cycle"`
	Due     time.Time `json:"due"`            // of the timer
	Step    string    `json:"step,omitempty"` // FellDue: as the policy writes it
	To      string    `json:"to,omitempty"`   // FellDue: the policy's role
	Owed    time.Time `json:"owed,omitzero"`  // FellDue: when the step was owed
	Holder            // Breached: who is charged, see Ticket.charged
	Skipped string    `json:"skipped,omitempty"` // "late": a higher step of the same timer is told instead
}
