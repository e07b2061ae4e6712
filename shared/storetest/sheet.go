package storetest

import (
	"slices"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/sheet"
)

// imports: a record moves on by one version, with what was wrong; it is due
// until it has ended, and listed.
func imports(t *testing.T, fresh Fresh) {
	s := fresh(t)
	_, err := s.Sheets.Import(ctx, "I1")
	kind(t, "an import that is not there", err, errs.NotFound)
	first := sheet.Import{ID: "I1", Version: 1, Table: "customers", At: start, Changed: start, State: sheet.Waiting, Object: "etag", Size: 10}
	is(t, "begin", s.Sheets.Save(ctx, first, nil), nil)
	is(t, "begin twice", s.Sheets.Save(ctx, first, nil), sheet.ErrLostRace)
	same(t, "due", slices.Contains(allDue(t, s, start), sheet.Subject("I1")), true)

	second := first
	second.Version, second.State, second.Rows, second.Wrong = 2, sheet.Running, 200, 2
	problems := []sheet.Problem{{Line: 7, Row: 6, Column: "phone", Code: "phone.invalid"}, {Line: 9, Row: 8, Code: "sheet.row_twice", Args: errs.Args{"line": "3"}}}
	is(t, "go on", s.Sheets.Save(ctx, second, problems), nil)
	is(t, "go on from what was", s.Sheets.Save(ctx, second, problems), sheet.ErrLostRace)
	third := second
	third.Version, third.State, third.Rows, third.Wrong = 3, sheet.Done, 210, 3
	more := []sheet.Problem{{Line: 207, Code: "sheet.quote"}}
	is(t, "end", s.Sheets.Save(ctx, third, more), nil)
	same(t, "due", slices.Contains(allDue(t, s, start.Add(time.Hour)), sheet.Subject("I1")), false)
	got, err := s.Sheets.Import(ctx, "I1")
	is(t, "read", err, nil)
	same(t, "the import", got, third)
	noted, err := s.Sheets.Problems(ctx, "I1")
	is(t, "problems", err, nil)
	same(t, "the problems", noted, append(problems, more...))

	later := sheet.Import{ID: "I0", Version: 1, Table: "customers", At: start.Add(time.Minute), State: sheet.Waiting}
	is(t, "another", s.Sheets.Save(ctx, later, nil), nil)
	list, err := s.Sheets.Imports(ctx, 10)
	is(t, "list", err, nil)
	if len(list) != 2 || list[0].ID != "I0" || list[1].ID != "I1" {
		t.Errorf("listed %+v", list)
	}
	list, err = s.Sheets.Imports(ctx, 1)
	is(t, "list", err, nil)
	same(t, "the newest", len(list), 1)
	oneWins(t, "who goes on", atOnce(4, func(int) error {
		next := later
		next.Version, next.State = 2, sheet.Cancelled
		return s.Sheets.Save(ctx, next, nil)
	}), because(sheet.ErrLostRace))
}

// allDue are the subjects that are due, of all shards.
func allDue(t *testing.T, s Stores, until time.Time) []string {
	t.Helper()
	var all []string
	for shard := range s.Sweeps.Shards() {
		some, _, err := s.Sweeps.Due(ctx, shard, until, "", 100)
		is(t, "due", err, nil)
		all = append(all, some...)
	}
	return all
}

// byPhones: files are found by many numbers at once, and the directory gives
// the ids of the files it lists.
func byPhones(t *testing.T, fresh Fresh) {
	s := fresh(t)
	for i := range 5 {
		is(t, "create", save(s, file(name("C", i), name("key-", i)), nil), nil)
	}
	found, err := s.Customers.ByPhones(ctx, []string{"key-001", "key-003", "key-099", "key-001"})
	is(t, "by phones", err, nil)
	same(t, "found", len(found), 2)
	same(t, "whose", found["key-003"].ID, "C003")
	found, err = s.Customers.ByPhones(ctx, nil)
	is(t, "by no phones", err, nil)
	same(t, "found", len(found), 0)

	var ids, listed []string
	for cursor, first := "", true; first || cursor != ""; first = false {
		var some []string
		some, cursor, err = s.Directory.Directory(ctx, cursor, 2)
		is(t, "directory", err, nil)
		ids = append(ids, some...)
	}
	page, err := s.Customers.ListCustomers(ctx, "", 100)
	is(t, "list", err, nil)
	for _, c := range page.Customers {
		listed = append(listed, c.ID)
	}
	same(t, "the directory", ids, listed)
	some, next, err := s.Directory.Directory(ctx, "", 2)
	is(t, "directory", err, nil)
	page, err = s.Customers.ListCustomers(ctx, next, 1)
	is(t, "go on with files", err, nil)
	same(t, "the third", page.Customers[0].ID, listed[len(some)])
	_, _, err = s.Directory.Directory(ctx, "x", 2)
	kind(t, "a broken cursor", err, errs.Invalid)
}
