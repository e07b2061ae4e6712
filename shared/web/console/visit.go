package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/web"
	"huiyin/shared/web/desk"
	"huiyin/shared/words"
)

// visit is one request of somebody to one page. Pages embed it in what they
// give to their template, so its exported fields and methods stand there for
// the asking: {{.T "queue.empty"}}, {{.Me.Username}}.
type visit struct {
	Me      desk.Me
	Lang    words.Lang
	Langs   []words.Lang
	Company Company
	Title   string
	Now     time.Time
	// Undo takes back what was just done, where the rules allow; nil for nothing.
	Undo *Form
	// Refresh is after how many seconds the page's live regions are fetched
	// anew; 0 for never.
	Refresh int

	c      *Console
	w      http.ResponseWriter
	r      *http.Request
	page   page
	root   string // leads from here to the root: "", "../"
	here   string // this page below the root, with its query
	status int
	files  string // the site where files lie that the page shows, "" for none
	sent   *sent
	work   *desk.Work   // what the menu counts, see counts
	people *desk.People // for Author
}

var noSuchPage = errs.New(errs.NotFound, "web.no_such_page")

func (c *Console) visit(w http.ResponseWriter, r *http.Request, p page) *visit {
	v := &visit{
		Lang: web.Lang(r.Context()), Langs: c.Languages, Company: c.Company, Now: c.Now(), Refresh: 60,
		c: c, w: w, r: r, page: p, status: http.StatusOK,
		root: strings.Repeat("../", max(0, strings.Count(r.URL.Path, "/")-1)),
	}
	query := r.URL.Query()
	query.Del(doneQuery)
	query.Del("lang")
	v.here = strings.TrimPrefix(r.URL.Path, "/") + suffix(query)
	v.Title = v.T(p.title)
	return v
}

func suffix(query url.Values) string {
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

func queryEscape(s string) string { return url.QueryEscape(s) }

// May tells whether the caller may call an operation of the desk.
func (v *visit) May(op string) bool { return slices.Contains(v.Me.May, op) }

// Is tells whether the caller has a role.
func (v *visit) Is(role string) bool { return slices.Contains(v.Me.Roles, role) }

// StaffID is the caller's file at the desk, "" without one.
func (v *visit) StaffID() string {
	if v.Me.Staff == nil {
		return ""
	}
	return v.Me.Staff.ID
}

// value is a mark of the page's path: "number" of "tickets/{number}".
func (v *visit) value(mark string) string { return v.r.PathValue(mark) }

// query is a parameter of the page's address.
func (v *visit) query(name string) string { return v.r.URL.Query().Get(name) }

// T is a sentence of the console, with arguments as name, value pairs.
func (v *visit) T(code string, pairs ...any) string {
	return words.Text(v.Lang, "console."+code, arguments(pairs))
}

// Word is a sentence by its whole code: of a capability, of the customers'
// pages.
func (v *visit) Word(code string, pairs ...any) string {
	return words.Text(v.Lang, code, arguments(pairs))
}

func arguments(pairs []any) map[string]any {
	args := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return args
}

// has tells whether the console has a sentence.
func has(code string) bool { return words.Has("console." + code) }

// Href is a link to a page of the console by its path below console/, with its
// query if it has one; pairs of query names and values may follow.
func (v *visit) Href(path string, pairs ...string) string {
	to := v.root + "console"
	if path != "" {
		to += "/" + path
	}
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return to + suffix(query)
}

// Here is this page, with its query.
func (v *visit) Here() string { return v.root + v.here }

// HrefIn is this page in another language.
func (v *visit) HrefIn(lang words.Lang) string {
	return v.Href("language", "lang", string(lang), "next", v.here)
}

// Hreflang is a language as HTML names it.
func (v *visit) Hreflang(lang words.Lang) string {
	if lang == words.Chinese {
		return "zh-CN"
	}
	return string(lang)
}

// Asset is the address of an asset, with its version.
func (v *visit) Asset(file string) string { return v.root + "console/assets/" + assets.Address(file) }

// Token is what every form carries against forms of other sites.
func (v *visit) Token() string { return web.FormToken(v.r.Context()) }
