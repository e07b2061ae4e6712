package shipment

import "time"

// Exception is something that went wrong (rule QM-13).
type Exception struct {
	Kind    string    `json:"kind"` // a State, Overdue or Damaged
	Since   time.Time `json:"since"`
	Found   time.Time `json:"found"`            // when the desk learnt of it
	Ticket  string    `json:"ticket,omitempty"` // the ticket in which the customer hears of it
	Own     bool      `json:"own,omitempty"`    // the ticket was opened for it; else the customer had one
	Begun   bool      `json:"begun,omitempty"`  // there may be a ticket already
	Raised  bool      `json:"raised,omitempty"` // done: there is a ticket, or there can't be one
	Worse   time.Time `json:"worse,omitzero"`   // since when it is worse than the customer was told
	Cleared time.Time `json:"cleared,omitzero"`
	Settled bool      `json:"settled,omitempty"` // done: the ticket was closed, or somebody had written on it
}

const (
	// Overdue is the exception of a shipment that is not there long after it
	// should be.
	Overdue = "overdue"
	// Damaged is that of goods that were found damaged. It goes on beside whatever
	// else is wrong, also after the end, until a person says otherwise.
	Damaged = "damaged"
)

// grade says which exception is worse: it does not go on, it goes back, it is
// back. Which of one grade it is, is no news.
func grade(kind string) int {
	switch State(kind) {
	case Refused, Returning:
		return 1
	case Returned:
		return 2
	}
	return 0
}

// Open tells whether it still is so.
func (e Exception) Open() bool { return e.Cleared.IsZero() }

// exception is what is wrong with its course, nil when nothing is.
func (s *Shipment) exception() *Exception { return s.open(false) }

// damage is the exception of damaged goods, nil when there is none.
func (s *Shipment) damage() *Exception { return s.open(true) }

func (s *Shipment) open(damaged bool) *Exception {
	for i := range s.Exceptions {
		if e := &s.Exceptions[i]; e.Open() && (e.Kind == Damaged) == damaged {
			return e
		}
	}
	return nil
}

// Wrong is what is wrong with it now, "" when nothing is; of two things, what is
// wrong with its course.
func (s *Shipment) Wrong() string {
	if e := s.exception(); e != nil {
		return e.Kind
	}
	if s.damage() != nil {
		return Damaged
	}
	return ""
}

// lateOnce tells whether it was not found to be late yet.
func (s *Shipment) lateOnce() bool {
	for _, e := range s.Exceptions {
		if e.Open() && e.Kind != Damaged || e.Kind == Overdue {
			return false
		}
	}
	return true
}

// Answers to whether it came, when nobody has to give them any more.
const (
	Came    = "came"
	NotCame = "not_came" // it is back
	NotYet  = "not_yet"  // it is expected at another time
)

// answered is what has answered the question whether it came, "" while it is
// open or was not asked.
func (s *Shipment) answered() string {
	switch {
	case s.AskedFor.IsZero():
		return ""
	case s.State == Signed:
		return Came
	case s.State.Ended():
		return NotCame
	case !s.Asked && !s.AskedFor.Equal(s.ETA):
		return NotYet
	}
	return ""
}
