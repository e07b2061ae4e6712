package shipment

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// Settings are what a company decides; it edits the seed (seed/settings.json).
type Settings struct {
	// Cutoff is the hour by which a branch's shipments of a day have left, "18:00"
	// in the company's zone; Cutoffs are those of branches with one of their own.
	Cutoff  string            `json:"cutoff"`
	Cutoffs map[string]string `json:"cutoffs"`
	// LateAfter is how long after it was expected a shipment that is not there is
	// an exception.
	LateAfter Duration `json:"lateAfter"`
	// AskWithin is within which time it is asked whether a shipment came.
	AskWithin Duration `json:"askWithin"`
	// Office is the team whose supervisors hear what does not leave in time, and
	// what no team has.
	Office    string   `json:"office"`
	Modes     []string `json:"modes"`
	Checklist []string `json:"checklist"`
}

// Duration is written as Go does: "24h".
type Duration time.Duration

// UnmarshalText reads one.
func (d *Duration) UnmarshalText(raw []byte) error {
	parsed, err := time.ParseDuration(string(raw))
	*d = Duration(parsed)
	return err
}

//go:embed seed/settings.json
var seed []byte

// DefaultSettings is the seed.
var DefaultSettings = sync.OnceValue(func() (s Settings) {
	if err := json.Unmarshal(seed, &s); err != nil {
		panic("shipment: embedded settings: " + err.Error())
	}
	for branch, hour := range s.Cutoffs {
		if _, err := time.Parse(hourForm, hour); err != nil {
			panic(fmt.Sprintf("shipment: the hour of %s: %v", branch, err))
		}
	}
	return s
})

const hourForm = "15:04"

// cutoff is the instant by which what stands on a branch's list of a day has
// left.
func (s Settings) cutoff(branch, day string, zone *time.Location) (time.Time, error) {
	hour := s.Cutoff
	if own, ok := s.Cutoffs[branch]; ok {
		hour = own
	}
	at, err := time.ParseInLocation(time.DateOnly+" "+hourForm, day+" "+hour, zone)
	return at.UTC(), err
}
