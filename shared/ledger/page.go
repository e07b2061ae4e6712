package ledger

import (
	"errors"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/message"
)

// PageSize is how many people a page names at most, GroupSize how many of them
// are looked up, paid for and noted together. Ten are a second's work at the
// usual rate: nobody's stop is older than that when his message goes out.
const (
	PageSize  = 100
	GroupSize = 10
)

// Page is up to PageSize people who are told the same thing: the work that one
// event asks for, by reference.
type Page struct {
	ID       string            `json:"id"` // of the event; names the batch
	Class    message.Class     `json:"class"`
	At       time.Time         `json:"at"` // of the event
	Template message.ID        `json:"template"`
	Facts    map[string]string `json:"facts,omitempty"`
	Kind     string            `json:"kind"` // of the receivers
	To       []string          `json:"to"`   // their ids
}

// Message is what one person on the page is to be told. Its id is the
// resolver's to give.
func (p Page) Message(place int) Message {
	return Message{Class: p.Class, Cause: p.ID, At: p.At, To: Receiver{Kind: p.Kind, ID: p.To[place]}, Template: p.Template, Facts: p.Facts}
}

// groups is how many groups the page has.
func (p Page) groups() int { return (len(p.To) + GroupSize - 1) / GroupSize }

// ErrHeld is what a resolver says of a page that must not go on for now.
var ErrHeld = errors.New("what the page is for was stopped")

// Resolved is a person on a page as he was found: the message with its id, and
// the address. A message without an id is a Skip for somebody who is gone.
type Resolved struct {
	Message Message
	Address Address
}

// States of a batch: Open ⇄ Held, Open → Settled.
const (
	Open    = "open"
	Held    = "held"    // what it is for was stopped; whoever lets that go on releases it
	Settled = "settled" // everybody on the page has a line
)

// Batch is the work on a page. While it is open it stands in the due index for
// Until: then nobody works on it any more, and the sweep says that it is due
// again. Times are UTC.
type Batch struct {
	Page
	State     string    `json:"state"`
	Until     time.Time `json:"until,omitzero"`
	Asked     time.Time `json:"asked,omitzero"` // told to be due; told again then if nobody took it up
	Version   int       `json:"version"`        // each try has one of its own
	Seq       int       `json:"seq,omitempty"`
	Tally     Tally     `json:"tally,omitzero"` // once it is settled
	CreatedAt time.Time `json:"createdAt"`
	ChangedAt time.Time `json:"changedAt"`
}

// Due is when the batch is due, false when it is settled.
func (b Batch) Due() (time.Time, bool) {
	at := b.Until
	if b.Asked.After(at) {
		at = b.Asked
	}
	return at, b.State == Open
}

// Line is what became of one person on a page. Waiting and Unknown say where
// the message stood then: it has a row of its own that knows more.
type Line struct {
	Place    int    `json:"n"` // on the page, from 0
	State    State  `json:"s"`
	Why      string `json:"w,omitempty"`
	Provider string `json:"p,omitempty"`
	Code     string `json:"c,omitempty"`
	Parts    int    `json:"k,omitempty"`
	Price    int64  `json:"m,omitempty"` // millionths of a US dollar
}

// Group is what became of some people on a page in one try. It is written once
// and never changed but by an erasure.
type Group struct {
	Batch string    `json:"-"` // the page's id
	N     int       `json:"-"` // which group of the page, from 0
	Try   int       `json:"-"` // the batch's version then
	At    time.Time `json:"at"`
	Lines []Line    `json:"lines"`
}

// Lines are what is known of everybody on a page, by place: of two lines about
// one person the later try's, which saw more.
func Lines(groups []Group) map[int]Line {
	lines, tries := map[int]Line{}, map[int]int{}
	for _, g := range groups {
		for _, l := range g.Lines {
			if _, has := lines[l.Place]; !has || g.Try > tries[l.Place] {
				lines[l.Place], tries[l.Place] = l, g.Try
			}
		}
	}
	return lines
}

// Tally counts lines.
type Tally struct {
	Sent    int            `json:"sent,omitempty"`
	Failed  int            `json:"failed,omitempty"`
	Waiting int            `json:"waiting,omitempty"`
	Unknown int            `json:"unknown,omitempty"`
	Skipped map[string]int `json:"skipped,omitempty"` // by reason
	Parts   int            `json:"parts,omitempty"`
	Price   int64          `json:"price,omitempty"`
}

// Add counts one line.
func (t *Tally) Add(l Line) {
	switch l.State {
	case Accepted, Delivered, Undelivered:
		t.Sent++
		t.Parts += l.Parts
		t.Price += l.Price
	case Failed:
		t.Failed++
	case Waiting, Claimed:
		t.Waiting++
	case Unknown:
		t.Unknown++
	case Skipped:
		if t.Skipped == nil {
			t.Skipped = map[string]int{}
		}
		t.Skipped[l.Why]++
	}
}

// Join adds another tally.
func (t *Tally) Join(other Tally) {
	t.Sent, t.Failed, t.Waiting, t.Unknown = t.Sent+other.Sent, t.Failed+other.Failed, t.Waiting+other.Waiting, t.Unknown+other.Unknown
	t.Parts, t.Price = t.Parts+other.Parts, t.Price+other.Price
	for why, n := range other.Skipped {
		if t.Skipped == nil {
			t.Skipped = map[string]int{}
		}
		t.Skipped[why] += n
	}
}

// With is a row as its group has it: a row that was claimed as part of a page
// does not change when it is sent, its line says what became of it.
func (r Row) With(groups []Group) Row {
	line, ok := Lines(groups)[r.Place]
	if r.Batch == "" || r.State != Claimed || !ok {
		return r
	}
	r.State, r.Why, r.Provider, r.Code, r.Until = line.State, line.Why, line.Provider, line.Code, time.Time{}
	return r
}

// PageDue says that a page was left unfinished.
const PageDue event.Type = "page.due"

// PageDueFacts are the facts of PageDue.
type PageDueFacts struct {
	Batch string `json:"batch"`
}

// BatchSubject is the partition of the work on a page.
func BatchSubject(id string) string { return "BATCH#" + id }
