package browser

import (
	"regexp"
	"strings"
	"testing"

	"huiyin/shared/customer"
	"huiyin/shared/phone"
)

// consents is the sentence that one consents to, in part: the proof of it has
// to be in the language that was read.
var consents = map[string]string{"zh": "节日和生日给我发问候短信", "en": "sends me greetings by SMS"}

var sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)

// askCode asks for a code, which comes as the n-th SMS, and returns it.
func (b *tab) askCode(typed string, n int) string {
	b.t.Helper()
	b.open(the.page("greetings"))
	b.fill("phone", typed)
	b.submit(202)
	text := the.awaitSMS(b.t, typed, n)
	code := sixDigits.FindString(text)
	if code == "" {
		b.t.Fatalf("no code in %q", text)
	}
	return code
}

// rule: LAW-2
func TestGreetingsAreAllowedAndStopped(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, say, typed := newTab(t, lang), says[lang], newPhone()
			number := phone.Number("+86" + typed)
			b.open(the.page("greetings"))
			b.look("greetings")
			b.fill("phone", "010-88888888") // a landline
			b.submit(422)
			b.refuses("greetings-wrong", map[string]string{"phone": map[string]string{"zh": "固定电话", "en": "landline"}[lang]})

			code := b.askCode(typed, 1)
			lead := b.text(".lead")
			b.says(lead, "10")
			b.look("code")
			wrong := "000000"
			if code == wrong {
				wrong = "000001"
			}
			b.fill("code", wrong)
			b.choose("allow", "true")
			b.fill("name", "诸葛明")
			b.fill("birthday", "08-15")
			b.submit(422)
			b.refuses("code-wrong", map[string]string{"code": say.code})
			if again := b.text(".lead"); again != lead {
				t.Errorf("after a mistake the page says %q, said %q", again, lead)
			}
			b.holds(map[string]string{"allow": "true", "name": "诸葛明", "birthday": "08-15"})

			b.fill("code", code)
			b.choose("title", "mr")
			b.click(`label:has(input[name="lunar"])`)
			b.submit(200)
			b.says(b.text("h1"), say.allowed)
			b.look("greetings-allowed")
			file, err := the.customers.ByPhone(t.Context(), number)
			b.must(err)
			if !file.Greetable() || file.Name != "诸葛明" || file.Title != "mr" || file.Birthday != (customer.Birthday{Month: 8, Day: 15, Lunar: true}) ||
				len(file.Consent.Proofs) != 1 || !strings.Contains(file.Consent.Proofs[0].Text, consents[lang]) {
				t.Errorf("the file says %+v", file)
			}

			b.goes(200, b.clicking(`footer a[href*="greetings"]`))
			code = b.askCode(typed, 2)
			b.fill("code", code)
			b.choose("allow", "false")
			b.submit(200)
			b.says(b.text("h1"), say.stopped)
			b.look("greetings-stopped")
			stopped, err := the.customers.Stopped(t.Context(), number)
			b.must(err)
			if !stopped {
				t.Error("it is not stopped")
			}

			b.askCode(typed, 3)
			b.open(the.page("greetings"))
			b.fill("phone", typed)
			b.submit(429) // the fourth within the hour
			b.says(b.text(".summary"), say.tooOften)
			b.look("greetings-too-often")
		})
	}
}
