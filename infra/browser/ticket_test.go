package browser

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"huiyin/shared/ticket"
)

// desktop opens the page of a ticket for somebody who sits at a desk.
func (b *tab) desktop(role, number string) {
	b.t.Helper()
	b.appear(wide)
	b.signIn(role)
	b.open(the.page("console/tickets/" + number))
}

// key is a key as a keyboard sends it: one event, so that a page that acts on it
// keeps it from being typed as well.
func key(name, code, text string, modifiers chromedp.Modifier) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: name, Code: code, Text: text, UnmodifiedText: text, Modifiers: int64(modifiers)}
		if name == "Enter" {
			down.WindowsVirtualKeyCode = 13
		}
		up := down
		up.Type, up.Text, up.UnmodifiedText = input.DispatchKeyEventTypeKeyUp, "", ""
		for _, event := range []input.DispatchKeyEventParams{down, up} {
			if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, event); err != nil {
				return err
			}
		}
		return nil
	})
}

func letter(l string) chromedp.Action[chromedp.Void] { return key(l, "Key"+strings.ToUpper(l), l, 0) }

var (
	enter  = key("Enter", "Enter", "\r", 0)
	sendIt = key("Enter", "Enter", "", chromedp.ModifierCtrl)
)

// hit presses a key once the page's script listens.
func (b *tab) hit(action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	b.soon("the page is ready", `document.readyState === "complete"`)
	b.must(chromedp.Do(b.ctx, action))
}

// TestATicketWithKeysOnly replies to a customer without touching the mouse, and
// looks at the page from all sides.
func TestATicketWithKeysOnly(t *testing.T) {
	t.Parallel()
	for lang, done := range map[string]string{"zh": "答复已发出。", "en": "The reply is out."} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, typed := newTab(t, lang), newPhone()
			number := the.complaint(t, lang, typed).Number
			b.desktop("agent", number)
			b.lookInside("ticket")
			b.appear(wide)

			b.press("?")
			b.soon("the keys are listed", `document.querySelector("dialog[open]") !== null`)
			b.press(kb.Escape)
			b.soon("the list is closed", `document.querySelector("dialog") === null`)

			b.hit(letter("r"))
			b.focused("f-reply-text")
			b.write("您好，已联系上海分拨中心核实，r ? n 这些字母只是文字。")
			b.tabTo(`input[name="interim"]`)
			b.press(" ")
			b.goes(422, sendIt)
			b.soon("the summary has the focus", `document.activeElement.classList.contains("summary")`)
			b.tabTo(`.summary a`)
			b.hit(enter)
			b.focused("f-reply-nextReplyAt")
			eval[bool](b, `(document.activeElement.value = "2026-06-09T17:30") !== ""`) // how a date is typed depends on the browser's language
			b.tabTo(".reply button")
			b.goes(200, enter)
			b.says(b.text(".said"), done)
			b.says(b.text("#story"), "r ? n 这些字母只是文字。")
			if d := the.dossier(t, number); said(d, "您好，已联系上海分拨中心核实，r ? n 这些字母只是文字。") != 1 || d.Ticket.Owner != "staff-agent" {
				t.Errorf("stored %+v %+v", d.Ticket, d.Words)
			}

			// An action behind its key, and back without the mouse.
			b.hit(letter("n"))
			b.soon("the note is open", `document.activeElement.id === "f-addNote-text"`)
			b.write("客户早上不方便接电话")
			b.goes(200, sendIt)
			b.says(b.text("#story"), "客户早上不方便接电话")
			b.goes(200, letter("g"))
			b.soon("what was done can be undone", `document.querySelector(".said button") !== null`)
			b.lookInside("ticket-said")
		})
	}
}

// TestWhatIsTypedOutlivesWhatIsNew has a colleague at work on the same ticket:
// the page shows what he did and leaves alone what is being typed, a page that
// was left has it still, and one that comes too late loses nothing.
func TestWhatIsTypedOutlivesWhatIsNew(t *testing.T) {
	t.Parallel()
	b := newTab(t, "zh")
	number := the.complaint(t, "zh", newPhone()).Number
	b.desktop("supervisor", number)
	const text = "我写到一半的答复"
	b.hit(letter("r"))
	b.write(text)

	if _, err := the.tickets.Note(t.Context(), the.now(), chen, number, "同事刚刚加的备注"); err != nil {
		t.Fatal(err)
	}
	eval[bool](b, `document.dispatchEvent(new Event("visibilitychange"))`) // somebody comes back to the tab
	b.soon("the note appears by itself", `document.querySelector("#story").innerText.includes("同事刚刚加的备注")`)
	if got := b.value("text"); got != text || b.focus() != "f-reply-text" {
		t.Errorf("what was typed is %q, the focus at %s", got, b.focus())
	}

	b.goes(200, chromedp.Reload())
	if got := b.value("text"); got != text {
		t.Errorf("after the page was left, what was typed is %q", got)
	}

	if _, err := the.tickets.Pause(t.Context(), the.now(), chen, number, 0, ticket.ForCustomer, "等照片"); err != nil {
		t.Fatal(err)
	}
	b.hit(letter("r"))
	b.goes(412, sendIt)
	b.says(b.text(".summary"), "刚才有人改动过", "暂停，等客户")
	if got := b.value("text"); got != text {
		t.Errorf("after a refusal, what was typed is %q", got)
	}
	b.lookInside("ticket-changed")
	b.appear(wide)
	b.goes(200, b.clicking(".reply button"))
	if said(the.dossier(t, number), text) != 1 {
		t.Error("the reply is not stored")
	}
	b.open(the.page("console/tickets/" + number))
	if got := b.value("text"); got != "" {
		t.Errorf("what was sent is still there to be sent: %q", got)
	}
}

// TestATicketWithoutScript does the same by plain forms.
func TestATicketWithoutScript(t *testing.T) {
	t.Parallel()
	b := newTab(t, "zh")
	b.withoutScript()
	number := the.complaint(t, "zh", newPhone()).Number
	b.appear(telephone)
	b.signIn("agent")
	b.open(the.page("console/tickets/" + number))
	b.click("#f-reply-text")
	b.write("明天上午补送到您家。")
	b.goes(200, b.clicking(".reply button"))
	b.says(b.text(".said"), "答复已发出")
	b.goes(200, b.clicking(`form:has(input[value="readPhone"]) button`))
	if shown := b.text(`a[href^="tel:"]`); !strings.HasPrefix(shown, "+86137") {
		t.Errorf("the number is %q", shown)
	}
}
