package sla

import (
	"fmt"
	"testing"
)

// handing has a clock for hand-overs, and one for the whole work beside it.
const handing = `{"targets":{"handover":{"business":"4h"},"resolution":{"business":"20h"}},"priorities":{"urgent":{"handover":{"business":"1h"}},"free":{"handover":{}}},
	"steps":[{"at":"80%","to":["owner"],"metrics":["handover"]},{"at":"due","to":["owner","supervisor"],"metrics":["handover"]},{"at":"+60m","to":["manager"],"metrics":["handover"]}]}`

// A hand-over has its own clock: it starts there, is met by the answer, and is
// cancelled with the work or when the ticket is taken back.
// rule: SJ-11
func TestHandover(t *testing.T) {
	const whole = "resolution 1 running due 06-07 10:00\n"
	checkAll(t, map[string]story{
		"none without a hand-over": {policy: handing, lines: "06-05 10:00 opened\n06-05 10:30 handed_back\n06-05 10:40 taken_back", until: "06-05 20:00", timers: whole, notices: "none"},
		"answered in time": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 13:00 handed_back", until: "06-05 18:00",
			timers: whole + "handover 1 met due 06-05 15:00 ended 06-05 13:00", notices: "none"},
		"at its due instant": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 15:00 handed_back", until: "06-05 18:00",
			timers: whole + "handover 1 met due 06-05 15:00 ended 06-05 15:00", notices: "06-05 14:12 handover 1 80% owner"},
		"nobody answers": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over", until: "06-05 18:00", timers: whole + "handover 1 breached due 06-05 15:00 breached 06-05 15:00 overdue 3h",
			notices: `06-05 14:12 handover 1 80% owner
				06-05 15:00 handover 1 due owner
				06-05 15:00 handover 1 due supervisor
				06-05 16:00 handover 1 +60m manager`},
		"answered late": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 15:30 handed_back", until: "06-05 18:00",
			timers: whole + "handover 1 breached due 06-05 15:00 breached 06-05 15:00 ended 06-05 15:30 overdue 30m", notices: "-"},
		"a reply and a message do not meet it": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 12:00 agent_reply\n06-05 12:30 customer_message\n06-05 12:40 done", until: "06-05 13:00",
			timers: whole + "handover 1 running due 06-05 15:00", notices: "none"},
		"a pause does not stop it": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 12:00 paused\n06-05 14:00 resumed", until: "06-05 14:00",
			timers: "resolution 1 running due 06-07 12:00 held 2h\nhandover 1 running due 06-05 15:00", notices: "none"},
		"one at a time": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 12:00 handed_over\n06-05 13:00 handed_back\n06-05 16:00 handed_over", until: "06-05 16:00",
			timers: whole + "handover 1 met due 06-05 15:00 ended 06-05 13:00\nhandover 2 running due 06-06 10:00", notices: "none"},
		"taken back": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 12:00 taken_back", until: "06-05 18:00",
			timers: whole + "handover 1 cancelled due 06-05 15:00 ended 06-05 12:00", notices: "none"},
		"taken back too late": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 15:10 taken_back", until: "06-05 18:00",
			timers: whole + "handover 1 breached due 06-05 15:00 breached 06-05 15:00 ended 06-05 15:10 overdue 10m", notices: "-"},
		"resolved": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 12:00 resolved\n06-05 12:30 handed_over\n06-05 13:00 reopened", until: "06-05 13:00",
			timers: "resolution 1 met due 06-07 10:00 ended 06-05 12:00\nhandover 1 cancelled due 06-05 15:00 ended 06-05 12:00\nresolution 2 running due 06-07 13:00", notices: "none"},
		"merged": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 12:00 merged", until: "06-05 18:00",
			timers: "resolution 1 cancelled due 06-07 10:00 ended 06-05 12:00\nhandover 1 cancelled due 06-05 15:00 ended 06-05 12:00", notices: "none"},
		"withdrawn": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 12:00 withdrawn", until: "06-05 18:00",
			timers: "resolution 1 cancelled due 06-07 10:00 ended 06-05 12:00\nhandover 1 cancelled due 06-05 15:00 ended 06-05 12:00", notices: "none"},
		"urgent": {policy: handing, lines: "06-05 10:00 opened urgent\n06-05 11:00 handed_over", until: "06-05 11:00",
			timers: whole + "handover 1 running due 06-05 12:00", notices: "none"},
		"becomes urgent": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 11:10 priority_changed urgent", until: "06-05 11:10",
			timers: whole + "handover 1 running due 06-05 12:00", notices: "none"},
		"no target, until there is one": {policy: handing, lines: "06-05 10:00 opened free\n06-05 11:00 handed_over\n06-05 11:10 priority_changed normal", until: "06-05 11:10",
			timers: whole + "handover 1 running due 06-05 15:00", notices: "none"},
		"no target any more": {policy: handing, lines: "06-05 10:00 opened\n06-05 11:00 handed_over\n06-05 11:10 priority_changed free", until: "06-05 18:00",
			timers: whole + "handover 1 cancelled due 06-05 15:00 ended 06-05 11:10", notices: "none"},
	})
}

