package message

import (
	"testing"

	"pgregory.net/rapid"

	"huiyin/shared/words"
)

const (
	safeChinese = "尊敬的客户"
	safeEnglish = "Dear customer"
)

// rule: NJ-2, NJ-4: a greeting never goes out with half a name, a template's
// mark or somebody's advertisement in it.
func TestAddresseeTrustsOnlyNames(t *testing.T) {
	for name, want := range map[string][2]string{
		"王芳":                             {"王芳", safeEnglish},
		" 王芳 ":                           {"王芳", safeEnglish},
		"欧阳娜娜":                           {"欧阳娜娜", safeEnglish},
		"阿卜杜拉·买买提":                       {"阿卜杜拉·买买提", safeEnglish},
		"阿卜杜拉•买买提":                       {"阿卜杜拉·买买提", safeEnglish},
		"John Smith":                     {"John Smith", "John Smith"},
		"Anne-Marie O'Brien":             {safeChinese, "Anne-Marie O'Brien"},
		"Jürgen":                         {"Jürgen", "Jürgen"},
		"François":                       {"François", safeEnglish}, // ç is not in GSM-7
		"":                               {safeChinese, safeEnglish},
		"　":                              {safeChinese, safeEnglish},
		"{name}":                         {safeChinese, safeEnglish},
		"${site}":                        {safeChinese, safeEnglish},
		"%s":                             {safeChinese, safeEnglish},
		"【别家】":                           {safeChinese, safeEnglish},
		"𠅤芳":                             {safeChinese, safeEnglish},
		"㛃":                              {safeChinese, safeEnglish},
		"龦":                              {safeChinese, safeEnglish}, // beyond what GBK has
		"王芳🙂":                            {safeChinese, safeEnglish},
		"加微信领红包":                         {safeChinese, safeEnglish},
		"a.cn":                           {safeChinese, safeEnglish},
		"www a cn":                       {"www a cn", "www a cn"},
		"13800138000":                    {safeChinese, safeEnglish},
		"王\n芳":                           {safeChinese, safeEnglish},
		"王\u200b芳":                       {safeChinese, safeEnglish},
		"白痴":                             {safeChinese, safeEnglish},
		"Maximilian Alexander Wolf":      {safeChinese, "Maximilian Alexander Wolf"},
		"Maximilian Alexander Wolfe von": {safeChinese, safeEnglish},
	} {
		for i, lang := range words.Langs {
			if got := Addressee(lang, name, NoTitle); got != want[i] {
				t.Errorf("%q %s: %q, want %q", name, lang, got, want[i])
			}
		}
	}
}

func TestATitleIsChosenNeverGuessed(t *testing.T) {
	for _, c := range []struct {
		lang  words.Lang
		name  string
		title Title
		want  string
	}{
		{words.Chinese, "王芳", Ms, "王芳女士"},
		{words.Chinese, "王芳", Mr, "王芳先生"},
		{words.Chinese, "王芳", NoTitle, "王芳"},
		{words.Chinese, "王芳", "博士", "王芳"},
		{words.Chinese, "", Ms, safeChinese},
		{words.English, "Jane Smith", Ms, "Ms Jane Smith"},
		{words.English, "John Smith", Mr, "Mr John Smith"},
		{words.English, "Jane Smith", NoTitle, "Jane Smith"},
		{words.English, "{Jane}", Ms, safeEnglish},
	} {
		if got := Addressee(c.lang, c.name, c.title); got != c.want {
			t.Errorf("%s %q %q: %q, want %q", c.lang, c.name, c.title, got, c.want)
		}
	}
}

// Whatever stands in a file as a name, every greeting can be rendered.
func TestEveryNameGivesAGreeting(t *testing.T) {
	ts := table(t, widest, Edits{})
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[王芳·a-zA-ZÀ-ÿ' -]{0,40}`)).Draw(t, "name")
		title := rapid.SampledFrom([]Title{NoTitle, Mr, Ms}).Draw(t, "title")
		lang := rapid.SampledFrom(words.Langs).Draw(t, "lang")
		id := rapid.SampledFrom(promotions()).Draw(t, "id")
		text, err := ts.Render(id, lang, map[string]string{"addressee": Addressee(lang, name, title)})
		if err != nil || text.Parts != 1 {
			t.Fatalf("%q: %q, %v", name, text.Body, err)
		}
	})
}
