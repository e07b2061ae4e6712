package console

import "testing"

// Who may look at a rule and not change it reads all of it.
func TestRulesAreReadByThoseWhoMayNotChangeThem(t *testing.T) {
	b := newBench(t)
	b.open("supervisor", "/console/calendars/queries").is(200, "您可以查看", "<dt>周一</dt><dd>08:30-18:30</dd>").lacks(`name="hours.mon"`)
	b.open("supervisor", "/console/policies/default").is(200, "您可以查看", "<dt>", "首次答复").lacks(`name="targets.first_response"`)
	b.open("supervisor", "/console/holidays/2026").is(200, "2026-10-01,国庆节,休").lacks("<textarea")
	b.open("supervisor", "/console/policies/new").is(403)
	b.open("admin", "/console/calendars/queries").is(200, `name="hours.mon"`).lacks("您可以查看")
}
