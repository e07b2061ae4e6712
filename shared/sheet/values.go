package sheet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/words"
)

// lists are the words that a cell of a few values may hold, by what they mean;
// what people say for them is in the texts, sheet.word.<list>.<value>, and what
// else is understood here.
var lists = map[string]map[string][]string{
	"class":    {customer.General: {"普通客户", "一般"}, customer.Suitable: {"合适客户"}, customer.Key: {"关键", "重点客户", "关键客户"}},
	"title":    {customer.Mr: {"mr."}, customer.Ms: {"ms.", "小姐"}},
	"language": {"zh": {"汉语"}, "en": {"英语"}},
	"calendar": {"solar": {"阳历", "新历"}, "lunar": {"阴历", "旧历"}},
	"mode":     {"road": {"陆运", "汽运"}, "air": {"空运"}, "rail": {"铁运"}, "sea": {"水运"}, "express": {}},
	"role": {customer.Decides: {"老板", "拍板"}, customer.Uses: {}, customer.Receives: {"收货人"}, customer.Sends: {"发货", "发货人"}, customer.Pays: {"财务"},
		customer.Technician: {"技术员"}, customer.Other: {}},
	"yes": {"yes": {"y", "true", "1"}, "no": {"n", "false", "0"}},
	// What the tracking service kuaidi100 calls them; its codes are read by package
	// shipment.
	"state": {"collected": {"揽收", "揽件"}, "transit": {"在途", "在途中"}, "customs": {"清关", "待清关", "已清关"}, "forwarded": {"转投", "转单"},
		"delivering": {"派件", "派件中", "派送"}, "problem": {"疑难件", "清关异常"}, "refused": {"拒签", "拒收"},
		"returning": {"退回", "退件"}, "returned": {"退签"}, "signed": {"签收"}},
}

// meaning is the value that a word stands for; "" for an empty one.
func meaning(list, word string) (string, bool) {
	if word == "" {
		return "", true
	}
	for value, others := range lists[list] {
		said := append([]string{value}, others...)
		for _, lang := range words.Langs {
			said = append(said, words.Text(lang, "sheet.word."+list+"."+value, nil))
		}
		for _, one := range said {
			if strings.EqualFold(one, word) {
				return value, true
			}
		}
	}
	return "", false
}

// say is a value in a language; no language gives the value itself.
func say(list, value string, lang words.Lang) string {
	if value == "" || lang == "" {
		return value
	}
	return words.Text(lang, "sheet.word."+list+"."+value, nil)
}

// split takes a cell with several values apart.
func split(cell string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；、|\n", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// How people and spreadsheets write a day of the year.
var (
	monthDay = regexp.MustCompile(`^(?:\d{4}[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$`)
	dayMonth = regexp.MustCompile(`^(\d{1,2})[- ]([A-Za-z]{3,9})(?:[- ]\d{2,4})?$`)
	monthly  = regexp.MustCompile(`^([A-Za-z]{3,9})[- ](\d{1,2})(?:,? \d{4})?$`)
)

// readDay reads a day of the year; the year is passed over.
func readDay(cell string) (month, day int, ok bool) {
	if m := monthDay.FindStringSubmatch(cell); m != nil {
		return number(m[1]), number(m[2]), true
	}
	if m := dayMonth.FindStringSubmatch(cell); m != nil {
		month, ok = monthOf(m[2])
		return month, number(m[1]), ok
	}
	if m := monthly.FindStringSubmatch(cell); m != nil {
		month, ok = monthOf(m[1])
		return month, number(m[2]), ok
	}
	return 0, 0, false
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // a few digits, as the pattern has seen
	return n
}

func monthOf(name string) (int, bool) {
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(name, m.String()) || strings.EqualFold(name, m.String()[:3]) {
			return int(m), true
		}
	}
	return 0, false
}

// writeDay writes a day of the year so that a spreadsheet does not turn it round,
// and readDay reads it again.
func writeDay(b customer.Birthday, lang words.Lang) string {
	switch {
	case !b.Known():
		return ""
	case lang == words.English:
		return fmt.Sprintf("%d-%s", b.Day, time.Month(b.Month).String()[:3])
	case lang == words.Chinese:
		return fmt.Sprintf("%d月%d日", b.Month, b.Day)
	}
	return fmt.Sprintf("%02d-%02d", b.Month, b.Day)
}

// instants are the ways to write a date, with or without a time.
var instants = []string{time.RFC3339, "2006-01-02 15:04:05", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006/1/2 15:04:05", "2006/1/2 15:04",
	"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "2-Jan-2006", "2 Jan 2006"}

// readInstant reads a date, with or without a time, as the clock of a zone
// shows it.
func readInstant(cell string, zone *time.Location) (time.Time, bool) {
	for _, layout := range instants {
		if at, err := time.ParseInLocation(layout, cell, zone); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// writeInstant writes an instant as readInstant reads it.
func writeInstant(at time.Time, zone *time.Location, lang words.Lang) string {
	switch {
	case at.IsZero():
		return ""
	case lang == "":
		return at.UTC().Format(time.RFC3339)
	}
	return at.In(zone).Format(time.DateTime)
}

// decimals is a figure as people write it, with what they put around it taken
// off.
var decimals = regexp.MustCompile(`^(\d{1,12})(?:\.(\d+))?$`)

// readDecimal reads a figure in so many places behind the point, as a whole
// number of the smallest unit.
func readDecimal(cell string, places int) (int64, bool) {
	m := decimals.FindStringSubmatch(strings.NewReplacer(",", "", "，", "", "¥", "", "￥", "", "元", "", " ", "").Replace(cell))
	if m == nil {
		return 0, false
	}
	behind := strings.TrimRight(m[2], "0")
	if len(behind) > places {
		return 0, false
	}
	n, err := strconv.ParseInt(m[1]+behind+strings.Repeat("0", places-len(behind)), 10, 64)
	return n, err == nil
}

// writeDecimal writes a number of the smallest unit as readDecimal reads it.
func writeDecimal(n int64, places int) string {
	digits := fmt.Sprintf("%0*d", places+1, n)
	return digits[:len(digits)-places] + "." + digits[len(digits)-places:]
}
