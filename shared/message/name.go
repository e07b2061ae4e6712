package message

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"huiyin/shared/words"
)

// Title is how a person chose to be addressed. It is never guessed.
type Title string

// The titles.
const (
	NoTitle Title = ""
	Mr      Title = "mr"
	Ms      Title = "ms"
)

// hanName is a Chinese name in characters that every handset shows: those of
// GBK (U+4E00–U+9FA5), one to four of them, or parts joined by the dot of
// names that are transliterated. latinName is letters with single spaces,
// hyphens and apostrophes. Whatever else was typed as a name is not trusted
// into an SMS. Here and in the other packages patterns are compiled when they
// are first needed: a cold start waits for none.
var (
	hanName = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[\x{4E00}-\x{9FA5}]{1,4}$|^[\x{4E00}-\x{9FA5}]{1,8}(·[\x{4E00}-\x{9FA5}]{1,8})+$`)
	})
	latinName = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[A-Za-zÀ-ÖØ-öø-ÿ]+([ '-][A-Za-zÀ-ÖØ-öø-ÿ]+)*$`)
	})
)

// Longest names, so that an addressee with its title keeps the 12 UTF-16 units
// and 30 septets that the greetings declare.
const (
	maxChineseName = 10
	maxEnglishName = 26
)

// Addressee is whom a greeting addresses: "王芳女士", "Ms Smith", or, when the
// name is empty, has rare characters, marks or anything that is no name,
// "尊敬的客户", "Dear customer". English texts take Latin names only: one
// Chinese character would double their price.
func Addressee(lang words.Lang, name string, title Title) string {
	name = strings.Join(strings.FieldsFunc(name, unicode.IsSpace), " ")
	name = strings.NewReplacer("•", "·", "‧", "·", "・", "·").Replace(name)
	if len(Forbidden(name)) > 0 {
		name = ""
	}
	if spoken(lang) == words.English {
		return englishAddressee(name, title)
	}
	if utf16Len(name) > maxChineseName || !hanName().MatchString(name) && !latinName().MatchString(name) {
		return "尊敬的客户"
	}
	return name + map[Title]string{Mr: "先生", Ms: "女士"}[title]
}

func englishAddressee(name string, title Title) string {
	n, gsm := septets(name)
	if !gsm || n > maxEnglishName || !latinName().MatchString(name) {
		return "Dear customer"
	}
	return map[Title]string{Mr: "Mr ", Ms: "Ms "}[title] + name
}

// refuses is the code of what is wrong with a value, "" when nothing is: it
// must be there, keep its length, and hold letters, digits and a few signs
// only, so that no value can bring a link, a second signature or a mark.
func (p Param) refuses(lang words.Lang, value string) string {
	length := utf16Len(value)
	if lang == words.English {
		n, gsm := septets(value)
		if !gsm {
			return "message.value_characters"
		}
		length = n
	}
	switch {
	case strings.TrimSpace(value) == "":
		return "message.missing_value"
	case length > p.Max[lang]:
		return "message.value_too_long"
	case strings.ContainsFunc(value, func(r rune) bool { return !safe(r) }):
		return "message.value_characters"
	}
	return ""
}

// safe leaves out the full stop in all its forms: without it there is no
// address.
func safe(r rune) bool {
	return r <= 0xFFFF && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" -:·'", r))
}
