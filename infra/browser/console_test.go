package browser

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/shared/words"
)

// beyond are pages that no menu names.
var beyond = map[string][]string{
	"supervisor": {"calendars/queries", "texts/complaint_received", "account"},
	"admin":      {"calendars/queries", "policies/default", "policies/new", "holidays/2027", "texts/festival.mid_autumn"},
}

// TestEveryPageOfTheConsole goes through the menu of each role in both
// languages and looks at each page that it has not seen yet from all sides.
func TestEveryPageOfTheConsole(t *testing.T) {
	t.Parallel()
	for _, lang := range words.Langs {
		t.Run(string(lang), func(t *testing.T) {
			seen := map[string]bool{}
			for _, role := range []string{"agent", "supervisor", "admin"} {
				b := newTab(t, string(lang))
				b.appear(wide)
				b.signIn(role)
				before := len(seen)
				for _, path := range append(b.menu(), beyond[role]...) {
					if name := role + "-" + strings.NewReplacer("/", "-", ".", "-").Replace(path); !seen[path] || path == "account" {
						seen[path] = true
						b.open(the.page("console/" + path))
						b.lookInside(name)
					}
				}
				if len(seen) == before {
					t.Errorf("a %s sees no page that those before did not see", role)
				}
			}
		})
	}
}

// menu are the pages that the menu names, below console/, each once.
func (b *tab) menu() []string {
	b.t.Helper()
	var paths []string
	last := ""
	for _, href := range eval[[]string](b, `[...document.querySelectorAll("nav.menu a")].map(a => a.href)`) {
		u, err := url.Parse(href)
		b.must(err)
		_, path, _ := strings.Cut(u.Path, "/console/")
		if path != "" && path != last {
			paths = append(paths, path)
		}
		last = path
	}
	if len(paths) < 3 {
		b.t.Fatalf("the menu names %q", paths)
	}
	return paths
}
