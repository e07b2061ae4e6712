package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tab is one person's browser: its own profile, one page. Whatever goes wrong
// ends the test.
type tab struct {
	t     *testing.T
	ctx   context.Context
	lang  string // that its person prefers, and whose sentences the test knows
	plain bool   // JavaScript is off

	mu       sync.Mutex
	console  []chromedp.ConsoleMessage
	requests []*network.EventRequestWillBeSent
	refused  map[string]bool // addresses that were asked for knowing they refuse
}

// accepts is what a browser says of its person's languages.
var accepts = map[string]string{"zh": "zh-CN,zh;q=0.9", "en": "en-GB,en;q=0.9"}

// newTab opens a browser for somebody who prefers a language.
func newTab(t *testing.T, lang string) *tab {
	t.Helper()
	limited, end := context.WithTimeout(the.browser, 3*patience)
	ctx, closeTab := chromedp.NewContext(limited, chromedp.WithNewBrowserContext())
	b := &tab{t: t, ctx: ctx, lang: lang, refused: map[string]bool{}}
	t.Cleanup(func() { b.quiet(); closeTab(); end() })
	b.must(chromedp.Do(ctx))
	b.must(chromedp.Listen(ctx, func(happened any) {
		if sent, ok := happened.(*network.EventRequestWillBeSent); ok {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.requests = append(b.requests, sent)
		}
	}))
	messages := chromedp.Console(ctx)
	go func() {
		for message, err := range messages {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.console = append(b.console, message)
			b.mu.Unlock()
		}
	}()
	_, err := chromedp.Call(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
		Headers: network.Headers{"Accept-Language": accepts[lang]},
	})
	b.must(err)
	// Tabs side by side all believe to be in front.
	_, err = chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.must(err)
	b.appear(telephone)
	return b
}

func (b *tab) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// withoutScript switches JavaScript off, for the pages. The test's own
// questions are still answered.
func (b *tab) withoutScript() {
	b.t.Helper()
	b.plain = true
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.must(err)
}

// goes does something that leads to another page, waits until it is there, and
// fails unless it came with a status.
func (b *tab) goes(status int64, do chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, do)
	b.must(err)
	if response == nil || response.Status != status {
		b.t.Fatalf("came to %+v, want status %d:\n%s", response, status, eval[string](b, `document.body.innerText`))
	}
	if status >= 400 {
		b.mu.Lock()
		address, _, _ := strings.Cut(response.URL, "#")
		b.refused[address] = true
		b.mu.Unlock()
	}
}

// open goes to an address, by typing it.
func (b *tab) open(address string) { b.t.Helper(); b.arrive(200, address) }

// arrive goes to an address, and fails unless it answers with a status.
func (b *tab) arrive(status int64, address string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if status >= 400 {
		b.mu.Lock()
		b.refused[address] = true
		b.mu.Unlock()
	}
	response, err := chromedp.Run(ctx, chromedp.NavigateResponse(address))
	b.must(err)
	if response == nil || response.Status != status {
		b.t.Fatalf("%s answered %+v", address, response)
	}
}

// follow clicks what leads to another page.
func (b *tab) follow(selector string) { b.t.Helper(); b.goes(200, b.clicking(selector)) }

// submit sends the page's form with its button.
func (b *tab) submit(status int64) { b.t.Helper(); b.goes(status, b.clicking("main form button")) }

// clicking scrolls something into sight and presses the mouse on its middle.
func (b *tab) clicking(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		at, err := chromedp.Evaluate[[]float64](`(function () {
			var found = document.querySelectorAll(`+quote(selector)+`)
			if (found.length !== 1) throw new Error(found.length + " of " + `+quote(selector)+`)
			found[0].scrollIntoView({block: "center", behavior: "instant"})
			var box = found[0].getClientRects()[0]
			return [box.left + box.width / 2, box.top + box.height / 2]
		})()`)(ctx, target)
		if err != nil {
			return err
		}
		_, err = chromedp.MouseClickXY(at[0], at[1])(ctx, target)
		return err
	})
}

// click clicks what stays on the page.
func (b *tab) click(selector string) { b.t.Helper(); b.must(chromedp.Do(b.ctx, b.clicking(selector))) }

// choose clicks one of a few.
func (b *tab) choose(name, value string) {
	b.t.Helper()
	b.click(fmt.Sprintf("label:has(input[name=%q][value=%q])", name, value))
}

// fill puts a text into a field in place of what is there.
func (b *tab) fill(name, text string) {
	b.t.Helper()
	b.click(fmt.Sprintf("[name=%q]", name))
	b.press("a", chromedp.ModifierCtrl)
	b.write(text)
}

// write types into what has the focus, as an input method does.
func (b *tab) write(text string) {
	b.t.Helper()
	if text == "" {
		b.press(kb.Delete)
		return
	}
	_, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text})
	b.must(err)
}

// press presses one key.
func (b *tab) press(key string, modifiers ...chromedp.Modifier) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...))))
}

// eval asks the page.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%v in %s", err, shorten(expression))
	}
	return value
}

func shorten(text string) string {
	if len(text) > 400 {
		return text[:400] + " …"
	}
	return text
}

func quote(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string
	}
	return string(raw)
}

// texts are the visible texts of all that match.
func (b *tab) texts(selector string) []string {
	b.t.Helper()
	return eval[[]string](b, `Array.from(document.querySelectorAll(`+quote(selector)+`), e => e.innerText.trim())`)
}

// text is the visible text of the one that matches.
func (b *tab) text(selector string) string {
	b.t.Helper()
	all := b.texts(selector)
	if len(all) != 1 {
		b.t.Fatalf("%d of %s: %q", len(all), selector, all)
	}
	return all[0]
}

// value is what stands in a field; of a choice, what is chosen.
func (b *tab) value(name string) string {
	b.t.Helper()
	return eval[string](b, `(function () {
		var field = document.querySelector("main form").elements[`+quote(name)+`]
		return field.type === "checkbox" ? String(field.checked) : field.value
	})()`)
}

// focus is the id of what has the focus, else its class or name.
func (b *tab) focus() string {
	b.t.Helper()
	return eval[string](b, `(e => e.id || e.className || e.localName)(document.activeElement)`)
}

// focused waits until something has the focus: a browser moves it when it has
// painted.
func (b *tab) focused(want string) {
	b.t.Helper()
	eventually(b.t, "the focus at "+want, func() bool { return b.focus() == want })
}

// says fails unless a text holds every part.
func (b *tab) says(text string, parts ...string) {
	b.t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			b.t.Errorf("%q does not say %q", text, part)
		}
	}
}

// quiet fails when the page has complained in the console: a violation of the
// content security policy, a script that failed, something not found.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.console {
		if address, _, _ := strings.Cut(m.URL, "#"); m.Source == "network" && b.refused[address] {
			continue // a form with mistakes is answered with 422, and the browser notes that
		}
		if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning || m.IsException() {
			b.t.Errorf("console: %s (%s, %s)", m, m.Source, m.URL)
		}
	}
	b.console = nil
}

// soon waits for something on the page.
func (b *tab) soon(what, expression string) {
	b.t.Helper()
	for end := time.Now().Add(patience); !eval[bool](b, expression); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("not within %v: %s", patience, what)
		}
	}
}
