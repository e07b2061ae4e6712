package sla

import "testing"

// all has a target for everything; each in business time but the law's.
const all = `{"targets":{"first_response":{"business":"30m"},"next_response":{"business":"1h"},"resolution":{"business":"4h"},"statutory":{"elapsed":"168h"}}}`

// replies has the two response targets only, resolution and law the other two.
const (
	replies = `{"targets":{"first_response":{"business":"30m"},"next_response":{"business":"1h"}}}`
	work    = `{"targets":{"resolution":{"business":"4h"}},"priorities":{"urgent":{"resolution":{"business":"1h"}},"free":{"resolution":{"business":"0"}}}}`
	law     = `{"targets":{"statutory":{"elapsed":"168h"}}}`
)

// Life 1: what meets the first response, and what does not.
// rule: PD-2
func TestFirstResponse(t *testing.T) {
	checkAll(t, map[string]story{
		"only a public reply": {policy: `{"targets":{"first_response":{"business":"30m"}}}`,
			lines: "06-05 10:00 opened\n06-05 10:05 internal_note\n06-05 10:06 auto_reply\n06-05 10:07 assigned\n06-05 10:08 paused\n06-05 10:09 resumed\n06-05 10:10 customer_message\n06-05 10:11 priority_changed urgent",
			until: "06-05 10:30", timers: "first_response 1 running due 06-05 10:30"},
		"a reply": {policy: replies, lines: "06-05 10:00 opened\n06-05 10:20 agent_reply", until: "06-05 12:00",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:20"},
		"the result is a reply": {policy: replies, lines: "06-05 10:00 opened\n06-05 10:20 resolved", until: "06-05 12:00",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:20"},
		"once only": {policy: `{"targets":{"first_response":{"business":"30m"}}}`, lines: "06-05 10:00 opened\n06-05 10:20 agent_reply\n06-05 10:25 customer_message\n06-05 10:40 resolved\n06-05 10:50 reopened", until: "06-05 12:00",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:20"},
	})
}

// Life 2: the oldest unanswered message starts the clock, a reply ends it.
func TestNextResponse(t *testing.T) {
	checkAll(t, map[string]story{
		"not before the first reply": {policy: replies, lines: "06-05 10:00 opened\n06-05 10:05 customer_message\n06-05 10:10 agent_reply", until: "06-05 12:00",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:10"},
		"oldest, and cycles": {policy: replies, lines: "06-05 10:00 opened\n06-05 10:10 agent_reply\n06-05 11:00 customer_message\n06-05 11:30 customer_message\n06-05 11:50 agent_reply\n06-05 12:30 customer_message", until: "06-05 12:40",
			timers: `first_response 1 met due 06-05 10:30 ended 06-05 10:10
				next_response 1 met due 06-05 12:00 ended 06-05 11:50
				next_response 2 running due 06-05 13:30`},
		"also when the first response had no target": {policy: `{"targets":{"next_response":{"business":"1h"}}}`, lines: "06-05 10:00 opened\n06-05 10:10 agent_reply\n06-05 11:00 customer_message", until: "06-05 11:10",
			timers: "next_response 1 running due 06-05 12:00"},
		"late, answered, and again": {policy: replies, lines: "06-05 10:00 opened\n06-05 10:10 agent_reply\n06-05 11:00 customer_message\n06-05 12:30 customer_message\n06-05 13:00 agent_reply\n06-05 13:10 customer_message", until: "06-05 13:20",
			timers: `first_response 1 met due 06-05 10:30 ended 06-05 10:10
				next_response 1 breached due 06-05 12:00 breached 06-05 12:00 ended 06-05 13:00 overdue 1h
				next_response 2 running due 06-05 14:10`},
	})
}

// Life 3: resolving meets resolution and the law's clock.
// rule: LAW-1
func TestResolutionAndStatutory(t *testing.T) {
	checkAll(t, map[string]story{
		"met": {policy: all, lines: "06-05 10:00 opened\n06-05 10:05 agent_reply\n06-05 11:00 resolved", until: "06-30 00:00",
			timers: `first_response 1 met due 06-05 10:30 ended 06-05 10:05
				resolution 1 met due 06-05 14:00 ended 06-05 11:00
				statutory 1 met due 06-12 10:00 ended 06-05 11:00`},
		"the law waits for nobody": {policy: law, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-11 11:00 resumed", until: "06-12 10:00:01",
			timers: "statutory 1 breached due 06-12 10:00 breached 06-12 10:00 overdue 1s"},
	})
}

// Life 4: at the due instant is in time, a millisecond later is not.
func TestDueInstant(t *testing.T) {
	const policy = `{"targets":{"first_response":{"business":"30m"}},"steps":[{"at":"due","to":["owner"]},{"at":"+15m","to":["supervisor"]}]}`
	checkAll(t, map[string]story{
		"at due": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:30 agent_reply", until: "06-05 12:00",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:30", notices: "none"},
		"just after": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:30:00.001 agent_reply", until: "06-05 12:00",
			timers: "first_response 1 breached due 06-05 10:30 breached 06-05 10:30 ended 06-05 10:30:00.001 overdue 1ms", notices: "06-05 10:30 first_response 1 due owner"},
		"looked at at due": {policy: policy, lines: "06-05 10:00 opened", until: "06-05 10:30",
			timers: "first_response 1 running due 06-05 10:30", notices: "06-05 10:30 first_response 1 due owner"},
		"looked at just after": {policy: policy, lines: "06-05 10:00 opened", until: "06-05 10:30:00.001",
			timers: "first_response 1 breached due 06-05 10:30 breached 06-05 10:30 overdue 1ms", notices: "06-05 10:30 first_response 1 due owner"},
		"answered late": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:40 agent_reply", until: "06-05 12:00",
			timers: "first_response 1 breached due 06-05 10:30 breached 06-05 10:30 ended 06-05 10:40 overdue 10m", notices: "06-05 10:30 first_response 1 due owner"},
		"overdue is service time": {policy: policy, lines: "06-05 18:10 opened\n06-07 09:00 agent_reply", until: "06-08 00:00",
			timers: "first_response 1 breached due 06-06 08:40 breached 06-06 08:40 ended 06-07 09:00 overdue 10h20m",
			notices: `06-06 08:40 first_response 1 due owner
				06-06 08:55 first_response 1 +15m supervisor`},
	})
}

// Life 6: what ends when a ticket is resolved, merged or withdrawn.
func TestEnds(t *testing.T) {
	checkAll(t, map[string]story{
		"resolving cancels the next response": {policy: all, lines: "06-05 10:00 opened\n06-05 10:05 agent_reply\n06-05 10:10 customer_message\n06-05 10:20 resolved", until: "06-05 20:00",
			timers: `first_response 1 met due 06-05 10:30 ended 06-05 10:05
				resolution 1 met due 06-05 14:00 ended 06-05 10:20
				statutory 1 met due 06-12 10:00 ended 06-05 10:20
				next_response 1 cancelled due 06-05 11:10 ended 06-05 10:20`},
		"resolving keeps a promise": {policy: law, lines: "06-05 10:00 opened\n06-05 10:05 promised 06-06/10:00 work\n06-05 10:20 resolved", until: "06-08 00:00",
			timers: `statutory 1 met due 06-12 10:00 ended 06-05 10:20
				promise 1 met due 06-06 10:00 ended 06-05 10:20`},
		"resolving ends a broken promise": {policy: law, lines: "06-05 10:00 opened\n06-05 10:05 promised 06-05/10:10\n06-05 10:20 resolved", until: "06-08 00:00",
			timers: `statutory 1 met due 06-12 10:00 ended 06-05 10:20
				promise 1 breached due 06-05 10:10 breached 06-05 10:10 ended 06-05 10:20 overdue 10m`},
		"merged": {policy: all, lines: "06-05 10:00 opened\n06-05 11:00 merged", until: "06-30 00:00",
			timers: `first_response 1 breached due 06-05 10:30 breached 06-05 10:30 ended 06-05 11:00 overdue 30m
				resolution 1 cancelled due 06-05 14:00 ended 06-05 11:00
				statutory 1 cancelled due 06-12 10:00 ended 06-05 11:00`},
		"withdrawn while paused": {policy: work, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 12:00 withdrawn", until: "06-30 00:00",
			timers: "resolution 1 cancelled due 06-05 14:00 ended 06-05 12:00 held 1h"},
	})
}

// Life 7: what a reopened ticket owes.
func TestReopening(t *testing.T) {
	checkAll(t, map[string]story{
		"new cycles": {policy: all, lines: "06-05 10:00 opened\n06-05 10:20 resolved\n06-05 15:00 reopened", until: "06-05 15:10",
			timers: `first_response 1 met due 06-05 10:30 ended 06-05 10:20
				resolution 1 met due 06-05 14:00 ended 06-05 10:20
				statutory 1 met due 06-12 10:00 ended 06-05 10:20
				statutory 2 running due 06-12 10:00
				resolution 2 running due 06-06 09:00`},
		"by a customer's message": {policy: replies, lines: "06-05 10:00 opened\n06-05 10:20 resolved\n06-05 15:00 customer_message\n06-05 15:00 reopened", until: "06-05 15:10",
			timers: `first_response 1 met due 06-05 10:30 ended 06-05 10:20
				next_response 1 running due 06-05 16:00`},
		"the law's time is over": {policy: law, lines: "06-05 10:00 opened\n06-05 10:20 resolved\n06-12 10:00:00.001 reopened", until: "06-13 00:00",
			timers: "statutory 1 met due 06-12 10:00 ended 06-05 10:20"},
		"the law's last instant": {policy: law, lines: "06-05 10:00 opened\n06-05 10:20 resolved\n06-12 10:00 reopened", until: "06-12 10:00",
			timers: `statutory 1 met due 06-12 10:00 ended 06-05 10:20
				statutory 2 running due 06-12 10:00`},
		"not resolved": {policy: work, lines: "06-05 10:00 opened\n06-05 10:20 reopened", until: "06-05 11:00",
			timers: "resolution 1 running due 06-05 14:00"},
		"twice": {policy: work, lines: "06-05 10:00 opened\n06-05 10:20 resolved\n06-05 11:00 reopened\n06-05 11:10 resolved\n06-05 11:20 reopened", until: "06-05 12:00",
			timers: `resolution 1 met due 06-05 14:00 ended 06-05 10:20
				resolution 2 met due 06-05 15:00 ended 06-05 11:10
				resolution 3 running due 06-05 15:20`},
	})
}

// Life 9: whose ticket it is moves nothing.
func TestAssigning(t *testing.T) {
	checkAll(t, map[string]story{"assigned": {policy: work, lines: "06-05 10:00 opened\n06-05 10:20 assigned\n06-05 12:20 assigned", until: "06-05 13:00",
		timers: "resolution 1 running due 06-05 14:00"}})
}

// Life 12: promises.
// rule: NJ-9
func TestPromises(t *testing.T) {
	const none = `{"targets":{},"steps":[{"at":"50%","to":["owner"]},{"at":"due","to":["owner"]}]}`
	checkAll(t, map[string]story{
		"kept by the next reply": {policy: none, lines: "06-05 10:00 opened\n06-05 11:00 agent_reply\n06-05 11:00 promised 06-05/23:00\n06-05 22:00 agent_reply", until: "06-06 12:00",
			timers: "promise 1 met due 06-05 23:00 ended 06-05 22:00", notices: "06-05 17:00 promise 1 50% owner"},
		"not by the reply that gave it": {policy: none, lines: "06-05 10:00 opened\n06-05 11:00 promised 06-05/23:00\n06-05 11:00 agent_reply\n06-05 12:00 done", until: "06-05 12:00",
			timers: "promise 1 running due 06-05 23:00", notices: "none"},
		"of work, by the work": {policy: none, lines: "06-05 10:00 opened\n06-05 11:00 promised 06-05/23:00 work\n06-05 12:00 agent_reply\n06-05 12:30 done", until: "06-06 12:00",
			timers: "promise 1 met due 06-05 23:00 ended 06-05 12:30", notices: "none"},
		"runs on hold and at night": {policy: none, lines: "06-05 10:00 opened\n06-05 11:00 promised 06-05/23:00\n06-05 12:00 paused", until: "06-06 00:00",
			timers: "promise 1 breached due 06-05 23:00 breached 06-05 23:00 overdue 1h", notices: "06-05 17:00 promise 1 50% owner\n06-05 23:00 promise 1 due owner"},
		"moved": {policy: none, lines: "06-05 10:00 opened\n06-05 11:00 promised 06-05/23:00\n06-05 12:00 promised 06-06/12:00", until: "06-05 13:00",
			timers: "promise 1 cancelled due 06-05 23:00 ended 06-05 12:00\npromise 2 running due 06-06 12:00"},
		"moved too late": {policy: none, lines: "06-05 10:00 opened\n06-05 11:00 promised 06-05/12:00\n06-05 13:00 promised 06-06/12:00", until: "06-05 14:00",
			timers: "promise 1 breached due 06-05 12:00 breached 06-05 12:00 ended 06-05 13:00 overdue 1h\npromise 2 running due 06-06 12:00"},
		"kept at its instant": {policy: none, lines: "06-05 10:00 opened\n06-05 11:00 promised 06-05/12:00\n06-05 12:00 agent_reply", until: "06-05 14:00",
			timers: "promise 1 met due 06-05 12:00 ended 06-05 12:00", notices: "06-05 11:30 promise 1 50% owner"},
	})
	env, list := story{policy: none, lines: "06-05 10:00 opened\n06-05 11:00 promised 06-05/12:00\n06-05 11:10 promised 06-05/13:00\n06-05 11:20 promised 06-05/14:00\n06-05 15:00 promised 06-06/14:00"}.tell(t)
	state, _, _, _, err := Fold(env, list, when(t, "06-05 16:00"))
	if err != nil || state.PromiseMoves != 2 {
		t.Errorf("%v: moved %d times before it was due", err, state.PromiseMoves)
	}
}
