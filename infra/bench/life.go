package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"huiyin/infra/local/stack"
	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone/parse"
	"huiyin/shared/staff"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
	"huiyin/shared/wire/delivery"
)

// paper is what a step should write by the rules of DynamoDB's bill: a
// transaction costs two units for each kilobyte begun of each item, a single
// write one, an index one for an entry that comes, goes or is rewritten and two
// for one that moves.
type paper struct {
	items   int // written in a transaction
	entries int // of the lines index and the due index, written
	singles int // written without a transaction
}

func (p paper) writes() int { return 2*p.items + p.entries + p.singles }

// step is one step of a ticket's life as it was billed.
type step struct {
	name          string
	paper         paper
	writes, reads float64
	requests      int
	events        int // that were written
	batches       int // in which the relay got them: what one change wrote comes together
	queued        int // of them for notify, by the rules of the bus
	sms           int // that followed
}

// life is a ticket's, with the desk around it.
type life struct {
	table   *dynamo.Table
	tickets *ticket.Service
	sweeps  sweep.Service
	plan    delivery.Planner
	deliver *ledger.Service
	agent   ticket.Actor
	now     time.Time
	number  string
	told    map[string]bool // events that were handed on
	steps   []step
}

// taker takes every SMS.
type taker struct{ taken int }

func (t *taker) Send(context.Context, ledger.Outgoing) (string, error) {
	t.taken++
	return "0a3b2c1d-1111-5222-8333-444455556666", nil
}

// measureLife leads a ticket through its life on a table of the local stack's.
func measureLife(ctx context.Context, root string) ([]step, error) {
	home, err := os.MkdirTemp("", "huiyin-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(home)
	s, err := stack.Empty(ctx, stack.Options{Root: root, Home: home, Log: os.Stderr})
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	cfg := s.AWS()
	if err := makeTable(ctx, dynamodb.NewFromConfig(cfg), root, "bench"); err != nil {
		return nil, err
	}
	cfg.APIOptions = append(cfg.APIOptions, capacity.Count)
	l, sms, err := newLife(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return l.steps, l.lead(ctx, sms)
}

func newLife(ctx context.Context, cfg aws.Config) (*life, *taker, error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return nil, nil, err
	}
	table := dynamo.New(cfg, "bench", 1)
	rules := &wire.Rules{Table: table, Zone: zone}
	roster := wire.NewRoster(table, rules)
	phones := parse.Phones{Region: "CN", Keyed: wire.Keys{Table: table}.Key}
	sms := &taker{}
	plan, deliver, err := delivery.Way{Rules: rules,
		Table: table, Roster: roster, Zone: zone, Budget: 50_000_000, Sender: sms,
		Company: message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "shunda.example", Hotline: "400-000-0000"},
	}.Services()
	if err != nil {
		return nil, nil, err
	}
	l := &life{
		table: table, tickets: wire.Tickets(table, rules, roster, phones), plan: plan, deliver: deliver,
		now: time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC), told: map[string]bool{}, // a Friday, 10:00 in Shanghai
	}
	l.sweeps = wire.Sweeps(table, rules, roster, l.tickets)
	l.sweeps.Log = func(string, error) {}
	return l, sms, l.employ(ctx, staff.Service{Store: table.Staff(), Phones: phones, Random: rand.Reader}, rules)
}

// employ sets up a team of two; what stands before the life begins is not
// counted.
func (l *life) employ(ctx context.Context, people staff.Service, hours staff.Hours) error {
	if _, err := people.SaveTeam(ctx, staff.Team{ID: "service", Name: "客户服务组", Calendar: "queries"}, hours, event.System, l.now); err != nil {
		return err
	}
	for i, role := range []string{staff.Supervisor, staff.Agent} {
		m, err := people.Save(ctx, staff.Person{Name: "陈晓雯", Badge: fmt.Sprintf("SH10%d", i), Phone: fmt.Sprintf("1390000910%d", i),
			Role: role, Team: "service", Lang: "zh"}, event.System, l.now)
		if err != nil {
			return err
		}
		l.agent = ticket.Actor{By: event.Staff(m.ID), Staff: m.ID, Badge: m.Badge, Team: m.Team, Role: m.Role}
	}
	// Secrets, settings and the roster are read once by each function that
	// starts, not by each ticket.
	for _, name := range []string{"phone", "cursor"} {
		if _, err := l.table.Secret(ctx, name); err != nil {
			return err
		}
	}
	return l.pass(ctx, new(step))
}

const (
	waybill   = "SD1008140037"
	last4     = "1003"
	looked    = "a look at the status page"
	resolved  = "it is resolved"
	revisited = "a revisit"
	missed    = "a look that finds nothing" // beside a life, not part of one
)

