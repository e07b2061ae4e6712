package message

import (
	"strings"
	"sync"
	"unicode"

	"huiyin/shared/words"
)

// WordList is a list of words and phrases that must not be said to a customer,
// by language.
type WordList map[words.Lang][]string

// SeedForbidden is the list a company starts with.
func SeedForbidden() WordList { return forbiddenSeed() }

var forbiddenSeed = sync.OnceValue(func() WordList {
	var list WordList
	readSeed("forbidden", &list)
	return list
})

// Forbidden finds the seed list's words in a text, in the list's order; nil
// when there are none.
func Forbidden(text string) []string { return SeedForbidden().In(text) }

// In finds the list's words in a text. Width, case, spaces and punctuation
// between characters hide nothing; an English phrase must stand as whole
// words, a Chinese one has no such borders.
func (l WordList) In(text string) []string {
	letters, spaced := fold(text)
	var found []string
	for _, word := range l[words.Chinese] {
		if plain, _ := fold(word); plain != "" && strings.Contains(letters, plain) {
			found = append(found, word)
		}
	}
	for _, phrase := range l[words.English] {
		if plain, whole := fold(phrase); plain != "" && strings.Contains(spaced, whole) {
			found = append(found, phrase)
		}
	}
	return found
}

// fold gives a text in two forms: its letters and digits with nothing between,
// and its words with one space around each.
func fold(text string) (letters, spaced string) {
	var joined, apart strings.Builder
	apart.WriteByte(' ')
	gap := true
	for _, r := range text {
		if r >= 0xFF01 && r <= 0xFF5E { // full-width forms
			r -= 0xFEE0
		}
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			r = unicode.ToLower(r)
			joined.WriteRune(r)
			apart.WriteRune(r)
			gap = false
		case r == '\'' || r == '’' || unicode.Is(unicode.Cf, r):
			// within a word
		case !gap:
			apart.WriteByte(' ')
			gap = true
		}
	}
	if !gap {
		apart.WriteByte(' ')
	}
	return joined.String(), apart.String()
}
