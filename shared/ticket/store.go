package ticket

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/sla"
	"huiyin/shared/violation"
)

// What a Store says of a Commit that was refused. Nothing was written then.
var (
	// ErrLostRace: a ticket is not at the version it was read at.
	ErrLostRace = errors.New("the ticket was changed in between")
	// ErrKeyUsed: the idempotency key has an answer already (read it with Answered).
	ErrKeyUsed = errors.New("the idempotency key was used before")
	// ErrNumberTaken: a new ticket's number exists (draw another).
	ErrNumberTaken = errors.New("the number is taken")
)

// MatterTaken says that the same matter (phone, kind, waybill) is open in
// another ticket: the message belongs there.
type MatterTaken struct{ Number string }

// Error is for logs.
func (e *MatterTaken) Error() string { return "the same matter is open in " + e.Number }

// Change is one ticket as it will be, with everything that has to be written
// in the same transaction.
type Change struct {
	Ticket Ticket // Version is one more than it was read at; 1 is a new ticket
	Events []event.Event
	Words  []Words
	Person *Person // written when not nil
	Answer *Answer // the idempotency record, written when not nil
	Was    Stage   // the stage before, "" for a new ticket: tells when the open matter is claimed or released
	Found  []Found // what a sweep found, see package sweep
	Attach *File   // written when not nil
	Detach string  // the id of a file that goes
	Lesson *Lesson // written when not nil
	// Reviews come to a reviewer's list, or leave it.
	Reviews []Review
	// Proposes is a violation the system found, written when not nil.
	Proposes *violation.Change
	// Erases is the ticket as it was before an erasure, nil for all other
	// changes: its person, its lessons and its place under its waybill go. Its
	// place under the phone number stays, so that the erasure can be gone on
	// with.
	Erases *Ticket
}

// Found is one step that fell due, filed under the run that found it: of a
// ticket's timer, or of a task (package task), which has no number.
type Found struct {
	Run    string   `json:"run"`
	Number string   `json:"number,omitempty"`
	Task   string   `json:"task,omitempty"` // id
	Event  string   `json:"event"`          // id of the event that tells it
	Step   DueFacts `json:"step"`
}

// Review is a dispute's place in the list of whoever rules on it.
type Review struct {
	Reviewer string    `json:"reviewer"` // staff id
	At       time.Time `json:"at"`       // of the dispute
	Number   string    `json:"number"`
	Waits    bool      `json:"-"` // false: it leaves the list
}

// Answer is what a request with an idempotency key was answered, kept for a
// day: the same key with the same content gets it again, with other content a
// refusal.
type Answer struct {
	Key     string    `json:"key"`
	Content string    `json:"content"` // hash of what was asked
	Number  string    `json:"number"`
	Chased  bool      `json:"chased,omitempty"`
	Due     time.Time `json:"due,omitzero"`
	Until   time.Time `json:"until"` // the row may be forgotten then
}

// Query asks for a page of the agents' list, by due time.
type Query struct {
	Team   string // required: the list of one team
	Owner  string // only his, when not empty
	Handed bool   // only what is handed over (SJ-11)
	Cursor string // opaque, from the page before
	Limit  int    // 1 to 100
}

// Wants tells whether a ticket of the list is among those asked for.
func (q Query) Wants(l Line) bool {
	return (q.Owner == "" || q.Owner == l.Owner) && (!q.Handed || l.HandedTo != nil)
}

// Page is a page of tickets; Next is empty on the last one.
type Page struct {
	Tickets []Ticket
	Next    string
}

