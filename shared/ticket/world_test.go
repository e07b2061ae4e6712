package ticket_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/memory"
	"huiyin/shared/message"
	"huiyin/shared/phone"
	"huiyin/shared/place"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// morning is a Tuesday, 10:00 in Shanghai.
var morning = time.Date(2026, 6, 9, 2, 0, 0, 0, time.UTC)

// world is a service on the fake store, under the default policies.
type world struct {
	*testing.T
	*ticket.Service
	store *memory.Store
	shelf *shelf
	turn  string // whose it is: nobody's, at first
}

func newWorld(t *testing.T) *world {
	store := memory.New(2)
	w := &world{T: t, store: store, shelf: &shelf{all: []*sla.Book{defaults(t)}}}
	w.Service = &ticket.Service{
		Store: store.Tickets(), Rules: w.shelf, Versions: w.shelf, Phones: phones{}, Customers: store.Tickets(), Reviewers: reviewers, Routing: routing{&w.turn}, Random: rand.Reader,
		Places: place.New(store.Registers(), nil),
		Settings: ticket.Settings{Vocabulary: ticket.DefaultVocabulary(), Forbidden: message.Forbidden, Promotion: message.Promotional,
			Violations: violation.DefaultRegister(),
			Limits:     ticket.Limits{PhonePerHour: 5, AddressPerHour: 8, TriesPerHour: 4}},
	}
	return w
}

func defaults(t interface{ Fatal(...any) }) *sla.Book {
	book := &sla.Book{Policies: sla.DefaultPolicies(), Calendars: map[string]*calendar.Schedule{}}
	for _, c := range sla.DefaultCalendars() {
		schedule, err := calendar.Compile(c, calendar.DefaultHolidays())
		if err != nil {
			t.Fatal(err)
		}
		book.Calendars[c.ID] = schedule
	}
	return book
}

// shelf holds the books that were in force one after another, the last in
// force now. read is the one that a process has read some time ago, from the
// end: 0 is the last.
type shelf struct {
	all  []*sla.Book
	read int
}

func (s *shelf) Book(context.Context) (*sla.Book, error) { return s.all[len(s.all)-1-s.read], nil }

func (s *shelf) Fresh(context.Context) (*sla.Book, error) { return s.all[len(s.all)-1], nil }

func (s *shelf) Past(_ context.Context, refs []sla.Ref) (past []*calendar.Schedule, err error) {
	for _, ref := range refs {
		if c := s.calendar(ref); c != nil {
			past = append(past, c)
		}
	}
	return past, nil
}

func (s *shelf) calendar(ref sla.Ref) *calendar.Schedule {
	for _, book := range s.all {
		if c := book.Calendars[ref.ID]; c != nil && c.Version() == ref.Version {
			return c
		}
	}
	return nil
}

// find gives any version that ever was in force.
func (s *shelf) find(policy, cal sla.Ref) (sla.Env, error) {
	for _, book := range s.all {
		for i, p := range append(slices.Clone(book.Policies.Ordered), book.Policies.Default) {
			if p.ID == policy.ID && p.Version == policy.Version {
				one := &book.Policies.Default
				if i < len(book.Policies.Ordered) {
					one = &book.Policies.Ordered[i]
				}
				return sla.Env{Policy: one, Calendar: s.calendar(cal)}, nil
			}
		}
	}
	return sla.Env{}, fmt.Errorf("no policy %v", policy)
}

// superiors are who may rule on disputes.
type superiors []ticket.Reviewer

func (s superiors) Reviewers(context.Context, time.Time) ([]ticket.Reviewer, error) { return s, nil }

var reviewers = superiors{{Staff: "s1", Badge: "9001", OnDuty: true}, {Staff: "s2", Badge: "9002"}, {Staff: "s3", Badge: "9003"}}

var boss = ticket.Actor{By: event.Staff("s1"), Staff: "s1", Badge: "9001", Team: "complaints", Role: "supervisor"}

// routing has a team for each kind, and gives a ticket to whose turn it is.
type routing struct{ turn *string }

func (routing) TeamFor(_ context.Context, t ticket.Ticket) (string, error) {
	return string(t.Kind) + "s", nil
}

func (r routing) OwnerFor(context.Context, time.Time, ticket.Ticket) (string, error) {
	return *r.turn, nil
}

// phones takes E.164 as it is: how numbers are read is package parse's.
type phones struct{}

func (phones) Parse(field, typed string) (phone.Number, error) {
	if n := phone.Number(typed); n.Valid() {
		return n, nil
	}
	var f errs.Fields
	f.Add(field, "phone.invalid")
	return "", f.Err()
}

func (phones) Key(_ context.Context, n phone.Number) (string, error) {
	return "key" + string(n[1:]), nil
}

var (
	agent = ticket.Actor{By: event.Staff("a1"), Staff: "a1", Badge: "8001", Team: "complaints", Role: "agent"}
	other = ticket.Actor{By: event.Staff("a2"), Staff: "a2", Badge: "8002", Team: "complaints", Role: "agent"}
)

func complaint() ticket.Intake {
	return ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Target: "service", Name: "王芳", Phone: "+8613800138000",
		Waybill: "SD2026060900", Text: "三天了还没到"}
}

func inquiry(kind string) ticket.Intake {
	return ticket.Intake{Kind: ticket.Inquiry, Reason: kind, Name: "李雷", Phone: "+8613900139000", Text: "请问到哪了"}
}

// open hands in an intake and expects it to be taken.
func (w *world) open(in ticket.Intake) ticket.Receipt {
	w.Helper()
	r, err := w.Open(w.Context(), morning, ticket.TheCustomer, in)
	if err != nil {
		w.Fatalf("open: %v", err)
	}
	return r
}

func (w *world) get(number string) ticket.Ticket {
	w.Helper()
	t, err := w.Store.Get(w.Context(), number)
	if err != nil {
		w.Fatal(err)
	}
	return t
}

// events are the types of a ticket's history, in order.
func (w *world) events(number string) []event.Event {
	w.Helper()
	var all []event.Event
	cursor := ""
	for {
		h, err := w.Store.History(w.Context(), number, cursor)
		if err != nil {
			w.Fatal(err)
		}
		all = append(all, h.Events...)
		if cursor = h.Next; cursor == "" {
			return all
		}
	}
}

func types(events []event.Event) string {
	var all []string
	for _, e := range events {
		all = append(all, strings.TrimPrefix(string(e.Type), "ticket."))
	}
	return strings.Join(all, " ")
}

// fields lists what an Invalid error names.
func fields(err error) string {
	var all []string
	for _, f := range errs.As(err).Fields {
		all = append(all, f.Path+":"+f.Code)
	}
	return strings.Join(all, " ")
}
