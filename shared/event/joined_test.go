package event_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huiyin/shared/event"
)

// Whatever is joined comes apart as it was, by way of JSON too, and what is
// alone reads as the event it is.
func TestJoinedEventsComeApartAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
		var events []event.Event
		seq := map[string]int{}
		for range rapid.IntRange(0, 25).Draw(t, "events") {
			subject := rapid.SampledFrom([]string{"TICKET#A", "TICKET#B"}).Draw(t, "subject")
			seq[subject] += rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "step")
			at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "later")) * time.Millisecond)
			var data any
			if rapid.Bool().Draw(t, "facts") {
				data = map[string]string{"badge": "A1"}
			}
			e, err := event.New(subject, seq[subject], rapid.SampledFrom([]event.Type{"x.one", "x.two"}).Draw(t, "type"), at,
				rapid.SampledFrom([]string{event.System, event.System, "staff:1", ""}).Draw(t, "by"), data)
			if err != nil {
				t.Fatal(err)
			}
			e.Run = rapid.SampledFrom([]string{"", "", "r"}).Draw(t, "run")
			events = append(events, e)
		}
		var back []event.Event
		for _, j := range event.Join(events) {
			raw, err := json.Marshal(j)
			if err != nil {
				t.Fatal(err)
			}
			var first event.Event
			var read event.Joined
			if err := json.Unmarshal(raw, &first); err != nil || cmp.Diff(j.Event, first) != "" {
				t.Fatalf("%s reads as %+v (%v)", raw, first, err)
			}
			if err := json.Unmarshal(raw, &read); err != nil {
				t.Fatal(err)
			}
			back = append(back, read.Events()...)
		}
		if diff := cmp.Diff(events, back); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestEventsOfOneChangeAreOne(t *testing.T) {
	at := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	make := func(seq int, by string) event.Event {
		e, err := event.New("TICKET#A", seq, "x.one", at, by, nil)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	for _, c := range []struct {
		events []event.Event
		items  int
	}{
		{nil, 0}, {[]event.Event{make(1, "a")}, 1}, {[]event.Event{make(1, "a"), make(2, "a"), make(3, "a")}, 1},
		{[]event.Event{make(1, "a"), make(3, "a")}, 2}, {[]event.Event{make(1, "a"), make(2, "b")}, 1},
		{[]event.Event{make(1, "a"), make(2, "")}, 2},
	} {
		if got := event.Join(c.events); len(got) != c.items {
			t.Errorf("%d of %v", len(got), c.events)
		}
	}
}
