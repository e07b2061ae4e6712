package dynamo_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// atTheDesk is what follows from a shipment elsewhere, which is counted there.
type atTheDesk struct{}

func (atTheDesk) Raise(context.Context, time.Time, string, shipment.Shipment, shipment.Exception) (string, bool, error) {
	return "T00000001", true, nil
}
func (atTheDesk) Settle(context.Context, time.Time, string, shipment.Shipment, shipment.Exception) error {
	return nil
}

// A shipment's life as it is billed, from its record to its signature, with an
// exception in between; what it costs to look at it, and to export it.
func TestWhatAShipmentCosts(t *testing.T) {
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	store := table.Shipments()
	phones := parse.Phones{Region: "CN", Keyed: func(_ context.Context, n phone.Number) (string, error) {
		return phone.Hash([]byte("a key of sixteen bytes"), n)[:32], nil
	}}
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	ships := &shipment.Service{Store: store, Customers: table.Customers(), Phones: phones, Tickets: atTheDesk{}, Matters: table.Tickets(), Random: rand.Reader, Zone: zone,
		Settings: func(context.Context) (shipment.Settings, error) { return shipment.DefaultSettings(), nil }}
	now := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	file, err := customer.Service{Store: table.Customers(), Phones: phones, Random: rand.Reader}.Save(t.Context(), customer.Input{Name: "王芳", Phone: "13800138000"}, "staff:1", now)
	if err != nil {
		t.Fatal(err)
	}
	record := func(waybill string) shipment.Input {
		return shipment.Input{Waybill: waybill, Customer: file.ID, Consignee: "李雷", Phone: "13900139000", Address: "成都市锦江区1号", Pieces: 2, Grams: 3500,
			Money: shipment.Money{Value: 100000, Charge: 2600}, Carrier: "顺丰", Branch: "上海一部", Days: 3}
	}
	report := func(after time.Duration, state, text string) func(context.Context) error {
		return func(ctx context.Context) error {
			answers, err := ships.Report(ctx, now.Add(after), "staff:1", []shipment.Report{{Waybill: "SF1001", At: now.Add(after), State: state, Place: "成都", Text: text}})
			if err == nil {
				err = answers[0].Err
			}
			return err
		}
	}
	due := func(after time.Duration) func(context.Context) error {
		return func(ctx context.Context) error { return ships.Due(ctx, now.Add(after), "SF1001") }
	}
	// Record 2 and the due index 1, three places 6, the figures of customer and carrier 4, event 2.
	atMost(t, "record", 15, 4, func(ctx context.Context) error {
		_, err := ships.Record(ctx, now, "staff:1", record("SF1001"))
		return err
	})
	// AWS bills a refused transaction as if it had been written.
	atMost(t, "record it again", 15, 6, func(ctx context.Context) error {
		_, err := ships.Record(ctx, now, "staff:1", record("SF1001"))
		return err
	})
	// Record 2, its events 2, the due index moves 2, and the index of what left 1.
	atMost(t, "left", 7, 1, report(time.Hour, "collected", "已揽收"))
	// Record 2, event 2: nothing else moves.
	atMost(t, "a status", 4, 1, report(2*time.Hour, "transit", "到达成都转运中心"))
	atMost(t, "a status again", 0, 1, report(2*time.Hour, "transit", "到达成都转运中心"))
	// Record 2, its events 2, the due index moves 2, figures 4.
	atMost(t, "something is wrong", 10, 1, report(3*time.Hour, "problem", "外包装破损"))
	// The record twice 4, the due index moves 2.
	atMost(t, "its ticket is opened", 6, 5, due(3*time.Hour))
	// Record 2, its events 2, the due index moves 2.
	atMost(t, "it is over", 6, 1, report(4*time.Hour, "delivering", "派送中"))
	atMost(t, "its ticket is closed", 4, 3, due(4*time.Hour))
	// Record 2, event 2, figures 4, out of the due index 1.
	atMost(t, "signed for", 9, 1, report(5*time.Hour, "signed", "已签收"))
	// A counter, two records, and the tickets of the waybill, of which there are none.
	atMost(t, "the page of a waybill", 1, 3, func(ctx context.Context) error {
		_, err := ships.Look(ctx, now, shipment.Claim{Waybill: "SF1001", Last4: "9000"})
		return err
	})
	atMost(t, "a wrong pair", 1, 3, func(ctx context.Context) error {
		if _, err := ships.Look(ctx, now, shipment.Claim{Waybill: "SF1001", Last4: "1234"}); !errs.Is(err, errs.NotFound) {
			return fmt.Errorf("opened to anybody: %w", err)
		}
		return nil
	})
	const n = 40
	for i := range n {
		in := record(fmt.Sprintf("SF2%03d", i))
		in.Dispatched = now.Add(time.Duration(i) * time.Minute)
		if _, err := ships.Record(t.Context(), now.Add(time.Hour), event.System, in); err != nil {
			t.Fatal(err)
		}
	}
	out := sheet.Dispatches{Store: store, Zone: zone, Roster: func(context.Context) (staff.Roster, error) { return staff.Roster{}, nil }}
	june := sheet.Stretch{From: time.Date(2026, 6, 1, 0, 0, 0, 0, zone), To: time.Date(2026, 7, 1, 0, 0, 0, 0, zone)}
	// The record of each, and the index: forty places are some four kilobytes, in two months of UTC.
	atMost(t, "an exported period", 0, n+1+3, func(ctx context.Context) error {
		_, part, err := out.CSV(ctx, words.Chinese, june, "")
		if err == nil && part.Rows != n+1 {
			err = fmt.Errorf("%d rows", part.Rows)
		}
		return err
	})
}
