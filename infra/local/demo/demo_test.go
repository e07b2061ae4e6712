package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/infra/local/stack"
	"huiyin/shared/calendar"
	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/memory"
	"huiyin/shared/message"
	"huiyin/shared/oncall"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/place"
	"huiyin/shared/shipment"
	"huiyin/shared/sla"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
)

// rules are those that a desk starts with.
type rules struct{ book *sla.Book }

func defaults(t *testing.T) rules {
	t.Helper()
	book := &sla.Book{Policies: sla.DefaultPolicies(), Calendars: map[string]*calendar.Schedule{}}
	for _, c := range sla.DefaultCalendars() {
		schedule, err := calendar.Compile(c, calendar.DefaultHolidays())
		if err != nil {
			t.Fatal(err)
		}
		book.Calendars[c.ID] = schedule
	}
	return rules{book}
}

func (r rules) Book(context.Context) (*sla.Book, error) { return r.book, nil }

func (r rules) schedule(_ context.Context, id string) (*calendar.Schedule, error) {
	schedule, ok := r.book.Calendars[id]
	if !ok {
		return nil, errs.New(errs.NotFound, "sla.calendar_missing")
	}
	return schedule, nil
}

func (r rules) Open(id string, at time.Time) (bool, error) {
	schedule, ok := r.book.Calendars[id]
	if !ok {
		return false, errs.New(errs.NotFound, "sla.calendar_missing")
	}
	return schedule.IsOpen(at), nil
}

// breaking is a store of tickets that takes so many changes and no more.
type breaking struct {
	kept
	left *int
}

// kept has a name of its own, because memory.Tickets has a method Tickets.
type kept = memory.Tickets

var errBroken = errors.New("broken off")

func (b breaking) Commit(ctx context.Context, changes ...ticket.Change) error {
	if *b.left--; *b.left < 0 {
		return errBroken
	}
	return b.kept.Commit(ctx, changes...)
}

// empty makes a desk in memory on which nobody has worked yet.
func empty(t *testing.T, now time.Time, left *int) (desk, *memory.Store) {
	t.Helper()
	store := memory.New(1)
	where, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	phones := parse.Phones{Region: region, Keyed: func(_ context.Context, n phone.Number) (string, error) {
		return phone.Hash([]byte("sixteen bytes ..."), n), nil
	}}
	in := defaults(t)
	tickets := breaking{kept: store.Tickets(), left: left}
	d := desk{
		staff: staff.Service{Store: store.Staff(), Phones: phones, Random: rand.Reader}, hours: in,
		calls:     oncall.Service{Store: store.OnCall(), Zone: where, Schedule: in.schedule},
		customers: customer.Service{Store: store.Customers(), Phones: phones, Random: rand.Reader},
		tickets: &ticket.Service{
			Store: tickets, Rules: in, Phones: phones, Customers: tickets, Reviewers: &wire.Roster{Store: store.Staff(), Hours: in}, Random: rand.Reader,
			Routing: &wire.Routing{Roster: &wire.Roster{Store: store.Staff(), Hours: in, OnCall: oncall.Service{Store: store.OnCall(), Zone: where}.Now}, Loads: tickets.Loads, Count: tickets.Count},
			Places:  place.New(store.Registers(), nil),
			Settings: ticket.Settings{Vocabulary: ticket.DefaultVocabulary(), Forbidden: message.Forbidden,
				Limits: ticket.Limits{PhonePerHour: 30, AddressPerHour: 1000, TriesPerHour: 20}},
		},
		shipments: &shipment.Service{Store: store.Shipments(), Customers: store.Customers(), Phones: phones, Random: rand.Reader, Zone: where,
			Settings: func(context.Context) (shipment.Settings, error) { return shipment.DefaultSettings(), nil }},
		campaigns: &campaign.Service{Store: store.Campaigns(), Zone: zone, Settings: func(context.Context) (campaign.Settings, error) { return campaign.Default(), nil }},
		accounts:  map[string]string{}, zone: where, now: now,
	}
	for _, user := range stack.Users {
		d.accounts[user.Role] = user.Username
	}
	return d, store
}

