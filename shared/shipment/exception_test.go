package shipment_test

import (
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/shipment"
)

// rule: NJ-11
func TestWhetherItCameIsAskedWhenItShouldBeThere(t *testing.T) {
	w := newWorld(t)
	w.record(func(in *shipment.Input) { in.Dispatched = noon })
	eta := noon.Add(72 * time.Hour)
	w.sweep(eta.Add(-time.Millisecond))
	if len(w.desk.asked) != 0 {
		t.Error("asked too early")
	}
	w.desk.fail = errs.New(errs.Unavailable, "store.unavailable")
	if err := w.Due(t.Context(), eta, "SF1001"); !errs.Is(err, errs.Unavailable) {
		t.Errorf("a task that could not be made: %v", err)
	}
	w.sweep(eta)
	w.sweep(eta.Add(time.Hour))
	if len(w.desk.asked) != 2 || w.told(shipment.Expected) != 1 {
		t.Errorf("asked %v, told %d", w.desk.asked, w.told(shipment.Expected))
	}
	later := eta.Add(48 * time.Hour)
	if s, err := w.Correct(t.Context(), eta.Add(time.Hour), agent, "SF1001", 0, shipment.Amends{ETA: &later, Reason: "台风改期"}); err != nil || s.Asked {
		t.Fatalf("%+v %v", s, err)
	}
	w.sweep(later)
	if w.told(shipment.Expected) != 2 {
		t.Error("not asked at the new time")
	}

	w = newWorld(t)
	w.record(func(in *shipment.Input) { in.Dispatched = noon })
	w.now = noon.Add(50 * time.Hour)
	w.reported(49*time.Hour, "signed", "已签收")
	w.sweep(noon.Add(1000 * time.Hour))
	if len(w.desk.asked) != 0 {
		t.Error("asked after what was signed for")
	}
}

// rule: QM-13
func TestAnExceptionIsToldOnceAndClosesByItself(t *testing.T) {
	w := newWorld(t)
	w.record(func(in *shipment.Input) { in.Dispatched = noon })
	w.now = noon.Add(3 * time.Hour)
	w.reported(2*time.Hour, "2", "无法联系收件人")
	w.reported(2*time.Hour, "2", "无法联系收件人")
	w.sweep(w.now)
	w.reported(2*time.Hour+time.Minute, "14", "拒收") // one thing leads to the next
	w.sweep(w.now.Add(time.Minute))
	s, _ := w.Read(t.Context(), "SF1001")
	if len(w.desk.raised) != 2 || len(s.Exceptions) != 1 || s.Exceptions[0].Ticket != "T1" || s.Wrong() != "refused" {
		t.Fatalf("raised %v, %+v", w.desk.raised, s.Exceptions)
	}
	w.reported(2*time.Hour+2*time.Minute, "6", "退回") // of the same grade: no news
	w.sweep(w.now.Add(2 * time.Minute))
	if w.desk.raised = w.desk.raised[:1]; w.told(shipment.Excepted) != 1 {
		t.Errorf("told as %d exceptions", w.told(shipment.Excepted))
	}
	w.reported(3*time.Hour, "5", "再次派件")
	w.sweep(w.now)
	if len(w.desk.settled) != 1 || w.told(shipment.Excepted) != 1 || w.told(shipment.Cleared) != 1 {
		t.Errorf("settled %v", w.desk.settled)
	}
	w.now = noon.Add(5 * time.Hour)
	w.reported(4*time.Hour, "6", "退回")
	w.sweep(w.now)
	if len(w.desk.raised) != 2 || w.desk.raised[0] == w.desk.raised[1] {
		t.Errorf("the next exception: %v", w.desk.raised)
	}
	if f := w.figures("C1"); f.Excepted != 1 {
		t.Errorf("figures %+v", f)
	}
}

