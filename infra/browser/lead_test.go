package browser

import (
	"strings"
	"testing"
	"time"

	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// TestASupervisorsDay: who has how much, what was reported upwards is handed
// out, a violation is confirmed and a dispute ruled, and a ticket of yesterday
// is looked at.
//
// rule: SJ-11
// rule: SJ-14
// rule: SJ-19
// rule: PD-9
func TestASupervisorsDay(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, lang)
			b.appear(wide)
			b.signIn("supervisor")
			number := the.complaint(t, lang, newPhone()).Number
			if _, err := the.tickets.Escalate(t.Context(), the.now(), chen, number, 0, "supervisor", "客户要求经理回电"); err != nil {
				t.Fatal(err)
			}
			b.open(the.page("console/board"))
			b.lookInside("board")
			b.appear(wide)
			b.soonAgain("figures that lead to their tickets", `!!document.querySelector("table.board a")`)

			b.open(the.page("console/escalations"))
			b.soonAgain("the escalated ticket", `!!document.querySelector('.lines > li[data-id="`+number+`"]')`)
			b.click(`.lines > li[data-id="` + number + `"] input`)
			b.does(200, "handOutEscalated", "to", "staff-agent")
			b.says(b.text(".said"), "1")
			if owner := the.dossier(t, number).Ticket.Owner; owner != "staff-agent" {
				t.Errorf("it is %q's", owner)
			}
			b.lookInside("handed-out")
			b.appear(wide)

			b.open(the.page("console/violations"))
			b.does(200, "proposeViolation", "kind", "rude_call", "person", "staff-agent", "ticket", number, "note", "录音第 3 分 20 秒")
			b.does(200, "confirmViolation")
			if state := b.accused(number).State; state != violation.Confirmed {
				t.Errorf("the violation is %s", state)
			}
			b.lookInside("violation-confirmed")
			b.appear(wide)

			b.ruling()
			b.spotCheck()
		})
	}
}

// accused is the violation on a ticket.
func (b *tab) accused(number string) violation.Violation {
	b.t.Helper()
	address := eval[string](b, `location.pathname`)
	v, err := the.table.Violations().Violation(b.t.Context(), address[strings.LastIndex(address, "/")+1:])
	b.must(err)
	if v.Ticket != number {
		b.t.Fatalf("the page is that of %+v", v)
	}
	return v
}

// ruling rules on a complaint whose customer disagrees.
func (b *tab) ruling() {
	b.t.Helper()
	number := the.complaint(b.t, b.lang, newPhone()).Number
	the.resolve(b.t, number, "按保价赔付 100 元。")
	if _, err := the.tickets.Dispute(b.t.Context(), the.now(), chen, number, 0, ticket.Objection{Reason: "客户认为应当全额赔付", Reviewer: "staff-supervisor"}); err != nil {
		b.t.Fatal(err)
	}
	b.open(the.page("console/disputes"))
	b.goes(200, b.clicking(`tr[data-id="`+number+`"] a`))
	b.does(200, "ruleTicket", "ruling", "partly", "ground", "外箱完好，内包装不足，双方各半。", "text", "经复核，再赔付 90 元，两日内到账。")
	b.says(b.text("#story"), "再赔付 90 元")
	b.lookInside("ruled")
	b.appear(wide)
}

// spotCheck looks at a ticket of yesterday, drawn by lot.
func (b *tab) spotCheck() {
	b.t.Helper()
	day := the.now().Add(-24 * time.Hour)
	if _, err := the.tickets.Open(b.t.Context(), day, ticket.TheCustomer, ticket.Intake{
		Kind: ticket.Inquiry, Reason: "price", Name: "诸葛明", Phone: newPhone(), Lang: "zh", Text: "从上海到苏州五十公斤多少钱？"}); err != nil {
		b.t.Fatal(err)
	}
	b.open(the.page("console/samples"))
	var number string
	for _, link := range eval[[]string](b, `[...document.querySelectorAll("tbody tr")].filter(r => !/[1-5]\.\d|2048/.test(r.innerText)).map(r => r.querySelector("a").href)`) {
		number = link[strings.LastIndex(link, "/")+1:]
	}
	if number == "" {
		b.t.Log("all of yesterday's sample is reviewed") // by the same day in the other language
		return
	}
	b.open(the.page("console/samples/" + day.In(shanghai).Format("2006-01-02") + "/" + number))
	b.does(200, "reviewTicket", "attitude", "5", "accuracy", "4", "speed", "5", "record", "2", "anomaly", "true", "remark", "没有记下客户的回电时间")
	b.says(b.text("table"), "2048")
}
