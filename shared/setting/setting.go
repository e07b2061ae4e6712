package setting

import (
	"encoding/json"
	"time"

	"huiyin/shared/event"
)

// Area is a kind of setting.
type Area string

// The areas.
const (
	Calendar Area = "calendar" // by the calendar's id; the value is a calendar.Calendar
	Policy   Area = "policy"   // one setting, PoliciesID; the value are sla.Policies
	Holiday  Area = "holidays" // by the year, "2027"; the value is a list of calendar.Holiday
)

// PoliciesID is the id of all policies in their order.
const PoliciesID = "all"

// Kept is one version of a setting.
type Kept struct {
	Area    Area            `json:"area"`
	ID      string          `json:"id"`
	Version int             `json:"version"` // counts up with each save
	By      string          `json:"by"`      // as an event's By
	At      time.Time       `json:"at"`      // UTC
	Value   json.RawMessage `json:"value"`
	// Years are the versions of the lists of holidays that a calendar was saved
	// with, if it follows them: with these it can be made again as it was.
	Years map[int]int `json:"years,omitempty"`
}

// Saving is a version to be stored.
type Saving struct {
	Kept
	Was int // the version that is stored now, 0: none
}

// Saved tells that a setting has a new version. Facts are SavedFacts.
const Saved event.Type = "setting.saved"

// SavedFacts name the version; what it says stands in the setting.
type SavedFacts struct {
	Area    Area   `json:"area"`
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// Subject is the partition of a setting's history; the Seq of an event is the
// version it tells of.
func Subject(area Area, id string) string { return "SETTING#" + string(area) + "#" + id }

// Change is what is written in one transaction.
type Change struct {
	Settings []Saving
	Events   []event.Event
	Job      *Job // nil: no open ticket can move
}
