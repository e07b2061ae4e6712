package message

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

func TestCheckSaysWhatIsWrongWithAText(t *testing.T) {
	const good = "{number}{badge}{by}"
	for name, c := range map[string]struct {
		lang words.Lang
		text string
		want string
	}{
		"a good text":                      {words.Chinese, "客服{badge}：{number}在办，{by}再答复", ""},
		"nothing":                          {words.Chinese, " ", "required"},
		"a brace that stays open":          {words.Chinese, good + "{numb", "message.broken_mark"},
		"a brace that was never opened":    {words.Chinese, good + "}", "message.broken_mark"},
		"a brace in a brace":               {words.Chinese, good + "{a{b}}", "message.broken_mark"},
		"an empty mark":                    {words.Chinese, good + "{}", "message.broken_mark"},
		"a parameter of another template":  {words.Chinese, good + "{code}", "message.unknown_param"},
		"a parameter left out":             {words.Chinese, "{number}{badge}", "message.missing_param"},
		"a signature of its own":           {words.Chinese, "【别家】" + good, "message.characters"},
		"a line break":                     {words.Chinese, good + "\n下一行", "message.characters"},
		"a mark that turns the line round": {words.Chinese, good + "\u202e", "message.characters"},
		"an address":                       {words.Chinese, good + "见http://a.example/x", "message.link"},
		"a bare domain":                    {words.Chinese, good + "见a.cn", "message.link"},
		"a Chinese domain":                 {words.Chinese, good + "见shop.中国", "message.link"},
		"a number that is an address":      {words.Chinese, good + "见10.1.2.3", "message.link"},
		"a domain in front of the site":    {words.Chinese, good + "x.{site}", "message.link"},
		"a path behind the site":           {words.Chinese, good + "{site}/x", "message.link"},
		"a parameter behind the site":      {words.Chinese, "{number}{badge}{site}{by}", "message.link"},
		"a numbered list is no link":       {words.Chinese, "1.{number} 2.{badge} 3.{by}", ""},
		"a forbidden word":                 {words.Chinese, good + "不归我管", "message.forbidden"},
		"Chinese in an English text":       {words.English, good + " 您好", "message.not_gsm"},
		"seventy at the longest":           {words.Chinese, good + strings.Repeat("字", 70-10-11-8-12), ""},
		"seventy-one at the longest":       {words.Chinese, good + strings.Repeat("字", 70-10-11-8-12+1), "message.too_many_parts"},
		"a pair of units counts two":       {words.Chinese, good + strings.Repeat("字", 70-10-11-8-12-1) + "🙂", "message.too_many_parts"},
		"a hundred and sixty":              {words.English, good + strings.Repeat("a", 160-25-11-8-18), ""},
		"a hundred and sixty-one":          {words.English, good + strings.Repeat("a", 160-25-11-8-18+1), "message.too_many_parts"},
		"an escape counts two":             {words.English, good + strings.Repeat("a", 160-25-11-8-18-1) + "€", "message.too_many_parts"},
	} {
		t.Run(name, func(t *testing.T) {
			err := Check(Progress, c.lang, c.text)
			if got := codes(err); got != c.want {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			if err == nil {
				return
			}
			for _, f := range errs.As(err).Fields {
				if f.Path != "text" || !words.Has(f.Code) {
					t.Errorf("field %+v has the wrong path or no sentence", f)
				}
				for _, lang := range words.Langs {
					if text := words.Text(lang, f.Code, f.Args); strings.ContainsAny(text, "{}") {
						t.Errorf("%q lacks an argument", text)
					}
				}
			}
		})
	}
}

func TestCheckOfAnUnknownTemplateIsNotFound(t *testing.T) {
	if err := Check("nonsense", words.Chinese, "x"); !errs.Is(err, errs.NotFound) || !words.Has(errs.As(err).Code) {
		t.Errorf("got %v", err)
	}
}

func TestCheckNamesAllMistakesAtOnce(t *testing.T) {
	got := codes(Check(Progress, words.Chinese, "{code}见a.cn，别烦我"+strings.Repeat("字", 70)))
	for _, want := range []string{"message.unknown_param", "message.missing_param", "message.link", "message.forbidden", "message.too_many_parts"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %s", got, want)
		}
	}
}

// What Check lets pass can never become a second part, or a link, whatever a
// ticket puts into it.
func TestWhatMayBeSavedIsOnePartForEver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom(IDs()).Draw(t, "id")
		lang := rapid.SampledFrom(words.Langs).Draw(t, "lang")
		seed, _ := Find(id)
		var text strings.Builder
		for _, name := range append(seed.Must, rapid.SliceOfN(rapid.SampledFrom([]string{"site", "hotline", "number"}), 0, 3).Draw(t, "more")...) {
			text.WriteString("{" + name + "}" + rapid.StringMatching(`[ a-zA-Z,€|~您好，。 🙂]{0,12}`).Draw(t, "literal"))
		}
		if Check(id, lang, text.String()) != nil {
			return
		}
		ts, err := New(widest, Edits{Texts: []Override{{ID: id, Lang: lang, Version: FirstOverride, Text: text.String()}}})
		if err != nil {
			t.Fatal(explain(err))
		}
		checkOnePart(t, ts, id, lang)
	})
}

func TestEverySeedIsOnePartForEver(t *testing.T) {
	ts := table(t, widest, Edits{})
	rapid.Check(t, func(t *rapid.T) {
		checkOnePart(t, ts, rapid.SampledFrom(IDs()).Draw(t, "id"), rapid.SampledFrom(words.Langs).Draw(t, "lang"))
	})
}

// checkOnePart renders with random values of the longest length.
func checkOnePart(t *rapid.T, ts Templates, id ID, lang words.Lang) {
	letters := `[a-zA-Z0-9:' -]`
	if lang == words.Chinese {
		letters = `[王明月日前a-z0-9:·-]`
	}
	seed, _ := Find(id)
	params := map[string]string{}
	for _, p := range seed.Params {
		value := []rune(rapid.StringMatching(letters+`{200}`).Draw(t, p.Name))[:p.Max[lang]]
		value[0] = 'x' // not blank
		params[p.Name] = string(value)
	}
	text, err := ts.Render(id, lang, params)
	if err != nil {
		t.Fatal(explain(err))
	}
	want := map[words.Lang]Encoding{words.Chinese: UCS2, words.English: GSM7}[lang]
	if text.Parts != 1 || text.Encoding != want {
		t.Fatalf("%d parts, %s: %q", text.Parts, text.Encoding, text.Body)
	}
	if !strings.HasPrefix(text.Body, ts.company.sign(lang)) || strings.ContainsAny(text.Body[len(ts.company.sign(lang)):], "{}【】[]") {
		t.Fatalf("signature or marks: %q", text.Body)
	}
}
