package console

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// steps are the steps on a ticket's page, each with its state.
func (p reply) steps() string {
	var all []string
	line := regexp.MustCompile(`(?s)<ol class="steps">.*?</ol>`).FindString(p.Body.String())
	for _, found := range regexp.MustCompile(`<li class="(\w+)"><b>([^<]*)</b>`).FindAllStringSubmatch(line, -1) {
		all = append(all, found[2]+":"+found[1])
	}
	return strings.Join(all, " ")
}

// rule: JY-2 rule: QM-5 on the page of a complaint its steps stand in a line,
// the next with its form; what was learnt stands beside the next of its kind.
func TestAComplaintGoesByTheBookOnItsPage(t *testing.T) {
	b := newBench(t)
	number := b.complaint("other")
	path := "/console/tickets/" + number
	expect := func(line, form string) {
		t.Helper()
		page := b.open("other", path).is(200)
		if got := page.steps(); got != line {
			t.Errorf("steps %q, want %q", got, line)
		}
		if next := regexp.MustCompile(`(?s)<div class="next">.*?</form>`).FindString(page.Body.String()); form != "" && !strings.Contains(next, `value="`+form+`"`) {
			t.Errorf("the next form is not %s: %s", form, next)
		}
	}
	step := func(form string, fields ...string) {
		t.Helper()
		b.now = b.now.Add(time.Minute)
		b.send("other", path, form, fields...).is(303)
	}
	expect("受理:done 原因分析:now 处理方案:later 落实处理:later 告知结果:later 回访:later 总结教训:later", "analyseTicket")
	b.send("other", path, "analyseTicket", "code", "sorting", "cause", "").is(422, "请填写此项")
	b.open("other", path).lacks(`value="planTicket"`)
	step("analyseTicket", "code", "sorting", "cause", "分拣时装错了车")
	b.open("other", path).is(200, "分拣差错", "分拣时装错了车", "分析了原因：分拣差错")
	step("planTicket", "plan", "改走航空", "due", "2026-06-10T18:00")
	expect("受理:done 原因分析:done 处理方案:done 落实处理:now 告知结果:later 回访:later 总结教训:later", "carryOutTicket")
	// The form of the result asks only for what is not recorded.
	b.open("other", path).is(200, `id="f-resolve-action"`, `id="f-resolve-result"`).lacks(`id="f-resolve-cause"`, `id="f-resolve-plan"`)
	step("carryOutTicket", "action", "已改航空件")
	b.open("other", path).is(200, "用下面的“办结”").lacks(`id="f-resolve-action"`)
	step("resolve", "result", "货今天下午送到。")
	expect("受理:done 原因分析:done 处理方案:done 落实处理:done 告知结果:done 回访:now 总结教训:later", "revisitTicket")
	step("revisitTicket", "outcome", "unreached", "note", "无人接听")
	b.open("other", path).is(200, "已回访 1 次没有联系上，满 3 次", "第 1 次回访：未联系上")
	step("revisitTicket", "outcome", "content")
	b.open("other", path).is(200, "同类投诉还没有教训")
	step("sumUpTicket", "lesson", "交接时逐件扫描")
	expect("受理:done 原因分析:done 处理方案:done 落实处理:done 告知结果:done 回访:done 总结教训:done 结案:done", "")
	b.open("other", path).is(200, "已结案").wordless("console.", "{", "event.")
	b.open("other", path, "Accept-Language", "en").is(200, "Closed", "Lesson", "found the cause: Sorting").wordless("console.", "{", "event.")

	next := "/console/tickets/" + b.complaint("other")
	b.open("other", next).is(200, "同类投诉的教训", "交接时逐件扫描")
	b.open("other", "/console/tickets/"+b.inquiry("agent")).is(200, `id="f-resolve-cause"`).lacks("处理步骤", `id="f-resolve-plan"`)
}

// A result on a complaint says what is missing, and can bring it along.
func TestAResultBringsItsStepsAlong(t *testing.T) {
	b := newBench(t)
	path := "/console/tickets/" + b.complaint("other")
	b.send("other", path, "resolve", "cause", "装错车", "result", "货已送到。").is(409, "还缺这些步骤：处理方案、落实处理", "货已送到。")
	b.send("other", path, "resolve", "causeCode", "sorting", "cause", "装错车", "plan", "改走航空", "action", "已改", "result", "货已送到。").is(303)
	page := b.open("other", path).is(200, "分拣差错")
	if got := page.steps(); !strings.HasPrefix(got, "受理:done 原因分析:done 处理方案:done 落实处理:done 告知结果:done 回访:now") {
		t.Errorf("steps %s", got)
	}
}

