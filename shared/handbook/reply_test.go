package handbook_test

import (
	"slices"
	"strings"
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/handbook"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

func (w world) replies(q handbook.Wanted) []handbook.Reply {
	w.Helper()
	list, err := w.Replies(w.Context(), q)
	if err != nil {
		w.Fatal(err)
	}
	return list
}

func ids(list []handbook.Reply) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.ID)
	}
	return out
}

// rule: QM-14
func TestCannedRepliesAreFoundFromTheTicketInItsLanguage(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		wanted handbook.Wanted
		first  string
		not    string
	}{
		"delay":            {handbook.Wanted{Kind: "complaint", Reason: "delay", Lang: "zh"}, "delay-zh", "damaged-zh"},
		"delay, English":   {handbook.Wanted{Kind: "complaint", Reason: "delay", Lang: "en"}, "delay-en", "delay-zh"},
		"damage":           {handbook.Wanted{Kind: "complaint", Reason: "damaged", Target: "goods", Lang: "zh"}, "damaged-zh", "delay-zh"},
		"damage by people": {handbook.Wanted{Kind: "complaint", Reason: "damaged", Target: "agent", Lang: "zh"}, "closing-zh", "damaged-zh"},
		"cargo":            {handbook.Wanted{Kind: "inquiry", Reason: "cargo_status", Lang: "zh"}, "cargo-status-zh", "delay-zh"},
	} {
		got := ids(w.replies(c.wanted))
		if len(got) < 2 || got[0] != c.first || slices.Contains(got, c.not) || !slices.Contains(got, "closing-"+string(c.wanted.Lang)) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if all := w.replies(handbook.Wanted{}); len(all) < 20 {
		t.Errorf("all of them: %v", ids(all))
	}
}

func TestAMarkIsFilledOrSeen(t *testing.T) {
	w := newWorld(t)
	r := handbook.Reply{Text: "{company}客服{badge}：{number}，运单{waybill}，电话{hotline}。"}
	if got := w.For(r, map[string]string{"badge": "101", "number": "K7M-3QP-9XA", "waybill": "SF1"}); got != "顺达物流客服101：K7M-3QP-9XA，运单SF1，电话400-820-1234。" {
		t.Errorf("filled: %s", got)
	}
	got := w.For(r, map[string]string{"badge": "{company}", "number": "K7M"})
	if got != "顺达物流客服顺达物流：K7M，运单{waybill}，电话400-820-1234。" {
		t.Errorf("half filled: %s", got)
	}
	if open := handbook.Open(got + "{waybill}{other}"); !slices.Equal(open, []string{"{waybill}"}) {
		t.Errorf("open: %v", open)
	}
}

