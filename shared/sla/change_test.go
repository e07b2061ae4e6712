package sla

import "testing"

// Life 8: same start, same holds, new target.
// rule: SJ-5
func TestPriorityChange(t *testing.T) {
	const policy = `{"targets":{"resolution":{"business":"4h"}},"priorities":{"urgent":{"resolution":{"business":"1h"}},"free":{"resolution":{"business":"0"}}},"steps":[{"at":"due","to":["owner"]}]}`
	checkAll(t, map[string]story{
		"sooner": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:30 priority_changed urgent", until: "06-05 10:40", timers: "resolution 1 running due 06-05 11:00", notices: "none"},
		"later":  {policy: policy, lines: "06-05 10:00 opened urgent\n06-05 10:30 priority_changed normal", until: "06-05 10:40", timers: "resolution 1 running due 06-05 14:00", notices: "none"},
		"holds stay": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:10 paused\n06-05 12:10 resumed\n06-05 12:20 priority_changed urgent", until: "06-05 12:30",
			timers: "resolution 1 running due 06-05 13:00 held 2h", notices: "none"},
		"past at once": {policy: policy, lines: "06-05 10:00 opened\n06-05 12:00 priority_changed urgent\n06-05 13:00 priority_changed urgent", until: "06-05 15:00",
			timers: "resolution 1 breached due 06-05 11:00 breached 06-05 12:00 overdue 4h", notices: "06-05 12:00 resolution 1 due owner"},
		"exactly now": {policy: policy, lines: "06-05 10:00 opened\n06-05 11:00 priority_changed urgent\n06-05 11:00 resolved", until: "06-05 15:00",
			timers: "resolution 1 met due 06-05 11:00 ended 06-05 11:00", notices: "none"},
		"a breach stays": {policy: policy, lines: "06-05 10:00 opened urgent\n06-05 11:30 priority_changed normal", until: "06-05 12:00",
			timers: "resolution 1 breached due 06-05 11:00 breached 06-05 11:00 overdue 1h", notices: "06-05 11:00 resolution 1 due owner"},
		"a breach by change stays": {policy: policy, lines: "06-05 10:00 opened\n06-05 12:00 priority_changed urgent\n06-05 12:30 priority_changed normal", until: "06-05 13:00",
			timers: "resolution 1 breached due 06-05 11:00 breached 06-05 12:00 overdue 2h", notices: "06-05 12:00 resolution 1 due owner"},
		"ended stays": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:30 resolved\n06-05 10:40 priority_changed urgent", until: "06-05 13:00",
			timers: "resolution 1 met due 06-05 14:00 ended 06-05 10:30", notices: "none"},
		"to no target, and back": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:30 priority_changed free\n06-05 10:40 priority_changed normal", until: "06-05 13:00",
			timers: "resolution 1 cancelled due 06-05 14:00 ended 06-05 10:30\nresolution 2 running due 06-05 14:00", notices: "none"},
		"from no target": {policy: policy, lines: "06-05 10:00 opened free\n06-05 10:30 priority_changed normal", until: "06-05 13:00", timers: "resolution 1 running due 06-05 14:00", notices: "none"},
	})
}

