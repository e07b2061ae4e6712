package sheet

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// partRows is how many rows a part of an export has; the last one has fewer. An
// answer may have six megabytes, a full row has three kilobytes.
const partRows = 1000

// maxParts is how many parts are told of at once.
const maxParts = 12

// Directory reads the files of all customers.
type Directory interface {
	// ListCustomers reads a page, see package customer.
	ListCustomers(ctx context.Context, cursor string, limit int) (customer.Page, error)
	// Directory reads a page of ids, in the same order and with the same cursors,
	// up to a thousand at once.
	Directory(ctx context.Context, cursor string, limit int) (ids []string, next string, err error)
}

// Export writes all customers' files, part by part. A file that comes or goes
// meanwhile is in or out; every other stands in exactly one part.
type Export struct {
	Store  Directory
	Roster func(ctx context.Context) (staff.Roster, error)
	Zone   *time.Location // the company's

	roster staff.Roster
}

// Part is a part of an export.
type Part struct {
	Cursor string // where it begins, "" for the first
	Rows   int
	Next   string // the cursor of the next part, "" after the last
	// Until is up to where a period has been read.
	Until time.Time
}

// CSV writes one part as a spreadsheet reads it: UTF-8 with a mark that says so,
// titles and words in a language, instants on the clock of the company's zone.
// errs.Invalid for a foreign or broken cursor.
func (e Export) CSV(ctx context.Context, lang words.Lang, cursor string) ([]byte, Part, error) {
	var out bytes.Buffer
	out.WriteString(Mark)
	lines := csv.NewWriter(&out)
	lines.UseCRLF = true
	_ = lines.Write(titles(&Customers{}, lang, true)) // a buffer takes everything
	part, err := e.part(ctx, cursor, func(c customer.Customer) {
		cells := make([]string, len(customerColumns))
		for i, column := range customerColumns {
			cells[i] = Safe(column.get(&e, c, lang))
		}
		_ = lines.Write(cells)
	})
	lines.Flush()
	return out.Bytes(), part, err
}

// JSON writes one part for programs: {"rows": [{"phone": …}], "next": …}; rows
// are as the API takes them. Cells that say nothing are left out.
func (e Export) JSON(ctx context.Context, cursor string) ([]byte, Part, error) {
	sheet := struct {
		Rows []map[string]string `json:"rows"`
		Next string              `json:"next,omitempty"`
	}{Rows: []map[string]string{}}
	part, err := e.part(ctx, cursor, func(c customer.Customer) {
		row := map[string]string{}
		for _, column := range customerColumns {
			if cell := column.get(&e, c, ""); cell != "" {
				row[column.Name] = cell
			}
		}
		sheet.Rows = append(sheet.Rows, row)
	})
	if err != nil {
		return nil, part, err
	}
	sheet.Next = part.Next
	raw, err := json.Marshal(sheet)
	return raw, part, err
}

// part goes through one part. Files that became part of another are left out.
func (e *Export) part(ctx context.Context, cursor string, each func(customer.Customer)) (Part, error) {
	part := Part{Cursor: cursor}
	var err error
	if e.roster, err = e.Roster(ctx); err != nil {
		return part, errs.Wrap(err, "read the roster")
	}
	for read := 0; ; {
		page, err := e.Store.ListCustomers(ctx, cursor, min(100, partRows-read))
		if err != nil {
			return part, errs.Wrap(err, "list the customers")
		}
		for _, c := range page.Customers {
			if c.Merged == "" {
				each(c)
				part.Rows++
			}
		}
		read += min(100, partRows-read)
		if cursor = page.Next; cursor == "" || read == partRows {
			part.Next = cursor
			return part, nil
		}
	}
}

// Parts tells which parts there are, a dozen at once: for whoever fetches them
// one by one. No file is read for it, so those that became part of another are
// counted too. cursor is "" at first, then the Next of the last part.
func (e Export) Parts(ctx context.Context, cursor string) ([]Part, error) {
	var parts []Part
	for {
		ids, next, err := e.Store.Directory(ctx, cursor, partRows)
		if err != nil {
			return nil, errs.Wrap(err, "list the customers")
		}
		if len(ids) > 0 || len(parts) == 0 {
			parts = append(parts, Part{Cursor: cursor, Rows: len(ids), Next: next})
		}
		if cursor = next; cursor == "" || len(parts) == maxParts {
			return parts, nil
		}
	}
}

// badge is the badge of a member of staff, the id of one without.
func (e *Export) badge(id string) string { return badgeOf(e.roster, id) }

func badgeOf(roster staff.Roster, id string) string {
	if m, ok := roster.Member(id); ok && m.Badge != "" {
		return m.Badge
	}
	return id
}

// titles are a table's first line.
func titles(t Table, lang words.Lang, all bool) []string {
	var names []string
	for _, c := range t.Columns() {
		if all || !c.Shown {
			names = append(names, c.Title(t.Name(), lang))
		}
	}
	return names
}

// Template is an empty table with its titles and a sample row, as CSV.
func Template(t Table, lang words.Lang) []byte {
	var out bytes.Buffer
	out.WriteString(Mark)
	lines := csv.NewWriter(&out)
	lines.UseCRLF = true
	_ = lines.Write(titles(t, lang, false)) // a buffer takes everything
	var cells []string
	for _, c := range t.Columns() {
		if !c.Shown {
			cells = append(cells, Safe(c.Sample[lang]))
		}
	}
	_ = lines.Write(cells)
	lines.Flush()
	return out.Bytes()
}

// ProblemsCSV is what was wrong with an import's rows, one line each.
func ProblemsCSV(t Table, lang words.Lang, problems []Problem) []byte {
	var out bytes.Buffer
	out.WriteString(Mark)
	lines := csv.NewWriter(&out)
	lines.UseCRLF = true
	head := []string{"row", "line", "column", "problem"}
	for i, name := range head {
		head[i] = words.Text(lang, "sheet.problem."+name, nil)
	}
	_ = lines.Write(head) // a buffer takes everything
	for _, p := range problems {
		_ = lines.Write([]string{figure(p.Row), figure(p.Line), Safe(p.Title(t, lang)), Safe(p.Sentence(lang))})
	}
	lines.Flush()
	return out.Bytes()
}
