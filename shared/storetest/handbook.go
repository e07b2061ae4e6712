package storetest

import (
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/handbook"
	"huiyin/shared/words"
)

// written is a version of an article, and the entry that has only it.
func written(id string, version int) (handbook.Article, handbook.Entry) {
	a := handbook.Article{Head: handbook.Head{ID: id, Version: version, Titles: handbook.Texts{words.Chinese: "延误"}, Topics: []handbook.Topic{"complaint.delay"},
		From: calendar.Date{Year: 2026, Month: 6, Day: version}, By: "staff:1", At: start}, Bodies: handbook.Texts{words.Chinese: name("第", version)}}
	return a, handbook.Entry{ID: id, Editions: []handbook.Head{a.Head}}
}

// articles: one version follows the other, all of them can be read, and the
// editions of all articles at once.
func articles(t *testing.T, fresh Fresh) {
	s := fresh(t).Handbook
	save := func(id string, version, was int) error {
		a, e := written(id, version)
		return s.SaveArticle(ctx, a, e, was)
	}
	entries, err := s.Entries(ctx)
	is(t, "entries", err, nil)
	same(t, "a handbook that nobody wrote in", entries, []handbook.Entry(nil))
	is(t, "save over the program's", save("delay", 2, 0), nil)
	is(t, "save what was read before", save("delay", 2, 0), handbook.ErrLostRace)
	is(t, "save", save("delay", 3, 2), nil)
	is(t, "save another", save("damage", 1, 0), nil)
	oneWins(t, "saves", atOnce(5, func(int) error { return save("delay", 4, 3) }), because(handbook.ErrLostRace))

	entries, err = s.Entries(ctx)
	is(t, "entries", err, nil)
	_, damage := written("damage", 1)
	_, delay := written("delay", 4)
	same(t, "entries by id", entries, []handbook.Entry{damage, delay})
	got, err := s.Article(ctx, "delay", 3)
	is(t, "article", err, nil)
	want, _ := written("delay", 3)
	same(t, "an earlier version", got, want)
	for id, version := range map[string]int{"delay": 1, "dela": 3} {
		_, err = s.Article(ctx, id, version)
		kind(t, "an unknown one", err, errs.NotFound)
	}
	for _, c := range []struct {
		before, limit int
		want          []int
	}{{0, 10, []int{4, 3, 2}}, {0, 2, []int{4, 3}}, {3, 10, []int{2}}} {
		list, err := s.Articles(ctx, "delay", c.before, c.limit)
		is(t, "versions", err, nil)
		var versions []int
		for _, a := range list {
			versions = append(versions, a.Version)
		}
		same(t, "versions, newest first", versions, c.want)
	}
}

// cannedReplies: the last version of each at once, the one before by itself.
func cannedReplies(t *testing.T, fresh Fresh) {
	s := fresh(t).Handbook
	made := func(id string, version int) handbook.Reply {
		return handbook.Reply{ID: id, Version: version, Lang: words.Chinese, Title: "致歉", Text: name("第", version), Kind: "complaint", By: "staff:1", At: start}
	}
	is(t, "save", s.SaveReply(ctx, made("sorry-zh", 2), 0), nil)
	is(t, "save again", s.SaveReply(ctx, made("sorry-zh", 2), 0), handbook.ErrLostRace)
	is(t, "save another", s.SaveReply(ctx, made("done-zh", 1), 0), nil)
	removed := made("sorry-zh", 3)
	removed.Removed = true
	is(t, "remove", s.SaveReply(ctx, removed, 2), nil)
	all, err := s.Replies(ctx)
	is(t, "replies", err, nil)
	same(t, "the last of each", all, []handbook.Reply{made("done-zh", 1), removed})
	past, err := s.PastReplies(ctx, "sorry-zh", 0, 10)
	is(t, "versions", err, nil)
	same(t, "versions, newest first", past, []handbook.Reply{removed, made("sorry-zh", 2)})
	past, err = s.PastReplies(ctx, "sorry-zh", 3, 10)
	is(t, "versions", err, nil)
	same(t, "versions before the last", past, []handbook.Reply{made("sorry-zh", 2)})
}

// receipts: the first time counts; a version's readers, and what a reader has
// read last.
func receipts(t *testing.T, fresh Fresh) {
	s := fresh(t).Handbook
	read := func(article string, version int, staff string, after time.Duration) handbook.Receipt {
		r := handbook.Receipt{Article: article, Version: version, Staff: staff, At: start.Add(after)}
		is(t, "read", s.Read(ctx, r), nil)
		return r
	}
	first := read("delay", 1, "ann", 0)
	read("delay", 1, "ann", time.Hour)
	bo := read("delay", 1, "bo", time.Minute)
	second := read("delay", 2, "ann", 2*time.Hour)
	other := read("damage", 1, "ann", 0)
	is(t, "an article of a version", s.SaveArticle(ctx, handbook.Article{Head: handbook.Head{ID: "delay", Version: 1}}, handbook.Entry{ID: "delay"}, 0), nil)

	readers, err := s.Readers(ctx, "delay", 1)
	is(t, "readers", err, nil)
	same(t, "readers of a version", readers, []handbook.Receipt{first, bo})
	readers, err = s.Readers(ctx, "delay", 3)
	is(t, "readers", err, nil)
	same(t, "readers of a new one", len(readers), 0)
	by, err := s.ReadBy(ctx, "ann")
	is(t, "read by", err, nil)
	same(t, "what one has read last", by, []handbook.Receipt{other, second})
	by, err = s.ReadBy(ctx, "an")
	is(t, "read by", err, nil)
	same(t, "what nobody has read", len(by), 0)
}
