package storetest

import (
	"slices"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
)

// batches: the work on a page follows what was read, is due until it is
// settled, and a row that was claimed as part of it stands as its line says.
func batches(t *testing.T, fresh Fresh) {
	s := fresh(t)
	_, err := s.Ledger.Batch(ctx, "GREETINGS#2026-09-25#home/000001")
	kind(t, "a batch that is not there", err, errs.NotFound)
	b := ledger.Batch{Page: ledger.Page{ID: "GREETINGS#2026-09-25#home/000001", Class: message.Promotion, At: start, Template: "birthday",
		Facts: map[string]string{"date": "2026-09-25"}, Kind: ledger.ToCustomer, To: []string{"c1", "c2", "c3"}},
		State: ledger.Open, Until: start.Add(ledger.Lease), Version: 1, CreatedAt: start, ChangedAt: start}
	subject := ledger.BatchSubject(b.ID)
	listed := func(what string, at time.Time, want bool) {
		t.Helper()
		same(t, what, slices.Contains(due(t, s, at), subject), want)
	}
	is(t, "begin", s.Ledger.PutBatch(ctx, b), nil)
	is(t, "begin again", s.Ledger.PutBatch(ctx, b), ledger.ErrLostRace)
	got, err := s.Ledger.Batch(ctx, b.ID)
	is(t, "read", err, nil)
	same(t, "the batch", got, b)
	listed("before its lease is over", start.Add(ledger.Lease-time.Millisecond), false)
	listed("when it is", start.Add(ledger.Lease), true)

	claimed := row("of c3", ledger.Claimed, func(r *ledger.Row) {
		r.Cause, r.Batch, r.Place, r.Until = b.ID, b.ID, 2, start.Add(ledger.Lease)
	})
	is(t, "claim", s.Ledger.Put(ctx, claimed), nil)
	same(t, "a claim within a page is not due by itself", slices.Contains(due(t, s, start.Add(time.Hour)), ledger.Subject(claimed.ID)), false)
	state := func(what string, want ledger.State, provider string) {
		t.Helper()
		r, err := s.Ledger.Row(ctx, claimed.ID)
		is(t, what, err, nil)
		same(t, what, []string{string(r.State), r.Provider}, []string{string(want), provider})
		rows, err := s.Persons.Rows(ctx, []string{claimed.ID})
		is(t, what, err, nil)
		same(t, what+", among a person's", []string{string(rows[0].State), rows[0].Provider}, []string{string(want), provider})
	}
	state("without a line", ledger.Claimed, "")
	first := ledger.Group{Batch: b.ID, N: 0, Try: 1, At: start, Lines: []ledger.Line{{Place: 0, State: ledger.Skipped, Why: "gone"}}}
	second := ledger.Group{Batch: b.ID, N: 0, Try: 12, At: start, Lines: []ledger.Line{
		{Place: 2, State: ledger.Accepted, Provider: "p-3", Parts: 1, Price: 35_000}, {Place: 1, State: ledger.Accepted, Provider: "p-2", Parts: 1, Price: 35_000}}}
	other := ledger.Group{Batch: b.ID, N: 10, Try: 1, At: start, Lines: []ledger.Line{{Place: 100, State: ledger.Failed, Why: "refused", Code: "x"}}}
	for _, g := range []ledger.Group{other, second, first} {
		is(t, "note", s.Ledger.PutGroup(ctx, g), nil)
	}
	groups, err := s.Ledger.Groups(ctx, b.ID)
	is(t, "groups", err, nil)
	same(t, "groups", groups, []ledger.Group{first, second, other})
	none, err := s.Ledger.Groups(ctx, "another")
	is(t, "groups", err, nil)
	same(t, "groups of another", none, []ledger.Group{})
	state("with its line", ledger.Accepted, "p-3")

	is(t, "unname", s.Ledger.Unname(ctx, b.ID, 2), nil)
	is(t, "unname again", s.Ledger.Unname(ctx, b.ID, 2), nil)
	state("unnamed", ledger.Accepted, "")
	groups, err = s.Ledger.Groups(ctx, b.ID)
	is(t, "groups", err, nil)
	same(t, "the other's line", groups[1].Lines[1], second.Lines[1])

	b.Version, b.Seq, b.Asked = 2, 1, start.Add(time.Hour)
	is(t, "told to be due", s.Ledger.PutBatch(ctx, b, happened(subject, 1, ledger.PageDue, start)), nil)
	listed("told a moment ago", start.Add(ledger.Lease), false)
	listed("told long ago", start.Add(time.Hour), true)
	b.Version, b.State, b.Tally = 3, ledger.Settled, ledger.Tally{Sent: 2, Skipped: map[string]int{"gone": 1}}
	is(t, "settle", s.Ledger.PutBatch(ctx, b), nil)
	listed("settled", start.Add(time.Hour), false)
	is(t, "settle what was read before", s.Ledger.PutBatch(ctx, b), ledger.ErrLostRace)
}
