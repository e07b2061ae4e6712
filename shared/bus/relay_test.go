package bus_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"huiyin/shared/bus"
	"huiyin/shared/bus/envelope"
	"huiyin/shared/dynamo"
	"huiyin/shared/event"
	"huiyin/shared/obs"
)

// fake is a bus that refuses the n-th entry, and a queue.
type fake struct {
	refuse int
	err    error
	calls  []int // entries of each call
	put    []types.PutEventsRequestEntry
	aside  []string
}

func (f *fake) PutEvents(_ context.Context, in *eventbridge.PutEventsInput, _ ...func(*eventbridge.Options)) (*eventbridge.PutEventsOutput, error) {
	f.calls = append(f.calls, len(in.Entries))
	if f.err != nil {
		return nil, f.err
	}
	out := &eventbridge.PutEventsOutput{}
	for _, e := range in.Entries {
		f.put = append(f.put, e)
		result := types.PutEventsResultEntry{EventId: aws.String("x")}
		if len(f.put) == f.refuse {
			result = types.PutEventsResultEntry{ErrorCode: aws.String("ThrottlingException")}
		}
		out.Entries = append(out.Entries, result)
	}
	return out, nil
}

func (f *fake) SendMessage(_ context.Context, in *sqs.SendMessageInput, _ ...func(*sqs.Options)) (*sqs.SendMessageOutput, error) {
	f.aside = append(f.aside, *in.MessageBody)
	return &sqs.SendMessageOutput{}, f.err
}

func relay(f *fake) bus.Relay {
	return bus.Relay{Bus: f, Name: "desk", Aside: f, URL: "q", Log: obs.Logger(io.Discard)}
}

// record is a stream record as DynamoDB sends it for an event's item.
func record(t *testing.T, seq int) events.DynamoDBEventRecord {
	e, err := event.New("TICKET#N", seq, "ticket.noted", time.Unix(1e9, 0), event.System, nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := json.Marshal(e)
	return events.DynamoDBEventRecord{Change: events.DynamoDBStreamRecord{NewImage: map[string]events.DynamoDBAttributeValue{
		bus.Attribute: events.NewStringAttribute(string(raw))}}}
}

func TestEventsGoOnInOrderTenAtATime(t *testing.T) {
	f := &fake{}
	var batch events.DynamoDBEvent
	for seq := range 23 {
		batch.Records = append(batch.Records, record(t, seq+1))
	}
	out, err := relay(f).Handle(t.Context(), batch)
	if err != nil || out.BatchItemFailures == nil || len(out.BatchItemFailures) != 0 {
		t.Fatalf("answer %+v (%v)", out, err)
	}
	if fmt.Sprint(f.calls) != "[10 10 3]" {
		t.Errorf("calls %v", f.calls)
	}
	for i, entry := range f.put {
		var e event.Event
		if err := json.Unmarshal([]byte(*entry.Detail), &e); err != nil || e.Seq != i+1 || *entry.DetailType != "ticket.noted" || *entry.Source != event.Source {
			t.Fatalf("entry %d: %v %+v", i, err, entry)
		}
		back, err := envelope.Open(fmt.Sprintf(`{"source":%q,"detail":%s}`, *entry.Source, *entry.Detail))
		if err != nil || back.ID != e.ID {
			t.Errorf("arrived %+v (%v)", back, err)
		}
	}
}

// The events of one change stand in one item, and each goes on by itself.
func TestJoinedEventsGoOnOneByOne(t *testing.T) {
	f := &fake{}
	made := func(seq int, typ event.Type) event.Event {
		e, err := event.New("TICKET#N", seq, typ, time.Unix(1e9, 0), event.System, map[string]int{"n": seq})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	want := []event.Event{made(5, "ticket.analysed"), made(6, "ticket.planned"), made(7, "ticket.resolved")}
	joined := event.Join(want)
	raw, _ := json.Marshal(joined[0])
	err := relay(f).Records(t.Context(), []events.DynamoDBEventRecord{{Change: events.DynamoDBStreamRecord{NewImage: map[string]events.DynamoDBAttributeValue{
		bus.Attribute: events.NewStringAttribute(string(raw))}}}})
	if err != nil || len(joined) != 1 || len(f.put) != len(want) {
		t.Fatalf("%d items, %d events (%v)", len(joined), len(f.put), err)
	}
	for i, entry := range f.put {
		if raw, _ := json.Marshal(want[i]); *entry.Detail != string(raw) || *entry.DetailType != string(want[i].Type) || !entry.Time.Equal(want[i].At) {
			t.Errorf("%s went on as %s", raw, *entry.Detail)
		}
	}
}

func TestARefusedEntryHasTheBatchRepeated(t *testing.T) {
	for _, f := range []*fake{{refuse: 2}, {err: errors.New("no answer")}} {
		_, err := relay(f).Handle(t.Context(), events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{record(t, 1), record(t, 2)}})
		if err == nil {
			t.Error("an event that did not arrive was given up")
		}
	}
}

func TestWhatCantBeReadIsPutAsideAndTheRestGoesOn(t *testing.T) {
	f := &fake{}
	bad := []events.DynamoDBEventRecord{
		{Change: events.DynamoDBStreamRecord{SequenceNumber: "7"}},
		{Change: events.DynamoDBStreamRecord{NewImage: map[string]events.DynamoDBAttributeValue{bus.Attribute: events.NewNumberAttribute("1")}}},
		{Change: events.DynamoDBStreamRecord{NewImage: map[string]events.DynamoDBAttributeValue{bus.Attribute: events.NewStringAttribute("{")}}},
		{Change: events.DynamoDBStreamRecord{NewImage: map[string]events.DynamoDBAttributeValue{bus.Attribute: events.NewStringAttribute("{}")}}},
	}
	_, err := relay(f).Handle(t.Context(), events.DynamoDBEvent{Records: append(bad, record(t, 1))})
	if err != nil || len(f.put) != 1 || len(f.aside) != len(bad) || !strings.Contains(f.aside[0], `"sequence":"7"`) {
		t.Errorf("put %d, aside %q (%v)", len(f.put), f.aside, err)
	}
	f.err = errors.New("no queue either")
	if _, err := relay(f).Handle(t.Context(), events.DynamoDBEvent{Records: bad}); err == nil {
		t.Error("an unreadable record was lost")
	}
}

func TestWhatIsNoEventOfOursDoesNotArrive(t *testing.T) {
	for _, body := range []string{"", "{", "{}", `{"source":"aws.health","detail":{"id":"x"}}`, `{"source":"huiyin","detail":{}}`} {
		if e, err := envelope.Open(body); err == nil {
			t.Errorf("%q arrived as %+v", body, e)
		}
	}
}

// The relay reads what the table writes.
func TestTheAttributeIsTheTables(t *testing.T) {
	if bus.Attribute != dynamo.EventAttr {
		t.Errorf("%q, the table writes %q", bus.Attribute, dynamo.EventAttr)
	}
}
