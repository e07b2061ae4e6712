package sheet_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
)

const freight = "运单号,客户手机号码,收件人,收件电话,件数,重量（公斤）,声明价值（元）,保价（元）,运费（元）,成本（元）,承运方,网点,业务员,要求的运输方式,发出时间,需要几天,预计到达时间\n"

// rule: SJ-4 — a table of shipments is taken over but for its wrong rows, each of
// which is told; taken over again it writes nothing.
func TestShipmentsComeInAndAgainChangeNothing(t *testing.T) {
	w := newWorld(t)
	w.run([]byte(heading+"13900000001,王芳,,,,,,,\n13900000002,李明,,,,,,,\n"), sheet.Start{})
	const rows = 1000
	bad := []string{
		"SF%06d,13900000001,李雷,13900139000,2,三公斤,,,,,顺丰,上海一部,,,,3,\n",
		"SF%06d,13900000009,李雷,13900139000,2,1,,,,,顺丰,上海一部,,,,3,\n",
		"SF%06d,13900000001,李雷,13900139000,2,1,12.345,,,,顺丰,上海一部,,,,3,\n",
		"SF%06d,13900000001,李雷,13900139000,2,1,,,,,顺丰,上海一部,Z9,,,3,\n",
		"SF%06d,13900000001,李雷,13900139000,2,1,,,,,顺丰,上海一部,,骆驼,,3,\n",
		"SF%06d,13900000001,李雷,1.39001E+10,2,1,,,,,顺丰,上海一部,,,,3,\n",
		"SF%06d,13900000001,李雷,13900139000,两,1,,,,,顺丰,上海一部,,,,3,\n",
		"SF%06d,13900000001,李雷,13900139000,2,1,,,,,,上海一部,,,,3,\n",
		"SF%06d,13900000001,李雷,13900139000,2,1,,,,,顺丰,上海一部,,,,,\n",
		"SF%06d,,李雷,13900139000,2,1,,,,,顺丰,上海一部,,,昨天,3,\n",
	}
	var file strings.Builder
	file.WriteString(freight)
	for i := range rows {
		row := "SF%06d,13900000002,李雷,13900139000,2,3.5,\"1,000.00\",400,26,18.5,顺丰,上海一部,A7,陆运,2026-06-08 09:30,,2026-06-12\n"
		if i%100 == 50 {
			row = bad[i/100]
		}
		fmt.Fprintf(&file, row, i)
	}
	start := sheet.Start{Table: sheet.ShipmentsName}
	trial, _ := w.run([]byte(file.String()), sheet.Start{Table: sheet.ShipmentsName, Trial: true})
	if w.ships.writes.Load() != 0 || trial.Created != rows-len(bad) || trial.Wrong != len(bad) {
		t.Fatalf("a trial: %d writes, %+v", w.ships.writes.Load(), trial)
	}
	done, problems := w.run([]byte(file.String()), start)
	if done.State != sheet.Done || done.Rows != rows || done.Created != rows-len(bad) || done.Wrong != len(bad) {
		t.Fatalf("%+v", done)
	}
	var told []string
	for _, p := range problems {
		told = append(told, fmt.Sprintf("%d %s %s", p.Line, p.Column, p.Code))
	}
	want := []string{"52 weight sheet.decimal", "152 customer_phone shipment.no_customer", "252 value sheet.decimal", "352 salesperson sheet.badge", "452 requested_mode not_one_of",
		"552 consignee_phone sheet.spoilt", "652 pieces sheet.figure", "752 carrier required", "852 days shipment.days", "952 dispatched sheet.date"}
	if got := strings.Join(told, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("told of\n%s", got)
	}
	s, err := w.store.Shipments().Shipment(t.Context(), "SF000007")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := w.byPhone("+8613900000002")
	if s.Customer != c.ID || s.Grams != 3500 || s.Money.Value != 100000 || s.Money.Insured != 40000 || s.Money.Charge != 2600 || s.Money.Cost == nil || *s.Money.Cost != 1850 ||
		s.Salesperson != "m1" || s.Requested != "road" || s.Consignee.Phone != "+8613900139000" || s.State != shipment.Transit ||
		!s.Dispatched.Equal(time.Date(2026, 6, 8, 1, 30, 0, 0, time.UTC)) || !s.ETA.Equal(time.Date(2026, 6, 12, 15, 59, 59, 0, time.UTC)) {
		t.Errorf("%+v", s)
	}
	w.ships.writes.Store(0)
	again, _ := w.run([]byte(file.String()), start)
	if w.ships.writes.Load() != 0 || again.Unchanged != rows-len(bad) || again.Wrong != len(bad) || again.Created != 0 {
		t.Errorf("again: %d writes, %+v", w.ships.writes.Load(), again)
	}
}

