package console

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/words"
)

// rule: QM-14
func TestTheHandbookIsReadOnAPageAndTheReceiptKept(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/handbook").is(200, "投诉处理流程", "篇未读", "投诉 · 延误").lacks("写新文章")
	b.open("agent", "/console/handbook?topic=complaint.delay").is(200, "延误与查货").lacks("接听电话</a>")
	b.open("agent", "/console/handbook?q=破损").is(200, "破损、丢失与送错").lacks("延误与查货")
	b.open("agent", "/console/handbook?q=没有").is(200, "没有找到文章")
	b.open("agent", "/console/handbook/delay").is(200, "<li>先看最后一条轨迹", "我已读").lacks("阅读情况", "handbook/delay/edit")
	b.open("agent", "/console/handbook/delay", "Accept-Language", "en").is(200, "Late goods and tracing", "I have read this")
	b.send("agent", "/console/handbook/delay", "markRead", "version", "1").goes("../../console/handbook/delay?done=markRead")
	b.open("agent", "/console/handbook/delay?done=markRead").is(200, "已记下您读过这一版", "您已读过这一版").lacks("我已读</button>")
	b.open("supervisor", "/console/handbook/delay").is(200, "已读 1 人，未读 3 人", "员工101")
	b.open("agent", "/console/handbook/nothing").is(404)
	b.open("agent", "/console/handbook/delay/edit").is(403)
	b.open("agent", "/console/new-article").is(403)
}

// rule: QM-14
func TestASupervisorWritesAnArticleAndChangesOne(t *testing.T) {
	b := newBench(t)
	edit := b.open("supervisor", "/console/handbook/delay/edit").is(200, "查货要快")
	saved := []string{versionField, edit.value(versionField), "title", "延误（新）", "body", "先打电话。\r\n\r\n- 网点\r\n- 司机", "topics", "complaint.delay", "from", "2026-06-12"}
	b.send("supervisor", "/console/handbook/delay/edit", "saveArticle", saved...).goes("../../../console/handbook/delay?done=saveArticle")
	b.open("agent", "/console/handbook/delay").is(200, "查货要快").lacks("先打电话")
	b.open("supervisor", "/console/handbook").is(200, "2026-06-12 起生效")
	b.now = b.now.Add(48 * time.Hour)
	b.open("agent", "/console/handbook/delay").is(200, "<p>先打电话。</p>", "<li>网点</li>", "第 2 版", "第 1 版", "我已读")
	b.open("agent", "/console/handbook/delay?version=1").is(200, "查货要快", "看现行版本").lacks("我已读</button>")
	// The slower of two keeps what he typed, and is told.
	b.send("supervisor", "/console/handbook/delay/edit", "saveArticle", saved...).is(http.StatusPreconditionFailed, "刚才有人改动过", "延误（新）")

	made := []string{"id", "cold-chain", "title", "<b>冷链</b>", "body", "<script>alert(1)</script>先测温度。"}
	b.send("supervisor", "/console/new-article", "newArticle", made...).goes("../console/handbook/cold-chain?done=newArticle")
	b.open("agent", "/console/handbook/cold-chain").is(200, "&lt;script&gt;alert(1)&lt;/script&gt;先测温度。").lacks("<script>alert", "<b>冷链")
	b.send("supervisor", "/console/new-article", "newArticle", "id", "Cold!", "title", "冷链", "body", "先测温度。").is(422, "编号请用小写字母", "先测温度。")
}

