package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// Lang is a language the desk speaks.
type Lang string

// The languages, Chinese first.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// Langs lists the languages in the order in which they are offered.
var Langs = []Lang{Chinese, English}

//go:embed texts/*.json
var files embed.FS

// load reads the texts when the first sentence is asked for: a function that
// only moves events never pays for it.
var load = sync.OnceValue(func() map[string]map[Lang]string {
	all := map[string]map[Lang]string{}
	entries, err := files.ReadDir("texts")
	if err != nil {
		panic(fmt.Sprintf("words: embedded texts: %v", err))
	}
	for _, entry := range entries {
		raw, err := files.ReadFile("texts/" + entry.Name())
		if err != nil {
			panic(fmt.Sprintf("words: %s: %v", entry.Name(), err))
		}
		var area map[string]map[Lang]string
		if err := json.Unmarshal(raw, &area); err != nil {
			panic(fmt.Sprintf("words: %s: %v", entry.Name(), err))
		}
		for code, texts := range area {
			if _, twice := all[code]; twice {
				panic("words: " + code + " stands in two files")
			}
			all[code] = texts
		}
	}
	return all
})

// Text is the sentence of a code in a language, its {placeholders} filled from
// args. A language that is not spoken gets Chinese; an unknown code is
// returned as it is, so that a missing sentence is seen and does not hide the
// error it was to tell.
func Text(lang Lang, code string, args map[string]any) string {
	texts, ok := load()[code]
	if !ok {
		return code
	}
	text, ok := texts[lang]
	if !ok {
		text = texts[Chinese]
	}
	return fill(text, args)
}

// fill puts the arguments in the place of their marks. A mark without an
// argument stays, so that it is seen.
func fill(text string, args map[string]any) string {
	if len(args) == 0 {
		return text
	}
	var b strings.Builder
	for {
		before, rest, opened := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		b.WriteString(before)
		if !opened || !closed {
			b.WriteString(text[len(before):])
			return b.String()
		}
		if value, given := args[name]; given {
			fmt.Fprint(&b, value)
		} else {
			b.WriteString("{" + name + "}")
		}
		text = after
	}
}

// Has tells whether a code has a sentence.
func Has(code string) bool { _, ok := load()[code]; return ok }

// Codes lists every code, for tests.
func Codes() []string {
	var codes []string
	for code := range load() {
		codes = append(codes, code)
	}
	return codes
}
