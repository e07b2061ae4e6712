package handover_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/shared/errs"
	"huiyin/shared/handover"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

// rule: PD-7 a partner sees what it needs, and its answer comes back on the
// ticket, in its own name.
// rule: NJ-15 until it accepts, the ticket is ours; rule: SJ-11 then it is its.
func TestAPartnerAcceptsAndAnswers(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	number := w.handed(complaint(), "外箱破损，请定损").Number
	l := w.link(number, minutes(10))
	sheet, err := w.Read(ctx, minutes(20), l.Token)
	want := handover.Sheet{Number: number, Kind: ticket.Complaint, Reason: "damaged", Waybill: "SD2026060900", Summary: "外箱破损，请定损", To: "partner", Name: "保险公司",
		Badge: "8001", At: minutes(5), Due: minutes(245), Until: l.Until}
	if err != nil || sheet != want {
		t.Fatalf("sees %+v (%v)", sheet, err)
	}
	if want := minutes(245).Add(handover.Grace); !l.Until.Equal(want) {
		t.Errorf("good until %v, want %v", l.Until, want)
	}
	for range 2 { // the button was pressed twice
		if sheet, err = w.Accept(ctx, minutes(30), l.Token, " 小李 "); err != nil || !sheet.Accepted.Equal(minutes(30)) {
			t.Fatalf("accepted: %+v (%v)", sheet, err)
		}
	}
	if err := w.Answer(ctx, minutes(60), l.Token, "", "同意赔付三百元\n单号 C-1"); err != nil {
		t.Fatal(err)
	}
	got := w.get(number)
	if got.HandedOver() != nil || got.Owner != "a1" || !got.HandOvers[0].Answered {
		t.Errorf("afterwards: %+v of %s", got.HandOvers, got.Owner)
	}
	split, err := w.tickets.Split(ctx, minutes(90), got)
	if err != nil || fmt.Sprint(split.Shares) != "[{{us } 3600 3600} {{partner 保险公司} 1800 1800}]" {
		t.Errorf("with whom: %+v (%v)", split.Shares, err)
	}
	h, err := w.store.Tickets().History(ctx, number, "")
	if err != nil {
		t.Fatal(err)
	}
	var told, said []string
	for _, e := range h.Events {
		told = append(told, strings.TrimPrefix(string(e.Type), "ticket.")+" "+e.By)
		if strings.Contains(string(e.Data), "小李") || strings.Contains(string(e.Data), "赔付") || strings.Contains(string(e.Data), l.Token) {
			t.Errorf("%s tells %s", e.Type, e.Data)
		}
	}
	for _, one := range h.Words {
		if one.Kind == ticket.Internal {
			said = append(said, one.By+": "+one.Text)
		}
	}
	if got, want := strings.Join(told, ", "), "opened customer, assigned staff:a1, handed_over staff:a1, hand_over_linked staff:a1, hand_over_accepted partner:保险公司, handed_back partner:保险公司"; got != want {
		t.Errorf("history %s", got)
	}
	if got, want := strings.Join(said, "|"), "staff:a1: 外箱破损，请定损|partner:保险公司: 小李|partner:保险公司: 同意赔付三百元\n单号 C-1"; got != want {
		t.Errorf("notes %s", got)
	}
	for range 2 { // sent once more
		w.refused("answered again", w.Answer(ctx, minutes(61), l.Token, "小李", "另一个答复"), errs.Conflict, "handover.answered")
	}
	if w.get(number).Version != got.Version {
		t.Error("a second answer changed the ticket")
	}
}

