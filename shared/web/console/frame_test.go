package console

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/web"
	"huiyin/shared/web/desk"
	"huiyin/shared/words"
)

func TestWhoeverIsNotSignedInIsAskedToAndComesBack(t *testing.T) {
	b := newBench(t)
	b.open("", "/console").goes("console/signin?next=console")
	b.open("", "/console?scope=team").goes("console/signin?next=console%3Fscope%3Dteam")
	b.ask("", http.MethodPost, "/console", "_form=x").is(401)
}

// TestAKeyDoesOneThing holds a key of the head to be nobody else's: it is on
// every page.
func TestAKeyDoesOneThing(t *testing.T) {
	b := newBench(t)
	keys := regexp.MustCompile(`data-key="([^"]+)"`)
	number := b.complaint("other")
	for _, path := range []string{"/console/queue", "/console/queue?scope=all", "/console/intake", "/console/tickets/" + number, "/console/customers"} {
		seen := map[string]bool{}
		for _, found := range keys.FindAllStringSubmatch(b.open("supervisor", path).is(200).Body.String(), -1) {
			if seen[found[1]] {
				t.Errorf("%s: two things listen to %s", path, found[1])
			}
			seen[found[1]] = true
		}
		if len(seen) < 2 {
			t.Errorf("%s: only %d keys", path, len(seen))
		}
	}
}

func TestWhatWasTypedOutlivesASession(t *testing.T) {
	b := newBench(t)
	path := "/console/tickets/" + b.inquiry("agent")
	b.send("", path, "reply", "text", "写了很久的一段 <b>话</b>", "interim", "true").
		is(401, "写了很久的一段 &lt;b&gt;话&lt;/b&gt;", "重新登录", `href="../../console/signin?next=console%2F`)
	b.send("", "/console/account", "x", "password", "a long password").is(401).lacks("a long password")
}

func TestTheBoxInTheHeadLeadsToATicketOrToWhatIsKnown(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	b.open("agent", "/console/nothing").is(404, `action="../console/find"`)
	b.open("agent", "/console/find?q="+strings.ToLower(number[:3]+"-"+number[3:])).goes("../console/tickets/" + number)
	b.open("agent", "/console/find?q=139+1234+5678").goes("../console/intake?q=139+1234+5678")
	b.open("agent", "/console/find?q=%22%3E%3Cscript%3E").goes("../console/intake?q=%22%3E%3Cscript%3E")
}

