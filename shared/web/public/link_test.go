package public

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiyin/shared/ticket"
)

var clerk = ticket.Actor{By: "staff:7", Staff: "7", Badge: "1024", Team: "service"}

// handed is a complaint that was handed to the insurer, and the address of its
// link.
func (w *whole) handed(t *testing.T) (number, path string) {
	t.Helper()
	r, err := w.tickets.Open(t.Context(), w.now, ticket.TheCustomer, ticket.Intake{Kind: ticket.Complaint, Reason: "damaged", Target: "goods",
		Name: "王小明", Phone: "13800138000", Waybill: "SD2026060900", Region: "幸福路七号", Text: "玻璃碎了一地"})
	if err != nil {
		t.Fatal(err)
	}
	return r.Number, w.hand(t, r.Number)
}

func (w *whole) hand(t *testing.T, number string) (path string) {
	t.Helper()
	if _, err := w.tickets.HandOver(t.Context(), w.now, clerk, number, 0, ticket.Handing{To: ticket.ToPartner, Name: "保险公司", Summary: "王小明 138 0013 8000，外箱破损，请定损"}); err != nil {
		t.Fatal(err)
	}
	_, link, err := w.links.Link(t.Context(), w.now, clerk, number, 0)
	if err != nil {
		t.Fatal(err)
	}
	return "/handover/" + link.Token
}

func visit(w *whole, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept", browser)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	return answer
}

// rule: PD-7 what a partner needs stands on the page, and nothing of the
// customer.
// rule: NJ-15, SJ-11, NJ-17 it accepts, and then it has the ticket; the one line
// went along.
func TestAPartnerAnswersOnAPage(t *testing.T) {
	w := newWhole(t)
	number, path := w.handed(t)
	page := visit(w, path)
	has(t, page, 200, "请保险公司协助处理", "SD2026060900", "外箱破损，请定损", "客服 工号 1024", "投诉 · 损坏", "今天14:00", `name="name"`, `value="accept"`, `value="answer"`, "顺达物流")
	for _, private := range []string{"王小明", "13800138000", "138 0013 8000", "玻璃", "幸福路"} {
		if strings.Contains(page.Body.String(), private) {
			t.Errorf("the page shows %q", private)
		}
	}
	if got := page.Header().Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("Referrer-Policy %q", got)
	}
	if got := page.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
	if !strings.Contains(page.Body.String(), `content="noindex"`) {
		t.Error("a search engine may keep it")
	}
	has(t, browse(w, path, url.Values{"action": {"accept"}, "name": {" "}, "answer": {"写了一半"}}), 422, "请填写", "写了一半")
	w.now = noon.Add(10 * time.Minute)
	for range 2 {
		has(t, browse(w, path, url.Values{"action": {"accept"}, "name": {"小李"}, "answer": {""}}), 200, "已登记由贵方处理", "已接手")
	}
	accepted := visit(w, path)
	if strings.Contains(accepted.Body.String(), `name="name"`) || strings.Contains(accepted.Body.String(), "小李") {
		t.Errorf("after accepting: %s", accepted.Body)
	}
	has(t, browse(w, path, url.Values{"action": {"answer"}, "answer": {""}}), 422, "请填写")
	w.now = noon.Add(30 * time.Minute)
	has(t, browse(w, path, url.Values{"action": {"answer"}, "answer": {"同意赔付<b>三百</b>元"}}), 200, "答复已送达")
	has(t, browse(w, path, url.Values{"action": {"answer"}, "answer": {"再来一次"}}), 409, "已经答复过了")
	has(t, visit(w, path), 409, "已经答复过了", "400-820-1234")
	got, err := w.store.Tickets().Get(t.Context(), number)
	if err != nil || got.HandedOver() != nil {
		t.Fatalf("%+v (%v)", got.HandOvers, err)
	}
	split, err := w.tickets.Split(t.Context(), w.now, got)
	if err != nil || fmt.Sprint(split.Shares) != "[{{us } 600 600} {{partner 保险公司} 1200 1200}]" {
		t.Errorf("with whom: %v (%v)", split.Shares, err)
	}
	h, _ := w.store.Tickets().History(t.Context(), number, "")
	if last := h.Words[len(h.Words)-1]; last.Text != "同意赔付<b>三百</b>元" || last.By != "partner:保险公司" || last.Kind != ticket.Internal {
		t.Errorf("the answer is %+v", last)
	}
}

