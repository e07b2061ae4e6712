package schedule

import (
	"encoding/json"
	"testing"
	"time"
)

// The instant of a scheduled function is its event's own; a tick that the
// schedule made is the machine's time, moved with the desk's clock, and one
// that somebody sends by hand says the desk's.
func TestTheEventSaysWhenItIs(t *testing.T) {
	at := time.Date(2026, 9, 25, 2, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		event string
		want  time.Time
	}{
		"by the schedule": {`{"source":"aws.scheduler","time":"2026-09-25T02:00:00Z"}`, at.Add(time.Hour)},
		"by hand":         {`{"time":"2026-09-25T10:00:00+08:00"}`, at},
		"as a rule sends": {`{"source":"aws.events","detail-type":"Scheduled Event","time":"2026-09-25T02:00:00Z","detail":{}}`, at},
	} {
		got, err := Now(json.RawMessage(c.event), time.Hour)
		if err != nil || !got.Equal(c.want) {
			t.Errorf("%s: %v (%v)", name, got, err)
		}
	}
	for _, bad := range []string{``, `{}`, `[]`, `{"time":"tomorrow"}`, `{"time":1}`} {
		if got, err := Now(json.RawMessage(bad), 0); err == nil {
			t.Errorf("%q is %v", bad, got)
		}
	}
}
