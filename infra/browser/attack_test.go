package browser

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// script is what an attacker types wherever something can be typed: short
// enough for every field, it leaves whatever it stands in and runs.
const script = `"'><img src=x onerror=top.pwned=1>`

// asked is everything that a page may be asked in its address.
var asked = []string{"q", "phone", "rings", "month", "day", "from", "to", "team", "scope", "stage", "owner", "lang", "who", "operation", "cursor", "kind", "reason",
	"at", "next", "number", "last4", "waybill", "weight", "mode", "area", "topic", "type", "format", "app", "out", "title", "year", "reply", "before", script}

// TestNothingTypedRuns fills the desk with scripts and looks at every page as
// somebody who sees all of them: what is typed, and what stands in an address,
// is text wherever it is shown.
//
// rule: PD-11
func TestNothingTypedRuns(t *testing.T) {
	t.Parallel()
	f, err := furnish(script, "script")
	if err != nil {
		t.Fatal(err)
	}
	b := newTab(t, "zh")
	b.appear(wide)
	b.signIn("admin")
	b.open(the.page("console/account"))
	query := url.Values{}
	for _, name := range asked {
		query.Set(name, script)
	}
	shown := 0
	for _, p := range tablePages(t) {
		for i, path := range f.examples("admin", p.path) {
			if i > 0 && !strings.HasPrefix(path, "tickets/") {
				break // of the same page with other words in its address
			}
			plain, _, _ := strings.Cut(path, "?")
			for _, address := range []string{path, plain + "?" + query.Encode()} {
				got := b.parsed(the.page("console/" + address))
				if got.Status >= 500 || got.Harm != "" {
					t.Errorf("%s: %d %s", address, got.Status, got.Harm)
				}
				if got.Shown {
					shown++
				}
			}
		}
	}
	for _, path := range []string{"", "inquiry", "complaint", "status", "greetings", "privacy", f.link, "nowhere"} {
		if got := b.parsed(the.page(path + "?" + query.Encode())); got.Status >= 500 || got.Harm != "" {
			t.Errorf("/%s: %d %s", path, got.Status, got.Harm)
		}
	}
	if shown < 30 {
		t.Errorf("only %d pages show what was typed", shown)
	}

	// And the browser itself, where the desk's own scripts are at work as well.
	for _, path := range []string{"console/tickets/" + f.number, "console/tickets/" + f.second, "console/escalations", "console/handbook/a-script", "console/places/partner-script",
		"console/customers/" + f.customer, "console/tickets/" + f.number + "/record", f.link} {
		b.open(the.page(path))
		if path == "console/tickets/"+f.number {
			b.click(".guide .few li:first-child a[data-text]")
			b.press(kb.Escape)
			b.press("?")
			b.soon("the keys are listed", `document.querySelector("dialog[open]") !== null`)
		}
		if ran := eval[bool](b, `window.pwned !== undefined || top.pwned !== undefined || document.querySelector('img[src="x"]') !== null`); ran {
			t.Errorf("on %s it ran", path)
		}
		b.says(eval[string](b, `document.documentElement.innerText + [...document.querySelectorAll("input, textarea")].map(e => e.value).join(" ")`), "><img src") // a list shortens names
	}
}

// parsed is a page as a browser reads it.
type parsed struct {
	Status int
	Harm   string // what in it is not the desk's own
	Shown  bool   // that what was typed is in it, as text
}

// parsed fetches a page with the tab's session and reads it.
func (b *tab) parsed(address string) parsed {
	b.t.Helper()
	b.mu.Lock()
	b.refused[address] = true // a refusal is noted in the console, and is fine
	b.mu.Unlock()
	return eval[parsed](b, `fetch(`+quote(address)+`, {headers: {Accept: "text/html"}}).then(r => r.text().then(text => {
		var page = new DOMParser().parseFromString(text, "text/html"), harm = []
		page.querySelectorAll("*").forEach(e => {
			for (const a of e.attributes) {
				if (a.name.startsWith("on") || a.name.includes('"') || a.name.includes("'")) harm.push(e.localName + " " + a.name)
				if (/^(href|src|action|formaction)$/.test(a.name) && /^\s*(javascript|data|vbscript):/i.test(a.value)) harm.push(e.localName + " " + a.value)
			}
			if (e.localName === "script" && e.textContent.includes("pwned")) harm.push("script " + e.textContent.slice(0, 80))
		})
		if (page.querySelector('img[src="x"], iframe, object, embed, base')) harm.push("an element of somebody else's")
		return {Status: r.status, Harm: harm.join("; "), Shown: page.documentElement.textContent.includes("onerror=top.pwned")}
	}))`)
}
