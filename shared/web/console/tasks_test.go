package console

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/shared/task"
)

// rule: NJ-6 a word of care is planned from the customer's file, stands in its
// owner's list, and is ticked off with a note on what has changed.
func TestATaskFromTheFileToItsEnd(t *testing.T) {
	b := newBench(t)
	id := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678"}`)["id"].(string)
	b.open("agent", "/console/tasks").is(200, "没有待办任务")
	b.open("agent", "/console/customers/"+id).is(200, "还没有为这位客户安排过任务")
	plan := "/console/customers/" + id + "/tasks"
	b.send("agent", plan, "addTask", "customer", id, "kind", "care", "dueAt", "2026-06-10T20:00", "note", "父亲住院，打电话问候")
	list := b.open("agent", "/console/tasks").is(200, "关怀", "赵敏", `<span class="count">1</span>`).Body.String()
	b.open("agent", plan).is(200, "父亲住院，打电话问候")
	b.open("agent", "/console/customers/"+id).is(200, "关怀", "待办")
	b.open("agent", "/console/tasks?kind=gift").is(200, "没有待办任务")
	b.open("supervisor", "/console/tasks").is(200).lacks("赵敏")
	b.open("supervisor", "/console/tasks?scope=team").is(200, "赵敏")

	path := "/console/tasks/" + list[strings.Index(list, "/tasks/")+len("/tasks/"):][:24]
	b.open("agent", path).is(200, "父亲住院，打电话问候", "记录结果", "改期", "转给别人", "取消任务")
	b.open("other", path).is(200, "您现在没有要做的").lacks("记录结果")
	b.send("agent", path, "finishTask", "report", "已问候").is(422)
	b.now = b.now.Add(9 * time.Hour)
	b.open("agent", "/console/tasks").is(200, "超时")
	b.send("agent", path, "finishTask", "outcome", "settled", "report", "已问候", "needs", "以后上门取件").is(http.StatusSeeOther)
	b.open("agent", path).is(200, "已问候", "完成", "您现在没有要做的")
	b.open("agent", "/console/tasks").is(200, "没有待办任务")
}

// rule: NJ-3 supervisors see who gets which gift, and take the list along.
func TestTheListOfGiftsIsAPage(t *testing.T) {
	b := newBench(t)
	id := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678"}`)["id"].(string)
	_, err := b.desk.Tasks.Plan(t.Context(), b.now, "system", task.Plan{Cause: "gift#2026#" + id, Kind: task.Gift, Customer: id, Owner: b.staff["agent"],
		Due: b.now.Add(time.Hour), Note: "新春礼盒", Group: task.GiftGroup(2026)})
	if err != nil {
		t.Fatal(err)
	}
	b.open("agent", "/console/gifts").is(403)
	b.open("supervisor", "/console/gifts").is(200, "赵敏", "新春礼盒", "待办", "desk/gifts/export?lang=zh&amp;year=2026")
	b.open("supervisor", "/console/gifts?year=2027").is(200, "还没有名单")
	for i := range 1005 { // more than one file holds
		plan := task.Plan{Cause: fmt.Sprintf("gift#2028#%d", i), Kind: task.Gift, Customer: id, Owner: b.staff["agent"], Due: b.now.Add(time.Hour), Note: "茶叶", Group: task.GiftGroup(2028)}
		if _, err := b.desk.Tasks.Plan(t.Context(), b.now, "system", plan); err != nil {
			t.Fatal(err)
		}
	}
	page := b.open("supervisor", "/console/gifts?year=2028").is(200, "CSV 1<", "CSV 2<").lacks("CSV 3<").Body.String()
	rows := map[string]bool{}
	for _, link := range regexp.MustCompile(`href="\.\./(desk/gifts/export[^"]*)"`).FindAllStringSubmatch(page, -1) {
		file := b.open("supervisor", "/"+html.UnescapeString(link[1])).is(200).Body.String()
		rows[fmt.Sprint(strings.Count(file, "茶叶"))] = true
	}
	if !rows["1000"] || !rows["5"] || len(rows) != 2 {
		t.Errorf("the files hold %v rows", rows)
	}
}
