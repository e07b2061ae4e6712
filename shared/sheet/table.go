package sheet

import (
	"context"
	"time"

	"huiyin/shared/words"
)

// Column is a column of a table.
type Column struct {
	Name   string   // its own in the table; also what programs call it
	Others []string // what else people write over it, in small letters
	Needed bool     // without it no row says anything
	Sample map[words.Lang]string
	Shown  bool // goes out and is passed over when it comes in
}

// Title is what stands over a column in a language.
func (c Column) Title(table string, lang words.Lang) string {
	return words.Text(lang, "sheet.column."+table+"."+c.Name, nil)
}

// What an import did with a row.
const (
	Created   = "created"
	Changed   = "changed"
	Unchanged = "unchanged"
	Wrong     = "wrong"
)

// Outcome is what became of a row.
type Outcome struct {
	Did      string
	ID       string // of what was written, or stood there; "" for a wrong row, or a trial's new one
	Problems []Problem
}

// Taking is how rows are taken over.
type Taking struct {
	By    string // as an event's By
	Now   time.Time
	Trial bool // nothing is written
}

// Table is what rows can be imported into.
type Table interface {
	// Name is the table's own: customers, shipments.
	Name() string
	// Columns are its columns, from left to right.
	Columns() []Column
	// Key names what a row is about, in a way that rows about the same thing
	// share; "" when the row does not say.
	Key(r Row) string
	// Take takes up to a few hundred rows over, each by itself; outcomes come in
	// their order. Taking a row twice takes it once. An error is one of the way
	// (errs.Unavailable: take them again), not of a row.
	Take(ctx context.Context, how Taking, rows []Row) ([]Outcome, error)
}

// namesOf are all headings a table's file may have.
func namesOf(t Table) map[string]string {
	names := map[string]string{}
	for _, c := range t.Columns() {
		names[titleKey(c.Name)] = c.Name
		for _, lang := range words.Langs {
			names[titleKey(c.Title(t.Name(), lang))] = c.Name
		}
		for _, other := range c.Others {
			names[titleKey(other)] = c.Name
		}
	}
	return names
}

// wrong makes the outcome of a wrong row.
func wrong(problems ...Problem) Outcome { return Outcome{Did: Wrong, Problems: problems} }
