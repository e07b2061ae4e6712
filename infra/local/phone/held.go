package phone

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/infra/local/stack"
	"huiyin/shared/ledger"
	"huiyin/shared/words"
)

// Held is an SMS that waits in the ledger. Its text is written when it goes
// out, so only its template is known.
type Held struct {
	To       string    `json:"to"` // 138****1234, or what the receiver is known by so far
	Template string    `json:"template"`
	Why      string    `json:"why"` // in Chinese
	Until    time.Time `json:"until"`
}

// heldBack reads the ledger's waiting rows, the next to go first. It scans:
// nobody but the person at this machine waits for it.
func heldBack(ctx context.Context, s *stack.Stack) ([]Held, error) {
	pages := dynamodb.NewScanPaginator(dynamodb.NewFromConfig(s.AWS()), &dynamodb.ScanInput{
		TableName: &s.Table,
		// Only what is pending has a key in the due index.
		FilterExpression:     aws.String("begins_with(pk, :ledger) AND attribute_exists(dpk)"),
		ProjectionExpression: aws.String("#record"),
		// record is how package dynamo calls the thing itself.
		ExpressionAttributeNames: map[string]string{"#record": "record"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":ledger": &types.AttributeValueMemberS{Value: ledger.Subject("")},
		},
	})
	held := []Held{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
		for _, item := range page.Items {
			record, _ := item["record"].(*types.AttributeValueMemberS)
			if record == nil {
				continue // an event of the row, not the row
			}
			var row ledger.Row
			if err := json.Unmarshal([]byte(record.Value), &row); err != nil {
				return nil, fmt.Errorf("read a row of the ledger: %w", err)
			}
			if row.State == ledger.Waiting {
				held = append(held, shown(row))
			}
		}
	}
	slices.SortFunc(held, func(a, b Held) int { return a.Until.Compare(b.Until) })
	return held, nil
}

func shown(row ledger.Row) Held {
	to := row.Masked
	if to == "" {
		to = row.To.Kind + " " + row.To.ID
	}
	return Held{
		To: to, Template: string(row.Template), Until: row.Until,
		Why: words.Text(words.Chinese, "ledger."+row.Why, nil),
	}
}
