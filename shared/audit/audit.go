package audit

import (
	"regexp"
	"time"
)

// Outcome is how an operation ended.
type Outcome string

// The outcomes.
const (
	Begun   Outcome = "begun"
	Done    Outcome = "done"
	Refused Outcome = "refused"
	Failed  Outcome = "failed"
)

// Ended tells what an HTTP status says of how an operation ended. No status at
// all is what a handler leaves that had nothing to say: it is done.
func Ended(status int) Outcome {
	switch {
	case status >= 500:
		return Failed
	case status >= 400:
		return Refused
	}
	return Done
}

// Row is one operation.
type Row struct {
	ID        string            `json:"id"`    // unguessable, unique
	Month     string            `json:"month"` // in which it is filed: 2006-01 in the company's zone
	At        time.Time         `json:"at"`    // UTC, milliseconds
	By        string            `json:"by"`    // as an event's By: "staff:<id>", or "account:<id>" of an admin without a file
	Operation string            `json:"operation"`
	Target    map[string]string `json:"target,omitempty"` // ids, by the name of the path's parameter or of what the use case adds
	About     string            `json:"about,omitempty"`  // the record whose readers are asked for: "CUSTOMER#<id>"
	Outcome   Outcome           `json:"outcome"`
	Status    int               `json:"status,omitempty"` // that was answered; none while begun
}

// Kept is how long a row stays: three years, the time for which the Personal
// Information Protection Law, article 56, has the records of how personal data
// were handled kept; counted in long years.
const Kept = 3 * 366 * 24 * time.Hour

// MaxTarget bounds an id in a row, in bytes: longer than any of ours (that of
// an SMS names its cause and its receiver).
const MaxTarget = 400

var (
	ours   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.#:-]*$`)
	digits = regexp.MustCompile(`^[0-9.:#_-]{5,}$`)
)

// IsID tells whether a word may stand in a row. A number of five digits and
// more may be a telephone's; a year has four.
func IsID(word string) bool {
	return len(word) <= MaxTarget && ours.MatchString(word) && !digits.MatchString(word)
}
