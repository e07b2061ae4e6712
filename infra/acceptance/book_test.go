package acceptance

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/id"
	"huiyin/shared/phone"
)

// step takes a step of a complaint's book and gives the ticket as it is then.
func (d *desk) step(t *testing.T, role, number, action string, body map[string]any) (got struct{ Stage, NextStep string }) {
	t.Helper()
	d.post(t, "/desk/tickets/"+number+"/"+action, body, d.as(t, role)...).into(t, http.StatusOK, &got)
	return got
}

// rule: QM-5 rule: JY-2 on the whole stack: a complaint from its form to its
// close, every step with who and when; what was skipped is named; the lesson
// is found by the next of its kind; the customer reads that it is settled.
func TestAComplaintFromReceivedToClosed(t *testing.T) {
	t.Parallel()
	r, number := the.complain(t)
	the.awaitSMS(t, number, 1)
	agent := the.as(t, "agent")

	var refused struct {
		Code, Detail string
		Missing      []string
	}
	the.post(t, "/desk/tickets/"+r.Number+"/resolve", map[string]any{"cause": "装错车", "result": "货已送到。"}, agent...).into(t, http.StatusConflict, &refused)
	if refused.Code != "ticket.steps_missing" || strings.Join(refused.Missing, " ") != "planned carried_out" || !strings.Contains(refused.Detail, "处理方案、落实处理") {
		t.Errorf("refused with %+v", refused)
	}
	due := the.now().Add(3 * time.Hour).Truncate(time.Minute)
	for _, one := range []struct {
		action, next string
		body         map[string]any
	}{
		{"analyse", "planned", map[string]any{"code": "other", "cause": "装车时放错了车"}},
		{"plan", "carried_out", map[string]any{"plan": "改走专车", "due": due}},
		{"carry-out", "answered", map[string]any{"action": "专车已送到"}},
		{"resolve", "revisited", map[string]any{"result": "货已送到，运费已退回。"}},
		{"revisit", "summed_up", map[string]any{"outcome": "content", "note": "客户满意"}},
	} {
		if got := the.step(t, "agent", r.Number, one.action, one.body); got.NextStep != one.next {
			t.Fatalf("%s: next is %q", one.action, got.NextStep)
		}
	}
	mustSay(t, the.awaitSMS(t, number, 2), r.Shown, "已办结")
	lesson := "装车前核对车牌，" + r.Shown[:3]
	if got := the.step(t, "agent", r.Number, "sum-up", map[string]any{"lesson": lesson}); got.Stage != "closed" || got.NextStep != "" {
		t.Errorf("summed up: %+v", got)
	}

	var file struct {
		Ticket struct{ Reason string }
		Book   struct {
			Missing []string
			Rounds  []struct {
				Steps []struct{ Step, Badge, Text string }
			}
		}
	}
	the.send(t, http.MethodGet, "/desk/tickets/"+r.Number, "", "", agent...).into(t, http.StatusOK, &file)
	var got []string
	for _, s := range file.Book.Rounds[0].Steps {
		if got = append(got, s.Step); s.Step != "received" && s.Badge != "1024" || s.Text == "" && s.Step != "received" && s.Step != "closed" {
			t.Errorf("step %+v", s)
		}
	}
	if want := "received analysed planned carried_out answered revisited summed_up closed"; strings.Join(got, " ") != want || len(file.Book.Missing) != 0 {
		t.Errorf("the book has %v and lacks %v", got, file.Book.Missing)
	}
	lessons := the.send(t, http.MethodGet, "/desk/lessons?reason="+file.Ticket.Reason+"&limit=100", "", "", agent...)
	lessons.into(t, http.StatusOK, nil)
	if !strings.Contains(string(lessons.body), lesson) {
		t.Errorf("the lesson is not found: %s", lessons.body)
	}
	var page struct{ Stage, StageText string }
	the.post(t, "/status", map[string]any{"number": r.Shown, "last4": number.Last4()}).into(t, http.StatusOK, &page)
	if page.Stage != "closed" || page.StageText != "已办结" {
		t.Errorf("the customer reads %+v", page)
	}
	the.onlySMS(t, number, 2)
}

// rule: SJ-19 on the whole stack: who disagrees has somebody uninvolved rule,
// who hears of it by SMS; the complaint closes with the ruling.
func TestADisputedComplaintClosesWithItsRuling(t *testing.T) {
	t.Parallel()
	r, number := the.complain(t)
	the.awaitSMS(t, number, 1)
	the.step(t, "agent", r.Number, "resolve", map[string]any{"causeCode": "other", "cause": "装错车", "plan": "改走专车", "action": "已送到", "result": "货已送到。"})
	mustSay(t, the.awaitSMS(t, number, 2), "已办结")
	if got := the.step(t, "agent", r.Number, "dispute", map[string]any{"reason": "客户认为只送到不够", "reviewer": "2048"}); got.NextStep != "revisited" {
		t.Errorf("disputed: %+v", got)
	}
	the.settle(t)
	const reviewer = phone.Number("+8613700000012")
	if texts := the.sms(t, reviewer); naming(texts, id.Show(r.Number), "客户异议待裁定") != 1 {
		t.Errorf("the reviewer reads %q", texts)
	}
	the.step(t, "agent", r.Number, "revisit", map[string]any{"outcome": "content"})
	if got := the.step(t, "agent", r.Number, "sum-up", map[string]any{"lesson": "先说明赔付"}); got.Stage != "resolved" || got.NextStep != "ruled" {
		t.Errorf("it did not wait for the ruling: %+v", got)
	}
	ruling := map[string]any{"ruling": "upheld", "ground": "约定当天送到", "text": "经复核，另赔您一天误工。"}
	the.post(t, "/desk/tickets/"+r.Number+"/ruling", ruling, the.as(t, "admin")...).into(t, http.StatusForbidden, nil)
	waits := the.send(t, http.MethodGet, "/desk/disputes", "", "", the.as(t, "supervisor")...)
	if waits.into(t, http.StatusOK, nil); !strings.Contains(string(waits.body), r.Number) {
		t.Errorf("it is not on the reviewer's list: %s", waits.body)
	}
	if got := the.step(t, "supervisor", r.Number, "ruling", ruling); got.Stage != "closed" {
		t.Errorf("ruled: %+v", got)
	}
	mustSay(t, the.awaitSMS(t, number, 3), "客服2048已答复")
}
