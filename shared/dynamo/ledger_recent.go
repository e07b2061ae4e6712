package dynamo

import (
	"context"
	"time"

	"huiyin/shared/ledger"
)

const recentKind = "recent"

// Recent reads when a number got receipts; empty when never.
func (s Ledger) Recent(ctx context.Context, phoneKey string) (ledger.Recent, error) {
	return readOrZero[ledger.Recent](ctx, s.t, "read recent receipts", recentKey(phoneKey))
}

// SaveRecent writes it on condition of Version-1; ledger.ErrLostRace.
func (s Ledger) SaveRecent(ctx context.Context, phoneKey string, r ledger.Recent, until time.Time) error {
	it, err := newItem(recentKey(phoneKey), recentKind, r)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(r.Version))
	forget(it, until)
	return s.t.putOne(ctx, "write recent receipts", it, following(r.Version), func(item) error { return ledger.ErrLostRace })
}
