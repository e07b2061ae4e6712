package notice_test

import (
	"context"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/calendar"
	"huiyin/shared/campaign"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/memory"
	"huiyin/shared/message"
	"huiyin/shared/notice"
	"huiyin/shared/phone"
	"huiyin/shared/place"
	"huiyin/shared/sla"
	"huiyin/shared/staff"
	"huiyin/shared/storetest"
	"huiyin/shared/sweep"
	"huiyin/shared/telling"
	"huiyin/shared/ticket"

	"crypto/rand"
)

// morning is the Mid-Autumn Festival of 2026, 10:00 in Shanghai, a Friday.
var morning = time.Date(2026, 9, 25, 2, 0, 0, 0, time.UTC)

// world is the whole way from a use case to an SMS on the fake store.
type world struct {
	*testing.T
	store   *memory.Store
	tickets *ticket.Service
	sweeps  *sweep.Service
	plan    *notice.Service
	places  *place.Service
	ledger  *ledger.Service
	mails   *campaign.Service
	mu      sync.Mutex
	// After so many messages something happens.
	stopAfter int
	stop      func()
	seen      func(now time.Time)
	at        time.Time // the present of what is handled
	sent      map[phone.Number][]string
	told      int
}

func newWorld(t *testing.T) *world {
	store := memory.New(2)
	w := &world{T: t, store: store, sent: map[phone.Number][]string{}}
	texts, err := message.New(message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "sd.example", Hotline: "400-123-4567"}, message.Edits{})
	if err != nil {
		t.Fatal(err)
	}
	zone, _ := time.LoadLocation("Asia/Shanghai")
	w.tickets = &ticket.Service{Store: store.Tickets(), Rules: book{t}, Phones: phones{}, Customers: store.Tickets(), Routing: team{}, Random: rand.Reader,
		Places: place.New(store.Registers(), phones{}),
		Settings: ticket.Settings{Vocabulary: ticket.DefaultVocabulary(), Forbidden: message.Forbidden,
			Limits: ticket.Limits{PhonePerHour: 1000, AddressPerHour: 1000, TriesPerHour: 1000}}}
	w.places = w.tickets.Places.(*place.Service)
	w.plan = &notice.Service{Tickets: store.Tickets(), Runs: store.Sweeps(), Customers: storetest.Files{Store: store.Customers()}, Staff: roster{store},
		Places: w.places, Tasks: store.Tasks(), Shipments: store.Shipments(),
		Rows: store.Ledger(), Campaigns: store.Campaigns(), Bulletins: store.Bulletins(), Receivers: w.receivers(), Key: phones{}.Key, Settings: notice.Settings{Zone: zone, Greetings: greeting.Default, On: texts.On}}
	w.ledger = &ledger.Service{Store: store.Ledger(), Resolver: w.plan, Texts: texts, Sender: w,
		Settings: ledger.Settings{Zone: zone, Hours: ledger.DefaultHours, Budget: ledger.Budget{Monthly: 1 << 40, Share: ledger.DefaultShares}}}
	w.mails = &campaign.Service{Store: store.Campaigns(), Customers: store.Campaigns(), Ledger: ledger.Batches{Store: store.Ledger()}, Zone: zone.String(), Random: rand.Reader,
		Greetings: func(context.Context) (greeting.Settings, error) { return greeting.Default(), nil },
		Settings:  func(context.Context) (campaign.Settings, error) { return campaign.Default(), nil },
		Price:     func(_ phone.Number, parts int) int64 { return int64(parts) * 30_000 }}
	w.sweeps = &sweep.Service{Store: store.Sweeps(), Tickets: w.tickets, Dues: map[string]sweep.Due{"LEDGER": w.ledger, "BATCH": ledger.Batches{Store: store.Ledger()}, "CONTENT": campaign.Content{Service: w.mails}}, Jobs: map[string]sweep.Jobs{"CAMPAIGN": w.mails, "TELLING": w.telling()}, Log: func(s string, err error) { t.Errorf("aside %s: %v", s, err) }}
	w.staffed()
	return w
}

// receivers finds out who is told of a bulletin.
func (w *world) receivers() telling.People {
	return telling.People{Roster: w.store.Staff().Roster, Tickets: w.store.Tickets(), Shipments: w.store.Shipments(), Customers: w.store.Customers(), Key: phones{}.Key}
}

func (w *world) telling() *telling.Service {
	return &telling.Service{People: w.receivers(), Store: w.store.Bulletins(), Places: w.places, Rows: w.store.Persons(),
		Teams: func(context.Context) ([]string, error) { return []string{"service"}, nil },
		Price: func(phone.Number, int) int64 { return 30_000 }, Zone: w.plan.Settings.Zone}
}

// free is a provider without a rate.
func (w *world) free(context.Context) error { return nil }

// Send is the provider: it takes everything.
func (w *world) Send(_ context.Context, m ledger.Outgoing) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent[m.To] = append(w.sent[m.To], m.Text.Body)
	if w.seen != nil {
		w.seen(w.at)
	}
	if w.stopAfter--; w.stopAfter == 0 && w.stop != nil {
		w.stop()
	}
	return "p", nil
}

