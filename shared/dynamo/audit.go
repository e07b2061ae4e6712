package dynamo

import (
	"context"
	"slices"
	"strings"

	"huiyin/shared/audit"
	"huiyin/shared/errs"
)

// Audit is the store of package audit.
type Audit struct{ t *Table }

// Audit gives the store of who did what.
func (t *Table) Audit() Audit { return Audit{t} }

var _ audit.Store = Audit{}

const (
	auditKind   = "audit"
	outcomeAttr = "outcome"
)

func auditPartition(month string) string { return "AUDIT#" + month }
func auditKey(r audit.Row) key           { return key{auditPartition(r.Month), stamp(r.At) + "#" + r.ID} }

func aboutQueue(about string) string { return "ABOUT#" + about }

// About reads the latest rows about a record: their names from the index, the
// rows themselves apart.
func (s Audit) About(ctx context.Context, about string, limit int) ([]audit.Row, error) {
	items, err := s.t.query(ctx, "list who did what to a record", span{index: linesIndex, pk: aboutQueue(about), backward: true, limit: clamp(limit)})
	if err != nil {
		return nil, err
	}
	keys := make([]key, len(items))
	for i, it := range items {
		keys[i] = key{str(it, pk), str(it, sk)}
	}
	rows, err := readBatch[audit.Row](ctx, s.t, "read who did what to a record", keys)
	slices.SortFunc(rows, func(a, b audit.Row) int { return strings.Compare(queueSort(b.At, b.ID), queueSort(a.At, a.ID)) })
	return rows, err
}

// Begin writes a row.
func (s Audit) Begin(ctx context.Context, r audit.Row) error {
	it, err := auditItem(r)
	if err != nil {
		return err
	}
	return s.t.putOne(ctx, "write a row of the audit log", it, absent(), func(item) error {
		return errs.New(errs.Internal, "internal").With("row", r.ID)
	})
}

// End writes it again with its outcome, unless it has one.
func (s Audit) End(ctx context.Context, r audit.Row) error {
	it, err := auditItem(r)
	if err != nil {
		return err
	}
	return s.t.putOne(ctx, "note an outcome in the audit log", it, holds(outcomeAttr, string(audit.Begun)), func(item) error { return nil })
}

func auditItem(r audit.Row) (item, error) {
	it, err := newItem(auditKey(r), auditKind, r)
	if err != nil {
		return nil, err
	}
	it[outcomeAttr] = text(string(r.Outcome))
	if r.About != "" {
		it[qpk], it[qsk] = text(aboutQueue(r.About)), text(queueSort(r.At, r.ID))
	}
	forget(it, r.At.Add(audit.Kept))
	return it, nil
}

// Rows lists a month's rows that fit, newest first. It looks at audit.MaxRead
// rows at most, a hundred at a time.
func (s Audit) Rows(ctx context.Context, q audit.Query, sealed string, limit int) (rows []audit.Row, next string, err error) {
	list := auditPartition(q.Month) + "|" + q.By + "|" + q.Operation
	position, err := s.t.open(ctx, list, sealed)
	if err != nil {
		return nil, "", err
	}
	limit = clamp(limit)
	part := span{pk: auditPartition(q.Month), backward: true}
	if position != "" {
		part.start = key{part.pk, position}.item()
	}
	for looked, more := 0, true; more; {
		part.limit = min(batchLimit, audit.MaxRead-looked)
		var items []item
		if items, more, err = s.t.page(ctx, "read the audit log", part); err != nil {
			return nil, "", err
		}
		for i, it := range items {
			var r audit.Row
			if err := read(it, &r); err != nil {
				return nil, "", err
			}
			if q.Fits(r) {
				rows = append(rows, r)
			}
			looked++
			if behind := more || i < len(items)-1; behind && (len(rows) == limit || looked == audit.MaxRead) {
				next, err = s.t.seal(ctx, list, str(it, sk))
				return rows, next, err
			}
		}
		if more {
			part.start = key{part.pk, str(items[len(items)-1], sk)}.item()
		}
	}
	return rows, "", nil
}
