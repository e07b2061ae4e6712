package console

import (
	"strings"
	"testing"
)

// rule: QM-4 an admin changes hours without a developer: sees what would move,
// saves, and is told who was faster.
func TestAnAdminChangesACalendar(t *testing.T) {
	b := newBench(t)
	b.complaint("agent")
	b.open("agent", "/console/calendars").is(403)
	b.open("supervisor", "/console/calendars").is(200, "queries", "08:30-18:30")
	page := b.open("supervisor", "/console/calendars/queries").is(200)
	if strings.Contains(page.Body.String(), "saveCalendar\"") {
		t.Error("a supervisor is offered to save")
	}
	page = b.open("admin", "/console/calendars/queries").is(200, "先试算")
	form := page.filled("saveCalendar")
	form.Set("hours.mon", "nonsense")
	b.submit("admin", "/console/calendars/queries", form).is(422, "nonsense")
	form.Set("hours.mon", "09:00-12:00, 13:00-17:00")
	form.Set("exceptions", "2026-06-12 休")
	form.Set("_preview", "true")
	b.submit("admin", "/console/calendars/queries", form).is(200, "张未结单子", "09:00-12:00, 13:00-17:00", "2026-06-12 休")
	form.Del("_preview")
	b.submit("admin", "/console/calendars/queries", form).goes("../../console/calendars/queries?done=saveCalendar")
	b.open("admin", "/console/calendars/queries").is(200, "09:00-12:00, 13:00-17:00")
	b.submit("admin", "/console/calendars/queries", form).is(412, "刚才有人改动过", "09:00-12:00, 13:00-17:00")
	b.open("supervisor", "/console/jobs").is(200, "queries v2")
}

// rule: QM-4
func TestAnAdminChangesOnePolicyAmongAll(t *testing.T) {
	b := newBench(t)
	b.open("supervisor", "/console/policies").is(200, "30m")
	page := b.open("admin", "/console/policies/default").is(200)
	form := page.filled("savePolicies")
	form.Set("targets.first_response", "2h 班后 10:00")
	form.Set("steps", "50% 负责人\n到点 负责人, 主管")
	b.submit("admin", "/console/policies/default", form).goes("../../console/policies/default?done=savePolicies")
	b.open("admin", "/console/policies/default").is(200, "2h 班后 10:00", "50% 负责人")
	b.open("admin", "/console/policies").is(200, "30m", "2h 班后 10:00")
	form = b.open("admin", "/console/policies/default").is(200).filled("savePolicies")
	form.Set("targets.first_response", "soon")
	b.submit("admin", "/console/policies/default", form).is(422, `id="f-savePolicies-targets-first_response-error"`)
	b.open("admin", "/console/policies/nobody").is(404)
	form = b.open("admin", "/console/policies/new").is(200).filled("savePolicies")
	form.Set("id", "vip")
	form.Set("calendar", "queries")
	form.Set("when.customerClass", "key")
	form.Set("targets.first_response", "10m")
	b.submit("admin", "/console/policies/new", form).goes("../../console/policies/new?done=savePolicies")
	b.open("admin", "/console/policies/vip").is(200, "10m")
}

// rule: LAW-5 next year's list is pasted from the notice.
func TestAnAdminLoadsAYearOfHolidays(t *testing.T) {
	b := newBench(t)
	b.open("admin", "/console/holidays").is(200, "2026 年", "国庆节")
	form := b.open("admin", "/console/holidays/2027").is(200).filled("saveHolidays")
	form.Set("table", "1月1日至3日,元旦,休\n1月4日,元旦,放假吗")
	b.submit("admin", "/console/holidays/2027", form).is(422)
	form.Set("table", "1月1日至3日,元旦,休\n1月4日,元旦,班")
	b.submit("admin", "/console/holidays/2027", form).goes("../../console/holidays/2027?done=saveHolidays")
	b.open("admin", "/console/holidays").is(200, "2027-01-03", "2027-01-04")
}

// The simulator draws what the operation answers.
func TestASimulationIsAPicture(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/simulator").is(403)
	form := b.open("supervisor", "/console/simulator").is(200).filled("simulate")
	form.Set("happenings[0].at", "2026-06-05T18:10")
	form.Set("happenings[1].at", "2026-06-06T08:40")
	form.Set("happenings[1].type", "agent_reply")
	form.Set("until", "2026-06-08T00:00")
	b.submit("supervisor", "/console/simulator", form).is(200, "<svg class=\"gantt\"", "首次答复", "2026-06-06T08:40")
	form.Set("happenings[0].type", "agent_reply")
	b.submit("supervisor", "/console/simulator", form).is(422)
}
