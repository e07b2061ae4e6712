package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huiyin/shared/audit"
	"huiyin/shared/bulletin"
	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/handbook"
	"huiyin/shared/ledger"
	"huiyin/shared/oncall"
	"huiyin/shared/person"
	"huiyin/shared/place"
	"huiyin/shared/rank"
	"huiyin/shared/sample"
	"huiyin/shared/session"
	"huiyin/shared/setting"
	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/sweep"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
	"huiyin/shared/worklist"
)

// Tickets is what the desk asks a store of tickets.
type Tickets interface {
	ticket.Store
	ticket.Customers
	Contact(ctx context.Context, number string) (ticket.Ticket, ticket.Person, error)
	OpenComplaints(ctx context.Context, phoneKeys []string) (map[string]bool, error)
	Opened(ctx context.Context, from, to time.Time, cursor string, limit int) (numbers []string, next string, err error)
	Note(ctx context.Context, number string, seq int) (ticket.Words, error)
	People(ctx context.Context, numbers []string) (map[string]ticket.Person, error)
}

// Campaigns is what campaigns ask a store.
type Campaigns interface {
	campaign.Store
	campaign.Customers
}

// Sweeps is what the sweeping function asks a store.
type Sweeps interface {
	sweep.Store
	Tell(ctx context.Context, e event.Event) error
}

// Stores are the faces of one store.
type Stores struct {
	Tickets   Tickets
	Ledger    ledger.Store
	Customers customer.Store
	Persons   person.Store
	Staff     staff.Store
	OnCall    oncall.Store
	Greetings greeting.Store
	Campaigns Campaigns
	Sweeps    Sweeps
	Settings  setting.Store
	Samples   sample.Store
	Audit     audit.Store
	Bulletins bulletin.Store
	Handbook  handbook.Store
	Sessions  session.Store
	Registers place.Store
	Shelf     worklist.Shelf
	Events    func(ctx context.Context, from, to time.Time, each func(event.Event) error) error

	Violations violation.Store
	Sheets     sheet.Store
	Ranks      rank.Store
	Directory  sheet.Directory

	Tasks     task.Store
	Shipments shipment.Store
}

// Fresh makes an empty store whose due index has two shards.
type Fresh func(t *testing.T) Stores

// All runs the whole suite.
func All(t *testing.T, fresh Fresh) {
	for name, part := range map[string]func(*testing.T, Fresh){
		"commit": commits, "race": races, "guard": guards, "read": reads, "history": histories, "together": together, "find": finds, "day": days, "review": reviews, "queue": queues, "load": loads,
		"index": indexes, "answer": answers, "ledger": rows, "batch": batches, "campaign": campaigns, "spend": spending, "customer": customers, "code": codes,
		"directory": directories, "staff": rosters, "oncall": months, "greeting": greetings, "run": runs, "due": dues, "tell": tells, "replay": replays,
		"setting": settings, "job": jobs, "audit": audits, "month": longMonths,
		"session": sessions, "sign-out": signOuts,
		"term": terms, "merge": merges, "file note": fileNotes, "about": abouts,
		"register": registers, "large register": largeRegister, "note": notes,
		"line": lines, "people": people, "shelf": shelves,
		"bulletin": bulletins, "round": rounds,
		"article": articles, "canned reply": cannedReplies, "receipt": receipts,
		"erase": erasures, "forget": forgettings, "unfile": unfilings, "remove": removals,
		"book": books, "violation": violations,
		"rank": ranks, "away": away, "import": imports, "by phones": byPhones,
		"task": tasks, "list of tasks": taskLists, "walk": walks,
		"shipment": shipments, "figures": monthlyFigures,
	} {
		t.Run(name, func(t *testing.T) { part(t, fresh) })
	}
}

var ctx = context.Background()

// start is the instant at which everything here begins: a Friday, 10:00 in
// Shanghai.
var start = time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)

