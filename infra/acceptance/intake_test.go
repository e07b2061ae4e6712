package acceptance

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// rule: JY-2 — whoever complains is told at once what happens next and by
// when, on the screen and by SMS, in one part.
func TestAComplaintByFormIsConfirmedBySMS(t *testing.T) {
	t.Parallel()
	typed, number := newPhone()
	began := the.now()
	var r receipt
	the.form(t, "/complaints", map[string]string{
		"reason": "damaged", "target": "goods", "name": "王芳", "title": "ms", "phone": typed, "waybill": "SF" + typed,
		"text": "箱子压坏了，\r\n里面的杯子碎了三个。", "language": "zh",
	}).into(t, http.StatusCreated, &r)
	due := r.DueAt.Sub(began)
	if r.Kind != "complaint" || due < 2*time.Hour || due > 2*time.Hour+time.Minute || !r.ResultDueAt.After(r.DueAt) {
		t.Errorf("%+v: the answer is due after %v", r, due)
	}
	by := message.Format(r.DueAt, began, shanghai, words.Chinese)
	if !strings.Contains(r.Next, by) {
		t.Errorf("the screen says %q, not %q", r.Next, by)
	}
	mustSay(t, the.awaitSMS(t, number, 1), "投诉", r.Shown, by, "huiyin.example")
	row := the.awaitRow(t, customerRow(r.Number, 1), ledger.Accepted)
	if row.Parts != 1 || row.Provider == "" || row.Price == 0 || row.Attempts != 1 || row.Masked != "139****"+typed[7:] {
		t.Errorf("the ledger has %+v", row)
	}
}

// rule: PD-1, QM-2
func TestAnInquiryIsConfirmedInThePersonsLanguage(t *testing.T) {
	t.Parallel()
	typed, number := newPhone()
	began := the.now()
	var r receipt
	the.post(t, "/inquiries", map[string]any{
		"kind": "price", "name": "Ann Lee", "phone": "+86 " + typed, "text": "What does a parcel to Chengdu cost?", "language": "en",
	}).into(t, http.StatusCreated, &r)
	mustSay(t, the.awaitSMS(t, number, 1), "[Huiyin] Inquiry", r.Shown, message.Format(r.DueAt, began, shanghai, words.English))
	if row := the.awaitRow(t, customerRow(r.Number, 1), ledger.Accepted); row.Lang != words.English {
		t.Errorf("the ledger has %+v", row)
	}
}

// The answer of an agent stands on the page of whoever knows number and last
// four digits; the SMS says that it is there, and who wrote it.
// rule: PD-10
func TestAnAnswerReachesTelephoneAndStatusPage(t *testing.T) {
	t.Parallel()
	r, number := the.complain(t)
	the.awaitSMS(t, number, 1)
	const said = "已联系网点，您的货今天18点前送到，送到前会给您打电话。"
	the.post(t, "/desk/tickets/"+r.Shown+"/reply", map[string]any{"text": said}, the.as(t, "agent")...).into(t, http.StatusOK, nil)
	mustSay(t, the.awaitSMS(t, number, 2), r.Shown, "客服1024已答复")

	claim := map[string]any{"number": r.Shown, "last4": number.Last4()}
	var page struct {
		Stage   string
		Answers []struct{ From, Badge, Text string }
	}
	the.post(t, "/status", claim).into(t, http.StatusOK, &page)
	last := page.Answers[len(page.Answers)-1]
	if page.Stage != "handling" || last.From != "reply" || last.Badge != "1024" || last.Text != said {
		t.Errorf("the page says %+v", page)
	}
	wrong := the.post(t, "/status", map[string]any{"number": r.Shown, "last4": "0000"})
	wrong.into(t, http.StatusNotFound, nil)
	if strings.Contains(string(wrong.body), said) {
		t.Errorf("a wrong pair reads %s", wrong.body)
	}

	// Resolved: the result, with thanks (rule JY-10).
	the.post(t, "/desk/tickets/"+r.Number+"/resolve", map[string]any{"cause": "网点漏扫", "plan": "补送", "action": "已补送", "result": "货已送到，运费已退回。"},
		the.as(t, "agent")...).into(t, http.StatusOK, nil)
	mustSay(t, the.awaitSMS(t, number, 3), r.Shown, "已办结", "谢", "1024")
	the.onlySMS(t, number, 3)
}

// rule: NJ-14 — the same matter again, while it is open, is a chase on the
// ticket there is.
func TestTheSameMatterAgainIsAChase(t *testing.T) {
	t.Parallel()
	typed, number := newPhone()
	body := complaint(typed)
	body["waybill"] = "YT" + typed
	var first, second receipt
	the.post(t, "/complaints", body).into(t, http.StatusCreated, &first)
	the.post(t, "/complaints", body).into(t, http.StatusOK, &second)
	if second.Number != first.Number || !second.Chased || !second.DueAt.Equal(first.DueAt) {
		t.Errorf("first %+v, then %+v", first, second)
	}
	// Nobody can flood a telephone: one receipt an hour.
	the.onlySMS(t, number, 1)
	if row := the.awaitRow(t, customerRow(first.Number, the.mustTicket(t, first.Number).Seq), ledger.Skipped); row.Why != "receipt_limit" {
		t.Errorf("the second receipt is skipped for %q", row.Why)
	}
}
