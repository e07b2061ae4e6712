package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"huiyin/shared/event"
)

// Events hands every event of [from, to) to each, in no order, and ends with
// the first error. It is for an admin's tool that tells again what was missed,
// and reads the whole table: the only Scan there is.
func (t *Table) Events(ctx context.Context, from, to time.Time, each func(event.Event) error) error {
	filter := "#kind = :event AND #at >= :from AND #at < :to"
	in := &dynamodb.ScanInput{
		TableName: &t.name, FilterExpression: &filter, ExpressionAttributeNames: names(filter),
		ExpressionAttributeValues: item{":event": text(EventKind), ":from": text(stamp(from)), ":to": text(stamp(to))},
	}
	for {
		out, err := t.db.Scan(ctx, in)
		if err != nil {
			return fault(err, "read the events")
		}
		for _, it := range out.Items {
			var joined event.Joined
			if err := read(it, &joined); err != nil {
				return err
			}
			for _, e := range joined.Events() {
				if err := each(e); err != nil {
					return err
				}
			}
		}
		if out.LastEvaluatedKey == nil {
			return nil
		}
		in.ExclusiveStartKey = out.LastEvaluatedKey
	}
}
