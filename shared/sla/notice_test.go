package sla

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Notices 1: each form of a step, in the target's own kind of time.
func TestSteps(t *testing.T) {
	checkAll(t, map[string]story{
		"business": {policy: `{"targets":{"resolution":{"business":"4h"}},"steps":[{"at":"+2h","to":["manager"]},{"at":"due","to":["owner","supervisor"]},{"at":"-30m","to":["team"]},{"at":"80%","to":["customer"]}]}`,
			lines: "06-05 16:00 opened", until: "06-06 23:00", timers: "resolution 1 breached due 06-06 10:00 breached 06-06 10:00 overdue 8h30m",
			notices: `06-06 09:12 resolution 1 80% customer
				06-06 09:30 resolution 1 -30m team
				06-06 10:00 resolution 1 due owner
				06-06 10:00 resolution 1 due supervisor
				06-06 12:00 resolution 1 +2h manager`},
		"elapsed": {policy: `{"targets":{"statutory":{"elapsed":"168h"}},"steps":[{"at":"50%","to":["owner"]},{"at":"-48h","to":["manager"]},{"at":"+15m","to":["manager"]}]}`, // rule: LAW-1
			lines: "06-05 23:00 opened", until: "06-12 23:15", timers: "statutory 1 breached due 06-12 23:00 breached 06-12 23:00 overdue 15m",
			notices: `06-09 11:00 statutory 1 50% owner
				06-10 23:00 statutory 1 -48h manager
				06-12 23:15 statutory 1 +15m manager`},
		"next day: the business time to its due": {policy: `{"targets":{"resolution":{"nextDay":"close"}},"steps":[{"at":"50%","to":["owner"]},{"at":"+15m","to":["manager"]}]}`,
			lines: "06-05 12:30 opened", until: "06-07 09:00", timers: "resolution 1 breached due 06-06 18:30 breached 06-06 18:30 overdue 30m",
			notices: "06-06 10:30 resolution 1 50% owner\n06-07 08:45 resolution 1 +15m manager"},
		"no part of nothing": {policy: `{"targets":{"resolution":{"nextDay":"08:30"}},"steps":[{"at":"80%","to":["owner"]},{"at":"due","to":["owner"]}]}`,
			lines: "06-05 20:00 opened", until: "06-06 08:30", timers: "resolution 1 running due 06-06 08:30", notices: "06-06 08:30 resolution 1 due owner"},
		"no warning longer than the target": {policy: `{"targets":{"resolution":{"business":"1h"}},"steps":[{"at":"-2h","to":["owner"]},{"at":"-1h","to":["team"]}]}`,
			lines: "06-05 10:00 opened", until: "06-05 10:30", timers: "resolution 1 running due 06-05 11:00", notices: "06-05 10:00 resolution 1 -1h team"},
		"some metrics": {policy: `{"targets":{"first_response":{"business":"30m"},"resolution":{"business":"1h"}},"steps":[{"at":"due","to":["owner"],"metrics":["resolution"]}]}`,
			lines: "06-05 10:00 opened", until: "06-05 11:00", timers: "first_response 1 breached due 06-05 10:30 breached 06-05 10:30 overdue 30m\nresolution 1 running due 06-05 11:00", notices: "06-05 11:00 resolution 1 due owner"},
		"after hours: the part of the time there is": {policy: `{"targets":{"first_response":{"business":"4h","afterHours":"09:30"}},"steps":[{"at":"50%","to":["owner"]}]}`,
			lines: "06-05 20:00 opened", until: "06-06 09:30", timers: "first_response 1 running due 06-06 09:30", notices: "06-06 09:00 first_response 1 50% owner"},
		"answered at the step's instant": {policy: `{"targets":{"first_response":{"business":"1h"}},"steps":[{"at":"50%","to":["owner"]}]}`,
			lines: "06-05 10:00 opened\n06-05 10:30 agent_reply", until: "06-05 11:30", timers: "first_response 1 met due 06-05 11:00 ended 06-05 10:30", notices: "none"},
		"two timers late on one day are two": {policy: `{"targets":{"first_response":{"business":"1h"},"resolution":{"business":"1h"}},"steps":[{"at":"due","to":["owner"]}]}`,
			lines: "06-05 10:00 opened", until: "06-08 10:30", timers: "first_response 1 breached due 06-05 11:00 breached 06-05 11:00 overdue 29h30m\nresolution 1 breached due 06-05 11:00 breached 06-05 11:00 overdue 29h30m",
			notices: "06-05 11:00 first_response 1 due owner\n06-05 11:00 resolution 1 due owner"}, // and none repeats day by day
	})
}

