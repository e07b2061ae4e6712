package browser

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"huiyin/shared/web/desk"
	"huiyin/shared/words"
)

// tablePage is a line of the console's table of pages.
type tablePage struct{ path, op string }

// tablePages reads the table where it is written, so that no page is left out.
func tablePages(t *testing.T) (pages []tablePage) {
	t.Helper()
	sources, err := filepath.Glob(filepath.Join(the.root, "shared", "web", "console", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			list, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if of, ok := list.Type.(*ast.ArrayType); !ok || !isName(of.Elt, "page") {
				return true
			}
			for _, line := range list.Elts {
				fields := map[string]string{}
				for _, one := range line.(*ast.CompositeLit).Elts {
					pair := one.(*ast.KeyValueExpr)
					if text, ok := pair.Value.(*ast.BasicLit); ok {
						if fields[pair.Key.(*ast.Ident).Name], err = strconv.Unquote(text.Value); err != nil {
							t.Fatal(err)
						}
					}
				}
				if fields["title"] == "" {
					t.Fatalf("%s has a page that can't be read: %v", name, fields)
				}
				pages = append(pages, tablePage{fields["path"], fields["op"]})
			}
			return false
		})
	}
	if len(pages) < 50 {
		t.Fatalf("found %d pages", len(pages))
	}
	return pages
}

func isName(e ast.Expr, name string) bool {
	named, ok := e.(*ast.Ident)
	return ok && named.Name == name
}

// sees tells whether a role may see a page.
func (p tablePage) sees(role string) bool {
	route, ok := desk.RouteOf(p.op)
	return p.op == "" || ok && slices.Contains(route.Roles, desk.Role(role))
}

// examples are addresses of a page below console/: one for a page without
// marks, what the desk has for one with.
func (f *furnished) examples(role, path string) []string {
	ticket := []string{"tickets/" + f.number, "tickets/" + f.second, "tickets/" + f.disputed}
	if path == "policies/{id}" && role == "admin" {
		return []string{"policies/default", "policies/new"}
	}
	many, ok := map[string][]string{
		"queue": {"queue?scope=all", "queue?scope=mine", "queue?scope=all&stage=waiting&breached=true"},
		"find":  {"find?q=" + f.number, "find?q=YT00000000"}, "queue/next": {"queue/next"},
		"intake": {"intake", "intake?q=13900000000"}, "customers": {"customers", "customers?phone=13900000000", "customers?q=" + url.QueryEscape("精密"), "customers?q=nobody"},
		"places": {"places", "places?q=nowhere"}, "tariffs": {"tariffs", "tariffs?from=nowhere"},
		"handbook": {"handbook", "handbook?kind=complaint&reason=damaged"}, "samples": {"samples", "samples?day=2020-01-01"},
		"export": {"export", "export?from=2020-01-01&to=2020-01-02"}, "violations": {"violations", "violations?month=2020-01"},
		"oncall": {"oncall", "oncall?month=2027-01"}, "audit": {"audit", "audit?month=2020-01"},
		"tickets/{number}": ticket, "tickets/{number}/files": {ticket[0] + "/files"}, "tickets/{number}/files/{id}": {ticket[0] + "/files/" + f.file},
		"tickets/{number}/check": {ticket[0] + "/check"}, "tickets/{number}/record": {ticket[0] + "/record"}, "tickets/{number}/report": {ticket[0] + "/report"},
		"tickets/{number}/investigation": {ticket[0] + "/investigation"}, "intake/{number}": {"intake/" + f.number}, "customers/{id}": {"customers/" + f.customer, "customers/" + f.double},
		"bulletins/{id}": {"bulletins/" + f.bulletin}, "bulletins/{id}/told": {"bulletins/" + f.bulletin + "/told"}, "handbook/{id}": {"handbook/a-" + f.key}, "handbook/{id}/edit": {"handbook/a-" + f.key + "/edit"},
		"replies/{id}": {"replies/r-" + f.key}, "places/{id}": {"places/partner-" + f.key}, "tariffs/{id}": {"tariffs/t-" + f.key},
		"calendars/{id}": {"calendars/queries", "calendars/hours-" + f.key}, "policies/{id}": {"policies/default"}, "holidays/{year}": {"holidays/2026", "holidays/2027"},
		"samples/{day}": {"samples/" + f.day}, "samples/{day}/{number}": {"samples/" + f.day + "/" + f.drawn}, "staff/{id}": {"staff/staff-agent"},
		"customers/{id}/merge": {"customers/" + f.customer + "/merge?other=" + f.double}, "customers/{id}/tasks": {"customers/" + f.customer + "/tasks"},
		"customers/{id}/shipments": {"customers/" + f.customer + "/shipments", "customers/" + f.double + "/shipments"},
		"tasks":                    {"tasks", "tasks?scope=team", "tasks?kind=gift"}, "tasks/{id}": {"tasks/" + f.task, "tasks/" + f.finished},
		"shipments": {"shipments", "shipments?q=YT00000000"}, "shipments/{waybill}": {"shipments/" + f.waybill, "shipments/" + f.lost, "shipments/" + f.leaving},
		"shipments/{waybill}/proofs": {"shipments/" + f.waybill + "/proofs"}, "shipments/{waybill}/proofs/{id}": {"shipments/" + f.waybill + "/proofs/" + f.proof},
		"carriers":       {"carriers", "carriers?carrier=nobody"},
		"dispatch":       {"dispatch", "dispatch?branch=" + url.QueryEscape("上海"+f.key), "dispatch?branch=nowhere"},
		"campaigns/{id}": {"campaigns/" + f.campaign, "campaigns/" + f.gone}, "greetings/cards/{festival}": {"greetings/cards/mid_autumn", "greetings/cards/spring_festival?class=key"},
		"imports/{id}": {"imports/" + f.table}, "export/customers": {"export/customers", "export/customers?format=json"},
		"teams/{id}": {"teams/back-office"}, "texts/{id}": {"texts/complaint_received", "texts/festival.mid_autumn"}, "violations/{id}": {"violations/" + f.violation},
	}[path]
	switch {
	case ok:
		return many
	case strings.Contains(path, "{"):
		return nil
	}
	return []string{path}
}

