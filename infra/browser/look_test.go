package browser

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// appearance is how a page is looked at.
type appearance struct {
	name   string
	width  int64
	height int64
	mobile bool
	scheme string
}

// The appearances. 320 px is the narrowest telephone, and a desk's screen at
// 400 % zoom.
var (
	telephone = appearance{"390", 390, 844, true, "light"}
	night     = appearance{"390-dark", 390, 844, true, "dark"}
	narrow    = appearance{"320", 320, 640, true, "light"}
	wide      = appearance{"1440", 1440, 900, false, "light"}
	wideNight = appearance{"1440-dark", 1440, 900, false, "dark"}
)

// inspected tells whether axe-core looks: at every page on a telephone, by day
// and by night, and once on the other screens, which differ in nothing but the
// width.
func (a appearance) inspected(lang string) bool {
	return a == telephone || a == night || lang == "zh" && a != wideNight
}

// maxWeight is what HTML and style sheet of a page may weigh together, in bytes
// before compression.
const maxWeight = 50 << 10

// appear changes how the page is looked at.
func (b *tab) appear(a appearance) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: a.width, Height: a.height, DeviceScaleFactor: 1, Mobile: a.mobile,
	})
	b.must(err)
	_, err = chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: a.scheme}},
	})
	b.must(err)
}

// look looks at the page from all sides. name names it in messages and
// pictures.
func (b *tab) look(name string) {
	b.t.Helper()
	b.quiet()
	b.weigh(name)
	b.speaks(name)
	if b.plain {
		return // what axe-core would ask for, the page can't answer; with scripts it is the same page
	}
	if !eval[bool](b, `typeof axe === "object"`) {
		eval[bool](b, the.axe+"; true")
	}
	for _, a := range []appearance{narrow, wide, wideNight, night, telephone} {
		if a == wideNight && !pictures() {
			continue // a sight for people: the colours of the one and the boxes of the other
		}
		b.appear(a)
		if width := eval[int64](b, `document.documentElement.scrollWidth`); width > a.width {
			b.t.Errorf("%s at %s px is %d px wide", name, a.name, width)
		}
		if a.inspected(b.lang) {
			b.harmless(name, a)
		}
		b.keep(name, a)
	}
}

// finding is what axe-core says of a page.
type finding struct {
	Impact, ID, Help string
	Where            []string
}

// inspect runs axe-core over the page and returns what is serious or critical.
func (b *tab) inspect(rules string) []finding {
	b.t.Helper()
	type result struct {
		Passed   int
		Findings []finding
	}
	r := eval[result](b, `axe.run(document, {resultTypes: ["violations"]`+rules+`}).then(r => ({
		Passed: r.passes.length,
		Findings: r.violations.filter(v => v.impact === "serious" || v.impact === "critical").map(v => ({
			Impact: v.impact, ID: v.id, Help: v.help, Where: v.nodes.map(n => n.html + " " + n.failureSummary)}))}))`)
	if r.Passed == 0 {
		b.t.Errorf("axe-core found nothing to look at")
	}
	return r.Findings
}

// harmless fails when axe-core finds something serious. In another colour
// scheme nothing but the colours is different.
func (b *tab) harmless(name string, a appearance) {
	b.t.Helper()
	rules := ""
	if a.scheme == "dark" {
		rules = `, runOnly: ["color-contrast"]`
	}
	for _, f := range b.inspect(rules) {
		b.t.Errorf("%s at %s: %s %s: %s\n%s", name, a.name, f.Impact, f.ID, f.Help, strings.Join(f.Where, "\n"))
	}
}

