package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"huiyin/shared/errs"
	"huiyin/shared/phone"
)

// maxTyped is the most characters looked at: fifteen digits of E.164 with
// anybody's idea of spaces, dashes and brackets.
const maxTyped = 40

// Parse reads a number. Without a country code it belongs to defaultRegion, an
// ISO 3166 code of two letters such as "CN". Errors, all errs.Invalid:
// phone.invalid (no number that exists), phone.not_mobile (a landline or a
// service number).
func Parse(typed, defaultRegion string) (phone.Number, error) {
	cleaned, ok := clean(typed)
	if !ok {
		return "", errs.New(errs.Invalid, "phone.invalid")
	}
	number, err := phonenumbers.Parse(cleaned, defaultRegion)
	if err != nil {
		return "", errs.New(errs.Invalid, "phone.invalid")
	}
	switch phonenumbers.GetNumberType(number) {
	case phonenumbers.MOBILE, phonenumbers.FIXED_LINE_OR_MOBILE:
		return phone.Number(phonenumbers.Format(number, phonenumbers.E164)), nil
	case phonenumbers.UNKNOWN: // valid nowhere
		return "", errs.New(errs.Invalid, "phone.invalid")
	}
	return "", errs.New(errs.Invalid, "phone.not_mobile")
}

// Field reads a number that stands in a field of an input and notes in fields
// what is wrong with it, under the path as the caller wrote it. A blank field
// is "required".
func Field(fields *errs.Fields, path, typed, defaultRegion string) phone.Number {
	if strings.TrimSpace(typed) == "" {
		fields.Add(path, "required")
		return ""
	}
	number, err := Parse(typed, defaultRegion)
	if err != nil {
		fields.Add(path, errs.As(err).Code)
	}
	return number
}

// clean brings the digits and the plus into ASCII and drops what people put
// between them. It is false for letters and anything else: the library would
// take "1-800-FLOWERS" and "138… ext. 5", which are no mobiles.
func clean(typed string) (string, bool) {
	if utf8.RuneCountInString(typed) > maxTyped {
		return "", false
	}
	var b strings.Builder
	for _, r := range typed {
		if r >= 0xFF01 && r <= 0xFF5E { // full-width forms of an input method
			r -= 0xFEE0
		}
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && b.Len() == 0:
			b.WriteRune(r)
		case strings.ContainsRune("-.()/", r), unicode.In(r, unicode.Pd), unicode.IsSpace(r):
			// what separates groups; unicode.Pd are all the dashes there are
		case unicode.Is(unicode.Cf, r):
			// invisible marks that come along when a number is copied from a
			// list of contacts
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}
