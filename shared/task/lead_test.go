package task_test

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// caller is a store with one ticket and whoever asks in it.
type caller struct {
	t   ticket.Ticket
	who ticket.Person
	err error
}

func (c *caller) Contact(context.Context, string) (ticket.Ticket, ticket.Person, error) {
	return c.t, c.who, c.err
}

// plain are numbers that are their own keys.
type plain struct{}

func (plain) Parse(_, typed string) (phone.Number, error)           { return phone.Number(typed), nil }
func (plain) Key(_ context.Context, n phone.Number) (string, error) { return string(n), nil }

const asker = phone.Number("+8613900000001")

// asking is a world in which somebody asks what a parcel costs.
type asking struct {
	*world
	task.Leads
	*caller
	facts ticket.OpenedFacts
	files customer.Service
}

func newAsking(t *testing.T) *asking {
	w := newWorld(t)
	a := &asking{world: w, facts: ticket.OpenedFacts{Kind: ticket.Inquiry, Reason: "price", Requester: ticket.ByCustomer, Channel: "web"},
		caller: &caller{t: ticket.Ticket{Number: "AAA", Lang: "zh", Team: "sales"}, who: ticket.Person{Name: "许诺", Phone: asker}},
		files:  customer.Service{Store: w.store.Customers(), Phones: plain{}, Random: rand.Reader}}
	a.Leads = task.Leads{Tasks: &w.Service, Files: a.files, Tickets: a.caller,
		Settings: func(context.Context) (customer.Settings, error) { return customer.Default(), nil },
		Receives: func(_ context.Context, n phone.Number) (bool, error) { return n == "+8613900000009", nil }}
	return a
}

// opens tells that the ticket was opened, twice.
func (a *asking) opens(at time.Time) error {
	e, err := event.New("TICKET#AAA", 1, ticket.Opened, at, event.Customer, a.facts)
	if err != nil {
		a.Fatal(err)
	}
	return errors.Join(a.Follow(ctx, at, e), a.Follow(ctx, at.Add(time.Minute), e))
}

// lead is the file of whoever asks, and his tasks.
func (a *asking) lead() (customer.Customer, string) {
	a.Helper()
	c, err := a.files.ByPhone(ctx, a.who.Phone)
	if errs.Is(err, errs.NotFound) {
		return c, ""
	}
	if err != nil {
		a.Fatal(err)
	}
	return c, a.of(c.ID)
}

// rule: NJ-7 — whoever only asks has a file as a lead and is called, once,
// sooner the more urgent it is; by his owner, else by whom he asked.
func TestWhoeverOnlyAsksIsALead(t *testing.T) {
	for urgency, want := range map[string]struct {
		lead string
		due  time.Time
	}{"": {customer.Medium, local("2026-06-08 18:00")}, customer.High: {customer.High, local("2026-06-06 18:00")}, customer.Low: {customer.Low, local("2026-06-19 18:00")}} {
		a := newAsking(t)
		a.facts.Urgency = urgency
		if err := a.opens(start); err != nil {
			t.Fatal(err)
		}
		c, kinds := a.lead()
		if c.Lead.Urgency != want.lead || !c.Lead.At.Equal(start) || kinds != "lead" || c.Name != "许诺" {
			t.Errorf("%q: %+v %q", urgency, c, kinds)
		}
		if page, err := a.Store.OfCustomer(ctx, c.ID, "", 10); err != nil || !page.Tasks[0].Due.Equal(want.due) || page.Tasks[0].Team != "sales" {
			t.Errorf("%q: %+v %v", urgency, page, err)
		}
		if err := a.opens(start.Add(48 * time.Hour)); err != nil {
			t.Fatal(err)
		}
		if again, kinds := a.lead(); again.Version != c.Version || kinds != "lead" {
			t.Errorf("%q: who asks again: %+v %q", urgency, again, kinds)
		}
	}
}

