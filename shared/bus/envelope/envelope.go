// Package envelope reads events where they arrive: the bus wraps each into an
// envelope of its own. It stands apart from package bus because whoever only
// reads shall not carry the clients of those who send.
package envelope

import (
	"encoding/json"
	"fmt"

	"huiyin/shared/event"
)

// Open reads an event from the body of a queue message that a rule of the bus
// put there.
func Open(body string) (event.Event, error) {
	var envelope struct {
		Source string      `json:"source"`
		Detail event.Event `json:"detail"`
	}
	if err := json.Unmarshal([]byte(body), &envelope); err != nil {
		return event.Event{}, fmt.Errorf("decode a queue message: %w", err)
	}
	if envelope.Source != event.Source || envelope.Detail.ID == "" {
		return event.Event{}, fmt.Errorf("no event of ours: source %q", envelope.Source)
	}
	return envelope.Detail, nil
}
