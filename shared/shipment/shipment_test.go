package shipment_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/shipment"
)

// rule: SJ-4 rule: SJ-21 rule: SJ-8
func TestAShipmentIsRecordedOnce(t *testing.T) {
	w := newWorld(t)
	first, err := w.Record(t.Context(), noon, agent, parcel())
	s := first.Shipment
	if err != nil || first.Same || s.Waybill != "SF1001" || s.Salesperson != "7" || s.Carrier != "顺丰" || s.Money.Insured != 40000 || s.State != shipment.Recorded {
		t.Fatalf("%+v %v", first, err)
	}
	if !first.Unprepared {
		t.Error("nobody is warned that the customer is not prepared")
	}
	again, err := w.Record(t.Context(), noon.Add(time.Hour), agent, parcel())
	if err != nil || !again.Same || again.Shipment.Version != 1 {
		t.Errorf("again: %+v %v", again, err)
	}
	if _, err := w.Record(t.Context(), noon, agent, parcel(func(in *shipment.Input) { in.Pieces = 9 })); !errs.Is(err, errs.Conflict) {
		t.Errorf("with other content: %v", err)
	}
	second, err := w.Record(t.Context(), noon, agent, parcel(func(in *shipment.Input) { in.Waybill, in.Customer, in.CustomerPhone = "SF1002", "", "13800138000" }))
	if err != nil || second.Unprepared || second.Shipment.Customer != "C1" {
		t.Errorf("the second: %+v %v", second, err)
	}
	if n := w.told(shipment.RecordedEvent); n != 2 {
		t.Errorf("%d records told", n)
	}
}

func TestWhatARecordMayNotSay(t *testing.T) {
	w := newWorld(t)
	for want, edit := range map[string]func(*shipment.Input){
		"[waybill:shipment.waybill]":           func(in *shipment.Input) { in.Waybill = "运单" },
		"[customer:required]":                  func(in *shipment.Input) { in.Customer = "" },
		"[customer:shipment.no_customer]":      func(in *shipment.Input) { in.Customer = "NOBODY" },
		"[customerPhone:shipment.no_customer]": func(in *shipment.Input) { in.Customer, in.CustomerPhone = "", "13700137000" },
		"[phone:phone.invalid]":                func(in *shipment.Input) { in.Phone = "12" },
		"[carrier:required]":                   func(in *shipment.Input) { in.Carrier = " " },
		"[days:shipment.days]":                 func(in *shipment.Input) { in.Days = 0 },
		"[insuredFen:shipment.number]":         func(in *shipment.Input) { in.Money.Insured = -1 },
		"[dispatched:shipment.future]":         func(in *shipment.Input) { in.Dispatched = noon.Add(time.Hour) },
		"[day:shipment.day]":                   func(in *shipment.Input) { in.Day = "2026-02-30" },
		"[mode:not_one_of]":                    func(in *shipment.Input) { in.Requested, in.Mode = "", "camel" },
		"[deviation:shipment.deviation]":       func(in *shipment.Input) { in.Mode = "air" }, // rule: NJ-18
		"[checklist:not_one_of]":               func(in *shipment.Input) { in.Checklist = []string{"blessed"} },
		"[consignee:ticket.control]":           func(in *shipment.Input) { in.Consignee = "a\u202eb" },
	} {
		if _, err := w.Record(t.Context(), noon, agent, parcel(edit)); fields(err) != want {
			t.Errorf("%s, want %s", fields(err), want)
		}
	}
	rows := make([]shipment.Input, shipment.MaxRows+1)
	if _, err := w.RecordAll(t.Context(), noon, agent, rows); !errs.Is(err, errs.Invalid) {
		t.Errorf("too many rows: %v", err)
	}
	answers, err := w.RecordAll(t.Context(), noon, agent, []shipment.Input{parcel(), parcel(func(in *shipment.Input) { in.Waybill = "SF1002" }), parcel(func(in *shipment.Input) { in.Waybill = "x" })})
	if err != nil || answers[0].Outcome != shipment.Done || answers[1].Outcome != shipment.Done || answers[2].Outcome != shipment.Denied {
		t.Errorf("%+v %v", answers, err)
	}
}

