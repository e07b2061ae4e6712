package task

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

	"huiyin/shared/event"
)

// Kind says what is to be done.
type Kind string

// The kinds.
const (
	Visit   Kind = "visit"   // each month, NJ-1
	Revisit Kind = "revisit" // by class (QM-8) and after a complaint (QM-5)
	Care    Kind = "care"    // made by hand, NJ-6
	Arrival Kind = "arrival" // whether the goods came, NJ-11
	Gift    Kind = "gift"    // at Spring Festival, NJ-3
	Lead    Kind = "lead"    // who only asked, NJ-7
	Opinion Kind = "opinion" // what a key customer thinks of his agent, SJ-13
	// Reassign follows a poor opinion: whether another agent should take over.
	Reassign Kind = "reassign"
	Other    Kind = "other"
)

// Kinds lists them, in the order in which a person chooses.
var Kinds = []Kind{Visit, Revisit, Care, Arrival, Gift, Lead, Opinion, Reassign, Other}

// State is where a task stands: Open → Finished or Dropped, for good.
type State string

// The states.
const (
	Open     State = "open"
	Finished State = "done"
	Dropped  State = "dropped"
)

// Outcomes of a task that is done. Every kind has Settled; a kind with outcomes
// of its own (see outcomes) has those instead.
const (
	Settled    = "settled"
	Arrived    = "arrived"     // of an arrival
	NotArrived = "not_arrived" //
	Good       = "good"        // of an opinion
	Fair       = "fair"        //
	Poor       = "poor"        // plans a talk about another agent
	Kept       = "kept"        // of a reassignment: the agent stays
	Changed    = "changed"     // another one takes over
	Won        = "won"         // of a lead: a customer now
	Later      = "later"       // not yet; ask again
	Lost       = "lost"        //
	Content    = "content"     // of a revisit, as of a ticket's
	NotContent = "not_content" //
	Unreached  = "unreached"   // of a visit, a revisit, an opinion
	Recorded   = "recorded"    // what was to be done stands elsewhere: the task ended by itself
)

var outcomes = map[Kind][]string{
	Visit:    {Settled, Unreached},
	Revisit:  {Content, NotContent, Unreached},
	Arrival:  {Arrived, NotArrived},
	Lead:     {Won, Later, Lost},
	Opinion:  {Good, Fair, Poor, Unreached},
	Reassign: {Changed, Kept},
}

// Outcomes are the words for what can come of a task of a kind.
func Outcomes(k Kind) []string {
	if own, ok := outcomes[k]; ok {
		return own
	}
	return []string{Settled}
}

// Reasons to drop a task.
const (
	NotNeeded = "not_needed"
	Refused   = "refused"   // the customer does not want it
	Duplicate = "duplicate" //
	Gone      = "gone"      // the customer, his ticket or his shipment is no more
)

// Reasons lists them, in the order in which a person chooses.
var Reasons = []string{NotNeeded, Refused, Duplicate, Gone}

// Task is one thing to do. Times are UTC with milliseconds.
type Task struct {
	ID       string `json:"id"` // ID(Cause)
	Version  int    `json:"version"`
	Seq      int    `json:"seq"` // of its last event
	Kind     Kind   `json:"kind"`
	Cause    string `json:"cause"` // "visit#2026-06#<customer>"; unique for ever
	Customer string `json:"customer,omitempty"`
	Ticket   string `json:"ticket,omitempty"`
	Waybill  string `json:"waybill,omitempty"`
	Owner    string `json:"owner,omitempty"` // staff id; "": the team's
	Team     string `json:"team"`
	About    string `json:"about,omitempty"` // staff id: whom an opinion is about
	Group    string `json:"group,omitempty"` // the list it was made for, see GiftGroup

	Due    time.Time `json:"due"`
	Remind time.Time `json:"remind,omitzero"` // zero: nobody is reminded
	State  State     `json:"state"`

	Note    string `json:"note,omitempty"`    // what to do; personal
	Outcome string `json:"outcome,omitempty"` // one of Outcomes, or of Reasons
	Report  string `json:"report,omitempty"`  // what came of it, or why it was dropped; personal

	// When the owner was reminded and the supervisor told, for the due time the
	// task has now.
	Reminded time.Time `json:"reminded,omitzero"`
	Overdue  time.Time `json:"overdue,omitzero"`

	Tries     int       `json:"tries,omitempty"` // of a revisit after a complaint: without reaching anybody
	Moves     int       `json:"moves,omitempty"`
	Remarks   []Remark  `json:"remarks,omitempty"` // why it was moved, the last MaxRemarks; personal
	CreatedAt time.Time `json:"createdAt"`
	CreatedBy string    `json:"createdBy"` // as an event's By
	UpdatedAt time.Time `json:"updatedAt"`
	EndedAt   time.Time `json:"endedAt,omitzero"`
	EndedBy   string    `json:"endedBy,omitempty"`
}

// Remark is what somebody said when he moved a task.
type Remark struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// MaxRemarks is how many remarks a task keeps: the newest.
const MaxRemarks = 10

// ID names the task of a cause: the same for ever, and nobody reads the cause
// from it.
func ID(cause string) string {
	sum := sha256.Sum256([]byte(cause))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:15]))
}

// Subject is the partition of a task.
func Subject(id string) string { return "TASK#" + id }

// List names the list a task stands in while it is open: its owner's, else its
// team's. A person's id and a team's can't be mistaken for each other.
func (t Task) List() string {
	if t.Owner != "" {
		return ListOf(t.Owner)
	}
	return TeamList(t.Team)
}

// ListOf is a person's list, TeamList what nobody of a team has taken.
func ListOf(owner string) string  { return "S:" + owner }
func TeamList(team string) string { return "T:" + team }

// Late tells whether the task is overdue: done at its due time is in time.
func (t Task) Late(now time.Time) bool { return t.State == Open && now.After(t.Due) }

// NextCheck is when the sweep has to look at the task next; false for never.
func (t Task) NextCheck() (time.Time, bool) {
	switch {
	case t.State != Open || !t.Overdue.IsZero():
		return time.Time{}, false
	case !t.Remind.IsZero() && t.Reminded.IsZero():
		return t.Remind, true
	}
	return t.Due.Add(time.Millisecond), true
}

// What can happen to a task.
const (
	Planned     event.Type = "task.planned"  // PlannedFacts
	RemindedOf  event.Type = "task.reminded" // DueFacts
	FellOverdue event.Type = "task.overdue"  // DueFacts
	Moved       event.Type = "task.moved"    // MovedFacts
	Given       event.Type = "task.given"    // GivenFacts
	DoneEvent   event.Type = "task.done"     // EndedFacts
	DropEvent   event.Type = "task.dropped"  // EndedFacts
	Cleared     event.Type = "task.cleared"  // no facts: an erasure took its words
)

// PlannedFacts say what is to be done and when; who it is for stands in the
// record.
type PlannedFacts struct {
	Kind  Kind      `json:"kind"`
	Owner string    `json:"owner,omitempty"`
	Team  string    `json:"team"`
	Due   time.Time `json:"due"`
}

// DueFacts say what fell due.
type DueFacts struct {
	Kind    Kind      `json:"kind"`
	Due     time.Time `json:"due"`
	Skipped bool      `json:"skipped,omitempty"` // overdue by the time it was found: no reminder goes out
}

// MovedFacts are both due times.
type MovedFacts struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// GivenFacts are both owners.
type GivenFacts struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	Team string `json:"team"`
}

// EndedFacts are how a task ended.
type EndedFacts struct {
	Kind    Kind   `json:"kind"`
	Outcome string `json:"outcome"`
}