const enough = 1_000_000

// hours are instants at which somebody may start the desk: by day, at night,
// before the desk opens, on a leap day, on New Year's morning.
var hours = []time.Time{
	time.Date(2026, 9, 25, 2, 0, 0, 0, time.UTC),
	time.Date(2026, 9, 25, 11, 30, 0, 0, time.UTC),
	time.Date(2026, 11, 21, 16, 20, 0, 0, time.UTC),
	time.Date(2028, 2, 28, 22, 5, 0, 0, time.UTC),
	time.Date(2026, 12, 31, 23, 59, 30, 0, time.UTC),
}

// everything lists the tickets of a desk.
func everything(t *testing.T, d desk, store *memory.Store) []ticket.Ticket {
	t.Helper()
	var numbers []string
	_ = store.Events(t.Context(), time.Time{}, d.now.AddDate(1, 0, 0), func(e event.Event) error { // each never fails
		if e.Type == ticket.Opened {
			numbers = append(numbers, e.Subject[len("TICKET#"):])
		}
		return nil
	})
	all, err := store.Tickets().Tickets(t.Context(), numbers)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheDemoHasTicketsInEveryStateAtAnyHour(t *testing.T) {
	for _, now := range hours {
		left := enough
		d, store := empty(t, now, &left)
		if err := d.fill(t.Context()); err != nil {
			t.Fatalf("at %v: %v", now, err)
		}
		seen := map[string]int{}
		for _, it := range everything(t, d, store) {
			seen[string(it.Stage)]++
			seen[it.Reason]++
			seen[it.Lang]++
			if it.Stage == ticket.Waiting {
				seen["for "+it.WaitingFor]++
			}
			if it.Priority == ticket.Urgent {
				seen["urgent"]++
			}
			if it.Disputed() != nil {
				seen["disputed"]++
			}
			if it.Chases > 0 {
				seen["chased"]++
			}
			if it.PromiseFor == ticket.ForWork {
				seen["promise"]++
			}
			if it.HandedOver() != nil {
				seen["handed over"]++
			}
			if due, ok := it.SLA.DueOf(sla.FirstResponse); ok && due.After(now) && due.Before(now.Add(5*time.Minute)) {
				seen["nearly due"]++
			}
			if it.LastEventAt.After(now) {
				t.Errorf("at %v: something happened at %v", now, it.LastEventAt)
			}
			timers, err := d.tickets.Timers(t.Context(), now, it)
			if err != nil {
				t.Fatal(err)
			}
			for _, timer := range timers {
				if timer.State == sla.Breached && it.Stage.Open() {
					seen["breached"]++
				}
			}
		}
		for _, wanted := range []string{
			"received", "handling", "waiting", "resolved", "closed", "disputed", "merged", "withdrawn", "for customer", "for partner", "urgent",
			"chased", "promise", "handed over", "nearly due", "breached", "zh", "en", "coverage", "price", "cargo_status", "other",
			"delay", "lost", "damaged", "attitude", "misdelivery", "not_delivered_to_door", "fee",
		} {
			if seen[wanted] == 0 {
				t.Errorf("at %v: no ticket is %q", now, wanted)
			}
		}
		if seen["breached"] > 6 {
			t.Errorf("at %v: %d clocks of open tickets are breached, a desk that nobody would show", now, seen["breached"])
		}
	}
}

func TestTheDemoGreetsSomebodyToday(t *testing.T) {
	for _, now := range hours {
		left := enough
		d, store := empty(t, now, &left)
		if err := d.fill(t.Context()); err != nil {
			t.Fatal(err)
		}
		page, err := store.Customers().ListCustomers(t.Context(), "", 100)
		if err != nil || len(page.Customers) != 30 {
			t.Fatalf("%d customers, %v", len(page.Customers), err)
		}
		states, today, lunar := map[customer.State]int{}, 0, 0
		local := now.In(d.zone)
		for _, c := range page.Customers {
			states[c.Consent.State]++
			if c.Birthday.Lunar {
				lunar++
			}
			if !c.Birthday.Lunar && c.Birthday.Month == int(local.Month()) && c.Birthday.Day == local.Day() && c.Greetable() {
				if complaint, err := store.Tickets().OpenComplaint(t.Context(), c.PhoneKey); err != nil || !complaint {
					today++
				}
			}
		}
		if today == 0 || lunar == 0 || len(states) != 4 {
			t.Errorf("at %v: %d have birthday, %d a lunar one, consents %v", now, today, lunar, states)
		}
	}
}

// Shipments are on their way, held up, signed for and still to leave; a second
// load changes nothing.
func TestTheDemoHasShipmentsOnTheirWay(t *testing.T) {
	for _, now := range hours {
		left := enough
		d, store := empty(t, now, &left)
		for range 2 {
			if err := d.fill(t.Context()); err != nil {
				t.Fatalf("at %v: %v", now, err)
			}
		}
		seen := map[shipment.State]int{}
		_ = store.Events(t.Context(), time.Time{}, now.AddDate(1, 0, 0), func(e event.Event) error { // each never fails
			waybill, is := strings.CutPrefix(e.Subject, "SHIPMENT#")
			if !is {
				return nil
			}
			if e.Type == shipment.RecordedEvent {
				ship, err := d.shipments.Read(t.Context(), waybill)
				seen[ship.State]++
				return err
			}
			return nil
		})
		for _, wanted := range []shipment.State{shipment.Recorded, shipment.Transit, shipment.Problem, shipment.Signed} {
			if seen[wanted] == 0 {
				t.Errorf("at %v: no shipment is %s (%v)", now, wanted, seen)
			}
		}
		content, err := d.campaigns.Store.Calendar(t.Context())
		if err != nil || len(content.Months) != 1 || content.Next.Before(now) {
			t.Errorf("at %v: %+v %v", now, content, err)
		}
	}
}

func TestTheAccountsHaveTheirPeople(t *testing.T) {
	left := enough
	d, _ := empty(t, hours[0], &left)
	if err := d.fill(t.Context()); err != nil {
		t.Fatal(err)
	}
	roster, err := d.staff.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range stack.Users {
		if m, ok := roster.ByLogin(user.Username); !ok || m.Role != user.Role {
			t.Errorf("%s signs in as %+v", user.Username, m)
		}
	}
	for _, team := range roster.Teams {
		if !slices.ContainsFunc(roster.Members, func(m staff.Member) bool { return m.Team == team.ID && m.Role == staff.Supervisor }) {
			t.Errorf("the team %s has no supervisor", team.ID)
		}
	}
}

// A load that was broken off anywhere and is begun again gives the same desk.
func TestALoadThatWasBrokenOffIsFinished(t *testing.T) {
	whole := outline(t, enough)
	for _, commits := range []int{0, 1, 2, 7, 30, 55, 90, len(whole) - 1} {
		if diff := cmp.Diff(whole, outline(t, commits)); diff != "" {
			t.Errorf("broken off after %d changes (-want +got):\n%s", commits, diff)
		}
	}
}

// outline loads, goes on where it was broken off, and says what happened to
// each ticket.
func outline(t *testing.T, commits int) []string {
	t.Helper()
	left := commits
	d, store := empty(t, hours[0], &left)
	err := d.fill(t.Context())
	if commits < enough && !errors.Is(err, errBroken) {
		t.Fatalf("it was not broken off: %v", err)
	}
	for range 2 { // the second time nothing is left to do
		left = enough
		d.now = d.now.Add(2 * time.Second)
		if err := d.fill(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var lines []string
	for _, it := range everything(t, d, store) {
		history, err := store.Tickets().History(t.Context(), it.Number, "")
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprint(it.Kind, it.Reason, it.Waybill, it.Stage)
		for _, e := range history.Events {
			line += " " + string(e.Type)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}
