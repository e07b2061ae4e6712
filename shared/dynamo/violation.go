package dynamo

import (
	"context"

	"huiyin/shared/errs"
	"huiyin/shared/violation"
)

// Violations is the store of package violation.
type Violations struct{ t *Table }

// Violations gives the register of violations.
func (t *Table) Violations() Violations { return Violations{t} }

var _ violation.Store = Violations{}

const violationKind = "violation"

// Violation reads one; errs.NotFound.
func (s Violations) Violation(ctx context.Context, id string) (violation.Violation, error) {
	var v violation.Violation
	k, ok := violationKey(id)
	if !ok {
		return v, notFound()
	}
	it, err := s.t.get(ctx, "read a violation", k)
	if err != nil {
		return v, err
	}
	err = read(it, &v)
	return v, err
}

// Month lists a month's, newest day first. errs.Invalid for a foreign or
// broken cursor.
func (s Violations) Month(ctx context.Context, month, cursor string, limit int) (violation.Page, error) {
	var page violation.Page
	list := violationPartition(month)
	position, err := s.t.open(ctx, list, cursor)
	if err != nil {
		return page, err
	}
	part := span{pk: list, backward: true, limit: clamp(limit)}
	if position != "" {
		part.start = key{list, position}.item()
	}
	items, more, err := s.t.page(ctx, "list a month's violations", part)
	if err != nil {
		return page, err
	}
	page.Violations = make([]violation.Violation, len(items))
	for i, it := range items {
		if err := read(it, &page.Violations[i]); err != nil {
			return violation.Page{}, err
		}
	}
	if more {
		page.Next, err = s.t.seal(ctx, list, str(items[len(items)-1], sk))
	}
	return page, err
}

// maxViolations bounds how many violations one ticket is evidence for: the
// register has four kinds.
const maxViolations = 100

// OfTicket lists the ids of those a ticket is evidence for.
func (s Violations) OfTicket(ctx context.Context, number string) ([]string, error) {
	items, err := s.t.query(ctx, "find the violations of a ticket", span{pk: ticketKey(number).pk, from: aboutSorts, to: after(aboutSorts), limit: maxViolations})
	var ids []string
	for _, it := range items {
		ids = append(ids, str(it, idAttr))
	}
	return ids, err
}

// Put writes a violation with its events in one transaction:
// violation.ErrLostRace, errs.Unavailable.
func (s Violations) Put(ctx context.Context, c violation.Change) error {
	ops, err := violationOps(c)
	if err != nil {
		return err
	}
	return s.t.transact(ctx, "write a violation", ops...)
}

// violationOps are the writes of one change; a new one is filed with its
// ticket, if it has one.
func violationOps(c violation.Change) ([]op, error) {
	v := c.Violation
	k, ok := violationKey(v.ID)
	if !ok {
		return nil, errs.New(errs.Internal, "internal").With("id", v.ID)
	}
	it, err := newItem(k, violationKind, v)
	if err != nil {
		return nil, err
	}
	it[versionAttr] = number(int64(v.Version))
	ops := []op{putIf(it, following(v.Version), func(item) error { return violation.ErrLostRace })}
	told, err := eventOps(c.Events)
	if err != nil {
		return nil, err
	}
	ops = append(ops, told...)
	if v.Version > 1 || v.Ticket == "" {
		return ops, nil
	}
	about, err := newItem(aboutKey(v), pointerKind, nil)
	if err != nil {
		return nil, err
	}
	about[idAttr] = text(v.ID)
	return append(ops, put(about)), nil
}
