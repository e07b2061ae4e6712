package message

import (
	"fmt"
	"time"

	"huiyin/shared/words"
)

// farAway is from when on a day needs its year and no hour: a due time eleven
// months ahead could be taken for one of this year.
const farAway = 330 * 24 * time.Hour

// Format says until when, as pages and SMS both say it: "今天18:30前",
// "明天09:00前", "6月9日18:30前"; "by 18:30 today", "by 18:30 on 9 Jun". Days
// are those of the zone. The zero time is "尽快", "soon": there is no deadline
// to name. At most 12 UTF-16 units in Chinese, 20 characters in English.
func Format(due, now time.Time, zone *time.Location, lang words.Lang) string {
	if due.IsZero() {
		return words.Text(lang, "message.soon", nil)
	}
	return words.Text(lang, "message.by", map[string]any{"when": At(due, now, zone, lang)})
}

// At says when: "今天18:30", "昨天18:30", "6月9日18:30"; "18:30 today". Months
// and weeks away it is the date with the hour, from eleven months on the date
// with the year.
func At(instant, now time.Time, zone *time.Location, lang words.Lang) string {
	local, today := instant.In(zone), now.In(zone)
	code := "message.date"
	switch away := instant.Sub(now); {
	case sameDay(local, today):
		code = "message.today"
	case sameDay(local, today.AddDate(0, 0, 1)):
		code = "message.tomorrow"
	case sameDay(local, today.AddDate(0, 0, -1)):
		code = "message.yesterday"
	case away > farAway || away < -farAway:
		code = "message.year"
	}
	return words.Text(lang, code, map[string]any{
		"time":  local.Format("15:04"),
		"day":   local.Day(),
		"month": int(local.Month()),
		"mon":   local.Format("Jan"),
		"year":  fmt.Sprint(local.Year()),
	})
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
