package batch

import (
	"context"
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/sync/errgroup"

	"huiyin/shared/obs"
)

// atOnce is how many messages of a batch are worked on at the same time. They
// are independent: the ledger keeps two about one receiver apart.
const atOnce = 5

// Handle calls do for each message. What fails is named in the answer, in the
// order of the batch; the list is never nil, because the local stack can't
// read null.
func Handle(ctx context.Context, messages []events.SQSMessage, do func(context.Context, events.SQSMessage) error) events.SQSEventResponse {
	failed := make([]error, len(messages))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, m := range messages {
		group.Go(func() error { failed[i] = do(ctx, m); return nil })
	}
	_ = group.Wait() // the functions above return no error
	answer := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for i, err := range failed {
		if err != nil {
			obs.Fail(ctx, fmt.Errorf("message %s: %w", messages[i].MessageId, err))
			answer.BatchItemFailures = append(answer.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: messages[i].MessageId})
		}
	}
	return answer
}
