package customer

import (
	"slices"
	"strings"
	"unicode"

	"huiyin/shared/phone"
)

// MaxTerms bounds the entries of a file in the search: with it a merge, which
// takes one file's out and moves another's, stays one transaction.
const MaxTerms = 32

// Kinds of terms: the first letter says what it is.
const (
	companyTerm = "c:" // the company's name, for doubles
	numberTerm  = "p:" // a whole number that is not the file's main one
	digitsTerm  = "d:" // four digits of a number
	wordTerm    = "w:" // two Chinese characters, three letters
)

// Terms are what a file is found by, the most telling first: its company, the
// numbers of its people, every four digits of its own number, its name. A file
// with more than MaxTerms is not found by the last of its people's names.
//
// They are readable, so a store files them under their keyed hash only.
func (c Customer) Terms() []string {
	if c.Merged != "" {
		return nil
	}
	var all []string
	if key := CompanyKey(c.Company); key != "" {
		all = append(all, companyTerm+key)
	}
	others := c.others()
	for _, n := range others {
		all = append(all, numberTerm+string(n))
	}
	all = append(all, digitTerms(digits(string(c.Phone)))...)
	all = append(all, nameTerms(c.Name)...)
	all = append(all, wordTerms(c.Company)...)
	for _, n := range others {
		all = append(all, digitsTerm+n.Last4())
	}
	for _, p := range c.People {
		all = append(all, nameTerms(p.Name)...)
	}
	return first(all, MaxTerms)
}

// others are the numbers in a file beside its own.
func (c Customer) others() []phone.Number {
	var all []phone.Number
	for _, n := range c.Also {
		all = append(all, n.Phone)
	}
	for _, p := range c.People {
		if p.Phone != "" && p.Phone != c.Phone && !slices.Contains(all, p.Phone) {
			all = append(all, p.Phone)
		}
	}
	return all
}

// first are the first n of a list, each once.
func first(all []string, n int) []string {
	var kept []string
	for _, one := range all {
		if len(kept) < n && !slices.Contains(kept, one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// digits are those of a number as people write it in this country: without
// +86.
func digits(typed string) string {
	only := strings.Map(func(r rune) rune {
		if r = narrow(r); r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, typed)
	if national, ok := strings.CutPrefix(strings.TrimPrefix(only, "00"), "86"); ok && len(national) == chinese {
		return national
	}
	return only
}

// chinese is how many digits a mobile number of mainland China has.
const chinese = 11

// gram is how many digits stand in a term: the last four are what people know.
const gram = 4

func digitTerms(number string) []string {
	var all []string
	for i := 0; i+gram <= len(number); i++ {
		all = append(all, digitsTerm+number[i:i+gram])
	}
	return all
}

// run is a piece of text in one kind of script.
type run struct {
	han  bool
	text []rune
}

// runs cuts a text into Chinese pieces and words of letters and digits, narrow
// and in small letters; all else only separates.
func runs(text string) []run {
	var all []run
	apart := true
	for _, r := range text {
		r = unicode.ToLower(narrow(r))
		han := unicode.Is(unicode.Han, r)
		if !han && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			apart = true
			continue
		}
		if apart || all[len(all)-1].han != han {
			all = append(all, run{han: han})
		}
		apart = false
		last := &all[len(all)-1]
		last.text = append(last.text, r)
	}
	return all
}

// wordTerms are the terms of a text: every two Chinese characters that follow
// each other, every three letters, and what a word begins with.
func wordTerms(text string) []string {
	var heads, inner []string
	for _, r := range runs(text) {
		size := 3
		if r.han {
			size = 2
		} else if len(r.text) >= 2 {
			heads = append(heads, wordTerm+string(r.text[:2]))
		}
		for i := 0; i+size <= len(r.text); i++ {
			inner = append(inner, wordTerm+string(r.text[i:i+size]))
		}
	}
	return append(heads, inner...)
}

// nameTerms are wordTerms and each Chinese character alone: people are looked
// for by their surname.
func nameTerms(name string) []string {
	var all []string
	for _, r := range runs(name) {
		if r.han {
			for _, c := range r.text {
				all = append(all, wordTerm+string(c))
			}
		}
	}
	return append(all, wordTerms(name)...)
}

// asked are the terms that every file a question is about has, unless it has
// too many; none when the question is too short.
func asked(question string) []string {
	if number, ok := number(question); ok {
		all := digitTerms(number)
		slices.Reverse(all) // of most numbers only the last digits are filed
		return first(all, maxAsked)
	}
	var all []string
	for _, r := range runs(question) {
		switch {
		case r.han && len(r.text) == 1, !r.han && len(r.text) == 2:
			all = append(all, wordTerm+string(r.text))
		case r.han && len(r.text) > 1, len(r.text) > 2:
			inner := wordTerms(string(r.text))
			if !r.han {
				inner = inner[1:] // the head says less than the first three letters
			}
			all = append(all, inner...)
		}
	}
	return first(all, maxAsked)
}

// maxAsked bounds the terms a question is looked up by.
const maxAsked = 6

// number reads a question that is a piece of a number: nothing but digits and
// what people put between them.
func number(question string) (string, bool) {
	for _, r := range question {
		if r = narrow(r); !strings.ContainsRune("0123456789+-() .", r) {
			return "", false
		}
	}
	only := digits(question)
	return only, len(only) >= gram
}

// Answers tells whether a file is one that a question is about: each piece of
// it stands in the name, the company or a person's name, or, of digits, in a
// number.
func (c Customer) Answers(question string) bool {
	if c.Merged != "" {
		return false
	}
	if piece, ok := number(question); ok {
		for _, n := range append(c.others(), c.Phone) {
			if strings.Contains(digits(string(n)), piece) {
				return true
			}
		}
		return false
	}
	texts := []string{c.Name, c.Company}
	for _, p := range c.People {
		texts = append(texts, p.Name)
	}
	var pieces []string
	for _, text := range texts {
		for _, r := range runs(text) {
			pieces = append(pieces, string(r.text))
		}
	}
	wanted := runs(question)
	for _, r := range wanted {
		if !slices.ContainsFunc(pieces, func(piece string) bool { return strings.Contains(piece, string(r.text)) }) {
			return false
		}
	}
	return len(wanted) > 0
}

// forms are what the name of a company ends with that says nothing of which one
// it is.
var forms = []string{"股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "分公司", "公司", "集团", "coltd", "companylimited", "limited", "ltd", "inc", "llc", "gmbh", "corp", "corporation"}

// CompanyKey is by what two names of a company are the same: without width,
// blanks, signs, capitals and the form at its end; "" for what is too short to
// tell.
func CompanyKey(name string) string {
	var all strings.Builder
	for _, r := range runs(name) {
		all.WriteString(string(r.text))
	}
	key := all.String()
	for again := true; again; {
		again = false
		for _, form := range forms {
			if rest, ok := strings.CutSuffix(key, form); ok && rest != "" {
				key, again = rest, true
			}
		}
	}
	if len([]rune(key)) < 2 {
		return ""
	}
	return key
}
