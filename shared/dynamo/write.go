package dynamo

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/errs"
)

// condition is an expression over attributes written as #name, with its
// :values. Empty always holds.
type condition struct {
	expression string
	values     item
}

// names gives the #names of an expression: the words without their mark, so
// that no expression has to know DynamoDB's 573 reserved words.
func names(expressions ...string) map[string]string {
	var all map[string]string
	for _, e := range expressions {
		for i := strings.IndexByte(e, '#'); i >= 0; i = strings.IndexByte(e, '#') {
			e = e[i:]
			end := strings.IndexFunc(e[1:], func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }) + 1
			if end == 0 {
				end = len(e)
			}
			if all == nil {
				all = map[string]string{}
			}
			all[e[:end]] = e[1:end]
			e = e[end:]
		}
	}
	return all
}

// absent holds while there is no such item.
func absent() condition { return condition{expression: "attribute_not_exists(#pk)"} }

// following holds when the stored record is the one before version.
func following(version int) condition {
	if version <= 1 {
		return absent()
	}
	return condition{"#version = :was", item{":was": number(int64(version - 1))}}
}

// heldBy holds when nobody has the item, or whoever is named.
func heldBy(attr, who string) condition {
	return condition{"attribute_not_exists(#pk) OR #" + attr + " = :who", item{":who": text(who)}}
}

// holds holds when whoever is named has the item.
func holds(attr, who string) condition {
	return condition{"#" + attr + " = :who", item{":who": text(who)}}
}

// op is one write of a transaction.
type op struct {
	write types.TransactWriteItem
	// refused says what it means that the condition did not hold for what is
	// stored (nil: no such item). No condition, no refusal.
	refused func(stored item) error
}

func putIf(it item, c condition, refused func(item) error) op {
	return op{types.TransactWriteItem{Put: &types.Put{
		Item: it, ConditionExpression: optional(c.expression), ExpressionAttributeNames: names(c.expression),
		ExpressionAttributeValues: c.values, ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}, refused}
}

func put(it item) op { return putIf(it, condition{}, nil) }

func deleteIf(k key, c condition, refused func(item) error) op {
	return op{types.TransactWriteItem{Delete: &types.Delete{
		Key: k.item(), ConditionExpression: optional(c.expression), ExpressionAttributeNames: names(c.expression),
		ExpressionAttributeValues: c.values, ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}, refused}
}

func remove(k key) op { return deleteIf(k, condition{}, nil) }

func updateIf(k key, update string, values item, c condition, refused func(item) error) op {
	return op{types.TransactWriteItem{Update: &types.Update{
		Key: k.item(), UpdateExpression: aws.String(update), ConditionExpression: optional(c.expression),
		ExpressionAttributeNames: names(update, c.expression), ExpressionAttributeValues: both(values, c.values),
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}, refused}
}

// transact writes all or nothing. When conditions did not hold, the first of
// ops whose condition failed says what that means: their order is their
// precedence.
func (t *Table) transact(ctx context.Context, attempted string, ops ...op) error {
	items := make([]types.TransactWriteItem, len(ops))
	for i, o := range ops {
		items[i] = o.write
		switch w := o.write; {
		case w.Put != nil:
			w.Put.TableName = &t.name
		case w.Delete != nil:
			w.Delete.TableName = &t.name
		case w.Update != nil:
			w.Update.TableName = &t.name
		case w.ConditionCheck != nil:
			w.ConditionCheck.TableName = &t.name
		}
	}
	_, err := t.db.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: items})
	var cancelled *types.TransactionCanceledException
	if errors.As(err, &cancelled) {
		for i, reason := range cancelled.CancellationReasons {
			if aws.ToString(reason.Code) == "ConditionalCheckFailed" {
				return ops[i].refused(reason.Item)
			}
		}
	}
	return fault(err, attempted)
}

// putOne writes one item on a condition, for half of what a transaction costs.
//
// A transaction that is repeated because its answer was lost is known by its
// token; a single write is not, and would meet itself as a stranger. So the
// item carries a random mark of this call, and a refusal that shows the same
// mark is our own success.
func (t *Table) putOne(ctx context.Context, attempted string, it item, c condition, refused func(stored item) error) error {
	mark := make([]byte, 8)
	rand.Read(mark) // never fails: crypto/rand ends the process instead
	it[writeAttr] = &types.AttributeValueMemberB{Value: mark}
	_, err := t.db.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &t.name, Item: it, ConditionExpression: optional(c.expression), ExpressionAttributeNames: names(c.expression),
		ExpressionAttributeValues: c.values, ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	var failed *types.ConditionalCheckFailedException
	if errors.As(err, &failed) {
		if stored, ok := failed.Item[writeAttr].(*types.AttributeValueMemberB); ok && string(stored.Value) == string(mark) {
			return nil
		}
		return refused(failed.Item)
	}
	return fault(err, attempted)
}

// maxAtOnce is how many items one request puts or deletes (a limit of DynamoDB).
const maxAtOnce = 25

// putAll writes items that state no condition and need not come together, for
// half of what a transaction costs. After an error some of them may stand.
func (t *Table) putAll(ctx context.Context, attempted string, items []item) error {
	return t.atOnce(ctx, attempted, items, func(it item) types.WriteRequest {
		return types.WriteRequest{PutRequest: &types.PutRequest{Item: it}}
	})
}

// removeAtOnce removes items in the same way.
func (t *Table) removeAtOnce(ctx context.Context, attempted string, items []item) error {
	return t.atOnce(ctx, attempted, items, func(it item) types.WriteRequest {
		return types.WriteRequest{DeleteRequest: &types.DeleteRequest{Key: item{pk: it[pk], sk: it[sk]}}}
	})
}

func (t *Table) atOnce(ctx context.Context, attempted string, items []item, request func(item) types.WriteRequest) error {
	for some := range slices.Chunk(items, maxAtOnce) {
		left := make([]types.WriteRequest, len(some))
		for i, it := range some {
			left[i] = request(it)
		}
		for try := 0; len(left) > 0; try++ {
			if try == attempts {
				return errs.Wrap(errs.New(errs.Unavailable, "store.unavailable"), attempted)
			}
			if try > 0 {
				if err := pause(ctx, try-1); err != nil {
					return fault(err, attempted)
				}
			}
			out, err := t.db.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{t.name: left}})
			if err != nil {
				return fault(err, attempted)
			}
			left = out.UnprocessedItems[t.name]
		}
	}
	return nil
}

// update changes one item on a condition and returns it as it is then. It is
// false when the condition did not hold.
func (t *Table) update(ctx context.Context, attempted string, k key, update string, values item, c condition) (item, bool, error) {
	out, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: k.item(), UpdateExpression: &update, ConditionExpression: optional(c.expression),
		ExpressionAttributeNames: names(update, c.expression), ExpressionAttributeValues: both(values, c.values),
		ReturnValues: types.ReturnValueAllNew,
	})
	var failed *types.ConditionalCheckFailedException
	if errors.As(err, &failed) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fault(err, attempted)
	}
	return out.Attributes, true, nil
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func both(a, b item) item {
	all := make(item, len(a)+len(b))
	for k, v := range a {
		all[k] = v
	}
	for k, v := range b {
		all[k] = v
	}
	return all
}
