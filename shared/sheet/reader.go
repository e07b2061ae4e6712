package sheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// Row is a row of a table.
type Row struct {
	Line  int               // in the file, where it begins, counted from 1
	Row   int               // as a spreadsheet numbers it; 0 where there is none
	Cells map[string]string // by column; what the table does not have is not there
}

// Problem is what is wrong with a row. It never says what stood there.
type Problem struct {
	Line   int       `json:"line"`
	Row    int       `json:"row,omitempty"`
	Column string    `json:"column,omitempty"` // "" for the row as a whole
	Code   string    `json:"code"`
	Args   errs.Args `json:"args,omitempty"`
}

// reader reads a file row by row.
type reader struct {
	csv      *csv.Reader
	encoding string
	names    map[string]string // what may stand in the heading → the column
	columns  []string          // of the file, in order; "" for one without a name
	skipped  int               // lines before the heading that only say how to read
	within   int               // line breaks inside of cells so far
}

// newReader begins to read a file and reads its heading. errs.Invalid names
// what is wrong with that; errs.Unavailable when the file can't be read on.
func newReader(r io.Reader, encoding string, t Table) (*reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if first, _ := in.Peek(len(Mark)); string(first) == Mark {
		_, _ = in.Discard(len(Mark)) // it was peeked at
	}
	comma, hint := separator(in)
	s := &reader{csv: csv.NewReader(in), encoding: encoding, names: namesOf(t)}
	if hint {
		_, _ = in.ReadString('\n') // whatever is wrong shows in the next read
		s.skipped = 1
	}
	s.csv.Comma, s.csv.FieldsPerRecord, s.csv.ReuseRecord = comma, -1, true
	return s, s.heading(t)
}

// heading says what each column means.
func (s *reader) heading(t Table) error {
	var f errs.Fields
	cells, err := s.csv.Read()
	if err != nil && !errors.Is(err, io.EOF) && !isQuote(err) {
		return unreadable(err)
	}
	for i, raw := range cells {
		cell, ok := decode(s.encoding, raw)
		written := titleKey(cell)
		column, known := s.names[written]
		switch {
		case ok && written == "":
			column = ""
		case !ok || !known:
			f.Add("file", "sheet.column_unknown", "number", i+1)
		case slices.Contains(s.columns, column):
			f.Add("file", "sheet.column_twice", "number", i+1)
		}
		s.columns = append(s.columns, column)
	}
	for _, column := range t.Columns() {
		if column.Needed && !slices.Contains(s.columns, column.Name) {
			f.Add("file", "sheet.column_missing", "column", column.Title(t.Name(), words.Chinese)+" / "+column.Name)
		}
	}
	return f.Err()
}

// titleKey is what a heading is compared by.
func titleKey(cell string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.TrimSuffix(strings.TrimSpace(Plain(cell)), "*")), " "))
}

// next reads the next row that says anything; io.EOF at the end. A row that
// can't be read comes with problems; errs.Unavailable when the file can't be
// read on.
func (s *reader) next() (Row, []Problem, error) {
	for {
		cells, err := s.csv.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return Row{}, nil, io.EOF
		case errors.As(err, &parse):
			r := s.at(parse.StartLine)
			s.within += parse.Line - parse.StartLine
			return r, []Problem{{Line: r.Line, Row: r.Row, Code: "sheet.quote"}}, nil
		case err != nil:
			return Row{}, nil, unreadable(err)
		}
		line, _ := s.csv.FieldPos(0)
		r := s.at(line)
		blank, problems := s.cells(&r, cells)
		if !blank {
			return r, problems, nil
		}
	}
}

func (s *reader) at(line int) Row {
	return Row{Line: line + s.skipped, Row: line - s.within, Cells: make(map[string]string, len(s.columns))}
}

// cells fills a row.
func (s *reader) cells(r *Row, cells []string) (blank bool, problems []Problem) {
	blank = true
	spilt := false
	for i, raw := range cells {
		s.within += strings.Count(raw, "\n")
		column := ""
		if i < len(s.columns) {
			column = s.columns[i]
		}
		cell, ok := decode(s.encoding, raw)
		cell = strings.TrimSpace(Plain(strings.TrimSpace(cell)))
		if cell != "" {
			blank = false
		}
		switch {
		case !ok:
			problems = append(problems, Problem{Line: r.Line, Row: r.Row, Column: column, Code: "sheet.encoding"})
		case i >= len(s.columns) && cell != "" && !spilt:
			spilt = true
			problems = append(problems, Problem{Line: r.Line, Row: r.Row, Code: "sheet.too_many_cells", Args: errs.Args{"columns": len(s.columns)}})
		case column != "":
			r.Cells[column] = cell
		}
	}
	for _, column := range s.columns[min(len(cells), len(s.columns)):] {
		if column != "" {
			r.Cells[column] = ""
		}
	}
	return blank, problems
}

func isQuote(err error) bool { return errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote) }

// unreadable is what the way to the file did wrong: it will be tried again.
func unreadable(err error) error {
	if errs.Is(err, errs.NotFound) || errs.Is(err, errs.Unavailable) {
		return err
	}
	return errs.New(errs.Unavailable, "store.unavailable").Because(err)
}
