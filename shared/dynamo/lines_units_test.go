package dynamo_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// aDay is when the thousand tickets were opened, a minute each.
var aDay = time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)

// a change that opens ticket i, as the desk writes it: two of three have an
// owner, all a waybill, and one in ten is with a branch.
func openedAs(t *testing.T, book *sla.Book, i int) ticket.Change {
	t.Helper()
	kind, reason := ticket.Complaint, "delay"
	if i%2 == 1 {
		kind, reason = ticket.Inquiry, "cargo_status"
	}
	env, err := book.Choose(sla.Facts{Kind: string(kind), Reason: reason})
	if err != nil {
		t.Fatal(err)
	}
	at := aDay.Add(time.Duration(i) * time.Minute)
	state, err := sla.Open(env, sla.Happening{At: at, Type: sla.Opened, Priority: ticket.Normal})
	if err != nil {
		t.Fatal(err)
	}
	record := ticket.Ticket{Number: fmt.Sprintf("K7M%06d", i), Version: 1, Seq: 1, Kind: kind, Reason: reason, Target: ticket.AboutGoods, Stage: ticket.Handling,
		Priority: ticket.Normal, Channel: "phone", Requester: ticket.ByCustomer, Class: "suitable", Lang: "zh", Waybill: fmt.Sprintf("SF%010d", i),
		PhoneKey: fmt.Sprintf("%032d", i), Team: "service", OpenedAt: at, LastEventAt: at, PolicyID: env.Policy.ID, CalendarID: env.Calendar.ID(), SLA: state, Revision: 12}
	if i%3 > 0 {
		record.Owner = "QVZ2KJ6YQ5DNN2SFTX4JH7LWUE"
	}
	if i%10 == 0 {
		record.HandOvers = []ticket.Handover{{To: ticket.ToBranch, Name: "成都分公司", At: at}}
	}
	e, err := event.New(ticket.Subject(record.Number), 1, ticket.Opened, at, event.Customer, ticket.OpenedFacts{Kind: kind, Reason: reason})
	if err != nil {
		t.Fatal(err)
	}
	return ticket.Change{Ticket: record, Events: []event.Event{e}, Person: &ticket.Person{Name: "王小明", Phone: phone.Number(fmt.Sprintf("+86138%08d", i))}}
}

// aThousand fills a table.
func aThousand(t *testing.T, store dynamo.Tickets) {
	t.Helper()
	book, err := sla.DefaultBook("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 1000; i += 10 {
		var changes []ticket.Change
		for j := range 10 {
			changes = append(changes, openedAs(t, book, i+j))
		}
		if err := store.Commit(t.Context(), changes...); err != nil {
			t.Fatal(err)
		}
	}
}

// What lists of a team with a thousand open tickets read. The bound of a view
// is its page: 50 units for a page of 50.
func TestWhatListsCost(t *testing.T) {
	name := newTable(t)
	store := dynamo.New(settings(t, nil), name, 1).Tickets()
	aThousand(t, store)
	reads := func(what string, most float64, do func(context.Context) error) {
		t.Helper()
		atMost(t, what, 1, most, do) // the key of cursors is made once
	}
	lines := func(limit, want int) func(context.Context) error {
		return func(ctx context.Context) error {
			page, err := store.Lines(ctx, ticket.LineQuery{Team: "service", Limit: limit})
			if len(page.Lines) != want {
				return fmt.Errorf("%d lines, %w", len(page.Lines), err)
			}
			return err
		}
	}
	reads("the whole list", 25, lines(ticket.MaxLines, 1000))
	reads("the whole list, and the names of a page", 50, func(ctx context.Context) error {
		page, err := store.Lines(ctx, ticket.LineQuery{Team: "service", Limit: ticket.MaxLines})
		if err != nil {
			return err
		}
		var numbers []string
		for _, l := range page.Lines[:50] {
			numbers = append(numbers, l.Number)
		}
		people, err := store.People(ctx, numbers)
		if len(people) != 50 {
			return fmt.Errorf("%d people, %w", len(people), err)
		}
		return err
	})
	reads("a job's page of a hundred", 4, lines(100, 100)) // and the key of cursors
	queue := func(q ticket.Query, want int) func(context.Context) error {
		return func(ctx context.Context) error {
			q.Team = "service"
			page, err := store.Queue(ctx, q)
			if len(page.Tickets) != want {
				return fmt.Errorf("%d tickets, %w", len(page.Tickets), err)
			}
			return err
		}
	}
	reads("a page of fifty records", 27, queue(ticket.Query{Limit: 50}, 50))
	reads("a page of somebody's fifty records", 28, queue(ticket.Query{Limit: 50, Owner: "QVZ2KJ6YQ5DNN2SFTX4JH7LWUE"}, 50))
	reads("what is handed over, fifty of a hundred", 42, queue(ticket.Query{Limit: 50, Handed: true}, 50))
}

// A ticket that was last written before there were lines stands in the index
// without one, and is listed all the same.
func TestATicketWithoutALineIsListed(t *testing.T) {
	name := newTable(t)
	store := dynamo.New(settings(t, nil), name, 1).Tickets()
	book, err := sla.DefaultBook("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := store.Commit(t.Context(), openedAs(t, book, i)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := store.Lines(t.Context(), ticket.LineQuery{Team: "service", Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	db := dynamodb.NewFromConfig(settings(t, nil))
	for _, number := range []string{"K7M000000", "K7M000002"} {
		update := "REMOVE line"
		if _, err := db.UpdateItem(t.Context(), &dynamodb.UpdateItemInput{TableName: &name, UpdateExpression: &update, Key: item{
			"pk": &types.AttributeValueMemberS{Value: ticket.Subject(number)}, "sk": &types.AttributeValueMemberS{Value: "TICKET"},
		}}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := store.Lines(t.Context(), ticket.LineQuery{Team: "service", Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// An admin's list of doubtful rows: their names are read from the index, the
// rows for a unit each.
func TestWhatDoubtfulRowsCost(t *testing.T) {
	store := dynamo.New(settings(t, nil), newTable(t), 1).Ledger()
	for i := range 20 {
		row := ledger.Row{Message: ledger.Message{ID: fmt.Sprintf("TICKET#K7M%06d/000001>person", i), Class: message.Notice, At: aDay}, State: ledger.Unknown,
			Version: 1, CreatedAt: aDay, ChangedAt: aDay}
		if err := store.Put(t.Context(), row); err != nil {
			t.Fatal(err)
		}
	}
	ctx, spent := capacity.With(t.Context())
	rows, _, err := store.Doubtful(ctx, "", 50)
	if err != nil || len(rows) != 20 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if _, reads, _ := spent.Units(); reads > 21 {
		t.Errorf("%v reads", reads)
	}
}
