package notice_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/shipment"
	"huiyin/shared/sla"
	"huiyin/shared/sweep"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// shipping is the way of a shipment: reported, swept, told.
type shipping struct {
	*world
	*shipment.Service
}

func newShipping(t *testing.T) *shipping {
	w := newWorld(t)
	file := customer.Customer{ID: "C1", Version: 1, Seq: 1, Name: "王芳", Phone: customer1, PhoneKey: "key8613800138000", Class: customer.Key, Lang: "zh", Owner: "a1", CreatedAt: morning, UpdatedAt: morning}
	told, _ := event.New(customer.Subject("C1"), 1, customer.Created, morning, event.System, nil)
	if err := w.store.Customers().Commit(t.Context(), customer.Change{Customer: &file, Events: []event.Event{told}}); err != nil {
		t.Fatal(err)
	}
	settings := func(context.Context) (shipment.Settings, error) { return shipment.DefaultSettings(), nil }
	tasks := &task.Service{Store: w.store.Tasks(), Roster: w.store.Staff().Roster, Team: "service",
		Rules: func(context.Context) (task.Rules, error) { return task.DefaultRules(), nil }}
	at := shipment.AtDesk{Desk: w.tickets, Customers: w.store.Customers(), Settings: settings, Plans: tasks}
	zone, _ := time.LoadLocation("Asia/Shanghai")
	s := &shipping{w, &shipment.Service{Store: w.store.Shipments(), Customers: w.store.Customers(), Phones: phones{}, Tickets: at, Tasks: at, Search: at,
		Random: rand.Reader, Zone: zone, Settings: settings}}
	w.tickets.Traces = s.Service
	w.sweeps.Dues["SHIPMENT"] = s.Service
	w.sweeps.Steps = map[string]sweep.Steps{"TASK": tasks}
	return s
}

// merged makes the customer's file part of another, with another number, and
// that one part of a third.
func (s *shipping) merged() {
	s.Helper()
	for i, number := range []phone.Number{"+8613800138001", customer3} {
		key, _ := phones{}.Key(s.Context(), number)
		id := fmt.Sprint("C", i+2)
		file := customer.Customer{ID: id, Version: 1, Seq: 1, Name: "王芳", Phone: number, PhoneKey: key, Class: customer.Key, Lang: "zh", Owner: "a1", CreatedAt: morning, UpdatedAt: morning}
		told, _ := event.New(customer.Subject(id), 1, customer.Created, morning, event.System, nil)
		if err := s.store.Customers().Commit(s.Context(), customer.Change{Customer: &file, Events: []event.Event{told}}); err != nil {
			s.Fatal(err)
		}
		files := customer.Service{Store: s.store.Customers(), Phones: phones{}, Random: rand.Reader}
		goes, err := files.Get(s.Context(), fmt.Sprint("C", i+1))
		if err == nil {
			_, err = files.Merge(s.Context(), morning, "staff:m1", customer.Two{Stays: id, Goes: goes.ID, StaysVersion: 1, GoesVersion: goes.Version}, nil)
		}
		if err != nil {
			s.Fatal(err)
		}
	}
}

const customer3 phone.Number = "+8613800138003"

