package dynamo

import (
	"context"

	"huiyin/shared/errs"
)

const (
	budgetKind = "budget"
	spentAttr  = "spent" // millionths of a US dollar
)

// Spend adds to a month's spending unless that would exceed limit; it is false
// then. limit < 0 is no limit, a negative amount gives back. A write whose
// answer was lost may count twice: the budget then gives way a little early.
func (s Ledger) Spend(ctx context.Context, month string, amount, limit int64) (bool, error) {
	within := condition{}
	if limit >= 0 {
		if amount > limit {
			return false, nil // not even as the month's first
		}
		within = condition{"attribute_not_exists(#spent) OR #spent <= :rest", item{":rest": number(limit - amount)}}
	}
	_, ok, err := s.t.update(ctx, "count the spending", budgetKey(month), "SET #kind = :kind ADD #spent :amount",
		item{":kind": text(budgetKind), ":amount": number(amount)}, within)
	return ok, err
}

// Spent is what a month has cost so far.
func (s Ledger) Spent(ctx context.Context, month string) (int64, error) {
	it, err := s.t.get(ctx, "read the spending", budgetKey(month))
	if errs.Is(err, errs.NotFound) {
		return 0, nil
	}
	return integer(it, spentAttr), err
}
