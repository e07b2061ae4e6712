package sla

import "testing"

// warned has a clock that a hold stops, with two warnings, and one that runs
// on, with one of its own.
const warned = `{"targets":{"resolution":{"business":"10h"},"statutory":{"elapsed":"168h"}},"priorities":{"urgent":{"resolution":{"business":"5h"}}},
	"steps":[{"at":"90%","to":["owner"],"metrics":["resolution"]},{"at":"80%","to":["owner"],"metrics":["resolution"]},
		{"at":"-48h","to":["manager"],"metrics":["statutory"]},{"at":"due","to":["owner"]},{"at":"120%","to":["manager"]}]}`

// A list shows the timer that is due first, from when its time is short, and
// whether it stands still.
func TestFace(t *testing.T) {
	for name, c := range map[string]struct {
		policy, lines, until string
		want                 string // metric, due, warn, late, held
	}{
		"the earliest warning counts": {warned, "06-05 08:30 opened", "06-05 08:30",
			"resolution due 06-05 18:30 warn 06-05 16:30 late 06-05 18:30"},
		"and when it was given": {warned, "06-05 08:30 opened", "06-05 16:40",
			"resolution due 06-05 18:30 warn 06-05 16:30 late 06-05 18:30"},
		"without a warning, four fifths": {work, "06-05 10:00 opened", "06-05 10:00",
			"resolution due 06-05 14:00 warn 06-05 13:12 late 06-05 14:00"},
		"on hold it stands still, and another runs": {warned, "06-05 08:30 opened\n06-05 10:30 paused", "06-05 10:40",
			"resolution due 06-05 18:30 warn 06-05 16:30 late 06-12 08:30 held"},
		"a hold moves both": {warned, "06-05 08:30 opened\n06-05 10:30 paused\n06-05 12:30 resumed", "06-05 12:30",
			"resolution due 06-06 10:30 warn 06-05 18:30 late 06-06 10:30"},
		"a hold after the warning moves the due time only": {warned, "06-05 08:30 opened\n06-05 17:30 paused\n06-05 18:00 resumed", "06-05 18:00",
			"resolution due 06-06 09:00 warn 06-05 16:30 late 06-06 09:00"},
		"another target, another warning, though one was given": {warned, "06-05 08:30 opened urgent\n06-05 12:45 priority_changed normal", "06-05 12:50",
			"resolution due 06-05 18:30 warn 06-05 16:30 late 06-05 18:30"},
		"a new cycle has a warning of its own": {warned, "06-05 08:30 opened\n06-05 09:00 resolved\n06-05 09:30 reopened", "06-05 09:30",
			"resolution due 06-06 09:30 warn 06-05 17:30 late 06-06 09:30"},
		"late": {work, "06-05 10:00 opened", "06-05 15:00",
			"resolution due 06-05 14:00 warn 06-05 13:12 late 06-05 14:00"},
		"nothing is owed": {work, "06-05 10:00 opened\n06-05 11:00 resolved", "06-05 15:00", "none"},
	} {
		t.Run(name, func(t *testing.T) {
			env, list := story{policy: c.policy, lines: c.lines}.tell(t)
			state, _, _, _, err := Fold(env, list, when(t, c.until))
			if err != nil {
				t.Fatal(err)
			}
			got := "none"
			if f, ok := state.Face(); ok {
				got = string(f.Metric) + " due " + show(f.Due) + " warn " + show(f.Warn) + " late " + show(f.Late)
				if f.Held {
					got += " held"
				}
				if due, _ := state.Shown(); !due.Equal(f.Due) {
					t.Errorf("it is sorted by %s", show(due))
				}
			}
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}
