package console

import (
	"strings"
	"time"
)

// The looks of a due time. Colour says only time; each has its words and its
// shape as well.
const (
	DueNone = "none" // there is no deadline
	DueOK   = "ok"   // there is time
	DueSoon = "soon" // from the first warning on
	DueLate = "late" // it has passed
	DueHeld = "held" // it waits for somebody else
)

// Due is a due time as it is shown and counted down.
type Due struct {
	Class string
	Text  string // "还剩 12 分", "已超时 1 小时"
	At    string // RFC 3339, "" for none
	Warn  string // from when on it is soon
	Exact string
	Held  bool
}

// Never is no instant, where a due time has no warning.
func (v *visit) Never() time.Time { return time.Time{} }

// soon is how long before it is due a thing is soon when no warning is known.
const soon = 30 * time.Minute

// Due says how long there is until an instant. Warn is when the first warning
// is; the zero time takes half an hour before. Held is what waits for somebody
// else: its clock may stand still.
func (v *visit) Due(at, warn time.Time, held bool) Due {
	if at.IsZero() {
		return Due{Class: DueNone, Text: v.T("due.none")}
	}
	if warn.IsZero() {
		warn = at.Add(-soon)
	}
	d := Due{Class: DueOK, At: at.UTC().Format(time.RFC3339), Warn: warn.UTC().Format(time.RFC3339), Exact: v.Exact(at), Held: held}
	left := at.Sub(v.Now)
	switch {
	case left < 0:
		d.Class = DueLate
	case held:
		d.Class = DueHeld
	case !v.Now.Before(warn):
		d.Class = DueSoon
	}
	code := "due.left"
	if left < 0 {
		code, left = "due.late", -left
	}
	d.Text = v.T(code, "time", v.Long(left))
	return d
}

// Long is a duration in words of two units at most: "3 小时 5 分".
func (v *visit) Long(d time.Duration) string { return v.inWords(d, "long.minutes") }

// Span is an amount of time in words: "3 小时 5 分钟".
func (v *visit) Span(d time.Duration) string { return v.inWords(d, "long.minutes_spent") }

func (v *visit) inWords(d time.Duration, inMinutes string) string {
	all := int(d / time.Minute)
	days, hours, minutes := all/(24*60), all/60%24, all%60
	switch {
	case days > 0 && hours > 0:
		return v.T("long.two", "a", v.T("long.days", "n", days), "b", v.T("long.hours", "n", hours))
	case days > 0:
		return v.T("long.days", "n", days)
	case hours > 0 && minutes > 0:
		return v.T("long.two", "a", v.T("long.hours", "n", hours), "b", v.T(inMinutes, "n", minutes))
	case hours > 0:
		return v.T("long.hours", "n", hours)
	case minutes > 0:
		return v.T(inMinutes, "n", minutes)
	}
	return v.T("long.moment")
}

// LongWords are the words of Long for the page's script: two units, days,
// hours, minutes, less than one.
func (v *visit) LongWords() string {
	return strings.Join([]string{
		v.T("long.two", "a", "{a}", "b", "{b}"), v.T("long.days", "n", "{n}"), v.T("long.hours", "n", "{n}"), v.T("long.minutes", "n", "{n}"), v.T("long.moment"),
	}, "|")
}

// Clock is the desk's time, which need not be the browser's.
func (v *visit) Clock() string { return v.Now.UTC().Format(time.RFC3339) }
