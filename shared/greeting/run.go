package greeting

import (
	"strings"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/event"
)

// Run is the progress of one zone's local day. Times are UTC.
type Run struct {
	Zone    string        `json:"zone"`            // as customer.Place.Zone
	Date    calendar.Date `json:"date"`            // local day
	Version int           `json:"version"`         // 0: not stored yet
	Seq     int           `json:"seq"`             // of its last event
	Plan    []Step        `json:"plan"`            // made when it began; a change of settings doesn't move the cursor
	Step    int           `json:"step"`            // index into Plan
	After   string        `json:"after,omitempty"` // the store's cursor within the step
	Pages   int           `json:"pages"`
	People  int           `json:"people"` // customers named in its pages
	State   State         `json:"state"`
	At      time.Time     `json:"at"`    // of its last change
	Until   time.Time     `json:"until"` // the row may be forgotten then
}

// State is where a run stands.
type State string

// States of a run: Open → Done or Cut, for good.
const (
	Open State = "open"
	Done State = "done"
	Cut  State = "cut" // the day ended before the run did
)

// Step is one list to go through.
type Step struct {
	Occasion Occasion       `json:"occasion"`
	List     customer.Place `json:"list"`
}

// PageRecorded tells of a page of customers to be greeted. Its subject is
// Subject, its facts are PageFacts.
const PageRecorded event.Type = "greeting.page"

// PageFacts name up to a hundred customers. Who of them is really greeted is
// decided at the moment of sending.
type PageFacts struct {
	Date      calendar.Date `json:"date"`
	Zone      string        `json:"zone"` // as customer.Place.Zone
	Occasion  Occasion      `json:"occasion"`
	Customers []string      `json:"customers"`
}

// Subject is the partition of a run's history. The slash of a zone's name
// would read like the one of an event's id.
func Subject(zone string, date calendar.Date) string {
	return "GREETINGS#" + date.String() + "#" + strings.ReplaceAll(zone, "/", ":")
}

// keptFor is how long a run's row stays: long enough for every late tick and
// for a look at what happened (ours).
const keptFor = 60 * 24 * time.Hour

// plan lists what there is to do on a date: birthdays, then the festival.
func (s Settings) plan(zone string, date calendar.Date) ([]Step, error) {
	steps := []Step{}
	if s.Birthdays {
		codes, err := BirthdaysOn(date)
		if err != nil {
			return nil, err
		}
		for _, code := range codes {
			steps = append(steps, Step{
				Occasion: Occasion{Kind: Birthday},
				List:     customer.Place{List: customer.Birthdays, Zone: zone, Day: code},
			})
		}
	}
	if festival, ok := s.Festival(date); ok {
		for shard := range customer.Shards {
			steps = append(steps, Step{
				Occasion: festival,
				List:     customer.Place{List: customer.Greetings, Zone: zone, Shard: shard},
			})
		}
	}
	return steps, nil
}
