package dynamo_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/notice"
	"huiyin/shared/storetest"

	"crypto/rand"
)

// everybody takes every message and gives it an id as long as SNS's.
type everybody struct{}

func (e *everybody) Send(_ context.Context, m ledger.Outgoing) (string, error) {
	id := make([]byte, 18)
	rand.Read(id)
	return fmt.Sprintf("%x", id), nil
}

// What it costs to greet a hundred people: planning, the page's event, the
// claims, their money and the notes together stay below two writes for each.
func TestWhatAPageOfGreetingsCosts(t *testing.T) {
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	desk := storetest.Desk(table.Tickets())
	files := customer.Service{Store: table.Customers(), Phones: desk.Phones, Random: rand.Reader}
	now := storetest.MidAutumn
	for i := range 100 {
		c, err := files.Save(t.Context(), customer.Input{Name: "王小明", Phone: fmt.Sprintf("+861380013%04d", i)}, event.System, now)
		if err == nil {
			_, err = files.Confirm(t.Context(), c.ID, c.Version, "同意收到问候短信", "staff:1", now)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	zone, _ := time.LoadLocation("Asia/Shanghai")
	texts, err := message.New(message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "sd.example", Hotline: "400-123-4567"}, message.Edits{})
	if err != nil {
		t.Fatal(err)
	}
	plan := &notice.Service{Tickets: table.Tickets(), Customers: reader{table.Customers()}, Rows: table.Ledger(),
		Settings: notice.Settings{Zone: zone, Greetings: greeting.Default, On: texts.On}}
	sms := &ledger.Service{Store: table.Ledger(), Resolver: plan, Texts: texts, Sender: &everybody{},
		Settings: ledger.Settings{Zone: zone, Hours: ledger.DefaultHours, Budget: ledger.Budget{Monthly: 1 << 40, Share: ledger.DefaultShares, Prices: ledger.DefaultPrices()}}}

	ctx, spent := capacity.With(t.Context())
	run := greeting.Service{Store: table.Greetings(), Settings: greeting.Default(), Zone: zone.String()}
	if _, err := run.Tick(ctx, now, func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	planned, _, _ := spent.Units()
	sent := ledger.Tally{}
	err = table.Events(t.Context(), now, now.Add(time.Hour), func(e event.Event) error {
		page, is, err := plan.Page(ctx, e)
		if err != nil || !is {
			return err
		}
		if err = sms.Many(ctx, page, func() time.Time { return now }, func(context.Context) error { return nil }); err != nil {
			return err
		}
		b, err := table.Ledger().Batch(t.Context(), page.ID)
		sent.Join(b.Tally)
		return err
	})
	writes, reads, requests := spent.Units()
	t.Logf("%.0f writes to plan, %.0f altogether, %.1f reads, %d requests", planned, writes, reads, requests)
	if err != nil || sent.Sent != 100 {
		t.Fatalf("%+v: %v", sent, err)
	}
	if writes > 200 {
		t.Errorf("%v writes for a hundred people, at most 200", writes)
	}
}

// reader reads customers' files as package notice does.
type reader struct{ customer.Store }

func (r reader) Stopped(ctx context.Context, key string) (bool, error) {
	all, err := r.Stops(ctx, []string{key})
	return all[key], err
}
