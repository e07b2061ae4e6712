package setting_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/memory"
	"huiyin/shared/phone"
	"huiyin/shared/place"
	"huiyin/shared/setting"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// morning is a Tuesday, 10:00 in Shanghai.
var morning = time.Date(2026, 6, 9, 2, 0, 0, 0, time.UTC)

const zone = "Asia/Shanghai"

// world is a desk in memory whose rules are its settings.
type world struct {
	*testing.T
	*setting.Service
	store   *memory.Store
	tickets *ticket.Service
	calls   int
}

func newWorld(t *testing.T) *world {
	store := memory.New(2)
	w := &world{T: t, store: store}
	w.tickets = &ticket.Service{
		Store: store.Tickets(), Rules: w, Versions: w, Phones: w, Customers: store.Tickets(), Routing: w, Random: numbers{rand.NewPCG(1, 2)},
		Places: place.New(store.Registers(), nil),
		Settings: ticket.Settings{Vocabulary: ticket.DefaultVocabulary(), Forbidden: func(string) []string { return nil },
			Limits: ticket.Limits{PhonePerHour: 1e6, AddressPerHour: 1e6, TriesPerHour: 1e6}},
	}
	w.Service = &setting.Service{Store: store.Settings(), Zone: zone, Tickets: w.tickets, Queue: store.Tickets().Queue, Lines: store.Tickets().Lines,
		Teams: func(context.Context) ([]string, error) { return []string{"complaints", "inquirys"}, nil }}
	return w
}

// numbers is a random source that gives the same numbers in every world.
type numbers struct{ *rand.PCG }

func (n numbers) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(n.Uint64())
	}
	return len(p), nil
}

func (w *world) Book(ctx context.Context) (*sla.Book, error) {
	f, err := w.InForce(ctx)
	if err != nil {
		return nil, err
	}
	return f.Book, nil
}

func (w *world) Fresh(ctx context.Context) (*sla.Book, error) { return w.Book(ctx) }

func (w *world) Past(ctx context.Context, refs []sla.Ref) (past []*calendar.Schedule, err error) {
	for _, ref := range refs {
		schedule, err := setting.Past(ctx, w.store.Settings(), zone, ref)
		if err != nil {
			return nil, err
		}
		past = append(past, schedule)
	}
	return past, nil
}

func (w *world) TeamFor(_ context.Context, t ticket.Ticket) (string, error) {
	return string(t.Kind) + "s", nil
}

func (w *world) OwnerFor(context.Context, time.Time, ticket.Ticket) (string, error) { return "", nil }

func (w *world) Parse(_, typed string) (phone.Number, error) { return phone.Number(typed), nil }

func (w *world) Key(_ context.Context, n phone.Number) (string, error) {
	return "key" + string(n[1:]), nil
}

// open takes inquiries and complaints in turn, a minute apart, each of another
// caller.
func (w *world) open(many int) (numbers []string) {
	w.Helper()
	for i := range many {
		in := ticket.Intake{Kind: ticket.Inquiry, Reason: "cargo_status", Name: "李雷", Phone: fmt.Sprintf("+86139%08d", w.calls), Text: "请问到哪了"}
		if i%2 == 1 {
			in.Kind, in.Reason = ticket.Complaint, "delay"
		}
		w.calls++
		r, err := w.tickets.Open(w.Context(), morning.Add(time.Duration(i)*time.Minute), ticket.TheCustomer, in)
		if err != nil {
			w.Fatal(err)
		}
		numbers = append(numbers, r.Number)
	}
	return numbers
}

func (w *world) get(number string) ticket.Ticket {
	w.Helper()
	t, err := w.tickets.Store.Get(w.Context(), number)
	if err != nil {
		w.Fatal(err)
	}
	return t
}

func (w *world) due(number string, metric sla.Metric) string {
	w.Helper()
	t := w.get(number)
	due, ok := t.SLA.DueOf(metric)
	if !ok {
		return "none"
	}
	return due.In(time.FixedZone("", 8*3600)).Format("02 15:04")
}

// saved saves a draft as an admin.
func (w *world) saved(d *setting.Draft, err error) *setting.Job {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
	job, err := w.Save(w.Context(), morning, event.Staff("boss"), d)
	if err != nil {
		w.Fatal(err)
	}
	return job
}

func (w *world) calendar(id, body string, seen int) (*setting.Draft, error) {
	return w.DraftCalendar(w.Context(), morning, id, []byte(body), seen)
}

func (w *world) policies(body string, seen int) (*setting.Draft, error) {
	return w.DraftPolicies(w.Context(), morning, []byte(body), seen)
}

// work runs a job to its end.
func (w *world) work(job *setting.Job) setting.Job {
	w.Helper()
	for range 20 {
		if err := w.Work(w.Context(), job.Next, job.ID, always); err != nil {
			w.Fatal(err)
		}
		got, err := w.Store.Job(w.Context(), job.ID)
		if err != nil {
			w.Fatal(err)
		}
		if got.State == setting.Done {
			return got
		}
	}
	w.Fatal("the job does not end")
	return setting.Job{}
}

func always() bool { return true }

// everyDay is a calendar that is open at the same hours every day.
func everyDay(from, to string, more ...string) string {
	var hours []string
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		hours = append(hours, fmt.Sprintf(`%q:[[%q,%q]]`, day, from, to))
	}
	return fmt.Sprintf(`{"timeZone":%q,"hours":{%s}%s}`, zone, strings.Join(hours, ","), strings.Join(more, ""))
}

// seed is the program's policies as they are sent back, after an edit.
func seed(t *testing.T, edit func(*sla.Policies)) string {
	t.Helper()
	raw, err := json.Marshal(sla.DefaultPolicies())
	var p sla.Policies
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		t.Fatal(err)
	}
	edit(&p)
	if raw, err = json.Marshal(p); err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// fields lists what an Invalid error names, and that each has a sentence.
func fields(t *testing.T, err error) string {
	t.Helper()
	var all []string
	for _, f := range errs.As(err).Fields {
		all = append(all, f.Path+":"+f.Code)
		if !words.Has(f.Code) {
			t.Errorf("no sentence for %s", f.Code)
		}
	}
	return strings.Join(all, " ")
}