// weigh fails when the page is heavy, or when more than its HTML and one style
// sheet stand before the first paint.
func (b *tab) weigh(name string) {
	b.t.Helper()
	type weight struct {
		Page, Style, Redirects int
		Before, After          []string
	}
	w := eval[weight](b, `(function () {
		var page = performance.getEntriesByType("navigation")[0], all = performance.getEntriesByType("resource")
		var before = all.filter(r => r.renderBlockingStatus === "blocking")
		var file = r => new URL(r.name).pathname.split("/").pop()
		return {Page: page.decodedBodySize, Redirects: page.redirectCount,
			Style: before.reduce((n, r) => n + r.decodedBodySize, 0), Before: before.map(file),
			After: all.filter(r => !before.includes(r)).map(file)}
	})()`)
	if w.Page == 0 || w.Style == 0 || w.Page+w.Style >= maxWeight {
		b.t.Errorf("%s weighs %d + %d bytes", name, w.Page, w.Style)
	}
	if !slices.Equal(w.Before, []string{"site.css"}) || w.Redirects != 0 {
		b.t.Errorf("%s needs %q before its first paint, after %d redirects", name, w.Before, w.Redirects)
	}
	for _, file := range w.After {
		if file != "copy.js" && file != "icon.svg" {
			b.t.Errorf("%s also asks for %s", name, file)
		}
	}
}

// speaks fails when the page is not in the person's language, or a sentence on
// it is not. What people typed may be in any.
func (b *tab) speaks(name string) {
	b.t.Helper()
	declared := map[string]string{"zh": "zh-CN", "en": "en"}[b.lang]
	if lang := eval[string](b, `document.documentElement.lang`); lang != declared {
		b.t.Errorf("%s says it is in %q, want %q", name, lang, declared)
	}
	foreign := map[string]string{"zh": `/[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}/`, "en": `/\p{Script=Han}/u`}[b.lang]
	strange := eval[[]string](b, `(function () {
		var own = document.querySelector(".brand span").innerText, found = []
		var walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
		while (walk.nextNode()) {
			var parent = walk.currentNode.parentElement
			if (parent.closest("script, textarea, .talk .text") || parent.closest("[lang]") !== document.documentElement) continue
			var text = walk.currentNode.data.replaceAll(own, "")
			if (`+foreign+`.test(text)) found.push(text.trim())
		}
		return found
	})()`)
	if len(strange) > 0 {
		b.t.Errorf("%s is in %s and says %q", name, b.lang, strange)
	}
}

// pictures tells whether pictures are asked for.
func pictures() bool { return os.Getenv("SHOTS") != "" }

// keep keeps a picture when pictures are asked for.
func (b *tab) keep(name string, a appearance) {
	b.t.Helper()
	if !pictures() {
		return
	}
	whole := true
	shot, err := chromedp.Call(b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &whole})
	b.must(err)
	dir := filepath.Join(the.root, ".local", "shots")
	b.must(os.MkdirAll(dir, 0o755))
	b.must(os.WriteFile(filepath.Join(dir, name+"-"+b.lang+"-"+a.name+".png"), shot.Data, 0o644))
}

// TestWhatTheInspectionFinds holds the inspection itself to finding something.
func TestWhatTheInspectionFinds(t *testing.T) {
	t.Parallel()
	b := newTab(t, "en")
	b.open(the.page("privacy"))
	eval[bool](b, the.axe+"; true")
	if found := b.inspect(""); len(found) > 0 {
		t.Fatalf("found %+v before anything was broken", found)
	}
	for id, breaking := range map[string]string{
		"label":          `document.querySelector("main").innerHTML += "<input>"`,
		"color-contrast": `document.querySelector("h1").style.color = "#ddd"`,
		"link-name":      `document.querySelector("footer a").innerText = ""`,
	} {
		eval[string](b, breaking)
		if !slices.ContainsFunc(b.inspect(""), func(f finding) bool { return f.ID == id }) {
			t.Errorf("%s was not found after %s", id, breaking)
		}
	}
	eval[string](b, `document.querySelector("main").innerHTML += "<img src='https://elsewhere.example/x.png'>"`)
	eventually(t, "the content security policy speaks up in the console", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return slices.ContainsFunc(b.console, func(m chromedp.ConsoleMessage) bool { return strings.Contains(m.Text, "Content Security Policy") })
	})
	b.mu.Lock()
	b.console = nil
	b.mu.Unlock()
}