// rule: QM-6, NJ-10, QM-13, NJ-11 — a shipment stays its customer's when his
// file became part of another one, and that of a third: whoever has the number
// of the third hears of it, its exception opens a ticket there, and it can be
// searched for and looked up.
func TestTheShipmentsOfAMergedFileAreTheOthersOwn(t *testing.T) {
	s := newShipping(t)
	s.record(morning.Add(-time.Hour))
	s.merged()
	s.reported(morning, "1")
	s.got(customer3, "货已发出，单号SF1001")
	s.reported(morning.Add(time.Minute), "14")
	s.got(customer3, "货已发出", "您的货（单号SF1001）途中异常，我们在处理")
	s.got(customer1)
	ship, _ := s.Read(t.Context(), "SF1001")
	d, err := s.store.Tickets().Lookup(t.Context(), ship.Exceptions[0].Ticket)
	if err != nil || d.Person.Phone != customer3 {
		t.Fatalf("%+v %v", d, err)
	}
	s.reported(morning.Add(2*time.Minute), "5")
	if err := s.Searching(t.Context(), morning.Add(3*time.Minute), "staff:m1", "SF1001"); err != nil {
		t.Fatal(err)
	}
	if ship, _ = s.Read(t.Context(), "SF1001"); !ship.Trace.Open() || ship.Trace.Ticket == "" {
		t.Errorf("the trace is %+v", ship.Trace)
	}
	s.Matters = s.store.Tickets()
	for _, last4 := range []string{"8000", "8001", "8003"} { // of all three files
		if seen, err := s.Look(t.Context(), morning, shipment.Claim{Waybill: "SF1001", Last4: last4}); err != nil || seen.Shipment.Waybill != "SF1001" {
			t.Errorf("%s: %+v %v", last4, seen, err)
		}
	}
	again, err := s.Record(t.Context(), morning, "staff:m1", shipment.Input{Waybill: "SF1002", Customer: "C1", Carrier: "顺丰", Branch: "上海一部", Days: 3})
	if err != nil || again.Shipment.Customer != "C3" {
		t.Errorf("a new one for the first file: %+v %v", again.Shipment, err)
	}
}

