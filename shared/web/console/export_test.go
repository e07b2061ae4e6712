package console

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/ticket"
)

// many opens so many tickets like one that was opened, a second apart.
func (b *bench) many(n int) {
	b.Helper()
	like, err := b.store.Tickets().Get(b.Context(), b.complaint("agent"))
	if err != nil {
		b.Fatal(err)
	}
	for i := range n - 1 {
		like.Number, like.OpenedAt = fmt.Sprintf("T%08d", i), noon.Add(time.Duration(i)*time.Second)
		if err := b.store.Tickets().Commit(b.Context(), ticket.Change{Ticket: like}); err != nil {
			b.Fatal(err)
		}
	}
}

// rule: JY-4
// Without a script a period is a link for each of its files.
func TestAPeriodIsExportedInFiles(t *testing.T) {
	b := newBench(t)
	b.many(1234)
	b.open("supervisor", "/console/export").is(200, `value="2026-06-01"`, `value="2026-06-10"`, `id="save" hidden`, "export.js?v=").lacks("分段文件")
	page := b.open("supervisor", "/console/export?from=2026-06-01&to=2026-06-30&format=csv").is(200, "第 1 段", "1000 行", "第 2 段", "234 行")
	links := strings.Split(page.Body.String(), `<li><a href="`)
	rows := 0
	for _, link := range links[len(links)-2:] {
		link, _, _ = strings.Cut(link, `"`)
		file, ok := strings.CutPrefix(strings.ReplaceAll(link, "&amp;", "&"), "../desk/")
		if !ok {
			t.Fatalf("it leads to %s", link)
		}
		csv := b.open("supervisor", "/desk/"+file).is(200, "工单号")
		rows += strings.Count(csv.Body.String(), "\r\n") - 1
	}
	if rows != 1234 {
		t.Errorf("the files have %d rows", rows)
	}
	b.open("supervisor", "/console/export?from=2020-01-01&to=2020-12-31").is(200, "这段时间没有受理工单")
	b.open("admin", "/console/export", "Accept-Language", "en").is(200, "Export tickets")
	b.open("agent", "/console/export").is(403)
	b.open("agent", "/console/account").lacks("console/export")
	b.open("supervisor", "/console/account").is(200, `href="../console/export"`, `href="../console/samples"`)
}

func TestAPeriodThatCantBeExportedIsToldAtItsField(t *testing.T) {
	b := newBench(t)
	b.open("supervisor", "/console/export?from=2026-06-10&to=2026-06-01").is(422, "结束日期不能早于开始日期", `href="#f-to"`, `value="2026-06-10"`)
	b.open("supervisor", "/console/export?from=2020-06-10&to=2026-06-01").is(422, "一次最多 366 天")
	b.open("supervisor", "/console/export?from=%3Cscript%3E&to=2026-06-01").is(422, "&lt;script&gt;").lacks("<script>\"")
	b.open("supervisor", "/console/export?from=2026-06-01&to=2026-06-10&cursor=AAAA").is(422).lacks("分段文件")
	b.open("supervisor", "/console/export?to=2026-06-10").is(422, `href="#f-from"`)
}

// rule: SJ-14
func TestASupervisorChecksTheDay(t *testing.T) {
	b := newBench(t)
	for range 8 {
		b.inquiry("agent")
		b.now = b.now.Add(time.Minute)
	}
	b.open("supervisor", "/console/samples?day=2026-06-10").is(422, "这一天还没结束")
	b.now = noon.AddDate(0, 0, 1)
	list := b.open("supervisor", "/console/samples").is(200, "当天受理 8 张，抽中 5 张", "还没有抽查", `value="2026-06-10"`)
	path := strings.Split(list.Body.String(), `<a href="../console/samples/2026-06-10/`)[1]
	path, _, _ = strings.Cut(path, `"`)
	path = "/console/samples/2026-06-10/" + path
	b.open("supervisor", path).is(200, `name="attitude" value="5"`, "提交抽查结果")
	b.send("supervisor", path, "reviewTicket", "attitude", "5", "accuracy", "4", "speed", "9", "anomaly", "true").is(422)
	b.send("supervisor", path, "reviewTicket", "attitude", "5", "accuracy", "4", "speed", "2", "record", "3", "anomaly", "true").is(422, "请写明是什么问题")
	b.send("supervisor", path, "reviewTicket", "attitude", "5", "accuracy", "4", "speed", "2", "record", "3", "anomaly", "true", "remark", "<b>三小时</b>没有回电").
		goes("../../../console/samples/2026-06-10?done=reviewTicket")
	b.open("admin", "/console/samples/2026-06-10?done=reviewTicket").is(200, "抽查结果已保存", "态度 5 · 准确 4 · 速度 2 · 记录 3", "异常", "工号 201", "&lt;b&gt;三小时&lt;/b&gt;没有回电")
	b.open("admin", path).is(200, "工号 201 的抽查结果").lacks("提交抽查结果")
	b.open("supervisor", path).is(200, "提交抽查结果", `name="speed" value="2" checked`)
	b.open("supervisor", "/console/samples?day=2020-01-01").is(200, "没有可抽查的")
	b.open("supervisor", "/console/samples/2026-06-10/K7M3QP9XA").is(404)
	b.open("agent", "/console/samples").is(403)
	if b.ask("agent", http.MethodPost, path, "_form=reviewTicket").Code != 403 {
		t.Error("an agent reviews")
	}
}
