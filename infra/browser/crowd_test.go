package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/phone"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// maxList is what a page of the work list may weigh, in bytes before
// compression: fifty lines and the frame.
const maxList = 64 << 10

// crowdNumber is a number as tickets have them.
func crowdNumber(i int) string {
	return strings.Map(func(digit rune) rune { return rune("23456789AC"[digit-'0']) }, fmt.Sprintf("%09d", i))
}

// crowded puts so many open tickets into a team's list, without telling anybody,
// until the test is over.
func (s *site) crowded(t *testing.T, team string, many int) {
	t.Helper()
	book, err := sla.DefaultBook("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	env, err := book.Choose(sla.Facts{Kind: string(ticket.Complaint), Reason: "damaged"})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < many; {
		var changes []ticket.Change
		for range 20 {
			at := s.now().Add(-time.Duration(many-i) * time.Second)
			state, err := sla.Open(env, sla.Happening{At: at, Type: sla.Opened, Priority: ticket.Normal})
			if err != nil {
				t.Fatal(err)
			}
			changes = append(changes, ticket.Change{
				Ticket: ticket.Ticket{Number: crowdNumber(i), Version: 1, Kind: ticket.Complaint, Reason: "damaged", Target: ticket.AboutGoods, Stage: ticket.Handling,
					Priority: ticket.Normal, Channel: "web", Requester: ticket.ByCustomer, Class: "suitable", Lang: "zh", Team: team,
					Waybill: fmt.Sprintf("SF%010d", i), OpenedAt: at, LastEventAt: at, PolicyID: env.Policy.ID, CalendarID: env.Calendar.ID(), SLA: state,
					HandOvers: []ticket.Handover{{To: ticket.ToBranch, Name: "成都分公司", At: at}}},
				Person: &ticket.Person{Name: "司马相如", Phone: phone.Number(fmt.Sprintf("+86136%08d", i))}})
			i++
		}
		if err := s.table.Tickets().Commit(t.Context(), changes...); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			for i := range changes {
				gone := &changes[i].Ticket
				gone.Version, gone.Stage, gone.HandOvers, gone.SLA, gone.EndedAt = 2, ticket.Withdrawn, nil, sla.State{}, s.now()
				changes[i].Person = nil
			}
			if err := s.table.Tickets().Commit(context.WithoutCancel(t.Context()), changes...); err != nil {
				t.Error(err)
			}
		})
	}
}

// A page of the work list with a thousand open tickets is as small as with
// sixty, and the browser has little to lay out. What it reads from the table is
// counted beside the store.
//
// It runs alone: who asks for the next ticket shall not get one of these.
func TestAThousandOpenTickets(t *testing.T) {
	the.crowded(t, "crowd", 1000)
	b := newTab(t, "zh")
	b.appear(wide)
	b.signIn("supervisor")
	eventually(t, "the list has all of them", func() bool { // what was read a moment ago is believed for some seconds
		b.open(the.page("console/queue?scope=team&team=crowd"))
		return strings.Contains(b.text(".head"), "1000")
	})
	type weight struct{ Page, Nodes, Lines int }
	w := eval[weight](b, `({Page: performance.getEntriesByType("navigation")[0].decodedBodySize, Nodes: document.querySelectorAll("*").length,
		Lines: document.querySelectorAll(".lines > li").length})`)
	t.Logf("%d bytes, %d elements, %d lines", w.Page, w.Nodes, w.Lines)
	if w.Lines != 50 || w.Page > maxList || w.Nodes > 1500 {
		t.Errorf("%d lines, %d bytes, %d elements", w.Lines, w.Page, w.Nodes)
	}
	b.lookInside("queue-thousand")
	b.appear(wide)
	seen := map[string]bool{}
	for range 3 {
		for _, number := range b.texts(".lines .open") {
			seen[number] = true
		}
		b.goes(200, b.clicking(`.more a[data-key="]"]`))
	}
	if len(seen) != 150 {
		t.Errorf("three pages show %d tickets", len(seen))
	}
}

// TestTwoAgentsOnOneTicket: two people have the same ticket open. Whoever is
// slower is told what the other did, has what he typed, and sends it knowing.
func TestTwoAgentsOnOneTicket(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			const text, because = "欧阳女士，我们正在核对装车记录，写到一半的答复。", "等客户补发票"
			paused := map[string]string{"zh": "暂停，等客户", "en": "put it on hold for the customer"}[lang]
			first, second := newTab(t, lang), newTab(t, lang)
			number := the.complaint(t, lang, newPhone()).Number
			second.desktop("agent", number)
			first.desktop("supervisor", number)
			second.click("#f-reply-text")
			second.write(text)

			first.does(200, "pauseTicket", "for", "customer", "reason", because)
			second.soonAgain("the other's pause, by itself", `document.querySelector("#story").innerText.includes(`+quote(because)+`)`)
			if got := eval[string](second, `document.querySelector("#f-reply-text").value`); got != text {
				t.Errorf("the refresh has left %q of what was typed", got)
			}
			second.does(412, "reply")
			second.says(second.text(".reply .summary"), paused)
			if got := eval[string](second, `document.querySelector("#f-reply-text").value`); got != text {
				t.Errorf("the refusal has left %q of what was typed", got)
			}
			if n := said(the.dossier(t, number), text); n != 0 {
				t.Errorf("it was sent %d times all the same", n)
			}
			second.does(200, "reply", "interim", "true", "nextReplyAt", "2026-06-09T17:30")
			if n := said(the.dossier(t, number), text); n != 1 {
				t.Errorf("it was sent %d times", n)
			}
			first.soonAgain("the reply at the other's", `document.querySelector("#story").innerText.includes(`+quote(text)+`)`)
		})
	}
}