// rule: SJ-4 — in whichever order they come, however often, the shipment stands
// at the status with the latest time, and an end stays one.
func TestStatusesMayComeTwiceAndOutOfOrder(t *testing.T) {
	reports := []shipment.Report{
		{Waybill: "SF1001", At: noon.Add(1 * time.Hour), State: "1", Text: "已揽收"},
		{Waybill: "SF1001", At: noon.Add(2 * time.Hour), State: "0", Text: "离开上海"},
		{Waybill: "SF1001", At: noon.Add(2 * time.Hour), State: "0", Text: "离开上海分拨"},
		{Waybill: "SF1001", At: noon.Add(30 * time.Hour), State: "5", Text: "派件中"},
		{Waybill: "SF1001", At: noon.Add(31 * time.Hour), State: "3", Text: "已签收，签收人：李雷"},
		{Waybill: "SF1001", At: noon.Add(32 * time.Hour), State: "0", Text: "离开上海"},
	}
	random := rand.New(rand.NewPCG(1, 2))
	var course string
	for range 30 {
		w := newWorld(t)
		w.record()
		w.now = noon.Add(40 * time.Hour)
		mixed := append(append([]shipment.Report{}, reports...), reports...)
		random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		done := 0
		for i := 0; i < len(mixed); i += 3 {
			answers, err := w.Report(t.Context(), w.now, event.System, mixed[i:i+3])
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range answers {
				if a.Outcome == shipment.Done {
					done++
				}
			}
		}
		s, _ := w.Read(t.Context(), "SF1001")
		var texts []string
		for _, st := range s.Course {
			texts = append(texts, st.ID)
		}
		if course == "" {
			course = strings.Join(texts, " ")
		}
		if done != len(reports) || s.State != shipment.Signed || !s.StateAt.Equal(noon.Add(31*time.Hour)) || strings.Join(texts, " ") != course {
			t.Fatalf("%d taken, %s since %s, %v", done, s.State, s.StateAt, texts)
		}
		if f := w.figures("C1"); f.Shipments != 1 || f.Signed != 1 || f.OnTime != 1 || f.Revenue != 2600 {
			t.Fatalf("figures %+v", f)
		}
	}
}

func TestAPersonCorrectsAnEnd(t *testing.T) {
	w := newWorld(t)
	w.record()
	w.now = noon.Add(10 * time.Hour)
	w.reported(9*time.Hour, "signed", "已签收")
	if s := w.reported(10*time.Hour, "problem", "误签"); s.State != shipment.Signed {
		t.Errorf("a report moved an end: %s", s.State)
	}
	s, err := w.CorrectState(t.Context(), w.now.Add(time.Minute), agent, "SF1001", 0, "transit", "签收有误，货还在途中")
	if err != nil || s.State != shipment.Transit {
		t.Fatalf("%s %v", s.State, err)
	}
	if f := w.figures("C1"); f.Signed != 0 || f.OnTime != 0 {
		t.Errorf("still counted as signed: %+v", f)
	}
	w.now = noon.Add(20 * time.Hour)
	if s := w.reported(19*time.Hour, "signed", "本人签收"); s.State != shipment.Signed {
		t.Errorf("after the correction it goes on: %s", s.State)
	}
	for state, want := range map[string]string{"nowhere": "[state:not_one_of]", "recorded": "[state:not_one_of]"} {
		if _, err := w.CorrectState(t.Context(), w.now, agent, "SF1001", 0, state, "x"); fields(err) != want {
			t.Errorf("%s: %v", state, err)
		}
	}
}

// checked is how it leaves after all was looked at.
var checked = shipment.Leaving{Checklist: []string{"packed", "labelled", "weighed", "documents"}}

// rule: NJ-10 — that it leaves is news once, and none when it was long ago.
func TestLeavingIsToldOnce(t *testing.T) {
	w := newWorld(t)
	w.record()
	s, err := w.Dispatch(t.Context(), noon.Add(time.Hour), agent, "SF1001", 0, checked)
	if err != nil || s.State != shipment.Transit || !s.ETA.Equal(noon.Add(73*time.Hour)) || s.Mode != "road" {
		t.Fatalf("%+v %v", s, err)
	}
	if _, err := w.Dispatch(t.Context(), noon.Add(time.Hour), agent, "SF1001", 0, checked); !errs.Is(err, errs.Conflict) {
		t.Errorf("it leaves twice: %v", err)
	}
	w.now = noon.Add(3 * time.Hour)
	w.reported(2*time.Hour, "collected", "已揽收")
	w.reported(2*time.Hour, "collected", "已揽收")
	if n := w.told(shipment.DispatchedEvent); n != 1 {
		t.Errorf("told %d times that it left", n)
	}
	w = newWorld(t)
	s = w.record(func(in *shipment.Input) { in.Dispatched = noon.Add(-25 * time.Hour) })
	if s.State != shipment.Transit || w.told(shipment.DispatchedEvent) != 0 || s.Day != "2026-06-04" {
		t.Errorf("old news: %+v", s)
	}
	w = newWorld(t)
	w.record(func(in *shipment.Input) { in.Dispatched = noon.Add(-23 * time.Hour) })
	if w.told(shipment.DispatchedEvent) != 1 {
		t.Error("yesterday's is not told")
	}
	w = newWorld(t)
	w.record()
	if _, err := w.Dispatch(t.Context(), noon, agent, "SF1001", 0, shipment.Leaving{Mode: "air", Checklist: checked.Checklist}); fields(err) != "[deviation:shipment.deviation]" { // rule: NJ-18
		t.Errorf("by another way without a reason: %v", err)
	}
}