// rule: SJ-6 — a row never changes what is on record: it says the same in other
// words, or it is wrong.
func TestATableDoesNotCorrectShipments(t *testing.T) {
	w := newWorld(t)
	w.run([]byte(heading+"13900000001,王芳,,,,,,,\n"), sheet.Start{})
	start := sheet.Start{Table: sheet.ShipmentsName}
	w.run([]byte("waybill,customer_phone,carrier,days,weight,cost\nSF1001,13900000001,顺丰,3,3.5,0\n"), start)
	w.ships.writes.Store(0)
	if done, problems := w.run([]byte("单号,客户手机,快递公司,重量\n sf 1001,+86 139-0000-0001,顺丰,3.50\n"), start); done.Unchanged != 1 {
		t.Errorf("the same in other words: %+v %+v", done, problems)
	}
	done, problems := w.run([]byte("waybill,customer_phone,carrier,days,weight\nSF1001,13900000001,圆通,3,3.5\n"), start)
	if done.Wrong != 1 || problems[0].Code != "shipment.exists" || w.ships.writes.Load() != 0 {
		t.Errorf("another carrier: %+v %+v, %d writes", done, problems, w.ships.writes.Load())
	}
}

// A list is answered row by row, also one of more rows than are recorded at once.
func TestAListOfShipments(t *testing.T) {
	w := newWorld(t)
	w.run([]byte(heading+"13900000001,王芳,,,,,,,\n"), sheet.Start{})
	list := make([]map[string]string, 150)
	for i := range list {
		list[i] = map[string]string{"waybill": fmt.Sprintf("SF%04d", i), "customer_phone": "13900000001", "carrier": "顺丰", "days": "2"}
	}
	list[149]["waybill"] = "?"
	outcomes, err := w.Take(t.Context(), morning, "staff:m1", sheet.ShipmentsName, false, list)
	if err != nil || len(outcomes) != 150 || outcomes[148].Did != sheet.Created || outcomes[148].ID != "SF0148" || outcomes[149].Did != sheet.Wrong {
		t.Errorf("%+v (%v)", outcomes, err)
	}
}

// rule: SJ-4 — what left in a period goes out part by part, safe for a
// spreadsheet, and is taken in again without a change.
func TestShipmentsOfAPeriodGoOut(t *testing.T) {
	w := newWorld(t)
	w.run([]byte(heading+"13900000001,王芳,,,,,,,\n"), sheet.Start{})
	var file strings.Builder
	file.WriteString("waybill,customer_phone,consignee,carrier,weight,days,dispatched\n")
	const n = 1100
	for i := range n {
		fmt.Fprintf(&file, "SF%04d,13900000001,'=SUM(A1),顺丰,3.5,3,2026-06-%02d 23:30\n", i, 1+i%4)
	}
	file.WriteString("SF9998,13900000001,,顺丰,1,3,2026-05-31 23:59\nSF9999,13900000001,,顺丰,1,3,\n")
	if done, problems := w.run([]byte(file.String()), sheet.Start{Table: sheet.ShipmentsName}); done.Created != n+2 {
		t.Fatalf("%+v %+v", done, problems)
	}
	out := sheet.Dispatches{Store: w.store.Shipments(), Roster: w.table.Roster, Zone: w.zone}
	june := sheet.Stretch{From: time.Date(2026, 6, 1, 0, 0, 0, 0, w.zone), To: time.Date(2026, 7, 1, 0, 0, 0, 0, w.zone)}
	parts, err := out.Parts(t.Context(), june, "")
	if err != nil || len(parts) != 2 || parts[0].Rows != 1000 || parts[1].Rows != n-1000 {
		t.Fatalf("%+v %v", parts, err)
	}
	rows := 0
	for _, p := range parts {
		raw, part, err := out.CSV(t.Context(), "zh", june, p.Cursor)
		if err != nil || part.Rows != p.Rows || part.Next != p.Next || !strings.HasPrefix(string(raw), "\ufeff运单号,") || strings.Contains(string(raw), ",=SUM") {
			t.Fatalf("%+v %v\n%.300s", part, err, raw)
		}
		rows += strings.Count(string(raw), "\r\n") - 1
		w.ships.writes.Store(0)
		again, problems := w.run(raw, sheet.Start{Table: sheet.ShipmentsName})
		if again.Unchanged != p.Rows || w.ships.writes.Load() != 0 {
			t.Errorf("taken in again: %+v %+v", again, problems)
		}
	}
	first := sheet.Stretch{From: june.From, To: june.From.AddDate(0, 0, 1)}
	raw, part, err := out.JSON(t.Context(), first, "")
	if err != nil || rows != n || part.Rows != n/4 || strings.Contains(string(raw), "SF0001") || !part.Until.Equal(first.To) {
		t.Errorf("%d rows; the first day: %+v %v", rows, part, err)
	}
}
