package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"huiyin/infra/local/stack"
	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/sla"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
)

// swept is what one sweep was billed.
type swept struct {
	open, due     int
	writes, reads float64
	requests      int
	scan          float64 // read units of a Scan with a filter that finds the same; 0: not measured
}

// sweeping is a table that is swept.
type sweeping struct {
	db     *dynamodb.Client
	name   string
	table  *dynamo.Table
	rules  *wire.Rules
	sweeps sweep.Service
	hour   time.Time // of the present measurement; each has one of its own
	filled int
}

// measureSweeps sweeps tables with more and more open tickets, and with more
// and more of them due.
func measureSweeps(ctx context.Context, root string) ([]swept, error) {
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
	var all []swept
	for table, measurements := range map[string][]swept{
		"more-open": {{open: 1000}, {open: 1000, due: 1}, {open: 1000, due: 100}, {open: 10_000, due: 100}, {open: 100_000}, {open: 100_000, due: 100}},
		"more-due":  {{open: 2000, due: 10_000}},
	} {
		w, err := newSweeping(ctx, s.AWS(), root, table)
		if err != nil {
			return nil, err
		}
		for _, m := range measurements {
			fmt.Printf("  %d open, %d due\n", m.open, m.due)
			if err := w.measure(ctx, &m); err != nil {
				return nil, err
			}
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b swept) int { return cmp.Or(cmp.Compare(a.open, b.open), cmp.Compare(a.due, b.due)) })
	return all, nil
}

func newSweeping(ctx context.Context, cfg aws.Config, root, name string) (*sweeping, error) {
	db := dynamodb.NewFromConfig(cfg)
	if err := makeTable(ctx, db, root, name); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return nil, err
	}
	cfg.APIOptions = append(cfg.APIOptions, capacity.Count)
	cfg.HTTPClient = &http.Client{} // without the usual bound: the local stack takes seconds over a large index
	table := dynamo.New(cfg, name, 1)
	w := &sweeping{db: db, name: name, table: table, rules: &wire.Rules{Table: table, Zone: zone}, hour: time.Date(2026, 6, 9, 2, 0, 0, 0, time.UTC)}
	roster := wire.NewRoster(table, w.rules)
	w.sweeps = wire.Sweeps(table, w.rules, roster, wire.Tickets(table, w.rules, roster, nil))
	w.sweeps.Log = func(subject string, err error) { fmt.Fprintln(os.Stderr, "set aside", subject, err) }
	return w, nil
}

// measure fills the table, lets tickets fall due and sweeps once.
func (w *sweeping) measure(ctx context.Context, m *swept) error {
	w.hour = w.hour.Add(time.Hour)
	if err := w.fill(ctx, m.open); err != nil {
		return err
	}
	if _, err := w.sweeps.Run(ctx, w.hour.Add(23*time.Minute), "before", always); err != nil { // what earlier hours left
		return err
	}
	if err := w.open(ctx, m.due); err != nil {
		return err
	}
	counted, spent := capacity.With(ctx)
	report, err := w.sweeps.Run(counted, w.hour.Add(24*time.Minute), "measured", always) // 80 % of half an hour
	if err != nil {
		return err
	}
	if report.Found != m.due {
		return fmt.Errorf("%d due, and the sweep found %d", m.due, report.Found)
	}
	m.writes, m.reads, m.requests = spent.Units()
	if m.due == 100 {
		m.scan, err = w.scan(ctx)
	}
	return err
}

func always() bool { return true }

// fill puts items into the table that weigh and stand in the indexes like
// open tickets that are not due.
func (w *sweeping) fill(ctx context.Context, open int) error {
	record := make([]byte, 850) // a packed ticket
	var group errgroup.Group
	group.SetLimit(4)
	for ; w.filled < open; w.filled += 25 {
		var batch []types.WriteRequest
		for i := range 25 {
			key := fmt.Sprintf("TICKET#F%08d", w.filled+i)
			text := func(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
			batch = append(batch, types.WriteRequest{PutRequest: &types.PutRequest{Item: map[string]types.AttributeValue{
				"pk": text(key), "sk": text("TICKET"), "kind": text("ticket"), "record": &types.AttributeValueMemberB{Value: record},
				"qpk": text("QUEUE#service"), "qsk": text("2027-01-01T00:00:00.000Z#" + key), "line": text(strings.Repeat("x", 80)),
				"dpk": text("DUE#0"), "dsk": text("2027-01-01T00:00:00.000Z#" + key),
			}}})
		}
		group.Go(func() error {
			_, err := w.db.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{w.name: batch}})
			return err
		})
	}
	return group.Wait()
}

// open opens cargo queries that have a warning due in 24 minutes.
func (w *sweeping) open(ctx context.Context, due int) error {
	book, err := w.rules.Book(ctx)
	if err != nil {
		return err
	}
	env, err := book.Choose(sla.Facts{Kind: "inquiry", Reason: "cargo_status"})
	if err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(4)
	for range due {
		group.Go(func() error { return w.openOne(ctx, env) })
	}
	return group.Wait()
}

func (w *sweeping) openOne(ctx context.Context, env sla.Env) error {
	number, err := id.Number(rand.Reader)
	if err != nil {
		return err
	}
	state, err := sla.Open(env, sla.Happening{At: w.hour, Type: sla.Opened, Priority: ticket.Normal})
	if err != nil {
		return err
	}
	e, err := event.New(ticket.Subject(number), 1, ticket.Opened, w.hour, event.Customer, ticket.OpenedFacts{Kind: ticket.Inquiry, Reason: "cargo_status"})
	if err != nil {
		return err
	}
	return w.table.Tickets().Commit(ctx, ticket.Change{Events: []event.Event{e}, Ticket: ticket.Ticket{
		Number: number, Version: 1, Seq: 1, Kind: ticket.Inquiry, Reason: "cargo_status", Stage: ticket.Received, Priority: ticket.Normal,
		Channel: "web", Requester: ticket.ByCustomer, Lang: "zh", Team: "service", OpenedAt: w.hour, LastEventAt: w.hour,
		PolicyID: env.Policy.ID, CalendarID: env.Calendar.ID(), SLA: state,
	}})
}

// scanned is what an item of the table weighs, in bytes: a packed ticket with
// its keys.
const scanned = 1100

// scan is the naive way to the same: read everything and keep what is due. Half
// a unit for each four kilobytes read is DynamoDB's rule; the local stack bills
// a filtered Scan by what is left of it.
func (w *sweeping) scan(ctx context.Context) (units float64, err error) {
	pages := dynamodb.NewScanPaginator(w.db, &dynamodb.ScanInput{
		TableName: aws.String(w.name), FilterExpression: aws.String("dsk <= :now"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":now": &types.AttributeValueMemberS{Value: w.hour.Format(time.RFC3339)}},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, err
		}
		units += float64(page.ScannedCount) * scanned / 4096 / 2
	}
	return units, nil
}
