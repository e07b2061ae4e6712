package console

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

var lineOf = regexp.MustCompile(`<li data-id="([^"]+)">`)

// lines are the numbers on a page, in their order.
func (p reply) lines() (numbers []string) {
	for _, found := range lineOf.FindAllStringSubmatch(p.Body.String(), -1) {
		numbers = append(numbers, found[1])
	}
	return numbers
}

// assign gives a ticket to somebody by the API, or to a team.
func (b *bench) assign(number, body string) {
	b.Helper()
	b.api("supervisor", http.MethodPost, "/desk/tickets/"+number+"/assign", body)
}

func TestTheQueueShowsOnesOwnTicketsAndHowMuchThereIs(t *testing.T) {
	b := newBench(t)
	mine := b.inquiry("agent")
	b.now = b.now.Add(time.Minute)
	other := b.inquiry("agent")
	b.assign(other, `{"team":"service"}`)
	b.now = b.now.Add(54 * time.Minute)
	page := b.open("agent", "/console/queue").is(200, "我的工单", mine[:3]+"-"+mine[3:6]+"-"+mine[6:], `href="../console/tickets/`+mine+`"`, "王小明", "询问 · 价格",
		"还剩 5 分", `class="due soon"`, "员工101", `data-refresh="15"`)
	if got := page.lines(); !slices.Equal(got, []string{mine}) {
		t.Errorf("%v", got)
	}
	page.is(200, `<span>我的工单</span> <span class="count">1</span>`, `<span>本组工单</span> <span class="count">2</span>`, `<span>待领取</span> <span class="count">1</span>`)
	page.lacks("139") // rule: PD-11
	if got := b.open("agent", "/console/queue?scope=team").is(200, "未分配").lines(); !slices.Equal(got, []string{mine, other}) {
		t.Errorf("%v", got)
	}
	b.now = b.now.Add(10 * time.Minute)
	b.open("agent", "/console/queue", "Accept-Language", "en").is(200, "My tickets", "late", `class="due late"`, "Late <span")
	b.open("agent", "/console/account").is(200, `href="../console/queue?scope=mine"`, `<span class="count">1</span>`)
	b.open("agent", "/console").goes("console/queue")
}

func TestWhatIsUnusualStandsOnTheLine(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	act := func(what, body string) {
		t.Helper()
		b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/"+what, body)
	}
	act("priority", `{"priority":"urgent","reason":"客户催"}`)
	act("hand-over", `{"to":"branch","name":"成都分公司","summary":"王小明：货没到"}`)
	act("escalate", `{"reason":"客户很急"}`)
	b.open("agent", "/console/queue").is(200, `<span class="badge">加急</span>`, `<span class="badge">已上报</span>`, `<span class="badge">在成都分公司</span>`, "投诉 · 延误")
	act("reply", `{"text":"您好，正在核实，下午给您答复。","interim":true,"nextReplyAt":"2026-06-11T04:00:00Z"}`)
	act("hand-back", `{"answer":"已找到"}`)
	act("pause", `{"for":"customer","reason":"等照片"}`)
	b.now = b.now.Add(48 * time.Hour)
	b.open("agent", "/console/queue").is(200, "等客户")
}

// What waits for somebody else is grey, not late, though the due time that it
// had has passed.
func TestWhatWaitsIsNotLate(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/reply", `{"text":"您好，价格如下。"}`)
	b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/pause", `{"for":"customer","reason":"等回复"}`)
	b.now = b.now.Add(30 * 24 * time.Hour)
	b.open("agent", "/console/queue").is(200, `<span class="due held">等客户，暂停</span>`).lacks("due late", "data-due")
}

func TestTheListIsNarrowed(t *testing.T) {
	b := newBench(t)
	complaint, inquiry := b.complaint("agent"), b.inquiry("agent")
	page := b.open("agent", "/console/queue").is(200, `href="../console/queue?reason=delay&amp;scope=mine&amp;type=complaint"`)
	if len(page.lines()) != 2 {
		t.Errorf("%v", page.lines())
	}
	narrow := b.open("agent", "/console/queue?reason=delay&scope=mine&type=complaint").is(200, `href="../console/queue?scope=mine" aria-current="true">投诉 · 延误`, "清除筛选")
	if !slices.Equal(narrow.lines(), []string{complaint}) {
		t.Errorf("%v", narrow.lines())
	}
	if got := b.open("agent", "/console/queue?scope=all&team=&type=inquiry&stage=&waitingFor=&priority=normal&class=&breached=false&dueWithin=").is(200, `<option value="inquiry" selected>`).lines(); !slices.Equal(got, []string{inquiry}) {
		t.Errorf("as the form sends it: %v", got)
	}
	b.open("agent", "/console/queue?stage=waiting").is(200, "没有符合筛选条件的工单")
	b.open("agent", "/console/queue?scope=team&team=complaints").is(200)
	b.open("other", "/console/queue").is(200, "您手上没有未结工单")
	b.open("agent", "/console/queue?owner=nobody").is(422)
	b.open("agent", "/console/queue?cursor=x").is(422)
}

