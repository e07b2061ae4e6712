package shipment_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/memory"
	"huiyin/shared/phone"
	"huiyin/shared/shipment"
)

var (
	shanghai, _ = time.LoadLocation("Asia/Shanghai")
	noon        = time.Date(2026, 6, 5, 4, 0, 0, 0, time.UTC) // 12:00 in Shanghai, a Friday
)

const agent = "staff:1"

// numbers reads mainland numbers, and turns each into a key that is not it.
type numbers struct{}

func (numbers) Parse(field, typed string) (phone.Number, error) {
	n := phone.Number("+86" + strings.TrimPrefix(typed, "+86"))
	if len(typed) < 11 {
		var f errs.Fields
		f.Add(field, "phone.invalid")
		return "", f.Err()
	}
	return n, nil
}

func (numbers) Key(_ context.Context, n phone.Number) (string, error) { return "key-" + n.Last4(), nil }

// desk opens tickets and asks people, and notes that it was asked.
type desk struct {
	raised  []string // causes
	settled []string // numbers
	asked   []string // waybills
	came    []string // answers
	// instructed is how many tasks of instructions are open.
	instructed int
	had        string // the ticket that the customer has already
	fail       error  // once
}

func (d *desk) once() error {
	err := d.fail
	d.fail = nil
	return err
}

func (d *desk) Raise(_ context.Context, _ time.Time, cause string, _ shipment.Shipment, _ shipment.Exception) (string, bool, error) {
	d.raised = append(d.raised, cause)
	if d.had != "" {
		return d.had, false, d.once()
	}
	return "T1", true, d.once()
}

func (d *desk) Settle(_ context.Context, _ time.Time, number string, _ shipment.Shipment, _ shipment.Exception) error {
	d.settled = append(d.settled, number)
	return d.once()
}

func (d *desk) Arrival(_ context.Context, _ time.Time, s shipment.Shipment) error {
	d.asked = append(d.asked, s.Waybill)
	return d.once()
}

func (d *desk) Arrived(_ context.Context, _ time.Time, _ shipment.Shipment, answer string) error {
	d.came = append(d.came, answer)
	return d.once()
}

func (d *desk) Instructed(context.Context, time.Time, shipment.Shipment, shipment.Instruction) error {
	d.instructed++
	return d.once()
}

func (d *desk) CarriedOut(context.Context, time.Time, shipment.Shipment, shipment.Instruction) error {
	d.instructed--
	return d.once()
}

func (d *desk) Trace(context.Context, time.Time, string, string, shipment.Shipment) (string, error) {
	return "T9", nil
}

type world struct {
	*testing.T
	*shipment.Service
	store *memory.Store
	desk  *desk
	now   time.Time
}

func newWorld(t *testing.T) *world {
	store := memory.New(1)
	file := customer.Customer{ID: "C1", Version: 1, Name: "王芳", Phone: "+8613800138000", PhoneKey: "key-8000", Class: customer.Key, Lang: "zh", Owner: "7",
		Onboarding: customer.Onboarding{Items: []customer.Tick{{Item: "contract"}}}, CreatedAt: noon, UpdatedAt: noon}
	told, err := event.New(customer.Subject("C1"), 1, customer.Created, noon, agent, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Customers().Commit(t.Context(), customer.Change{Customer: &file, Events: []event.Event{told}}); err != nil {
		t.Fatal(err)
	}
	d := &desk{}
	return &world{T: t, store: store, desk: d, now: noon, Service: &shipment.Service{Store: store.Shipments(), Customers: store.Customers(), Phones: numbers{},
		Tickets: d, Tasks: d, Search: d, Random: rand.Reader, Zone: shanghai, Settings: func(context.Context) (shipment.Settings, error) { return shipment.DefaultSettings(), nil }}}
}

// parcel is one that is to leave today.
func parcel(edit ...func(*shipment.Input)) shipment.Input {
	in := shipment.Input{Waybill: " sf 1001", Customer: "C1", Consignee: "李雷", Phone: "13900139000", Address: "成都市锦江区1号", Pieces: 2, Grams: 3500,
		Money: shipment.Money{Value: 50000, Insured: 40000, Charge: 2600}, Carrier: "顺丰", Branch: "上海一部", Requested: "road", Days: 3}
	for _, e := range edit {
		e(&in)
	}
	return in
}

func (w *world) record(edit ...func(*shipment.Input)) shipment.Shipment {
	w.Helper()
	taken, err := w.Record(w.Context(), w.now, agent, parcel(edit...))
	if err != nil {
		w.Fatal(err)
	}
	return taken.Shipment
}

// reported reports a state some time after noon, and gives where it is then.
func (w *world) reported(after time.Duration, state, text string) shipment.Shipment {
	w.Helper()
	answers, err := w.Report(w.Context(), w.now, event.System, []shipment.Report{{Waybill: "SF1001", At: noon.Add(after), State: state, Text: text}})
	if err != nil || answers[0].Err != nil {
		w.Fatal(err, answers)
	}
	s, err := w.Read(w.Context(), "SF1001")
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// sweep does what is due at an instant, and fails when what is done is due
// still.
func (w *world) sweep(at time.Time) {
	w.Helper()
	w.now = at
	subjects, _, err := w.store.Sweeps().Due(w.Context(), 0, at, "", 100)
	if err != nil {
		w.Fatal(err)
	}
	for _, subject := range subjects {
		if err := w.Due(w.Context(), at, strings.TrimPrefix(subject, "SHIPMENT#")); err != nil {
			w.Fatal(err)
		}
	}
	if again, _, _ := w.store.Sweeps().Due(w.Context(), 0, at, "", 100); len(again) > 0 {
		w.Errorf("still due at %s: %v", at, again)
	}
}

// told counts the events of a type.
func (w *world) told(typ event.Type) (n int) {
	for _, e := range w.store.Told(0) {
		if e.Type == typ {
			n++
		}
		if strings.Contains(string(e.Data), "李雷") || strings.Contains(string(e.Data), "139") || strings.Contains(string(e.Data), "王芳") {
			w.Errorf("an event names somebody: %s", e.Data)
		}
	}
	return n
}

func (w *world) figures(whose string) shipment.Figures {
	w.Helper()
	months, err := w.Store.Figures(w.Context(), whose, "2026-01", "2026-12")
	if err != nil {
		w.Fatal(err)
	}
	var sum shipment.Figures
	for _, m := range months {
		sum = sum.Plus(m.Figures)
	}
	return sum
}

func fields(err error) string {
	var all []string
	for _, f := range errs.As(err).Fields {
		all = append(all, f.Path+":"+f.Code)
	}
	return fmt.Sprint(all)
}

func toJSON(thing any) string {
	raw, err := json.Marshal(thing)
	if err != nil {
		panic(err)
	}
	return string(raw)
}
