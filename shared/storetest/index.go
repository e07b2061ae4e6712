package storetest

import (
	"context"
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/phone"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// indexes: a ticket stands in its team's list until it is closed, however long
// it is paused or breached, and in the due index while a timer can fall due,
// and only then.
func indexes(t *testing.T, fresh Fresh) {
	s := fresh(t)
	desk := Desk(s.Tickets)
	agent := ticket.Actor{By: "staff:1", Staff: "1", Badge: "A1", Team: "service"}
	now := start
	r, err := desk.Open(ctx, now, agent, ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Name: "王芳", Phone: "+8613800138000", Text: "货还没到。"})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	number := r.Number
	step := func(what string, listed bool, do func() error) {
		t.Helper()
		if err := do(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		got, err := s.Tickets.Get(ctx, number)
		is(t, "get", err, nil)
		page, err := s.Tickets.Queue(ctx, ticket.Query{Team: "service", Limit: 10})
		is(t, "queue", err, nil)
		same(t, what+": in the team's list", len(page.Tickets) == 1, listed)
		check, pending := got.SLA.NextCheck()
		before, at := due(t, s, check.Add(-time.Millisecond)), due(t, s, check)
		same(t, what+": due a moment before its check", slices.Contains(before, ticket.Subject(number)), false)
		same(t, what+": due at its check", slices.Contains(at, ticket.Subject(number)), pending)
		if !pending {
			same(t, what+": due in a hundred years", len(due(t, s, start.AddDate(100, 0, 0))), 0)
		}
	}
	at := func(d time.Duration) time.Time { now = now.Add(d); return now }
	sweep := func(d time.Duration) func() error {
		return func() error { _, err := desk.Sweep(ctx, at(d), "run", number); return err }
	}
	step("opened", true, func() error { return nil })
	step("warned", true, sweep(100*time.Minute))
	step("breached", true, sweep(time.Hour))
	step("breached for long", true, sweep(5*time.Hour))
	step("paused", true, func() error {
		_, err := desk.Pause(ctx, at(time.Minute), agent, number, 0, ticket.ForCustomer, "等客户回复")
		return err
	})
	step("paused and swept", true, sweep(2*24*time.Hour))
	step("resumed", true, func() error { _, err := desk.Resume(ctx, at(time.Minute), agent, number, 0); return err })
	step("all steps told", true, sweep(20*24*time.Hour))
	step("resolved", true, func() error {
		_, err := desk.Resolve(ctx, at(time.Minute), agent, number, 0, Settled)
		return err
	})
	step("revisited", true, func() error {
		_, err := desk.Revisit(ctx, at(time.Hour), agent, number, 0, ticket.Visit{Outcome: ticket.Content})
		return err
	})
	step("summed up and closed", false, func() error {
		_, err := desk.SumUp(ctx, at(time.Hour), agent, number, 0, "交接时逐件扫描")
		return err
	})
	step("reopened", true, func() error {
		_, err := desk.Reopen(ctx, at(time.Hour), agent, number, 0, "客户不同意")
		return err
	})
	step("withdrawn", false, func() error {
		_, err := desk.Withdraw(ctx, at(time.Hour), agent, number, 0, "客户撤回", false)
		return err
	})
}

// due lists what is due in all shards, page by page.
func due(t *testing.T, s Stores, until time.Time) []string {
	t.Helper()
	var all []string
	for shard := range s.Sweeps.Shards() {
		all = append(all, pages(t, 100, func(after string) ([]string, string, error) {
			return s.Sweeps.Due(ctx, shard, until, after, 100)
		})...)
	}
	return all
}

// register has everybody.
type register struct{}

func (register) Has(context.Context, string, string) (bool, error) { return true, nil }

// Desk is package ticket's use cases over a store, with the rules and limits
// of a company that has changed nothing.
func Desk(store Tickets) *ticket.Service {
	return &ticket.Service{
		Store: store, Customers: store, Rules: rules{}, Phones: phones{}, Routing: routing{}, Reviewers: reviewers{}, Random: rand.Reader,
		Places: register{},
		Settings: ticket.Settings{
			Vocabulary: ticket.DefaultVocabulary(), Forbidden: func(string) []string { return nil },
			Violations: violation.DefaultRegister(),
			Limits:     ticket.Limits{PhonePerHour: 1000, AddressPerHour: 1000, TriesPerHour: 1000},
		},
	}
}

type rules struct{}

func (rules) Book(context.Context) (*sla.Book, error) {
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

type phones struct{}

func (phones) Parse(_, typed string) (phone.Number, error) { return phone.Number(typed), nil }
func (phones) Key(_ context.Context, n phone.Number) (string, error) {
	return phone.Hash([]byte("a key of sixteen bytes"), n)[:32], nil
}

// Settled is how a complaint is resolved in one call, with the steps before it.
var Settled = ticket.Outcome{Cause: "分拣延误", Plan: "联系分拨中心加急", Action: "已派专车送达", Result: "货已送达，运费已退。"}

// Reviewer is the one who rules on disputes.
var Reviewer = ticket.Actor{By: "staff:r1", Staff: "r1", Badge: "R1"}

type reviewers struct{}

func (reviewers) Reviewers(context.Context, time.Time) ([]ticket.Reviewer, error) {
	return []ticket.Reviewer{{Staff: Reviewer.Staff, Badge: Reviewer.Badge, OnDuty: true}}, nil
}

// routing sends everything to one team, where nobody is on duty.
type routing struct{}

func (routing) TeamFor(context.Context, ticket.Ticket) (string, error) { return "service", nil }

func (routing) OwnerFor(context.Context, time.Time, ticket.Ticket) (string, error) { return "", nil }
