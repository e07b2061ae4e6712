package event

import "encoding/json"

// Joined is how the events of one change are kept together: the first as it is,
// and of those that follow it what differs. Alone it reads and writes as the
// event it is.
type Joined struct {
	Event
	More []More `json:"more,omitempty"`
}

// More is an event that follows another one of the same subject at the same
// instant.
type More struct {
	Type Type            `json:"type"`
	By   string          `json:"by,omitempty"` // when it is not the first one's
	Data json.RawMessage `json:"data,omitempty"`
}

// maxJoined bounds how many events are kept together.
const maxJoined = 10

// Join puts events that follow each other together, in their order; what has
// another subject, time or run begins anew.
func Join(events []Event) []Joined {
	var all []Joined
	for _, e := range events {
		if n := len(all) - 1; n >= 0 && all[n].precedes(e) {
			all[n].More = append(all[n].More, all[n].more(e))
			continue
		}
		all = append(all, Joined{Event: e})
	}
	return all
}

func (j Joined) more(e Event) More {
	m := More{Type: e.Type, Data: e.Data}
	if e.By != j.By {
		m.By = e.By
	}
	return m
}

// precedes tells whether an event is the next of those that are joined.
func (j Joined) precedes(e Event) bool {
	n := len(j.More) + 1
	next := j.next(n, j.more(e))
	return n < maxJoined && e.ID == next.ID && e.Seq == next.Seq && e.Version == next.Version && e.At.Equal(next.At) && e.Run == next.Run && e.By != ""
}

// next is the n-th event after the first.
func (j Joined) next(n int, m More) Event {
	e := j.Event
	e.Seq += n
	e.ID, e.Type, e.Data = ID(e.Subject, e.Seq), m.Type, m.Data
	if m.By != "" {
		e.By = m.By
	}
	return e
}

// Events takes them apart again.
func (j Joined) Events() []Event {
	all := []Event{j.Event}
	for i, m := range j.More {
		all = append(all, j.next(i+1, m))
	}
	return all
}
