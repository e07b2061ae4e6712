package console

import (
	"crypto/rand"
	"fmt"
	"testing"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
)

// rule: NJ-2 a supervisor sees what became of a day's greetings, by text, and of
// each customer on it why he got none.
func TestADaysGreetingsOnTheirPage(t *testing.T) {
	b := newBench(t)
	files := customer.Service{Store: b.store.Customers(), Phones: b.desk.Customers.Phones, Random: rand.Reader}
	birthday := customer.Birthday{Month: 6, Day: 10}
	var ids []string
	for i := range 3 {
		c, err := files.Save(t.Context(), customer.Input{Name: fmt.Sprint("王芳", i), Phone: fmt.Sprintf("1390000%04d", i), Birthday: birthday}, event.System, b.now)
		if err == nil {
			c, err = files.Confirm(t.Context(), c.ID, c.Version, "同意", "staff:1", b.now)
		}
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	const path = "/console/greetings/runs"
	b.open("agent", path).is(403)
	b.open("supervisor", "/console/greetings").is(200, "greetings/runs")
	b.open("supervisor", path).is(200, "这一天没有问候")
	runs := greeting.Service{Store: b.store.Greetings(), Settings: greeting.Default(), Zone: "Asia/Shanghai"}
	if _, err := runs.Tick(t.Context(), b.now, func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	b.open("supervisor", path).is(200, "2026-06-10", "公司所在时区", "等待发送", "<dd>3 <small>")
	run, err := b.store.Greetings().Run(t.Context(), customer.Home, calendar.DateIn(b.now, b.desk.Audit.Zone))
	if err != nil || run.Pages != 1 {
		t.Fatalf("%+v %v", run, err)
	}
	page := greeting.PageID(run.Zone, run.Date, 1)
	lines := []ledger.Line{{Place: 0, State: ledger.Accepted, Parts: 1, Price: 30_000}, {Place: 1, State: ledger.Skipped, Why: greeting.OptedOut}, {Place: 2, State: ledger.Waiting, Why: "throttled"}}
	batch := ledger.Batch{Page: ledger.Page{ID: page, Template: message.Birthday, Kind: ledger.ToCustomer, To: ids}, State: ledger.Settled, Version: 1}
	for _, l := range lines {
		batch.Tally.Add(l)
	}
	c, err := files.Get(t.Context(), ids[2])
	if err != nil {
		t.Fatal(err)
	}
	row := ledger.Row{Message: ledger.Message{ID: greeting.Guard(c.PhoneKey, run.Date), Cause: page, To: ledger.Receiver{Kind: ledger.ToCustomer, ID: ids[2]}}, State: ledger.Skipped, Why: greeting.DayOver, Version: 1}
	for _, err := range []error{b.store.Ledger().PutBatch(t.Context(), batch), b.store.Ledger().Put(t.Context(), row),
		b.store.Ledger().PutGroup(t.Context(), ledger.Group{Batch: page, Try: 1, At: b.now, Lines: lines})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	b.open("supervisor", path).is(200, "生日", "转为单独发送", "0.03 USD", "客户已拒收问候", "王芳1",
		"当天可发送的时间已过").lacks("等待发送") // who waited has a row of his own, which tells the end
	b.open("supervisor", path+"?date=2026-06-10&zone=home&page=1", "Accept-Language", "en").is(200, "What became of greetings", "2026-06-09")
	b.open("supervisor", path+"?date=2026-06-11").is(200, "这一天没有问候")
	b.open("supervisor", path+"?date=yesterday").is(422)
}
