package desk

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiyin/shared/audit"
	"huiyin/shared/ticket"
)

// file asks for something that is no JSON object.
func (b *bench) file(as, path, lang string) *httptest.ResponseRecorder {
	b.Helper()
	r := httptest.NewRequest(get, path, nil)
	r.Header.Set("Authorization", "Bearer "+as)
	r.Header.Set("Accept-Language", lang)
	w := httptest.NewRecorder()
	b.app.ServeHTTP(w, r)
	return w
}

// sheet reads an export from a path to its end, by its links.
func (b *bench) sheet(path, lang string) (lines [][]string, parts int) {
	b.Helper()
	for parts = 1; parts < 20; parts++ {
		w := b.file("supervisor", path, lang)
		raw, marked := strings.CutPrefix(w.Body.String(), "\ufeff")
		read, err := csv.NewReader(strings.NewReader(raw)).ReadAll()
		if w.Code != http.StatusOK || !marked || err != nil || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
			b.Fatalf("%d %v %v: %.200s", w.Code, w.Header(), err, w.Body)
		}
		if parts > 1 {
			read = read[1:]
		}
		lines = append(lines, read...)
		link, more := strings.CutPrefix(w.Header().Get("Link"), "<")
		if !more {
			return lines, parts
		}
		query, _, _ := strings.Cut(link, `>; rel="next"`)
		path = "/desk/export" + query
	}
	b.Fatal("the export does not end")
	return nil, 0
}

// rule: JY-4
func TestTicketsAreExported(t *testing.T) {
	b := newBench(t)
	first := b.complaint("agent", `"region":"=1+1"`)
	b.now = noon.Add(time.Minute)
	second := b.inquiry("other")
	b.call("agent", post, "/desk/tickets/"+first+"/take", "").is(200)
	b.now = noon.Add(2 * time.Hour)

	lines, _ := b.sheet("/desk/export?from=2026-06-10&to=2026-06-10", "zh-CN")
	if len(lines) != 3 || lines[0][0] != "工单号" || lines[1][1] != "投诉" || lines[2][1] != "咨询" {
		t.Fatalf("%q", lines)
	}
	row := map[string]string{}
	for i, column := range lines[0] {
		row[column] = lines[1][i]
	}
	for column, want := range map[string]string{"工单号": first[:3] + "-" + first[3:6] + "-" + first[6:], "地区": "'=1+1", "责任人工号": "101",
		"受理时间（Asia/Shanghai）": "2026-06-10 12:00:00", "在客服历时（秒）": "7200", "满意度": ""} {
		if row[column] != want {
			t.Errorf("%s is %q, want %q", column, row[column], want)
		}
	}
	if lines, _ := b.sheet("/desk/export?from=2026-06-10&to=2026-06-10&lang=en", "zh"); lines[0][0] != "Number" || lines[1][1] != "Complaint" {
		t.Errorf("in English: %q", lines[:2])
	}

	for as, status := range map[string]int{"supervisor": 200, "admin": 200, "agent": 403, "": 401} {
		if w := b.file(as, "/desk/export?from=2026-06-10&to=2026-06-10&format=json", "en"); w.Code != status {
			t.Errorf("%q: %d", as, w.Code)
		}
	}
	a := b.call("supervisor", get, "/desk/export?from=2026-06-10&to=2026-06-10&format=json", "").is(200)
	rows := a.list("rows")
	if len(rows) != 2 || rows[1]["number"] != second[:3]+"-"+second[3:6]+"-"+second[6:] || rows[0]["openedAt"] != "2026-06-10T04:00:00Z" ||
		a.header.Get("Report-Rows") != "2" || a.header.Get("Report-Until") != "2026-06-10T16:00:00Z" || a.at("next") != nil {
		t.Errorf("%v %s", a.header, a.raw)
	}
	if name := a.header.Get("Content-Disposition"); name != `attachment; filename="tickets-2026-06-10-2026-06-10.json"` {
		t.Errorf("the file is called %s", name)
	}
	for _, as := range []string{"supervisor", "admin"} {
		if who := b.rows(audit.Query{Operation: "exportTickets", By: "staff:" + b.staff[as]}); len(who) == 0 {
			t.Errorf("that %s exported is not in the log", as)
		}
	}
}

func TestAPeriodThatCantBeExportedIsRefused(t *testing.T) {
	b := newBench(t)
	for query, field := range map[string]string{
		"":                                          "from",
		"from=2026-06-10":                           "to",
		"from=2026-06-10&to=2026-06-9":              "to",
		"from=2026-06-10&to=2026-06-09":             "to",
		"from=2024-06-10&to=2026-06-09":             "to",
		"from=yesterday&to=2026-06-09":              "from",
		"from=2026-06-10&to=2026-06-10x":            "to",
		"from=2026-06-01&to=2026-06-10&format=xls":  "format",
		"from=2026-06-01&to=2026-06-10&cursor=AAAA": "cursor",
		"from=2026-06-01&to=2026-06-10&cursor=%00":  "cursor",
		"from=2026-06-01&to=2026-06-10&cursor=" + strings.Repeat("A", 9000): "cursor",
	} {
		for _, path := range []string{"/desk/export?", "/desk/export/parts?"} {
			if field == "format" && path != "/desk/export?" {
				continue
			}
			b.call("supervisor", get, path+query, "").refused(422, "invalid", field)
		}
	}
}

// An export of many parts, followed by its links, has every ticket once; the
// list of parts leads to the same.
func TestAnExportGoesOn(t *testing.T) {
	b := newBench(t)
	like, err := b.store.Tickets().Get(t.Context(), b.complaint("agent"))
	if err != nil {
		t.Fatal(err)
	}
	const many = 2100
	for i := range many - 1 {
		like.Number, like.OpenedAt = "T"+string(rune('A'+i/676))+string(rune('A'+i/26%26))+string(rune('A'+i%26)), noon.Add(time.Duration(i)*time.Second)
		if err := b.store.Tickets().Commit(t.Context(), ticket.Change{Ticket: like}); err != nil {
			t.Fatal(err)
		}
	}
	const period = "from=2026-06-01&to=2026-06-30"
	lines, parts := b.sheet("/desk/export?"+period, "en")
	seen := map[string]bool{}
	for _, line := range lines[1:] {
		seen[line[0]] = true
	}
	if parts != 3 || len(lines) != many+1 || len(seen) != many {
		t.Errorf("%d parts, %d lines, %d tickets", parts, len(lines), len(seen))
	}
	listed := b.call("supervisor", get, "/desk/export/parts?"+period, "").is(200)
	rows, cursor := 0, ""
	for _, part := range listed.list("parts") {
		cursor, _ = part["cursor"].(string)
		lines, _ := b.sheet("/desk/export?"+period+"&cursor="+cursor, "en")
		if rows += int(part["rows"].(float64)); len(lines)-1 != many-rows+int(part["rows"].(float64)) {
			t.Errorf("from %q there are %d", cursor, len(lines)-1)
		}
	}
	if rows != many || listed.at("next") != nil {
		t.Errorf("the parts have %d rows: %s", rows, listed.raw)
	}
	b.call("supervisor", get, "/desk/export?from=2026-06-01&to=2026-06-29&cursor="+cursor, "").refused(422, "invalid", "cursor")
}
