package dynamo

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"huiyin/shared/sheet"
)

// Sheets is the store of package sheet.
type Sheets struct{ t *Table }

// Sheets gives the store of imports.
func (t *Table) Sheets() Sheets { return Sheets{t} }

var _ sheet.Store = Sheets{}

const (
	importKind       = "import"
	importAttr       = "import" // the id, in a pointer
	problemsKind     = "problems"
	importsPartition = "IMPORTS"
	wrongSorts       = "WRONG#"
	maxProblemItems  = 1000
)

func importPointerKey(i sheet.Import) key { return key{importsPartition, stamp(i.At) + "#" + i.ID} }

// wrongKey is of what was wrong with the rows that a version of an import had
// just looked at.
func wrongKey(i sheet.Import) key {
	return key{sheet.Subject(i.ID), fmt.Sprintf("%s%06d", wrongSorts, i.Version)}
}

func importLost(item) error { return sheet.ErrLostRace }

// Save writes an import that follows the stored one, with problems:
// sheet.ErrLostRace.
func (s Sheets) Save(ctx context.Context, i sheet.Import, problems []sheet.Problem) error {
	k := record(sheet.Subject(i.ID))
	it, err := newItem(k, importKind, i)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(i.Version))
	if due, ok := i.Due(); ok {
		setDue(it, due, k.pk, s.t.shards)
	}
	forget(it, i.At.Add(keptFor))
	ops := []op{putIf(it, following(i.Version), importLost)}
	if len(problems) > 0 {
		noted, err := newItem(wrongKey(i), problemsKind, problems)
		if err != nil {
			return err
		}
		forget(noted, i.At.Add(keptFor))
		ops = append(ops, put(noted))
	}
	if i.Version == 1 {
		pointer, err := newItem(importPointerKey(i), pointerKind, nil)
		if err != nil {
			return err
		}
		pointer[importAttr] = text(i.ID)
		forget(pointer, i.At.Add(keptFor))
		ops = append(ops, put(pointer))
	}
	return s.t.transact(ctx, "write an import", ops...)
}

// Import reads one; errs.NotFound.
func (s Sheets) Import(ctx context.Context, id string) (sheet.Import, error) {
	var i sheet.Import
	it, err := s.t.get(ctx, "read an import", record(sheet.Subject(id)))
	if err != nil {
		return i, err
	}
	err = read(it, &i)
	return i, err
}

// Imports lists them, newest first, at most limit.
func (s Sheets) Imports(ctx context.Context, limit int) ([]sheet.Import, error) {
	pointers, err := s.t.query(ctx, "list the imports", span{pk: importsPartition, backward: true, limit: clamp(limit)})
	if err != nil {
		return nil, err
	}
	keys := make([]key, len(pointers))
	for n, p := range pointers {
		keys[n] = record(sheet.Subject(str(p, importAttr)))
	}
	list, err := readBatch[sheet.Import](ctx, s.t, "read the imports", keys)
	slices.SortFunc(list, func(a, b sheet.Import) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	return list, err
}

// Problems lists what was wrong with an import's rows, in their order.
func (s Sheets) Problems(ctx context.Context, id string) ([]sheet.Problem, error) {
	parts, err := readSpan[[]sheet.Problem](ctx, s.t, "read the problems of an import",
		span{pk: sheet.Subject(id), from: wrongSorts, to: after(wrongSorts), limit: maxProblemItems})
	return slices.Concat(parts...), err
}
