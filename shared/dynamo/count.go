package dynamo

import (
	"context"
	"time"
)

const (
	countKind = "count"
	countAttr = "count"
)

// Count adds one to a counter that is forgotten at until, and returns the
// count. The name is hashed: an address in it is not stored. A count whose
// answer was lost may count twice, which makes a limit stricter by one.
func (t *Table) count(ctx context.Context, name string, until time.Time) (int, error) {
	it, _, err := t.update(ctx, "count", countKey(name), "SET #kind = :kind, #ttl = :until ADD #count :one",
		item{":kind": text(countKind), ":until": number(until.Unix()), ":one": number(1)}, condition{})
	return int(integer(it, countAttr)), err
}

// Count adds one to a counter, see package ticket.
func (s Tickets) Count(ctx context.Context, name string, until time.Time) (int, error) {
	return s.t.count(ctx, name, until)
}
