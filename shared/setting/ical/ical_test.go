package ical

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// file is an iCalendar file with events, each written as its lines.
func file(events ...string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//ZH\r\n")
	for _, e := range events {
		fmt.Fprintf(&b, "BEGIN:VEVENT\r\n%s\r\nEND:VEVENT\r\n", strings.ReplaceAll(e, "\n", "\r\n"))
	}
	b.WriteString("END:VCALENDAR\r\n")
	return b.String()
}

// rule: LAW-5
func TestHolidaysOfACalendarFile(t *testing.T) {
	for name, c := range map[string]struct{ events, want string }{
		"one day": {"UID:1\nDTSTART;VALUE=DATE:20270101\nSUMMARY:元旦（休）", "2027-01-01 元旦 true event 1"},
		"its end is a day after": {"DTSTART;VALUE=DATE:20271001\nDTEND;VALUE=DATE:20271004\nSUMMARY:国庆节 休",
			"2027-10-01 国庆节 true event 1|2027-10-02 国庆节 true event 1|2027-10-03 国庆节 true event 1"},
		"a duration":           {"DTSTART:20270405\nDURATION:P1D\nSUMMARY:清明节放假", "2027-04-05 清明节 true event 1"},
		"a working day":        {"DTSTART;VALUE=DATE:20270220\nSUMMARY:春节（班）", "2027-02-20 春节 false event 1"},
		"another working day":  {"DTSTART;VALUE=DATE:20270220\nSUMMARY:春节 补班", "2027-02-20 春节 false event 1"},
		"as Apple marks it":    {"DTSTART;VALUE=DATE:20270501\nSUMMARY:劳动节\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY", "2027-05-01 劳动节 true event 1"},
		"Apple's working day":  {"DTSTART;VALUE=DATE:20270508\nSUMMARY:劳动节（班）\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY", "2027-05-08 劳动节 false event 1"},
		"a folded line":        {"DTSTART;VALUE=DATE:20270609\nSUMMARY:端午\n 节（休）", "2027-06-09 端午节 true event 1"},
		"an escaped comma":     {"DTSTART;VALUE=DATE:20271001\nSUMMARY:国庆节\\, 中秋节（休）", "2027-10-01 国庆节, 中秋节 true event 1"},
		"the name is the mark": {"DTSTART;VALUE=DATE:20270101\nSUMMARY:休", "2027-01-01  true event 1"},
	} {
		rows, err := Read([]byte("\ufeff" + file(c.events)))
		var got []string
		for _, r := range rows {
			got = append(got, fmt.Sprint(r.Date, " ", r.Name, " ", r.Off, " ", r.Place))
		}
		if err != nil || strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q (%v)", name, got, err)
		}
	}
}

func TestWhatIsNoListOfHolidaysIsRefusedByItsPlace(t *testing.T) {
	good := "DTSTART;VALUE=DATE:20270101\nSUMMARY:元旦（休）"
	for name, c := range map[string]struct{ file, path, code string }{
		"no calendar":     {"hello", "body", "setting.bad_ical"},
		"nothing":         {"", "", ""},
		"not UTF-8":       {"BEGIN:VCALENDAR\xff", "body", "setting.not_utf8"},
		"neither":         {file(good, "DTSTART;VALUE=DATE:20270214\nSUMMARY:情人节"), "event 2.off", "setting.no_kind"},
		"an hour":         {file("DTSTART:20270101T090000Z\nSUMMARY:元旦（休）"), "event 1.date", "setting.whole_days"},
		"no date":         {file("SUMMARY:元旦（休）"), "event 1.date", "setting.whole_days"},
		"no such date":    {file("DTSTART;VALUE=DATE:20270230\nSUMMARY:春节（休）"), "event 1.date", "setting.whole_days"},
		"half a day":      {file("DTSTART;VALUE=DATE:20270101\nDURATION:PT12H\nSUMMARY:元旦（休）"), "event 1.date", "setting.whole_days"},
		"backwards":       {file("DTSTART;VALUE=DATE:20270105\nDTEND;VALUE=DATE:20270101\nSUMMARY:元旦（休）"), "event 1.date", "setting.range"},
		"a whole year":    {file("DTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20280101\nSUMMARY:元旦（休）"), "event 1.date", "setting.range"},
		"every year":      {file(good + "\nRRULE:FREQ=YEARLY"), "event 1.date", "setting.repeats"},
		"too many events": {file(strings.Split(strings.Repeat(good+"|", 400)+good, "|")...), "body", "calendar.too_many"},
	} {
		rows, err := Read([]byte(c.file))
		if c.code == "" {
			if err != nil || rows != nil {
				t.Errorf("%s: %v, %v", name, rows, err)
			}
			continue
		}
		fields := errs.As(err).Fields
		if len(fields) == 0 || fields[len(fields)-1].Path != c.path || fields[len(fields)-1].Code != c.code || !words.Has(c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file that is made to take long is refused at once.
func TestAFileThatTakesLongIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"many parameters":  file("SUMMARY" + strings.Repeat(";a=b", 60_000) + ":元旦（休）"),
		"in folded lines":  file("SUMMARY" + strings.Repeat(";a=b\n ", 40_000) + ":元旦（休）"),
		"events in events": "BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:VEVENT\n", 19_000),
		"folded as well":   "BEGIN:VCALENDAR\n" + strings.Repeat("BE\n GIN:VEVENT\n", 16_000),
	} {
		began := time.Now()
		if _, err := Read([]byte(body)); errs.As(err).Fields[0].Code != "setting.bad_ical" {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 5*time.Second { // without the bounds it takes twenty and more
			t.Errorf("%s took %v", name, took)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(file("DTSTART;VALUE=DATE:20271001\nDTEND;VALUE=DATE:20271004\nSUMMARY:国庆节 休", "SUMMARY:x\nDURATION:P1W")))
	f.Fuzz(func(t *testing.T, body []byte) {
		rows, err := Read(body)
		if len(rows) > maxEvents*maxDays {
			t.Errorf("%d rows", len(rows))
		}
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Error(err)
		}
	})
}
