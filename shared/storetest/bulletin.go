package storetest

import (
	"testing"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/words"
)

// posted is the change that puts a bulletin on the board as its n-th version.
func posted(i, board int) bulletin.Change {
	at := start.Add(time.Duration(i) * time.Minute)
	b := bulletin.Bulletin{ID: name("BULLETIN", i), Version: 1, Kind: "weather", Texts: bulletin.Texts{words.Chinese: "暴雨，延误。"},
		Regions: []string{"上海"}, From: at, OpenedAt: at, OpenedBy: "staff:1"}
	return bulletin.Change{Bulletin: b, Board: bulletin.Board{Version: board, Lines: []bulletin.Line{b.Line()}},
		Event: happened(bulletin.Subject(b.ID), 1, bulletin.OpenedEvent, at)}
}

// bulletins: one change of the board at a time, a bulletin and its line
// together, and all of them listed, newest first.
func bulletins(t *testing.T, fresh Fresh) {
	s := fresh(t).Bulletins
	board, err := s.Board(ctx)
	is(t, "board", err, nil)
	same(t, "the board before the first bulletin", board, bulletin.Board{})
	_, err = s.Bulletin(ctx, "NOBODY")
	kind(t, "an unknown one", err, errs.NotFound)

	first := posted(0, 1)
	is(t, "save", s.Save(ctx, first), nil)
	is(t, "save on a board that has changed", s.Save(ctx, posted(1, 1)), bulletin.ErrLostRace)
	_, err = s.Bulletin(ctx, posted(1, 1).Bulletin.ID)
	kind(t, "the loser", err, errs.NotFound)
	oneWins(t, "bulletins at once", atOnce(5, func(i int) error { return s.Save(ctx, posted(10+i, 2)) }), because(bulletin.ErrLostRace))

	closed := first
	closed.Bulletin.Version, closed.Board.Version = 2, 3
	closed.Bulletin.Closing = &bulletin.Closing{At: start.Add(time.Hour), By: "staff:2", Texts: bulletin.Texts{words.Chinese: "恢复。"}, Until: start.Add(2 * time.Hour)}
	closed.Board.Lines = []bulletin.Line{closed.Bulletin.Line()}
	closed.Event = happened(bulletin.Subject(closed.Bulletin.ID), 2, bulletin.ClosedEvent, start.Add(time.Hour))
	is(t, "close", s.Save(ctx, closed), nil)
	again := closed
	again.Board.Version = 4
	is(t, "close again", s.Save(ctx, again), bulletin.ErrLostRace)
	got, err := s.Bulletin(ctx, first.Bulletin.ID)
	is(t, "read", err, nil)
	same(t, "the closed one", got, closed.Bulletin)
	board, err = s.Board(ctx)
	is(t, "board", err, nil)
	same(t, "the board", board, closed.Board)

	for i := range 4 {
		is(t, "save", s.Save(ctx, posted(100+i, 4+i)), nil)
	}
	var ids []string
	var cursor string
	for _, b := range pages(t, 2, func(c string) ([]bulletin.Bulletin, string, error) {
		list, next, err := s.List(ctx, c, 2)
		if next != "" {
			cursor = next
		}
		return list, next, err
	}) {
		ids = append(ids, b.ID)
	}
	same(t, "how many", len(ids), 6)
	same(t, "newest first", ids[:4], []string{"BULLETIN103", "BULLETIN102", "BULLETIN101", "BULLETIN100"})
	same(t, "oldest last", ids[5], "BULLETIN000")
	for _, c := range tampered(cursor) {
		_, _, err := s.List(ctx, c, 2)
		kind(t, "a broken cursor", err, errs.Invalid)
	}
}

// rounds: begun with their bulletin, due until they are over, and one page at a
// time.
func rounds(t *testing.T, fresh Fresh) {
	stores := fresh(t)
	s := stores.Bulletins
	c := posted(0, 1)
	r := bulletin.Round{Bulletin: c.Bulletin.ID, Phase: bulletin.Opened, Version: 1, Part: bulletin.PartStaff, Next: start.Add(time.Minute), Begun: start}
	c.Round = &r
	_, err := s.Round(ctx, r.ID())
	kind(t, "an unknown one", err, errs.NotFound)
	is(t, "save", s.Save(ctx, c), nil)
	got, err := s.Round(ctx, r.ID())
	is(t, "read", err, nil)
	same(t, "the round", got, r)
	subject := bulletin.RoundSubject(r.ID())
	same(t, "due before its time", dueBy(t, stores, start), []string(nil))
	same(t, "due", dueBy(t, stores, start.Add(time.Minute)), []string{subject})

	page := func(n int) event.Event {
		e, err := event.New(subject, n, bulletin.PageEvent, start, event.System, bulletin.PageFacts{Bulletin: r.Bulletin, Phase: r.Phase, Page: n,
			To: []ledger.Receiver{{Kind: ledger.ToPerson, ID: name("T", n)}}})
		is(t, "an event", err, nil)
		return e
	}
	for n := 1; n <= 3; n++ {
		r.Version, r.Pages, r.After = n+1, n, name("T", n)
		is(t, "advance", s.Advance(ctx, r, page(n)), nil)
	}
	is(t, "advance again", s.Advance(ctx, r, page(4)), bulletin.ErrLostRace)
	pages, err := s.Pages(ctx, r.ID(), 1, 10)
	is(t, "pages", err, nil)
	same(t, "how many", len(pages), 2)
	same(t, "the first behind", pages[0].Page, 2)
	same(t, "whom it names", pages[0].To, []ledger.Receiver{{Kind: ledger.ToPerson, ID: "T002"}})
	pages, err = s.Pages(ctx, r.ID(), 0, 1)
	is(t, "one page", err, nil)
	same(t, "of them", len(pages), 1)
	r.Version, r.Part, r.Next, r.Ended = 5, bulletin.PartOver, time.Time{}, start.Add(time.Hour)
	is(t, "end", s.Advance(ctx, r), nil)
	same(t, "due when it is over", dueBy(t, stores, start.Add(time.Hour)), []string(nil))
}

// dueBy are all that are due by an instant.
func dueBy(t *testing.T, s Stores, by time.Time) (all []string) {
	t.Helper()
	for shard := range s.Sweeps.Shards() {
		some, _, err := s.Sweeps.Due(ctx, shard, by, "", 100)
		is(t, "due", err, nil)
		all = append(all, some...)
	}
	return all
}
