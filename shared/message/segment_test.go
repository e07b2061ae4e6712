package message

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSegmentsAtTheBorders(t *testing.T) {
	for name, c := range map[string]struct {
		body     string
		parts    int
		encoding Encoding
	}{
		"nothing":                       {"", 1, GSM7},
		"70 Chinese":                    {strings.Repeat("回", 70), 1, UCS2},
		"71 Chinese":                    {strings.Repeat("回", 71), 2, UCS2},
		"134 Chinese":                   {strings.Repeat("回", 134), 2, UCS2},
		"135 Chinese":                   {strings.Repeat("回", 135), 3, UCS2},
		"35 emoji are 70 units":         {strings.Repeat("🙂", 35), 1, UCS2},
		"36 emoji are 72 units":         {strings.Repeat("🙂", 36), 2, UCS2},
		"160 letters":                   {strings.Repeat("a", 160), 1, GSM7},
		"161 letters":                   {strings.Repeat("a", 161), 2, GSM7},
		"306 letters":                   {strings.Repeat("a", 306), 2, GSM7},
		"307 letters":                   {strings.Repeat("a", 307), 3, GSM7},
		"80 euro signs":                 {strings.Repeat("€", 80), 1, GSM7},
		"81 euro signs":                 {strings.Repeat("€", 81), 2, GSM7},
		"one Chinese among 70":          {strings.Repeat("a", 69) + "回", 1, UCS2},
		"one Chinese among 71":          {strings.Repeat("a", 70) + "回", 2, UCS2},
		"every extended character":      {"\f^{}\\[~]|€", 1, GSM7},
		"accents of the alphabet":       {"àéüñÇß", 1, GSM7},
		"accents that aren't in it":     {"êç", 1, UCS2},
		"the grave accent is not there": {"`", 1, UCS2},
	} {
		if n, encoding := Segments(c.body); n != c.parts || encoding != c.encoding {
			t.Errorf("%s: %d %s, want %d %s", name, n, encoding, c.parts, c.encoding)
		}
	}
}

func TestTheAlphabetHasItsHundredAndTwentyEightCodes(t *testing.T) {
	// 128 codes, one of which is the escape.
	if n := len([]rune(gsmBasic)); n != 127 {
		t.Errorf("%d basic characters", n)
	}
	seen := map[rune]bool{}
	for _, r := range gsmBasic + gsmExtended {
		if seen[r] {
			t.Errorf("%q stands twice", r)
		}
		seen[r] = true
	}
}

// A longer text is never fewer parts.
func TestPartsGrowWithTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringMatching(`[a-z回€🙂]{0,200}`).Draw(t, "body")
		more := rapid.StringMatching(`[a-z回€🙂]{0,100}`).Draw(t, "more")
		short, _ := Segments(body)
		long, _ := Segments(body + more)
		if short < 1 || long < short {
			t.Fatalf("%d parts, with %q added %d", short, more, long)
		}
	})
}