// rule: NJ-11 — what nobody can be asked about is not searched for in silence.
func TestATraceWithoutAFileIsRefused(t *testing.T) {
	s := newShipping(t)
	s.record(morning.Add(-time.Hour), func(in *shipment.Input) { in.Dispatched = morning.Add(-2 * time.Hour) })
	c, err := s.store.Customers().Customer(t.Context(), "C1")
	told, _ := event.New(customer.Subject("C1"), c.Seq+1, customer.Erased, morning, event.System, nil)
	if err == nil {
		err = s.store.Persons().RemoveFile(t.Context(), c, nil, told)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Searching(t.Context(), morning, "staff:m1", "SF1001"); errs.As(err).Code != "shipment.no_file" {
		t.Errorf("%v", err)
	}
}

func (s *shipping) record(at time.Time, edit ...func(*shipment.Input)) {
	s.Helper()
	in := shipment.Input{Waybill: "SF1001", Customer: "C1", Carrier: "顺丰", Branch: "上海一部", Days: 3}
	for _, e := range edit {
		e(&in)
	}
	if _, err := s.Record(s.Context(), at, "staff:m1", in); err != nil {
		s.Fatal(err)
	}
	s.flow(at, 2)
}

func (s *shipping) reported(at time.Time, state string) {
	s.Helper()
	for range 2 {
		answers, err := s.Report(s.Context(), at, event.System, []shipment.Report{{Waybill: "SF1001", At: at, State: state, Text: state}})
		if err != nil || answers[0].Err != nil {
			s.Fatal(err, answers)
		}
	}
	s.tick(at)
}

// rule: NJ-10 — customer and salesperson hear that it left, once, whoever
// reports it how often.
func TestThatItLeftIsToldToCustomerAndSalesperson(t *testing.T) {
	s := newShipping(t)
	s.record(morning, func(in *shipment.Input) { in.Dispatched = morning.Add(-25 * time.Hour) })
	s.got(customer1)
	s.got(ownerPhone)
	s = newShipping(t)
	s.record(morning)
	s.got(customer1)
	s.reported(morning.Add(time.Minute), "1")
	s.reported(morning.Add(2*time.Minute), "0")
	s.got(customer1, "货已发出，单号SF1001，约3天到，查sd.example")
	s.got(ownerPhone, "您客户的货已发出，单号SF1001，约3天到。")
}

// rule: QM-13 — the customer hears of an exception before he asks, once, and
// that it is over.
func TestTheCustomerHearsOfAnExceptionBeforeHeAsks(t *testing.T) {
	s := newShipping(t)
	s.record(morning.Add(-48*time.Hour), func(in *shipment.Input) { in.Dispatched = morning.Add(-73 * time.Hour); in.Days = 9 })
	s.reported(morning, "2")
	const problem = "您的货（单号SF1001）途中异常，我们在处理"
	s.got(customer1, problem)
	s.reported(morning.Add(time.Minute), "14") // worse: he hears of it, on the same ticket
	s.got(customer1, problem, problem)
	s.reported(morning.Add(90*time.Second), "6") // no worse
	ship, _ := s.Read(t.Context(), "SF1001")
	number := ship.Exceptions[0].Ticket
	d, err := s.store.Tickets().Lookup(t.Context(), number)
	if err != nil || d.Ticket.Channel != ticket.Proactive || d.Ticket.Waybill != "SF1001" || len(d.Words) != 2 || d.Words[1].Kind != ticket.FromAgent || !strings.Contains(d.Words[1].Text, "拒收") || d.Person.Phone != customer1 {
		t.Fatalf("%+v %v", d, err)
	}
	s.reported(morning.Add(2*time.Minute), "5")
	s.got(customer1, problem, problem, "您的货（单号SF1001）已恢复正常，详情见sd.example")
	if d, _ = s.store.Tickets().Lookup(t.Context(), number); d.Ticket.Stage != ticket.Resolved {
		t.Errorf("it is %s", d.Ticket.Stage)
	}
	// The next one is not closed once somebody has written on it.
	s.reported(morning.Add(3*time.Minute), "6")
	ship, _ = s.Read(t.Context(), "SF1001")
	number = ship.Exceptions[1].Ticket
	if _, err := s.tickets.Note(t.Context(), morning.Add(4*time.Minute), owner, number, "已问网点"); err != nil {
		t.Fatal(err)
	}
	s.reported(morning.Add(5*time.Minute), "0")
	if d, _ = s.store.Tickets().Lookup(t.Context(), number); !d.Ticket.Stage.Open() {
		t.Errorf("it is %s although somebody has written on it", d.Ticket.Stage)
	}
	s.got(customer1, problem, problem, "已恢复正常", problem)
}

// rule: QM-13 — who has asked already has one ticket, and it tells what was
// found.
func TestWhoHasAskedAlreadyKeepsHisTicket(t *testing.T) {
	s := newShipping(t)
	s.record(morning.Add(-48*time.Hour), func(in *shipment.Input) { in.Dispatched = morning.Add(-73 * time.Hour); in.Days = 9 })
	in := query(customer1)
	in.Waybill = "SF1001"
	number := s.open(in)
	s.flow(morning, 1)
	s.reported(morning.Add(time.Minute), "2")
	ship, _ := s.Read(t.Context(), "SF1001")
	if e := ship.Exceptions[0]; e.Ticket != number || e.Own {
		t.Errorf("%+v", e)
	}
	s.reported(morning.Add(2*time.Minute), "0")
	got, _ := s.store.Tickets().Get(t.Context(), number)
	history, _ := s.store.Tickets().Recent(t.Context(), number, 0)
	told := 0
	for _, w := range history.Words {
		if w.Kind == ticket.FromAgent && strings.Contains(w.Text, "异常") {
			told++
		}
	}
	if _, owed := got.SLA.DueOf(sla.FirstResponse); got.Stage != ticket.Received || got.Chases != 0 || told != 1 || !owed {
		t.Errorf("%s, %d chases, told %d times, owed %v", got.Stage, got.Chases, told, owed)
	}
	s.got(customer1, "咨询", "您的货（单号SF1001）途中异常，我们在处理")
}

// rule: QM-13 — what is told on one ticket ends it when all of it is over.
func TestATicketOfTwoExceptionsEndsWithTheLast(t *testing.T) {
	s := newShipping(t)
	s.record(morning.Add(-48*time.Hour), func(in *shipment.Input) { in.Dispatched = morning.Add(-73 * time.Hour); in.Days = 9 })
	s.reported(morning, "2")
	if _, err := s.Report(t.Context(), morning.Add(time.Minute), event.System, []shipment.Report{{Waybill: "SF1001", At: morning, State: "2", Text: "外箱破损", Damaged: true}}); err != nil {
		t.Fatal(err)
	}
	s.tick(morning.Add(time.Minute))
	s.reported(morning.Add(2*time.Minute), "3")
	ship, _ := s.Read(t.Context(), "SF1001")
	number := ship.Exceptions[0].Ticket
	if got, _ := s.store.Tickets().Get(t.Context(), number); !got.Stage.Open() || ship.Exceptions[1].Ticket != number {
		t.Errorf("it is %s, and the goods are damaged: %+v", got.Stage, ship.Exceptions)
	}
	no := false
	if _, err := s.Correct(t.Context(), morning.Add(time.Hour), "staff:a1", "SF1001", 0, shipment.Amends{Damaged: &no, Reason: "开箱完好"}); err != nil {
		t.Fatal(err)
	}
	s.tick(morning.Add(time.Hour))
	if got, _ := s.store.Tickets().Get(t.Context(), number); got.Stage != ticket.Resolved {
		t.Errorf("it is %s, and nothing is wrong any more", got.Stage)
	}
	const problem = "途中异常"
	s.got(customer1, problem, problem, "已恢复正常")
}

// rule: NJ-11 — at its time the salesperson has a task, and of a key customer's
// shipment the office is told; what was not received is traced until it is
// found.
func TestWhetherItCameIsAsked(t *testing.T) {
	s := newShipping(t)
	s.record(morning.Add(-48*time.Hour), func(in *shipment.Input) { in.Dispatched = morning.Add(-73 * time.Hour) })
	s.tick(morning)
	s.tick(morning)
	s.got(bossPhone, "重点客户的货SF1001今应到，请提醒8001确认到货。")
	list, err := s.store.Tasks().OfCustomer(t.Context(), "C1", "", 10)
	if err != nil || len(list.Tasks) != 1 || list.Tasks[0].Kind != task.Arrival || list.Tasks[0].Owner != "a1" || list.Tasks[0].Waybill != "SF1001" {
		t.Fatalf("%+v %v", list.Tasks, err)
	}
	for range 2 {
		if _, err := s.StartTrace(t.Context(), morning.Add(time.Minute), "staff:a1", "SF1001"); err != nil {
			t.Fatal(err)
		}
	}
	ship, _ := s.Read(t.Context(), "SF1001")
	another := query(customer1)
	another.Reason, another.Waybill = "price", ""
	into := s.open(another)
	end := func() error {
		_, err := s.tickets.Resolve(t.Context(), morning.Add(time.Hour), owner, ship.Trace.Ticket, 0, ticket.Outcome{Cause: "网点错放", Result: "已找到"})
		return err
	}
	for how, end := range map[string]func() error{
		"resolved": end,
		"withdrawn": func() error {
			_, err := s.tickets.Withdraw(t.Context(), morning.Add(time.Hour), owner, ship.Trace.Ticket, 0, "客户说不用找了", false)
			return err
		},
		"merged": func() error {
			_, err := s.tickets.Merge(t.Context(), morning.Add(time.Hour), owner, ship.Trace.Ticket, 0, into)
			return err
		},
	} {
		if err := end(); err == nil || errs.As(err).Code != "ticket.trace_open" {
			t.Errorf("a trace that has found nothing is %s: %v", how, err)
		}
	}
	if _, err := s.Find(t.Context(), morning.Add(2*time.Minute), "staff:a1", "SF1001", 0); err != nil {
		t.Fatal(err)
	}
	if err := end(); err != nil {
		t.Errorf("found: %v", err)
	}
}

// rule: NJ-11 — the question whether it came ends with the answer, also when a
// carrier gives it: nobody is asked, reminded or reported after that.
func TestTheQuestionWhetherItCameEndsByItself(t *testing.T) {
	for state, want := range map[string]string{"3": task.Arrived, "4": task.NotArrived} {
		s := newShipping(t)
		s.record(morning.Add(-48*time.Hour), func(in *shipment.Input) { in.Dispatched = morning.Add(-73 * time.Hour) })
		s.tick(morning)
		one := s.arrival(t)
		if one.State != task.Open {
			t.Fatalf("%+v", one)
		}
		s.reported(morning.Add(time.Hour), state)
		if one = s.arrival(t); one.State != task.Finished || one.Outcome != want || one.EndedBy != event.System {
			t.Errorf("%s: %+v", state, one)
		}
		s.tick(one.Due.Add(time.Hour))
		s.tick(one.Due.Add(2 * time.Hour))
		for _, said := range s.sent[bossPhone] {
			if strings.Contains(said, "任务") {
				t.Errorf("%s: the supervisor hears of a parcel that came: %s", state, said)
			}
		}
	}
	// Expected anew, it is asked anew, and the first question is pointless.
	s := newShipping(t)
	s.record(morning.Add(-48*time.Hour), func(in *shipment.Input) { in.Dispatched = morning.Add(-73 * time.Hour) })
	s.tick(morning)
	later := morning.Add(2 * time.Hour) // on the same day
	if _, err := s.Correct(t.Context(), morning.Add(time.Minute), "staff:a1", "SF1001", 0, shipment.Amends{ETA: &later, Reason: "改期"}); err != nil {
		t.Fatal(err)
	}
	s.tick(morning.Add(2 * time.Minute))
	if one := s.arrival(t); one.State != task.Dropped || one.Outcome != task.NotNeeded {
		t.Errorf("%+v", one)
	}
	s.tick(later)
	list, _ := s.store.Tasks().OfCustomer(t.Context(), "C1", "", 10)
	open := 0
	for _, one := range list.Tasks {
		if one.State == task.Open {
			open++
		}
	}
	if len(list.Tasks) != 2 || open != 1 {
		t.Errorf("%+v", list.Tasks)
	}
}

// arrival is the only task of the customer.
func (s *shipping) arrival(t *testing.T) task.Task {
	t.Helper()
	list, err := s.store.Tasks().OfCustomer(t.Context(), "C1", "", 10)
	if err != nil || len(list.Tasks) != 1 || list.Tasks[0].Kind != task.Arrival {
		t.Fatalf("%+v %v", list.Tasks, err)
	}
	return list.Tasks[0]
}

// rule: SJ-23 — an instruction reaches whoever looks after the customer, once, and
// his task ends with it.
func TestAnInstructionIsATaskOfWhoLooksAfterTheCustomer(t *testing.T) {
	s := newShipping(t)
	s.record(morning)
	ship, err := s.Instruct(t.Context(), morning, "staff:m1", "SF1001", 0, "hold", "等我电话再发")
	if err != nil {
		t.Fatal(err)
	}
	s.tick(morning)
	s.tick(morning.Add(time.Minute))
	only := func() task.Task {
		t.Helper()
		list, err := s.store.Tasks().OfCustomer(t.Context(), "C1", "", 10)
		if err != nil || len(list.Tasks) != 1 {
			t.Fatalf("%+v %v", list.Tasks, err)
		}
		return list.Tasks[0]
	}
	if one := only(); one.Owner != "a1" || one.Waybill != "SF1001" || one.State != task.Open || !strings.Contains(one.Note, "暂缓") || strings.Contains(one.Note, "电话") {
		t.Errorf("%+v", one)
	}
	if len(s.sent[ownerPhone]) != 1 {
		t.Errorf("told %q", s.sent[ownerPhone])
	}
	if _, err := s.CarryOut(t.Context(), morning.Add(time.Hour), "staff:a1", "SF1001", 0, ship.Instructions[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	s.tick(morning.Add(time.Hour))
	if one := only(); one.State != task.Finished || one.Outcome != task.Recorded {
		t.Errorf("%+v", one)
	}
}

// rule: SJ-17 — the supervisor hears once what of a list has not left, and how
// much that still is.
func TestTheSupervisorHearsWhatHasNotLeft(t *testing.T) {
	s := newShipping(t)
	for _, waybill := range []string{"SF1001", "SF1002", "SF1003"} {
		s.record(morning, func(in *shipment.Input) { in.Waybill = waybill })
	}
	if _, err := s.Dispatch(t.Context(), morning, "staff:m1", "SF1003", 0, shipment.Leaving{Checklist: []string{"packed", "labelled", "weighed", "documents"}}); err != nil {
		t.Fatal(err)
	}
	s.tick(morning.Add(8 * time.Hour)) // 18:00
	s.tick(morning.Add(8*time.Hour + time.Minute))
	s.got(bossPhone, "上海一部有2票货没有按时发出（2026-09-25的发货单），请督办。")
}
