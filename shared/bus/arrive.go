package bus

import (
	"encoding/json"
	"fmt"

	"huiyin/shared/event"
)

// Arrived reads an event from the body of a queue message that a rule of the
// bus put there.
func Arrived(body string) (event.Event, error) {
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
