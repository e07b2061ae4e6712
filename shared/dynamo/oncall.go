package dynamo

import (
	"context"

	"huiyin/shared/event"
	"huiyin/shared/oncall"
)

// OnCall is the store of package oncall.
type OnCall struct{ t *Table }

// OnCall gives the store of who is on call.
func (t *Table) OnCall() OnCall { return OnCall{t} }

var _ oncall.Store = OnCall{}

const (
	monthKind       = "month"
	onCallPartition = "ONCALL"
	maxMonths       = 24
)

// Months reads the lists of the months from first to last, in order, at most
// maxMonths.
func (s OnCall) Months(ctx context.Context, first, last string) ([]oncall.Month, error) {
	items, err := s.t.query(ctx, "read who is on call", span{pk: onCallPartition, from: first, to: last, limit: maxMonths})
	if err != nil {
		return nil, err
	}
	months := make([]oncall.Month, len(items))
	for i, it := range items {
		if err := read(it, &months[i]); err != nil {
			return nil, err
		}
	}
	return months, nil
}

// SaveMonth writes a list and the event in one transaction: oncall.ErrLostRace,
// errs.Unavailable.
func (s OnCall) SaveMonth(ctx context.Context, m oncall.Month, e event.Event) error {
	it, err := newItem(key{onCallPartition, m.ID}, monthKind, m)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(m.Version))
	told, err := eventOp(e)
	if err != nil {
		return err
	}
	return s.t.transact(ctx, "write who is on call",
		putIf(it, following(m.Version), func(item) error { return oncall.ErrLostRace }), told)
}
