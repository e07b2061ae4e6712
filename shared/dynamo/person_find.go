package dynamo

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ledger"
)

// Tickets lists the tickets filed under a number that were opened up to until,
// oldest first. errs.Invalid for a foreign or broken cursor.
func (s Persons) Tickets(ctx context.Context, phoneKey string, until time.Time, cursor string, limit int) (numbers []string, next string, err error) {
	list := "person#" + phoneKey
	position, err := s.t.open(ctx, list, cursor)
	if err != nil {
		return nil, "", err
	}
	part := span{pk: phonePartition(phoneKey), from: phoneTickets, to: phoneTickets + after(stamp(until)), limit: clamp(limit)}
	if position != "" {
		part.start = key{part.pk, position}.item()
	}
	items, more, err := s.t.page(ctx, "list the tickets of a number", part)
	if err != nil {
		return nil, "", err
	}
	for _, it := range items {
		numbers = append(numbers, str(it, numberAttr))
	}
	if more {
		next, err = s.t.seal(ctx, list, str(items[len(items)-1], sk))
	}
	return numbers, next, err
}

// Codes lists the ids of codes sent to a number, in their order, behind the id
// position.
func (s Persons) Codes(ctx context.Context, phoneKey, position string, limit int) (ids []string, next string, err error) {
	part := span{pk: codesPartition(phoneKey), limit: clamp(limit)}
	if position != "" {
		part.start = key{part.pk, position}.item()
	}
	items, more, err := s.t.page(ctx, "list the codes of a number", part)
	if err != nil {
		return nil, "", err
	}
	for _, it := range items {
		ids = append(ids, str(it, sk))
	}
	if more {
		next = ids[len(ids)-1]
	}
	return ids, next, nil
}

// Rows reads up to 100 rows of the ledger by id, in any order; missing ones
// are left out.
func (s Persons) Rows(ctx context.Context, ids []string) ([]ledger.Row, error) {
	keys := make([]key, len(ids))
	for i, id := range ids {
		keys[i] = record(ledger.Subject(id))
	}
	rows, err := readBatch[ledger.Row](ctx, s.t, "read rows", keys)
	for i := 0; i < len(rows) && err == nil; i++ {
		rows[i], err = s.t.Ledger().told(ctx, rows[i])
	}
	return rows, err
}

// Remark reads what was said of a ticket on a spot check; "" for nothing.
func (s Persons) Remark(ctx context.Context, number string) (string, error) {
	it, err := s.t.get(ctx, "read the remark of a spot check", remarkKey(number))
	if errs.Is(err, errs.NotFound) {
		return "", nil
	}
	return str(it, remarkAttr), err
}
