package setting

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
)

// ReadTable reads a year's list as the table of the notice, pasted or saved as
// CSV: dates, name, 休 or 班. Rows are counted as in the file, from 1.
//
// It is separated by commas or tabs and may have a heading and a byte order
// mark. A row may have several dates and ranges, as the notice writes them:
// "10月1日（周四）至7日（周三）", "2月14日、2月28日", "2026-10-01". A date without a
// year is one of the year asked for. errs.Invalid names the rows.
func ReadTable(body []byte, year int) ([]Row, error) {
	var f errs.Fields
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if !utf8.Valid(body) {
		f.Add("body", "setting.not_utf8")
		return nil, f.Err()
	}
	reader := csv.NewReader(bytes.NewReader(body))
	reader.FieldsPerRecord, reader.TrimLeadingSpace = -1, true
	if line, _, _ := bytes.Cut(body, []byte("\n")); bytes.ContainsRune(line, '\t') {
		reader.Comma = '\t'
	}
	var rows []Row
	for begun := false; ; {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, f.Err()
		}
		if err != nil {
			place := "body"
			var at *csv.ParseError
			if errors.As(err, &at) {
				place = fmt.Sprintf("row %d", at.StartLine)
			}
			f.Add(place, "setting.bad_table")
			return nil, f.Err()
		}
		line, _ := reader.FieldPos(0)
		if heading := !begun && !strings.ContainsAny(record[0], "0123456789０１２３４５６７８９"); !heading && !blank(record) {
			rows = append(rows, readRow(record, fmt.Sprintf("row %d", line), year, &f)...)
		}
		begun = true
		if len(rows) > maxRows {
			f.Add("days", "calendar.too_many", "max", maxRows)
			return nil, f.Err()
		}
	}
}

func blank(record []string) bool {
	return !slices.ContainsFunc(record, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// readRow reads dates, name, and 休 or 班.
func readRow(record []string, place string, year int, f *errs.Fields) []Row {
	if len(record) < 3 || !blank(record[3:]) {
		f.Add(place, "setting.columns")
		return nil
	}
	dates, code := readDates(record[0], year)
	if code != "" {
		f.Add(place+".date", code, "max", maxRange)
		return nil
	}
	off, ok := offWords[strings.ToLower(strings.TrimSpace(record[2]))]
	if !ok {
		f.Add(place+".off", "setting.off")
		return nil
	}
	rows := make([]Row, 0, len(dates))
	for _, date := range dates {
		rows = append(rows, Row{Holiday: calendar.Holiday{Date: date, Name: record[1], Off: off}, Place: place})
	}
	return rows
}

// offWords are what people write for a day off and for a make-up working day.
var offWords = map[string]bool{
	"休": true, "休息": true, "放假": true, "放假调休": true, "off": true, "true": true, "holiday": true, "是": true, "1": true,
	"班": false, "上班": false, "补班": false, "调休上班": false, "on": false, "work": false, "false": false, "否": false, "0": false,
}