// Life 8: another policy, its targets and its steps.
func TestPolicyChange(t *testing.T) {
	const before = `{"targets":{"resolution":{"business":"4h"}},"steps":[{"at":"50%","to":["owner"]},{"at":"+60m","to":["manager"]}]}`
	others := map[string]string{
		"longer":  `{"targets":{"resolution":{"business":"6h"}},"steps":[{"at":"50%","to":["owner","team"]},{"at":"+1h","to":["manager"]}]}`,
		"elapsed": `{"targets":{"resolution":{"elapsed":"6h"}}}`,
	}
	checkAll(t, map[string]story{
		"given is given": {policy: before, others: others, lines: "06-05 10:00 opened\n06-05 12:30 policy_changed longer", until: "06-05 18:00",
			timers: "resolution 1 breached due 06-05 16:00 breached 06-05 16:00 overdue 2h",
			notices: `06-05 12:00 resolution 1 50% owner
				06-05 13:00 resolution 1 50% team
				06-05 17:00 resolution 1 +1h manager`},
		"another spelling of a step is the same step": {policy: before, others: map[string]string{"same": `{"targets":{"resolution":{"business":"4h"}},"steps":[{"at":"+1h","to":["manager"]}]}`},
			lines: "06-05 10:00 opened\n06-05 15:30 policy_changed same", until: "06-05 18:00",
			timers: "resolution 1 breached due 06-05 14:00 breached 06-05 14:00 overdue 4h", notices: "06-05 12:00 resolution 1 50% owner\n06-05 15:00 resolution 1 +60m manager"},
		"to elapsed time while on hold": {policy: before, others: others, lines: "06-05 10:00 opened\n06-05 11:00 paused\n06-05 12:00 policy_changed elapsed", until: "06-05 12:30",
			timers: "resolution 1 running due 06-05 16:00", notices: "none"},
	})
}

// Life 10: an edited calendar moves what has not been decided.
func TestCalendarChange(t *testing.T) {
	others := map[string]string{
		"till16":  `{"timeZone":"Asia/Shanghai","hours":{"fri":[["08:30","16:00"]],"sat":[["08:30","18:30"]]}}`,
		"from7":   `{"timeZone":"Asia/Shanghai","hours":{"fri":[["07:00","18:30"]],"sat":[["07:00","18:30"]]}}`,
		"allDay":  `{"timeZone":"Asia/Shanghai","hours":{"fri":[["00:00","24:00"]],"sat":[["00:00","24:00"]]}}`,
		"onlySat": `{"timeZone":"Asia/Shanghai","hours":{"sat":[["08:30","18:30"]]}}`,
	}
	const policy = `{"targets":{"resolution":{"business":"4h"}},"steps":[{"at":"due","to":["owner"]}]}`
	checkAll(t, map[string]story{
		"moved": {policy: policy, others: others, lines: "06-05 14:00 opened\n06-05 14:10 calendar_changed till16", until: "06-05 20:00", timers: "resolution 1 running due 06-06 10:30", notices: "none"},
		"not breached earlier than at the change": {policy: policy, others: others, lines: "06-05 06:00 opened\n06-05 11:30 calendar_changed from7", until: "06-05 12:00",
			timers: "resolution 1 breached due 06-05 11:00 breached 06-05 11:30 overdue 1h", notices: "06-05 11:30 resolution 1 due owner"},
		"twice is once": {policy: policy, others: others, lines: "06-05 14:00 opened\n06-05 14:10 calendar_changed till16\n06-05 14:11 calendar_changed till16", until: "06-05 20:00", timers: "resolution 1 running due 06-06 10:30", notices: "none"},
		"breached stays, on its own calendar": {policy: policy, others: others, lines: "06-05 14:00 opened\n06-05 18:20 calendar_changed allDay", until: "06-06 09:30",
			timers: "resolution 1 breached due 06-05 18:00 breached 06-05 18:00 overdue 1h30m", notices: "06-05 18:00 resolution 1 due owner"},
		"paused moves too":               {policy: policy, others: others, lines: "06-05 14:00 opened\n06-05 15:00 paused\n06-05 15:10 calendar_changed onlySat", until: "06-05 20:00", timers: "resolution 1 paused due 06-06 12:30", notices: "none"},
		"ended stays":                    {policy: policy, others: others, lines: "06-05 14:00 opened\n06-05 15:00 resolved\n06-05 15:10 calendar_changed onlySat", until: "06-05 20:00", timers: "resolution 1 met due 06-05 18:00 ended 06-05 15:00", notices: "none"},
		"the wall's clock does not move": {policy: law, others: others, lines: "06-05 14:00 opened\n06-05 15:10 calendar_changed onlySat", until: "06-05 20:00", timers: "statutory 1 running due 06-12 14:00", notices: "none"},
	})
}

