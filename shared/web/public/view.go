package public

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"huiyin/shared/message"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

//go:embed pages/*.html
var pageFiles embed.FS

// views are the pages, each within the layout; read when the first page is
// shown, because a function that starts for JSON never needs them.
var views = sync.OnceValue(func() map[string]*template.Template {
	all := map[string]*template.Template{}
	layout := template.Must(template.ParseFS(pageFiles, "pages/layout.html", "pages/fields.html"))
	for _, name := range []string{"home", "form", "thanks", "ticket", "greeted", "privacy", "problem", "handover", "journey"} {
		all[name] = template.Must(template.Must(layout.Clone()).ParseFS(pageFiles, "pages/"+name+".html"))
	}
	return all
})

// show answers with a page. It is made before anything is sent, so that a page
// that fails is a 500 and not half a page.
func (s *Service) show(w http.ResponseWriter, status int, view string, page any) {
	var out bytes.Buffer
	if err := views()[view].ExecuteTemplate(&out, "layout", page); err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // the client may be gone
}

// frame is what all pages have.
type frame struct {
	Company Company
	Lang    words.Lang
	Langs   []words.Lang
	Page    string // names the page in texts: "home", "inquiry" …
	Switch  string // where the other languages are, "" for nowhere
	Failed  bool
	Board   []notice // what customers have to know now

	root  string // leads from here to the root: "", "../" or "v1/"
	asked bool   // the language was asked for in the address, and links keep it
	now   time.Time
	zone  *time.Location
}

func (s *Service) frame(r *http.Request) frame {
	lang := web.Lang(r.Context())
	return frame{
		Board:   s.board(r.Context(), lang),
		Company: s.Company, Lang: lang, Langs: s.Languages, root: rootOf(r), now: s.Now(), zone: s.Zone,
		asked:  r.URL.Query().Get("lang") == string(lang),
		Switch: here(r),
	}
}

// here is the request's page with what its address filled in, without the
// language.
func here(r *http.Request) string {
	page, filled := strings.TrimPrefix(r.URL.Path, "/"), r.URL.Query()
	filled.Del("lang")
	if len(filled) > 0 {
		page += "?" + filled.Encode()
	}
	return page
}

// rootOf leads from a request's path to the root. Links are relative, because
// nobody knows under which path a stage, a domain or a proxy shows the pages.
func rootOf(r *http.Request) string {
	if r.URL.Path == "/" {
		// A stage's root may be asked for without the slash at its end; the
		// browser then takes the stage for a page.
		if seen := web.GatewayPath(r.Context()); seen != "" && !strings.HasSuffix(seen, "/") {
			return path.Base(seen) + "/"
		}
		return ""
	}
	return strings.Repeat("../", strings.Count(r.URL.Path, "/")-1)
}

func (f frame) at(page string) frame { f.Page = page; return f }

// T is a sentence of the pages, with arguments as name, value pairs.
func (f frame) T(code string, pairs ...any) string {
	args := map[string]any{"company": f.Company.Name, "hotline": f.Company.Hotline, "site": f.Company.Site}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return words.Text(f.Lang, "pages."+code, args)
}

// Title is the page's title.
func (f frame) Title() string { return f.T("title." + f.Page) }

// Href is a link to a page, in the same language.
func (f frame) Href(to string) string {
	if !f.asked {
		return f.local(to)
	}
	return f.local(withLang(to, f.Lang))
}

// HrefIn is a link to this page in another language.
func (f frame) HrefIn(lang words.Lang) string { return f.local(withLang(f.Switch, lang)) }

// local leads to a path from where the browser is. The root itself is "./".
func (f frame) local(to string) string {
	if f.root == "" && (to == "" || to[0] == '?') {
		return "./" + to
	}
	return f.root + to
}

func withLang(to string, lang words.Lang) string {
	mark := "?"
	if strings.Contains(to, "?") {
		mark = "&"
	}
	return to + mark + "lang=" + string(lang)
}

// Asset is the address of an asset, with its version.
func (f frame) Asset(file string) string { return f.local("assets/" + assets.Address(file)) }

// Dial is the hotline as a link that dials it.
func (f frame) Dial() template.URL {
	return template.URL("tel:" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, f.Company.Hotline))
}

// Hreflang is a language as HTML names it.
func (f frame) Hreflang(lang words.Lang) string {
	if lang == words.Chinese {
		return "zh-CN"
	}
	return string(lang)
}

// When says an instant in words: "今天18:30".
func (f frame) When(at time.Time) string { return message.At(at, f.now, f.zone, f.Lang) }

// Exact is an instant for programs.
func (f frame) Exact(at time.Time) string { return at.In(f.zone).Format(time.RFC3339) }

// SlashScript is the one script that stands in a page.
func (f frame) SlashScript() template.JS { return slashScript }

// slashScript puts the slash at the end of the root's address where no gateway
// told us that it is missing: without it the page's links lead nowhere.
const slashScript = `location.pathname.slice(-1)!="/"&&location.replace(location.pathname+"/"+location.search)`

// The pages.
type (
	plainPage   struct{ frame }
	problemPage struct {
		frame
		Problem *web.Problem
	}
	formPage struct {
		frame
		Form    form
		Key     string
		Minutes int // how long the code that was sent can be used
		Problem *web.Problem
	}
	thanksPage struct {
		frame
		Receipt Receipt
		Consent bool
	}
	greetedPage struct {
		frame
		Allowed bool
	}
	ticketPage struct {
		frame
		Progress Progress
		Steps    []step
		Form     form
		Last4    string
		Key      string
		Added    bool
		Problem  *web.Problem
	}
)

// FieldName is what stands before a mistake in the summary: the field's label,
// when the mistake itself does not say which field it is about.
func (f frame) FieldName(form form, name string) string {
	for _, field := range form.Fields {
		if field.Name == name {
			says := field.Says
			if says == "" {
				says = field.Name
			}
			return f.T("at_field", "field", f.T("label."+says))
		}
	}
	return ""
}
