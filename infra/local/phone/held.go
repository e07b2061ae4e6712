package phone

import (
	"cmp"
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/infra/local/stack"
)

// Held is an SMS that waits in the ledger.
type Held struct {
	To    string `json:"to" dynamodbav:"to"`
	Text  string `json:"text" dynamodbav:"text"`
	Why   string `json:"why" dynamodbav:"why"`
	Until string `json:"until" dynamodbav:"until"` // UTC, as stored
}

// heldBack reads the ledger's waiting rows, the next to go first. It scans:
// nobody but the person at this machine waits for it.
func heldBack(ctx context.Context, s *stack.Stack) ([]Held, error) {
	pages := dynamodb.NewScanPaginator(dynamodb.NewFromConfig(s.AWS()), &dynamodb.ScanInput{
		TableName:        &s.Table,
		FilterExpression: aws.String("kind = :kind AND #state = :state"),
		// state is a reserved word of DynamoDB.
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":kind":  &types.AttributeValueMemberS{Value: "ledger"},
			":state": &types.AttributeValueMemberS{Value: "waiting"},
		},
	})
	held := []Held{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		var rows []Held
		if err := attributevalue.UnmarshalListOfMaps(page.Items, &rows); err != nil {
			return nil, err
		}
		held = append(held, rows...)
	}
	slices.SortFunc(held, func(a, b Held) int { return cmp.Compare(a.Until, b.Until) })
	return held, nil
}