// What a sweep does: find, send, mark; nothing comes twice, whatever the sweep
// missed. Notices 2 and 3.
func TestSweeping(t *testing.T) {
	s := story{policy: `{"targets":{"first_response":{"business":"1h"}},"steps":[{"at":"80%","to":["owner"]},{"at":"due","to":["owner","supervisor"]},{"at":"+60m","to":["manager"]}]}`, lines: "06-05 10:00 opened"}
	env, list := s.tell(t)
	state, err := Open(env, list[0])
	if err != nil {
		t.Fatal(err)
	}
	check := func(want string, wantOK bool) {
		t.Helper()
		at, ok := state.NextCheck()
		if ok != wantOK || (ok && show(at) != want) {
			t.Errorf("next check %s %v, want %s", show(at), ok, want)
		}
	}
	check("06-05 10:48", true)
	if due := state.Due(when(t, "06-05 10:47:59")); len(due) != 0 {
		t.Errorf("too soon: %v", due)
	}
	now := when(t, "06-05 11:30") // after an outage
	if found := state.Advance(env, now); len(found) != 1 || !found[0].At.Equal(when(t, "06-05 11:00")) {
		t.Errorf("breaches found: %v", found)
	}
	if found := state.Advance(env, now); len(found) != 0 {
		t.Errorf("found again: %v", found)
	}
	send, skipped := HighestOnly(state.Due(now))
	if len(send) != 2 || send[0].Step != "due" || send[0].To != Owner || send[1].To != Supervisor || len(skipped) != 1 || skipped[0].Step != "80%" {
		t.Errorf("send %v, skip %v", send, skipped)
	}
	state.Mark(append(send, skipped...))
	state.Mark(send)
	if due := state.Due(now); len(due) != 0 {
		t.Errorf("owed again: %v", due)
	}
	check("06-05 12:00", true)
	if _, err := state.Apply(env, Happening{At: when(t, "06-05 11:40"), Type: PriorityChanged, Priority: "x"}); err != nil {
		t.Fatal(err)
	}
	if due := state.Due(when(t, "06-05 11:59")); len(due) != 0 {
		t.Errorf("a change brings back what was given: %v", due)
	}
	if _, err := state.Apply(env, Happening{At: when(t, "06-05 12:10"), Type: AgentReply}); err != nil {
		t.Fatal(err)
	}
	check("", false)
	if due := state.Due(when(t, "06-09 12:00")); len(due) != 0 {
		t.Errorf("sent after the answer: %v", due)
	}
}

// A sweep that was late when the ticket was put on hold: what fell due before is
// not sent any more, what comes after is.
func TestSweepLateForHold(t *testing.T) {
	s := story{policy: `{"targets":{"resolution":{"business":"1h"}},"steps":[{"at":"50%","to":["owner"]},{"at":"due","to":["owner"]}]}`, lines: "06-05 10:00 opened\n06-05 10:31 paused\n06-05 12:31 resumed"}
	env, list := s.tell(t)
	state, err := Open(env, list[0])
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range list[1:] {
		if _, err := state.Apply(env, h); err != nil {
			t.Fatal(err)
		}
		if at, ok := state.NextCheck(); i == 0 && ok {
			t.Errorf("a ticket on hold is looked at at %v", at)
		}
	}
	due := state.Due(when(t, "06-05 14:00"))
	if len(due) != 1 || due[0].Step != "due" || show(due[0].At) != "06-05 13:00" {
		t.Errorf("%v", due)
	}
}

// The queue sorts by the earliest due time of what has not ended, late or not.
func TestShown(t *testing.T) {
	env, list := story{policy: all, lines: "06-05 10:00 opened\n06-05 10:10 agent_reply\n06-05 11:00 resolved"}.tell(t)
	state, err := Open(env, list[0])
	if err != nil {
		t.Fatal(err)
	}
	state.Advance(env, when(t, "06-05 10:05"))
	if due, _ := state.Shown(); show(due) != "06-05 10:30" {
		t.Error(due)
	}
	for i, want := range []string{"06-05 14:00", ""} {
		if _, err := state.Apply(env, list[i+1]); err != nil {
			t.Fatal(err)
		}
		if due, ok := state.Shown(); ok != (want != "") || (ok && show(due) != want) {
			t.Error(due, ok)
		}
	}
}

// Life 13: how a due time came about, with its holds and closed days.
func TestExplain(t *testing.T) {
	const weekdays = `{"timeZone":"Asia/Shanghai","chinaHolidays":true,"hours":{"mon":[["08:30","18:30"]],"thu":[["08:30","18:30"]],"fri":[["08:30","18:30"]]},"exceptions":[{"date":"2026-06-22","spans":[]}]}`
	env, list := story{calendar: weekdays, policy: work, lines: "06-18 16:00 opened\n06-18 16:30 paused\n06-18 17:00 resumed"}.tell(t)
	state, _, env, _, err := Fold(env, list, when(t, "06-18 18:00"))
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Text    string
		Counted time.Duration
	}
	var got []row
	var sum time.Duration
	timer := state.Timers(env, when(t, "06-18 18:00"))[0]
	for _, p := range timer.Explain {
		text := show(p.From) + "–" + show(p.To) + " " + p.Why
		for _, special := range p.Special {
			text += " " + special.Date.String() + " " + string(special.Why) + special.Name
		}
		got = append(got, row{text, p.Counted()})
		sum += p.Counted()
	}
	want := []row{
		{"06-18 16:00–06-18 16:30 open", 30 * time.Minute},
		{"06-18 16:30–06-18 17:00 hold", 0},
		{"06-18 17:00–06-18 18:30 open", 90 * time.Minute},
		{"06-18 18:30–06-25 08:30 closed 2026-06-19 holiday端午节 2026-06-22 exception", 0},
		{"06-25 08:30–06-25 10:30 open", 2 * time.Hour},
	}
	if diff := cmp.Diff(want, got); diff != "" || sum != 4*time.Hour {
		t.Error(sum, diff)
	}
	if timer.Calendar.Version != 1 {
		t.Errorf("versions are kept: %+v", timer)
	}
}