// rule: QM-14
func TestCannedRepliesAreKeptAndChosenWithoutScript(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/replies?kind=complaint&language=zh").is(200, "延误致歉", "{waybill}").lacks("Sorry for the delay", "报价需要的信息", "replies/delay-zh")
	b.open("supervisor", "/console/replies").is(200, "console/replies/delay-zh", "添加常用答复")
	b.open("agent", "/console/replies/delay-zh").is(403)
	b.open("supervisor", "/console/replies/nothing").is(404)
	edit := b.open("supervisor", "/console/replies/delay-zh").is(200, "{number}", "延误致歉", "系统自带")
	b.send("supervisor", "/console/replies/delay-zh", "saveReply", versionField, edit.value(versionField), "lang", "zh", "title", "延误", "text", "急什么急", // rule: PD-10
		"kind", "complaint", "reason", "delay").is(422, "请换掉服务忌语", "急什么急")
	b.send("supervisor", "/console/replies/delay-zh", "saveReply", versionField, edit.value(versionField), "lang", "zh", "title", "延误", "text", "{company}客服{badge}：运单{waybill}今天送到。",
		"kind", "complaint", "reason", "delay").goes("../../console/replies?done=saveReply")
	b.send("supervisor", "/console/new-reply", "newReply", "id", "rain-zh", "lang", "zh", "title", "下雨", "text", "下雨了，{badge}。").goes("../console/replies?done=newReply")

	number := b.complaint("other", `"waybill":"SF1234567890"`)
	page := b.open("other", "/console/tickets/"+number).is(200, "常用答复", "回音物流客服102：运单SF1234567890今天送到。", "下雨", "延误与查货", "canned=delay-zh#reply", "assets/guide.js")
	if strings.Contains(page.Body.String(), ">回音物流客服102：运单SF1234567890今天送到。</textarea>") {
		t.Error("a reply stands in the box that nobody has chosen")
	}
	chosen := b.open("other", "/console/tickets/"+number+"?canned=delay-zh").is(200)
	if !strings.Contains(chosen.Body.String(), "\n回音物流客服102：运单SF1234567890今天送到。</textarea>") {
		t.Errorf("the chosen one is not in the box: %s", chosen.text())
	}
	sent := b.send("other", "/console/tickets/"+number+"?canned=delay-zh", "reply", "text", "货今天送到。")
	after := strings.TrimPrefix(sent.Header().Get("Location"), "../..")
	if done := b.open("other", after).is(200); strings.Contains(done.Body.String(), "今天送到。</textarea>") {
		t.Error("it stands in the box again after it was sent")
	}
	gone := b.open("supervisor", "/console/replies/rain-zh")
	b.send("supervisor", "/console/replies/rain-zh", "removeReply", versionField, gone.value(versionField)).goes("../../console/replies?done=removeReply")
	b.open("supervisor", "/console/replies").is(200).lacks("下雨")
}

// rule: PD-10, JY-11
func TestTheWordingIsLookedAtBeforeAndWhenItIsSent(t *testing.T) {
	b := newBench(t)
	path := "/console/tickets/" + b.complaint("other")
	b.open("other", path).is(200, `data-check="../../`+path[1:]+`/check"`)
	b.send("other", path+"/check", "checkText", "text", "急什么急，运单{waybill}。").is(200, "<b>急什么急</b> 是服务忌语", "<b>{waybill}</b> 还没有填好", "急什么急，运单{waybill}。</textarea>")
	b.send("other", path+"/check", "checkText", "text", "货今天送到。").is(200, "没有发现问题")
	b.send("other", path+"/check", "checkText", "text", "<script>急什么急</script>").is(200, "&lt;script&gt;").lacks("<script>急")
	b.send("other", path, "reply", "text", "急什么急").is(422, "请换掉服务忌语")
	b.send("other", path, "reply", "text", "运单{waybill}今天送到。").is(422, "请补上或删去还没填好的标记")
}

