package console

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// handled is a complaint that went to a department, was late there, and was
// settled.
func (b *bench) handled() string {
	b.Helper()
	number := b.opened("agent", `"type":"complaint","reason":"damaged","text":"花瓶碎了，<b>两个</b>都碎了。","title":"ms","from":"阊门","waybill":"SF7777001","region":"苏州平江路"`)
	step := func(later time.Duration, path, body string) {
		b.now = b.now.Add(later)
		b.api("agent", http.MethodPost, "/desk/tickets/"+number+path, body)
	}
	step(time.Minute, "/take", "{}")
	step(time.Minute, "/hand-over", `{"to":"department","name":"运输部","summary":"王女士，两只花瓶运输中破损","due":"`+b.now.Add(time.Hour).Format(time.RFC3339)+`","acceptedBy":"李工"}`)
	step(2*time.Hour, "/hand-back", `{"answer":"车厢内未固定"}`)
	step(time.Minute, "/notes", `{"text":"已向运输部核实"}`)
	step(time.Minute, "/reply", `{"text":"已查明原因，正在办理赔付。","interim":true,"nextReplyAt":"`+b.now.Add(3*time.Hour).Format(time.RFC3339)+`"}`)
	return number
}

func (b *bench) settle(number string) {
	b.Helper()
	b.now = b.now.Add(time.Minute)
	b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/resolve", `{"cause":"装车时没有固定","causeCode":"loading","plan":"按价赔付","action":"已报理赔","result":"赔付两只花瓶，运费退还。"}`)
}

// rule: NJ-14
// The complaint record has the matter, the process and the result.
func TestAComplaintsRecord(t *testing.T) {
	b := newBench(t)
	number := b.handled()
	open := b.open("agent", "/console/tickets/"+number+"/record").is(200, "顾客投诉记录", "花瓶碎了，&lt;b&gt;两个&lt;/b&gt;都碎了。", "王小明 女士", "139****5678", "SF7777001", "已向运输部核实", "签字")
	open.lacks("13912345678", "赔付两只花瓶")
	b.settle(number)
	page := b.open("supervisor", "/console/tickets/"+number+"/record").is(200, "装车时没有固定", "赔付两只花瓶，运费退还。", "2026-06-10 12:00", "移交给 运输部（部门），约定2026-06-10 13:01前答复", "车厢内未固定", "员工101 · 101")
	page.lacks("fell_due", "rejudged", "今天", "console.paper", "console.event")
	b.open("supervisor", "/console/tickets/"+number+"/record", "Accept-Language", "en").is(200, "Customer complaint record", "Signatures", "What was done").lacks("console.paper", "console.event")
	b.open("agent", "/console/tickets/K7M3QP9XA/record").is(404)
	b.open("", "/console/tickets/"+number+"/record").goes("../../../console/signin?next=console%2Ftickets%2F" + number + "%2Frecord")
	if !strings.Contains(page.Body.String(), `href="../../../console/tickets/`+number+`/investigation"`) {
		t.Error("nothing leads to the other papers")
	}
	inquiry := b.inquiry("agent")
	b.open("agent", "/console/tickets/"+inquiry+"/record").is(200, "顾客咨询记录").lacks("顾客投诉记录")
}

// rule: JY-3
// The service report tells who took, assigned, handled and answered, and when.
func TestAServiceReport(t *testing.T) {
	b := newBench(t)
	number := b.handled()
	b.settle(number)
	b.open("agent", "/console/tickets/"+number+"/report").is(200, "客户服务报告", "受理", "分派", "处理", "答复", "总结", "移交次数", "时间在谁手里", "运输部", "2 小时", "报告人", "经理")
}

// rule: SJ-11
// The investigation report goes to departments: facts, cause, whose the late
// hand-over was, and nobody's name or number.
func TestAnInvestigationReport(t *testing.T) {
	b := newBench(t)
	number := b.handled()
	b.settle(number)
	b.open("supervisor", "/console/tickets/"+number+"/investigation").is(200, "调查报告", "车厢内未固定", "装车时没有固定", "责任部门负责人", "超时事项", "移交答复", "当时在谁手里").
		lacks("王小明", "139****5678", "阊门", "苏州平江路")
}

// A history of many pages stands on the paper as a whole.
func TestALongHistoryStandsOnPaper(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	for range 130 {
		b.now = b.now.Add(time.Second)
		b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/notes", `{"text":"又问了一次"}`)
	}
	if n := strings.Count(b.open("agent", "/console/tickets/"+number+"/record").is(200).Body.String(), "又问了一次"); n != 130 {
		t.Errorf("%d of 130 notes stand there", n)
	}
}

// rule: NJ-14
// A complaint that was taken up again has its rounds on paper, each step with
// its time and person, and room for what is still to be done; a disagreement has
// its ruling.
func TestTheStepsOfAComplaintStandOnPaper(t *testing.T) {
	b := newBench(t)
	number := b.handled()
	act := func(as, path, body string) {
		b.now = b.now.Add(time.Minute)
		b.api(as, http.MethodPost, "/desk/tickets/"+number+path, body)
	}
	record := "/console/tickets/" + number + "/record"
	if open := b.open("agent", record).is(200, "原因", "处理方案", "回访", "经验教训"); strings.Count(open.Body.String(), `class="written blank"`) != 6 {
		t.Errorf("there is room for %d steps", strings.Count(open.Body.String(), `class="written blank"`))
	}
	b.settle(number)
	act("agent", "/revisit", `{"outcome":"not_content","note":"只肯赔一只"}`)
	b.open("agent", record).is(200, "第 1 轮", "第 2 轮", "装卸不当", "不满意", "只肯赔一只", "按价赔付", "已报理赔")
	b.settle(number)
	act("agent", "/dispute", `{"reason":"金额不对","reviewer":"`+b.staff["supervisor"]+`"}`)
	b.open("agent", record).is(200, "异议与裁定", "金额不对", "复核裁定")
	act("supervisor", "/ruling", `{"ruling":"upheld","ground":"发票为 680 元","text":"按发票全额赔付。"}`)
	act("agent", "/revisit", `{"outcome":"content"}`)
	act("agent", "/sum-up", `{"lesson":"易碎品必须绑扎"}`)
	b.open("agent", record).is(200, "发票为 680 元", "支持客户", "易碎品必须绑扎", "结案", "已结案").lacks(`class="written blank"`)
	b.open("agent", "/console/tickets/"+number+"/report").is(200, "易碎品必须绑扎")
	b.open("agent", "/console/tickets/"+number+"/investigation").is(200, "装卸不当", "已报理赔", "易碎品必须绑扎")
	b.open("agent", record, "Accept-Language", "en").is(200, "Round 2", "Disagreement and ruling").lacks("console.paper", "console.option", "console.event")
}
