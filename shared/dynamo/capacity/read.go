package capacity

import (
	"math"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// What a read costs follows from what it brings: a unit for each four
// kilobytes begun, half of it when the answer may be a second old. A query is
// reckoned as a whole, a batch item by item. The local stack says half a unit
// for every query and nothing for a batch, so the rule is applied here; DynamoDB
// itself never says less.
const readUnit = 4096

// read is what an answer must have cost, 0 for one that is no read of several
// items. An index is measured by what it holds, which is what comes back.
func read(input, output any) float64 {
	switch out := output.(type) {
	case *dynamodb.QueryOutput:
		in, _ := input.(*dynamodb.QueryInput)
		return whole(out.Items, in != nil && aws.ToBool(in.ConsistentRead))
	case *dynamodb.BatchGetItemOutput:
		in, _ := input.(*dynamodb.BatchGetItemInput)
		return batch(in, out)
	}
	return 0
}

func whole(items []map[string]types.AttributeValue, consistent bool) float64 {
	bytes := 0
	for _, it := range items {
		bytes += Size(it)
	}
	return price(bytes, consistent)
}

// batch charges a key that was not found like a small item.
func batch(in *dynamodb.BatchGetItemInput, out *dynamodb.BatchGetItemOutput) (sum float64) {
	if in == nil {
		return 0
	}
	for table, asked := range in.RequestItems {
		consistent := aws.ToBool(asked.ConsistentRead)
		found := out.Responses[table]
		for _, it := range found {
			sum += price(Size(it), consistent)
		}
		missing := len(asked.Keys) - len(out.UnprocessedKeys[table].Keys) - len(found)
		sum += float64(missing) * price(0, consistent)
	}
	return sum
}

func price(bytes int, consistent bool) float64 {
	units := math.Max(1, math.Ceil(float64(bytes)/readUnit))
	if !consistent {
		units /= 2
	}
	return units
}

// Size is what an item weighs in DynamoDB's reckoning, in bytes: names and
// values, a number about a byte for two digits.
func Size(it map[string]types.AttributeValue) (bytes int) {
	for name, value := range it {
		bytes += len(name) + sizeOf(value)
	}
	return bytes
}

func sizeOf(value types.AttributeValue) int {
	switch v := value.(type) {
	case *types.AttributeValueMemberS:
		return len(v.Value)
	case *types.AttributeValueMemberB:
		return len(v.Value)
	case *types.AttributeValueMemberN:
		return len(v.Value)/2 + 2
	case *types.AttributeValueMemberL:
		bytes := 3
		for _, e := range v.Value {
			bytes += sizeOf(e) + 1
		}
		return bytes
	case *types.AttributeValueMemberM:
		return Size(v.Value) + 3 + len(v.Value)
	case *types.AttributeValueMemberSS:
		bytes := 0
		for _, s := range v.Value {
			bytes += len(s)
		}
		return bytes
	}
	return 1
}