// Store keeps tickets. Reads are strongly consistent unless said otherwise.
type Store interface {
	// Get reads a ticket. errs.NotFound when there is none.
	Get(ctx context.Context, number string) (Ticket, error)
	// Lookup reads a ticket, its person and what customer and agents said to
	// each other (the newest 200), in one query; no internal notes. A number
	// that does not exist costs the same and gives errs.NotFound.
	Lookup(ctx context.Context, number string) (Dossier, error)
	// History reads a page of events and words, notes included, oldest first.
	History(ctx context.Context, number, cursor string) (History, error)
	// Files lists what is attached to a ticket, in no order; at most MaxFiles.
	Files(ctx context.Context, number string) ([]File, error)
	// File reads one of them; errs.NotFound.
	File(ctx context.Context, number, id string) (File, error)
	// Recent reads a page of the same from the end: what happened before the
	// event of that number, the newest when it is 0; oldest first within the
	// page. Its Next is empty: there is more while its first event is not number
	// one.
	Recent(ctx context.Context, number string, before int) (History, error)
	// Commit writes the changes in one transaction or nothing at all:
	// ErrLostRace, ErrKeyUsed, ErrNumberTaken, *MatterTaken, errs.Unavailable.
	Commit(ctx context.Context, changes ...Change) error
	// Answered finds what a key was answered; errs.NotFound.
	Answered(ctx context.Context, key string) (Answer, error)
	// Count adds one to a counter that is forgotten at until, and returns the
	// count.
	Count(ctx context.Context, name string, until time.Time) (int, error)
	// Lines reads a page of a team's listed tickets by due time, of each what a
	// list shows (eventually consistent): a thousand cost some twenty read
	// units. errs.Invalid for a foreign or broken cursor.
	Lines(ctx context.Context, q LineQuery) (LinePage, error)
	// Queue reads a page of the listed tickets of a team by due time, with their
	// records (eventually consistent), which cost half a unit each. errs.Invalid
	// for a foreign or broken cursor.
	Queue(ctx context.Context, q Query) (Page, error)
	// Loads counts what each owner has of a team's open tickets that wait for
	// nobody, by staff id: of the thousand that are due first (eventually
	// consistent).
	Loads(ctx context.Context, team string) (map[string]int, error)
	// ByPhone and ByWaybill list ticket numbers, newest first, at most limit.
	ByPhone(ctx context.Context, phoneKey string, limit int) ([]string, error)
	ByWaybill(ctx context.Context, waybill string, limit int) ([]string, error)
	// Matter is the number of the ticket in which a phone's matter of a kind
	// about a waybill is open; errs.NotFound.
	Matter(ctx context.Context, phoneKey string, kind Kind, waybill string) (string, error)
	// Tickets reads up to 100 tickets by number; missing ones are left out.
	Tickets(ctx context.Context, numbers []string) ([]Ticket, error)
	// Lessons lists the lessons filed under a reason, newest first, at most
	// limit.
	Lessons(ctx context.Context, reason string, limit int) ([]Lesson, error)
	// Reviews lists the tickets that wait for a reviewer's ruling, the longest
	// waiting first, at most limit.
	Reviews(ctx context.Context, reviewer string, limit int) ([]string, error)
	// OpenComplaint tells whether a number has a complaint that is open.
	OpenComplaint(ctx context.Context, phoneKey string) (bool, error)
}

// History is a page of what happened.
type History struct {
	Events []event.Event
	Words  []Words
	Next   string
}

// Rules gives the policies, calendars and holidays in force. The edge reads
// what a company has changed and keeps it for a minute.
type Rules interface {
	Book(ctx context.Context) (*sla.Book, error)
}

// Phones turns what people type into a number, and a number into its key.
type Phones interface {
	// Parse reads a number; errs.Invalid names the field.
	Parse(field, typed string) (phone.Number, error)
	// Key is the keyed hash that stands for a number; errs.Unavailable when
	// the key can't be read.
	Key(ctx context.Context, number phone.Number) (string, error)
}

// Customers tells what the file says about a number.
type Customers interface {
	// Known is the class and zone on file, and whether there is a file or an
	// earlier ticket.
	Known(ctx context.Context, phoneKey string) (Knowledge, error)
}

// Knowledge is what is on file about a phone number.
type Knowledge struct {
	Known      bool
	CustomerID string
	Class      string
	Agreement  customer.Agreement // SJ-16
	Archived   bool               // the file was put away
}

// Routing finds who a new ticket goes to (rule QM-3), by what stands in the
// ticket so far. Only a roster or rules that can't be read make it fail: a
// ticket waits for no list of who has how much to do.
type Routing interface {
	// TeamFor is the team; never "".
	TeamFor(ctx context.Context, t Ticket) (string, error)
	// OwnerFor is the staff id of whose turn it is in the ticket's team, never
	// whom the complaint is about; "" when nobody is on duty.
	OwnerFor(ctx context.Context, now time.Time, t Ticket) (string, error)
}

// Places is the company's register of those to whom a ticket can be handed
// over (rules SJ-11, PD-7).
type Places interface {
	// Has tells whether a department, branch or partner has the name.
	Has(ctx context.Context, kind, name string) (bool, error)
}
