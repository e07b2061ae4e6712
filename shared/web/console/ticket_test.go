package console

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/shared/web/desk"
	"huiyin/shared/words"
)

func TestATicketIsOnePageInBothLanguages(t *testing.T) {
	b := newBench(t)
	number := b.complaint("other", `"waybill":"SF1001","priority":"urgent"`)
	b.inquiry("agent", `"waybill":"SF1001"`)
	path := "/console/tickets/" + number
	b.open("other", path).is(200, "投诉 · 延误", "货到晚了。", "王小明", "139****5678", "加急", "SF1001", "首次答复", "同一客户", "询问 · 价格",
		"答复客户", "发送答复", "受理投诉：延误（电话）").lacks("13912345678").wordless("console.", "{", "event.")
	b.open("other", path, "Accept-Language", "en").is(200, "Complaint · Delay", "urgent", "First answer", "Send the reply", "took up: Complaint, Delay (phone)").
		wordless("console.", "{", "event.")
	b.open("other", "/console/tickets/K7M3QP9XA").is(404, "没有这张工单")
	b.open("newagent", path).is(403, "员工档案")
	b.open("", path).goes("../../console/signin?next=console%2Ftickets%2F" + number)
}

func TestATicketLeadsToItsCustomersFileAndWaybill(t *testing.T) {
	b := newBench(t)
	id := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"王小明","phone":"13912345678"}`)["id"].(string)
	path := "/console/tickets/" + b.inquiry("agent", `"waybill":"SF1001"`)
	b.open("agent", path).is(200, `href="../../console/customers/`+id+`"`, `href="../../console/find?q=SF1001"`)
}

// rule: PD-11 a number is covered until somebody asks for it, and that is noted.
func TestANumberIsUncoveredByAskingForIt(t *testing.T) {
	b := newBench(t)
	path := "/console/tickets/" + b.inquiry("agent")
	b.open("agent", path).is(200, "139****5678", "看全号").lacks("13912345678")
	b.log.Reset()
	b.send("agent", path, "readPhone").is(200, `href="tel:&#43;8613912345678"`).lacks("看全号")
	if !strings.Contains(b.log.String(), `"access":"phone"`) || strings.Contains(b.log.String(), "13912345678") {
		t.Errorf("the log says %s", b.log)
	}
	b.open("agent", path).lacks("13912345678")
}

func TestAReplyGoesOutAndAWrongOneComesBackWithWhatWasTyped(t *testing.T) {
	b := newBench(t)
	path := "/console/tickets/" + b.complaint("other")
	page := b.open("other", path).is(200)
	version := page.value("_version")
	typed := "车在苏州 <b>堵</b>，明早到 & 不再晚"
	b.send("other", path, "reply", "text", typed, "interim", "true", "_version", version).
		is(422, "请写明下次答复的时间", `id="f-reply-nextReplyAt-error"`, "车在苏州 &lt;b&gt;堵&lt;/b&gt;", `value="true" id="f-reply-interim" checked`)
	b.send("other", path, "reply", "text", "", "_version", version).is(422, "请填写此项")
	to := b.send("other", path, "reply", "text", typed, "interim", "true", "nextReplyAt", "2026-06-10T18:00", "_version", version)
	to.goes("../../" + strings.TrimPrefix(path, "/") + "?done=reply")
	b.open("other", path+"?done=reply").is(200, `role="status">答复已发出。`, "车在苏州 &lt;b&gt;堵&lt;/b&gt;", "先答复了客户", "今天18:00").lacks("<b>堵</b>")
	b.open("other", path).lacks("答复已发出")
}

// Two agents on one ticket: the second is told, loses nothing, and can send it
// all the same.
func TestWhoIsSlowerSeesWhatHappenedAndLosesNothing(t *testing.T) {
	b := newBench(t)
	path := "/console/tickets/" + b.complaint("other")
	first, second := b.open("other", path).is(200), b.open("supervisor", path).is(200)
	b.send("other", path, "pauseTicket", "for", "customer", "reason", "等照片", "_version", first.value("_version"), "_seen", first.value("_seen")).is(303)
	late := b.send("supervisor", path, "reply", "text", "主管写了很久的话", "_version", second.value("_version"), "_seen", second.value("_seen"))
	late.is(412, "刚才有人改动过", "主管写了很久的话", "员工102 · 102 暂停，等客户")
	if late.value("_version") == second.value("_version") {
		t.Error("what is sent again would be refused again")
	}
	// Nothing was said to the customer yet.
	if said := b.open("supervisor", path).text(); strings.Contains(said, "答复了客户") {
		t.Errorf("it went out: %s", said)
	}
	b.send("supervisor", path, "reply", "text", "主管写了很久的话", "_version", late.value("_version"), "_seen", late.value("_seen")).is(303)
	b.open("supervisor", path).is(200, "主管写了很久的话", "答复了客户")
	// A note is kept whatever happened.
	b.send("other", path, "addNote", "text", "客户又打来").is(303)
}

// A reminder that falls due while somebody types changes the ticket and is no
// reason to ask him again.
func TestTheClockStopsNobody(t *testing.T) {
	b := newBench(t)
	number := b.complaint("other")
	path := "/console/tickets/" + number
	page := b.open("other", path).is(200)
	b.now = b.now.Add(3 * time.Hour)
	if swept, err := b.desk.Tickets.Sweep(b.Context(), b.now, "run", number); err != nil || swept.Found == 0 {
		t.Fatalf("nothing fell due: %+v %v", swept, err)
	}
	b.open("other", path).is(200, "首次答复超时")
	b.send("other", path, "reply", "text", "已查明，货在途中。", "_version", page.value("_version"), "_seen", page.value("_seen")).is(303)
	// After a colleague it is not enough that a clock has ticked too.
	page = b.open("other", path).is(200)
	b.send("supervisor", path, "escalate", "to", "manager", "reason", "太久").is(303)
	b.now = b.now.Add(30 * time.Hour)
	if _, err := b.desk.Tickets.Sweep(b.Context(), b.now, "run2", number); err != nil {
		t.Fatal(err)
	}
	b.send("other", path, "reply", "text", "又一句", "_version", page.value("_version"), "_seen", page.value("_seen")).is(412, "又一句", "上报经理")
}

func TestOnlyWhatCanBeDoneIsOffered(t *testing.T) {
	b := newBench(t)
	path := "/console/tickets/" + b.inquiry("agent")
	offers := func(as, has, lacks string) {
		t.Helper()
		page := b.open(as, path).is(200)
		for _, id := range strings.Fields(has) {
			page.is(200, `name="_form" value="`+id+`"`)
		}
		for _, id := range strings.Fields(lacks) {
			page.lacks(`name="_form" value="` + id + `"`)
		}
	}
	offers("agent", "reply pauseTicket handOver carryOver escalate resolve merge withdraw", "resumeTicket promiseKept takeBack handBack acceptHandOver reopen")
	b.send("agent", path, "pauseTicket", "for", "partner", "reason", "等承运商").is(303)
	offers("agent", "resumeTicket", "pauseTicket")
	b.send("agent", path, "carryOver", "reason", "联系不上").is(303)
	offers("agent", "", "carryOver")
	b.send("agent", path, "resolve", "cause", "价格表", "result", "到北京每公斤 12 元。").is(303)
	offers("agent", "reopen addNote addCustomerMessage", "reply resolve takeTicket handOver")
	// What the stage forbids is refused on the page too, with what was typed.
	b.send("agent", path, "reply", "text", "再说一句").is(409, "再说一句")
}

func TestWhatWasDoneCanBeUndone(t *testing.T) {
	b := newBench(t)
	path := "/console/tickets/" + b.inquiry("supervisor")
	b.send("agent", path, "takeTicket").goes("../../" + path[1:] + "?done=takeTicket")
	done := b.open("agent", path+"?done=takeTicket").is(200, "这张工单现在由您负责")
	if !strings.Contains(done.Body.String(), `<div class="said" role="status">这张工单现在由您负责。`) || strings.Count(done.Body.String(), `value="giveBack"`) != 2 {
		t.Errorf("nothing takes it back: %s", done.text())
	}
	b.send("agent", path, "giveBack", "team", "service").is(303)
	b.open("agent", path).is(200, "无人负责", "交给班组 service", "接手")
}

func TestALongHistoryIsReadFromItsEnd(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	path := "/console/tickets/" + number
	for range 120 {
		b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/notes", `{"text":"又一次"}`)
	}
	b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/notes", `{"text":"最后一次"}`)
	page := b.open("agent", path).is(200, "最后一次", "更早的").lacks("受理询问：价格")
	older := regexp.MustCompile(`\?before=\d+`).FindString(page.Body.String())
	b.open("agent", path+older).is(200, "受理询问：价格", "回到最新").lacks("最后一次", "更早的")
}

func TestHostileTextStaysText(t *testing.T) {
	b := newBench(t)
	evil := `<script>alert(1)</script>"><img src=x onerror=alert(1)>`
	escaped := "&lt;script&gt;alert(1)&lt;/script&gt;"
	number := b.api("agent", http.MethodPost, "/desk/tickets", `{"name":"`+strings.ReplaceAll(evil[:25], `"`, `\"`)+`","phone":"13912345678","type":"inquiry","kind":"price","text":`+
		`"`+strings.ReplaceAll(evil, `"`, `\"`)+`","region":"\"><svg onload=x>"}`)["number"].(string)
	path := "/console/tickets/" + number
	b.open("agent", path).is(200, escaped).lacks("<script>alert", "<img src=x", "<svg onload")
	b.send("agent", path, "resolve", "result", evil).is(422, escaped).lacks("<script>alert", "<img src=x")
	b.open("agent", path+`?done="><script>alert(1)</script>`).is(200).lacks("<script>alert")
	b.open("agent", `/console/tickets/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E`).is(404).lacks("<script>alert")
}