// TestEveryPageOfTheConsole opens every page of the table, as every role that
// may see it, in both languages, and looks at it from all sides when it is the
// first; whoever may not see it is told so.
//
// rule: PD-11
func TestEveryPageOfTheConsole(t *testing.T) {
	t.Parallel()
	f, err := plainDesk()
	if err != nil {
		t.Fatal(err)
	}
	pages := tablePages(t)
	roles := []string{"agent", "supervisor", "admin"}
	for _, lang := range words.Langs {
		for i, role := range roles {
			t.Run(string(lang)+"/"+role, func(t *testing.T) {
				t.Parallel()
				b := newTab(t, string(lang))
				b.appear(wide)
				b.signIn(role)
				for _, p := range pages {
					examples := f.examples(role, p.path)
					if len(examples) == 0 {
						t.Errorf("no example of %s", p.path)
						continue
					}
					if !p.sees(role) {
						b.mayNotSee(examples[0])
						continue
					}
					first := !slices.ContainsFunc(roles[:i], p.sees)
					for n, path := range examples {
						b.visit(path)
						if first {
							b.lookInside(pageName(role, p.path, n))
						} else {
							b.fits(pageName(role, p.path, n), telephone)
						}
					}
				}
				b.menuLeads(pages)
			})
		}
	}
}

// pageName names the n-th example of a page in messages and pictures.
func pageName(role, path string, n int) string {
	name := strings.Trim(strings.NewReplacer("/", "-", "{", "", "}", "").Replace(path), "-")
	if name == "" {
		name = "home"
	}
	if n > 0 {
		name += "-" + strconv.Itoa(n+1)
	}
	return role + "-" + name
}

// visit opens a page of the console.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.open(the.page("console/" + path))
	if title := eval[string](b, `document.title`); strings.Contains(title, "console.") || !eval[bool](b, `!!document.querySelector("h1")`) {
		b.t.Errorf("%s is headed %q", path, title)
	}
}

// mayNotSee opens a page that the role may not see.
func (b *tab) mayNotSee(path string) {
	b.t.Helper()
	b.arrive(403, the.page("console/"+path))
	if leads := eval[bool](b, `!!document.querySelector("nav.menu a")`); !leads {
		b.t.Errorf("from %s, which is refused, nothing leads on", path)
	}
	b.quiet()
}

// menuLeads fails when the menu names what is no page that the role may see.
func (b *tab) menuLeads(pages []tablePage) {
	b.t.Helper()
	hrefs := eval[[]string](b, `[...document.querySelectorAll("nav.menu a")].map(a => a.pathname)`)
	if len(hrefs) < 8 {
		b.t.Errorf("the menu names %q", hrefs)
	}
	for _, href := range hrefs {
		_, path, _ := strings.Cut(href, "/console/")
		if !slices.ContainsFunc(pages, func(p tablePage) bool { return p.path == path }) {
			b.t.Errorf("the menu names %s", href)
		}
	}
}
