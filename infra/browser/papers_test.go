package browser

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"huiyin/shared/ticket"
)

// handled is a complaint of somebody who writes a lot, that went to a department
// and came back, and was settled.
func (s *site) handled(t *testing.T, notes int) string {
	t.Helper()
	r, err := s.tickets.Open(t.Context(), s.now(), ticket.TheCustomer, ticket.Intake{
		Kind: ticket.Complaint, Reason: "damaged", Target: ticket.AboutGoods, Name: "欧阳静怡", Title: "ms", Phone: newPhone(), Region: "苏州市平江路", From: "阊门",
		Waybill: "SF" + newPhone(), Text: strings.Repeat("外箱压扁了，里面两个花瓶都碎了，已经拍了照片。", 40),
	})
	if err != nil {
		t.Fatal(err)
	}
	done := func(_ ticket.Ticket, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	done(s.tickets.Take(t.Context(), s.now(), chen, r.Number, 0))
	done(s.tickets.HandOver(t.Context(), s.now(), chen, r.Number, 0, ticket.Handing{To: ticket.ToDepartment, Name: "运输部",
		Summary: "欧阳女士，两只花瓶运输中破损", Taker: "李工"}))
	done(s.tickets.HandBack(t.Context(), s.now(), chen, r.Number, 0, "车厢内未固定，责任在我部。"))
	for range notes {
		done(s.tickets.Note(t.Context(), s.now(), chen, r.Number, "已向装卸班组核实，当班两人均确认没有使用绑带，现场照片已存档。"))
	}
	done(s.tickets.Reply(t.Context(), s.now(), chen, r.Number, 0, ticket.Saying{Text: "已查明原因，正在为您办理赔付。", Interim: true, NextBy: s.now().Add(3 * time.Hour)}))
	done(s.tickets.Resolve(t.Context(), s.now(), chen, r.Number, 0, ticket.Outcome{Cause: "装车时没有固定", CauseCode: "loading", Plan: "按发票全额赔付，退运费。",
		PlanBy: s.now().Add(time.Hour), Action: "已报理赔部，当日打款。", Result: "赔付两只花瓶 680 元，运费退还。"}))
	return r.Number
}

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// print prints the page on A4 and gives the PDF.
func (b *tab) print(name string) string {
	b.t.Helper()
	printed, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true), PrintBackground: new(true)})
	b.must(err)
	raw := printed.Data
	if pictures() {
		dir := filepath.Join(the.root, ".local", "shots")
		b.must(os.MkdirAll(dir, 0o755))
		b.must(os.WriteFile(filepath.Join(dir, name+"-"+b.lang+".pdf"), raw, 0o644))
	}
	return string(raw)
}

// rule: NJ-14
// rule: JY-3
// rule: SJ-11
// The papers of a ticket stand on A4, each page with its number, and nothing of
// the console.
func TestThePapersOfATicket(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, lang)
			b.signIn("supervisor")
			long, short := the.handled(t, 40), the.handled(t, 0)
			for _, c := range []struct {
				number, kind string
				least, most  int
			}{{short, "record", 2, 4}, {short, "report", 1, 3}, {short, "investigation", 1, 3}, {long, "record", 4, 7}} {
				b.open(the.page("console/tickets/" + c.number + "/" + c.kind))
				if c.number == short {
					b.lookInside("paper-" + c.kind)
				}
				pdf := b.print("paper-" + c.kind + "-" + map[bool]string{true: "long", false: "short"}[c.number == long])
				if n := len(pdfPage.FindAllString(pdf, -1)); n < c.least || n > c.most {
					t.Errorf("the %s has %d pages, not %d to %d", c.kind, n, c.least, c.most)
				}
				if box := regexp.MustCompile(`/MediaBox \[0 0 (\d+)[.\d]* (\d+)`).FindStringSubmatch(pdf); box == nil || box[1] != "595" && box[1] != "594" || box[2] != "841" && box[2] != "842" {
					t.Errorf("the %s is on %q, no A4", c.kind, box)
				}
				b.prints()
			}
		})
	}
}

// prints fails when something of the console would be on paper, or what is on it
// is wider than it.
func (b *tab) prints() {
	b.t.Helper()
	seen := eval[[]string](b, `(function () {
		var rules = Array.from(document.styleSheets).flatMap(s => Array.from(s.cssRules)).filter(r => r.media && r.media.mediaText === "print").flatMap(r => Array.from(r.cssRules))
		var hidden = rules.filter(r => r.style && r.style.display === "none").map(r => r.selectorText).join(", ")
		return [".top", ".menu", ".tools", ".skip"].filter(s => document.querySelector(s) && !document.querySelector(s).matches(hidden))
	})()`)
	if len(seen) > 0 {
		b.t.Errorf("on paper there would be %q", seen)
	}
}
