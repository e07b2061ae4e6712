package sla

import "testing"

// Life 5: what a hold stops, and what it leaves.
func TestHold(t *testing.T) {
	checkAll(t, map[string]story{
		"what was left is left": {policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 15:00 resumed", until: "06-05 18:00",
			timers: "resolution 1 running due 06-05 18:00 held 4h"},
		"while on hold the old due time is shown": {policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused", until: "06-05 16:00",
			timers: "resolution 1 paused due 06-05 14:00 held 5h"},
		"only service time is held": {policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-06 09:30 resumed", until: "06-06 10:00",
			timers: "resolution 1 running due 06-06 12:30 held 8h30m"},
		"what a hold does not stop": {policy: all, lines: "06-05 10:00 opened\n06-05 10:10 paused\n06-05 17:00 resumed", until: "06-05 17:00",
			timers: `first_response 1 breached due 06-05 10:30 breached 06-05 10:30 overdue 6h30m
				resolution 1 running due 06-06 10:50 held 6h50m
				statutory 1 running due 06-12 10:00`},
		"elapsed time is never stopped": {policy: `{"targets":{"resolution":{"elapsed":"4h"}}}`, lines: "06-05 10:00 opened\n06-05 11:00 paused", until: "06-05 15:00",
			timers: "resolution 1 breached due 06-05 14:00 breached 06-05 14:00 overdue 1h"},
		"next response too": {policy: replies, lines: "06-05 10:00 opened\n06-05 10:01 agent_reply\n06-05 11:00 customer_message\n06-05 11:20 paused partner\n06-05 13:00 resumed", until: "06-05 13:10",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:01\nnext_response 1 running due 06-05 13:40 held 1h40m"},
		"a breach is frozen": {policy: work, lines: "06-05 10:00 opened\n06-05 15:00 paused\n06-05 16:00 resumed", until: "06-05 17:00",
			timers: "resolution 1 breached due 06-05 14:00 breached 06-05 14:00 held 1h overdue 2h"},
		"a hold at the due instant": {policy: work, lines: "06-05 10:00 opened\n06-05 14:00 paused\n06-05 16:00 resumed", until: "06-05 16:00",
			timers: "resolution 1 running due 06-05 16:00 held 2h"},
		"twice is once": {policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 12:00 paused partner\n06-05 13:00 resumed\n06-05 13:30 resumed", until: "06-05 14:00",
			timers: "resolution 1 running due 06-05 16:00 held 2h"},
		"two holds": {policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 12:00 resumed\n06-05 13:00 paused\n06-05 14:30 resumed", until: "06-05 15:00",
			timers: "resolution 1 running due 06-05 16:30 held 2h30m"},
		"resolved on hold": {policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 17:00 resolved\n06-05 17:10 resumed", until: "06-05 18:00",
			timers: "resolution 1 met due 06-05 14:00 ended 06-05 17:00 held 6h"},
		"resolved on hold, late before": {policy: work, lines: "06-05 10:00 opened\n06-05 14:30 paused\n06-05 17:00 resolved", until: "06-05 18:00",
			timers: "resolution 1 breached due 06-05 14:00 breached 06-05 14:00 ended 06-05 17:00 held 2h30m overdue 30m"},
		"reopened after it is not on hold": {policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 12:00 resolved\n06-05 13:00 reopened", until: "06-05 14:00",
			timers: "resolution 1 met due 06-05 14:00 ended 06-05 12:00 held 1h\nresolution 2 running due 06-05 17:00"},
		"the customer answers a hold for the customer": {policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 12:00 customer_message", until: "06-05 12:30",
			timers: "resolution 1 running due 06-05 15:00 held 1h"},
		"but not one for a partner": {policy: replies, lines: "06-05 10:00 opened\n06-05 10:05 agent_reply\n06-05 11:00 paused partner\n06-05 12:00 customer_message\n06-05 13:00 resumed", until: "06-05 13:10",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:05\nnext_response 1 running due 06-05 14:00 held 1h"},
		"next service day, business time left": {policy: `{"targets":{"resolution":{"nextDay":"close"}}}`, lines: "06-05 10:00 opened\n06-05 16:30 paused\n06-06 10:30 resumed", until: "06-06 11:00",
			timers: "resolution 1 running due 06-07 12:30 held 4h"},
		"no hold brings a due time forward": {policy: `{"targets":{"resolution":{"nextDay":"07:00"}}}`, lines: "06-05 10:00 opened\n06-05 19:00 paused\n06-05 20:00 resumed", until: "06-05 21:00",
			timers: "resolution 1 running due 06-06 07:00"},
	})
}

// Life 5: the clock's hand moved past the due time while it stood still.
func TestLateOnHold(t *testing.T) {
	const lines = "06-05 10:00 opened normal\n06-05 12:00 paused\n06-05 13:00 priority_changed urgent\n"
	checkAll(t, map[string]story{
		"not yet":        {policy: work, lines: lines, until: "06-05 15:00", timers: "resolution 1 paused due 06-05 11:00 held 3h"},
		"when resumed":   {policy: work, lines: lines + "06-05 16:00 resumed", until: "06-05 16:00", timers: "resolution 1 breached due 06-05 11:00 breached 06-05 16:00 held 4h overdue 1h"},
		"when resolved":  {policy: work, lines: lines + "06-05 16:00 resolved", until: "06-05 17:00", timers: "resolution 1 breached due 06-05 11:00 breached 06-05 16:00 ended 06-05 16:00 held 4h overdue 1h"},
		"taken back":     {policy: work, lines: lines + "06-05 15:00 priority_changed normal\n06-05 16:00 resumed", until: "06-05 16:30", timers: "resolution 1 running due 06-05 18:00 held 4h"},
		"when withdrawn": {policy: work, lines: lines + "06-05 16:00 withdrawn", until: "06-05 17:00", timers: "resolution 1 cancelled due 06-05 11:00 ended 06-05 16:00 held 4h"},
	})
}

// Notices while on hold: none, and those that moved come at their new time.
func TestNoticesOnHold(t *testing.T) {
	const policy = `{"targets":{"resolution":{"business":"4h"}},"steps":[{"at":"50%","to":["owner"]},{"at":"-1h","to":["team"]},{"at":"due","to":["owner"]},{"at":"+1h","to":["manager"]}]}`
	checkAll(t, map[string]story{
		"moved": {policy: policy, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 15:00 resumed", until: "06-06 12:00",
			timers: "resolution 1 breached due 06-05 18:00 breached 06-05 18:00 held 4h overdue 4h",
			notices: `06-05 16:00 resolution 1 50% owner
				06-05 17:00 resolution 1 -1h team
				06-05 18:00 resolution 1 due owner
				06-06 09:00 resolution 1 +1h manager`},
		"given once": {policy: policy, lines: "06-05 10:00 opened\n06-05 12:30 paused\n06-05 13:30 resumed", until: "06-05 15:00",
			timers: "resolution 1 running due 06-05 15:00 held 1h", notices: "06-05 12:00 resolution 1 50% owner\n06-05 14:00 resolution 1 -1h team\n06-05 15:00 resolution 1 due owner"},
		"none on hold": {policy: policy, lines: "06-05 10:00 opened\n06-05 12:00 paused", until: "06-05 18:00",
			timers: "resolution 1 paused due 06-05 14:00 held 6h", notices: "none"},
		"later steps are frozen": {policy: policy, lines: "06-05 10:00 opened\n06-05 14:30 paused\n06-05 16:30 resumed", until: "06-05 17:00",
			timers: "resolution 1 breached due 06-05 14:00 breached 06-05 14:00 held 2h overdue 1h",
			notices: `06-05 12:00 resolution 1 50% owner
				06-05 13:00 resolution 1 -1h team
				06-05 14:00 resolution 1 due owner
				06-05 17:00 resolution 1 +1h manager`},
	})
}

// A hold of no length leaves no trace in the explanation.
func TestHoldOfNoLength(t *testing.T) {
	env, list := story{policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 11:00 resumed"}.tell(t)
	state, _, _, _, err := Fold(env, list, when(t, "06-05 12:00"))
	if err != nil {
		t.Fatal(err)
	}
	timer := state.Timers(env, when(t, "06-05 12:00"))[0]
	if len(timer.Explain) != 1 || timer.Explain[0].Why != WhyOpen || show(timer.Due) != "06-05 14:00" {
		t.Errorf("%+v", timer)
	}
}
