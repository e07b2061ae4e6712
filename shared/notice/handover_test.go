package notice_test

import (
	"testing"
	"time"

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
