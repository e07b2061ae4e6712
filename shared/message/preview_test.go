package message

import (
	"strings"
	"testing"

	"huiyin/shared/words"
)

func TestEveryTextCanBeLookedAt(t *testing.T) {
	c := Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "sd.example", Hotline: "400-123-4567"}
	for _, id := range IDs() {
		seed, _ := Find(id)
		for _, lang := range words.Langs {
			p, err := c.Try(id, lang, seed.Texts[lang])
			if err != nil || p.Parts != 1 || strings.ContainsAny(p.Body, "{}") || p.Units > p.Max || p.Units < len([]rune(p.Body)) {
				t.Errorf("%s %s: %+v %v", id, lang, p, err)
			}
		}
	}
	if _, err := c.Try(Resolved, words.Chinese, strings.Repeat("长", 71)); err == nil {
		t.Error("a text that is too long can be looked at")
	}
}
