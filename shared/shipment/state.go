package shipment

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// State is where a shipment is.
type State string

// The states. The numbers are those of the tracking service kuaidi100, which
// most carriers in China can be asked through.
const (
	Recorded   State = "recorded"   // nothing has left yet
	Collected  State = "collected"  // 揽收
	Transit    State = "transit"    // 在途
	Problem    State = "problem"    // 疑难: nobody knows when it goes on
	Customs    State = "customs"    // 清关
	Delivering State = "delivering" // 派件
	Forwarded  State = "forwarded"  // 转投: another carrier has it
	Refused    State = "refused"    // 拒签: the consignee would not have it
	Returning  State = "returning"  // 退回: on its way back
	Returned   State = "returned"   // 退签: back, and signed for
	Signed     State = "signed"     // 签收
)

// trait is what is so of a state.
type trait struct {
	state     State
	codes     []string // of kuaidi100
	ends      bool     // nothing follows but a person's correction
	exception bool     // the customer is told before he asks (rule QM-13)
}

// states is the table of all states, in the order in which a list shows them.
var states = []trait{
	{Recorded, nil, false, false},
	{Collected, []string{"1"}, false, false},
	{Transit, []string{"0"}, false, false},
	{Customs, []string{"8", "10", "11", "12"}, false, false},
	{Forwarded, []string{"7"}, false, false},
	{Delivering, []string{"5"}, false, false},
	{Problem, []string{"2", "13"}, false, true},
	{Refused, []string{"14"}, false, true},
	{Returning, []string{"6"}, false, true},
	{Returned, []string{"4"}, true, true},
	{Signed, []string{"3"}, true, false},
}

// States lists them all.
func States() []State {
	all := make([]State, len(states))
	for i, t := range states {
		all[i] = t.state
	}
	return all
}

func (s State) trait() trait {
	if i := slices.IndexFunc(states, func(t trait) bool { return t.state == s }); i >= 0 {
		return states[i]
	}
	return trait{}
}

// Ended tells whether nothing is expected any more.
func (s State) Ended() bool { return s.trait().ends }

// Exception tells whether it is a state that something is wrong in.
func (s State) Exception() bool { return s.trait().exception }

// ParseState reads one of ours, or a code of kuaidi100; false for neither.
// Nobody can report Recorded.
func ParseState(typed string) (State, bool) {
	typed = strings.TrimSpace(typed)
	for _, t := range states[1:] {
		if string(t.state) == typed || slices.Contains(t.codes, typed) {
			return t.state, true
		}
	}
	return "", false
}

// Status is one thing that was reported of a shipment. Times are UTC with
// milliseconds.
type Status struct {
	ID         string    `json:"id"` // made of what it says
	At         time.Time `json:"at"`
	State      State     `json:"state"`
	Place      string    `json:"place,omitempty"`
	Text       string    `json:"text,omitempty"` // as the carrier wrote it; may name people
	By         string    `json:"by"`             // as an event's By
	Correction bool      `json:"correction,omitempty"`
	Damaged    bool      `json:"damaged,omitempty"` // goods were found damaged
}

// statusID names a status by what it says, so that it is the same one whenever
// it is reported.
func statusID(carrier string, s Status) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{carrier, s.At.UTC().Format(time.RFC3339Nano), string(s.State), s.Place, s.Text}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// insert puts a status where its time belongs; false when it is there already.
func insert(course []Status, s Status) ([]Status, bool) {
	if slices.ContainsFunc(course, func(had Status) bool { return had.ID == s.ID }) {
		return course, false
	}
	course = append(slices.Clone(course), s)
	slices.SortFunc(course, func(a, b Status) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return course, true
}

// stands works out where a shipment is: by the status with the latest time,
// but an end is left only by a person's correction.
func stands(course []Status) (State, time.Time) {
	state, at := Recorded, time.Time{}
	for _, s := range course {
		if !state.Ended() || s.Correction {
			if s.State != state {
				at = s.At
			}
			state = s.State
		}
	}
	return state, at
}

// Underway tells whether it has left and is awaited: nothing ended it, no claim
// took its place, and it was not long overdue when it was recorded.
func (s *Shipment) Underway() bool {
	return !s.Dispatched.IsZero() && !s.State.Ended() && !s.Old && (s.Trace == nil || s.Trace.Claim == "")
}
