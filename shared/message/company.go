package message

import (
	"regexp"
	"strings"
	"sync"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

var (
	sitePattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?(/[A-Za-z0-9/_-]*)?$`)
	})
	hotlinePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\+?[0-9][0-9 -]*[0-9]$`) })
)

// Check tells what is wrong with the company's values: errs.Invalid with the
// fields signature, englishSignature, site and hotline (required,
// message.value_too_long, message.bad_value, message.not_gsm).
func (c Company) Check() error {
	var fields errs.Fields
	need := func(path, value string, length, max int, good bool) {
		switch {
		case value == "":
			fields.Add(path, "required")
		case length > max:
			fields.Add(path, "message.value_too_long", "max", max)
		case !good:
			fields.Add(path, "message.bad_value")
		}
	}
	english, gsm := septets(c.EnglishSignature)
	need("signature", c.Signature, utf16Len(c.Signature), MaxSignature, plain(c.Signature))
	need("englishSignature", c.EnglishSignature, english, MaxEnglishSignature, gsm && plain(c.EnglishSignature))
	need("site", c.Site, len(c.Site), MaxSite, sitePattern().MatchString(c.Site))
	need("hotline", c.Hotline, len(c.Hotline), MaxHotline, hotlinePattern().MatchString(c.Hotline))
	return fields.Err()
}

// plain is a name without brackets, marks, control characters or outer spaces.
func plain(s string) bool {
	return strings.TrimSpace(s) == s &&
		!strings.ContainsFunc(s, func(r rune) bool { return invisible(r) || strings.ContainsRune("【】[]{}<>", r) })
}

func (c Company) signature(lang words.Lang) string {
	if lang == words.English {
		return c.EnglishSignature
	}
	return c.Signature
}

// sign is what every text begins with.
func (c Company) sign(lang words.Lang) string {
	if lang == words.English {
		return "[" + c.EnglishSignature + "] "
	}
	return "【" + c.Signature + "】"
}
