package browser

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"huiyin/shared/ticket"
)

// archived puts so many tickets of an earlier year into the table, which nobody
// works on any more.
func (s *site) archived(t *testing.T, year, many int) {
	t.Helper()
	first := time.Date(year, 1, 1, 12, 0, 0, 0, shanghai)
	var changes []ticket.Change
	for i := range many {
		at := first.Add(time.Duration(i) * 6 * time.Hour).UTC()
		changes = append(changes, ticket.Change{Ticket: ticket.Ticket{Number: fmt.Sprintf("A%d%04d", year%100, i), Version: 1, Kind: ticket.Inquiry, Reason: "price",
			Stage: ticket.Withdrawn, Priority: ticket.Normal, Channel: "web", Requester: ticket.ByCustomer, Team: "service", Region: "=1+1",
			OpenedAt: at, LastEventAt: at.Add(time.Hour), EndedAt: at.Add(time.Hour)}})
		if len(changes) == 40 || i == many-1 {
			if err := s.table.Tickets().Commit(t.Context(), changes...); err != nil {
				t.Fatal(err)
			}
			changes = nil
		}
	}
}

// downloads lets the tab keep files in a folder of the test's own.
func (b *tab) downloads() string {
	b.t.Helper()
	dir := b.t.TempDir()
	_, err := chromedp.CallBrowser(b.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir, BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
	})
	b.must(err)
	return dir
}

// day sets a field for a day.
func (b *tab) day(name, date string) {
	b.t.Helper()
	eval[string](b, `document.querySelector("[name=`+name+`]").value = `+quote(date))
}

// rule: JY-4
// A year is saved as one file, part after part, and can be stopped.
func TestAYearIsExported(t *testing.T) {
	t.Parallel()
	const many = 1105
	the.archived(t, 2024, many)
	b := newTab(t, "zh")
	b.signIn("supervisor")
	dir := b.downloads()
	b.open(the.page("console/export"))
	b.lookInside("export")
	b.day("from", "2024-01-01")
	b.day("to", "2024-12-31")

	b.click("#save")
	b.click("#stop")
	b.soon("it has stopped", `document.querySelector("#told").innerText.includes("已停止")`)
	if saved, _ := os.ReadDir(dir); len(saved) != 0 {
		t.Errorf("stopped, and saved %v", saved)
	}

	b.click("#save")
	b.soon("it is done", `document.querySelector("#told").innerText.includes("完成：1,105 行")`)
	file := filepath.Join(dir, "tickets-2024-01-01-2024-12-31.csv")
	var lines [][]string
	eventually(t, "the file is there", func() bool {
		raw, err := os.ReadFile(file)
		if err != nil {
			return false
		}
		lines, err = csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff"))).ReadAll()
		return err == nil && strings.HasPrefix(string(raw), "\ufeff工单号,")
	})
	seen := map[string]bool{}
	for _, line := range lines[1:] {
		seen[line[0]] = true
		if line[0] == "工单号" || line[7] != "'=1+1" {
			t.Fatalf("a line is %q", line)
		}
	}
	if len(lines) != many+1 || len(seen) != many {
		t.Errorf("%d lines, %d tickets", len(lines), len(seen))
	}

	b.choose("format", "json")
	b.click("#save")
	b.soon("it is done again", `document.querySelector("#told").innerText.includes("完成：1,105 行")`)
	eventually(t, "the JSON is there", func() bool {
		raw, _ := os.ReadFile(strings.TrimSuffix(file, "csv") + "json")
		return strings.HasPrefix(string(raw), `{"rows":[{"number":`) && strings.HasSuffix(string(raw), `}]}`) && strings.Count(string(raw), `"openedAt"`) == many
	})

	b.day("to", "2025-12-31")
	b.click("#save")
	b.soon("the mistake is told", `document.querySelector("#told").innerText.includes("一次最多 366 天")`)
	b.mu.Lock()
	b.console = nil // the browser notes that it was refused, and that it was stopped
	b.mu.Unlock()
}

// rule: JY-4
// Without a script each part is a link.
func TestAnExportWithoutScript(t *testing.T) {
	t.Parallel()
	the.archived(t, 2023, 1001)
	b := newTab(t, "en")
	b.withoutScript()
	b.signIn("supervisor")
	b.open(the.page("console/export?from=2023-01-01&to=2023-12-31"))
	b.lookInside("export-parts")
	if parts := b.texts(".files a"); len(parts) != 2 || parts[1] != "Part 2" {
		t.Fatalf("the parts are %q", parts)
	}
	rows := eval[int](b, `Promise.all(Array.from(document.querySelectorAll(".files a"), a => fetch(a.href).then(r => r.text()))).then(all => all.reduce((n, text) => n + text.trim().split("\n").length - 1, 0))`)
	if rows != 1001 {
		t.Errorf("the files have %d rows", rows)
	}
	if eval[bool](b, `!document.querySelector("#save").hidden`) {
		t.Error("a button that needs a script is there")
	}
}
