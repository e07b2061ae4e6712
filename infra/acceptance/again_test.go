package acceptance

import (
	"encoding/json"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	attribute "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"huiyin/shared/dynamo"
	"huiyin/shared/event"
)

// The bus and the queue may deliver anything more than once.
func TestTheSameEventFiveTimesIsOneSMS(t *testing.T) {
	t.Parallel()
	r, number := the.complain(t)
	page, err := the.table.Tickets().History(t.Context(), r.Number, "")
	if err != nil {
		t.Fatal(err)
	}
	opened := page.Events[0]
	for range 5 { // at once with the first one
		the.toBus(t, opened)
		the.toQueue(t, opened)
	}
	the.awaitSMS(t, number, 1)
	for range 5 { // and after it
		the.toBus(t, opened)
		the.toQueue(t, opened)
	}
	the.onlySMS(t, number, 1)
}

// told are the events of a partition, in their order.
func (d *desk) told(t *testing.T, subject string) (list []event.Event) {
	t.Helper()
	out, err := d.db.Query(t.Context(), &dynamodb.QueryInput{TableName: aws.String(d.Table), KeyConditionExpression: aws.String("pk = :of AND begins_with(sk, :event)"),
		ExpressionAttributeValues: map[string]attribute.AttributeValue{":of": &attribute.AttributeValueMemberS{Value: subject}, ":event": &attribute.AttributeValueMemberS{Value: "EVENT#"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range out.Items {
		raw, ok := item[dynamo.EventAttr].(*attribute.AttributeValueMemberS)
		if !ok {
			t.Fatalf("no event in %v", item)
		}
		var joined event.Joined
		if err := json.Unmarshal([]byte(raw.Value), &joined); err != nil {
			t.Fatal(err)
		}
		list = append(list, joined.Events()...)
	}
	return list
}

// toBus puts an event on the bus, as the relay does.
func (d *desk) toBus(t *testing.T, e event.Event) {
	t.Helper()
	out, err := d.bus.PutEvents(t.Context(), &eventbridge.PutEventsInput{Entries: []types.PutEventsRequestEntry{{
		EventBusName: aws.String(d.Outputs["BusName"]), Source: aws.String(event.Source),
		DetailType: aws.String(string(e.Type)), Detail: aws.String(encode(t, e)),
	}}})
	if err != nil || out.FailedEntryCount > 0 {
		t.Fatal(err, out)
	}
}

// toQueue puts an event into the queue, as the rule of the bus does.
func (d *desk) toQueue(t *testing.T, e event.Event) {
	t.Helper()
	d.toQueueRaw(t, encode(t, map[string]any{"source": event.Source, "detail-type": e.Type, "detail": e}))
}

func (d *desk) toQueueRaw(t *testing.T, body string) {
	t.Helper()
	if _, err := d.queues.SendMessage(t.Context(), &sqs.SendMessageInput{
		QueueUrl: aws.String(d.Outputs["ServiceQueueUrl"]), MessageBody: &body,
	}); err != nil {
		t.Fatal(err)
	}
}

func encode(t *testing.T, thing any) string {
	t.Helper()
	raw, err := json.Marshal(thing)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
