package message

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/errs"
)

// CheckWriting notes what is wrong with a text that the company writes once and
// many people read: a bulletin, an article, a canned reply. A text of lines may
// have line breaks. What customers read must be free of forbidden words
// (PD-10); an article that lists these to agents need not be. Codes at path:
// required, too_long, message.unreadable, message.forbidden.
func CheckWriting(f *errs.Fields, path, text string, max int, lines, toCustomers bool) {
	switch {
	case strings.TrimSpace(text) == "":
		f.Add(path, "required")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !(lines && strings.ContainsRune("\n\r\t", r)) && hidden(r) }):
		f.Add(path, "message.unreadable")
	case utf8.RuneCountInString(text) > max:
		f.Add(path, "too_long", "max", max)
	}
	if found := Forbidden(text); toCustomers && len(found) > 0 {
		f.Add(path, "message.forbidden", "found", strings.Join(found, "、"))
	}
}

// hidden are control characters and the marks that turn a line around: with
// them a text reads otherwise than it is.
func hidden(r rune) bool {
	return unicode.IsControl(r) || (r >= 0x202A && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069)
}
