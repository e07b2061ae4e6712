package console

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huiyin/shared/attachment"
	"huiyin/shared/rank"
	"huiyin/shared/storetest"
)

// A table is sent by a plain form, started, watched, and its mistakes are read
// and saved; an agent sees none of it. What is stored goes out part by part.
func TestATableIsImportedOnPages(t *testing.T) {
	b := newBench(t)
	server := httptest.NewServer(b.bucket)
	defer server.Close()
	b.bucket.Address = server.URL
	b.open("agent", "/console/imports").is(403)
	page := b.open("supervisor", "/console/imports").is(200, "还没有导入过", "下载模板（客户）", "tables/shipments/template", server.URL+"/files")
	form := attachment.Form{URL: server.URL + "/files", Fields: map[string]string{}}
	for name, values := range page.filled("upload") {
		form.Fields[name] = values[0]
	}
	delete(form.Fields, "file")
	status, back := storetest.Post(t, form, "客户.csv", []byte("手机号码,姓名\n13900000001,<b>王芳\n5,错\n"))
	arrived, err := url.Parse(back)
	if status != 303 || err != nil {
		t.Fatalf("%d on to %s", status, back)
	}
	start := b.open("supervisor", arrived.Path).is(200, "文件已收到", "只检查").filled("startImport")
	b.submit("supervisor", arrived.Path, start)
	b.open("supervisor", arrived.Path).is(200, "排队中", "取消导入")
	id := arrived.Path[len("/console/imports/"):]
	if err := b.desk.Imports.Work(t.Context(), b.now, id, func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	b.open("supervisor", arrived.Path).is(200, "已完成", "手机号码", "下载全部问题", "problems.csv").lacks("取消导入")
	b.open("supervisor", "/console/imports").is(200, "已完成").lacks("还没有导入过")
	page = b.open("supervisor", "/console/imports").is(200)
	for name, values := range page.filled("upload") {
		form.Fields[name] = values[0]
	}
	delete(form.Fields, "file")
	_, back = storetest.Post(t, form, "运单.csv", []byte("运单号,客户手机号码,承运方,需要几天\nSF0001,13900000001,顺丰,3\nSF0002,13900000009,顺丰,3\n"))
	if arrived, err = url.Parse(back); err != nil {
		t.Fatal(err)
	}
	start = b.open("supervisor", arrived.Path).is(200, "运单").filled("startImport")
	start.Set("table", "shipments")
	b.submit("supervisor", arrived.Path, start)
	if err := b.desk.Imports.Work(t.Context(), b.now, arrived.Path[len("/console/imports/"):], func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	b.open("supervisor", arrived.Path).is(200, "已完成", "客户手机号码", "没有找到这位客户的档案")
	b.open("supervisor", "/console/shipments/SF0001").is(200, "顺丰")
	b.open("supervisor", "/console/export/customers").is(200, "第 1 个文件", "desk/export/customers?format=csv")
	b.open("supervisor", "/console/export/customers?format=json").is(200, "desk/export/customers?format=json")
	b.open("supervisor", "/console/imports/00000000000000000000000000").is(404)
}

// Of a table of thousands its page tells, while it is taken over, how far it is
// and how many rows were wrong, and then every mistake by its row.
func TestALongImportTellsHowFarItIs(t *testing.T) {
	b := newBench(t)
	server := httptest.NewServer(b.bucket)
	defer server.Close()
	b.bucket.Address = server.URL
	form := attachment.Form{URL: server.URL + "/files", Fields: map[string]string{}}
	for name, values := range b.open("supervisor", "/console/imports").is(200).filled("upload") {
		form.Fields[name] = values[0]
	}
	delete(form.Fields, "file")
	var table strings.Builder
	table.WriteString("手机号码,姓名\n")
	const rows = 2000
	for i := range rows {
		if i%100 == 99 { // one in a hundred
			table.WriteString("5,错\n")
			continue
		}
		fmt.Fprintf(&table, "139%08d,客户%d\n", i, i)
	}
	_, back := storetest.Post(t, form, "客户.csv", []byte(table.String()))
	arrived, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	b.submit("supervisor", arrived.Path, b.open("supervisor", arrived.Path).is(200, "文件已收到").filled("startImport"))
	id, chunks := arrived.Path[len("/console/imports/"):], 0
	work := func(most int) {
		chunks = 0
		if err := b.desk.Imports.Work(t.Context(), b.now, id, func() bool { chunks++; return chunks <= most }); err != nil {
			t.Fatal(err)
		}
	}
	work(6) // the time of one sweep
	half, err := b.desk.Imports.Import(t.Context(), id)
	if err != nil || half.Rows == 0 || half.Rows >= rows || half.Wrong != half.Rows/100 {
		t.Fatalf("%+v (%v)", half, err)
	}
	b.open("supervisor", arrived.Path).is(200, "导入中", fmt.Sprintf(`<progress max="100" value="%d"`, half.Read*100/half.Size), fmt.Sprintf("<dd>%d</dd>", half.Rows),
		fmt.Sprintf("<dd>%d</dd>", half.Wrong), `data-live="import"`, "<td>101</td>")
	work(1000)
	b.open("supervisor", arrived.Path).is(200, "已完成", `<progress max="100" value="100"`, fmt.Sprintf("<dd>%d</dd>", rows), fmt.Sprintf("<dd>%d</dd>", rows/100))
}

// rule: QM-7 — the page of a month's classes says who moved, by what figure.
func TestAMonthsClassesOnAPage(t *testing.T) {
	b := newBench(t)
	b.open("supervisor", "/console/classes").is(200, "还没有计算过")
	move := rank.Move{Scored: rank.Scored{ID: "C1", Basis: rank.Revenue, Fen: 1234567, Was: "general"}, To: "key"}
	for _, err := range []error{
		b.store.Ranks().Advance(t.Context(), rank.Run{Month: "2026-06", Version: 1, Phase: rank.Done, At: b.now, Ended: b.now, ByRevenue: 1, KeyAbove: 5000, Given: map[string]int{"key": 1}, Moved: 1}),
		b.store.Ranks().Move(t.Context(), "2026-06", []rank.Move{move}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	b.open("supervisor", "/console/classes").is(200, "classes?month=2026-06", "已完成")
	b.open("supervisor", "/console/classes?month=2026-06").is(200, "营收 12345.67 元（代替毛利）", "高于 50 元", "普通", "重点")
	b.open("supervisor", "/console/classes?month=2026-07").is(404)
}
