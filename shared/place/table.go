package place

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"huiyin/shared/errs"
)

// table is a table that was read: its rows, and which column means what. It is
// separated by commas or tabs, begins with a heading, and may have a byte order
// mark, as spreadsheets write it.
type table struct {
	columns []string // what each column means, by our names
	rows    []row
}

// row is a row of a table and where it stands in the file, counted from 1.
type row struct {
	line  int
	cells []string
}

// place is a row, or a cell of it, as problems name it.
func (r row) place(column string) string {
	if column == "" {
		return fmt.Sprintf("row %d", r.line)
	}
	return fmt.Sprintf("row %d.%s", r.line, column)
}

// cell is what a row says in a column; false when the table has no such column,
// which leaves what is there already as it is.
func (t table) cell(r row, column string) (string, bool) {
	i := slices.Index(t.columns, column)
	if i < 0 || i >= len(r.cells) {
		return "", i >= 0
	}
	return strings.TrimSpace(r.cells[i]), true
}

// spills tells whether a row says something where no column is.
func (t table) spills(r row) bool {
	return len(r.cells) > len(t.columns) && !blank(r.cells[len(t.columns):])
}

// readTable reads a table whose headings are among names: what people may write
// over a column → what we call it. need are the columns without which no row
// says anything. errs.Invalid names the rows.
func readTable(body []byte, names map[string]string, need []string) (table, error) {
	var f errs.Fields
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if !utf8.Valid(body) || bytes.ContainsRune(body, utf8.RuneError) { // a gateway turns what it can't read into that mark
		f.Add("body", "setting.not_utf8")
		return table{}, f.Err()
	}
	reader := csv.NewReader(bytes.NewReader(body))
	reader.FieldsPerRecord, reader.TrimLeadingSpace = -1, true
	if head, _, _ := bytes.Cut(body, []byte("\n")); bytes.ContainsRune(head, '\t') {
		reader.Comma = '\t'
	}
	var t table
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			f.Add(whereIn(err), "setting.bad_table")
			return table{}, f.Err()
		}
		r := row{cells: cells}
		r.line, _ = reader.FieldPos(0)
		switch {
		case blank(cells):
		case t.columns == nil:
			t.columns = heading(&f, r, names)
		default:
			t.rows = append(t.rows, r)
		}
	}
	for _, column := range need {
		if !slices.Contains(t.columns, column) {
			f.Add("body", "place.column_missing", "column", column)
		}
	}
	switch {
	case len(t.rows) == 0:
		f.Add("body", "place.no_rows")
	case len(t.rows) > MaxImport:
		f.Add("body", "place.too_many_rows", "max", MaxImport)
	}
	return t, firstOf(f.Err())
}

// whereIn is the row at which a table can't be read.
func whereIn(err error) string {
	var at *csv.ParseError
	if errors.As(err, &at) {
		return row{line: at.StartLine}.place("")
	}
	return "body"
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// heading says what each column means.
func heading(f *errs.Fields, r row, names map[string]string) []string {
	columns := make([]string, len(r.cells))
	for i, cell := range r.cells {
		written := strings.ToLower(strings.TrimSpace(cell))
		if written == "" {
			continue // a column that nobody named is not read
		}
		column, known := names[written]
		switch {
		case !known:
			f.Add(r.place(""), "place.column_unknown", "number", i+1)
		case slices.Contains(columns, column):
			f.Add(r.place(""), "place.column_twice", "column", column)
		}
		columns[i] = column
	}
	return columns
}

// rowProblems notes what is wrong with a row, under its place in the file.
func rowProblems(f *errs.Fields, r row, err error) {
	for _, problem := range errs.As(err).Fields {
		f.Add(r.place(problem.Path), problem.Code, pairs(problem.Args)...)
	}
}

// firstOf keeps the first problems of an import: nobody reads thousands, and
// the one mistake behind them shows in the first.
func firstOf(err error) error {
	var e *errs.Error
	if errors.As(err, &e) && len(e.Fields) > maxProblems {
		e.Fields = e.Fields[:maxProblems]
	}
	return err
}