// Life 11: the other office can't be reached.
// rule: PD-3
func TestCarryOver(t *testing.T) {
	const policy = `{"targets":{"first_response":{"business":"30m"},"next_response":{"business":"1h"}},"priorities":{"urgent":{"first_response":{"business":"10m"},"next_response":{"business":"5m"}}},"steps":[{"at":"50%","to":["owner"]}]}`
	const weekdays = `{"timeZone":"Asia/Shanghai","hours":{"mon":[["08:30","18:30"]],"fri":[["08:30","18:30"]]}}`
	others := map[string]string{"weekdays": weekdays}
	checkAll(t, map[string]story{
		"first response": {policy: policy, lines: "06-05 18:10 opened\n06-05 18:20 carried_over", until: "06-05 19:00", timers: "first_response 1 running due 06-06 09:00",
			notices: "none"},
		"its notices follow": {policy: policy, lines: "06-05 18:10 opened\n06-05 18:20 carried_over", until: "06-06 09:00", timers: "first_response 1 running due 06-06 09:00",
			notices: "06-06 08:35 first_response 1 50% owner"},
		"next service day": {calendar: weekdays, policy: policy, lines: "06-05 18:10 opened\n06-05 18:20 carried_over", until: "06-05 19:00", timers: "first_response 1 running due 06-08 09:00"},
		"once":             {policy: policy, lines: "06-05 18:10 opened\n06-05 18:20 carried_over\n06-06 08:40 carried_over", until: "06-06 08:50", timers: "first_response 1 running due 06-06 09:00"},
		"stays through changes": {policy: policy, others: others, lines: "06-05 18:10 opened\n06-05 18:20 carried_over\n06-05 18:21 priority_changed urgent\n06-05 18:22 calendar_changed weekdays", until: "06-05 19:00",
			timers: "first_response 1 running due 06-06 09:00"},
		"next response": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:01 agent_reply\n06-05 18:00 customer_message\n06-05 18:20 carried_over", until: "06-05 19:00",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:01\nnext_response 1 running due 06-06 09:00"},
		"once in a ticket's life": {policy: policy, lines: "06-05 18:10 opened\n06-05 18:20 carried_over\n06-06 08:40 agent_reply\n06-06 10:00 customer_message\n06-06 10:10 carried_over", until: "06-06 10:20",
			timers: "first_response 1 met due 06-06 09:00 ended 06-06 08:40\nnext_response 1 running due 06-06 11:00"},
		"nothing runs": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:01 agent_reply\n06-05 10:20 carried_over\n06-05 11:00 customer_message\n06-05 11:10 carried_over", until: "06-05 11:20",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:01\nnext_response 1 running due 06-06 09:00"},
		"not what is late": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:40 carried_over", until: "06-05 11:00", timers: "first_response 1 breached due 06-05 10:30 breached 06-05 10:30 overdue 30m"},
		"a hold still stops it": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:01 agent_reply\n06-05 18:00 customer_message\n06-05 18:20 carried_over\n06-06 08:40 paused\n06-06 10:00 resumed", until: "06-06 10:10",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:01\nnext_response 1 running due 06-06 10:20 held 1h20m"},
		"an earlier hold counts in the share": {policy: policy, lines: "06-05 10:00 opened\n06-05 10:01 agent_reply\n06-05 17:00 customer_message\n06-05 17:10 paused partner\n06-05 18:10 resumed\n06-05 18:20 carried_over", until: "06-06 09:00",
			timers: "first_response 1 met due 06-05 10:30 ended 06-05 10:01\nnext_response 1 running due 06-06 09:00 held 1h",
			// 10 + 20 minutes on the first day, 30 on the next: half of the hour is 18:30.
			notices: "06-05 18:30 next_response 1 50% owner"},
	})
}
