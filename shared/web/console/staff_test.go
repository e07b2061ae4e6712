package console

import (
	"strings"
	"testing"
	"time"
)

func TestAnAdminKeepsTheStaffOnPages(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/staff").is(200, "员工101", "● 在岗", "138****8001").lacks("addStaff", "login")
	page := b.open("admin", "/console/staff", "Accept-Language", "en").is(200, "● on duty", `<option value="service"`, "Damage", "make admin")
	if n := strings.Count(page.Body.String(), `value="delay"`); n != 1 {
		t.Errorf("the reason delay can be chosen %d times", n)
	}
	b.send("admin", "/console/staff", "addStaff", "name", "林一", "badge", "??", "phone", "1", "role", "agent", "team", "service", "lang", "zh", "skills", "en").
		is(422, "工号为 1 到 8 位", `value="林一"`, `name="skills" value="en" checked`)
	b.send("admin", "/console/staff", "addStaff", "name", "林一", "badge", "x1", "phone", "13700137000", "role", "agent", "team", "service",
		"lang", "zh", "skills", "en", "skills", "lost", "regions", "广东\n四川", "login", "lin")
	var id string
	for _, m := range b.api("admin", "GET", "/desk/staff", "")["staff"].([]any) {
		if one := m.(map[string]any); one["badge"] == "X1" {
			id = one["id"].(string)
		}
	}
	one := b.open("admin", "/console/staff/"+id).is(200, "林一", "英文", "丢失", "广东", `value="lin"`, "档案")
	version := one.value("_version")
	save := func(name, version string, more ...string) reply {
		return b.send("admin", "/console/staff/"+id, "saveStaff", append([]string{"_version", version, "name", name, "badge", "X1", "role", "agent",
			"team", "service", "lang", "zh", "login", "lin"}, more...)...)
	}
	save("林一一", version).goes("../../console/staff/" + id + "?done=saveStaff")
	b.open("admin", "/console/staff/"+id+"?done=saveStaff").is(200, "已保存。", "林一一", "137****7000").lacks(">广东<", `name="skills" value="en" checked`)
	save("林二", version).is(412, "刚才有人改动过", `value="林二"`, "现在是：林一一")
	save("林一一", "2", "left", "true").goes("../../console/staff/" + id + "?done=saveStaff")
	b.open("supervisor", "/console/staff").is(200, "已离职 1 人")
	b.open("supervisor", "/console/staff/"+id).is(200, "– 已离职").lacks("sendAway", "saveStaff")
	b.open("supervisor", "/console/staff/nobody").is(404)
}

func TestTheAbsenceSwitchIsOneClickAway(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/account").is(200, `href="../console/me"`, "● 在岗")
	page := b.open("agent", "/console/me").is(200, "● 在岗", "我离开一下", "本月接下来没有您的值班")
	id := page.value("id")
	b.send("agent", "/console/me", "leave", "id", id, "reason", "meeting", "until", "2026-06-10T11:00").is(422, "结束时间须在将来")
	b.send("agent", "/console/me", "leave", "id", id, "reason", "meeting", "until", "2026-06-10T13:30").goes("../console/me?done=leave")
	b.open("agent", "/console/me?done=leave").is(200, "‖ 离开", "开会，到今天13:30", "我回来了", "新工单派给别人").lacks("我离开一下")
	b.open("agent", "/console/account").is(200, "‖ 离开")
	b.open("other", "/console/staff").is(200, "其他，到今天13:30").lacks("开会") // why, colleagues are not told
	b.send("agent", "/console/me", "return", "id", id).goes("../console/me?done=return")
	b.open("agent", "/console/me").is(200, "● 在岗")

	// A supervisor switches the own team, and nobody else's.
	b.open("supervisor", "/console/staff/"+id).is(200, "切换为离开")
	b.open("supervisor", "/console/staff/"+b.staff["other"]).is(200).lacks("切换为离开")
	b.open("agent", "/console/staff/"+b.staff["supervisor"]).is(200).lacks("切换为离开")
	b.send("supervisor", "/console/staff/"+id, "sendAway", "reason", "sick").goes("../../console/staff/" + id + "?done=sendAway")
	b.open("supervisor", "/console/staff/"+id).is(200, "病假", "切换为在岗")
	b.send("supervisor", "/console/staff/"+id, "bringBack").goes("../../console/staff/" + id + "?done=bringBack")
	b.open("newagent", "/console/me").is(403, "还没有员工档案")
}

