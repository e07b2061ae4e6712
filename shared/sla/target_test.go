package sla

import "testing"

// Business time, elapsed time, the next service day.
func TestTargets(t *testing.T) {
	const short = `{"timeZone":"Asia/Shanghai","hours":{"mon":[["08:30","18:30"]],"tue":[["08:30","12:00"],["13:30","18:30"]],"wed":[["08:30","18:30"]],"fri":[["22:00","06:00"]]}}`
	target := func(json string) string { return `{"targets":{"resolution":` + json + `}}` }
	for name, s := range map[string]struct{ calendar, target, start, due string }{
		"business":                      {usualHours, `{"business":"30m"}`, "06-05 18:10", "06-06 08:40"},
		"business, on a close":          {usualHours, `{"business":"30m"}`, "06-05 18:00", "06-05 18:30"},
		"business, after hours (PD-3)":  {usualHours, `{"business":"30m"}`, "06-05 21:00", "06-06 09:00"},
		"business, over lunch":          {short, `{"business":"2h"}`, "06-02 11:00", "06-02 14:30"},
		"business, over closed days":    {short, `{"business":"1h"}`, "06-03 18:00", "06-05 22:30"},
		"business, over midnight":       {short, `{"business":"5h"}`, "06-05 22:00", "06-06 03:00"},
		"business, at the close":        {usualHours, `{"business":"10m"}`, "06-05 18:30", "06-06 08:40"},
		"elapsed":                       {usualHours, `{"elapsed":"168h"}`, "06-05 18:10", "06-12 18:10"},
		"next day":                      {usualHours, `{"nextDay":"09:00"}`, "06-05 00:01", "06-06 09:00"},
		"next day, close (NJ-14)":       {usualHours, `{"nextDay":"close"}`, "06-05 23:59", "06-06 18:30"},
		"next day is Friday":            {short, `{"nextDay":"close"}`, "06-03 10:00", "06-06 06:00"}, // the night span's end
		"next day after a night":        {short, `{"nextDay":"09:00"}`, "06-06 02:00", "06-08 09:00"}, // the local date counts
		"next day before opening":       {usualHours, `{"nextDay":"07:00"}`, "06-05 10:00", "06-06 07:00"},
		"next day, its midnight":        {usualHours, `{"nextDay":"24:00"}`, "06-05 10:00", "06-07 00:00"},
		"after hours, next day":         {usualHours, `{"business":"4h","afterHours":"09:00"}`, "06-05 19:00", "06-06 09:00"},
		"after hours, same day":         {usualHours, `{"business":"4h","afterHours":"09:00"}`, "06-05 07:00", "06-05 09:00"},
		"after hours, never later":      {usualHours, `{"business":"10m","afterHours":"09:00"}`, "06-05 19:00", "06-06 08:40"},
		"after hours, inside":           {usualHours, `{"business":"4h","afterHours":"09:00"}`, "06-05 08:30", "06-05 12:30"},
		"after hours, at the close":     {usualHours, `{"business":"4h","afterHours":"09:00"}`, "06-05 18:30", "06-06 09:00"},
		"after hours, elapsed":          {usualHours, `{"elapsed":"24h","afterHours":"09:00"}`, "06-05 19:00", "06-06 09:00"},
		"after hours, elapsed is first": {usualHours, `{"elapsed":"1h","afterHours":"09:00"}`, "06-05 19:00", "06-05 20:00"},
		"after hours, next day's close": {usualHours, `{"nextDay":"close","afterHours":"12:00"}`, "06-05 19:00", "06-06 12:00"},
		"after hours, at lunch":         {short, `{"business":"20h","afterHours":"09:00"}`, "06-02 12:30", "06-03 09:00"},
		"after hours, lunch, sooner":    {short, `{"business":"30m","afterHours":"09:00"}`, "06-02 12:30", "06-02 14:00"},
		"milliseconds":                  {usualHours, `{"business":"1.5s"}`, "06-05 18:29:59", "06-06 08:30:00.500"},
	} {
		t.Run(name, func(t *testing.T) {
			story{calendar: s.calendar, policy: target(s.target), lines: s.start + " opened", until: s.start,
				timers: "resolution 1 running due " + s.due, notices: "-"}.check(t)
		})
	}
}

// No target, or one of no length, is no timer; a priority's own comes first.
func TestNoTarget(t *testing.T) {
	const policy = `{"targets":{"first_response":{"business":"0"},"resolution":{"elapsed":"0s"},"statutory":{"elapsed":"2h"},"next_response":null},
		"priorities":{"urgent":{"first_response":{"business":"10m"},"statutory":{"elapsed":"0"}}}}`
	checkAll(t, map[string]story{
		"normal": {policy: policy, lines: "06-05 10:00 opened normal", until: "06-05 10:00", timers: "statutory 1 running due 06-05 12:00"},
		"urgent": {policy: policy, lines: "06-05 10:00 opened urgent", until: "06-05 10:00", timers: "first_response 1 running due 06-05 10:10"}, // rule: SJ-5
		"other":  {policy: policy, lines: "06-05 10:00 opened vip", until: "06-05 10:00", timers: "statutory 1 running due 06-05 12:00"},
	})
}