// rule: PD-10, JY-11
func TestWhatACannedReplyMayNotSay(t *testing.T) {
	w := newWorld(t)
	good := handbook.Draft{Lang: "zh", Title: "致歉", Text: "您好，{company}客服{badge}。", Kind: "complaint", Reason: "delay", Target: "service"}
	for name, c := range map[string]struct {
		edit func(*handbook.Draft)
		want string
	}{
		"good":                  {func(*handbook.Draft) {}, ""},
		"nothing":               {func(d *handbook.Draft) { *d = handbook.Draft{} }, "lang:not_one_of title:required text:required"},
		"rude":                  {func(d *handbook.Draft) { d.Text = "急什么急" }, "text:message.forbidden"},
		"unknown mark":          {func(d *handbook.Draft) { d.Text = "{name}您好" }, "text:handbook.mark"},
		"broken mark":           {func(d *handbook.Draft) { d.Text = "{number您好" }, "text:handbook.mark"},
		"promotion":             {func(d *handbook.Draft) { d.Text = "推荐您用我们的套餐" }, "text:handbook.promotion"},
		"promotion, everywhere": {func(d *handbook.Draft) { d.Text, d.Kind, d.Reason, d.Target = "套餐", "", "", "" }, "text:handbook.promotion"},
		"promotion, inquiry":    {func(d *handbook.Draft) { d.Text, d.Kind, d.Reason, d.Target = "套餐", "inquiry", "price", "" }, ""},
		"reason of another":     {func(d *handbook.Draft) { d.Reason = "price" }, "reason:not_one_of"},
		"target of none":        {func(d *handbook.Draft) { d.Kind, d.Reason = "inquiry", "price" }, "target:not_one_of"},
		"kind":                  {func(d *handbook.Draft) { d.Kind, d.Reason, d.Target = "party", "", "" }, "kind:not_one_of"},
		"long":                  {func(d *handbook.Draft) { d.Text = strings.Repeat("长", handbook.MaxText+1) }, "text:too_long"},
	} {
		in := good
		c.edit(&in)
		_, err := w.SaveReply(t.Context(), noon, boss, "r-"+strings.NewReplacer(" ", "-", ",", "").Replace(name), 0, in)
		refused(t, name, err, c.want)
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := w.SaveReply(t.Context(), noon, boss, "Böse", 0, good)
	refused(t, "id", err, "id:handbook.id")
}

func TestACannedReplyIsChangedRemovedAndMadeAgain(t *testing.T) {
	w := newWorld(t)
	in := handbook.Draft{Lang: "zh", Title: "致歉", Text: "您好。\r\n抱歉。", Kind: "complaint", Reason: "delay"}
	if _, err := w.SaveReply(t.Context(), noon, boss, "delay-zh", 0, in); !errs.Is(err, errs.Stale) {
		t.Errorf("over one that was not seen: %v", err)
	}
	r, err := w.SaveReply(t.Context(), noon, boss, "delay-zh", 1, in)
	if err != nil || r.Version != 2 || r.Text != "您好。\n抱歉。" {
		t.Fatalf("%+v, %v", r, err)
	}
	delay := handbook.Wanted{Kind: "complaint", Reason: "delay", Lang: "zh"}
	if got := w.replies(delay)[0]; got.ID != "delay-zh" || got.Text != r.Text {
		t.Errorf("found %+v", got)
	}
	if _, err := w.RemoveReply(t.Context(), noon, boss, "delay-zh", 1); !errs.Is(err, errs.Stale) {
		t.Errorf("removed by somebody who saw another: %v", err)
	}
	if _, err := w.RemoveReply(t.Context(), noon, boss, "delay-zh", 2); err != nil || slices.Contains(ids(w.replies(delay)), "delay-zh") {
		t.Errorf("removed: %v, %v", err, ids(w.replies(delay)))
	}
	if _, err := w.RemoveReply(t.Context(), noon, boss, "lost-en", 0); err != nil || slices.Contains(ids(w.replies(handbook.Wanted{})), "lost-en") {
		t.Errorf("remove what the program brought: %v", err)
	}
	for _, id := range []string{"delay-zh", "nothing"} {
		if _, err := w.RemoveReply(t.Context(), noon, boss, id, 0); !errs.Is(err, errs.NotFound) {
			t.Errorf("remove %s again: %v", id, err)
		}
	}
	if again, err := w.SaveReply(t.Context(), noon, boss, "delay-zh", 0, in); err != nil || again.Version != 4 {
		t.Errorf("made again: %+v, %v", again, err)
	}
	past, err := w.PastReplies(t.Context(), "delay-zh", 0, 10)
	if err != nil || len(past) != 4 || !past[1].Removed || past[3].By != "" {
		t.Errorf("versions: %+v, %v", past, err)
	}
}

// What the program brings along could be saved as it is: it has both languages,
// no forbidden words, and nothing that praises.
func TestWhatTheProgramBringsWouldPass(t *testing.T) {
	w := newWorld(t)
	for _, f := range w.list(noon, handbook.Search{}) {
		a, err := w.Article(t.Context(), noon, f.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range words.Langs {
			if len([]rune(a.Titles[lang])) < 3 || len([]rune(a.Bodies[lang])) < 150 {
				t.Errorf("%s says little in %s: %q", a.ID, lang, a.Titles[lang])
			}
		}
		in := handbook.Writing{Titles: a.Titles, Bodies: a.Bodies, Topics: a.Topics}
		if _, err := w.SaveArticle(t.Context(), noon, boss, a.ID, a.Version, in); err != nil {
			t.Errorf("%s: %v", a.ID, err)
		}
	}
	pairs := map[string]int{}
	for _, r := range w.replies(handbook.Wanted{}) {
		in := handbook.Draft{Lang: r.Lang, Title: r.Title, Text: r.Text, Kind: r.Kind, Reason: r.Reason, Target: r.Target}
		if _, err := w.SaveReply(t.Context(), noon, boss, r.ID, r.Version, in); err != nil {
			t.Errorf("%s: %v", r.ID, err)
		}
		if !strings.Contains(r.Text, "{company}") || !strings.Contains(r.Text, "{badge}") {
			t.Errorf("%s names neither company nor badge", r.ID)
		}
		pairs[strings.TrimSuffix(strings.TrimSuffix(r.ID, "-zh"), "-en")]++
	}
	for id, n := range pairs {
		if n != 2 {
			t.Errorf("%s has %d languages", id, n)
		}
	}
	if found := message.Forbidden("急什么急"); len(found) == 0 {
		t.Error("the list of forbidden words is empty: then this test sees nothing")
	}
}
