package customer

import (
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// State is where a customer's consent to greetings stands.
type State string

// The states. Only Confirmed allows a greeting.
const (
	None      State = "none"
	Ticked    State = "ticked"    // a box on a form: anybody may have ticked it
	Confirmed State = "confirmed" // the person answered a code, or an agent vouches
	Stopped   State = "stopped"   // the person said no
)

// Ways a consent moves: the How of a Proof.
const (
	ByForm   = "form"   // ticked on a form
	ByAgent  = "agent"  // an agent heard it from the person
	ByCode   = "code"   // the person answered a code sent to the number
	ByPerson = "stop"   // the person, or an agent for the person, said stop
	ByReply  = "reply"  // the person answered an SMS with a word of refusal
	ByMoving = "number" // the file got another number

	ByEvidence = "evidence" // a table or another system says when, how and to what
	ByMerging  = "merge"    // another file became part of it, and one of the two was stopped
)

// consentLife is the whole life of a consent: how × state → state. What is not
// in it is forbidden: an agent can't undo a stop, a form even less. A form
// ticked again, or by a stranger, moves nothing.
var consentLife = map[string]map[State]State{
	ByForm:   {None: Ticked, Ticked: Ticked, Confirmed: Confirmed, Stopped: Stopped},
	ByAgent:  {None: Confirmed, Ticked: Confirmed, Confirmed: Confirmed},
	ByCode:   {None: Confirmed, Ticked: Confirmed, Confirmed: Confirmed, Stopped: Confirmed},
	ByPerson: {None: Stopped, Ticked: Stopped, Confirmed: Stopped, Stopped: Stopped},
	ByReply:  {None: Stopped, Ticked: Stopped, Confirmed: Stopped, Stopped: Stopped},
	ByMoving: {None: None, Ticked: Ticked, Confirmed: Ticked, Stopped: Stopped},

	ByEvidence: {None: Confirmed, Ticked: Confirmed, Confirmed: Confirmed},
	ByMerging:  {None: Stopped, Ticked: Stopped, Confirmed: Stopped, Stopped: Stopped},
}

// Proof is the record of one move of a consent (rule LAW-2).
type Proof struct {
	At   time.Time `json:"at"`
	How  string    `json:"how"`
	By   string    `json:"by"`             // as an event's By
	Text string    `json:"text,omitempty"` // the sentence consented to, as it was shown or read out
	From State     `json:"from"`
	To   State     `json:"to"`
	// Given and Way say when and how it was given, where At and How only say that
	// evidence came in.
	Given time.Time `json:"given,omitzero"`
	Way   string    `json:"way,omitempty"`
}

// Consent is the state and the proofs that led to it, oldest first. Moves that
// change nothing leave no proof, and the limits on codes bound the others.
type Consent struct {
	State  State   `json:"state"`
	Proofs []Proof `json:"proofs,omitempty"`
}

// move applies a step of the life. moved is false when nothing changes; an
// errs.Conflict when the life forbids it.
func (c Consent) move(how, by, text string, at time.Time) (next Consent, moved bool, err error) {
	from := c.State
	if from == "" {
		from = None
	}
	to, ok := consentLife[how][from]
	if !ok {
		return c, false, errs.New(errs.Conflict, "customer.only_the_person").With("state", string(from))
	}
	if to == from {
		return Consent{State: from, Proofs: c.Proofs}, false, nil
	}
	proofs := append(append([]Proof(nil), c.Proofs...), Proof{At: at, How: how, By: by, Text: text, From: from, To: to})
	return Consent{State: to, Proofs: proofs}, true, nil
}

// told is the event that tells of the last proof.
func (c Consent) told() (event.Type, ConsentFacts) {
	last := c.Proofs[len(c.Proofs)-1]
	typ := map[State]event.Type{Ticked: ConsentTicked, Confirmed: ConsentConfirmed, Stopped: ConsentStopped}[last.To]
	if last.How == ByMoving {
		typ = ConsentUnproven
	}
	return typ, ConsentFacts{From: last.From, To: last.To, How: last.How}
}

// Optout is a number's stop. It names the number by its keyed hash only and
// survives the erasure of the file. It is kept, lifted, when the person allows
// greetings again: what was said and when stays known.
type Optout struct {
	PhoneKey string    `json:"phoneKey"`
	Version  int       `json:"version"`
	Seq      int       `json:"seq"` // of its last event; stops told by a file's event don't count
	Stopped  bool      `json:"stopped"`
	At       time.Time `json:"at"` // of the last change, UTC
	How      string    `json:"how"`
	By       string    `json:"by"`
}

// NumberStopped tells of the stop of a number without a file; facts are
// ConsentFacts.
const NumberStopped event.Type = "optout.stopped"

// OptoutSubject is the partition of the history of a number without a file.
func OptoutSubject(phoneKey string) string { return "OPTOUT#" + phoneKey }
