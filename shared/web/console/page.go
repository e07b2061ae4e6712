package console

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"huiyin/shared/errs"
	"huiyin/shared/web"
	"huiyin/shared/web/desk"
)

// page is a line of the console's table (pages.go).
type page struct {
	path  string // below console/, with marks: "tickets/{number}"; "" for the first page
	title string // code of its title, without "console."
	op    string // the operation that one must be allowed to call to see it; "" for whoever is signed in
	nav   string // the group of the menu in which it stands: navWork, navLead, navAdmin; "" for none
	show  func(*visit) error
	forms []form // what can be sent from it
	// links are what stands in the menu in place of the one link with the title;
	// nil for that one.
	links func(*visit) []link
}

func (p page) pattern() string {
	if p.path == "" {
		return "/console"
	}
	return "/console/" + p.path
}

// form finds one of the page's forms by its id.
func (p page) form(id string) (form, bool) {
	i := slices.IndexFunc(p.forms, func(f form) bool { return f.id == id })
	if i < 0 {
		return form{}, false
	}
	return p.forms[i], true
}

// serve answers a request for a page: who it is, whether he may see it, the
// form that was sent, the page.
func (c *Console) serve(p page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := c.visit(w, r, p)
		if err := v.get("whoAmI", &v.Me); err != nil {
			v.refuse(err)
			return
		}
		if p.op != "" && !v.May(p.op) {
			v.forbid(p.op)
			return
		}
		if r.Method == http.MethodPost {
			if gone, err := v.send(); gone || err != nil {
				v.refuse(err)
				return
			}
		}
		v.refuse(p.show(v))
	}
}

// refuse answers with what went wrong, if anything did. Whoever is not signed
// in is asked to, and comes back to the page.
func (v *visit) refuse(err error) {
	if err == nil {
		return
	}
	var p *web.Problem
	if !errors.As(err, &p) {
		p = web.NewProblem(err, v.Lang)
	}
	if p.Status == http.StatusUnauthorized && v.r.Method == http.MethodGet {
		redirect(v.w, v.Href("signin")+"?next="+queryEscape(v.here))
		return
	}
	v.fail(p)
}

// fail answers with a page that tells of a problem.
func (v *visit) fail(p *web.Problem) {
	v.Title = v.T("problem.title")
	if p.Status == http.StatusForbidden {
		v.Title = v.T("problem.forbidden")
	}
	v.status = p.Status
	page := problemPage{visit: v, Problem: p, Kept: v.kept()}
	if p.Status == http.StatusUnauthorized {
		page.SignIn = v.Href("signin", "next", v.here)
	}
	v.render("problem", page)
}

type problemPage struct {
	*visit
	Problem *web.Problem
	SignIn  string   // where to sign in, "" when that is not what is wrong
	Kept    []string // what was typed in the form that could not be taken
}

// kept are the texts that were typed into a form, so that nobody has to think
// of them again when the page could not take them.
func (v *visit) kept() []string {
	if v.r.Method != http.MethodPost || strings.HasPrefix(v.here, "console/sign") || v.here == "console/account" {
		return nil // there are passwords
	}
	in, err := v.typed()
	if err != nil {
		return nil
	}
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if text := in.Get(name); !strings.HasPrefix(name, "_") && utf8.RuneCountInString(text) >= worthKeeping {
			texts = append(texts, text)
		}
	}
	return texts
}

// worthKeeping is from how many characters on a text takes time to type.
const worthKeeping = 8

// lost says that there is no such page.
func (v *visit) lost() error {
	return web.NewProblem(noSuchPage, v.Lang)
}

// Problem tells of a problem that no page of the console got to see: a panic, a
// method that nobody takes.
func (c *Console) Problem(w http.ResponseWriter, r *http.Request, p *web.Problem) {
	v := c.visit(w, r, nowhere)
	v.fail(p)
}

// forbid says who may see the page.
func (v *visit) forbid(op string) {
	var roles []string
	for _, r := range routeOf(op).Roles {
		roles = append(roles, v.T("role."+string(r)))
	}
	p := web.NewProblem(errs.New(errs.Forbidden, "desk.role"), v.Lang)
	p.Detail = v.T("problem.who", "roles", strings.Join(roles, v.T("roles.and")))
	if v.Me.Staff == nil && slices.ContainsFunc(routeOf(op).Roles, func(r desk.Role) bool { return v.Is(string(r)) }) {
		p.Detail = v.T("problem.no_file")
	}
	v.fail(p)
}
