package browser

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

const (
	matter = "昨天下午三点收到货，外箱已经压扁。\nThe box was crushed, two vases are broken."
	person = "欧阳静怡"
)

// rule: JY-2
// rule: QM-2
func TestAComplaint(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, say, typed := newTab(t, lang), says[lang], newPhone()
			b.open(the.page(""))
			b.look("home")
			b.follow(`a.door[href^="complaint"]`)
			b.look("complaint")

			b.fill("text", matter)
			b.fill("name", person)
			b.choose("title", "ms")
			b.fill("phone", "12345")
			b.submit(422)
			b.refuses("complaint-wrong", map[string]string{"reason": say.missing, "phone": say.phone})
			b.holds(map[string]string{"text": matter, "name": person, "title": "ms", "phone": "12345", "target": "service"})

			b.choose("reason", "damaged")
			b.fill("waybill", "?")
			b.fill("phone", typed)
			b.submit(422)
			b.refuses("complaint-waybill", map[string]string{"waybill": say.waybill})
			b.holds(map[string]string{"text": matter, "waybill": "?", "name": person, "title": "ms", "phone": typed, "reason": "damaged"})

			b.fill("waybill", "sf-1234567")
			b.submit(201)
			number := b.thanked(say)
			b.look("thanks")
			b.told(number, typed)
			d := the.dossier(t, number)
			if d.Ticket.Reason != "damaged" || d.Ticket.Target != "service" || d.Ticket.Lang != lang || d.Person.Name != person ||
				d.Person.Title != "ms" || said(d, matter) != 1 {
				t.Errorf("stored %+v %+v %+v", d.Ticket, d.Person, d.Words)
			}
			b.copies(number, say)

			b.follow(".actions .button")
			if b.value("number") == "" {
				t.Error("the way to the status forgets the number")
			}
		})
	}
}

// refuses fails unless the page is a form with exactly these mistakes, each
// told twice, in the page's language, and leads to them. wrong is field →
// sentence.
func (b *tab) refuses(name string, wrong map[string]string) {
	b.t.Helper()
	if title := eval[string](b, `document.title`); !strings.HasPrefix(title, says[b.lang].failed) {
		b.t.Errorf("the title %q does not say that something is wrong", title)
	}
	b.focused("summary")
	links := eval[[]string](b, `Array.from(document.querySelectorAll(".summary li a"), a => a.getAttribute("href"))`)
	if len(links) != len(wrong) {
		b.t.Fatalf("%s: the summary leads to %q", name, links)
	}
	if !eval[bool](b, `Array.from(document.querySelectorAll(".summary li a"), a => document.querySelector(a.hash))
		.every((e, i, all) => i === 0 || all[i-1].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)`) {
		b.t.Errorf("%s: the summary goes up and down the page: %q", name, links)
	}
	if bad := b.texts(".field.bad"); len(bad) != len(wrong) {
		b.t.Errorf("%s: wrong are %q", name, bad)
	}
	for field, sentence := range wrong {
		if !slices.Contains(links, "#f-"+field) {
			b.t.Errorf("%s: the summary does not lead to %s: %q", name, field, links)
			continue
		}
		link := fmt.Sprintf(`.summary a[href="#f-%s"]`, field)
		b.says(b.text(link), sentence)
		b.says(b.text("#f-"+field+"-error"), sentence)
		b.click(link)
		b.focused("f-" + field)
		if told := eval[string](b, `(e => (e.closest("fieldset") || e).getAttribute("aria-describedby") || "")(document.activeElement)`); !slices.Contains(strings.Fields(told), "f-"+field+"-error") {
			b.t.Errorf("%s: who hears %s hears %q with it", name, field, told)
		}
	}
	b.look(name)
}

// holds fails unless the form still has what was typed.
func (b *tab) holds(typed map[string]string) {
	b.t.Helper()
	for name, value := range typed {
		if got := b.value(name); got != value {
			b.t.Errorf("%s is now %q, was %q", name, got, value)
		}
	}
}

var shownNumber = regexp.MustCompile(`^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$`)

// thanked fails unless the page gives a number in the biggest letters and says
// what happens next and by when. It returns the number.
func (b *tab) thanked(say sentences) string {
	b.t.Helper()
	number := b.text("#number")
	if !shownNumber.MatchString(number) {
		b.t.Fatalf("the number is %q", number)
	}
	b.says(b.text("h1"), say.thanks)
	biggest := eval[string](b, `(function () {
		var size = e => parseFloat(getComputedStyle(e).fontSize), all = Array.from(document.querySelectorAll("main *"))
		return all.sort((x, y) => size(y) - size(x))[0].id
	})()`)
	if biggest != "number" {
		b.t.Errorf("the biggest letters are those of %q", biggest)
	}
	tk := the.dossier(b.t, number).Ticket
	due := tk.PromisedBy()
	if d := due.Sub(tk.OpenedAt); d != 2*time.Hour { // the default policy, within service time
		b.t.Errorf("the first answer is due after %v", d)
	}
	result := time.Date(2026, 6, 10, 18, 30, 0, 0, shanghai) // the close of the next day
	b.says(b.text(".promise"), say.answers, by(due, b.lang), say.result, by(result, b.lang))
	return number
}

// told fails unless the SMS says the same as the page.
func (b *tab) told(number, typed string) {
	b.t.Helper()
	tk := the.dossier(b.t, number).Ticket
	b.says(the.awaitSMS(b.t, typed, 1), number, by(tk.PromisedBy(), b.lang))
}

// copies fails unless the button copies the number and says so.
func (b *tab) copies(number string, say sentences) {
	b.t.Helper()
	_, err := chromedp.CallBrowser(b.ctx, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: "clipboard-read"}, Setting: browser.PermissionSettingGranted,
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
	})
	b.must(err)
	b.click(".copy button")
	b.soon("the page says that it copied", `document.querySelector(".copy [role=status]").innerText === `+quote(say.copied))
	if copied := eval[string](b, `navigator.clipboard.readText()`); copied != number {
		b.t.Errorf("copied %q, not %q", copied, number)
	}
}
