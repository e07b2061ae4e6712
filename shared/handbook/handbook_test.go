package handbook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/handbook"
	"huiyin/shared/words"
)

// rule: QM-14
func TestAnArticleIsInForceFromItsDayOnAndEveryVersionStays(t *testing.T) {
	w := newWorld(t)
	seed := w.says(noon, "delay")
	if seed == "" {
		t.Fatal("the program brings no article about delays")
	}
	w.save(noon, "delay", 1, writing("七月起。", day(30)))
	if got := w.says(on(29), "delay"); got != seed {
		t.Errorf("before its day: %q", got)
	}
	if got := w.says(on(30), "delay"); got != "七月起。" {
		t.Errorf("on its day: %q", got)
	}
	w.save(noon, "delay", 2, writing("二十号起。", day(20)))
	for d, want := range map[int]string{10: seed, 19: seed, 20: "二十号起。", 30: "二十号起。"} {
		if got := w.says(on(d), "delay"); got != want {
			t.Errorf("on the %dth: %.20q, want %.20q", d, got, want)
		}
	}
	w.save(on(21), "delay", 3, writing("立刻。", day(1))) // a day that is past is today
	w.save(on(21), "delay", 4, writing("再下次。", day(28)))
	for d, want := range map[int]string{21: "立刻。", 27: "立刻。", 28: "再下次。", 30: "再下次。"} {
		if got := w.says(on(d), "delay"); got != want {
			t.Errorf("on the %dth, later: %.20q, want %.20q", d, got, want)
		}
	}
	versions, err := w.Versions(t.Context(), "delay", 0, 10)
	if err != nil || len(versions) != 5 || versions[0].Version != 5 || versions[0].By != boss || versions[4].Bodies[words.Chinese] != seed || versions[4].By != "" {
		t.Errorf("versions: %+v, %v", versions, err)
	}
	if some, _ := w.Versions(t.Context(), "delay", 0, 2); len(some) != 2 {
		t.Errorf("two of them: %d", len(some))
	}
	if old, err := w.Article(t.Context(), noon, "delay", 2); err != nil || old.Bodies[words.Chinese] != "七月起。" {
		t.Errorf("an old one: %+v, %v", old, err)
	}
	for _, seen := range []int{0, 1, 4, 6} {
		if _, err := w.SaveArticle(t.Context(), noon, boss, "delay", seen, writing("x", day(10))); !errs.Is(err, errs.Stale) {
			t.Errorf("saved by somebody who saw version %d: %v", seen, err)
		}
	}
	for _, id := range []string{"nothing", ""} {
		if _, err := w.Article(t.Context(), noon, id, 0); !errs.Is(err, errs.NotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if _, err := w.Article(t.Context(), noon, "delay", 9); !errs.Is(err, errs.NotFound) {
		t.Errorf("version 9: %v", err)
	}
}

func TestAnArticleThatOnlyComesIsShownToWhoeverPlans(t *testing.T) {
	w := newWorld(t)
	w.save(noon, "holiday", 0, writing("国庆值班。", day(20)))
	find := func(d int, coming bool) (handbook.Found, bool) {
		for _, f := range w.list(on(d), handbook.Search{Coming: coming}) {
			if f.ID == "holiday" {
				return f, true
			}
		}
		return handbook.Found{}, false
	}
	if _, there := find(19, false); there || w.says(on(19), "holiday") != "" {
		t.Error("it is read before its day")
	}
	if f, there := find(19, true); !there || f.InForce || f.Coming == nil || f.Coming.From != day(20) {
		t.Errorf("planned: %+v", f)
	}
	if f, there := find(20, true); !there || !f.InForce || f.Coming != nil {
		t.Errorf("on its day: %+v", f)
	}
	gone := writing("国庆值班。", day(25))
	gone.Withdrawn = true
	w.save(on(20), "holiday", 1, gone)
	if f, there := find(24, false); !there || f.Version != 1 {
		t.Errorf("before it is withdrawn: %+v", f)
	}
	if _, there := find(25, false); there {
		t.Error("it is withdrawn and still listed")
	}
	if f, there := find(25, true); !there || !f.Withdrawn {
		t.Errorf("withdrawn, for whoever plans: %+v", f)
	}
}

// rule: QM-14
func TestArticlesAreFoundFromTheTicket(t *testing.T) {
	w := newWorld(t)
	ids := func(q handbook.Search) []string {
		var ids []string
		for _, f := range w.list(noon, q) {
			ids = append(ids, f.ID)
		}
		return ids
	}
	if got := ids(handbook.Search{Kind: "complaint", Reason: "delay"}); len(got) < 3 || got[0] != "delay" || got[1] != "complaint-handling" || slices.Contains(got, "telephone") {
		t.Errorf("for a delay: %v", got)
	}
	if got := ids(handbook.Search{Kind: "inquiry", Reason: "cargo_status"}); got[0] != "delay" || got[1] != "telephone" || slices.Contains(got, "complaint-handling") {
		t.Errorf("for a question about goods: %v", got)
	}
	if got := ids(handbook.Search{Reason: "damaged"}); got[0] != "damage-and-loss" || slices.Contains(got, "delay") {
		t.Errorf("for damage, of whatever kind: %v", got)
	}
	if got := ids(handbook.Search{Kind: "complaint"}); !slices.Contains(got, "delay") || !slices.Contains(got, "damage-and-loss") || slices.Contains(got, "telephone") {
		t.Errorf("for complaints: %v", got)
	}
	for search, want := range map[string]string{"破损": "damage-and-loss", "DAMAGED lost": "damage-and-loss", "电话": "telephone", "hand-over": "hand-over", "没有这样的": ""} {
		if got := strings.Join(ids(handbook.Search{Words: search}), " "); got != want {
			t.Errorf("%q: %s, want %s", search, got, want)
		}
	}
	if all := ids(handbook.Search{}); len(all) < 6 {
		t.Errorf("all of them: %v", all)
	}
}

// rule: QM-14
func TestWhoHasReadWhatIsOnRecordAndANewVersionIsNew(t *testing.T) {
	w := newWorld(t)
	read := func(now int) bool {
		for _, f := range w.list(on(now), handbook.Search{}) {
			if f.ID == "delay" {
				return f.Read
			}
		}
		t.Fatal("it is gone")
		return false
	}
	if read(10) {
		t.Error("read before it was")
	}
	if r, err := w.MarkRead(t.Context(), noon, ann, "delay", 1); err != nil || r.Version != 1 || !r.At.Equal(noon) {
		t.Errorf("%+v, %v", r, err)
	}
	if !read(10) {
		t.Error("not read after it was")
	}
	w.save(noon, "delay", 1, writing("新的。", day(20)))
	if !read(19) || read(20) {
		t.Error("the new version is to be read from its day on, and not before")
	}
	for version, want := range map[int]errs.Kind{0: errs.Conflict, 1: errs.Conflict, 3: errs.Conflict} {
		if _, err := w.MarkRead(t.Context(), on(20), ann, "delay", version); !errs.Is(err, want) {
			t.Errorf("version %d: %v", version, err)
		}
	}
	if _, err := w.MarkRead(t.Context(), noon, ann, "nothing", 1); !errs.Is(err, errs.NotFound) {
		t.Errorf("an article that is not there: %v", err)
	}
	if _, err := w.MarkRead(t.Context(), on(12), ann, "delay", 2); err != nil {
		t.Errorf("one that is coming: %v", err)
	}
	if !read(20) {
		t.Error("what was read ahead is read")
	}
	for d, want := range map[int]string{10: "1 [ANN]", 20: "2 [ANN]"} {
		version, readers, err := w.Readers(t.Context(), on(d), "delay", 0)
		var who []string
		for _, r := range readers {
			who = append(who, r.Staff)
		}
		if got := fmt.Sprint(version, " ", who); err != nil || got != want {
			t.Errorf("readers on the %dth: %s, %v", d, got, err)
		}
	}
}

func TestWhatAnArticleMustHave(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		id   string
		edit func(*handbook.Writing)
		want string
	}{
		"id":       {"Delay!", func(*handbook.Writing) {}, "id:handbook.id"},
		"nothing":  {"a", func(in *handbook.Writing) { *in = handbook.Writing{} }, "title:required body:required"},
		"english":  {"a", func(in *handbook.Writing) { delete(in.Titles, words.English) }, "titleEnglish:required"},
		"long":     {"a", func(in *handbook.Writing) { in.Bodies[words.Chinese] = strings.Repeat("长", handbook.MaxBody+1) }, "body:too_long"},
		"marks":    {"a", func(in *handbook.Writing) { in.Titles[words.Chinese] = "a\nb" }, "title:message.unreadable"},
		"topics":   {"a", func(in *handbook.Writing) { in.Topics = []handbook.Topic{"complaint.delay", "party"} }, "topics:handbook.topic"},
		"far away": {"a", func(in *handbook.Writing) { in.From = day(10).AddDays(400) }, "from:handbook.from"},
	} {
		in := writing("说明。", day(10))
		c.edit(&in)
		_, err := w.SaveArticle(t.Context(), noon, boss, c.id, 0, in)
		refused(t, name, err, c.want)
	}
	seeds := len(w.list(noon, handbook.Search{}))
	for i := range handbook.MaxArticles - seeds {
		w.save(noon, fmt.Sprint("article-", i), 0, writing("x", day(10)))
	}
	if _, err := w.SaveArticle(t.Context(), noon, boss, "one-more", 0, writing("x", day(10))); !errs.Is(err, errs.Conflict) {
		t.Errorf("one more than there may be: %v", err)
	}
	w.save(noon, "article-0", 1, writing("改过。", day(10)))
}
