package schedule

import (
	"encoding/json"
	"fmt"
	"time"
)

// Tick is what a schedule sends.
type Tick struct {
	Source string    `json:"source"`
	Time   time.Time `json:"time"`
}

// scheduler is the source of a tick that a schedule made: its time is the
// machine's. Whoever invokes a function by hand says the desk's time.
const scheduler = "aws.scheduler"

// Now is the instant a scheduled function works for: the event's own time, so
// that a late or repeated event is the same event; a schedule's tick is moved
// by the desk's clock offset.
func Now(raw json.RawMessage, offset time.Duration) (time.Time, error) {
	var t Tick
	if err := json.Unmarshal(raw, &t); err != nil {
		return time.Time{}, fmt.Errorf("decode the scheduled event: %w", err)
	}
	if t.Time.IsZero() {
		return time.Time{}, fmt.Errorf("the scheduled event has no time")
	}
	now := t.Time.UTC().Truncate(time.Millisecond)
	if t.Source == scheduler {
		now = now.Add(offset)
	}
	return now, nil
}
