package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"huiyin/infra/local/stack"
	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/phone/parse"
	"huiyin/shared/wire"
)

// How many are greeted to measure it, and by the naive way; what is projected.
const (
	crowdPeople = 2000
	naivePeople = 200
	projected   = 100_000
)

// Targets for each person greeted.
const (
	crowdWrites = 2
	crowdQueue  = 0.3
)

// crowd is what greeting many costs, altogether.
type crowd struct {
	people        int
	writes, reads float64
	requests      int
	events        int // each is a message of the queue
	sms           int // that followed
}

// per is a figure for each person.
func (c crowd) per(n float64) float64 { return n / float64(max(c.people, 1)) }

// measureCrowd greets so many people at a festival, page by page, and some of
// them singly, by an event and a row's whole way for each.
func measureCrowd(ctx context.Context, root string, people, singly int) (paged, naive crowd, err error) {
	home, err := os.MkdirTemp("", "huiyin-bench-")
	if err != nil {
		return paged, naive, err
	}
	defer os.RemoveAll(home)
	s, err := stack.Empty(ctx, stack.Options{Root: root, Home: home, Log: os.Stderr})
	if err != nil {
		return paged, naive, err
	}
	defer s.Stop()
	cfg := s.AWS()
	if err := makeTable(ctx, dynamodb.NewFromConfig(cfg), root, "bench"); err != nil {
		return paged, naive, err
	}
	cfg.APIOptions = append(cfg.APIOptions, capacity.Count)
	l, sms, err := newLife(ctx, cfg)
	if err != nil {
		return paged, naive, err
	}
	l.now = time.Date(2026, 9, 25, 2, 0, 0, 0, time.UTC) // Mid-Autumn, 10:00 in Shanghai
	l.deliver.Settings.Budget.Monthly = 1 << 40
	if err := l.gather(ctx, people); err != nil {
		return paged, naive, err
	}
	if naive, err = l.oneByOne(ctx, singly); err != nil {
		return paged, naive, err
	}
	naive.sms, sms.taken = sms.taken, 0
	paged, err = l.inPages(ctx)
	paged.sms = sms.taken
	return paged, naive, err
}