func TestFiltersAreKeptAndTakenAway(t *testing.T) {
	b := newBench(t)
	b.inquiry("agent")
	path := "/console/queue?dueWithin=60&scope=team"
	b.open("agent", path).is(200, `<input type="hidden" name="dueWithin" value="60">`)
	b.send("agent", path, "saveFilter", "name", "快到期的", "scope", "team", "dueWithin", "60").goes("../console/queue?done=saveFilter&dueWithin=60&scope=team")
	b.open("agent", path).is(200, `<a href="../console/queue?dueWithin=60&amp;scope=team" aria-current="true">快到期的</a>`)
	b.open("other", path).lacks("快到期的")
	b.send("agent", path, "saveFilter", "name", "").is(422, "筛选名称")
	b.send("agent", path, "dropFilter", "name", "快到期的").goes("../console/queue?done=dropFilter&dueWithin=60&scope=team")
	b.open("agent", path).lacks("快到期的")
}

func TestTheNextOneIsOneKeyAway(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/queue/next").goes("../../console/queue")
	free := b.inquiry("agent")
	b.assign(free, `{"team":"service"}`)
	b.open("agent", "/console/queue/next").goes("../../console/tickets/" + free)
	late := b.complaint("agent")
	b.now = b.now.Add(time.Minute)
	mine := b.inquiry("agent")
	b.open("agent", "/console/queue/next").goes("../../console/tickets/" + mine)
	b.open("agent", "/console/queue/next?not="+mine).goes("../../console/tickets/" + late)
	b.open("agent", "/console/queue").is(200, `href="../console/queue/next" data-key="n"`)
}

func TestSupervisorsHandOutWhatTheyTick(t *testing.T) {
	b := newBench(t)
	one, two := b.inquiry("agent"), b.inquiry("agent")
	path := "/console/queue?scope=all"
	b.open("agent", path).is(200).lacks(`type="checkbox"`, "handOut")
	b.open("supervisor", path).is(200, `<input type="checkbox" name="numbers" value="`+one+`" form="handOut"`, "员工102 · 102")
	b.open("supervisor", path+"&tick=all").is(200, `value="`+one+`" form="handOut" aria-label="选中 `+one[:3]+`-`+one[3:6]+`-`+one[6:]+`" checked`)
	page := b.send("supervisor", path, "handOut", "numbers", one, "numbers", two, "numbers", "K7M3QP9XA", "to", b.staff["other"]).
		is(200, "已交出 2 张", "<b>K7M-3QP-9XA</b> 没有这张工单")
	if !strings.Contains(html.UnescapeString(page.Body.String()), "员工102") {
		t.Error("the list does not show who has them now")
	}
	if got := b.open("other", "/console/queue").lines(); len(got) != 2 {
		t.Errorf("%v", got)
	}
	b.send("supervisor", path, "handOut", "to", b.staff["other"]).is(422, "工单")
	b.send("supervisor", path, "handOut", "numbers", one).is(422, "交给谁")
	b.send("agent", path, "handOut", "numbers", one, "to", b.staff["other"]).is(403)
}

// rule: SJ-11
func TestWhatIsHandedOverIsSupervised(t *testing.T) {
	b := newBench(t)
	complaint, inquiry := b.complaint("agent"), b.inquiry("agent")
	for _, number := range []string{complaint, inquiry} {
		b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/hand-over", `{"to":"branch","name":"成都分公司","summary":"王小明：货没到"}`)
	}
	page := b.open("supervisor", "/console/supervision").is(200, "成都分公司（网点） · 未接收，今天12:00移交", "还剩 4 小时", "员工101")
	if !slices.Equal(page.lines(), []string{complaint}) {
		t.Errorf("%v", page.lines())
	}
	if got := b.open("supervisor", "/console/supervision?type=any").is(200).lines(); len(got) != 2 {
		t.Errorf("%v", got)
	}
	b.api("agent", http.MethodPost, "/desk/tickets/"+complaint+"/hand-over/accept", `{"who":"老李"}`)
	b.now = b.now.Add(5 * time.Hour)
	b.open("supervisor", "/console/supervision").is(200, "今天12:00已接收", `class="due late"`, "已超时 1 小时").wordless("老李")
	b.open("agent", "/console/supervision").is(403)
	b.open("other", "/console/queue?scope=handed_over").is(200, "在成都分公司")
}

