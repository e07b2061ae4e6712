package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
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

//go:embed texts/*.json texts/console/*.json
var files embed.FS

// A folder of texts is read when the first of its sentences is asked for: a
// function that only moves events never pays for any, and the public pages
// never for those of the console.
var (
	common  = sync.OnceValue(func() texts { return read("texts") })
	console = sync.OnceValue(func() texts { return read("texts/console") })
)

// texts are sentences by code and language.
type texts = map[string]map[Lang]string

// of is the folder a code belongs to.
func of(code string) texts {
	if strings.HasPrefix(code, "console.") {
		return console()
	}
	return common()
}

func read(folder string) texts {
	all := texts{}
	entries, err := files.ReadDir(folder)
	if err != nil {
		panic(fmt.Sprintf("words: embedded texts: %v", err))
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		raw, err := files.ReadFile(folder + "/" + entry.Name())
		if err != nil {
			panic(fmt.Sprintf("words: %s: %v", entry.Name(), err))
		}
		var area texts
		if err := json.Unmarshal(raw, &area); err != nil {
			panic(fmt.Sprintf("words: %s: %v", entry.Name(), err))
		}
		for code, sentence := range area {
			if _, twice := all[code]; twice {
				panic("words: " + code + " stands in two files")
			}
			if strings.HasPrefix(code, "console.") != strings.HasSuffix(folder, "/console") {
				panic("words: " + code + " stands in the wrong folder")
			}
			all[code] = sentence
		}
	}
	return all
}

// Text is the sentence of a code in a language, its {placeholders} filled from
// args. A language that is not spoken gets Chinese; an unknown code is
// returned as it is, so that a missing sentence is seen and does not hide the
// error it was to tell.
func Text(lang Lang, code string, args map[string]any) string {
	sentence, ok := of(code)[code]
	if !ok {
		return code
	}
	text, ok := sentence[lang]
	if !ok {
		text = sentence[Chinese]
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
func Has(code string) bool { _, ok := of(code)[code]; return ok }

// Codes lists every code, for tests.
func Codes() []string {
	var codes []string
	for _, folder := range []texts{common(), console()} {
		codes = slices.AppendSeq(codes, maps.Keys(folder))
	}
	return codes
}
