package message

import (
	"testing"

	"huiyin/shared/words"
)

// rule: PD-10, JY-2, JY-10, LAW-2: the marks each rule asks for are there, and
// every seed's longest case is one part.
func TestEverySeedMayBeSaved(t *testing.T) {
	for _, id := range IDs() {
		for _, lang := range words.Langs {
			if err := Check(id, lang, seeds()[id].Texts[lang]); err != nil {
				t.Errorf("%s %s: %v", id, lang, explain(err))
			}
		}
	}
}