func TestWhatWasReportedUpwardsIsListed(t *testing.T) {
	b := newBench(t)
	b.open("supervisor", "/console/escalations").is(200, "没有上报的工单")
	number := b.complaint("agent")
	b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/escalate", `{"reason":"客户很急"}`)
	b.open("supervisor", "/console/escalations").is(200, "人工上报 · 今天12:00", "投诉 · 延误")
	b.send("supervisor", "/console/escalations", "handOutEscalated", "numbers", number, "to", b.staff["other"]).is(200, "已交出 1 张")
}

func TestTheBoardShowsWhoHasHowMuch(t *testing.T) {
	b := newBench(t)
	for range 4 {
		b.inquiry("agent")
	}
	free := b.inquiry("agent")
	b.assign(free, `{"team":"service"}`)
	b.now = b.now.Add(61 * time.Minute)
	page := b.open("supervisor", "/console/board").is(200, "在岗 2 人", "服务时间", `href="../console/queue?scope=unassigned&amp;team=service">去分配</a>`,
		`href="../console/queue?owner=`+b.staff["agent"]+`&amp;scope=all">4</a>`, `class="due late" href="../console/queue?breached=true&amp;owner=`+b.staff["agent"], "偏多，可分出")
	if strings.Count(page.Body.String(), "偏多") != 1 {
		t.Error("not one alone has much")
	}
	b.api("admin", http.MethodPut, "/desk/staff/"+b.staff["agent"]+"/absence", `{"reason":"meeting","until":"2026-06-10T06:00:00Z"}`)
	b.open("supervisor", "/console/board").is(200, "不在岗 · 开会，至今天14:00")
	b.open("agent", "/console/board").is(403)
	b.open("supervisor", "/console/board", "Accept-Language", "en").is(200, "Due within the hour", "hand out")
}

// A thousand open tickets: the page stays small, and shows the first fifty.
func TestAThousandOpenTicketsMakeNoLargePage(t *testing.T) {
	b := newBench(t)
	b.thousand()
	page := b.open("supervisor", "/console/queue?scope=team").is(200, "1000 张", "下一页", `<span class="count">1000</span>`)
	if got := page.lines(); len(got) != 50 || got[0] != "K7M000000" {
		t.Errorf("%d lines from %v", len(got), got[:1])
	}
	t.Logf("%d bytes", page.Body.Len())
	if page.Body.Len() > 60<<10 {
		t.Errorf("the page has %d bytes", page.Body.Len())
	}
	further := regexp.MustCompile(`href="\.\./console/(queue\?cursor=[^"]+)"`).FindStringSubmatch(page.Body.String())
	if len(further) != 2 {
		t.Fatal("no way to the next page")
	}
	if got := b.open("supervisor", "/console/"+html.UnescapeString(further[1])).is(200, "回到开头").lines(); len(got) != 50 || got[0] != "K7M000050" {
		t.Errorf("%d lines from %v", len(got), got[:1])
	}
}

// thousand puts open tickets of one team straight into the store.
func (b *bench) thousand() {
	b.Helper()
	book, err := sla.DefaultBook("Asia/Shanghai")
	if err != nil {
		b.Fatal(err)
	}
	env, err := book.Choose(sla.Facts{Kind: "complaint", Reason: "delay"})
	if err != nil {
		b.Fatal(err)
	}
	for i := range 1000 {
		at := noon.Add(time.Duration(i) * time.Second)
		state, err := sla.Open(env, sla.Happening{At: at, Type: sla.Opened, Priority: ticket.Normal})
		if err != nil {
			b.Fatal(err)
		}
		record := ticket.Ticket{Number: fmt.Sprintf("K7M%06d", i), Version: 1, Seq: 1, Kind: ticket.Complaint, Reason: "not_delivered_to_door", Stage: ticket.Handling,
			Priority: ticket.Urgent, Channel: "phone", Requester: ticket.BySalesperson, Class: "key", Lang: "zh", Waybill: fmt.Sprintf("SF%010d", i), Chases: 2,
			PhoneKey: fmt.Sprintf("%032d", i), Team: "service", Owner: b.staff["agent"], OpenedAt: at, LastEventAt: at, SLA: state}
		e, err := event.New(ticket.Subject(record.Number), 1, ticket.Opened, at, event.Customer, nil)
		if err != nil {
			b.Fatal(err)
		}
		if err := b.store.Tickets().Commit(context.Background(), ticket.Change{Ticket: record, Events: []event.Event{e},
			Person: &ticket.Person{Name: "上海某某国际物流有限责任公司", Phone: "+8613800138000"}}); err != nil {
			b.Fatal(err)
		}
	}
}
