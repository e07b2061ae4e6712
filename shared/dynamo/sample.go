package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/event"
	"huiyin/shared/sample"
	"huiyin/shared/ticket"
)

// Samples is the store of package sample.
type Samples struct{ t *Table }

// Samples gives the store of the reviews of spot checks.
func (t *Table) Samples() Samples { return Samples{t} }

var _ sample.Store = Samples{}

// A review's partition has its record, its events, and the remark by itself,
// which an erasure removes.
const (
	reviewKind = "review"
	remarkKind = "remark"
	remarkSort = "REMARK"
	remarkAttr = "remark"
)

func reviewKey(number string) key { return record(sample.Subject(number)) }
func remarkKey(number string) key { return key{sample.Subject(number), remarkSort} }

// Reviews reads reviews with their remarks; missing ones are left out.
func (s Samples) Reviews(ctx context.Context, numbers []string) ([]sample.Review, error) {
	var keys []key
	for _, number := range numbers {
		keys = append(keys, reviewKey(number), remarkKey(number))
	}
	items, err := s.t.batch(ctx, "read reviews", keys)
	if err != nil {
		return nil, err
	}
	remarks := map[string]string{}
	var reviews []sample.Review
	for _, it := range items {
		if str(it, kindAttr) == remarkKind {
			remarks[str(it, pk)] = str(it, remarkAttr)
			continue
		}
		var r sample.Review
		if err := read(it, &r); err != nil {
			return nil, err
		}
		reviews = append(reviews, r)
	}
	for i, r := range reviews {
		reviews[i].Remark = remarks[sample.Subject(r.Number)]
	}
	return reviews, nil
}

// Save writes a review, its remark and its event on condition that neither the
// review nor its ticket has changed: an erasure that has begun meanwhile would
// not find the remark.
func (s Samples) Save(ctx context.Context, r sample.Review, of ticket.Ticket, told event.Event) error {
	lost := func(item) error { return sample.ErrLostRace }
	it, err := newItem(reviewKey(r.Number), reviewKind, r)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(r.Version))
	tell, err := eventOp(told)
	if err != nil {
		return err
	}
	remark := remove(remarkKey(r.Number))
	if r.Remark != "" {
		said, err := newItem(remarkKey(r.Number), remarkKind, nil)
		if err != nil {
			return err
		}
		said[remarkAttr] = text(r.Remark)
		remark = put(said)
	}
	return s.t.transact(ctx, "keep a review", checkIf(ticketKey(of.Number), following(of.Version+1), lost),
		putIf(it, following(r.Version), lost), remark, tell)
}

// checkIf writes nothing, and lets nothing else be written unless the item is as
// it is said to be.
func checkIf(k key, c condition, refused func(item) error) op {
	return op{types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		Key: k.item(), ConditionExpression: optional(c.expression), ExpressionAttributeNames: names(c.expression),
		ExpressionAttributeValues: c.values, ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}, refused}
}
