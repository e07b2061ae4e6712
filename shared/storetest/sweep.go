package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
)

// runs: whoever leaves last closes the run, once; an abandoned one shows in
// the due index.
func runs(t *testing.T, fresh Fresh) {
	s := fresh(t)
	id := sweep.RunID(start)
	subject := "RUN#" + id
	over := start.Add(2 * time.Minute)
	done := func() event.Event { return happened(subject, 1, sweep.Finished, start) }

	is(t, "leave a run that is not there", s.Sweeps.LeaveRun(ctx, id, "a"), nil)
	is(t, "finish a run that is not there", s.Sweeps.FinishRun(ctx, id, "a", done()), sweep.ErrRunClosed)
	is(t, "join", s.Sweeps.JoinRun(ctx, id, "a", over), nil)
	is(t, "join again", s.Sweeps.JoinRun(ctx, id, "a", over), nil)
	is(t, "a second worker", s.Sweeps.JoinRun(ctx, id, "b", over), nil)
	same(t, "due before it is abandoned", due(t, s, over.Add(-time.Millisecond)), []string{})
	same(t, "due when it is", due(t, s, over), []string{subject})

	is(t, "finish while both work", s.Sweeps.FinishRun(ctx, id, "a", done()), sweep.ErrRunShared)
	is(t, "leave", s.Sweeps.LeaveRun(ctx, id, "a"), nil)
	is(t, "leave again", s.Sweeps.LeaveRun(ctx, id, "a"), nil)
	is(t, "finish while another one works", s.Sweeps.FinishRun(ctx, id, "a", done()), sweep.ErrRunShared)
	oneWins(t, "closings", atOnce(4, func(int) error { return s.Sweeps.FinishRun(ctx, id, "b", done()) }), because(sweep.ErrRunClosed))
	is(t, "the last one leaves", s.Sweeps.LeaveRun(ctx, id, "b"), nil)
	same(t, "due when finished", due(t, s, over), []string{})
	is(t, "join a finished run", s.Sweeps.JoinRun(ctx, id, "c", over), sweep.ErrRunClosed)

	left := sweep.RunID(start.Add(time.Second))
	is(t, "join", s.Sweeps.JoinRun(ctx, left, "a", over), nil)
	is(t, "the only one leaves", s.Sweeps.LeaveRun(ctx, left, "a"), nil)
	is(t, "finish when nobody is left", s.Sweeps.FinishRun(ctx, left, "b", happened("RUN#"+left, 1, sweep.Finished, start)), nil)

	dead := sweep.RunID(start.Add(time.Minute))
	is(t, "join", s.Sweeps.JoinRun(ctx, dead, "a", over), nil)
	is(t, "close one whose worker died", s.Sweeps.FinishRun(ctx, dead, "", happened("RUN#"+dead, 1, sweep.Finished, start)), nil)
	is(t, "join it", s.Sweeps.JoinRun(ctx, dead, "b", over), sweep.ErrRunClosed)

	c := opened("AAA")
	for range 7 {
		c = with(c, ticket.FellDue)
		c.Found = append(c.Found, ticket.Found{Run: id, Number: "AAA", Event: c.Events[len(c.Events)-1].ID})
	}
	commit(t, s, c)
	for _, limit := range []int{1, 3, 7, 100} {
		got := pages(t, limit, func(after string) ([]ticket.Found, string, error) { return s.Sweeps.Found(ctx, id, after, limit) })
		same(t, "found", got, c.Found)
	}
}

// dues: what is due by a time, earliest first, page by page; what is set aside
// is not due any more, and is seen.
func dues(t *testing.T, fresh Fresh) {
	s := fresh(t)
	var want []string
	byShard := map[int][]string{}
	for i := range 30 {
		id := name("row-", 99-i) // not in the order of their names
		is(t, "put", s.Ledger.Put(ctx, row(id, ledger.Waiting, func(r *ledger.Row) { r.Until = start.Add(time.Duration(i) * time.Second) })), nil)
		want = append(want, ledger.Subject(id))
	}
	for _, limit := range []int{1, 4, 100} {
		all := []string{}
		for shard := range s.Sweeps.Shards() {
			byShard[shard] = pages(t, limit, func(after string) ([]string, string, error) {
				return s.Sweeps.Due(ctx, shard, start.Add(19*time.Second), after, limit)
			})
			all = append(all, byShard[shard]...)
			order := slices.Clone(want)
			same(t, "earliest first", byShard[shard], slices.DeleteFunc(order, func(id string) bool { return !slices.Contains(byShard[shard], id) }))
		}
		slices.Sort(all)
		soon := slices.Clone(want[:20])
		slices.Sort(soon)
		same(t, "due by then", all, soon)
	}
	if len(byShard[0]) == 0 || len(byShard[1]) == 0 {
		t.Error("all rows are in one shard")
	}

	at := start.Add(10 * time.Second)
	is(t, "set aside", s.Sweeps.SetAside(ctx, want[3], "cannot be read", at), nil)
	is(t, "set aside what is not due yet", s.Sweeps.SetAside(ctx, want[25], "too early", at), nil)
	is(t, "set aside what is not there", s.Sweeps.SetAside(ctx, "TICKET#ZZZ", "nothing", at), nil)
	same(t, "due afterwards", len(due(t, s, start.Add(time.Hour))), 29)
	list, err := s.Sweeps.Aside(ctx, 10)
	is(t, "aside", err, nil)
	same(t, "aside", list, []sweep.Aside{{Subject: want[3], Why: "cannot be read", At: at}})
}

// tells: an event that stands alone is written once.
func tells(t *testing.T, fresh Fresh) {
	s := fresh(t)
	subject := "MORNING#service#2026-06-05"
	oneWins(t, "tellings", atOnce(6, func(int) error {
		return s.Sweeps.Tell(ctx, happened(subject, 1, sweep.MorningCame, start))
	}), because(sweep.ErrTold))
	var told []string
	is(t, "events", s.Events(ctx, start, start.Add(time.Second), func(e event.Event) error { told = append(told, e.ID); return nil }), nil)
	same(t, "told", told, []string{subject + "/000001"})
}

// replays: every event of a time, once.
func replays(t *testing.T, fresh Fresh) {
	s := fresh(t)
	var want []string
	for i := range 40 {
		c := opened(name("T", i), func(t *ticket.Ticket) { t.PhoneKey, t.OpenedAt = name("p", i), start.Add(time.Duration(i)*time.Minute) })
		commit(t, s, c)
		if at := c.Events[0].At; !at.Before(start.Add(10*time.Minute)) && at.Before(start.Add(30*time.Minute)) {
			want = append(want, c.Events[0].ID)
		}
	}
	var got []string
	err := s.Events(ctx, start.Add(10*time.Minute), start.Add(30*time.Minute), func(e event.Event) error {
		got = append(got, e.ID)
		return nil
	})
	is(t, "events", err, nil)
	slices.Sort(got)
	same(t, "events of a time", got, want)
	stop := errors.New("enough")
	is(t, "an end with an error", s.Events(ctx, start, start.AddDate(1, 0, 0), func(event.Event) error { return stop }), stop)
	_, err = s.Tickets.Answered(ctx, "none")
	kind(t, "nothing else changed", err, errs.NotFound)
}