// gather makes customers who agreed to greetings.
func (l *life) gather(ctx context.Context, n int) error {
	files := customer.Service{Store: l.table.Customers(), Phones: parse.Phones{Region: "CN", Keyed: wire.Keys{Table: l.table}.Key}, Random: rand.Reader}
	for i := range n {
		c, err := files.Save(ctx, customer.Input{Name: "王小明", Title: customer.Mr, Phone: fmt.Sprintf("1380013%04d", i), Region: "上海"}, event.System, l.now)
		if err == nil {
			_, err = files.Confirm(ctx, c.ID, c.Version, "同意收到问候短信", event.System, l.now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// kept is a store of runs that keeps the events it is given.
type kept struct {
	greeting.Store
	events *[]event.Event
}

func (k kept) Advance(ctx context.Context, run greeting.Run, events ...event.Event) error {
	*k.events = append(*k.events, events...)
	return k.Store.Advance(ctx, run, events...)
}

// inPages lets a greeting run and what follows go their way. What is read to
// see what became of everybody is not counted.
func (l *life) inPages(ctx context.Context) (crowd, error) {
	counted, spent := capacity.With(ctx)
	var pages []event.Event
	run := greeting.Service{Store: kept{l.table.Greetings(), &pages}, Settings: greeting.Default(), Zone: "Asia/Shanghai"}
	if _, err := run.Tick(counted, l.now, func() bool { return true }); err != nil {
		return crowd{}, err
	}
	c := crowd{events: len(pages)}
	for _, e := range pages {
		page, _, err := l.plan.Page(counted, e)
		if err == nil {
			err = l.deliver.Many(counted, page, func() time.Time { return l.now }, func(context.Context) error { return nil })
		}
		if err != nil {
			return c, err
		}
		b, err := l.table.Ledger().Batch(ctx, page.ID)
		if err != nil {
			return c, err
		}
		c.people += b.Tally.Sent
	}
	c.writes, c.reads, c.requests = spent.Units()
	return c, nil
}

// oneByOne is the naive way: an event for each person, and each message taken
// singly. The day is another festival, so that nobody was greeted on it.
func (l *life) oneByOne(ctx context.Context, people int) (crowd, error) {
	day := time.Date(2026, 10, 1, 2, 0, 0, 0, time.UTC)
	list, err := l.table.Customers().ListCustomers(ctx, "", 100)
	files := list.Customers
	for err == nil && len(files) < people && list.Next != "" {
		list, err = l.table.Customers().ListCustomers(ctx, list.Next, 100)
		files = append(files, list.Customers...)
	}
	if err != nil {
		return crowd{}, err
	}
	ctx, spent := capacity.With(ctx)
	c := crowd{}
	for _, f := range files[:min(people, len(files))] {
		e, err := event.New("ONE#"+f.ID, 1, greeting.PageRecorded, day, event.System, nil)
		if err == nil {
			err = l.table.Sweeps().Tell(ctx, e)
		}
		if err == nil {
			err = l.deliver.Deliver(ctx, day, ledger.Message{ID: greeting.Guard(f.PhoneKey, calendar.DateIn(day, time.UTC)), Class: "promotion", Cause: e.ID, At: day,
				To: ledger.Receiver{Kind: ledger.ToCustomer, ID: f.ID}, Template: "festival.national_day", Facts: map[string]string{"date": calendar.DateIn(day, time.UTC).String()}})
		}
		if err != nil {
			return c, err
		}
		c.people, c.events = c.people+1, c.events+1
	}
	c.writes, c.reads, c.requests = spent.Units()
	return c, nil
}

// writeCrowd writes what greeting a hundred thousand costs.
func (r report) writeCrowd(w io.Writer) {
	fmt.Fprintf(w, "\n## Greetings for many\n\nEverything from the planning of a festival to the note of what became of each, counted for %d customers who agreed\n"+
		"to greetings, beside a naive loop (an event and a row's whole way for each, counted for %d). A message of a queue is\n%d requests: put, handed out, taken away.\n\n"+
		"| for each person | in pages | naive | target | |\n|---|--:|--:|--:|---|\n", r.paged.people, r.naive.people, queueRequests)
	queued := func(c crowd) float64 { return c.per(float64(queueRequests * c.events)) }
	fmt.Fprintf(w, "| writes | %.2f | %.2f | %d | %s |\n", r.paged.per(r.paged.writes), r.naive.per(r.naive.writes), crowdWrites, verdict(r.paged.per(r.paged.writes), crowdWrites))
	fmt.Fprintf(w, "| requests of the queue | %.3f | %.3f | %.1f | %s |\n", queued(r.paged), queued(r.naive), crowdQueue, verdict(queued(r.paged), crowdQueue))
	fmt.Fprintf(w, "| reads | %.2f | %.2f | | |\n| requests of the table | %.2f | %.2f | | |\n| SMS | %.2f | %.2f | | |\n", r.paged.per(r.paged.reads), r.naive.per(r.naive.reads),
		r.paged.per(float64(r.paged.requests)), r.naive.per(float64(r.naive.requests)), r.paged.per(float64(r.paged.sms)), r.naive.per(float64(r.naive.sms)))
	fmt.Fprintf(w, "\nFor %d customers that is %.0f writes instead of %.0f, and %.0f requests of the queue instead of %.0f. At the twenty SMS\n"+
		"a second that SNS allows to begin with, they take %.0f minutes.\n\n", projected, projected*r.paged.per(r.paged.writes), projected*r.naive.per(r.naive.writes),
		projected*queued(r.paged), projected*queued(r.naive), float64(projected)/20/60)
}