// opened is the first change of a ticket, as the store gets it.
func opened(number string, edit ...func(*ticket.Ticket)) ticket.Change {
	t := ticket.Ticket{
		Number: number, Version: 1, Kind: ticket.Complaint, Reason: "delay", Stage: ticket.Received, Team: "service",
		PhoneKey: "phone-1", OpenedAt: start, LastEventAt: start,
	}
	for _, e := range edit {
		e(&t)
	}
	c := ticket.Change{Ticket: t, Person: &ticket.Person{Name: "王芳", Phone: "+8613800138000"}}
	return with(c, ticket.Opened, ticket.Words{Kind: ticket.FromCustomer, Text: "货还没到。"})
}

// next is the change that follows one.
func next(c ticket.Change, to ticket.Stage) ticket.Change {
	t := c.Ticket
	t.Version++
	n := ticket.Change{Ticket: t, Was: c.Ticket.Stage}
	n.Ticket.Stage = to
	return n
}

// with adds an event and the words that belong to it.
func with(c ticket.Change, typ event.Type, words ...ticket.Words) ticket.Change {
	c.Ticket.Seq++
	at := c.Ticket.OpenedAt.Add(time.Duration(c.Ticket.Seq) * time.Second)
	c.Ticket.LastEventAt = at
	c.Events = append(c.Events, happened(ticket.Subject(c.Ticket.Number), c.Ticket.Seq, typ, at))
	for _, w := range words {
		w.Seq, w.At = c.Ticket.Seq, at
		c.Words = append(c.Words, w)
	}
	return c
}

func happened(subject string, seq int, typ event.Type, at time.Time) event.Event {
	e, err := event.New(subject, seq, typ, at, event.System, map[string]string{"fact": "value"})
	if err != nil {
		panic(err)
	}
	return e
}

func commit(t *testing.T, s Stores, changes ...ticket.Change) {
	t.Helper()
	if err := s.Tickets.Commit(ctx, changes...); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

// same compares, the order of a list included.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// is compares an error by identity; nil is none.
func is(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || (want == nil) != (got == nil) {
		t.Errorf("%s: error %v, want %v", what, got, want)
	}
}

// kind compares an error by its kind.
func kind(t *testing.T, what string, got error, want errs.Kind) {
	t.Helper()
	if !errs.Is(got, want) {
		t.Errorf("%s: error %v, want one of kind %d", what, got, want)
	}
}

// atOnce runs a function so many times at once and returns the errors.
func atOnce(times int, do func(i int) error) []error {
	var group sync.WaitGroup
	begin := make(chan struct{})
	failed := make([]error, times)
	for i := range times {
		group.Go(func() {
			<-begin
			failed[i] = do(i)
		})
	}
	close(begin)
	group.Wait()
	return failed
}

// oneWins checks that exactly one of several succeeded, and that every other
// one was told why not.
func oneWins(t *testing.T, what string, failed []error, because func(error) bool) {
	t.Helper()
	won := 0
	for _, err := range failed {
		switch {
		case err == nil:
			won++
		case !because(err):
			t.Errorf("%s: the loser was told %v", what, err)
		}
	}
	if won != 1 {
		t.Errorf("%s: %d won, want 1", what, won)
	}
}

func because(want error) func(error) bool {
	return func(err error) bool { return errors.Is(err, want) }
}

// tampered are cursors that no store may accept: broken, changed, cut short.
func tampered(cursor string) []string {
	flipped := []byte(cursor)
	flipped[len(flipped)/2] ^= 1
	return []string{"x", "!!", strings.Repeat("A", 40), string(flipped), cursor[:len(cursor)-2], cursor + "AAAA"}
}

// pages reads a list page by page and checks that each page but the last has
// the full length.
func pages[T any](t *testing.T, limit int, read func(cursor string) ([]T, string, error)) []T {
	t.Helper()
	var all []T
	cursor := ""
	for range 1000 {
		page, next, err := read(cursor)
		if err != nil {
			t.Fatalf("read a page: %v", err)
		}
		all = append(all, page...)
		if next == "" {
			return all
		}
		if len(page) != limit {
			t.Errorf("a page that has a next one holds %d, want %d", len(page), limit)
		}
		cursor = next
	}
	t.Fatal("the list does not end")
	return nil
}

func name(prefix string, i int) string { return fmt.Sprintf("%s%03d", prefix, i) }
