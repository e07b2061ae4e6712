package message

import (
	"unicode/utf8"

	"huiyin/shared/words"
)

// Preview is a text as it would look, and how long it can get.
type Preview struct {
	Text
	Units int // of the longest case: UTF-16 units in Chinese, septets in English
	Max   int // that one part holds
}

// samples are values to look at, by the names that parameters have: Chinese,
// English.
var samples = map[string][2]string{
	"number": {"K7M-3QP-9XA", "K7M-3QP-9XA"}, "badge": {"8001", "8001"}, "addressee": {"王女士", "Ms Wang"},
	"by": {"今天18:30前", "18:30 today"}, "due": {"今天18:30", "18:30 today"}, "metric": {"首次答复", "first response"}, "kind": {"拜访", "visit"}, "owner": {"8001", "8001"},
	"reason": {"多次催办", "chased twice"}, "count": {"5", "5"}, "late": {"2", "2"}, "code": {"123456", "123456"},
	"waybill": {"SF1234567890123", "SF1234567890123"}, "days": {"3", "3"}, "branch": {"上海一部", "Shanghai One"}, "day": {"2026-06-05", "2026-06-05"},
	"region": {"成都", "Chengdu"}, "min": {"10", "10"}, "from": {"今天19:00", "19:00 today"}, "to": {"明天08:30", "08:30 tomorrow"},
}

// Try is a text of a template as it would look; what a value would be is shown
// by a sample. errs.Invalid and errs.NotFound as Check's.
func (c Company) Try(id ID, lang words.Lang, text string) (Preview, error) {
	if err := Check(id, lang, text); err != nil {
		return Preview{}, err
	}
	t, _ := find(id) // Check found it
	lang = spoken(lang)
	params := map[string]string{}
	for _, p := range t.Params {
		params[p.Name] = p.sample(lang)
	}
	one, err := New(c, Edits{Texts: []Override{{ID: id, Lang: lang, Version: FirstOverride, Text: text}}})
	if err != nil {
		return Preview{}, err
	}
	shown, err := one.Render(id, lang, params)
	pieces, _ := split(text) // Check saw that it splits
	preview := Preview{Text: shown}
	preview.Units, preview.Max, _ = t.longest(lang, pieces)
	return preview, err
}

// TryOwn is a text that stands in a template's place for one occasion as it
// would look. The text has passed CheckOwn.
func (c Company) TryOwn(id ID, lang words.Lang, own string) (Text, error) {
	t, params := seeds()[id], map[string]string{}
	for _, p := range t.Params {
		params[p.Name] = p.sample(spoken(lang))
	}
	one, err := New(c, Edits{})
	if err != nil {
		return Text{}, err
	}
	return one.RenderOwn(id, lang, own, params)
}

// sample is a value to look at that the parameter takes.
func (p Param) sample(lang words.Lang) string {
	value := samples[p.Name][0]
	if lang == words.English {
		value = samples[p.Name][1]
	}
	if value == "" {
		value = p.Name
	}
	for p.refuses(lang, value) == "message.value_too_long" {
		_, last := utf8.DecodeLastRuneInString(value)
		value = value[:len(value)-last]
	}
	return value
}
