package acceptance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
)

// patience is how long anything may take to go all the way to a telephone on a
// busy machine.
const patience = 60 * time.Second

// sms lists what has arrived on a telephone, oldest first.
func (d *desk) sms(t *testing.T, number phone.Number) []string {
	t.Helper()
	response, err := http.Get(d.SMS + "?phoneNumber=" + url.QueryEscape(string(number)))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Phones map[string][]struct{ Message string } `json:"sms_messages"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, m := range answer.Phones[string(number)] {
		texts = append(texts, m.Message)
	}
	return texts
}

// awaitSMS waits until a telephone has n SMS and returns the last. More is a
// failure.
func (d *desk) awaitSMS(t *testing.T, number phone.Number, n int) string {
	t.Helper()
	var texts []string
	eventually(t, fmt.Sprintf("%d SMS on %s", n, number), patience, func() bool {
		texts = d.sms(t, number)
		return len(texts) >= n
	})
	if len(texts) > n {
		t.Fatalf("%s has %d SMS, not %d: %q", number, len(texts), n, texts)
	}
	if n == 0 {
		return ""
	}
	return texts[n-1]
}

// onlySMS waits until all that is under way has arrived, and fails unless a
// telephone has exactly n SMS, which it returns.
func (d *desk) onlySMS(t *testing.T, number phone.Number, n int) []string {
	t.Helper()
	d.settle(t)
	texts := d.sms(t, number)
	if len(texts) != n {
		t.Fatalf("%s has %d SMS, not %d: %q", number, len(texts), n, texts)
	}
	return texts
}

var fences atomic.Int64

// settle waits until everything that was in the table has been told: an event
// of no consequence is put behind it, and when that has come out at the other
// end the queues are emptied, but for messages that a test has poisoned.
func (d *desk) settle(t *testing.T) {
	t.Helper()
	id := fmt.Sprintf("fence-%d", fences.Add(1))
	e, err := event.New(customer.CodeSubject(id), 1, customer.CodeRequested, d.now(), event.System, customer.CodeFacts{ID: id})
	if err != nil {
		t.Fatal(err)
	}
	d.putEvent(t, e)
	d.awaitRow(t, "code."+id, ledger.Skipped)
	eventually(t, "empty queues", patience, func() bool { return d.pending(t) <= int(d.poisoned.Load()) })
}

// putEvent writes an event into the table, as whoever changes something does.
func (d *desk) putEvent(t *testing.T, e event.Event) {
	t.Helper()
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	d.putItem(t, map[string]string{"pk": e.Subject, "sk": fmt.Sprintf("EVENT#%06d", e.Seq), "kind": dynamo.EventKind, dynamo.EventAttr: string(raw)})
}

// putItem writes an item of strings.
func (d *desk) putItem(t *testing.T, attributes map[string]string) {
	t.Helper()
	item := map[string]types.AttributeValue{}
	for name, value := range attributes {
		item[name] = &types.AttributeValueMemberS{Value: value}
	}
	if _, err := d.db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: aws.String(d.Table), Item: item}); err != nil {
		t.Fatal(err)
	}
}

// row reads a row of the ledger; ok is false when there is none.
func (d *desk) row(t *testing.T, id string) (row ledger.Row, ok bool) {
	t.Helper()
	row, err := d.table.Ledger().Row(t.Context(), id)
	if err != nil && !errs.Is(err, errs.NotFound) {
		t.Fatal(err)
	}
	return row, err == nil
}

// awaitRow waits until a row is in a state.
func (d *desk) awaitRow(t *testing.T, id string, state ledger.State) ledger.Row {
	t.Helper()
	var row ledger.Row
	eventually(t, fmt.Sprintf("row %s is %s", id, state), patience, func() bool {
		row, _ = d.row(t, id)
		return row.State == state
	})
	return row
}

// customerRow is the id of the row of what the customer is told of a ticket's
// n-th event.
func customerRow(number string, n int) string {
	return fmt.Sprintf("TICKET#%s/%06d.customer", number, n)
}

// mustSay fails unless a text is one part, signed, and holds each of parts.
func mustSay(t *testing.T, text string, parts ...string) {
	t.Helper()
	if !strings.HasPrefix(text, "【回音物流】") && !strings.HasPrefix(text, "[Huiyin] ") {
		t.Errorf("no signature in front of %q", text)
	}
	if n, _ := message.Segments(text); n != 1 {
		t.Errorf("%d parts: %q", n, text)
	}
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not say %q", text, part)
		}
	}
}

// naming counts the texts that hold all parts.
func naming(texts []string, parts ...string) int {
	n := 0
	for _, text := range texts {
		if !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) }) {
			n++
		}
	}
	return n
}