func TestWhatPassedBeforeAnybodySawItIsNotTold(t *testing.T) {
	w := newWorld(t)
	w.record(func(in *shipment.Input) { in.Dispatched = noon })
	w.now = noon.Add(3 * time.Hour)
	w.reported(2*time.Hour, "2", "疑难")
	w.reported(2*time.Hour+time.Minute, "0", "继续运输")
	w.sweep(w.now)
	if len(w.desk.raised)+len(w.desk.settled) != 0 {
		t.Errorf("%+v", w.desk)
	}
	// When the ticket may be there already, it is opened all the same, and closed.
	w.reported(2*time.Hour+2*time.Minute, "2", "又疑难")
	w.desk.fail = errs.New(errs.Unavailable, "store.unavailable")
	if err := w.Due(t.Context(), w.now, "SF1001"); !errs.Is(err, errs.Unavailable) {
		t.Fatal(err)
	}
	w.reported(2*time.Hour+3*time.Minute, "0", "又继续运输")
	w.sweep(w.now)
	if len(w.desk.raised) != 2 || w.desk.raised[0] != w.desk.raised[1] || len(w.desk.settled) != 1 {
		t.Errorf("%+v", w.desk)
	}
	// What a customer has asked about already is told there, and closed there.
	w.desk.had = "T5"
	w.reported(2*time.Hour+4*time.Minute, "2", "再疑难")
	w.sweep(w.now)
	w.reported(2*time.Hour+5*time.Minute, "0", "再继续运输")
	w.sweep(w.now)
	if s, _ := w.Read(t.Context(), "SF1001"); s.Exceptions[2].Ticket != "T5" || len(w.desk.settled) != 1 {
		t.Errorf("%+v %+v", s.Exceptions, w.desk)
	}
}

// rule: QM-13 — what was reported late is told as long as it stands; of what was
// over long before the shipment was recorded nobody hears.
func TestWhatStandsStillIsToldHoweverLateItIsReported(t *testing.T) {
	w := newWorld(t)
	w.record(func(in *shipment.Input) { in.Dispatched = noon })
	w.now = noon.Add(70 * time.Hour) // a carrier's weekend
	w.reported(30*time.Hour, "2", "疑难")
	w.sweep(w.now)
	if s, _ := w.Read(t.Context(), "SF1001"); len(w.desk.raised) != 1 || s.Exceptions[0].Ticket != "T1" {
		t.Errorf("%+v, raised %v", s.Exceptions, w.desk.raised)
	}
	w = newWorld(t)
	w.record(func(in *shipment.Input) { in.Dispatched = noon })
	w.now = noon.Add(70 * time.Hour)
	w.reported(30*time.Hour, "2", "疑难")
	w.reported(31*time.Hour, "0", "继续运输")
	w.sweep(w.now)
	if len(w.desk.raised)+len(w.desk.settled) != 0 {
		t.Errorf("over already: %+v", w.desk)
	}
	w = newWorld(t)
	w.now = noon.Add(200 * time.Hour)
	w.record(func(in *shipment.Input) { in.Dispatched = noon })
	w.reported(30*time.Hour, "2", "疑难")
	w.reported(31*time.Hour, "4", "退签")
	w.sweep(w.now)
	if len(w.desk.raised) != 0 {
		t.Errorf("old news: %v", w.desk.raised)
	}
}

