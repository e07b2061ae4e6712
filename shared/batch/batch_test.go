package batch_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"huiyin/shared/batch"
)

// One poisoned message fails alone, and an empty list is a list.
func TestOnlyWhatFailsComesAgain(t *testing.T) {
	in := []events.SQSMessage{{MessageId: "a"}, {MessageId: "b"}, {MessageId: "c"}}
	for poison, want := range map[string]string{"": `{"batchItemFailures":[]}`, "b": `{"batchItemFailures":[{"itemIdentifier":"b"}]}`} {
		answer := batch.Handle(t.Context(), in, func(_ context.Context, m events.SQSMessage) error {
			if m.MessageId == poison {
				return errors.New("poison")
			}
			return nil
		})
		if got, _ := json.Marshal(answer); string(got) != want {
			t.Errorf("poison %q: %s", poison, got)
		}
	}
}