// Whoever answers at once accepts by it, and says who he is.
func TestAnAnswerAcceptsToo(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	number := w.handed(complaint(), "请定损").Number
	l := w.link(number, minutes(10))
	for want, err := range map[string]error{
		"name: required":       w.Answer(ctx, minutes(11), l.Token, " ", "同意"),
		"answer: required":     w.Answer(ctx, minutes(11), l.Token, "小李", " "),
		"name: too_long":       w.Answer(ctx, minutes(11), l.Token, strings.Repeat("名", 41), "同意"),
		"name: ticket.control": second(w.Accept(ctx, minutes(11), l.Token, "小\n李")),
	} {
		if e := errs.As(err); e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Path+": "+e.Fields[0].Code != want {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	if err := w.Answer(ctx, minutes(12), l.Token, "小李", "同意"); err != nil {
		t.Fatal(err)
	}
	if h := w.get(number).HandOvers[0]; !h.Accepted.Equal(minutes(12)) || !h.Ended.Equal(minutes(12)) {
		t.Errorf("%+v", h)
	}
}

func second[T any](_ T, err error) error { return err }

// A link opens the hand-over that it was made for, while that lasts, and
// nothing else.
func TestALinkDiesWithItsHandOver(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	number := w.handed(complaint(), "第一次").Number
	first := w.link(number, minutes(10))
	if _, err := w.tickets.TakeBack(ctx, minutes(20), agent, number, 0, "转错"); err != nil {
		t.Fatal(err)
	}
	dead := func(at int, token, code string) {
		t.Helper()
		w.refused("read", second(w.Read(ctx, minutes(at), token)), errs.Conflict, code)
		w.refused("accept", second(w.Accept(ctx, minutes(at), token, "小李")), errs.Conflict, code)
		w.refused("answer", w.Answer(ctx, minutes(at), token, "小李", "同意"), errs.Conflict, code)
	}
	dead(21, first.Token, "handover.taken_back")
	w.hand(number, minutes(30), "第二次")
	dead(31, first.Token, "handover.taken_back") // the new one is not its
	next := w.link(number, minutes(32))
	if sheet, err := w.Read(ctx, minutes(33), next.Token); err != nil || sheet.Summary != "第二次" {
		t.Errorf("the second: %+v (%v)", sheet, err)
	}
	if err := w.Answer(ctx, minutes(34), next.Token, "小李", "同意"); err != nil {
		t.Fatal(err)
	}
	dead(35, next.Token, "handover.answered")
	dead(35, first.Token, "handover.taken_back")
	w.hand(number, minutes(40), "第三次")
	third := w.link(number, minutes(41))
	if _, err := w.tickets.Withdraw(ctx, minutes(42), agent, number, 0, "客户撤回", false); err != nil {
		t.Fatal(err)
	}
	dead(43, third.Token, "handover.taken_back")
	w.refused("a link to nothing", third2(w.Link(ctx, minutes(44), agent, number, 0)), errs.Conflict, "ticket.not_allowed")
}

func third2[A, B any](_ A, _ B, err error) error { return err }

// Between reading and writing the hand-over may end and another begin: the
// answer is not put on that one.
func TestAnAnswerIsNotPutOnAnotherHandOver(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	number := w.handed(complaint(), "请定损").Number
	l := w.link(number, minutes(10))
	w.meet = func() {
		if _, err := w.tickets.TakeBack(ctx, minutes(20), agent, number, 0, "转错"); err != nil {
			t.Error(err)
		}
		w.hand(number, minutes(20), "给别人的")
	}
	w.refused("answered", w.Answer(ctx, minutes(20), l.Token, "小李", "同意"), errs.Conflict, "handover.taken_back")
	now := w.get(number)
	if h := now.HandedOver(); h == nil || !h.Accepted.IsZero() {
		t.Errorf("the other one: %+v", h)
	}
	again := w.link(number, minutes(30))
	w.meet = func() { // a note in between is no reason to lose an answer
		if _, err := w.tickets.Note(ctx, minutes(31), agent, number, "打过电话"); err != nil {
			t.Error(err)
		}
	}
	if err := w.Answer(ctx, minutes(32), again.Token, "小李", "同意"); err != nil {
		t.Error(err)
	}
}

func TestALinkIsGoodForAWhile(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	number := w.handed(complaint(), "请定损").Number
	l := w.link(number, minutes(10))
	if _, err := w.Read(ctx, l.Until.Add(-time.Second), l.Token); err != nil {
		t.Errorf("in its last second: %v", err)
	}
	before := w.counted
	w.refused("too late", second(w.Read(ctx, l.Until, l.Token)), errs.Conflict, "handover.expired")
	if w.counted != before {
		t.Error("a link that is too old was looked up")
	}
	overdue := w.link(number, minutes(10_000)) // a week later there is no due time to come
	if want := minutes(10_000).Add(handover.Grace); !overdue.Until.Equal(want) {
		t.Errorf("of one overdue: %v", overdue.Until)
	}
	far, err := w.tickets.Open(ctx, morning, ticket.TheCustomer, ticket.Intake{Kind: ticket.Inquiry, Reason: "other", Name: "李雷", Phone: "+8613900139000", Text: "问"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.tickets.HandOver(ctx, minutes(1), agent, far.Number, 0, ticket.Handing{To: ticket.ToPartner, Name: "保险公司", Summary: "慢慢来", Due: morning.AddDate(0, 3, 0)}); err != nil {
		t.Fatal(err)
	}
	if l := w.link(far.Number, minutes(1)); !l.Until.Equal(minutes(1).Add(handover.MaxValid)) {
		t.Errorf("for an answer in three months: %v", l.Until)
	}
}

// Nobody makes a link but the desk: a changed one, one of another key, one for
// another ticket or hand-over opens nothing, and costs no read.
func TestALinkCanNotBeMadeUp(t *testing.T) {
	w := newWorld(t)
	number := w.handed(complaint(), "请定损").Number
	other := w.handed(ticket.Intake{Kind: ticket.Inquiry, Reason: "other", Name: "李雷", Phone: "+8613900139000", Text: "问"}, "别的").Number
	l := w.link(number, minutes(10))
	raw, err := base64.RawURLEncoding.DecodeString(l.Token)
	if err != nil || !strings.HasPrefix(string(raw[16:]), number+".1.") {
		t.Fatalf("the token says %q (%v)", raw, err)
	}
	seal := func(raw string) string { return base64.RawURLEncoding.EncodeToString([]byte(raw)) }
	tokens := []string{"", ".", "x", strings.Repeat("A", 22), strings.Repeat("A", 4000), l.Token + "A", l.Token[:len(l.Token)-1], strings.ToLower(l.Token), l.Token + "=",
		seal(string(raw[:16]) + strings.Replace(string(raw[16:]), number, other, 1)), seal(string(raw[:16]) + strings.Replace(string(raw[16:]), ".1.", ".2.", 1)),
		seal(string(raw[:16]) + string(raw[16:]) + "0"), seal(strings.Repeat("\x00", 16) + string(raw[16:]))}
	elsewhere := newWorld(t)
	elsewhere.Service.Key = func(context.Context) ([]byte, error) { return []byte(strings.Repeat("k", 32)), nil }
	theirs := elsewhere.handed(complaint(), "请定损").Number
	tokens = append(tokens, elsewhere.link(theirs, minutes(10)).Token)
	before := w.counted
	for _, token := range tokens {
		w.refused(fmt.Sprintf("%.60q", token), second(w.Read(t.Context(), minutes(11), token)), errs.NotFound, "handover.no_such")
	}
	rapid.Check(t, func(r *rapid.T) {
		changed := append([]byte{}, raw...)
		changed[rapid.IntRange(0, len(raw)-1).Draw(r, "at")] ^= rapid.ByteRange(1, 255).Draw(r, "by")
		if _, err := w.Read(context.Background(), minutes(11), seal(string(changed))); errs.As(err).Code != "handover.no_such" {
			r.Errorf("%q: %v", changed, err)
		}
	})
	if w.counted != before {
		t.Error("what is not ours was looked up")
	}
	if _, err := w.Read(t.Context(), minutes(11), l.Token); err != nil {
		t.Errorf("ours: %v", err)
	}
}

func TestALinkIsNotALoad(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	number := w.handed(complaint(), "请定损").Number
	l := w.link(number, minutes(10))
	for range handover.PerHour {
		if _, err := w.Read(ctx, minutes(11), l.Token); err != nil {
			t.Fatal(err)
		}
	}
	err := w.Answer(ctx, minutes(12), w.link(number, minutes(12)).Token, "小李", "同意") // another link of the same hand-over
	if e := errs.As(err); e.Kind != errs.TooMany || e.Args["retryAfter"] != 48*60+1 {
		t.Errorf("once too often: %v", err)
	}
	if _, err := w.Read(ctx, minutes(60), l.Token); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

// Whatever the customer is called and wherever his name and number got into the
// line, what is shown holds neither, nor a word of his.
// rule: PD-7
func TestASheetShowsNothingOfTheCustomer(t *testing.T) {
	names := rapid.OneOf(rapid.StringMatching(`[王李张刘陈杨赵黄周吴欧阳][一-龥]{1,3}`), rapid.StringMatching(`[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,2}`), rapid.StringMatching(`[a-z]{3,9}[0-9]{0,2}`))
	numbers := rapid.OneOf(rapid.StringMatching(`\+861[3-9][0-9]{9}`), rapid.StringMatching(`\+852[569][0-9]{7}`), rapid.StringMatching(`\+447[0-9]{9}`), rapid.StringMatching(`\+1[2-9][0-9]{9}`))
	spelled := func(r *rapid.T, n phone.Number) string {
		digits := strings.TrimPrefix(string(n), "+"+n.CountryCode())
		switch rapid.IntRange(0, 5).Draw(r, "spelling") {
		case 0:
			return string(n)
		case 1:
			return digits[:3] + " " + digits[3:6] + " " + digits[6:]
		case 2:
			return digits[:3] + "-" + digits[3:6] + "-" + digits[6:]
		case 3:
			return strings.Map(func(c rune) rune { return c - '0' + '０' }, digits)
		case 4:
			return "00" + strings.TrimPrefix(string(n), "+")
		}
		return digits
	}
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		name, number := names.Draw(r, "name"), phone.Number(numbers.Draw(r, "phone"))
		in := complaint()
		in.Name, in.Phone, in.From, in.Region = name, string(number), "从家里打来", "幸福路七号"
		in.Text = rapid.StringMatching(`[a-z]{12,40}`).Draw(r, "words")
		typed := spelled(r, number)
		letters := []rune(name)
		summary := strings.ToUpper(string(letters[:1])) + string(letters[1:]) + "，" + typed + "，外箱破损。回电" + typed + "（" + name + "）"
		one := w.handed(in, summary)
		l := w.link(one.Number, minutes(10))
		sheet, err := w.Read(context.Background(), minutes(11), l.Token)
		if err != nil {
			r.Fatal(err)
		}
		shown := fmt.Sprintf("%+v", sheet)
		digits := strings.Map(func(c rune) rune {
			if c >= '０' && c <= '９' {
				c -= '０' - '0'
			}
			if c < '0' || c > '9' {
				return -1
			}
			return c
		}, sheet.Summary)
		for _, part := range append(strings.Fields(name), typed) { // a ticket's number may hold a short name by chance
			if strings.Contains(strings.ToLower(sheet.Summary), strings.ToLower(part)) {
				r.Errorf("%q shows %q: %s", summary, part, sheet.Summary)
			}
		}
		for _, part := range []string{in.Text, in.From, in.Region, string(number)} {
			if strings.Contains(shown, part) {
				r.Errorf("%q shows %q: %s", summary, part, shown)
			}
		}
		if strings.Contains(digits, string(number[len(number)-8:])) {
			r.Errorf("%q shows the number: %q", summary, sheet.Summary)
		}
		if !strings.Contains(sheet.Summary, "外箱破损") || sheet.Waybill != in.Waybill {
			r.Errorf("the matter is gone: %q", sheet.Summary)
		}
	})
}

// What only looks like a person stays: a waybill of digits, a date, an amount;
// any other mobile number goes.
func TestWhatIsCovered(t *testing.T) {
	for _, c := range []struct{ name, waybill, line, want string }{
		{"王小明", "13912345678", "运单13912345678破损，声明价值12000元，6月9日到", "运单13912345678破损，声明价值12000元，6月9日到"},
		{"王小明", "", "请回收件人 139-1234-5678", "请回收件人 ＊＊"},
		{"王小明", "", "王先生说王小明的货", "＊＊说＊＊的货"},
		{"王小明", "", "电话+86 138 0013 8000", "电话＊＊"},
		{"Li", "", "Mr LI asks about the delivery", "Mr ＊＊ asks about the delivery"},
		{"Anna Maria Berg", "", "berg, Anna: broken", "＊＊, ＊＊: broken"},
		{"王", "", "王府井网点，王女士", "王府井网点，＊＊"},
		{"小", "", "小件破损", "小件破损"},
	} {
		w := newWorld(t)
		in := complaint()
		in.Name, in.Waybill = c.name, c.waybill
		l := w.link(w.handed(in, c.line).Number, minutes(10))
		if sheet, err := w.Read(t.Context(), minutes(11), l.Token); err != nil || sheet.Summary != c.want {
			t.Errorf("%q became %q (%v)", c.line, sheet.Summary, err)
		}
	}
}
