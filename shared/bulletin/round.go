package bulletin

import (
	"strings"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/ledger"
)

// Tells says who is told of a bulletin by SMS, when it is opened and when it is
// closed.
type Tells struct {
	Staff     bool `json:"staff,omitempty"`     // those who work in its regions (rule PD-5)
	Customers bool `json:"customers,omitempty"` // those whose tickets or shipments it touches (rule PD-8)
	Urgent    bool `json:"urgent,omitempty"`    // the staff's may ring at night
}

// Anybody tells whether somebody is told.
func (t Tells) Anybody() bool { return t.Staff || t.Customers }

// Phase is which of the two rounds.
type Phase string

// The phases.
const (
	Opened Phase = "opened"
	Ended  Phase = "closed"
)

// Parts of a round, in their order. That a bulletin is over is told again to
// those who were told of it.
const (
	PartStaff     = "staff"
	PartTickets   = "tickets"
	PartShipments = "shipments"
	PartAgain     = "again"
	PartOver      = "over"
)

// Round is how far the telling of a bulletin, or of its end, has come. Times
// are UTC.
type Round struct {
	Bulletin string    `json:"bulletin"`
	Phase    Phase     `json:"phase"`
	Version  int       `json:"version"`
	Part     string    `json:"part"`
	After    string    `json:"after,omitempty"`  // within the part: the last id, or a list's cursor
	Branch   string    `json:"branch,omitempty"` // PartShipments: whose list it is
	Day      string    `json:"day,omitempty"`    // of that list
	Pages    int       `json:"pages"`            // that were recorded: the seq of the last one's event
	People   int       `json:"people"`           // named in them
	Next     time.Time `json:"next,omitzero"`    // the sweep goes on with it then; zero when it is over
	Begun    time.Time `json:"begun"`
	Ended    time.Time `json:"ended,omitzero"`
}

// RoundID names a round.
func RoundID(bulletin string, phase Phase) string { return bulletin + "#" + string(phase) }

// ID names it.
func (r Round) ID() string { return RoundID(r.Bulletin, r.Phase) }

// Due is when the sweep has to go on with it; false when it is over.
func (r Round) Due() (time.Time, bool) { return r.Next, !r.Next.IsZero() }

// RoundSubject is the partition of a round and of its pages, and its name in
// the due index.
func RoundSubject(id string) string { return "TELLING#" + id }

// PageEvent names up to fifty receivers, by id; its facts are PageFacts, its
// seq is the page's number. Who of them gets an SMS is decided when it is sent.
const PageEvent event.Type = "bulletin.page"

// PageFacts are a page.
type PageFacts struct {
	Bulletin string            `json:"bulletin"`
	Phase    Phase             `json:"phase"`
	Page     int               `json:"page"`
	To       []ledger.Receiver `json:"to"`
}

const rowPrefix = "bulletin."

// RowID is the ledger's row of what a number is told of a bulletin: one for
// each of the two phases, whatever leads to the number how often.
func RowID(bulletin string, phase Phase, phoneKey string) string {
	return rowPrefix + bulletin + "." + string(phase) + "." + phoneKey
}

// FirstOf is the row of the opening, of a row of the end.
func FirstOf(rowID string) string {
	return strings.Replace(rowID, "."+string(Ended)+".", "."+string(Opened)+".", 1)
}

// round is the one that follows from the bulletin as it is now; nil when nobody
// is told.
func (b Bulletin) round(now time.Time) *Round {
	if !b.Tells.Anybody() {
		return nil
	}
	r := Round{Bulletin: b.ID, Phase: Opened, Version: 1, Part: PartStaff, Next: b.From, Begun: now}
	if b.Closing != nil {
		r.Phase, r.Part, r.Next = Ended, PartAgain, now
	}
	return &r
}
