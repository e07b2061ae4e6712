package console

import (
	"net/http"
	"strings"
	"testing"
)

// said are the fields of a caller, as a browser sends them.
func said(more ...string) []string {
	return append([]string{"type", "complaint", "reason", "damaged", "target", "service", "name", "王小明", "phone", "139 1234 5678",
		"waybill", "yt 1234567", "from", "浦东", "text", "外箱破了。", "requester", "customer", "priority", "urgent", "language", "zh", "rings", "6"}, more...)
}

// rule: NJ-13 name, what, from where, why; read back before it is kept
// rule: SJ-5 urgent is one of the choices
// rule: JY-8 how often it rang is written down
func TestACallIsReadBackAndThenKept(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/intake").is(200, "接电话", `name="type" value="inquiry"`, "复述核对", "回音物流客服，工号 101").lacks("客户已确认", "抱歉")
	page := b.send("agent", "/console/intake?q=13912345678", "openTicket", said("_preview", "true", "_once", "key-1")...).
		is(200, "跟您核对一下：您是王小明，手机尾号5678，从浦东打来，运单号YT1234567，这件事很急。您说的是：外箱破了。", "客户已确认，登记",
			`value="yt 1234567"`, `value="key-1"`, "<button autofocus>")
	page.lacks("记为催办")
	if found := b.api("agent", http.MethodGet, "/desk/search?phone=13912345678", ""); len(found["tickets"].([]any)) != 0 {
		t.Fatalf("reading back opened %v", found)
	}
	kept := b.send("agent", "/console/intake?q=13912345678", "openTicket", said("_once", "key-1")...)
	to := kept.Header().Get("Location")
	number, _, _ := strings.Cut(strings.TrimPrefix(to, "../console/intake/"), "?")
	kept.goes("../console/intake/" + number + "?done=openTicket")
	b.open("agent", "/console/intake/"+number+"?done=openTicket").is(200, "已登记。", "请告诉客户", "我们会在", `data-key="n"`, `href="../../console/intake"`)
	ticket := b.api("agent", http.MethodGet, "/desk/tickets/"+number, "")["ticket"].(map[string]any)
	for name, want := range map[string]any{"type": "complaint", "reason": "damaged", "waybill": "YT1234567", "priority": "urgent", "rings": 6.0,
		"requester": "customer", "channel": "phone"} {
		if ticket[name] != want {
			t.Errorf("%s is %v, want %v", name, ticket[name], want)
		}
	}
	// The same form sent twice is one ticket.
	b.send("agent", "/console/intake?q=13912345678", "openTicket", said("_once", "key-1")...).goes("../console/intake/" + number + "?done=openTicket")

	// The caller calls again about the same: the page says that it is open.
	b.open("agent", "/console/intake?q=139-1234-5678").is(200, "未办结（1）", `href="../console/tickets/`+number+`"`, `value="139-1234-5678"`)
	b.open("agent", "/console/intake?q=yt1234567").is(200, "按运单号查找", "未办结（1）", `name="waybill" type="text" value="yt1234567"`)
	b.open("agent", "/console/intake?q="+number).is(200, "按工单号查找", "未办结（1）")
	b.send("agent", "/console/intake", "openTicket", said("_preview", "true")...).is(200, "作为催办记在上面", "记为催办", "tickets/"+number)
	b.send("agent", "/console/intake", "openTicket", said("_once", "key-2")...).goes("../console/intake/" + number + "?done=openTicket")
	if after := b.api("agent", http.MethodGet, "/desk/tickets/"+number, "")["ticket"].(map[string]any); after["chases"] != 1.0 {
		t.Errorf("chases %v", after["chases"])
	}
}

// rule: NJ-16 above five rings, an apology first
func TestACallThatRangTooLongBeginsWithAnApology(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/intake?q=13912345678&rings=5").is(200, `type="hidden" name="rings" value="5"`).lacks("抱歉")
	b.open("agent", "/console/intake?q=13912345678&rings=6").is(200, "非常抱歉，让您久等了。您好", `type="hidden" name="rings" value="6"`)
	b.open("agent", "/console/intake?rings=many").is(200).lacks("抱歉")
}

func TestTheFileOpensWhileItRings(t *testing.T) {
	b := newBench(t)
	b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678","title":"ms","region":"苏州","company":"苏州某厂","class":"key","lang":"en"}`)
	page := b.open("agent", "/console/intake?q=13612345678").is(200, "赵敏 女士，您好", "136****5678", "苏州某厂", "第一次来电",
		`value="赵敏"`, `value="苏州"`)
	if !strings.Contains(page.Body.String(), `value="ms" checked`) || !strings.Contains(page.Body.String(), `value="en" checked`) {
		t.Error("title and language of the file are not chosen")
	}
	b.open("agent", "/console/intake?q=13712345678").is(200, "没有客户档案", "第一次来电", `value="13712345678"`)
	b.open("agent", "/console/intake?q=SF99887766").is(200, "这个运单号还没有工单")
	b.open("agent", "/console/intake?q=%3Cscript%3Ealert(1)%3C/script%3E").is(200).lacks("<script>alert")
}

func TestWhatIsWrongWithACallIsSaidBesideIt(t *testing.T) {
	b := newBench(t)
	page := b.send("agent", "/console/intake", "openTicket", "_preview", "true", "type", "complaint", "name", "王小明", "phone", "123", "text", "x").
		is(422, "有些内容需要改一下", `href="#f-openTicket-phone"`, `href="#f-openTicket-reason"`, `value="王小明"`)
	page.lacks("请念给客户听", "客户已确认")
	b.open("newagent", "/console/intake").is(403)
}
