package handover_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/handover"
	"huiyin/shared/memory"
	"huiyin/shared/phone"
	"huiyin/shared/place"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// morning is a Tuesday, 10:00 in Shanghai.
var morning = time.Date(2026, 6, 9, 2, 0, 0, 0, time.UTC)

func minutes(n int) time.Time { return morning.Add(time.Duration(n) * time.Minute) }

var agent = ticket.Actor{By: event.Staff("a1"), Staff: "a1", Badge: "8001", Team: "complaints"}

// world is the links' use cases over tickets on the fake store.
type world struct {
	testing.TB
	*handover.Service
	tickets *ticket.Service
	store   *memory.Store
	counted int // uses that were counted: what was read for
	meet    func()
}

const secret = "0123456789abcdef0123456789abcdef"

func newWorld(t testing.TB) *world {
	store := memory.New(1)
	w := &world{TB: t, store: store}
	w.tickets = &ticket.Service{
		Store: store.Tickets(), Rules: w, Phones: w, Customers: store.Tickets(), Routing: w, Random: rand.Reader, Places: place.New(store.Registers(), nil),
		Settings: ticket.Settings{Vocabulary: ticket.DefaultVocabulary(), Forbidden: func(string) []string { return nil },
			Limits: ticket.Limits{PhonePerHour: 1e6, AddressPerHour: 1e6, TriesPerHour: 1e6}},
	}
	w.Service = &handover.Service{Tickets: w.tickets, Store: counting{store.Tickets(), w}, Key: func(context.Context) ([]byte, error) { return []byte(secret), nil }}
	return w
}

type counting struct {
	memory.Tickets
	w *world
}

func (c counting) Count(ctx context.Context, name string, until time.Time) (int, error) {
	c.w.counted++
	return c.Tickets.Count(ctx, name, until)
}

// Contact reads, and then lets happen what happens between a read and a write.
func (c counting) Contact(ctx context.Context, number string) (ticket.Ticket, ticket.Person, error) {
	t, p, err := c.Tickets.Contact(ctx, number)
	if meet := c.w.meet; meet != nil {
		c.w.meet = nil
		meet()
	}
	return t, p, err
}

func (w *world) Book(context.Context) (*sla.Book, error) {
	book := &sla.Book{Policies: sla.DefaultPolicies(), Calendars: map[string]*calendar.Schedule{}}
	for _, c := range sla.DefaultCalendars() {
		schedule, err := calendar.Compile(c, calendar.DefaultHolidays())
		if err != nil {
			return nil, err
		}
		book.Calendars[c.ID] = schedule
	}
	return book, nil
}

func (w *world) TeamFor(context.Context, ticket.Ticket) (string, error) { return "complaints", nil }
func (w *world) OwnerFor(context.Context, time.Time, ticket.Ticket) (string, error) {
	return "", nil
}

func (w *world) Parse(_, typed string) (phone.Number, error) { return phone.Number(typed), nil }
func (w *world) Key(_ context.Context, n phone.Number) (string, error) {
	return "key" + string(n[1:]), nil
}

func complaint() ticket.Intake {
	return ticket.Intake{Kind: ticket.Complaint, Reason: "damaged", Target: "goods", Name: "王小明", Phone: "+8613800138000", Waybill: "SD2026060900", Text: "外箱破损，里面的玻璃碎了"}
}

// handed is a ticket that was handed to the insurer.
func (w *world) handed(in ticket.Intake, summary string) ticket.Ticket {
	w.Helper()
	r, err := w.tickets.Open(context.Background(), morning, ticket.TheCustomer, in)
	if err != nil {
		w.Fatal(err)
	}
	return w.hand(r.Number, minutes(5), summary)
}

func (w *world) hand(number string, at time.Time, summary string) ticket.Ticket {
	w.Helper()
	t, err := w.tickets.HandOver(context.Background(), at, agent, number, 0, ticket.Handing{To: ticket.ToPartner, Name: "保险公司", Summary: summary})
	if err != nil {
		w.Fatal(err)
	}
	return t
}

func (w *world) link(number string, at time.Time) handover.Link {
	w.Helper()
	_, l, err := w.Link(context.Background(), at, agent, number, 0)
	if err != nil {
		w.Fatal(err)
	}
	return l
}

func (w *world) get(number string) ticket.Ticket {
	w.Helper()
	t, err := w.store.Tickets().Get(context.Background(), number)
	if err != nil {
		w.Fatal(err)
	}
	return t
}

// refused asserts the code, and that it has a sentence.
func (w *world) refused(what string, err error, kind errs.Kind, code string) {
	w.Helper()
	if e := errs.As(err); err == nil || e.Kind != kind || e.Code != code || !words.Has(code) {
		w.Errorf("%s: %v, want %s", what, err, code)
	}
}
