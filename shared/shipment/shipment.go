package shipment

import (
	"time"

	"huiyin/shared/phone"
)

// Shipment is the record. Times are UTC with milliseconds, money is in fen
// (a hundredth of a yuan), weights in grams.
type Shipment struct {
	Waybill string `json:"waybill"`
	Version int    `json:"version"` // 1 when recorded, +1 with every change
	Seq     int    `json:"seq"`     // of its last event
	Content string `json:"content"` // hash of what it was recorded with: a repeated record is known by it

	Customer    string    `json:"customer"` // id of the file; of one erased, an id that leads nowhere
	Class       string    `json:"class,omitempty"`
	Lang        string    `json:"lang"` // of what the customer is told
	Consignee   Consignee `json:"consignee"`
	Pieces      int       `json:"pieces,omitempty"`
	Grams       int64     `json:"grams,omitempty"`
	Money       Money     `json:"money"`
	Carrier     string    `json:"carrier"`
	Branch      string    `json:"branch,omitempty"`
	Salesperson string    `json:"salesperson,omitempty"` // staff id
	From        string    `json:"from,omitempty"`        // region
	To          string    `json:"to,omitempty"`          // region

	Requested string   `json:"requested,omitempty"` // the mode asked for (rule NJ-18)
	Mode      string   `json:"mode,omitempty"`      // the mode it went by
	Deviation string   `json:"deviation,omitempty"` // why another than was asked for
	Checklist []string `json:"checklist,omitempty"` // what was looked at before it left

	Day        string    `json:"day,omitempty"`       // on whose dispatch list it stands, the company's date
	DispatchBy time.Time `json:"dispatchBy,omitzero"` // the branch's hour on that day
	Days       int       `json:"days,omitempty"`      // how many it takes
	Dispatched time.Time `json:"dispatched,omitzero"`
	ETA        time.Time `json:"eta,omitzero"`
	LateAt     time.Time `json:"lateAt,omitzero"` // when it is late beyond what is usual

	State   State     `json:"state"`
	StateAt time.Time `json:"stateAt,omitzero"` // since when
	Course  []Status  `json:"course,omitempty"` // by time
	Damaged bool      `json:"damaged,omitempty"`

	Exceptions   []Exception   `json:"exceptions,omitempty"` // in order; at most two are open, one of them Damaged
	Trace        *Trace        `json:"trace,omitempty"`
	Instructions []Instruction `json:"instructions,omitempty"`
	Corrections  []Correction  `json:"corrections,omitempty"`
	Proofs       []Proof       `json:"proofs,omitempty"`

	Alarmed    bool      `json:"alarmed,omitempty"` // the supervisor was told that it did not leave in time
	Asked      bool      `json:"asked,omitempty"`   // whoever answers for it was asked whether it came
	AskedFor   time.Time `json:"askedFor,omitzero"` // the ETA he was asked at, until that is answered or has become pointless
	Month      string    `json:"month"`             // whose figures it counts in: "2026-06"
	Counted    Figures   `json:"counted"`           // what it counts as there
	RecordedAt time.Time `json:"recordedAt"`
	RecordedBy string    `json:"recordedBy"` // as an event's By
	ChangedAt  time.Time `json:"changedAt"`
	Old        bool      `json:"old,omitempty"`      // it should have come more than a day before it was recorded: nobody is asked
	Erased     bool      `json:"erased,omitempty"`   // whoever it went to, or whose it was, was erased
	Disowned   bool      `json:"disowned,omitempty"` // whose it was was erased: it is on no customer's list
}

// Consignee is to whom it goes.
type Consignee struct {
	Name     string       `json:"name,omitempty"`
	Phone    phone.Number `json:"phone,omitempty"`
	PhoneKey string       `json:"phoneKey,omitempty"` // keyed hash of Phone
	Address  string       `json:"address,omitempty"`
}

// Money is what it is worth and what it costs, in fen.
type Money struct {
	Value   int64  `json:"value,omitempty"`   // declared
	Insured int64  `json:"insured,omitempty"` // rule SJ-8; 0: not insured
	Charge  int64  `json:"charge,omitempty"`  // what the customer pays
	Cost    *int64 `json:"cost,omitempty"`    // what it costs the company; nil: not known
}

// Trace is the search for a shipment that did not come (rule NJ-11). It ends
// when it was found or when a claim was opened.
type Trace struct {
	Since  time.Time `json:"since"`
	By     string    `json:"by"` // as an event's By
	Ticket string    `json:"ticket"`
	Found  time.Time `json:"found,omitzero"`
	Claim  string    `json:"claim,omitempty"` // how the claim is filed
	Ended  time.Time `json:"ended,omitzero"`
}

// Open tells whether it is still searched for.
func (t *Trace) Open() bool { return t != nil && t.Ended.IsZero() }

// Instruction is what a customer wants done with a shipment (rule SJ-23).
type Instruction struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"` // one of Instructions
	Text  string    `json:"text"`
	At    time.Time `json:"at"`
	By    string    `json:"by"` // who took it, as an event's By
	Done  time.Time `json:"done,omitzero"`
	Doer  string    `json:"doer,omitempty"` // as an event's By
	Reply string    `json:"reply,omitempty"`
	Asked bool      `json:"asked,omitempty"` // whoever looks after the customer has a task
	Ended bool      `json:"ended,omitempty"` // that has ended
}

// Instructions are the kinds of instruction; while one to hold is not carried
// out, the shipment does not leave.
var Instructions = []string{hold, "redirect", "document", "other"}

const hold = "hold"

// Instructed are the kinds of what the customer wants done and nobody has done.
func (s *Shipment) Instructed() (kinds []string) {
	for _, in := range s.Instructions {
		if in.Done.IsZero() {
			kinds = append(kinds, in.Kind)
		}
	}
	return kinds
}

// Correction is a change of what the documents say (rule SJ-6).
type Correction struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Fields []string  `json:"fields"`
	Reason string    `json:"reason"`
}

// Proof is a document that is kept of a shipment (rule NJ-12). The file itself
// lies with package attachment.
type Proof struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Kind string    `json:"kind"` // one of Proofs
	File string    `json:"file"` // id of the file that is kept
	Name string    `json:"name"` // as it was called; may name people
	Type string    `json:"type"`
	Size int64     `json:"size"`
}

// Proofs are the kinds of document.
var Proofs = []string{"receipt", "photo", "waybill", "other"}

// Due is when something has to be done next; false for nothing.
func (s *Shipment) Due() (time.Time, bool) {
	var earliest time.Time
	at := func(t time.Time) {
		if !t.IsZero() && (earliest.IsZero() || t.Before(earliest)) {
			earliest = t
		}
	}
	for _, e := range s.Exceptions {
		if !e.Raised {
			at(e.Found)
		}
		if e.Raised {
			at(e.Worse)
		}
		if !e.Open() && !e.Settled {
			at(e.Cleared)
		}
	}
	for _, in := range s.Instructions {
		switch {
		case !in.Asked:
			at(in.At)
		case !in.Ended:
			at(in.Done)
		}
	}
	if s.answered() != "" {
		at(s.AskedFor)
	}
	if !s.State.Ended() && !s.Old {
		switch {
		case s.Dispatched.IsZero() && !s.Alarmed:
			at(s.DispatchBy)
		case !s.Dispatched.IsZero() && !s.Asked:
			at(s.ETA)
		case !s.Dispatched.IsZero() && s.lateOnce():
			at(s.LateAt)
		}
	}
	return earliest, !earliest.IsZero()
}