// lead is the life: a complaint by form, and what an agent and the customer do
// until it is closed.
func (l *life) lead(ctx context.Context, sms *taker) error {
	claim := func() ticket.Claim { return ticket.Claim{Number: l.number, Last4: last4} }
	stranger, err := id.Number(rand.Reader)
	if err != nil {
		return err
	}
	all := []struct {
		name  string
		later time.Duration
		paper paper
		do    func(context.Context) error
	}{
		// Record, its opening with its routing, the person with his words, answer to
		// the key, pointers of day, phone and waybill, guard; counted by phone and by
		// address.
		{"open a complaint by form", 0, paper{8, 2, 2}, func(ctx context.Context) error {
			r, err := l.tickets.Open(ctx, l.now, ticket.TheCustomer, ticket.Intake{
				Kind: ticket.Complaint, Reason: "damaged", Target: ticket.AboutGoods, Name: "张秀兰", Phone: "138 0000 1003", Waybill: waybill,
				Region: "成都武侯", Text: "签收时发现外箱破了一角，里面的按摩椅扶手断了，请尽快处理。", Key: "a key of the form", Address: "203.0.113.7",
			})
			l.number = r.Number
			return err
		}},
		// Record and event; the line of the agents' list.
		{"an agent takes it", 10 * time.Minute, paper{2, 1, 0}, func(ctx context.Context) error {
			_, err := l.tickets.Take(ctx, l.now, l.agent, l.number, 0)
			return err
		}},
		// Record, event and what was found; the line stays as it is, the next check
		// moves. The run: begun, and finished as its own event; in the due index and
		// out.
		{"a sweep warns", 90 * time.Minute, paper{3, 4, 2}, func(ctx context.Context) error {
			_, err := l.sweeps.Run(ctx, l.now, "worker", func() bool { return true })
			return err
		}},
		// Record, event with the promise's, words; the line and the next check move.
		{"an interim reply with a promise", 5 * time.Minute, paper{3, 4, 0}, func(ctx context.Context) error {
			_, err := l.tickets.Reply(ctx, l.now, l.agent, l.number, 0, ticket.Saying{
				Text: "您好，扶手断裂的照片已收到，正在向成都分公司核实装卸记录，下午给您结果。", Interim: true, NextBy: l.now.Add(3 * time.Hour)})
			return err
		}},
		// Record, event, words; the line stays where and as it was, for the promise
		// is due before the next response; the look-up's count.
		{"a message of the customer", 20 * time.Minute, paper{3, 0, 1}, func(ctx context.Context) error {
			_, err := l.tickets.Message(ctx, l.now, claim(), "好的，我在家等电话。", "")
			return err
		}},
		// Record, event, words; the line and the next check move.
		{"the reply", time.Hour, paper{3, 4, 0}, func(ctx context.Context) error {
			_, err := l.tickets.Reply(ctx, l.now, l.agent, l.number, 0, ticket.Saying{Text: "已核实为装卸所致，责任在我方，师傅今天下午三点上门更换扶手。"})
			return err
		}},
		// Record, the events of cause, plan, action and result, what was written
		// inside, what the customer is told, guard; out of the due index, and the line
		// moves to the revisit.
		{resolved, 3 * time.Hour, paper{5, 3, 0}, func(ctx context.Context) error {
			_, err := l.tickets.Resolve(ctx, l.now, l.agent, l.number, 0, ticket.Outcome{Cause: "装卸不当", Plan: "更换扶手，退运费。", Action: "师傅已上门更换，运费已退。", Result: "扶手已更换，运费已退回。给您添麻烦了。"})
			return err
		}},
		// Record and event; the line moves to the lesson.
		{revisited, 24 * time.Hour, paper{2, 2, 0}, func(ctx context.Context) error {
			_, err := l.tickets.Revisit(ctx, l.now, l.agent, l.number, 0, ticket.Visit{Outcome: ticket.Content})
			return err
		}},
		// Record, both events, words, the lesson by its reason; the line goes.
		{"it is summed up and closed", time.Hour, paper{4, 1, 0}, func(ctx context.Context) error {
			_, err := l.tickets.SumUp(ctx, l.now, l.agent, l.number, 0, "大件装车前拍照，扶手另行加固。")
			return err
		}},
		{looked, time.Minute, paper{0, 0, 1}, func(ctx context.Context) error {
			_, err := l.tickets.Look(ctx, l.now, claim())
			return err
		}},
		{missed, 0, paper{0, 0, 1}, func(ctx context.Context) error {
			_, err := l.tickets.Look(ctx, l.now, ticket.Claim{Number: stranger, Last4: last4})
			if !errs.Is(err, errs.NotFound) {
				return errors.Join(errors.New("a number that was never given was found"), err)
			}
			return nil
		}},
	}
	for _, next := range all {
		l.now = l.now.Add(next.later)
		counted, spent := capacity.With(ctx)
		if err := next.do(counted); err != nil {
			return fmt.Errorf("%s: %w", next.name, err)
		}
		s := step{name: next.name, paper: next.paper}
		s.writes, s.reads, s.requests = spent.Units()
		before := sms.taken
		after := step{name: "its SMS: " + next.name}
		if err := l.pass(ctx, &after); err != nil {
			return fmt.Errorf("after %s: %w", next.name, err)
		}
		s.events, s.batches, s.queued, after.sms = after.events, after.batches, after.queued, sms.taken-before
		after.events, after.batches, after.queued = 0, 0, 0
		l.steps = append(l.steps, s)
		if after.writes > 0 || after.sms > 0 {
			// The row claimed and in the due index, the spending, the row accepted and
			// out of it.
			after.paper = paper{0, 2 * after.sms, 3*after.sms + receipts(next.name)}
			if next.name == resolved || next.name == revisited {
				// The task of the revisit is planned, or ended, with its event; in the
				// lists of what is due and of whose it is, or out of them.
				after.paper.items, after.paper.entries = 2, after.paper.entries+2
			}
			l.steps = append(l.steps, after)
		}
	}
	return nil
}
