package notice_test

import (
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/phone"
	"huiyin/shared/place"
	"huiyin/shared/ticket"
)

// A department that doesn't answer rings at the desk: the owner who gave the
// ticket away, then the supervisor, then the manager; and nobody any more once
// the answer is back.
// rule: SJ-11
func TestAHandOverThatIsForgottenRings(t *testing.T) {
	w := newWorld(t)
	number := w.open(query(customer1))
	at := func(minute int) time.Time { return morning.Add(time.Duration(minute) * time.Minute) }
	if _, err := w.tickets.Reply(t.Context(), at(1), owner, number, 0, ticket.Saying{Text: "已请仓库核对，请您放心"}); err != nil {
		t.Fatal(err)
	}
	hand := ticket.Handing{To: ticket.ToDepartment, Name: "仓储部", Summary: "李雷，问货在不在库", Taker: "库管老周"}
	if _, err := w.tickets.HandOver(t.Context(), at(2), owner, number, 0, hand); err != nil {
		t.Fatal(err)
	}
	for minute := 2; minute < 320; minute++ {
		w.tick(at(minute))
	}
	w.got(ownerPhone, "移交答复须在今天14:02前完成", "移交答复已超时")
	w.got(bossPhone, "移交答复已超时")
	w.got(managerPhone, "超时未办")
	w.got(customer1, "已收到", "已答复") // and not a word about it
	if _, err := w.tickets.HandBack(t.Context(), at(320), owner, number, 0, "在库，下午出库"); err != nil {
		t.Fatal(err)
	}
	for minute := 320; minute < 420; minute++ {
		w.tick(at(minute))
	}
	w.got(ownerPhone, "须在", "已超时")
}

const partnerPhone phone.Number = "+8613855555555"

// partner is in the register, with a mobile number.
func (w *world) partner(edit ...func(*place.Place)) {
	w.Helper()
	p := place.Place{Record: place.Record{ID: "shunlu"}, Kind: place.Partner, Name: "顺路物流", Contact: place.Contact{Name: "老周", Phone: partnerPhone}}
	for _, e := range edit {
		e(&p)
	}
	if was, err := w.places.Place(w.Context(), "shunlu"); err == nil {
		p.Version = was.Version
	}
	if _, err := w.places.SavePlace(w.Context(), morning, "staff:s1", p); err != nil {
		w.Fatal(err)
	}
}

func (w *world) hand(number string, at time.Time, h ticket.Handing) {
	w.Helper()
	h.To, h.Summary = ticket.ToPartner, "李雷 13800138000，问货到哪了"
	if h.Name == "" {
		h.Name = "顺路物流"
	}
	if _, err := w.tickets.HandOver(w.Context(), at, owner, number, 0, h); err != nil {
		w.Fatal(err)
	}
}

// rule: PD-7 the partner's contact gets one SMS for each hand-over, with the
// number and no word of what it is about; the customer gets none.
func TestAPartnerIsToldOnce(t *testing.T) {
	w := newWorld(t)
	w.partner()
	number := w.open(query(customer1))
	w.hand(number, morning, ticket.Handing{})
	w.flow(morning, 3)
	w.told = 0 // the whole history once more
	w.flow(morning.Add(time.Minute), 2)
	w.got(partnerPhone, "工单"+id.Show(number)+"已移交贵处，请打开同事发来的链接办理，或致电400-123-4567")
	if strings.Contains(w.sent[partnerPhone][0], "李雷") || strings.Contains(w.sent[partnerPhone][0], "货") {
		t.Errorf("it tells %q", w.sent[partnerPhone])
	}
	if _, err := w.tickets.TakeBack(t.Context(), morning.Add(2*time.Minute), owner, number, 0, "再想想"); err != nil {
		t.Fatal(err)
	}
	w.partner(func(p *place.Place) { p.Lang = "en" })
	w.hand(number, morning.Add(3*time.Minute), ticket.Handing{})
	w.flow(morning.Add(3*time.Minute), 2)
	w.got(partnerPhone, "已移交", "Ticket "+id.Show(number)+" was handed over to you")
	w.got(customer1, "已收到")
}

// At night it waits for the morning, also of an urgent ticket, and by then it
// may have been settled by telephone: accepted, taken back, or handed to
// somebody else.
// rule: PD-7
func TestAPartnerIsNotRungAtNight(t *testing.T) {
	night := time.Date(2026, 9, 25, 15, 30, 0, 0, time.UTC) // 23:30 in Shanghai
	day := night.Add(9 * time.Hour)
	for name, c := range map[string]struct {
		meanwhile func(w *world, number string)
		want      int
	}{
		"nothing": {func(*world, string) {}, 1},
		"accepted": {func(w *world, n string) {
			if _, err := w.tickets.AcceptHandOver(w.Context(), night.Add(time.Minute), owner, n, 0, "老周"); err != nil {
				w.Fatal(err)
			}
		}, 0},
		"another": {func(w *world, n string) {
			if _, err := w.tickets.TakeBack(w.Context(), night.Add(time.Minute), owner, n, 0, "转错"); err != nil {
				w.Fatal(err)
			}
			w.hand(n, night.Add(2*time.Minute), ticket.Handing{Name: "保险公司"})
		}, 0},
		"gone":      {func(w *world, _ string) { w.partner(func(p *place.Place) { p.Off = true }) }, 0},
		"no number": {func(w *world, _ string) { w.partner(func(p *place.Place) { p.Contact.Phone = "" }) }, 0},
	} {
		w := newWorld(t)
		w.partner()
		in := query(customer1)
		in.Priority = ticket.Urgent
		number := w.open(in)
		w.hand(number, night, ticket.Handing{})
		w.flow(night, 2)
		if len(w.sent[partnerPhone]) > 0 {
			t.Errorf("%s: rung at night: %q", name, w.sent[partnerPhone])
		}
		c.meanwhile(w, number)
		w.tick(day)
		if len(w.sent[partnerPhone]) != c.want {
			t.Errorf("%s: in the morning %q", name, w.sent[partnerPhone])
		}
	}
}

// Who took it there and then, on the telephone, gets no SMS; nor does a place
// without a number.
func TestWhoKnowsAlreadyIsNotTold(t *testing.T) {
	w := newWorld(t)
	w.partner()
	number := w.open(query(customer1))
	w.hand(number, morning, ticket.Handing{Taker: "老周"})
	w.flow(morning, 1)
	w.got(partnerPhone)
	other := w.open(query("+8613700137000"))
	w.hand(other, morning, ticket.Handing{Name: "保险公司"})
	w.flow(morning, 1)
	if row, err := w.store.Ledger().Row(t.Context(), ticket.Subject(other)+"/000003.place"); !errs.Is(err, errs.NotFound) {
		t.Errorf("a row for nobody: %+v (%v)", row, err)
	}
}
