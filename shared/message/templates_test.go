package message

import (
	"slices"
	"strings"
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// rule: PD-10: the company's name begins every text.
func TestRenderPutsTheSignatureInFront(t *testing.T) {
	ts := table(t, shunda, Edits{})
	text, err := ts.Render(AnswerWaiting, words.Chinese, map[string]string{"number": "K7M-3QP-9XA", "badge": "1024"})
	if err != nil {
		t.Fatal(err)
	}
	if text.Body != "【顺达物流】客服1024已答复K7M-3QP-9XA，凭手机尾号查看：kf.shunda.example" {
		t.Errorf("body %q", text.Body)
	}
	if text.TemplateID != AnswerWaiting || text.Version != 1 || text.Lang != words.Chinese || text.Signature != "顺达物流" ||
		text.Parts != 1 || text.Encoding != UCS2 {
		t.Errorf("text %+v", text)
	}
	if want := []Value{{"number", "K7M-3QP-9XA"}, {"badge", "1024"}}; !slices.Equal(text.Params, want) {
		t.Errorf("parameters %v, want %v in this order", text.Params, want)
	}
	for _, id := range IDs() {
		for lang, signature := range map[words.Lang]string{words.Chinese: "【顺达物流】", words.English: "[Shunda] ", "": "【顺达物流】", "fr": "【顺达物流】"} {
			text, err := ts.Render(id, lang, fill(id, sample(lang)))
			if err != nil || !strings.HasPrefix(text.Body, signature) || strings.ContainsAny(text.Body, "{}") {
				t.Errorf("%s %q: %q, %v", id, lang, text.Body, err)
			}
		}
	}
}

func TestRenderRefusesWhatTheTemplateDoesNotDeclare(t *testing.T) {
	ts := table(t, shunda, Edits{})
	for name, c := range map[string]struct {
		lang       words.Lang
		number     string
		badge      string
		more       string
		path, want string
	}{
		"a missing value":            {words.Chinese, "K7M-3QP-9XA", "", "", "params.badge", "message.missing_value"},
		"a blank value":              {words.Chinese, "K7M-3QP-9XA", " ", "", "params.badge", "message.missing_value"},
		"an unknown one":             {words.Chinese, "K7M-3QP-9XA", "1", "excerpt", "params.excerpt", "message.unknown_param"},
		"one that is too long":       {words.Chinese, "K7M-3QP-9XA", "123456789", "", "params.badge", "message.value_too_long"},
		"a mark in a value":          {words.Chinese, "{site}", "1", "", "params.number", "message.value_characters"},
		"a link in a value":          {words.Chinese, "a.cn", "1", "", "params.number", "message.value_characters"},
		"a signature in a value":     {words.Chinese, "【别家】", "1", "", "params.number", "message.value_characters"},
		"an emoji in a value":        {words.Chinese, "🙂", "1", "", "params.number", "message.value_characters"},
		"Chinese in an English text": {words.English, "王", "1", "", "params.number", "message.value_characters"},
	} {
		t.Run(name, func(t *testing.T) {
			params := map[string]string{"number": c.number}
			if c.badge != "" {
				params["badge"] = c.badge
			}
			if c.more != "" {
				params[c.more] = "x"
			}
			_, err := ts.Render(AnswerWaiting, c.lang, params)
			if !errs.Is(err, errs.Invalid) || len(errs.As(err).Fields) != 1 {
				t.Fatalf("got %v", err)
			}
			if f := errs.As(err).Fields[0]; f.Path != c.path || f.Code != c.want || !words.Has(f.Code) {
				t.Errorf("field %+v, want %s %s", f, c.path, c.want)
			}
			if c.number != "K7M-3QP-9XA" && strings.Contains(explain(err), c.number) { // rule: PD-11
				t.Errorf("the error quotes the value: %s", explain(err))
			}
		})
	}
	if _, err := ts.Render("nonsense", words.Chinese, nil); !errs.Is(err, errs.NotFound) {
		t.Errorf("an unknown template: %v", err)
	}
}

func TestACompanysTextTakesTheSeedsPlace(t *testing.T) {
	edit := Override{ID: AnswerWaiting, Lang: words.Chinese, Version: FirstOverride + 2, Text: "{number}：客服{badge}有答复，{site}"}
	ts := table(t, shunda, Edits{Texts: []Override{edit}})
	text, err := ts.Render(AnswerWaiting, words.Chinese, fill(AnswerWaiting, sample(words.Chinese)))
	if err != nil || text.Body != "【顺达物流】K7M-3QP-9XA：客服1024有答复，kf.shunda.example" || text.Version != FirstOverride+2 {
		t.Errorf("%+v, %v", text, err)
	}
	if want := []Value{{"number", "K7M-3QP-9XA"}, {"badge", "1024"}}; !slices.Equal(text.Params, want) {
		t.Errorf("the order of parameters moved with the text: %v", text.Params)
	}
	if source, version := ts.Source(AnswerWaiting, words.English); version != 1 || source != seeds()[AnswerWaiting].Texts[words.English] {
		t.Errorf("the English text changed too: %q %d", source, version)
	}
}

func TestABrokenEditIsLeftOutAndTheSeedSpeaks(t *testing.T) {
	bad := []Override{
		{ID: AnswerWaiting, Lang: words.Chinese, Version: FirstOverride, Text: "{number}{badge}{gone}"},
		{ID: "of_an_older_release", Lang: words.Chinese, Version: FirstOverride, Text: "x"},
	}
	ts := table(t, shunda, Edits{Texts: bad})
	if !slices.Equal(ts.LeftOut(), bad) {
		t.Errorf("left out %v", ts.LeftOut())
	}
	if _, version := ts.Source(AnswerWaiting, words.Chinese); version != 1 {
		t.Errorf("version %d speaks", version)
	}
}

// rule: NJ-2: each greeting on or off.
func TestACompanySwitchesTemplates(t *testing.T) {
	ts := table(t, shunda, Edits{On: map[ID]bool{Festival("qingming"): true, Festival("qixi"): false, "nonsense": true}})
	for id, want := range map[ID]bool{Festival("qingming"): true, Festival("qixi"): false, Festival("mid_autumn"): true, "nonsense": false} {
		if ts.On(id) != want {
			t.Errorf("%s on: %v", id, ts.On(id))
		}
	}
}

func TestTheCompanysValuesAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*Company)
		path  string
		code  string
	}{
		"no signature":               {func(c *Company) { c.Signature = "" }, "signature", "required"},
		"a long signature":           {func(c *Company) { c.Signature = strings.Repeat("顺", 9) }, "signature", "message.value_too_long"},
		"brackets of its own":        {func(c *Company) { c.Signature = "【顺达】" }, "signature", "message.bad_value"},
		"no English signature":       {func(c *Company) { c.EnglishSignature = "" }, "englishSignature", "required"},
		"Chinese in the English one": {func(c *Company) { c.EnglishSignature = "顺达" }, "englishSignature", "message.bad_value"},
		"a long English signature":   {func(c *Company) { c.EnglishSignature = strings.Repeat("s", 21) }, "englishSignature", "message.value_too_long"},
		"no site":                    {func(c *Company) { c.Site = "" }, "site", "required"},
		"a site with its scheme":     {func(c *Company) { c.Site = "https://kf.example" }, "site", "message.bad_value"},
		"a site with a query":        {func(c *Company) { c.Site = "kf.example/?a=b" }, "site", "message.bad_value"},
		"a long site":                {func(c *Company) { c.Site = "kf.shunda-logistics.example" }, "site", "message.value_too_long"},
		"no hotline":                 {func(c *Company) { c.Hotline = "" }, "hotline", "required"},
		"words for a hotline":        {func(c *Company) { c.Hotline = "call us" }, "hotline", "message.bad_value"},
		"a long hotline":             {func(c *Company) { c.Hotline = "400-800-8820-1" }, "hotline", "message.value_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			company := shunda
			c.spoil(&company)
			_, err := New(company, Edits{})
			if !errs.Is(err, errs.Invalid) {
				t.Fatalf("got %v", err)
			}
			if f := errs.As(err).Fields; len(f) != 1 || f[0].Path != c.path || f[0].Code != c.code || !words.Has(f[0].Code) {
				t.Errorf("fields %+v, want %s %s", f, c.path, c.code)
			}
		})
	}
	for _, site := range []string{"kf.shunda.example", "sd.cn/kf", "localhost:4566", "127.0.0.1:4566/p"} {
		company := shunda
		company.Site = site
		if err := company.Check(); err != nil {
			t.Errorf("%s: %s", site, explain(err))
		}
	}
}