// Each end of a link is a page that says what happened, in both languages.
func TestAnEndedLinkSaysWhy(t *testing.T) {
	w := newWhole(t)
	number, first := w.handed(t)
	check := func(path string, status int, zh, en string) {
		t.Helper()
		has(t, visit(w, path), status, zh, "400-820-1234")
		has(t, visit(w, path, "Accept-Language", "en"), status, en)
		has(t, browse(w, path, url.Values{"action": {"answer"}, "name": {"小李"}, "answer": {"同意"}}), status, zh)
	}
	check("/handover/x", 404, "链接无效", "not valid")
	check(first[:len(first)-2], 404, "链接无效", "not valid")
	if _, err := w.tickets.TakeBack(t.Context(), w.now, clerk, number, 0, "转错"); err != nil {
		t.Fatal(err)
	}
	check(first, 409, "不需要再处理", "Nothing more to do")
	second := w.hand(t, number)
	check(first, 409, "不需要再处理", "Nothing more to do")
	w.now = w.now.AddDate(0, 0, 10)
	check(second, 409, "链接已过期", "too old")
}

// The token is in the address and nowhere else: neither in what we log nor in
// what a program is told.
func TestALinkIsInNoLog(t *testing.T) {
	w := newWhole(t)
	_, path := w.handed(t)
	token := strings.TrimPrefix(path, "/handover/")
	visit(w, path)
	visit(w, path+"?lang=en")
	visit(w, "/handover/"+token[:20])
	browse(w, path, url.Values{"action": {"dance"}, "name": {"小李"}})
	send(w, path, asJSONType, `{"action":"accept","name":"小李"}`)
	send(w, path, asJSONType, `{"action":"answer","answer":"`+strings.Repeat("长", 4001)+`"}`)
	send(w, path, asJSONType, `{broken`)
	send(w, path+"/more", asJSONType, `{}`)
	send(w, path, asForm, strings.Repeat("x", 70_000))
	for _, secret := range []string{token, token[:20], "小李"} {
		if strings.Contains(w.log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, w.log.String())
		}
	}
	if lines := strings.Count(w.log.String(), `"op":"GET /handover/{token}"`) + strings.Count(w.log.String(), `"op":"POST /handover/{token}"`); lines != 7 {
		t.Errorf("%d lines: %s", lines, w.log.String())
	}
}

func TestALinkIsJSONForAProgram(t *testing.T) {
	w := newWhole(t)
	number, path := w.handed(t)
	var h Handed
	if a := get(w, path); json.Unmarshal(a.Body.Bytes(), &h) != nil || a.Code != 200 || h.Number != number || h.Summary != "＊＊ ＊＊，外箱破损，请定损" || h.Badge != "1024" {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	var state HandedState
	if a := send(w, path, asJSONType, `{"action":"accept","name":"小李"}`); json.Unmarshal(a.Body.Bytes(), &state) != nil || a.Code != 200 || state.State != "accepted" || !state.HandOver.AcceptedAt.Equal(noon) {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if p := problem(t, send(w, path, asJSONType, `{"action":"answer","answer":"`+strings.Repeat("长", 4001)+`"}`), 422); p.Errors[0].Field != "answer" {
		t.Errorf("%+v", p)
	}
	if a := send(w, path, asJSONType, `{"action":"answer","answer":"同意"}`); a.Code != 200 || strings.TrimSpace(a.Body.String()) != `{"state":"answered"}` {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if p := problem(t, get(w, path), 409); p.Code != "handover.answered" {
		t.Errorf("%+v", p)
	}
}
