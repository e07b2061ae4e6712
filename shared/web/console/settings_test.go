package console

import (
	"net/http"
	"reflect"
	"testing"
)

// rule: QM-6, NJ-7, SJ-20 — an admin decides when files are put away, who is a
// lead and what is prepared for a new customer.
func TestTheSettingsOfFiles(t *testing.T) {
	b := newBench(t)
	const path = "/console/file-settings"
	b.open("agent", path).is(403)
	b.open("supervisor", path).is(403)
	page := b.open("admin", path).is(200, "保存后会怎样", "没有往来", "合同或服务协议已签", "查货")
	was := b.api("admin", http.MethodGet, "/desk/care", "")
	form := page.filled("saveCare")
	b.submit("admin", path, form).goes("../console/file-settings?done=saveCare")
	if now := b.api("admin", http.MethodGet, "/desk/care", ""); !reflect.DeepEqual(now, was) {
		t.Errorf("sent untouched it became %v, was %v", now, was)
	}
	b.submit("admin", path, form).is(412) // it was there already by then

	form = b.open("admin", path).filled("saveCare")
	form.Set("archiveMonths", "0")
	form.Set("lead.usual", "low")
	form.Del("lead.never")
	form.Set("onboarding[0].zh", "")
	form.Set("onboarding[0].en", "")
	form.Set("onboarding[6].zh", "仓库钥匙已交")
	form.Set("onboarding[6].en", "Key of the warehouse handed over")
	b.submit("admin", path, form).goes("../console/file-settings?done=saveCare")
	now := b.api("admin", http.MethodGet, "/desk/care", "")
	items := now["onboarding"].([]any)
	lead := now["lead"].(map[string]any)
	if now["archiveMonths"] != 0.0 || lead["usual"] != "low" || lead["never"] != nil || len(items) != 6 || items[5].(map[string]any)["zh"] != "仓库钥匙已交" {
		t.Errorf("%v", now)
	}
	form = b.open("admin", path).filled("saveCare")
	form.Set("archiveMonths", "500")
	b.submit("admin", path, form).is(422, `href="#f-saveCare-archiveMonths"`)
	form.Set("archiveMonths", "24")
	form.Set("onboarding[6].zh", "只有中文")
	b.submit("admin", path, form).is(422, "只有中文", `href="#f-saveCare-onboarding-6-en"`)
}

// rule: NJ-1, QM-8, NJ-3 — an admin decides which tasks are made by themselves;
// a supervisor reads it.
func TestTheRulesOfTasks(t *testing.T) {
	b := newBench(t)
	const path = "/console/task-rules"
	b.open("agent", path).is(403)
	b.open("supervisor", path).is(200, "新春礼盒", "修改请找管理员").lacks(`id="saveTaskRules"`)
	was := b.api("admin", http.MethodGet, "/desk/task-rules", "")
	page := b.open("admin", path).is(200, "保存后会怎样", "新春礼盒")
	form := page.filled("saveTaskRules")
	b.submit("admin", path, form).goes("../console/task-rules?done=saveTaskRules")
	if now := b.api("admin", http.MethodGet, "/desk/task-rules", ""); !reflect.DeepEqual(now, was) {
		t.Errorf("sent untouched it became %v, was %v", now, was)
	}
	form = b.open("admin", path).filled("saveTaskRules")
	form.Del("visits")
	for _, name := range []string{"gifts.key", "gifts.suitable", "opinions.key"} {
		form.Set(name, "")
	}
	form.Set("revisits.general", "6")
	form.Set("leads.high", "2")
	b.submit("admin", path, form).goes("../console/task-rules?done=saveTaskRules")
	now := b.api("admin", http.MethodGet, "/desk/task-rules", "")
	if now["visits"] != false || len(now["gifts"].(map[string]any)) != 0 || now["revisits"].(map[string]any)["general"] != 6.0 || now["leads"].(map[string]any)["high"] != 2.0 {
		t.Errorf("%v", now)
	}
	form = b.open("admin", path).filled("saveTaskRules")
	form.Set("giftBy", "40")
	form.Set("remindAt", "25:00")
	b.submit("admin", path, form).is(422, "25:00")
	b.submit("supervisor", path, form).is(403)
}
