package person

import (
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/event"
)

// Erasure is one person's erasure while it goes on. Times are UTC with
// milliseconds.
type Erasure struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"` // when it began: later tickets and files are not part of it
	By      string    `json:"by"` // who ordered it, as an event's By
	Reason  Reason    `json:"reason"`
	Tickets int       `json:"tickets"`         // how many it began with
	File    bool      `json:"file"`            // whether there was a customer's file
	Files   []string  `json:"files,omitempty"` // its id, and those of the files that became part of it
	// Numbers are the one that was named and, where it is its file's own, all that
	// lead to the file since a merge: they are the same person's. What is filed
	// under them is found by them when the file is gone.
	Numbers []customer.Number `json:"numbers"`
}

// Reason is why somebody is erased: a word and no text, so that nobody writes
// down there what is to go.
type Reason string

// The grounds of article 47 of the Personal Information Protection Law that a
// desk meets.
const (
	Asked        Reason = "asked"         // the person asked for it, or took a consent back
	PurposeEnded Reason = "purpose_ended" // nothing is left for which it is needed
	Unlawful     Reason = "unlawful"      // it should never have been collected
)

var reasons = []Reason{Asked, PurposeEnded, Unlawful}

// Report is what an erasure came to.
type Report struct {
	ID       string
	Tickets  int  // with how many it began
	File     bool // whether there was a file
	Finished bool // false: call again, it goes on where it stood
}

// Erased tells that a person was erased; facts are ErasedFacts. Its subject is
// Subject, which leads to nobody.
const Erased event.Type = "person.erased"

// ErasedFacts are what may be known of an erasure afterwards.
type ErasedFacts struct {
	Tickets int    `json:"tickets"`
	File    bool   `json:"file"`
	Reason  Reason `json:"reason"`
}

// Subject is the partition of an erasure's history. Its id is drawn at random.
func Subject(id string) string { return "ERASURE#" + id }