// A due time that was agreed runs day and night, and no change moves it.
// rule: SJ-11
func TestAgreedHandover(t *testing.T) {
	const lines = "06-05 10:00 opened\n06-05 17:00 handed_over 06-06/03:00\n"
	others := map[string]string{"longer": `{"targets":{"handover":{"business":"40h"}},"steps":[{"at":"due","to":["manager"]}]}`, "nights": `{"timeZone":"Asia/Shanghai","hours":{"fri":[["20:00","06:00"]]}}`}
	const policy = `{"targets":{"handover":{"business":"4h"}},"steps":[{"at":"80%","to":["owner"]},{"at":"due","to":["owner"]}]}`
	checkAll(t, map[string]story{
		"its own time": {policy: policy, lines: lines, until: "06-06 03:00",
			timers: "handover 1 running due 06-06 03:00", notices: "06-06 01:00 handover 1 80% owner\n06-06 03:00 handover 1 due owner"},
		"kept by changes": {policy: policy, others: others, until: "06-06 04:00",
			lines:  lines + "06-05 17:10 priority_changed urgent\n06-05 17:20 policy_changed longer\n06-05 17:30 calendar_changed nights",
			timers: "handover 1 breached due 06-06 03:00 breached 06-06 03:00 overdue 1h", notices: "-"},
		"without a target": {policy: `{"targets":{}}`, lines: lines + "06-05 20:00 handed_back", until: "06-06 04:00",
			timers: "handover 1 met due 06-06 03:00 ended 06-05 20:00", notices: "none"},
	})
}

// A hand-over in a simulation may have a due time, and nothing else.
func TestHandoverInASimulation(t *testing.T) {
	for name, c := range map[string]struct{ rest, path, code string }{
		"due in the past":    {`"type":"handed_over","due":"2026-06-05T11:00:00+08:00"`, "happenings[1].due", "sla.handover_due"},
		"no time":            {`"type":"handed_over","due":"tomorrow"`, "happenings[1].due", "sla.no_instant"},
		"to whom is no part": {`"type":"handed_over","for":"partner"`, "happenings[1].for", "sla.not_here"},
		"an answer has none": {`"type":"handed_back","due":"2026-06-06T11:00:00+08:00"`, "happenings[1].due", "sla.not_here"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, after(happeningOf(c.rest)), c.path, c.code) })
	}
	for _, more := range []string{"", `,"due":"2026-06-06T11:00:00+08:00"`} {
		request := ask(usualHours, handing, `[{"at":"2026-06-05T10:00:00+08:00","type":"opened"},`+happeningOf(`"type":"handed_over"`+more)+`,{"at":"2026-06-05T12:00:00+08:00","type":"handed_back"}]`, anEnd)
		answer, err := Simulate([]byte(request), noLookups)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(answer.Timers[1].Metric, " ", answer.Timers[1].State); got != "handover met" {
			t.Errorf("with %q: %s", more, got)
		}
	}
}

// The seed gives a department four hours of service, and one when it is
// urgent; whatever the policy.
// rule: SJ-11
func TestSeededHandover(t *testing.T) {
	for _, facts := range []Facts{{Kind: "complaint"}, {Kind: "complaint", Requester: "salesperson"}, {Requester: "salesperson"}, {Kind: "inquiry", Reason: "cargo_status"}, {}} {
		for priority, want := range map[string]string{"normal": "06-06 10:30", "urgent": "06-05 17:30"} {
			facts.Priority = priority
			env := seeded(t, facts)
			list := []Happening{{At: when(t, "06-05 10:00"), Type: Opened, Priority: priority}, {At: when(t, "06-05 16:30"), Type: HandedOver}}
			state, notices, _, _, err := Fold(env, list, when(t, "06-06 18:00"))
			if err != nil {
				t.Fatal(err)
			}
			due, _ := state.DueOf(Handover)
			if want == "06-06 10:30" && env.Policy.Calendar == "business" { // until 19:00
				want = "06-06 10:00"
			}
			if show(due) != want {
				t.Errorf("%+v: due %s, want %s", facts, show(due), want)
			}
			var told []string
			for _, n := range notices {
				if n.Metric == Handover {
					told = append(told, n.Step+" "+string(n.To))
				}
			}
			if want := "[80% owner due owner due supervisor +60m manager]"; fmt.Sprint(told) != want {
				t.Errorf("%+v: told %v", facts, told)
			}
		}
	}
}