// rule: NJ-18 rule: SJ-23 — nothing leaves that was not looked at, nor what its
// customer wants held.
func TestWhatMayNotLeave(t *testing.T) {
	w := newWorld(t)
	w.record()
	for _, list := range [][]string{nil, {"packed", "labelled", "documents"}} {
		if _, err := w.Dispatch(t.Context(), noon, agent, "SF1001", 0, shipment.Leaving{Checklist: list}); fields(err) != "[checklist:shipment.checklist]" {
			t.Errorf("looked at %v only: %v", list, err)
		}
	}
	s, err := w.Instruct(t.Context(), noon, agent, "SF1001", 0, "hold", "等我电话再发")
	if err != nil || strings.Join(s.Instructed(), " ") != "hold" {
		t.Fatalf("%v %v", s.Instructed(), err)
	}
	if _, err := w.Dispatch(t.Context(), noon, agent, "SF1001", 0, checked); errs.As(err).Code != "shipment.held" {
		t.Errorf("held: %v", err)
	}
	w.sweep(noon.Add(time.Minute))
	w.sweep(noon.Add(2 * time.Minute))
	if w.desk.instructed != 1 {
		t.Errorf("%d tasks", w.desk.instructed)
	}
	if s, err = w.CarryOut(t.Context(), noon.Add(time.Hour), agent, "SF1001", 0, s.Instructions[0].ID, "可以发了"); err != nil || s.Instructed() != nil {
		t.Fatalf("%v %v", s.Instructed(), err)
	}
	w.sweep(noon.Add(time.Hour))
	if w.desk.instructed != 0 {
		t.Errorf("%d tasks of what was carried out", w.desk.instructed)
	}
	if _, err := w.Dispatch(t.Context(), noon.Add(time.Hour), agent, "SF1001", 0, checked); err != nil {
		t.Errorf("held no more: %v", err)
	}
}

// rule: SJ-6 rule: SJ-3
func TestACorrectionIsKeptAndCounted(t *testing.T) {
	w := newWorld(t)
	w.record()
	charge, cost, carrier := int64(3000), int64(1800), "中通"
	s, err := w.Correct(t.Context(), noon.Add(time.Hour), agent, "SF1001", 1, shipment.Amends{Charge: &charge, Cost: &cost, Carrier: &carrier, Reason: "单据填错"})
	if err != nil || len(s.Corrections) != 1 || strings.Join(s.Corrections[0].Fields, " ") != "chargeFen carrier costFen" || s.Corrections[0].By != agent {
		t.Fatalf("%+v %v", s.Corrections, err)
	}
	if f := w.figures("C1"); f.Revenue != 3000 || f.Margin != 1200 || f.Costed != 1 || f.Shipments != 1 {
		t.Errorf("figures %+v", f)
	}
	of := func(carrier string) (sum shipment.Figures) {
		for _, part := range shipment.CarrierFigures(carrier) {
			sum = sum.Plus(w.figures(part))
		}
		return sum
	}
	if of("顺丰") != (shipment.Figures{}) || of("中通").Revenue != 3000 || of("中通").Shipments != 1 { // rule: SJ-21
		t.Errorf("%+v and %+v", of("顺丰"), of("中通"))
	}
	if _, err := w.Correct(t.Context(), noon, agent, "SF1001", 1, shipment.Amends{Charge: &cost, Reason: "x"}); !errs.Is(err, errs.Stale) {
		t.Errorf("on what has changed: %v", err)
	}
	same, err := w.Correct(t.Context(), noon, agent, "SF1001", 0, shipment.Amends{Charge: &charge, Reason: "x"})
	if err != nil || same.Version != 2 {
		t.Errorf("nothing changed: %+v %v", same, err)
	}
	if _, err := w.Correct(t.Context(), noon, agent, "SF1001", 0, shipment.Amends{Charge: &cost}); fields(err) != "[reason:required]" {
		t.Errorf("without a reason: %v", err)
	}
}

