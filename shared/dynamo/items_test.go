package dynamo_test

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/dynamo"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
)

type item = map[string]types.AttributeValue

// everything reads all items of a table as they are stored.
func everything(t *testing.T, name string) []item {
	t.Helper()
	db := dynamodb.NewFromConfig(settings(t, nil))
	pages := dynamodb.NewScanPaginator(db, &dynamodb.ScanInput{TableName: &name})
	var all []item
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Items...)
	}
	return all
}

func attribute(it item, name string) string {
	switch a := it[name].(type) {
	case *types.AttributeValueMemberS:
		return a.Value
	case *types.AttributeValueMemberN:
		return a.Value
	}
	return ""
}

// aLife takes a ticket through everything that makes its record grow.
func aLife(t *testing.T, desk *ticket.Service) (number string) {
	t.Helper()
	ctx := context.Background()
	agent := ticket.Actor{By: "staff:1", Staff: "1", Badge: "A1", Team: "service"}
	now := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	later := func(d time.Duration) time.Time { now = now.Add(d); return now }
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	in := ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Name: "王芳", Phone: "+8613800138000", Waybill: "SF1234567890",
		Text: "货还没到。", Address: "203.0.113.7", Key: "a key"}
	r, err := desk.Open(ctx, now, ticket.TheCustomer, in)
	must(r, err)
	in.Key = "another"
	for range 2 {
		must(desk.Sweep(ctx, later(100*time.Minute), "run", r.Number))
		in.Key += "!"
		must(desk.Open(ctx, later(time.Minute), ticket.TheCustomer, in))
		must(desk.Reply(ctx, later(30*time.Minute), agent, r.Number, 0, ticket.Saying{Text: "已联系分拨中心核实。", Interim: true, NextBy: now.Add(2 * time.Hour)}))
		must(desk.Pause(ctx, later(time.Minute), agent, r.Number, 0, ticket.ForPartner, "等网点"))
		must(desk.Resume(ctx, later(3*time.Hour), agent, r.Number, 0))
		must(desk.Sweep(ctx, later(26*time.Hour), "run", r.Number))
		must(desk.Resolve(ctx, later(time.Minute), agent, r.Number, 0, storetest.Settled))
		must(desk.Reopen(ctx, later(time.Hour), agent, r.Number, 0, "客户不同意"))
	}
	return r.Number
}

// However much happened to a ticket, its record stays small: it is written
// with every change.
func TestARecordStaysSmall(t *testing.T) {
	name := newTable(t)
	store := dynamo.New(settings(t, nil), name, 1).Tickets()
	number := aLife(t, storetest.Desk(store))
	full, err := store.Get(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range everything(t, name) {
		if attribute(it, "sk") != "TICKET" {
			continue
		}
		packed := len(it["record"].(*types.AttributeValueMemberB).Value)
		t.Logf("%d bytes of JSON, %d stored", len(raw), packed)
		if packed > len(raw)/3 {
			t.Errorf("%d bytes of JSON take %d, more than a third", len(raw), packed)
		}
	}
}

// Every item says what it is; times to live are where things are forgotten,
// and nowhere else; an address is not stored. rule: PD-11
func TestItemsAsStored(t *testing.T) {
	name := newTable(t)
	table := dynamo.New(settings(t, nil), name, 1)
	number := aLife(t, storetest.Desk(table.Tickets()))
	at := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	row := ledger.Row{Message: ledger.Message{ID: "r1"}, State: ledger.Waiting, Version: 1, Until: at, ChangedAt: at, CreatedAt: at}
	e, err := event.New(ledger.Subject("r1"), 1, ledger.MessageDue, at, event.System, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Ledger().Put(t.Context(), row, e); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, it := range everything(t, name) {
		where := attribute(it, "pk") + "/" + attribute(it, "sk")
		kind := attribute(it, "kind")
		seen[kind]++
		if kind == "" {
			t.Errorf("%s has no kind", where)
		}
		head, _, _ := strings.Cut(attribute(it, "pk"), "#")
		_, mortal := it["ttl"]
		if want := strings.Contains("ANSWER COUNT LEDGER RUN", head); mortal != want {
			t.Errorf("%s: has a time to live: %v, want %v", where, mortal, want)
		}
		if all, _ := json.Marshal(it); strings.Contains(string(all), "203.0.113.7") {
			t.Errorf("%s holds the address of a caller", where)
		}
		if _, due := it["dpk"]; due && kind != "ticket" && kind != "row" {
			t.Errorf("%s stands in the due index", where)
		}
		if kind == dynamo.EventKind {
			var told event.Event
			if err := json.Unmarshal([]byte(attribute(it, dynamo.EventAttr)), &told); err != nil || told.Subject != attribute(it, "pk") {
				t.Errorf("%s holds no event the relay can read: %v", where, err)
			}
			if strings.Contains(attribute(it, dynamo.EventAttr), "王芳") || strings.Contains(attribute(it, dynamo.EventAttr), "13800138000") {
				t.Errorf("%s: an event holds a person", where)
			}
		}
	}
	for _, kind := range []string{"ticket", "person", "words", "event", "pointer", "open", "answer", "count", "row", "found"} {
		if seen[kind] == 0 {
			t.Errorf("no item of kind %s for ticket %s", kind, number)
		}
	}
}

// A row of the ledger is kept at least 400 days after its last change.
func TestARowIsKept400Days(t *testing.T) {
	name := newTable(t)
	at := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	row := ledger.Row{Message: ledger.Message{ID: "r1"}, State: ledger.Skipped, Version: 1, ChangedAt: at, CreatedAt: at.AddDate(0, 0, -3)}
	if err := dynamo.New(settings(t, nil), name, 1).Ledger().Put(t.Context(), row); err != nil {
		t.Fatal(err)
	}
	until, err := strconv.ParseInt(attribute(everything(t, name)[0], "ttl"), 10, 64)
	if err != nil || time.Unix(until, 0).Sub(at) < 400*24*time.Hour {
		t.Errorf("kept until %v: %v", time.Unix(until, 0), err)
	}
}

// A record that can't be read is our own fault, which will not pass: it is not
// answered as if the table were busy.
func TestABrokenRecordIsInternal(t *testing.T) {
	name := newTable(t)
	db := dynamodb.NewFromConfig(settings(t, nil))
	for _, record := range []types.AttributeValue{
		&types.AttributeValueMemberS{Value: "{"}, &types.AttributeValueMemberB{Value: []byte("no deflate")}, &types.AttributeValueMemberN{Value: "1"},
	} {
		_, err := db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: aws.String(name), Item: item{
			"pk": &types.AttributeValueMemberS{Value: "TICKET#AAA"}, "sk": &types.AttributeValueMemberS{Value: "TICKET"},
			"kind": &types.AttributeValueMemberS{Value: "ticket"}, "record": record,
		}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = dynamo.New(settings(t, nil), name, 1).Tickets().Get(t.Context(), "AAA")
		wantKind(t, err, internal)
	}
}