// rule: PD-8
func TestANoticeIsOpenedAndClosedOnPages(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/bulletins").is(200, "还没有公告").lacks("发布公告")
	b.send("agent", "/console/bulletins", "openBulletin", "kind", "weather", "text", "台风").is(http.StatusForbidden)
	b.send("supervisor", "/console/bulletins", "openBulletin", "kind", "weather", "text", "").is(422, "请填写此项")
	b.send("supervisor", "/console/bulletins", "openBulletin", "kind", "weather", "text", "<b>台风</b>，停运。", "regions", "上海\r\n浙江").goes("../console/bulletins?done=openBulletin")
	board, _ := b.store.Bulletins().Board(b.Context())
	if lines := board.At(b.now); len(lines) != 1 || lines[0].Texts[words.Chinese] != "<b>台风</b>，停运。" || len(lines[0].Regions) != 2 {
		t.Fatalf("on the board: %+v", board)
	}
	id := board.Lines[0].ID
	b.open("agent", "/console/bulletins").is(200, "&lt;b&gt;台风&lt;/b&gt;，停运。", "上海、浙江", "显示中").lacks("bulletins/" + id)
	b.open("supervisor", "/console/bulletins", "Accept-Language", "en").is(200, "Severe weather", "bulletins/"+id)
	b.open("agent", "/console/bulletins/"+id).is(403)
	b.send("supervisor", "/console/bulletins/"+id, "closeBulletin", "text", "台风已过，恢复运输。").goes("../../console/bulletins?done=closeBulletin")
	b.open("agent", "/console/bulletins").is(200, "台风已过，恢复运输。", "显示恢复说明")
	b.open("supervisor", "/console/bulletins/"+id).is(200, "这条公告已经结束").lacks("<textarea")
	b.open("supervisor", "/console/bulletins/nothing").is(404)
}

// rule: PD-5
func TestWhoWouldBeToldAndWhoWasStandsOnPages(t *testing.T) {
	b := newBench(t)
	b.inquiry("agent", `"region":"上海"`)
	storm := []string{"kind", "weather", "text", "台风，停运。", "regions", "上海", "tells.customers", "true"}
	b.send("supervisor", "/console/bulletins", "openBulletin", append([]string{"_preview", "true"}, storm...)...).is(200, "会发给 0 名员工、1 名客户", "约 0.03 美元", "台风，停运。</textarea>")
	b.send("supervisor", "/console/bulletins", "openBulletin", "_preview", "true", "kind", "weather", "text", "台风。").is(200, "不会给任何人发短信")
	b.send("supervisor", "/console/bulletins", "openBulletin", storm...).goes("../console/bulletins?done=openBulletin")
	board, _ := b.store.Bulletins().Board(b.Context())
	id := board.Lines[0].ID
	b.open("supervisor", "/console/bulletins").is(200, "bulletins/"+id+"/told")
	b.open("agent", "/console/bulletins").is(200).lacks("/told")
	b.open("agent", "/console/bulletins/"+id+"/told").is(403)
	b.open("supervisor", "/console/bulletins/"+id+"/told").is(200, "还没有人", "还在查找受影响的人")
	if err := b.desk.Telling.Work(t.Context(), b.now, bulletin.RoundID(id, bulletin.Opened), func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	b.open("supervisor", "/console/bulletins/"+id+"/told").is(200, "工单", "****").lacks("还在查找")
}

// rule: QM-11
func TestAnAdminReadsTheAuditLogOnAPage(t *testing.T) {
	b := newBench(t)
	b.open("supervisor", "/console/audit").is(403)
	b.open("admin", "/console/audit?month=2026-05").is(200, "没有记录")
	path := "/desk/tickets/" + b.inquiry("agent")
	b.api("agent", http.MethodGet, path+"/phone", "")
	b.api("supervisor", http.MethodPost, "/desk/bulletins", `{"kind":"delay","text":"延误。"}`)
	b.open("admin", "/console/audit").is(200, "101", "201", "openBulletin", "readPhone", "完成", strings.TrimPrefix(path, "/desk/tickets/"))
	b.open("admin", "/console/audit?who=101").is(200, "readPhone").lacks("<code>openBulletin")
	b.open("admin", "/console/audit?operation=openBulletin", "Accept-Language", "en").is(200, "Open a notice", "done").lacks("<code>readPhone")
	b.open("admin", "/console/audit?month=junk").is(422, `role="alert"`)
}

// Of two replies that say the same, the Chinese one stands first.
func TestCannedRepliesInChineseFirst(t *testing.T) {
	b := newBench(t)
	page := b.open("agent", "/console/replies").is(200).Body.String()
	zh, en := strings.Index(page, `data-id="price-zh"`), strings.Index(page, `data-id="price-en"`)
	if zh < 0 || en < zh {
		t.Errorf("Chinese at %d, English at %d", zh, en)
	}
}