// rule: NJ-7 — who is a customer already, or is served already, is no lead.
func TestWhoIsNoLead(t *testing.T) {
	known := func(in customer.Input) func(*asking) {
		return func(a *asking) {
			in.Name, in.Lang, in.Phone = "老客", "zh", string(asker)
			if _, err := a.files.Save(ctx, in, by, start.Add(-time.Hour)); err != nil {
				a.Fatal(err)
			}
		}
	}
	for name, prepare := range map[string]func(*asking){
		"a complaint":                     func(a *asking) { a.facts.Kind = ticket.Complaint },
		"a message of our own":            func(a *asking) { a.facts.Channel = ticket.Proactive },
		"a colleague":                     func(a *asking) { a.facts.Requester = ticket.BySalesperson },
		"where the goods are":             func(a *asking) { a.facts.Reason = "cargo_status" },
		"about a waybill":                 func(a *asking) { a.t.Waybill = "SF1" },
		"who gets goods":                  func(a *asking) { a.who.Phone = "+8613900000009" },
		"who was erased since":            func(a *asking) { a.who = ticket.Person{} },
		"a ticket that is gone":           func(a *asking) { a.err = errs.New(errs.NotFound, "store.not_found") },
		"a customer":                      known(customer.Input{Class: customer.General}),
		"a customer of a class":           known(customer.Input{Class: customer.Key, ClassReason: "大客户"}),
		"a customer, said to be urgent":   func(a *asking) { known(customer.Input{})(a); a.facts.Urgency = customer.High },
		"a customer with an agreement":    known(customer.Input{Agreement: customer.Agreement{Policy: "gold"}}),
		"about a waybill, from a partner": func(a *asking) { a.facts.Requester, a.facts.Urgency = ticket.ByPartner, customer.High },
	} {
		a := newAsking(t)
		prepare(a)
		if err := a.opens(start); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if c, kinds := a.lead(); c.Lead.Known() || kinds != "" {
			t.Errorf("%s: %+v %q", name, c.Lead, kinds)
		}
	}
	// Whoever took it knows better.
	a := newAsking(t)
	a.facts.Reason, a.t.Waybill, a.facts.Urgency = "cargo_status", "SF1", customer.High
	if err := a.opens(start); err != nil {
		t.Fatal(err)
	}
	if c, kinds := a.lead(); c.Lead.Urgency != customer.High || kinds != "lead" {
		t.Errorf("said to be urgent: %+v %q", c.Lead, kinds)
	}
}

// rule: NJ-7 — a file that the inquiry itself began, with its consent to
// greetings, is a lead's; one that ended being a lead stays a customer's.
func TestAFileThatTheInquiryBegan(t *testing.T) {
	a := newAsking(t)
	met, err := a.files.Meet(ctx, customer.Visitor{Name: "许诺", Phone: asker, ConsentText: "同意"}, event.Customer, start)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.opens(start); err != nil {
		t.Fatal(err)
	}
	c, kinds := a.lead()
	if c.ID != met.ID || c.Consent.State != customer.Ticked || c.Lead.Urgency != customer.Medium || kinds != "lead" {
		t.Fatalf("%+v %q", c, kinds)
	}
	if _, err := a.files.Inquired(ctx, start.Add(time.Hour), by, c.ID, c.Version, ""); err != nil {
		t.Fatal(err)
	}
	if err := a.opens(start); err != nil { // the same news, late
		t.Fatal(err)
	}
	if c, kinds := a.lead(); c.Lead.Known() || kinds != "lead" {
		t.Errorf("%+v %q", c.Lead, kinds)
	}
}

// What can't be read fails, so that the news comes again.
func TestALeadThatCanNotBeRead(t *testing.T) {
	a := newAsking(t)
	a.err = errs.New(errs.Unavailable, "store.unavailable")
	if err := a.opens(start); !errs.Is(err, errs.Unavailable) {
		t.Errorf("%v", err)
	}
}