// rule: QM-3
func TestAnAdminSaysWhoTakesWhat(t *testing.T) {
	b := newBench(t)
	b.open("supervisor", "/console/teams").is(403)
	b.open("admin", "/console/teams").is(200, "service", "其余全部", `<option value="queries"`)
	b.send("admin", "/console/teams", "addTeam", "id", "Bad Id", "name", "贵宾组", "calendar", "queries").is(422, "小写字母开头")
	b.send("admin", "/console/teams", "addTeam", "id", "vip", "name", "贵宾组", "calendar", "queries", "rank", "0").goes("../console/teams/vip?done=addTeam")
	page := b.open("admin", "/console/teams/vip").is(200, "贵宾组", `name="takes[1].region"`)
	b.send("admin", "/console/teams/vip", "saveTeam", "_version", page.value("_version"), "name", "贵宾组", "calendar", "queries", "rank", "1",
		"takes[0].class", "key", "takes[1].kind", "complaint", "takes[1].reason", "lost", "takes[1].region", "广东").goes("../../console/teams/vip?done=saveTeam")
	b.open("admin", "/console/teams").is(200, "重点；投诉 · 丢失 · 广东")
	b.open("admin", "/console/teams/vip").is(200, `value="key"`, `value="广东"`, `name="takes[3].region"`).lacks(`name="takes[4]`)
	b.open("admin", "/console/teams/gone").is(404)
}

// rule: PD-14
func TestTheOnCallRosterOnAPage(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/oncall").is(200, "现在值班：</b>无人", "段时间无人值班", "今天18:30 到 明天08:30", "14 小时", "这个月还没有班次").lacks("addOnCall")
	b.open("agent", "/console/oncall?month=July").is(422, "月份请写成")
	add := func(fields ...string) reply {
		return b.send("supervisor", "/console/oncall", "addOnCall", append([]string{"staff", b.staff["agent"], "date", "2026-06-10", "from", "18:30", "to", "08:30"}, fields...)...)
	}
	add("through", "2026-07-10").is(422, "截止日期须在同一个月内", "2026-07-10")
	add("through", "2026-06-12").goes("../console/oncall?done=addOnCall")
	page := b.open("supervisor", "/console/oncall?done=addOnCall").is(200, "已排进值班表", "18:30–08:30", "员工101", "6月13日18:30", "周三", "今天", "?month=2026-07")
	if n := strings.Count(page.Body.String(), `value="removeOnCall"`); n != 3 {
		t.Errorf("%d shifts can be taken off", n)
	}
	b.open("agent", "/console/oncall").is(200, "18:30–08:30").lacks("removeOnCall")
	b.open("agent", "/console/me").is(200, "今天18:30 到 明天08:30")
	b.open("supervisor", "/console/oncall?month=2026-07").is(200, "2026-07", "这个月还没有班次", `value="2026-07-01"`)

	b.now = time.Date(2026, 6, 10, 14, 0, 0, 0, time.UTC)
	b.open("agent", "/console/oncall").is(200, "现在值班：</b>员工101 · 101")
	b.send("agent", "/console/me", "leave", "id", b.staff["agent"], "reason", "break").is(409, "没有人接替", "201")
	shift := page.value("shift")
	b.send("supervisor", "/console/oncall?month=2026-06", "removeOnCall", "month", "2026-06", "shift", shift).goes("../console/oncall?done=removeOnCall&month=2026-06")
	if got := b.open("supervisor", "/console/oncall").is(200); strings.Count(got.Body.String(), `value="removeOnCall"`) != 2 {
		t.Errorf("it is still there: %s", got.text())
	}
}
