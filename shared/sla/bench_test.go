package sla

import (
	"encoding/json"
	"testing"
)

// A complaint's life of ten happenings over a week.
func benchLife(b *testing.B) (Env, []Happening) {
	policies := DefaultPolicies()
	return Env{Calendar: mustCalendar(b, usualHours, 1), Policy: policies.Choose(Facts{Kind: "complaint"}, nil)}, story{policy: law, lines: `
06-05 18:10 opened normal
06-05 18:20 assigned
06-06 08:50 agent_reply
06-06 09:00 paused customer
06-07 10:00 customer_message
06-07 10:30 agent_reply
06-07 11:00 promised 06-08/12:00
06-08 09:00 priority_changed urgent
06-08 11:30 agent_reply
06-08 16:00 resolved`}.happenings(b)
}

func (s story) happenings(b *testing.B) []Happening {
	_, list := s.tell(b)
	return list
}

func BenchmarkFold(b *testing.B) {
	env, list := benchLife(b)
	until := when(b, "06-10 00:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, _, _, err := Fold(env, list, until); err != nil {
			b.Fatal(err)
		}
	}
}

// What a sweep does with a ticket: read its state, look what is due, mark it.
func BenchmarkSweepOne(b *testing.B) {
	env, list := benchLife(b)
	state, err := Open(env, list[0])
	if err != nil {
		b.Fatal(err)
	}
	raw, err := json.Marshal(state)
	if err != nil {
		b.Fatal(err)
	}
	now := when(b, "06-06 10:30")
	b.ReportAllocs()
	b.ReportMetric(float64(len(raw)), "bytes-stored")
	for b.Loop() {
		var s State
		if err := json.Unmarshal(raw, &s); err != nil {
			b.Fatal(err)
		}
		s.Advance(env, now)
		s.Mark(s.Due(now))
		if _, err := json.Marshal(s); err != nil {
			b.Fatal(err)
		}
	}
}