// rule: SJ-19 a dispute stands on the reviewer's own page, and only he has the
// form for its ruling.
func TestADisputeIsRuledOnOnThePage(t *testing.T) {
	b := newBench(t)
	number := b.complaint("other")
	path := "/console/tickets/" + number
	b.open("supervisor", "/console/disputes").is(200, "没有等您裁定的异议")
	b.open("other", "/console/disputes").is(403)
	b.send("other", path, "resolve", "cause", "装错车", "plan", "改走航空", "action", "已改", "result", "货已送到。").is(303)
	b.send("other", path, "disputeTicket", "reason", "只道歉不够").is(303)
	b.open("other", path).is(200, "只道歉不够", "等 员工201 · 201 裁定").lacks(`value="ruleTicket"`)
	b.open("supervisor", "/console/disputes").is(200, number[:3]+"-"+number[3:6]+"-"+number[6:])
	b.open("supervisor", path).is(200, `value="ruleTicket"`).lacks(`value="disputeTicket"`)
	b.send("supervisor", path, "ruleTicket", "ruling", "partly", "ground", "照片属实", "text", "经复核，另补您运费。").is(303)
	b.open("supervisor", "/console/disputes").is(200, "没有等您裁定的异议")
	b.open("other", path).is(200, "部分支持", "照片属实", "经复核，另补您运费。", "裁定：部分支持").wordless("console.", "{", "event.")
}

// rule: PD-9 the register has its pages: written down, confirmed, appealed,
// decided; an agent finds his own.
func TestTheRegisterHasItsPages(t *testing.T) {
	b := newBench(t)
	number := b.complaint("other")
	b.open("supervisor", "/console/violations").is(200, "这个月没有违规记录", "登记违规")
	b.open("supervisor", "/console/violations?month=2026-13").is(422, "请写成年月")
	b.send("supervisor", "/console/violations", "proposeViolation", "kind", "rude_call", "person", b.staff["agent"]).is(422, "请写明凭据")
	to := b.send("supervisor", "/console/violations", "proposeViolation", "kind", "rude_call", "person", b.staff["agent"], "ticket", number, "note", "录音为证").is(303)
	one := regexp.MustCompile(`console/violations/[^?]+`).FindString(to.Header().Get("Location"))
	b.open("supervisor", "/"+one).is(200, "接听电话态度恶劣", "待确认", "101", "录音为证", `value="confirmViolation"`).lacks(`value="appealViolation"`, `id="f-confirmViolation-person"`)
	b.open("other", "/"+one).is(404)
	b.send("supervisor", "/"+one, "confirmViolation").is(303)
	b.open("agent", "/console/violations/mine").is(200, "已确认", "我的违规记录").lacks("登记违规")
	b.send("agent", "/"+one, "appealViolation", "note", "客户先骂人").is(303)
	b.open("supervisor", "/"+one).is(200, "申诉中", "您现在没有要做的")
	b.send("admin", "/"+one, "decideViolation", "stays", "false", "note", "从宽").is(303)
	b.open("agent", "/"+one).is(200, "申诉后撤销", "从宽").wordless("console.", "{")
	b.open("agent", "/"+one, "Accept-Language", "en").is(200, "Lifted on appeal").wordless("console.", "{")

	// One that the desk found names nobody when nobody had the ticket.
	unowned := b.api("agent", http.MethodPost, "/desk/tickets", `{"name":"王","phone":"13912345000","type":"complaint","reason":"delay","text":"晚了","waybill":"SF2002"}`)["number"].(string)
	b.api("supervisor", http.MethodPost, "/desk/tickets/"+unowned+"/assign", `{"team":"complaints"}`)
	for range 2 {
		b.api("agent", http.MethodPost, "/desk/tickets", `{"name":"王","phone":"13912345000","type":"complaint","reason":"delay","text":"还没到","waybill":"SF2002"}`)
	}
	found := "/console/violations/2026-06-10-" + unowned
	b.open("supervisor", "/console/violations").is(200, "多次催办", "待指明")
	b.send("supervisor", found, "confirmViolation", "person", b.staff["other"]).is(303)
	b.open("supervisor", found).is(200, "已确认", "102", "系统")
}
