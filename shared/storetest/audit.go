package storetest

import (
	"testing"
	"time"

	"huiyin/shared/audit"
	"huiyin/shared/errs"
)

// did is a row as package audit begins it.
func did(i int, month, by, operation string) audit.Row {
	return audit.Row{ID: name("ROW", i), Month: month, At: start.Add(time.Duration(i) * time.Second), By: by, Operation: operation,
		Target: map[string]string{"id": name("T", i)}, Outcome: audit.Begun}
}

// audits: a row stands begun until it is given its one outcome; a month is
// read newest first, narrowed and page by page, and no page looks at more than
// it may.
func audits(t *testing.T, fresh Fresh) {
	s := fresh(t).Audit
	for i := range 7 {
		by := []string{"staff:1", "staff:2"}[i%2]
		is(t, "begin", s.Begin(ctx, did(i, "2026-06", by, "saveStaff")), nil)
	}
	is(t, "begin another month's", s.Begin(ctx, did(8, "2026-07", "staff:1", "saveStaff")), nil)
	is(t, "begin another operation", s.Begin(ctx, did(9, "2026-06", "staff:1", "readPhone")), nil)
	kind(t, "begin twice", s.Begin(ctx, did(9, "2026-06", "staff:1", "readPhone")), errs.Internal)

	ended := did(9, "2026-06", "staff:1", "readPhone")
	ended.Outcome, ended.Status, ended.Target["subject"] = audit.Done, 200, "TICKET#K7M3QP9XA"
	is(t, "end", s.End(ctx, ended), nil)
	late := ended
	late.Outcome, late.Status = audit.Failed, 500
	is(t, "end again", s.End(ctx, late), nil)
	unknown := did(77, "2026-06", "staff:1", "readPhone")
	unknown.Outcome = audit.Done
	is(t, "end what never began", s.End(ctx, unknown), nil)

	list := func(q audit.Query, limit int) []audit.Row {
		return pages(t, limit, func(cursor string) ([]audit.Row, string, error) { return s.Rows(ctx, q, cursor, limit) })
	}
	june := audit.Query{Month: "2026-06"}
	all := list(june, 3)
	var order []string
	for _, r := range all {
		order = append(order, r.ID)
	}
	same(t, "a month, newest first", order, []string{"ROW009", "ROW006", "ROW005", "ROW004", "ROW003", "ROW002", "ROW001", "ROW000"})
	same(t, "the one that ended", all[0], ended)
	same(t, "one that did not", all[1], did(6, "2026-06", "staff:1", "saveStaff"))
	june.By = "staff:1"
	same(t, "one person's", len(list(june, 2)), 5)
	june.Operation = "readPhone"
	same(t, "one person's looks", len(list(june, 2)), 1)
	same(t, "a month without rows", len(list(audit.Query{Month: "2026-08"}, 2)), 0)

	_, cursor, err := s.Rows(ctx, audit.Query{Month: "2026-06"}, "", 2)
	is(t, "rows", err, nil)
	for _, c := range tampered(cursor) {
		_, _, err := s.Rows(ctx, audit.Query{Month: "2026-06"}, c, 2)
		kind(t, "a broken cursor", err, errs.Invalid)
	}
	_, _, err = s.Rows(ctx, audit.Query{Month: "2026-07"}, cursor, 2)
	kind(t, "a cursor of another month", err, errs.Invalid)
	_, _, err = s.Rows(ctx, audit.Query{Month: "2026-06", By: "staff:1"}, cursor, 2)
	kind(t, "a cursor of another question", err, errs.Invalid)
}

// longMonths: whoever looks for something rare in a long month gets short
// pages, and in the end all of it.
func longMonths(t *testing.T, fresh Fresh) {
	s := fresh(t).Audit
	const rare = 3
	for i := range audit.MaxRead + 20 {
		by := "staff:1"
		if i == rare {
			by = "staff:2"
		}
		is(t, "begin", s.Begin(ctx, did(i, "2026-06", by, "saveStaff")), nil)
	}
	q := audit.Query{Month: "2026-06", By: "staff:2"}
	first, next, err := s.Rows(ctx, q, "", 10)
	is(t, "rows", err, nil)
	same(t, "found among the newest", len(first), 0)
	if next == "" {
		t.Fatal("the page says that there is nothing more")
	}
	second, next, err := s.Rows(ctx, q, next, 10)
	is(t, "rows", err, nil)
	same(t, "found behind them", len(second), 1)
	same(t, "the end", next, "")
}

// abouts: who did what to a record is read newest first, with how it ended, also
// when which record it is was said at the end.
func abouts(t *testing.T, fresh Fresh) {
	s := fresh(t).Audit
	var want []audit.Row
	for i := range 7 {
		r := did(i, []string{"2026-06", "2026-07"}[i/4], "staff:1", "readCustomer")
		r.About = []string{"CUSTOMER#C1", "CUSTOMER#C2"}[i%2]
		is(t, "begin", s.Begin(ctx, r), nil)
		r.Outcome, r.Status = audit.Done, 200
		is(t, "end", s.End(ctx, r), nil)
		if i%2 == 0 {
			want = append([]audit.Row{r}, want...)
		}
	}
	late := did(7, "2026-07", "staff:1", "findCustomer") // it turns out only while it is done whose file it is
	is(t, "begin", s.Begin(ctx, late), nil)
	late.Outcome, late.Status, late.About = audit.Done, 200, "CUSTOMER#C1"
	is(t, "end", s.End(ctx, late), nil)
	want = append([]audit.Row{late}, want...)
	got, err := s.About(ctx, "CUSTOMER#C1", 3)
	is(t, "about", err, nil)
	same(t, "about a file", got, want[:3])
	got, err = s.About(ctx, "CUSTOMER#C9", 3)
	is(t, "about", err, nil)
	same(t, "about a file that nobody read", len(got), 0)
}
