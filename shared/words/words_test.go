package words

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var mark = regexp.MustCompile(`\{[a-zA-Z0-9]+\}`)

func TestEveryCodeSpeaksEveryLanguageWithTheSameMarks(t *testing.T) {
	for _, code := range Codes() {
		texts := of(code)[code]
		if len(texts) != len(Langs) {
			t.Errorf("%s has %d languages", code, len(texts))
		}
		marks := func(lang Lang) []string {
			found := mark.FindAllString(texts[lang], -1)
			slices.Sort(found)
			return slices.Compact(found)
		}
		for _, lang := range Langs {
			text := texts[lang]
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s says nothing in %s", code, lang)
			}
			if strings.ContainsAny(mark.ReplaceAllString(text, ""), "{}") {
				t.Errorf("%s has a broken mark in %s: %q", code, lang, text)
			}
		}
		// A date is written with the month's number in Chinese and with its name
		// in English: the two may use different marks.
		if !strings.HasPrefix(code, "message.") && !slices.Equal(marks(Chinese), marks(English)) {
			t.Errorf("%s: %v in Chinese, %v in English", code, marks(Chinese), marks(English))
		}
	}
}

func TestTextFillsItsMarks(t *testing.T) {
	if got := Text(English, "too_long", map[string]any{"max": 40}); got != "At most 40 characters." {
		t.Errorf("got %q", got)
	}
	if got := Text("fr", "required", nil); got != Text(Chinese, "required", nil) {
		t.Errorf("a language that is not spoken got %q", got)
	}
	if got := Text(Chinese, "no.such.code", nil); got != "no.such.code" || Has("no.such.code") {
		t.Errorf("an unknown code got %q", got)
	}
}

func TestWhatIsFilledInIsNotReadAgain(t *testing.T) {
	if got := Text(English, "not_one_of", map[string]any{"allowed": "{allowed}"}); got != "Choose one of: {allowed}." {
		t.Errorf("got %q", got)
	}
}

func TestMarksAreFilledOnce(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""}, {"nothing", "nothing"}, {"{a}", "1"}, {"{a} and {b}{a}", "1 and {a}1"}, // a value is no text to be filled
		{"{c} stays", "{c} stays"}, {"open {a", "open {a"}, {"close } {a}", "close } 1"}, {"投诉{a}。", "投诉1。"},
	} {
		if got := fill(c.text, map[string]any{"a": 1, "b": "{a}"}); got != c.want {
			t.Errorf("%q became %q, want %q", c.text, got, c.want)
		}
	}
}
