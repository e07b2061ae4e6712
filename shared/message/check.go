package message

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// piece is a stretch of a text: written out, or a {mark} to be filled.
type piece struct {
	mark bool
	text string
}

// split takes a text apart; false when its braces don't pair or hold no name.
func split(text string) ([]piece, bool) {
	var pieces []piece
	for text != "" {
		open := strings.IndexAny(text, "{}")
		if open < 0 {
			return append(pieces, piece{text: text}), true
		}
		if open > 0 {
			pieces = append(pieces, piece{text: text[:open]})
		}
		name, rest, closed := strings.Cut(text[open+1:], "}")
		if text[open] == '}' || !closed || name == "" || strings.Contains(name, "{") {
			return nil, false
		}
		pieces = append(pieces, piece{mark: true, text: name})
		text = rest
	}
	return pieces, true
}

// Check tells whether a text may be saved for a template and a language. The
// error is errs.NotFound (message.unknown_template) or errs.Invalid about the
// field "text", all that is wrong at once: message.broken_mark,
// message.characters, message.unknown_param, message.missing_param,
// message.link, message.forbidden, message.not_gsm, message.too_many_parts.
func Check(id ID, lang words.Lang, text string) error {
	t, ok := find(id)
	if !ok {
		return errs.New(errs.NotFound, "message.unknown_template")
	}
	var fields errs.Fields
	pieces, ok := split(text)
	switch {
	case strings.TrimSpace(text) == "":
		fields.Add("text", "required")
		return fields.Err()
	case !ok:
		fields.Add("text", "message.broken_mark")
		return fields.Err()
	}
	t.checkMarks(&fields, pieces)
	checkWords(&fields, pieces, text)
	t.checkLength(&fields, lang, pieces)
	return fields.Err()
}

// CheckOwn notes at path what is wrong with a text that is to stand in a
// template's place for one occasion, and counts the parts of its longest case.
// It may take up to maxParts. The codes are those of Check.
func CheckOwn(fields *errs.Fields, path string, id ID, lang words.Lang, text string, maxParts int) int {
	t, ok := seeds()[id]
	pieces, whole := split(text)
	if !ok || !whole {
		fields.Add(path, "message.broken_mark")
		return 0
	}
	var wrong errs.Fields
	t.checkMarks(&wrong, pieces)
	checkWords(&wrong, pieces, text)
	units, alone, foreign := t.longest(lang, pieces)
	if foreign != "" {
		wrong.Add("text", "message.not_gsm", "found", foreign)
	}
	joined := ucs2Joined
	if lang == words.English {
		joined = gsmJoined
	}
	n := parts(units, alone, joined)
	if n > maxParts {
		wrong.Add("text", "message.too_many_parts", "units", units, "max", maxParts*joined)
	}
	if err := wrong.Err(); err != nil {
		for _, w := range errs.As(err).Fields {
			var pairs []any
			for name, value := range w.Args {
				pairs = append(pairs, name, value)
			}
			fields.Add(path, w.Code, pairs...)
		}
	}
	return n
}

func (t Template) checkMarks(fields *errs.Fields, pieces []piece) {
	used := map[string]bool{}
	for _, p := range pieces {
		if !p.mark {
			continue
		}
		used[p.text] = true
		if _, declared := t.param(p.text); !declared && p.text != "site" && p.text != "hotline" {
			fields.Add("text", "message.unknown_param", "name", p.text)
		}
	}
	for _, name := range t.Must {
		if !used[name] {
			fields.Add("text", "message.missing_param", "name", name)
		}
	}
}

// address finds what a handset or a channel takes for a link. joined finds
// what would make another address of the company's when it stands beside it.
var (
	address = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(://|www\.|[\pL\d-]+[.．][a-z]{2,}|[a-z\d-]*[a-z][a-z\d-]*[.．]\pL{2,}|\d+(\.\d+){3})`)
	})
	joined = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[A-Za-z0-9.:/@?#_-]`) })
)

func checkWords(fields *errs.Fields, pieces []piece, text string) {
	link := false
	for i, p := range pieces {
		if !p.mark {
			link = link || address().MatchString(p.text)
			continue
		}
		if p.text != "site" {
			continue
		}
		before, after := neighbours(pieces, i)
		link = link || joined().MatchString(before) || joined().MatchString(after)
	}
	if link {
		fields.Add("text", "message.link")
	}
	if strings.ContainsFunc(text, func(r rune) bool { return invisible(r) || strings.ContainsRune("【】", r) }) {
		fields.Add("text", "message.characters")
	}
	if found := Forbidden(text); len(found) > 0 {
		fields.Add("text", "message.forbidden", "found", strings.Join(found, ", "))
	}
}

// invisible are control characters, line breaks of all kinds, and marks without
// a width, which could hide a word or turn a line around.
func invisible(r rune) bool { return unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) }

// neighbours are the characters right before and after the piece at i. A mark
// beside it is like a letter: nobody knows what it will hold.
func neighbours(pieces []piece, i int) (before, after string) {
	if i > 0 {
		before = "x"
		if r := []rune(pieces[i-1].text); !pieces[i-1].mark {
			before = string(r[len(r)-1])
		}
	}
	if i+1 < len(pieces) {
		after = "x"
		if r := []rune(pieces[i+1].text); !pieces[i+1].mark {
			after = string(r[0])
		}
	}
	return before, after
}

// checkLength reckons the longest case: every mark at its longest, the
// company's values at their limits.
func (t Template) checkLength(fields *errs.Fields, lang words.Lang, pieces []piece) {
	units, max, foreign := t.longest(lang, pieces)
	if foreign != "" {
		fields.Add("text", "message.not_gsm", "found", foreign)
	}
	if units > max {
		fields.Add("text", "message.too_many_parts", "units", units, "max", max)
	}
}

// longest counts the longest case, what one part holds, and the characters
// that English texts can't have.
func (t Template) longest(lang words.Lang, pieces []piece) (units, max int, foreign string) {
	units, max = 2+MaxSignature, ucs2Alone
	if lang == words.English {
		units, max = 2*2+MaxEnglishSignature+1, gsmAlone // brackets take two septets each
	}
	for _, p := range pieces {
		switch declared, ok := t.param(p.text); {
		case p.mark && ok:
			units += declared.Max[spoken(lang)]
		case p.mark && p.text == "site":
			units += MaxSite
		case p.mark && p.text == "hotline":
			units += MaxHotline
		case p.mark: // unknown: told by checkMarks
		case lang == words.English:
			units += foreignless(p.text, &foreign)
		default:
			units += utf16Len(p.text)
		}
	}
	return units, max, foreign
}

// foreignless counts septets and gathers the characters that are none.
func foreignless(text string, foreign *string) int {
	units := 0
	for _, r := range text {
		n, ok := septets(string(r))
		if !ok && !strings.ContainsRune(*foreign, r) {
			*foreign += string(r)
		}
		units += n
	}
	return units
}
