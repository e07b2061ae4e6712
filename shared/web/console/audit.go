package console

import (
	"net/http"

	"huiyin/shared/web/desk"
)

var auditPages = []page{{path: "audit", title: "audit.title", op: "readAudit", nav: navAdmin, show: auditLog}}

type auditPage struct {
	*visit
	Log             desk.AuditPage
	Month, Who, Did string // as asked for
	Deeds           []Option
	Wrong           map[string]string
	More            string // leads to the next page, "" on the last
}

// auditLog shows who did what, and who looked at what is kept covered.
func auditLog(v *visit) error {
	v.Refresh = 0
	p := auditPage{visit: v, Month: v.query("month"), Who: v.query("who"), Did: v.query("operation")}
	for _, route := range desk.Routes() {
		if route.Audited {
			p.Deeds = append(p.Deeds, Option{route.ID, v.Deed(route.ID)})
		}
	}
	err := v.get("readAudit", &p.Log, "month", p.Month, "who", p.Who, "operation", p.Did, "cursor", v.query("cursor"))
	if wrong, ok := mistakes(err, "month"); ok {
		p.Wrong, v.status = wrong, http.StatusUnprocessableEntity
		return v.show("audit", p)
	}
	if err != nil {
		return err
	}
	p.Month = p.Log.Month
	if p.Log.Next != "" {
		p.More = v.Href("audit", "month", p.Month, "who", p.Who, "operation", p.Did, "cursor", p.Log.Next)
	}
	return v.show("audit", p)
}

// Deed is an operation in words: the page on which it is done and what the
// button says, the page on which it is seen, or a sentence of its own; else its
// id.
func (v *visit) Deed(op string) string {
	if said := v.maybe("audit.deed." + op); said != "" {
		return said
	}
	for _, p := range v.c.pages {
		for _, f := range p.forms {
			if f.operation() == op {
				return v.T(p.title) + " · " + v.T(f.area+"."+f.id)
			}
		}
	}
	for _, p := range v.c.pages {
		if p.op == op {
			return v.T(p.title)
		}
	}
	return op
}
