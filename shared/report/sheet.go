package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"time"

	"huiyin/shared/words"
)

// CSV is a sheet that a spreadsheet opens: UTF-8 with a mark that says so
// (without it Excel takes Chinese for something else), lines that end as in
// Windows, a first line that names the columns in a person's language, instants
// on the clock of one zone, which the first line names too.
//
// Every part has the mark and the first line, so each is a file of its own;
// whoever puts parts together leaves the first line of the later ones out.
type CSV struct {
	out   bytes.Buffer
	lines *csv.Writer
	lang  words.Lang
	zone  *time.Location
}

// Mark is what a CSV begins with: the byte order mark.
const Mark = "\ufeff"

// NewCSV begins a sheet.
func NewCSV(lang words.Lang, zone *time.Location) *CSV {
	s := &CSV{lang: lang, zone: zone}
	s.out.WriteString(Mark)
	s.lines = csv.NewWriter(&s.out)
	s.lines.UseCRLF = true
	_ = s.lines.Write(header(lang, zone)) // a buffer takes everything
	return s
}

// Row adds a line.
func (s *CSV) Row(r Row) error {
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = safe(c.cell(s, r))
	}
	return s.lines.Write(cells)
}

// Bytes is the sheet.
func (s *CSV) Bytes() []byte { s.lines.Flush(); return s.out.Bytes() }

// dangerous are the signs by which a spreadsheet takes a cell for a formula, also
// as they are written full width.
const dangerous = "=+-@\t\r\n＝＋－＠"

// safe makes a cell text where a spreadsheet would work it out: what somebody
// typed into a form must not run on a supervisor's machine.
func safe(cell string) string {
	if strings.IndexAny(cell, dangerous) == 0 {
		return "'" + cell
	}
	return cell
}

// JSON is a sheet for programs: {"rows": [...], "next": "..."}.
type JSON struct{ out bytes.Buffer }

// NewJSON begins a sheet.
func NewJSON() *JSON {
	s := &JSON{}
	s.out.WriteString(`{"rows":[`)
	return s
}

// Row adds an object.
func (s *JSON) Row(r Row) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if s.out.Bytes()[s.out.Len()-1] == '}' {
		s.out.WriteByte(',')
	}
	s.out.Write(raw)
	return nil
}

// End ends the sheet and names the next one, if there is one.
func (s *JSON) End(next string) ([]byte, error) {
	s.out.WriteByte(']')
	if next != "" {
		raw, err := json.Marshal(next)
		if err != nil {
			return nil, err
		}
		s.out.WriteString(`,"next":`)
		s.out.Write(raw)
	}
	s.out.WriteByte('}')
	return s.out.Bytes(), nil
}
