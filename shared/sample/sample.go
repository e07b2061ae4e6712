package sample

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// Settings are what a company decides.
type Settings struct {
	Size int `json:"size"` // tickets a day, 1 to MaxSize
}

// MaxSize bounds a sample: tickets, reviews and remarks are read at once.
const MaxSize = 50

//go:embed seed/sample.json
var seed []byte

// DefaultSettings are in force until a company has others: five a day, ours.
var DefaultSettings = sync.OnceValue(func() (s Settings) {
	if err := json.Unmarshal(seed, &s); err != nil || s.Size < 1 || s.Size > MaxSize {
		panic(fmt.Sprintf("sample: the seed: %v %v", s, err))
	}
	return s
})

// Sample are the tickets drawn of a day.
type Sample struct {
	Day   calendar.Date
	Of    int // tickets opened on the day
	Drawn []Drawn
}

// Drawn is a ticket of a sample, in the order in which they were opened.
type Drawn struct {
	Ticket ticket.Ticket
	Review *Review // nil: nobody has reviewed it
}

// Marks are what a reviewer gives, each 1 (poor) to 5 (very good).
type Marks struct {
	Attitude int `json:"attitude"`
	Accuracy int `json:"accuracy"`
	Speed    int `json:"speed"`
	Record   int `json:"record"` // whether it was written down so that others can follow
}

// Review is what a supervisor found on a ticket. There is one for each at most.
type Review struct {
	Number  string        `json:"number"`
	Version int           `json:"version"` // 1, +1 with every change
	Day     calendar.Date `json:"day"`     // of whose sample it is
	By      string        `json:"by"`      // as an event's By
	Badge   string        `json:"badge"`   // of who reviewed
	At      time.Time     `json:"at"`      // UTC
	Owner   string        `json:"owner,omitempty"`
	Marks
	Anomaly bool   `json:"anomaly,omitempty"` // something that has to be talked about
	Remark  string `json:"-"`                 // stored apart: an erasure empties it
}

// Subject is the partition of a ticket's review.
func Subject(number string) string { return "REVIEW#" + number }

// Reviewed tells that a review was given or changed. Facts are ReviewedFacts.
const Reviewed event.Type = "sample.reviewed"

// ReviewedFacts are the facts of Reviewed.
type ReviewedFacts struct {
	Number string        `json:"number"`
	Day    calendar.Date `json:"day"`
	Owner  string        `json:"owner,omitempty"` // who had the ticket then
	Marks
	Anomaly bool `json:"anomaly,omitempty"`
}
