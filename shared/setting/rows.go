package setting

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/calendar"
	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
)

// Row is a date of a year's list, and where its author wrote it: "[3]" of a
// JSON list, "row 7" of a table, "event 2" of an iCalendar file.
type Row struct {
	calendar.Holiday
	Place string
}

// Limits of a year's list. A notice has about forty dates.
const (
	maxRows = 200
	maxName = 40
	// firstYear and lastYear bound what can be a year of public holidays.
	firstYear, lastYear = 2000, 2199
)

// daysOf checks a list as a whole: every date belongs to the year's notice,
// stands there once and has a name. errs.Invalid names the places.
func daysOf(year int, rows []Row) ([]calendar.Holiday, error) {
	var f errs.Fields
	if year < firstYear || year > lastYear {
		f.Add("year", "setting.year", "first", firstYear, "last", lastYear)
		return nil, f.Err()
	}
	switch {
	case len(rows) == 0:
		f.Add("days", "required")
	case len(rows) > maxRows:
		f.Add("days", "calendar.too_many", "max", maxRows)
		return nil, f.Err()
	}
	days := make([]calendar.Holiday, 0, len(rows))
	first := map[calendar.Date]string{}
	for _, r := range rows {
		if before := r.Date.Year == year-1 && r.Date.Month == 12; r.Date.Year != year && !before {
			f.Add(r.Place+".date", "calendar.other_year", "year", year)
		} else if _, twice := first[r.Date]; twice {
			f.Add(r.Place+".date", "calendar.date_twice")
		}
		first[r.Date] = r.Place
		r.Name = strings.TrimSpace(r.Name)
		switch {
		case r.Name == "":
			f.Add(r.Place+".name", "required")
		case utf8.RuneCountInString(r.Name) > maxName:
			f.Add(r.Place+".name", "too_long", "max", maxName)
		case !utf8.ValidString(r.Name) || strings.ContainsFunc(r.Name, unicode.IsControl):
			f.Add(r.Place+".name", "ticket.control")
		}
		days = append(days, calendar.Holiday{Date: r.Date, Name: r.Name, Off: r.Off})
	}
	slices.SortFunc(days, func(a, b calendar.Holiday) int { return strings.Compare(a.Date.String(), b.Date.String()) })
	return days, f.Err()
}

// ReadJSON reads a year's list as JSON: [{"date": "2027-01-01", "name": "元旦",
// "off": true}, …]. errs.Invalid names the places.
func ReadJSON(body []byte) ([]Row, error) {
	var f errs.Fields
	var rows []Row
	v, ok := strict.Read(body, "", f.Add)
	if !ok {
		return nil, f.Err()
	}
	list, _ := v.List(maxRows)
	for i, element := range list {
		o, ok := element.Object("date", "name", "off")
		if !ok {
			continue
		}
		row := Row{Place: fmt.Sprintf("[%d]", i)}
		row.Name = o.Text("name", maxName)
		if date, ok := o.Need("date"); ok {
			text, isText := date.Text(maxName)
			if row.Date, ok = calendar.ParseDate(text); isText && !ok {
				date.Refuse("calendar.no_such_date")
			}
		}
		if off, ok := o.Need("off"); ok {
			row.Off, _ = off.Bool()
		}
		rows = append(rows, row)
	}
	return rows, f.Err()
}
