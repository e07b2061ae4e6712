package campaign

import (
	"slices"
	"strings"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// State is where a campaign stands.
type State string

// The states.
const (
	Draft     State = "draft"
	Counting  State = "counting" // its customers are being counted
	Previewed State = "previewed"
	Approved  State = "approved" // waits for its hour
	Running   State = "running"
	Stopped   State = "stopped"
	Done      State = "done"
)

// moves is the life of a campaign: from → to.
var moves = map[State][]State{
	Draft:     {Draft, Counting},
	Counting:  {Draft, Previewed},
	Previewed: {Draft, Counting, Approved},
	Approved:  {Running, Stopped},
	Running:   {Done, Stopped},
	Stopped:   {Running},
	Done:      {},
}

// May tells whether a campaign may go from one state to another.
func May(from, to State) bool { return slices.Contains(moves[from], to) }

// Text names the template in whose place a campaign's own words stand.
const Text message.ID = "campaign"

// Segment says which customers a campaign is for: all conditions that are not
// empty must hold. Of a list one is enough.
type Segment struct {
	Classes []string `json:"classes,omitempty"`
	Regions []string `json:"regions,omitempty"` // part of the file's region
	Tags    []string `json:"tags,omitempty"`    // as customer.TagOf writes them
	Owners  []string `json:"owners,omitempty"`  // staff ids: owner or co-owner (rule NJ-5)
	// Last contact: the last ticket under the number, or the last time the file
	// was verified. Who never had any is before every instant.
	Before time.Time `json:"before,omitzero"`
	After  time.Time `json:"after,omitzero"`
}

// Asks tells whether somebody's last contact has to be looked up.
func (s Segment) Asks() bool { return !s.Before.IsZero() || !s.After.IsZero() }

func (s Segment) equal(o Segment) bool {
	return slices.Equal(s.Classes, o.Classes) && slices.Equal(s.Regions, o.Regions) && slices.Equal(s.Tags, o.Tags) && slices.Equal(s.Owners, o.Owners) &&
		s.Before.Equal(o.Before) && s.After.Equal(o.After)
}

// Holds tells whether a file belongs to the segment; last is the last ticket
// under its number, zero for none.
func (s Segment) Holds(c customer.Customer, last time.Time) bool {
	among := func(list []string, has func(string) bool) bool {
		return len(list) == 0 || slices.ContainsFunc(list, has)
	}
	if last.Before(c.Verified.At) {
		last = c.Verified.At
	}
	return among(s.Classes, func(v string) bool { return c.Class == v }) &&
		among(s.Regions, func(v string) bool { return strings.Contains(c.Region, v) }) &&
		among(s.Tags, func(v string) bool { return slices.Contains(c.Tags, v) }) &&
		among(s.Owners, func(v string) bool { return c.Owner == v || slices.Contains(c.CoOwners, v) }) &&
		(s.Before.IsZero() || last.Before(s.Before)) && (s.After.IsZero() || last.After(s.After))
}

// Preview is what a campaign would be: how many customers its segment holds,
// and what it costs at most. Whoever may not get a message at the moment of
// sending is still counted.
type Preview struct {
	At     time.Time          `json:"at,omitzero"`
	People int                `json:"people"`
	Langs  map[words.Lang]int `json:"langs,omitempty"`
	Price  int64              `json:"price"` // millionths of a US dollar
}

// Cover is how many people an approval covers, and for how much. Between the
// count and the hour files may come (an import, say): what nobody agreed to is
// not sent.
type Cover struct {
	People int   `json:"people"`
	Price  int64 `json:"price"` // millionths of a US dollar
}

// Mark is something somebody did, and when.
type Mark struct {
	By string    `json:"by,omitempty"` // as an event's By
	At time.Time `json:"at,omitzero"`
}

// Walk is how far the lists were gone through.
type Walk struct {
	Steps []customer.Place `json:"steps,omitempty"`
	Step  int              `json:"step,omitempty"`
	After string           `json:"after,omitempty"` // the store's cursor within the step
}

// Campaign is one. Times are UTC.
type Campaign struct {
	ID      string                `json:"id"`
	Version int                   `json:"version"`
	Seq     int                   `json:"seq"` // of its last event
	State   State                 `json:"state"`
	Name    string                `json:"name"`
	Segment Segment               `json:"segment"`
	Texts   map[words.Lang]string `json:"texts"`           // without signature and the way to refuse
	Parts   map[words.Lang]int    `json:"parts"`           // of the longest case
	At      time.Time             `json:"at"`              // not before
	Month   string                `json:"month,omitempty"` // of the content calendar, "2026-12"

	Author   Mark      `json:"author"`
	Preview  Preview   `json:"preview,omitzero"`
	Approval Mark      `json:"approval,omitzero"`
	Covers   *Cover    `json:"covers,omitempty"` // how far the approval goes; nil: to all whom the segment holds
	Halt     Mark      `json:"halt,omitzero"`    // who stopped it last
	Ended    time.Time `json:"ended,omitzero"`

	Walk    Walk            `json:"walk,omitzero"`
	Days    []calendar.Date `json:"days,omitempty"` // local days on which pages were recorded
	Pages   int             `json:"pages,omitempty"`
	People  int             `json:"people,omitempty"`  // named in them
	Price   int64           `json:"price,omitempty"`   // of a message to each of them, at most
	Grown   bool            `json:"grown,omitempty"`   // more belong to the segment than the approval covers
	Pending []int           `json:"pending,omitempty"` // pages that are not settled yet
	Tally   ledger.Tally    `json:"tally,omitzero"`    // of those that are
	Next    time.Time       `json:"next,omitzero"`     // the sweep goes on with it then

	CreatedAt time.Time `json:"createdAt"`
	ChangedAt time.Time `json:"changedAt"`
}

// Due is when the sweep has to go on with it; false when there is nothing to do
// by itself.
func (c Campaign) Due() (time.Time, bool) { return c.Next, !c.Next.IsZero() }

// Subject is the partition of a campaign, and its name in the due index.
func Subject(id string) string { return "CAMPAIGN#" + id }

// PageSubject is the partition of the history of its pages: the seq of an event
// is the page's number, from 1.
func PageSubject(id string) string { return "MAILING#" + id }

// PageID names the event of a page, which names its batch.
func PageID(id string, page int) string { return event.ID(PageSubject(id), page) }

// What can happen. The facts of all but PageRecorded are Facts.
const (
	SavedEvent    event.Type = "campaign.saved"
	ApprovedEvent event.Type = "campaign.approved"
	StartedEvent  event.Type = "campaign.started"
	StoppedEvent  event.Type = "campaign.stopped"
	ResumedEvent  event.Type = "campaign.resumed"
	DoneEvent     event.Type = "campaign.done"
	PageRecorded  event.Type = "campaign.page"
)

// Facts say how large it is.
type Facts struct {
	People int   `json:"people,omitempty"`
	Price  int64 `json:"price,omitempty"`
	Sent   int   `json:"sent,omitempty"`
}

// PageFacts name up to a hundred customers. Who of them really gets the message
// is decided at the moment of sending.
type PageFacts struct {
	Campaign  string        `json:"campaign"`
	Date      calendar.Date `json:"date"` // local
	Customers []string      `json:"customers"`
}