// rule: SJ-23
func TestAnInstructionSaysWhoTookItAndWhoDidIt(t *testing.T) {
	w := newWorld(t)
	w.record()
	s, err := w.Instruct(t.Context(), noon, agent, "SF1001", 0, "redirect", "改送到公司前台")
	if err != nil || len(s.Instructions) != 1 {
		t.Fatal(err)
	}
	in := s.Instructions[0]
	for range 2 {
		if s, err = w.CarryOut(t.Context(), noon.Add(time.Hour), "staff:2", "SF1001", 0, in.ID, "已通知网点"); err != nil {
			t.Fatal(err)
		}
	}
	done := s.Instructions[0]
	if done.By != agent || done.Doer != "staff:2" || !done.Done.Equal(noon.Add(time.Hour)) || w.told(shipment.CarriedOut) != 1 {
		t.Errorf("%+v", done)
	}
	if _, err := w.CarryOut(t.Context(), noon, agent, "SF1001", 0, "NONE", ""); !errs.Is(err, errs.NotFound) {
		t.Errorf("an unknown one: %v", err)
	}
	if _, err := w.Instruct(t.Context(), noon, agent, "SF1001", 0, "dance", " "); fields(err) != "[kind:not_one_of text:required]" {
		t.Errorf("%v", err)
	}
}

// rule: NJ-11 — a trace ends when it is found or a claim opens.
func TestATraceEndsWithTheShipmentOrAClaim(t *testing.T) {
	w := newWorld(t)
	w.record()
	if _, err := w.StartTrace(t.Context(), noon, agent, "SF1001"); !errs.Is(err, errs.Conflict) {
		t.Errorf("of what has not left: %v", err)
	}
	w.Dispatch(t.Context(), noon, agent, "SF1001", 0, checked)
	searched := func() bool {
		t.Helper()
		is, err := w.Searched(t.Context(), "SF1001", "T9")
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	for range 2 {
		if _, err := w.StartTrace(t.Context(), noon.Add(time.Hour), agent, "SF1001"); err != nil {
			t.Fatal(err)
		}
	}
	if !searched() || w.told(shipment.Traced) != 1 {
		t.Error("not searched for, or twice")
	}
	if s, err := w.Claim(t.Context(), noon.Add(2*time.Hour), agent, "SF1001", 0, "2026-17"); err != nil || s.Trace.Claim != "2026-17" || searched() {
		t.Errorf("%+v %v", s.Trace, err)
	}
	if _, err := w.Find(t.Context(), noon.Add(2*time.Hour), agent, "SF1001", 0); !errs.Is(err, errs.Conflict) {
		t.Errorf("found without a trace: %v", err)
	}
	w.StartTrace(t.Context(), noon.Add(3*time.Hour), agent, "SF1001")
	w.now = noon.Add(5 * time.Hour)
	if s := w.reported(4*time.Hour, "3", "已签收"); s.Trace.Open() || s.Trace.Found.IsZero() {
		t.Errorf("signed for since: %+v", s.Trace)
	}
}

// rule: LAW-4
func TestAnErasureLeavesNumbersAndFigures(t *testing.T) {
	w := newWorld(t)
	w.record()
	w.now = noon.Add(time.Hour)
	w.reported(30*time.Minute, "1", "李雷电话13900139000")
	w.Instruct(t.Context(), w.now, agent, "SF1001", 0, "hold", "李雷说先别送")
	before := w.figures("C1")
	for range 2 {
		if _, err := w.Erase(t.Context(), w.now, agent, "SF1001"); err != nil {
			t.Fatal(err)
		}
	}
	w.reported(40*time.Minute, "3", "李雷签收")
	all := w.store.Everything()
	if held := toJSON(all["shipments"]); strings.Contains(held, "李雷") || strings.Contains(held, "139") || strings.Contains(held, "锦江") {
		t.Errorf("left: %s", held)
	}
	if f := w.figures("C1"); f.Revenue != before.Revenue || f.Shipments != 1 || f.Signed != 1 {
		t.Errorf("figures %+v", f)
	}
	if to, _ := w.Store.ToConsignee(t.Context(), "key-9000", "", 10); len(to) != 0 {
		t.Errorf("found by the number: %v", to)
	}
	if _, err := w.Instruct(t.Context(), w.now, agent, "SF1001", 0, "hold", "x"); !errs.Is(err, errs.Conflict) {
		t.Errorf("an instruction afterwards: %v", err)
	}
}
