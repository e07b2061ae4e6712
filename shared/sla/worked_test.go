package sla

import "testing"

// The examples of docs/deadlines.md.
func TestWorkedExamples(t *testing.T) {
	checkAll(t, map[string]story{
		"1": {policy: `{"targets":{"first_response":{"business":"30m"}},"steps":[{"at":"80%","to":["owner"]}]}`,
			lines: "06-05 18:10 opened", until: "06-06 08:40",
			timers: "first_response 1 running due 06-06 08:40", notices: "06-06 08:34 first_response 1 80% owner"},
		"1, carried over": {policy: `{"targets":{"first_response":{"business":"30m"}}}`,
			lines: "06-05 18:10 opened\n06-05 18:20 carried_over", until: "06-05 18:30", timers: "first_response 1 running due 06-06 09:00"},
		"2": {policy: `{"targets":{"resolution":{"nextDay":"close"},"statutory":{"elapsed":"168h"}},"steps":[{"at":"80%","to":["owner"],"metrics":["resolution"]},{"at":"-48h","to":["manager"],"metrics":["statutory"]},{"at":"-24h","to":["manager"],"metrics":["statutory"]}]}`,
			lines: "06-05 20:00 opened", until: "06-12 20:00",
			timers:  "resolution 1 breached due 06-06 18:30 breached 06-06 18:30 overdue 60h\nstatutory 1 running due 06-12 20:00",
			notices: "06-06 16:30 resolution 1 80% owner\n06-10 20:00 statutory 1 -48h manager\n06-11 20:00 statutory 1 -24h manager"},
		"3": {policy: `{"targets":{"resolution":{"business":"4h"}}}`, lines: "06-05 10:00 opened\n06-05 12:00 paused\n06-05 16:00 customer_message", until: "06-05 16:00",
			timers: "resolution 1 running due 06-05 18:00 held 4h"},
		"4": {policy: `{"targets":{"handover":{"business":"4h"}}}`, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 13:30 handed_back", until: "06-05 15:00",
			timers: "handover 1 met due 06-05 15:00 ended 06-05 13:30"},
		"3, on hold": {policy: `{"targets":{"resolution":{"business":"4h"}},"steps":[{"at":"due","to":["owner"]}]}`, lines: "06-05 10:00 opened\n06-05 12:00 paused", until: "06-05 15:59",
			timers: "resolution 1 paused due 06-05 14:00 held 3h59m", notices: "none"},
	})
}
