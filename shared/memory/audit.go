package memory

import (
	"context"
	"slices"
	"strings"

	"huiyin/shared/audit"
	"huiyin/shared/errs"
)

// Audit is the store of package audit.
type Audit struct{ s *Store }

// Audit gives the store of who did what.
func (s *Store) Audit() Audit { return Audit{s} }

var _ audit.Store = Audit{}

// Begin writes a row.
func (a Audit) Begin(_ context.Context, r audit.Row) error {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	if _, there := a.s.audited[r.ID]; there {
		return errs.New(errs.Internal, "internal")
	}
	a.s.audited[r.ID] = clone(r)
	return nil
}

// End gives a row its outcome, unless it has one.
func (a Audit) End(_ context.Context, r audit.Row) error {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	if a.s.audited[r.ID].Outcome == audit.Begun {
		a.s.audited[r.ID] = clone(r)
	}
	return nil
}

// Rows lists a month's rows that fit, newest first.
func (a Audit) Rows(_ context.Context, q audit.Query, sealed string, limit int) ([]audit.Row, string, error) {
	list := "AUDIT#" + q.Month + "|" + q.By + "|" + q.Operation
	position, err := a.s.unseal(list, sealed)
	if err != nil {
		return nil, "", err
	}
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	sort := func(r audit.Row) string { return stamp(r.At) + "#" + r.ID }
	var month []audit.Row
	for _, r := range a.s.audited {
		if r.Month == q.Month && (position == "" || sort(r) < position) {
			month = append(month, r)
		}
	}
	slices.SortFunc(month, func(x, y audit.Row) int { return strings.Compare(sort(y), sort(x)) })
	limit = min(max(limit, 1), 100)
	var rows []audit.Row
	for i, r := range month {
		if q.Fits(r) {
			rows = append(rows, clone(r))
		}
		if i < len(month)-1 && (len(rows) == limit || i == audit.MaxRead-1) {
			return rows, a.s.seal(list, sort(r)), nil
		}
	}
	return rows, "", nil
}

// About reads the latest rows about a record, newest first.
func (a Audit) About(_ context.Context, about string, limit int) ([]audit.Row, error) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	var rows []audit.Row
	for _, r := range a.s.audited {
		if r.About == about {
			rows = append(rows, clone(r))
		}
	}
	slices.SortFunc(rows, func(x, y audit.Row) int { return strings.Compare(stamp(y.At)+y.ID, stamp(x.At)+x.ID) })
	return rows[:min(len(rows), limit)], nil
}
