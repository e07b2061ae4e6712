package setting

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"huiyin/shared/calendar"
)

// maxRange is how many days one range may have: the longest holiday so far has
// nine.
const maxRange = 31

// Days of the week stand in brackets behind a date and say nothing new.
var bracketed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[（(][^（）()]*[）)]`) })

// oneDate is a date as people write it, the year and the month perhaps left
// out: 2026-10-01, 2026/10/1, 2026.10.1, 2026年10月1日, 10月1日, 7日.
var oneDate = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})[日号]?)$`)
})

// hyphen is one that means a range, and not one inside a date: 10月1日-7日, 10月1-7日.
var hyphen = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`([日号]|月\d{1,2})-`) })

// narrow turns digits and marks, as Chinese keyboards make them, into one form.
var narrow = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
	"／", "/", "．", ".", " ", "", "\u3000", "", "\u00a0", "", "到", "至", "~", "至", "～", "至", "—", "至", "–", "至", "－", "至", "，", "、", ",", "、", "；", "、", ";", "、", "和", "、")

// readDates reads dates and ranges; the code says what is wrong with them.
func readDates(text string, year int) (dates []calendar.Date, code string) {
	text = narrow.Replace(bracketed().ReplaceAllString(text, ""))
	text = strings.ReplaceAll(text, "至至", "至") // a long dash is two
	text = hyphen().ReplaceAllString(text, "${1}至")
	last := calendar.Date{Year: year}
	for part := range strings.SplitSeq(text, "、") {
		if part == "" {
			continue
		}
		from, to, isRange := strings.Cut(part, "至")
		first, ok := readDate(from, last)
		if !ok {
			return nil, "setting.date"
		}
		end := first
		if isRange {
			if end, ok = readDate(to, first); !ok {
				return nil, "setting.date"
			}
			if end.Before(first) && !yearWritten(from) { // 12月31日至1月2日 begins in the year before
				first.Year--
			}
		}
		if !exists(first) || !exists(end) {
			return nil, "calendar.no_such_date"
		}
		n := 0
		for d := first; !end.Before(d); d = d.AddDays(1) {
			if n++; n > maxRange {
				return nil, "setting.range"
			}
			dates = append(dates, d)
		}
		if n == 0 {
			return nil, "setting.range"
		}
		last = end
	}
	if len(dates) == 0 {
		return nil, "setting.date"
	}
	return dates, ""
}

// readDate reads one date; what it leaves out is that of the date before it.
func readDate(text string, before calendar.Date) (calendar.Date, bool) {
	m := oneDate().FindStringSubmatch(text)
	if m == nil {
		return calendar.Date{}, false
	}
	number := func(text string, otherwise int) int {
		if text == "" {
			return otherwise
		}
		n, _ := strconv.Atoi(text) // digits, at most four
		return n
	}
	if m[1] != "" {
		return calendar.Date{Year: number(m[1], 0), Month: time.Month(number(m[2], 0)), Day: number(m[3], 0)}, true
	}
	month := number(m[5], int(before.Month))
	return calendar.Date{Year: number(m[4], before.Year), Month: time.Month(month), Day: number(m[6], 0)}, month > 0
}

func yearWritten(text string) bool { return len(text) > 4 && strings.IndexAny(text, "年-/.") == 4 }

// exists tells whether there is such a day.
func exists(d calendar.Date) bool {
	parsed, ok := calendar.ParseDate(d.String())
	return ok && parsed == d
}
