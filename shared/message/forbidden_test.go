package message

import (
	"slices"
	"testing"

	"huiyin/shared/words"
)

// rule: PD-10
func TestForbiddenWordsAreFoundHoweverTheyAreWritten(t *testing.T) {
	for text, want := range map[string][]string{
		"这个不归我管，您找别人":               {"不归我管"},
		"这个不 归 我 管":                 {"不归我管"},
		"不，归。我！管":                   {"不归我管"},
		"这个不\u200b归我管":              {"不归我管"},
		"要投诉就投诉，别烦我":                {"别烦我", "要投诉就投诉"},
		"That is NOT MY JOB.":       {"not my job"},
		"Ｔｈａｔ ｉｓ ｎｏｔ ｍｙ ｊｏｂ":        {"not my job"},
		"not\nmy   job":             {"not my job"},
		"您好，您的货已到杭州，明天上午送达。":        nil,
		"The driver will call you.": nil,
		"":                          nil,
	} {
		if got := Forbidden(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A list that stops honest sentences would soon be switched off.
func TestHonestSentencesPass(t *testing.T) {
	for _, text := range []string{
		"收件人没空，改为明天送。", "是他妈妈代收的。", "您急什么时候用货？我们来安排。", "滚筒洗衣机已签收。",
		"请谨防骗子冒充客服。", "这台机器有毛病，我们给您换。", "司机不知道新地址，请您告诉我们。",
		"Send whatever documents you have.", "The stupidity insurance clause", "A damning report: the idiotic label", "Call us; job number 5 is not mine",
	} {
		if got := Forbidden(text); got != nil {
			t.Errorf("%q is stopped by %q", text, got)
		}
	}
}

func TestACompanysOwnList(t *testing.T) {
	list := WordList{words.Chinese: {"亲亲", "！"}, words.English: {"Hey You", "?"}}
	if got := list.In("亲 亲，hey you!"); !slices.Equal(got, []string{"亲亲", "Hey You"}) {
		t.Errorf("found %q", got)
	}
	if got := list.In("！？ ... ?"); got != nil {
		t.Errorf("a word without letters found %q", got)
	}
}