func TestAPageThatIsNotThereIsAPageInBothLanguages(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/nothing/here").is(404, "没有办成", `href="../../console/assets/console.css?v=`)
	b.open("agent", "/console/nothing", "Accept-Language", "en").is(404, "That did not work")
	b.open("agent", "/console/").goes("../console")
}

func TestALanguageStaysChosen(t *testing.T) {
	b := newBench(t)
	chosen := b.open("agent", "/console/language?lang=en&next=console/queue%3Fscope%3Dteam").goes("../console/queue?scope=team")
	cookie := chosen.Header().Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "lang=en;") || !strings.Contains(cookie, "HttpOnly; Secure; SameSite=Lax") || strings.Contains(cookie, "Path") {
		t.Errorf("the cookie is %q", cookie)
	}
	b.open("agent", "/console/account", "Cookie", "lang=en", "Accept-Language", "zh").is(200, `<html lang="en">`, "Console")
	b.open("agent", "/console/account", "Cookie", "lang=xx").is(200, `<html lang="zh-CN">`)
}

func TestNobodyIsSentOutOfTheConsole(t *testing.T) {
	for next, want := range map[string]string{
		"console": "console", "console/tickets/K7M?x=1": "console/tickets/K7M?x=1", "": "console", "https://evil.example": "console",
		"//evil.example": "console", "console/../../evil": "console", `console\evil`: "console", "/console": "console",
		"consoles": "console", "javascript:alert(1)": "console", "console\r\nX: y": "console",
	} {
		if got := Inside(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

func TestAPageLoadsItsOwnFilesOnly(t *testing.T) {
	b := newBench(t)
	page := b.open("agent", "/console/account").is(200)
	body := page.Body.String()
	if strings.Count(body, `rel="stylesheet"`) != 1 || strings.Count(body, "<script") != 1 || strings.Contains(body, "style=") || strings.Contains(body, "://") {
		t.Errorf("it loads more:\n%s", body)
	}
	policy := page.Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "connect-src 'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("its policy is %s", policy)
	}
	for file, kind := range map[string]string{"console.css": "text/css", "console.js": "text/javascript", "icon.svg": "image/svg+xml"} {
		w := b.open("", "/console/assets/"+assets.Address(file)).is(200)
		if !strings.HasPrefix(w.Header().Get("Content-Type"), kind) || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %v", file, w.Header())
		}
	}
	b.open("", "/console/assets/console.css").is(200, "--accent", "prefers-color-scheme")
	b.open("", "/console/assets/page.go").is(404)
}

// TestTheTableHolds looks at what a page can be wrong about without being seen:
// operations that do not exist, sentences that are missing.
func TestTheTableHolds(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range pages {
		if seen["page "+p.path] || !has(p.title) {
			t.Errorf("page %q stands there twice, or has no title %q", p.path, p.title)
		}
		seen["page "+p.path] = true
		if _, ok := desk.RouteOf(p.op); p.op != "" && !ok {
			t.Errorf("page %q asks for %q", p.path, p.op)
		}
		for _, f := range p.forms {
			if seen["form "+f.id] {
				t.Errorf("form %q stands there twice", f.id)
			}
			seen["form "+f.id] = true
			if _, ok := desk.RouteOf(f.operation()); !ok {
				t.Errorf("form %q becomes %q", f.id, f.operation())
			}
			needed := []string{f.area + "." + f.id}
			if !f.shows {
				needed = append(needed, f.area+"."+f.id+".done")
			}
			for _, code := range needed {
				if !has(code) {
					t.Errorf("form %q has no sentence console.%s", f.id, code)
				}
			}
			for _, one := range f.fields {
				name := withoutIndices(one.name)
				if !slices.Contains([]string{fHidden, fHiddenFlag}, one.kind) && !has(f.area+"."+f.id+"."+name) && !has("field."+name) {
					t.Errorf("form %q: field %q has no label", f.id, one.name)
				}
			}
		}
	}
}

func TestAFormBecomesTheOperationsBody(t *testing.T) {
	f := form{fields: []field{
		{name: "text", kind: fArea}, {name: "urgent", kind: fCheck}, {name: "rank", kind: fNumber}, {name: "due", kind: fMoment},
		{name: "where.city", kind: fText}, {name: "takes[].kind", kind: fSelect}, {name: "takes[].n", kind: fNumber},
		{name: "tags", kind: fSeveral}, {name: "names", kind: fLines}, {name: "raw", kind: fJSON}, {name: "id", kind: fHidden},
		{name: "off", kind: fCheck, empty: true}, {name: "list", kind: fLines, empty: true}, {name: "left", kind: fText},
	}}
	in := url.Values{
		"text": {" a\r\nb "}, "urgent": {"true"}, "rank": {" 12.5 "}, "due": {"2026-06-10T18:30"}, "where.city": {"上海"},
		"takes[2].kind": {"complaint"}, "takes[0].kind": {"inquiry"}, "takes[0].n": {"x"}, "takes[1].kind": {""},
		"takes[10].kind": {"last"}, "takes[99999999].kind": {"far"}, "takes[-1].kind": {"no"},
		"tags": {"b", "a", ""}, "names": {"甲\r\n\r\n 乙 "}, "raw": {`{"a":[1]}`}, "id": {"7"}, "left": {"  "}, "unknown": {"x"},
	}
	got, err := json.Marshal(f.said(in, []string{"id"}, shanghai))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"due":"2026-06-10T10:30:00Z","list":[],"names":["甲","乙"],"off":false,"rank":12.5,"raw":{"a":[1]},` +
		`"tags":["b","a"],"takes":[{"kind":"inquiry","n":"x"},{"kind":"complaint"},{"kind":"last"}],"text":" a\nb ","urgent":true,"where":{"city":"上海"}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestADueTimeHasItsWords(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		left time.Duration
		warn time.Duration // before it is due
		held bool
		want string
	}{
		{12 * time.Minute, 0, false, "soon 还剩 12 分"}, {3*time.Hour + 5*time.Minute, 0, false, "ok 还剩 3 小时 5 分"},
		{3 * time.Hour, 4 * time.Hour, false, "soon 还剩 3 小时"}, {49 * time.Hour, time.Hour, false, "ok 还剩 2 天 1 小时"},
		{-time.Hour, time.Hour, false, "late 已超时 1 小时"}, {-time.Second, time.Hour, true, "late 已超时 不到 1 分"},
		{time.Hour, 2 * time.Hour, true, "held 还剩 1 小时"},
	} {
		v := &visit{Lang: words.Chinese, Now: noon, c: b.console}
		var warn time.Time
		if c.warn > 0 {
			warn = noon.Add(c.left - c.warn)
		}
		if d := v.Due(noon.Add(c.left), warn, c.held); d.Class+" "+d.Text != c.want {
			t.Errorf("%v: %s %s, want %s", c.left, d.Class, d.Text, c.want)
		}
	}
	v := &visit{Lang: words.English, Now: noon, c: b.console}
	if d := v.Due(time.Time{}, time.Time{}, false); d.Class != DueNone || d.Text != "no deadline" {
		t.Errorf("without a deadline: %+v", d)
	}
}

func TestAProblemOfAnOperationIsTheVisitors(t *testing.T) {
	b := newBench(t)
	r, _ := http.NewRequest(http.MethodGet, "/console", nil)
	r.Header.Set("Authorization", "Bearer agent")
	v := b.console.visit(nil, r, nowhere)
	err := v.get("readTicket", nil, "number", "../staff")
	if p, ok := err.(*web.Problem); !ok || p.Status != 404 || p.Code != "desk.no_ticket" {
		t.Errorf("got %v", err)
	}
	if err := v.get("listTeams", nil); err.(*web.Problem).Status != 403 {
		t.Errorf("an agent lists teams: %v", err)
	}
}
