package capacity

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

type anItem = map[string]types.AttributeValue

// of is an item of so many bytes.
func of(bytes int) anItem {
	return anItem{"n": &types.AttributeValueMemberS{Value: strings.Repeat("x", bytes-1)}}
}

func TestAQueryIsReckonedAsAWhole(t *testing.T) {
	for name, c := range map[string]struct {
		items      []anItem
		consistent bool
		want       float64
	}{
		"nothing":           {nil, false, 0.5},
		"nothing, strongly": {nil, true, 1},
		"small ones":        {[]anItem{of(1000), of(1000), of(1000)}, true, 1},
		"just a unit":       {[]anItem{of(4096)}, true, 1},
		"a byte more":       {[]anItem{of(4096), of(1)}, true, 2},
		"and at half price": {[]anItem{of(4096), of(1)}, false, 1},
	} {
		in := &dynamodb.QueryInput{ConsistentRead: aws.Bool(c.consistent)}
		if got := read(in, &dynamodb.QueryOutput{Items: c.items}); got != c.want {
			t.Errorf("%s: %v units, want %v", name, got, c.want)
		}
	}
}

func TestABatchIsReckonedItemByItem(t *testing.T) {
	in := &dynamodb.BatchGetItemInput{RequestItems: map[string]types.KeysAndAttributes{"t": {Keys: make([]anItem, 5), ConsistentRead: aws.Bool(true)}}}
	out := &dynamodb.BatchGetItemOutput{Responses: map[string][]anItem{"t": {of(10), of(5000)}},
		UnprocessedKeys: map[string]types.KeysAndAttributes{"t": {Keys: make([]anItem, 1)}}}
	if got := read(in, out); got != 1+2+2 { // small, large, and two that are not there; one is asked for again
		t.Errorf("%v units", got)
	}
}

func TestWhatAnItemWeighs(t *testing.T) {
	it := anItem{"ab": &types.AttributeValueMemberS{Value: "回"}, "b": &types.AttributeValueMemberB{Value: make([]byte, 7)},
		"n": &types.AttributeValueMemberN{Value: "12"}}
	if got := Size(it); got != 2+3+1+7+1+3 {
		t.Errorf("%d bytes", got)
	}
}
