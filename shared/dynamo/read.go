package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/errs"
)

// get reads one item, strongly consistent; errs.NotFound.
func (t *Table) get(ctx context.Context, attempted string, k key) (item, error) {
	out, err := t.db.GetItem(ctx, &dynamodb.GetItemInput{TableName: &t.name, Key: k.item(), ConsistentRead: aws.Bool(true)})
	if err != nil {
		return nil, fault(err, attempted)
	}
	if out.Item == nil {
		return nil, errs.Wrap(notFound(), attempted)
	}
	return out.Item, nil
}

// batchLimit is what one BatchGetItem reads, DynamoDB's own limit.
const batchLimit = 100

// batch reads up to batchLimit items, strongly consistent, in any order;
// missing ones are left out.
func (t *Table) batch(ctx context.Context, attempted string, keys []key) ([]item, error) {
	return t.some(ctx, attempted, keys, true)
}

// glance is batch for half the price: what it reads may be a second old.
func (t *Table) glance(ctx context.Context, attempted string, keys []key) ([]item, error) {
	return t.some(ctx, attempted, keys, false)
}

func (t *Table) some(ctx context.Context, attempted string, keys []key, consistent bool) ([]item, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	seen := map[key]bool{}
	want := []item{}
	for _, k := range keys {
		if !seen[k] { // DynamoDB refuses a key that is asked for twice
			seen[k] = true
			want = append(want, k.item())
		}
	}
	if len(want) > batchLimit {
		return nil, errs.New(errs.Internal, "internal").With("max", batchLimit)
	}
	var found []item
	for try := 0; ; try++ {
		out, err := t.db.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
			RequestItems: map[string]types.KeysAndAttributes{t.name: {Keys: want, ConsistentRead: aws.Bool(consistent)}},
		})
		if err != nil {
			return nil, fault(err, attempted)
		}
		found = append(found, out.Responses[t.name]...)
		want = out.UnprocessedKeys[t.name].Keys
		if len(want) == 0 {
			return found, nil
		}
		if try == attempts-1 {
			return nil, errs.Wrap(errs.New(errs.Unavailable, "store.unavailable"), attempted)
		}
		if err := pause(ctx, try); err != nil {
			return nil, fault(err, attempted)
		}
	}
}

// readOrZero reads the thing under a key; the zero one when there is none.
func readOrZero[T any](ctx context.Context, t *Table, attempted string, k key) (thing T, err error) {
	it, err := t.get(ctx, attempted, k)
	if errs.Is(err, errs.NotFound) {
		return thing, nil
	}
	if err != nil {
		return thing, err
	}
	err = read(it, &thing)
	return thing, err
}

// readBatch reads up to batchLimit things by key, strongly consistent, in any
// order; missing ones are left out.
func readBatch[T any](ctx context.Context, t *Table, attempted string, keys []key) ([]T, error) {
	items, err := t.batch(ctx, attempted, keys)
	if err != nil {
		return nil, err
	}
	return readAll[T](items)
}

// readAll decodes what items hold.
func readAll[T any](items []item) ([]T, error) {
	things := make([]T, len(items))
	for i, it := range items {
		if err := read(it, &things[i]); err != nil {
			return nil, err
		}
	}
	return things, nil
}

// span is a part of one partition, of the table or of an index.
type span struct {
	index    string // "" is the table, read strongly consistent
	pk       string
	from, to string // sort keys, from ≤ … < to; "" is no bound
	backward bool
	limit    int  // no read is without one
	start    item // where to go on, exclusive
}

// sorts are the names of the keys a span runs along.
func (s span) sorts() (partition, sort string) {
	switch s.index {
	case linesIndex:
		return qpk, qsk
	case dueIndex:
		return dpk, dsk
	}
	return pk, sk
}

// query reads up to limit items, page after page.
func (t *Table) query(ctx context.Context, attempted string, s span) ([]item, error) {
	partition, sort := s.sorts()
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: optional(s.index), ConsistentRead: aws.Bool(s.index == ""),
		ScanIndexForward: aws.Bool(!s.backward), ExclusiveStartKey: s.start,
		ExpressionAttributeValues: item{":pk": text(s.pk)},
	}
	where := "#" + partition + " = :pk"
	switch {
	case s.from != "" && s.to != "":
		where += " AND #" + sort + " BETWEEN :from AND :to"
	case s.from != "":
		where += " AND #" + sort + " >= :from"
	case s.to != "":
		where += " AND #" + sort + " < :to"
	}
	if s.from != "" {
		in.ExpressionAttributeValues[":from"] = text(s.from)
	}
	if s.to != "" {
		in.ExpressionAttributeValues[":to"] = text(s.to)
	}
	in.KeyConditionExpression, in.ExpressionAttributeNames = &where, names(where)
	var found []item
	for len(found) < s.limit {
		in.Limit = aws.Int32(int32(s.limit - len(found)))
		out, err := t.db.Query(ctx, in)
		if err != nil {
			return nil, fault(err, attempted)
		}
		found = append(found, out.Items...)
		if out.LastEvaluatedKey == nil {
			break
		}
		in.ExclusiveStartKey = out.LastEvaluatedKey
	}
	return found, nil
}

// readSpan reads up to the span's limit of things.
func readSpan[T any](ctx context.Context, t *Table, attempted string, s span) ([]T, error) {
	items, err := t.query(ctx, attempted, s)
	if err != nil {
		return nil, err
	}
	things := make([]T, len(items))
	for i, it := range items {
		if err := read(it, &things[i]); err != nil {
			return nil, err
		}
	}
	return things, nil
}

// page reads like query and tells whether there is more: it looks one item
// further, so that no page but the last has nothing behind it.
func (t *Table) page(ctx context.Context, attempted string, s span) (found []item, more bool, err error) {
	limit := s.limit
	s.limit++
	found, err = t.query(ctx, attempted, s)
	if len(found) > limit {
		return found[:limit], true, err
	}
	return found, false, err
}

// clamp holds what a caller asks for within what one request reads.
func clamp(limit int) int { return min(max(limit, 1), batchLimit) }
