package ledger

import (
	"time"

	"huiyin/shared/event"
	"huiyin/shared/message"
	"huiyin/shared/phone"
	"huiyin/shared/words"
)

// State is where a message stands.
type State string

// The states.
const (
	Waiting     State = "waiting"
	Claimed     State = "claimed"
	Accepted    State = "accepted" // by the provider: not yet delivered
	Delivered   State = "delivered"
	Undelivered State = "undelivered"
	Failed      State = "failed"
	Unknown     State = "unknown"
	Skipped     State = "skipped"
)

// moves is the life of a row: from → to. "" is a row that does not exist yet.
var moves = map[State][]State{
	"":        {Waiting, Claimed, Skipped, Failed},
	Waiting:   {Waiting, Claimed, Skipped, Failed},
	Claimed:   {Waiting, Accepted, Failed, Unknown},
	Unknown:   {Claimed, Waiting, Skipped, Unknown, Failed},
	Accepted:  {Delivered, Undelivered},
	Failed:    {},
	Skipped:   {},
	Delivered: {}, Undelivered: {},
}

// May tells whether a row may go from one state to another.
func May(from, to State) bool {
	for _, s := range moves[from] {
		if s == to {
			return true
		}
	}
	return false
}

// Times of the ledger. Each is ours; the lease is longer than any function
// runs, so that a claim whose lease is over is certainly abandoned.
const (
	Lease       = 5 * time.Minute
	StaffRepeat = 10 * time.Minute // an unclear staff alert is sent once more then
	TooOld      = 24 * time.Hour   // a receipt, a notice or a code of yesterday helps nobody
	Kept        = 400 * 24 * time.Hour
	askAgain    = 5 * time.Minute // a row that was told to be due is told again if nobody took it up
)

// Kinds of receiver. An id is looked up when the message goes out, so that an
// erasure, an opt-out or a new number takes effect at once.
const (
	ToPerson    = "person"    // the person of a ticket; ID is its number
	ToStaff     = "staff"     // ID is the staff id
	ToPlace     = "place"     // the contact of a department, branch or partner; ID is the place's
	ToCustomer  = "customer"  // a customer file; ID is its id
	ToShipper   = "shipper"   // whose shipment it is; ID is the waybill
	ToConsignee = "consignee" // to whom a shipment goes; ID is the waybill
	ToCode      = "code"      // whoever asked for a code; ID is the code's id
)

// Receiver names who a message is for.
type Receiver struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// Message is what is to be told, by reference: facts, no names, no number.
type Message struct {
	ID       string            `json:"id"` // the row's id: cause and receiver
	Class    message.Class     `json:"class"`
	Urgent   bool              `json:"urgent,omitempty"` // staff alerts that may ring at night
	Cause    string            `json:"cause"`            // id of the event
	At       time.Time         `json:"at"`               // of the event
	Number   string            `json:"number,omitempty"` // of the ticket
	To       Receiver          `json:"to"`
	Template message.ID        `json:"template"`
	Facts    map[string]string `json:"facts,omitempty"` // what the text needs and what tells whether it still holds
}

// Row is a message and what became of it. Times are UTC.
type Row struct {
	Message
	State     State      `json:"state"`
	Why       string     `json:"why,omitempty"`  // a code of words: ledger.<why>
	Until     time.Time  `json:"until,omitzero"` // waiting: until when; claimed: end of the lease; unknown: when a staff alert is repeated
	PhoneKey  string     `json:"phoneKey,omitempty"`
	Masked    string     `json:"masked,omitempty"` // 138****1234
	Lang      words.Lang `json:"lang,omitempty"`
	Version   int        `json:"version"`
	Seq       int        `json:"seq,omitempty"` // of its last event
	Attempts  int        `json:"attempts,omitempty"`
	Repeated  bool       `json:"repeated,omitempty"` // an unclear staff alert was sent once more
	Resend    bool       `json:"resend,omitempty"`   // a person decided that it is sent again
	DecidedBy string     `json:"decidedBy,omitempty"`
	Asked     time.Time  `json:"asked,omitzero"` // told to be due; told again then if nobody took it up
	Parts     int        `json:"parts,omitempty"`
	Price     int64      `json:"price,omitempty"`    // millionths of a US dollar
	Provider  string     `json:"provider,omitempty"` // the provider's id for it
	Code      string     `json:"code,omitempty"`     // what the provider said when it did not take it
	Batch     string     `json:"batch,omitempty"`    // claimed as part of a page: its line in the batch says what became of it
	Place     int        `json:"place,omitempty"`    // on that page
	CreatedAt time.Time  `json:"createdAt"`
	ChangedAt time.Time  `json:"changedAt"`
}

// Pending tells whether the row stands in the due index, and at what instant.
func (r Row) Pending() (time.Time, bool) {
	at := r.Until
	if r.Asked.After(at) {
		at = r.Asked
	}
	switch r.State {
	case Claimed:
		return at, r.Batch == "" // else its batch is due
	case Waiting:
		return at, true
	case Unknown:
		return at, !r.Until.IsZero()
	}
	return time.Time{}, false
}

// Doubtful tells whether an admin has to decide what becomes of it.
func (r Row) Doubtful() bool {
	return r.State == Unknown && r.Until.IsZero()
}

// Address is who a receiver turned out to be at this moment.
type Address struct {
	Skip string    // a reason to send nothing
	Wait time.Time // not before this
	Why  string    // why it waits
	// Template takes the place of the message's when the day brought a better
	// one (a birthday on a festival).
	Template message.ID
	// Words are a text of its own for the template's place (a campaign's).
	Words  string
	Phone  phone.Number
	Key    string // keyed hash of the phone
	Lang   words.Lang
	Zone   *time.Location
	Known  bool              // the number was known before what caused this
	Params map[string]string // of the text, complete: facts as words, and what is only looked up now (a name, a code)
}

// MessageDue says that a row's time has come again.
const MessageDue event.Type = "message.due"

// PromotionDue says so of a row of promotion: it goes by the queue for many, so
// that all promotion together keeps to the provider's rate and no service
// message waits behind it.
const PromotionDue event.Type = "promotion.due"

// due is the event that brings a row back.
func (r Row) due() event.Type {
	if r.Class == message.Promotion {
		return PromotionDue
	}
	return MessageDue
}

// DueFacts are the facts of both.
type DueFacts struct {
	Row string `json:"row"`
}

// Subject is the partition of a row.
func Subject(id string) string { return "LEDGER#" + id }
