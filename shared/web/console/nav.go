package console

import "strings"

// Groups of the menu, in their order.
const (
	navWork  = "work"  // what agents do all day
	navLead  = "lead"  // what supervisors look after
	navAdmin = "admin" // how the desk is set up
)

// link is an entry of the menu.
type link struct {
	Text  string
	Path  string // below console/, with its query
	Count string // "" for none; "99+" is fine
	Here  bool
}

// group is a part of the menu.
type group struct {
	Name  string
	Links []link
}

// Nav is the menu: the pages that the visitor may see.
func (v *visit) Nav() []group {
	var menu []group
	for _, name := range []string{navWork, navLead, navAdmin} {
		g := group{Name: v.T("nav." + name)}
		for _, p := range v.c.pages {
			if p.nav != name || p.op != "" && !v.May(p.op) {
				continue
			}
			if p.links != nil {
				g.Links = append(g.Links, p.links(v)...)
				continue
			}
			g.Links = append(g.Links, link{Text: v.T(p.title), Path: p.path, Here: p.path == v.page.path})
		}
		if len(g.Links) > 0 {
			menu = append(menu, g)
		}
	}
	return menu
}

// Link is the address of an entry of the menu.
func (v *visit) Link(path string) string {
	page, query, _ := strings.Cut(path, "?")
	if query != "" {
		query = "?" + query
	}
	return v.Href(page) + query
}
