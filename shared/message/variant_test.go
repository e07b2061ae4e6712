package message

import (
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// rule: NJ-2 a festival has its text per language and class; where a class has
// none, the festival's own stands.
func TestAGreetingHasItsTextForAClass(t *testing.T) {
	id := Festival("mid_autumn")
	own := "{addressee}，中秋将至，专属客服恭祝团圆。退订见{site}"
	ts := table(t, shunda, Edits{Texts: []Override{{ID: Variant(id, "key"), Lang: words.Chinese, Version: FirstOverride, Text: own}}})
	say := func(id ID, lang words.Lang) Text {
		t.Helper()
		text, err := ts.Render(id, lang, map[string]string{"addressee": map[words.Lang]string{words.Chinese: "王芳女士", words.English: "Ms Wang"}[lang]})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	plain := say(id, words.Chinese)
	if key := say(Variant(id, "key"), words.Chinese); key.Body == plain.Body || key.TemplateID != "festival.mid_autumn@key" || key.Version != FirstOverride {
		t.Errorf("a key customer reads %+v", key)
	}
	if general := say(Variant(id, "general"), words.Chinese); general.Body != plain.Body || general.TemplateID != id {
		t.Errorf("a general one reads %+v", general)
	}
	if english := say(Variant(id, "key"), words.English); english.Body != say(id, words.English).Body {
		t.Errorf("a key customer reads %q in English", english.Body)
	}
	if !ts.On(Variant(id, "key")) || ts.On(Variant(Festival("qingming"), "key")) {
		t.Error("a class is greeted where the festival is off, or not where it is on")
	}
	for _, none := range []ID{Variant(id, "vip"), Variant(Resolved, "key")} {
		if err := Check(none, words.Chinese, own); !errs.Is(err, errs.NotFound) {
			t.Errorf("%s has a text: %v", none, err)
		}
	}
}
