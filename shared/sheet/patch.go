package sheet

import (
	"strings"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/staff"
)

// patch is what a row makes of a file.
type patch struct {
	*taking
	notes
	in       customer.Input
	evidence *customer.Evidence
}

// notes are what is wrong with a row.
type notes struct {
	row      Row
	columns  map[string]string // of fields that are called otherwise
	problems []Problem
}

// columnsOf are the columns of a file's fields that are called otherwise.
var columnsOf = map[string]string{"zone": "time_zone", "lang": "language", "classReason": "class_reason", "coOwners": "co_owners",
	"at": "consent_when", "way": "consent_how", "text": "consent_text"}

func (p *notes) problem(column, code string, args errs.Args) Problem {
	return Problem{Line: p.row.Line, Row: p.row.Row, Column: column, Code: code, Args: args}
}

// wrong notes a wrong cell, once.
func (p *notes) wrong(column, code string, args errs.Args) {
	for _, known := range p.problems {
		if known.Column == column {
			return
		}
	}
	p.problems = append(p.problems, p.problem(column, code, args))
}

// add notes what is wrong with an input, under the columns it came from.
func (p *notes) add(err error) {
	for _, f := range errs.As(err).Fields {
		field, _, _ := strings.Cut(f.Path, "[")
		if other, ok := p.columns[field]; ok {
			field = other
		}
		p.wrong(field, f.Code, f.Args)
	}
}

// consents reads the evidence of a consent: all of it or none.
func (p *patch) consents() {
	when, how, said := p.row.Cells["consent_when"], p.row.Cells["consent_how"], p.row.Cells["consent_text"]
	if when == "" && how == "" && said == "" {
		return
	}
	e := customer.Evidence{Way: how, Text: said}
	if when != "" {
		at, ok := readInstant(when, p.Zone)
		if !ok {
			p.wrong("consent_when", "sheet.date", nil)
		}
		e.At = at
	}
	p.add(e.Check(p.Now))
	p.evidence = &e
}

// phoneProblem is what is wrong with a number. A spreadsheet that took it for a
// figure has spoilt it: the digits are gone.
func (k *taking) phoneProblem(r Row, err error) Problem {
	typed, code := strings.ToUpper(r.Cells["phone"]), errs.As(err).Code
	for _, f := range errs.As(err).Fields {
		code = f.Code
	}
	if strings.Contains(typed, "E+") {
		code = "sheet.spoilt"
	}
	return Problem{Line: r.Line, Row: r.Row, Column: "phone", Code: code}
}

// staffID is who has a badge, or an id.
func (p *patch) staffID(column, badge string) string {
	if badge == "" {
		return ""
	}
	id, known := memberOf(p.roster, badge)
	if !known {
		p.wrong(column, "sheet.badge", nil)
	}
	return id
}

func memberOf(roster staff.Roster, badge string) (id string, known bool) {
	for _, m := range roster.Members {
		if m.ID == badge || strings.EqualFold(m.Badge, badge) && m.Badge != "" {
			return m.ID, true
		}
	}
	return "", false
}
