// Package ical reads a year's list of public holidays from an iCalendar file
// (RFC 5545), as calendars on the web offer them. It is apart from package
// setting because only the agents' API needs the library it uses.
//
// Whether an event is a day off or a make-up working day is written in its
// summary, "国庆节（休）" and "国庆节（班）", or in the mark that Apple's calendars
// carry, X-APPLE-SPECIAL-DAY. An event that says neither is refused, with its
// place in the file, and so is what has an hour or repeats itself.
package ical

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/setting"
)

// maxDays is how many days one event may last.
const maxDays = 31

// maxEvents of a file; a year has about forty.
const maxEvents = 400

// special is Apple's mark.
const special = ics.ComponentProperty("X-APPLE-SPECIAL-DAY")

// Read reads the events of a file, in its order; places are "event 1",
// "event 2" … errs.Invalid names them.
func Read(body []byte) ([]setting.Row, error) {
	var f errs.Fields
	if !utf8.Valid(body) {
		f.Add("body", "setting.not_utf8")
		return nil, f.Err()
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if !plain(body) {
		f.Add("body", "setting.bad_ical")
		return nil, f.Err()
	}
	file, err := ics.ParseCalendar(bytes.NewReader(body))
	if err != nil || file == nil {
		f.Add("body", "setting.bad_ical")
		return nil, f.Err()
	}
	events := file.Events()
	if len(events) > maxEvents {
		f.Add("body", "calendar.too_many", "max", maxEvents)
		return nil, f.Err()
	}
	var rows []setting.Row
	for i, e := range events {
		rows = append(rows, read(e, "event "+strconv.Itoa(i+1), &f)...)
	}
	return rows, f.Err()
}

// maxLine is how long a line may be, folds joined, and maxParts how many
// components a file may have: far beyond any calendar of holidays. The library
// takes time by the square of both.
const (
	maxLine  = 4096 // bytes
	maxParts = 4 * maxEvents
)

// plain tells whether a file is one that the library reads quickly.
func plain(body []byte) bool {
	body = bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
	body = bytes.ReplaceAll(body, []byte("\n "), nil)
	body = bytes.ReplaceAll(body, []byte("\n\t"), nil)
	for line := range bytes.SplitSeq(body, []byte("\n")) {
		if len(line) > maxLine {
			return false
		}
	}
	return bytes.Count(body, []byte("BEGIN")) <= maxParts
}

// read gives a row for each day of an event.
func read(e *ics.VEvent, place string, f *errs.Fields) []setting.Row {
	name, off, known := kind(text(e, ics.ComponentPropertySummary), text(e, special))
	if !known {
		f.Add(place+".off", "setting.no_kind")
	}
	if e.GetProperty(ics.ComponentPropertyRrule) != nil || e.GetProperty(ics.ComponentProperty("RDATE")) != nil {
		f.Add(place+".date", "setting.repeats")
		return nil
	}
	first, ok := day(text(e, ics.ComponentPropertyDtStart))
	last, fine := first, true
	if end := text(e, ics.ComponentPropertyDtEnd); end != "" {
		last, fine = day(end)
		last = last.AddDays(-1) // the end of an event of whole days is the day after
	} else if length := text(e, ics.ComponentPropertyDuration); length != "" {
		var days int
		days, fine = wholeDays(length)
		last = first.AddDays(days - 1)
	}
	if !ok || !fine {
		f.Add(place+".date", "setting.whole_days")
		return nil
	}
	if last.Before(first) || first.AddDays(maxDays-1).Before(last) {
		f.Add(place+".date", "setting.range", "max", maxDays)
		return nil
	}
	var rows []setting.Row
	for d := first; !last.Before(d); d = d.AddDays(1) {
		rows = append(rows, setting.Row{Holiday: calendar.Holiday{Date: d, Name: name, Off: off}, Place: place})
	}
	return rows
}

func text(e *ics.VEvent, property ics.ComponentProperty) string {
	p := e.GetProperty(property)
	if p == nil {
		return ""
	}
	return strings.TrimSpace(p.Value)
}

// day reads a date; a time of day is no date.
func day(value string) (calendar.Date, bool) {
	t, err := time.Parse("20060102", value)
	if err != nil {
		return calendar.Date{}, false
	}
	return calendar.DateIn(t, time.UTC), true
}

var lengthForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^P(\d{1,3})([DW])$`) })

func wholeDays(length string) (int, bool) {
	m := lengthForm().FindStringSubmatch(length)
	if m == nil {
		return 0, false
	}
	n, _ := strconv.Atoi(m[1]) // three digits
	if m[2] == "W" {
		n *= 7
	}
	return n, true
}

// mark is 休 or 班, as it stands at the end of a summary.
var mark = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(fmt.Sprintf(`[\s·:：-]*[（(\[【]?\s*(%s|%s)\s*[）)\]】]?$`, offMarks, workMarks))
})

const (
	offMarks  = "休|休息|放假|假期"
	workMarks = "班|上班|补班|调休上班"
)

// kind takes the name of the holiday and what the day is from a summary.
func kind(summary, special string) (name string, off, known bool) {
	m := mark().FindStringSubmatchIndex(summary)
	if m != nil {
		summary, name = summary[m[2]:m[3]], strings.TrimSpace(summary[:m[0]])
	} else {
		name = summary
	}
	switch {
	case special == "WORK-HOLIDAY":
		return name, true, true
	case special == "ALTERNATE-WORKDAY":
		return name, false, true
	case m == nil:
		return name, false, false
	}
	return name, !strings.HasSuffix(summary, "班"), true
}
