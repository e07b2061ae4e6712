package browser

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabTo presses Tab until something has the focus, and fails when that takes
// more presses than the page has things to stop at, or when it can't be seen
// where the focus is.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	var passed []string
	for range 60 {
		b.press(kb.Tab)
		at := b.focus()
		passed = append(passed, at)
		if !eval[bool](b, `[document.activeElement, document.activeElement.closest(".choice")].some(e => {
			if (!e) return false
			var style = getComputedStyle(e), box = e.getBoundingClientRect()
			return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.right > 0
		})`) {
			b.t.Errorf("the focus at %s can't be seen", at)
		}
		if eval[bool](b, `document.activeElement.matches(`+quote(selector)+`)`) {
			return
		}
	}
	b.t.Fatalf("no way by Tab to %s, only past %q", selector, passed)
}

// TestAComplaintWithKeysOnly does all of it with Tab, Enter, Space and arrows.
func TestAComplaintWithKeysOnly(t *testing.T) {
	t.Parallel()
	b, say, typed := newTab(t, "zh"), says["zh"], newPhone()
	b.open(the.page(""))
	b.tabTo(".skip")
	b.press(kb.Enter)
	b.focused("main")
	b.tabTo(`a.door[href^="complaint"]`)
	b.goes(200, chromedp.KeyEvent(kb.Enter))

	// Tab stops once at each group of choices, and goes in the order of reading.
	b.tabTo("main input")
	b.press(" ")
	b.press(kb.ArrowDown)
	b.press(kb.ArrowDown)
	if got := b.value("reason"); got != "damaged" {
		t.Errorf("the third reason is %q", got)
	}
	order := []string{"name"}
	b.tabTo(`[name="name"]`)
	b.write(person)
	for range 3 {
		b.press(kb.Tab)
		order = append(order, eval[string](b, `document.activeElement.name`))
	}
	if !slices.Equal(order, []string{"name", "title", "phone", "consent"}) {
		t.Errorf("Tab goes %q", order)
	}
	b.press(" ")
	b.tabTo("main form button")
	b.goes(422, chromedp.KeyEvent(" "))
	b.focused("summary")

	// From the summary to the field, and on from there.
	b.tabTo(`.summary a[href="#f-text"]`)
	b.press(kb.Enter)
	b.focused("f-text")
	b.write(matter)
	b.tabTo(`[name="phone"]`)
	b.write(typed)
	if got := b.value("consent"); got != "true" {
		t.Errorf("the box is %s", got)
	}
	b.goes(201, chromedp.KeyEvent(kb.Enter)) // from a line of the form
	number := b.thanked(say)
	b.look("thanks-consent")
	if d := the.dossier(t, number); d.Ticket.Reason != "damaged" || said(d, matter) != 1 || d.Person.Consent == nil {
		t.Errorf("stored %+v %+v", d.Ticket, d.Person)
	}

	b.tabTo(".copy button")
	b.press(" ")
	b.soon("the page says that it copied", `document.querySelector(".copy [role=status]").innerText === `+quote(say.copied))
	b.tabTo(".actions .button")
	b.goes(200, chromedp.KeyEvent(kb.Enter))
	b.tabTo(`[name="last4"]`)
	b.write(last4(typed))
	b.goes(200, chromedp.KeyEvent(kb.Enter))
	b.tabTo("main textarea")
	b.write(more)
	b.tabTo("main form button")
	b.goes(200, chromedp.KeyEvent(kb.Enter))
	b.focused("added")
}
