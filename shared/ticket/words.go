package ticket

import (
	"time"

	"huiyin/shared/phone"
)

// WordsKind says whose words they are.
type WordsKind string

// The kinds of words on a ticket.
const (
	FromCustomer WordsKind = "customer" // matter, message or chase
	FromAgent    WordsKind = "reply"    // a public reply, final or interim
	Result       WordsKind = "result"   // what the customer is told on resolving
	Internal     WordsKind = "note"     // never shown to the customer
)

// Words are what somebody said. They stand apart from the event that tells
// that something was said, so that an erasure can empty them.
type Words struct {
	Seq   int       `json:"seq"` // of the event that tells of them
	Kind  WordsKind `json:"kind"`
	At    time.Time `json:"at"`
	By    string    `json:"by"`              // as an event's By
	Badge string    `json:"badge,omitempty"` // PD-10: of the agent who speaks
	Text  string    `json:"text"`
}

// Public tells whether the customer may read them.
func (w Words) Public() bool { return w.Kind != Internal }

// Person is who asked: emptied by an erasure, looked up when something is
// told.
type Person struct {
	Name    string       `json:"name"`
	Title   string       `json:"title,omitempty"` // "", mr or ms: by choice, never guessed
	Phone   phone.Number `json:"phone"`
	From    string       `json:"from,omitempty"` // NJ-13: from where he calls
	Known   bool         `json:"known"`          // the number was known before this ticket (an earlier one, or a file)
	Consent *Ticked      `json:"consent,omitempty"`
}

// Ticked is a box ticked on a form: not consent yet. It counts once the person
// has answered a code or an agent confirms it (rule LAW-2).
type Ticked struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"` // the sentence beside the box
}

// Dossier is a ticket with its person and words, as one read brings them.
type Dossier struct {
	Ticket Ticket
	Person Person
	Words  []Words // oldest first
}
