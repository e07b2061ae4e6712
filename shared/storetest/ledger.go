package storetest

import (
	"slices"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
)

func row(id string, state ledger.State, edit ...func(*ledger.Row)) ledger.Row {
	r := ledger.Row{
		Message: ledger.Message{ID: id, Class: message.Notice, Cause: "TICKET#AAA/000001", At: start, Number: "AAA",
			To: ledger.Receiver{Kind: ledger.ToPerson, ID: "AAA"}, Template: "resolved", Facts: map[string]string{"number": "AAA"}},
		State: state, Version: 1, CreatedAt: start, ChangedAt: start,
	}
	for _, e := range edit {
		e(&r)
	}
	return r
}

// rows: a row follows the one that was read, once; while something is to
// happen it is due, while somebody has to decide it is doubtful.
func rows(t *testing.T, fresh Fresh) {
	s := fresh(t)
	_, err := s.Ledger.Row(ctx, "TICKET#AAA/000001>person:AAA")
	kind(t, "a row that is not there", err, errs.NotFound)

	r := row("TICKET#AAA/000001>person:AAA", ledger.Waiting, func(r *ledger.Row) { r.Until, r.Why = start.Add(time.Hour), "quiet_hours" })
	subject := ledger.Subject(r.ID)
	put := func(what string, events ...event.Event) {
		t.Helper()
		is(t, what, s.Ledger.Put(ctx, r, events...), nil)
		got, err := s.Ledger.Row(ctx, r.ID)
		is(t, what, err, nil)
		same(t, what, got, r)
		check, pending := r.Pending()
		same(t, what+": due", slices.Contains(due(t, s, check), subject), pending)
		same(t, what+": due before", slices.Contains(due(t, s, check.Add(-time.Millisecond)), subject), false)
		list, _, err := s.Ledger.Doubtful(ctx, "", 10)
		is(t, what, err, nil)
		same(t, what+": doubtful", len(list) == 1, r.Doubtful())
	}
	move := func(to ledger.State, until time.Time) {
		r.State, r.Until, r.Asked = to, until, time.Time{}
		r.Version++
		r.ChangedAt = r.ChangedAt.Add(time.Second)
	}
	put("waiting")
	is(t, "the same row again", s.Ledger.Put(ctx, r), ledger.ErrLostRace)
	old := r
	r.Seq, r.Asked, r.Version = 1, start.Add(65*time.Minute), r.Version+1
	put("told to be due", happened(subject, 1, ledger.MessageDue, start.Add(time.Hour)))
	old.Version++
	is(t, "a row that was read before", s.Ledger.Put(ctx, old), ledger.ErrLostRace)
	is(t, "with an event", s.Ledger.Put(ctx, old, happened(subject, 2, ledger.MessageDue, start)), ledger.ErrLostRace)
	move(ledger.Claimed, start.Add(2*time.Hour))
	put("claimed")
	move(ledger.Unknown, time.Time{})
	put("unknown")
	move(ledger.Claimed, start.Add(3*time.Hour))
	put("claimed again")
	move(ledger.Accepted, time.Time{})
	put("accepted")

	oneWins(t, "claims of one message", atOnce(8, func(int) error {
		return s.Ledger.Put(ctx, row("new", ledger.Claimed, func(r *ledger.Row) { r.Until = start.Add(time.Minute) }))
	}), because(ledger.ErrLostRace))
	t.Run("doubtful, by age", func(t *testing.T) { doubts(t, fresh(t)) })
}

func doubts(t *testing.T, s Stores) {
	var want []string
	for i := range 12 {
		id := name("row-", 99-i) // not in the order of their names
		want = append(want, id)
		is(t, "put", s.Ledger.Put(ctx, row(id, ledger.Unknown, func(r *ledger.Row) { r.CreatedAt = start.Add(time.Duration(i) * time.Minute) })), nil)
	}
	is(t, "put", s.Ledger.Put(ctx, row("repeats", ledger.Unknown, func(r *ledger.Row) { r.Until = start.Add(time.Minute) })), nil)
	for _, limit := range []int{1, 5, 12, 100} {
		got := pages(t, limit, func(cursor string) (ids []string, next string, err error) {
			rows, next, err := s.Ledger.Doubtful(ctx, cursor, limit)
			for _, r := range rows {
				ids = append(ids, r.ID)
			}
			return ids, next, err
		})
		same(t, "doubtful rows", got, want)
	}
	_, next, err := s.Ledger.Doubtful(ctx, "", 3)
	is(t, "doubtful", err, nil)
	for _, bad := range tampered(next) {
		_, _, err = s.Ledger.Doubtful(ctx, bad, 3)
		kind(t, "a tampered cursor", err, errs.Invalid)
	}
}

// spending: a month is never overspent, also at once; what comes back may be
// spent again.
func spending(t *testing.T, fresh Fresh) {
	s := fresh(t)
	spend := func(what string, amount, limit int64, want bool) {
		t.Helper()
		ok, err := s.Ledger.Spend(ctx, "2026-06", amount, limit)
		is(t, what, err, nil)
		same(t, what, ok, want)
	}
	spend("more than all, at first", 101, 100, false)
	spend("a part", 60, 100, true)
	spend("more than the rest", 41, 100, false)
	spend("the rest", 40, 100, true)
	spend("anything more", 1, 100, false)
	spend("without a limit", 5, -1, true)
	spend("back", -25, -1, true)
	spend("what came back", 20, 100, true)
	ok, err := s.Ledger.Spend(ctx, "2026-07", 100, 100)
	is(t, "another month", err, nil)
	same(t, "another month", ok, true)

	spent := atOnce(20, func(int) error {
		ok, err := s.Ledger.Spend(ctx, "2026-08", 10, 95)
		if err == nil && !ok {
			err = ledger.ErrLostRace // stands for a refusal here
		}
		return err
	})
	refused := 0
	for _, err := range spent {
		if err != nil {
			is(t, "at once", err, ledger.ErrLostRace)
			refused++
		}
	}
	same(t, "refused of twenty", refused, 11)

	r, err := s.Ledger.Recent(ctx, "phone-1")
	is(t, "recent", err, nil)
	same(t, "a number that got nothing", r, ledger.Recent{})
	r = ledger.Recent{Version: 1, Taken: []ledger.Taken{{Row: "a", At: start}}}
	is(t, "save", s.Ledger.SaveRecent(ctx, "phone-1", r, start.Add(time.Hour)), nil)
	is(t, "save what was read before", s.Ledger.SaveRecent(ctx, "phone-1", r, start.Add(time.Hour)), ledger.ErrLostRace)
	got, err := s.Ledger.Recent(ctx, "phone-1")
	is(t, "recent", err, nil)
	same(t, "receipts", got, r)
	oneWins(t, "a place for a receipt", atOnce(8, func(i int) error {
		return s.Ledger.SaveRecent(ctx, "phone-1", ledger.Recent{Version: 2, Taken: []ledger.Taken{{Row: name("r", i), At: start}}}, start)
	}), because(ledger.ErrLostRace))
}
