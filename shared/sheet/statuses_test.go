package sheet_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
)

const statuses = "运单号,状态,时间,地点,备注,是否破损\n"

// onRecord records shipments by a table: SF0000, SF0001 …
func (w *world) onRecord(n int) {
	w.Helper()
	w.run([]byte(heading+"13900000001,王芳,,,,,,,\n"), sheet.Start{})
	var file strings.Builder
	file.WriteString("waybill,customer_phone,carrier,days\n")
	for i := range n {
		fmt.Fprintf(&file, "SF%04d,13900000001,顺丰,3\n", i)
	}
	if done, problems := w.run([]byte(file.String()), sheet.Start{Table: sheet.ShipmentsName}); done.Created != n {
		w.Fatalf("%+v %+v", done, problems)
	}
	w.ships.writes.Store(0)
}

// rule: SJ-4 — statuses come by a table in kuaidi100's words and codes, in any
// order; wrong rows are told, and the table taken over again writes nothing.
func TestStatusesComeInAndAgainChangeNothing(t *testing.T) {
	w := newWorld(t)
	const n = 300
	w.onRecord(n)
	var rows []string
	for i := range n {
		rows = append(rows, fmt.Sprintf("sf %04d,揽收,2026-06-08 09:30,上海,,\n", i), fmt.Sprintf("SF%04d,0,2026-06-08 12:00:00,苏州,'=1+1,否\n", i),
			fmt.Sprintf("SF%04d,签收,2026/6/9 9:00,成都,已送达前台,是\n", i))
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	bad := []string{"SF9999,签收,2026-06-09 09:00,,,\n", "SF0000,路上,2026-06-09 09:00,,,\n", "SF0000,签收,2026-06-09,,,\n", "SF0000,签收,2026-06-10 09:00,,,\n",
		"1.0E+13,签收,2026-06-09 09:00,,,\n", "SF0000,已登记,2026-06-09 09:00,,,\n", "SF0000,签收,2026-06-09 09:00,,,也许\n", "SF0000,签收,,,,\n"}
	file := []byte(statuses + strings.Join(bad, "") + strings.Join(rows, ""))
	trial, _ := w.run(file, sheet.Start{Table: sheet.StatusesName, Trial: true})
	if w.ships.writes.Load() != 0 || trial.Created != len(rows) || trial.Wrong != len(bad) {
		t.Fatalf("a trial: %d writes, %+v", w.ships.writes.Load(), trial)
	}
	done, problems := w.run(file, sheet.Start{Table: sheet.StatusesName})
	if done.State != sheet.Done || done.Created != len(rows) || done.Wrong != len(bad) {
		t.Fatalf("%+v", done)
	}
	var told []string
	for _, p := range problems {
		told = append(told, fmt.Sprintf("%d %s %s", p.Line, p.Column, p.Code))
	}
	want := []string{"2 waybill shipment.none", "3 state not_one_of", "4 at sheet.moment", "5 at shipment.future", "6 waybill sheet.spoilt", "7 state not_one_of",
		"8 damaged sheet.yes", "9 at required"}
	if got := strings.Join(told, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("told of\n%s", got)
	}
	s, err := w.store.Shipments().Shipment(t.Context(), "SF0123")
	if err != nil || s.State != shipment.Signed || !s.StateAt.Equal(time.Date(2026, 6, 9, 1, 0, 0, 0, time.UTC)) || len(s.Course) != 3 || !s.Damaged ||
		s.Course[0].State != shipment.Collected || s.Course[1].Place != "苏州" || s.Course[1].Text != "=1+1" {
		t.Errorf("%+v %v", s, err)
	}
	w.ships.writes.Store(0)
	again, _ := w.run(file, sheet.Start{Table: sheet.StatusesName})
	if w.ships.writes.Load() != 0 || again.Unchanged != len(rows) || again.Wrong != len(bad) {
		t.Errorf("again: %d writes, %+v", w.ships.writes.Load(), again)
	}
}

// A carrier that says the same twice says it once.
func TestAStatusThatStandsTwiceInATableIsOne(t *testing.T) {
	w := newWorld(t)
	w.onRecord(1)
	row := "SF0000,派件,2026-06-08 09:30,成都,,\n"
	done, problems := w.run([]byte(statuses+row+row+row), sheet.Start{Table: sheet.StatusesName})
	if done.Created != 1 || done.Unchanged != 2 || done.Wrong != 0 {
		t.Errorf("%+v %+v", done, problems)
	}
}

// An import that dies in the middle of a chunk goes on where it stood, and every
// status is there once.
func TestStatusesGoOnWhereTheyStood(t *testing.T) {
	w := newWorld(t)
	const n = 250
	w.onRecord(n)
	var file strings.Builder
	file.WriteString(statuses)
	for i := range n {
		fmt.Fprintf(&file, "SF%04d,在途,2026-06-08 12:00,苏州,,\n", i)
	}
	for i := range n {
		fmt.Fprintf(&file, "SF%04d,揽收,2026-06-08 09:30,上海,,\n", i)
	}
	died := 0
	w.ships.die = func() bool {
		if died < 3 && w.ships.writes.Load()%90 == 89 {
			died++
			return true
		}
		return false
	}
	done, problems := w.run([]byte(file.String()), sheet.Start{Table: sheet.StatusesName})
	if done.State != sheet.Done || done.Rows != 2*n || done.Wrong != 0 || died != 3 {
		t.Fatalf("died %d times, %+v %+v", died, done, problems)
	}
	for i := range n {
		s, err := w.store.Shipments().Shipment(t.Context(), fmt.Sprintf("SF%04d", i))
		if err != nil || len(s.Course) != 2 || s.State != shipment.Transit || s.Course[0].State != shipment.Collected {
			t.Fatalf("%+v %v", s, err)
		}
	}
}

// A list by the API is answered row by row.
func TestAListOfStatuses(t *testing.T) {
	w := newWorld(t)
	w.onRecord(1)
	list := []map[string]string{{"waybill": "SF0000", "state": "3", "at": "2026-06-08T09:30:00+08:00"}, {"waybill": "SF0000", "state": "signed", "at": "2026-06-08T01:30:00Z"},
		{"waybill": "SF0000", "state": "3"}}
	outcomes, err := w.Take(t.Context(), morning, "staff:m1", sheet.StatusesName, false, list)
	if err != nil || outcomes[0].Did != sheet.Created || outcomes[1].Did != sheet.Unchanged || outcomes[2].Did != sheet.Wrong {
		t.Errorf("%+v (%v)", outcomes, err)
	}
}
