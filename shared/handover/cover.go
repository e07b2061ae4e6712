package handover

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

// covered stands for what was taken out of a line.
const covered = "＊＊"

// cover takes out of a line what would tell who the customer is: his name, his
// number however it is spaced, and any other mobile number. A waybill that
// looks like a number stays.
func cover(line string, p ticket.Person, waybill string) string {
	for _, name := range namesOf(p.Name) {
		line = replaceFold(line, name)
	}
	return digitRuns().ReplaceAllStringFunc(line, func(run string) string {
		digits := digitsOf(run)
		if waybill != "" && digits == digitsOf(waybill) || !mobile().MatchString(digits) && !of(digits, p.Phone) {
			return run
		}
		return covered
	})
}

// of tells whether digits hold a number: its last eight, which no two people in
// one town share, and fewer when it has no more.
func of(digits string, number phone.Number) bool {
	all := strings.TrimPrefix(string(number), "+")
	return number.Valid() && strings.Contains(digits, all[max(0, len(all)-8):])
}

var (
	digitRuns = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`[+＋]?[0-9０-９](?:[\s\-－—–.·()（）]{0,3}[0-9０-９])*`)
	})
	// mobile is a number of mainland China, with or without its country code.
	mobile = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:00)?(?:86)?1[3-9][0-9]{9}$`) })
)

// digitsOf are the digits of a text in ASCII.
func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return -1
	}, text)
}

// namesOf are the ways in which a name stands in a line: as it was given, in
// parts, and a Chinese surname with a title. A name of one character alone is
// a word like any other and is not looked for.
func namesOf(name string) []string {
	name = strings.TrimSpace(name)
	first, size := utf8.DecodeRuneInString(name)
	var all []string
	if utf8.RuneCountInString(name) > 1 {
		all = append(all, name)
		for _, part := range strings.Fields(name) {
			if utf8.RuneCountInString(part) > 1 {
				all = append(all, part)
			}
		}
	}
	if size > 1 { // not ASCII
		for _, title := range []string{"先生", "女士", "小姐", "太太", "老师", "总"} {
			all = append(all, string(first)+title)
		}
	}
	return all
}

// replaceFold covers every place at which a name stands, whatever its case; a
// name in Latin letters only as a word of its own, or Li would be found in
// delivery.
func replaceFold(line, name string) string {
	form := regexp.QuoteMeta(name)
	if strings.IndexFunc(name, func(r rune) bool { return r > 127 }) < 0 {
		form = `\b` + form + `\b`
	}
	return regexp.MustCompile(`(?i)`+form).ReplaceAllString(line, covered)
}
