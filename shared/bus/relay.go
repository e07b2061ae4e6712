package bus

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"huiyin/shared/event"
	"huiyin/shared/obs"
)

// Bus puts events; eventbridge.Client is one.
type Bus interface {
	PutEvents(ctx context.Context, in *eventbridge.PutEventsInput, opts ...func(*eventbridge.Options)) (*eventbridge.PutEventsOutput, error)
}

// Queue takes what can't be read; sqs.Client is one.
type Queue interface {
	SendMessage(ctx context.Context, in *sqs.SendMessageInput, opts ...func(*sqs.Options)) (*sqs.SendMessageOutput, error)
}

// maxEntries is how many events one PutEvents takes (a limit of EventBridge).
const maxEntries = 10

// Relay passes events on.
type Relay struct {
	Bus   Bus
	Name  string // of the bus
	Aside Queue
	URL   string // of the queue for what can't be read
	Log   *slog.Logger
}

// Handle is the Lambda handler. An error has the whole batch repeated; the list
// of single failures is always empty and never nil, because the local stack
// can't read null.
func (r Relay) Handle(ctx context.Context, batch events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	ctx, line := obs.Begin(ctx, r.Log, obs.Invocation(ctx))
	defer line.End("relay")
	obs.Note(ctx, slog.Int("records", len(batch.Records)))
	err := r.Records(ctx, batch.Records)
	obs.Fail(ctx, err)
	return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}, err
}

// Records passes on the events in a batch of stream records. An error means
// that the batch should be repeated.
func (r Relay) Records(ctx context.Context, records []events.DynamoDBEventRecord) error {
	var all []event.Event
	for _, record := range records {
		joined, err := read(record.Change.NewImage)
		if err != nil {
			if err := r.aside(ctx, record, err); err != nil {
				return err
			}
			continue
		}
		all = append(all, joined.Events()...)
	}
	return r.Put(ctx, all)
}

// Put puts events on the bus. An error means that some of them may not have
// arrived.
func (r Relay) Put(ctx context.Context, all []event.Event) error {
	for len(all) > 0 {
		n := min(len(all), maxEntries)
		if err := r.put(ctx, all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

func (r Relay) put(ctx context.Context, some []event.Event) error {
	entries := make([]types.PutEventsRequestEntry, 0, len(some))
	for _, e := range some {
		detail, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("encode event %s: %w", e.ID, err)
		}
		entries = append(entries, types.PutEventsRequestEntry{
			EventBusName: aws.String(r.Name), Source: aws.String(event.Source), DetailType: aws.String(string(e.Type)),
			Detail: aws.String(string(detail)), Time: aws.Time(e.At),
		})
	}
	out, err := r.Bus.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: entries})
	if err != nil {
		return fmt.Errorf("put %d events: %w", len(entries), err)
	}
	for i, entry := range out.Entries {
		if entry.ErrorCode != nil {
			return fmt.Errorf("put event %s: %s", some[i].ID, aws.ToString(entry.ErrorCode))
		}
	}
	return nil
}

// aside keeps a record that can't be read, by its keys: the record itself is in
// the table.
func (r Relay) aside(ctx context.Context, record events.DynamoDBEventRecord, why error) error {
	body, err := json.Marshal(map[string]any{"keys": record.Change.Keys, "stream": record.EventSourceArn,
		"sequence": record.Change.SequenceNumber, "why": why.Error()})
	if err != nil {
		return fmt.Errorf("encode an unreadable record: %w", err)
	}
	_, err = r.Aside.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: aws.String(r.URL), MessageBody: aws.String(string(body))})
	if err != nil {
		return fmt.Errorf("put an unreadable record aside: %w", err)
	}
	return nil
}

// Attribute is where an event item keeps its event, as JSON (package dynamo writes
// it there).
const Attribute = "record"

// read reads what an item holds: an event, or those of one change.
func read(image map[string]events.DynamoDBAttributeValue) (event.Joined, error) {
	var e event.Joined
	value, ok := image[Attribute]
	if !ok || value.DataType() != events.DataTypeString {
		return e, fmt.Errorf("no attribute %q of type string", Attribute)
	}
	if err := json.Unmarshal([]byte(value.String()), &e); err != nil {
		return e, fmt.Errorf("decode the event: %w", err)
	}
	if e.ID == "" || e.Type == "" || e.At.IsZero() {
		return e, fmt.Errorf("an event without id, type or time")
	}
	return e, nil
}