// rule: QM-13 — a damaged parcel is an exception of its own, beside what else is
// wrong and after its end, until a person says otherwise.
func TestDamageIsAnExceptionUntilAPersonSaysOtherwise(t *testing.T) {
	w := newWorld(t)
	w.record(func(in *shipment.Input) { in.Dispatched = noon })
	w.now = noon.Add(3 * time.Hour)
	hurt := []shipment.Report{{Waybill: "SF1001", At: noon.Add(2 * time.Hour), State: "0", Text: "外箱破损", Damaged: true}}
	for range 2 {
		if answers, err := w.Report(t.Context(), w.now, event.System, hurt); err != nil || answers[0].Err != nil {
			t.Fatal(err, answers)
		}
		w.sweep(w.now)
	}
	s, _ := w.Read(t.Context(), "SF1001")
	if len(w.desk.raised) != 1 || len(s.Exceptions) != 1 || s.Wrong() != shipment.Damaged {
		t.Fatalf("raised %v, %+v", w.desk.raised, s.Exceptions)
	}
	w.reported(150*time.Minute, "14", "拒收")
	w.sweep(w.now)
	if s, _ = w.Read(t.Context(), "SF1001"); len(w.desk.raised) != 2 || len(s.Exceptions) != 2 || s.Wrong() != "refused" {
		t.Fatalf("beside it: %v, %+v", w.desk.raised, s.Exceptions)
	}
	w.now = noon.Add(5 * time.Hour)
	s = w.reported(4*time.Hour, "3", "已签收")
	w.sweep(w.now)
	if s.Wrong() != shipment.Damaged || len(w.desk.settled) != 0 {
		t.Errorf("after the signature: %q, settled %v", s.Wrong(), w.desk.settled)
	}
	no := false
	if _, err := w.Correct(t.Context(), w.now.Add(time.Minute), agent, "SF1001", 0, shipment.Amends{Damaged: &no, Reason: "开箱查看完好"}); err != nil {
		t.Fatal(err)
	}
	w.sweep(w.now.Add(time.Minute))
	w.reported(270*time.Minute, "3", "补录") // brings no damage back
	if s, _ = w.Read(t.Context(), "SF1001"); s.Wrong() != "" || s.Damaged || len(w.desk.settled) != 1 {
		t.Errorf("no damage: %q, settled %v", s.Wrong(), w.desk.settled)
	}
	yes := true
	if _, err := w.Correct(t.Context(), w.now.Add(time.Hour), agent, "SF1001", 0, shipment.Amends{Damaged: &yes, Reason: "客户反映内件破损"}); err != nil {
		t.Fatal(err)
	}
	w.sweep(w.now.Add(2 * time.Hour))
	if f := w.figures("C1"); len(w.desk.raised) != 3 || f.Damaged != 1 {
		t.Errorf("found by a person: %v, %+v", w.desk.raised, f)
	}
}

// rule: QM-13 — and so is what does not come.
func TestWhatIsLongOverdueIsAnException(t *testing.T) {
	w := newWorld(t)
	w.record(func(in *shipment.Input) { in.Dispatched = noon })
	w.sweep(noon.Add(96*time.Hour - time.Millisecond))
	if len(w.desk.raised) != 0 {
		t.Error("raised too early")
	}
	w.sweep(noon.Add(96 * time.Hour))
	s, _ := w.Read(t.Context(), "SF1001")
	if len(w.desk.raised) != 1 || s.Wrong() != shipment.Overdue {
		t.Fatalf("%v %q", w.desk.raised, s.Wrong())
	}
	w.reported(95*time.Hour, "0", "到达成都")
	w.sweep(w.now)
	if len(w.desk.settled) != 0 {
		t.Error("it is late still")
	}
	w.reported(96*time.Hour, "3", "已签收")
	w.sweep(w.now)
	if len(w.desk.settled) != 1 {
		t.Error("it has come")
	}
	if f := w.figures("C1"); f.OnTime != 0 || f.Signed != 1 || f.Excepted != 1 {
		t.Errorf("figures %+v", f)
	}
}

// rule: SJ-17
func TestWhatDoesNotLeaveInTimeAlarmsOnce(t *testing.T) {
	w := newWorld(t)
	w.record()
	w.record(func(in *shipment.Input) { in.Waybill = "SF1002" })
	gone := w.record(func(in *shipment.Input) { in.Waybill = "SF1003" })
	if _, err := w.Dispatch(t.Context(), noon, agent, gone.Waybill, 0, checked); err != nil {
		t.Fatal(err)
	}
	cutoff := noon.Add(6 * time.Hour) // 18:00 in Shanghai
	w.sweep(cutoff.Add(-time.Millisecond))
	if w.told(shipment.Undispatched) != 0 {
		t.Error("alarmed too early")
	}
	w.sweep(cutoff)
	w.now = cutoff
	w.sweep(cutoff.Add(time.Minute))
	if n := w.told(shipment.Undispatched); n != 1 {
		t.Errorf("alarmed %d times", n)
	}
	if s := w.record(func(in *shipment.Input) { in.Waybill = "SF1004" }); s.Day != "2026-06-06" {
		t.Errorf("after the hour it is on the list of %s", s.Day)
	}
	page, err := w.Store.OfDay(t.Context(), "上海一部", "2026-06-05", "", 10)
	if err != nil || len(page.Shipments) != 3 {
		t.Errorf("%d on the list, %v", len(page.Shipments), err)
	}
}