// TestEveryEventHasItsSentence reads what can happen to a ticket out of the
// package that says so.
func TestEveryEventHasItsSentence(t *testing.T) {
	files, err := filepath.Glob("../../ticket/*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`event\.Type\s*=\s*"ticket\.(\w+)"`).FindAllStringSubmatch(string(raw), -1) {
			if seen++; !has("event." + found[1]) {
				t.Errorf("no sentence console.event.%s", found[1])
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d kinds of events were found", seen)
	}
}

func TestHowADueTimeCameAboutIsToldInWords(t *testing.T) {
	b := newBench(t)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 6, day, hour, minute, 0, 0, shanghai) }
	for _, c := range []struct {
		lang    words.Lang
		moments []desk.TicketMoment
		want    string
	}{
		{words.Chinese, []desk.TicketMoment{
			{From: at(12, 18, 10), To: at(12, 18, 30), Why: "open"}, {From: at(12, 18, 30), To: at(13, 9, 0), Why: "closed"},
			{From: at(13, 9, 0), To: at(13, 9, 10), Why: "open"}}, "周五 20 分钟，非服务时间，周六 10 分钟"},
		{words.English, []desk.TicketMoment{
			{From: at(12, 18, 10), To: at(12, 18, 30), Why: "open"}, {From: at(12, 18, 30), To: at(13, 9, 0), Why: "closed"},
			{From: at(13, 9, 0), To: at(13, 9, 10), Why: "open"}}, "20 min Friday, closed, 10 min Saturday"},
		{words.Chinese, []desk.TicketMoment{
			{From: at(18, 9, 0), To: at(18, 10, 0), Why: "open"}, {From: at(18, 10, 0), To: at(18, 10, 30), Why: "hold"},
			{From: at(18, 10, 30), To: at(18, 12, 0), Why: "open"},
			{From: at(18, 12, 0), To: at(22, 9, 0), Why: "closed", Special: []string{"2026-06-19 holiday 端午节"}},
			{From: at(22, 9, 0), To: at(22, 9, 5), Why: "open"}},
			"6月18日 1 小时，等待 30 分钟，1 小时 30 分钟，非服务时间（6月19日 端午节），6月22日 5 分钟"},
		{words.Chinese, []desk.TicketMoment{{From: at(10, 12, 0), To: at(17, 12, 0), Why: "elapsed"}}, "连续 7 天"},
	} {
		v := &visit{Lang: c.lang, Now: noon, c: b.console}
		if got := v.How(c.moments); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	v := &visit{Lang: words.Chinese, Now: noon, c: b.console}
	var many []desk.TicketMoment
	for day := 1; day <= 30; day++ {
		many = append(many, desk.TicketMoment{From: at(day, 9, 0), To: at(day, 10, 0), Why: "open"})
	}
	if got := v.How(many); strings.Count(got, "小时") != 10 || !strings.Contains(got, "，…，") {
		t.Errorf("a long one is %s", got)
	}
}