// The people: an owner, two supervisors with one telephone, a manager.
const (
	ownerPhone   phone.Number = "+8613811111111"
	bossPhone    phone.Number = "+8613822222222"
	managerPhone phone.Number = "+8613833333333"
	customer1    phone.Number = "+8613800138000"
)

var owner = ticket.Actor{By: event.Staff("a1"), Staff: "a1", Badge: "8001", Team: "service"}

func (w *world) staffed() {
	for i, m := range []staff.Member{
		{ID: "a1", Badge: "8001", Phone: ownerPhone, Role: staff.Agent}, {ID: "s1", Badge: "9001", Phone: bossPhone, Role: staff.Supervisor},
		{ID: "s2", Badge: "9002", Phone: bossPhone, Role: staff.Supervisor}, {ID: "m1", Badge: "9999", Phone: managerPhone, Role: staff.Manager},
	} {
		m.Version, m.Team, m.Lang, m.Name = 1, "service", "zh", m.ID
		e, _ := event.New(staff.Subject(m.ID), 1, staff.Saved, morning, event.System, nil)
		if err := w.store.Staff().SaveMember(w.Context(), m, nil, e); err != nil {
			w.Fatal(i, err)
		}
	}
	e, _ := event.New(staff.TeamSubject("service"), 1, staff.TeamSaved, morning, event.System, nil)
	if err := w.store.Staff().SaveTeam(w.Context(), staff.Team{ID: "service", Version: 1, Calendar: "queries"}, e); err != nil {
		w.Fatal(err)
	}
}

// flow carries every new event to the ledger, n times each, as a queue might.
func (w *world) flow(now time.Time, n int) {
	w.Helper()
	for {
		events := w.store.Told(w.told)
		if len(events) == 0 {
			return
		}
		w.told += len(events)
		for _, e := range events {
			for range n {
				w.handle(now, e)
			}
		}
	}
}

func (w *world) handle(now time.Time, e event.Event) {
	w.Helper()
	w.at = now
	if page, is, err := w.plan.Page(w.Context(), e); is {
		if err == nil {
			err = w.ledger.Many(w.Context(), page, func() time.Time { return now }, w.free)
		}
		if err != nil {
			w.Fatalf("page %s: %v", e.ID, err)
		}
		return
	}
	messages, err := w.plan.Plan(w.Context(), now, e)
	if err != nil {
		w.Fatalf("plan %s: %v", e.Type, err)
	}
	for _, m := range messages {
		if err := w.ledger.Deliver(w.Context(), now, m); err != nil {
			w.Fatalf("deliver %s: %v", m.ID, err)
		}
	}
}

// tick sweeps and lets everything flow.
func (w *world) tick(now time.Time) {
	w.Helper()
	if _, err := w.sweeps.Run(w.Context(), now, "w", func() bool { return true }); err != nil {
		w.Fatal(err)
	}
	w.flow(now, 2)
}

func (w *world) open(in ticket.Intake) string {
	w.Helper()
	r, err := w.tickets.Open(w.Context(), morning, ticket.TheCustomer, in)
	if err != nil {
		w.Fatal(err)
	}
	return r.Number
}

func query(number phone.Number) ticket.Intake {
	return ticket.Intake{Kind: ticket.Inquiry, Reason: "cargo_status", Name: "李雷", Phone: string(number), Text: "到哪了"}
}

type book struct{ t *testing.T }

func (b book) Book(context.Context) (*sla.Book, error) {
	all := &sla.Book{Policies: sla.DefaultPolicies(), Calendars: map[string]*calendar.Schedule{}}
	for _, c := range sla.DefaultCalendars() {
		s, err := calendar.Compile(c, calendar.DefaultHolidays())
		if err != nil {
			b.t.Fatal(err)
		}
		all.Calendars[c.ID] = s
	}
	return all, nil
}

// Open: every calendar is open all day; hours are package staff's to prove.
func (book) Open(string, time.Time) (bool, error) { return true, nil }

type team struct{}

func (team) TeamFor(context.Context, ticket.Ticket) (string, error) { return "service", nil }

func (team) OwnerFor(context.Context, time.Time, ticket.Ticket) (string, error) { return "", nil }

type phones struct{}

func (phones) Parse(_, typed string) (phone.Number, error) { return phone.Number(typed), nil }
func (phones) Key(_ context.Context, n phone.Number) (string, error) {
	return "key" + string(n[1:]), nil
}

type roster struct{ store *memory.Store }

func (r roster) Recipients(ctx context.Context, role string, t ticket.Ticket, now time.Time) ([]staff.Member, error) {
	all, err := r.store.Staff().Roster(ctx)
	if err != nil {
		return nil, err
	}
	return all.Resolve(role, staff.Matter{Owner: t.Owner, Team: t.Team, Urgent: t.Priority == ticket.Urgent}, book{}, now)
}

func (r roster) Member(ctx context.Context, id string) (staff.Member, error) {
	all, err := r.store.Staff().Roster(ctx)
	m, ok := all.Member(id)
	if !ok {
		err = errs.New(errs.NotFound, "staff.unknown")
	}
	return m, err
}
