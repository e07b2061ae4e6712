package acceptance

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"huiyin/shared/id"
)

// A record in the due index that nobody can read is set aside, where an admin
// sees it, and takes no other with it.
func TestAPoisonedRecordStopsNoSweep(t *testing.T) {
	c := theCrew("poison")
	opened := the.now()
	number, _ := the.inquire(t, c.team, opened)
	defer the.putAway(t, c.team, number)
	due := opened.Add(31 * time.Minute)
	the.putItem(t, map[string]string{
		"pk": "TICKET#PPP333PPP", "sk": "TICKET", "kind": "ticket", "record": "{not a ticket",
		"dpk": "DUE#0", "dsk": due.Add(-time.Minute).Format("2006-01-02T15:04:05.000Z") + "#TICKET#PPP333PPP",
	})
	if failed := the.tryCall(t, "Slacheck", tick(due)); !strings.Contains(failed, "TICKET#PPP333PPP") {
		t.Errorf("the function failed with %q", failed) // so that an alarm rings
	}
	mustSay(t, the.onlySMS(t, c.supervisor, 1)[0], id.Show(number))
	the.sweep(t, due.Add(time.Minute)) // and never again
	aside, err := the.table.Sweeps().Aside(t.Context(), 10)
	if err != nil || len(aside) != 1 || aside[0].Subject != "TICKET#PPP333PPP" || aside[0].Why == "" {
		t.Errorf("set aside: %+v, %v", aside, err)
	}
}

// What nobody can read in the queue goes to the dead letters, and what is
// beside it goes out.
func TestAPoisonedMessageTakesNoOtherWithIt(t *testing.T) {
	t.Parallel()
	bodies := []string{"no JSON at all", `{"source":"somebody else","detail":{"id":"x/000001"}}`,
		`{"source":"huiyin","detail":{"id":"TICKET#X/000001","type":"ticket.opened","subject":"TICKET#X","data":{"kind":7}}}`}
	the.poisoned.Add(int64(len(bodies)))
	for _, body := range bodies {
		the.toQueueRaw(t, body)
	}
	r, number := the.complain(t)
	for _, body := range bodies {
		the.drained(t, "ServiceDeadQueueUrl", body)
		the.poisoned.Add(-1)
	}
	mustSay(t, the.onlySMS(t, number, 1)[0], r.Shown)
}

// An event that nobody can read in the table's stream is put aside by its
// keys, and the events around it are told.
func TestAPoisonedEventTakesNoOtherWithIt(t *testing.T) {
	t.Parallel()
	for _, item := range []map[string]string{
		{"pk": "TICKET#POISON-A", "sk": "EVENT#000001", "kind": "event", "record": "{not an event"},
		{"pk": "TICKET#POISON-B", "sk": "EVENT#000001", "kind": "event"},
		{"pk": "TICKET#POISON-C", "sk": "EVENT#000001", "kind": "event", "record": `{"id":"","type":"ticket.opened"}`},
	} {
		the.putItem(t, item)
		r, number := the.complain(t)
		mustSay(t, the.awaitSMS(t, number, 1), r.Shown)
		the.drained(t, "AsideQueueUrl", item["pk"])
	}
}

// drained waits until a message that holds a text lies in a queue of last
// resort, and takes it out.
func (d *desk) drained(t *testing.T, queue, text string) {
	t.Helper()
	url := aws.String(d.Outputs[queue])
	eventually(t, text+" lies in "+queue, 2*patience, func() bool {
		out, err := d.queues.ReceiveMessage(t.Context(), &sqs.ReceiveMessageInput{QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range out.Messages {
			if strings.Contains(aws.ToString(m.Body), text) {
				_, err := d.queues.DeleteMessage(t.Context(), &sqs.DeleteMessageInput{QueueUrl: url, ReceiptHandle: m.ReceiptHandle})
				return err == nil
			}
		}
		return false
	})
}
