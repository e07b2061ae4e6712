package console

import (
	"slices"
	"strings"
	"time"

	"huiyin/shared/web/desk"
	"huiyin/shared/words"
)

// timer is a deadline as the page shows it.
type timer struct {
	desk.TicketTimer
	Due     Due
	Running bool
	How     string // how its due time came about, in words
}

type timersPart struct {
	*ticketPage
	Timers []timer // those that still run first
}

func timersPanel(t *ticketPage) (any, error) {
	p := timersPart{ticketPage: t}
	var ended []timer
	for _, one := range t.File.Timers {
		shown := timer{TicketTimer: one, Running: one.EndedAt.IsZero(), How: t.How(one.Explain)}
		if shown.Running {
			shown.Due = t.Due(one.DueAt, one.WarnAt, one.State == "paused")
			p.Timers = append(p.Timers, shown)
		} else {
			ended = append(ended, shown)
		}
	}
	slices.SortStableFunc(p.Timers, func(a, b timer) int { return a.DueAt.Compare(b.DueAt) })
	p.Timers = append(p.Timers, ended...)
	return p, nil
}

// Stretches of a due time's explanation that are told one by one; of more, the
// first ones and the last are.
const (
	toldWhole = 12
	toldFirst = 8
	toldLast  = 2
)

// How tells in words how a due time came about: "周五 20 分钟，非服务时间，周六
// 10 分钟".
func (v *visit) How(moments []desk.TicketMoment) string {
	var told []string
	day := ""
	for _, m := range moments {
		switch on := v.Day(m.From); {
		case m.Why == "open" && on != day:
			told, day = append(told, v.T("how.day", "day", on, "time", v.Span(m.To.Sub(m.From)))), on
		case m.Why == "open":
			told = append(told, v.Span(m.To.Sub(m.From)))
		case m.Why == "elapsed":
			told = append(told, v.T("how.elapsed", "time", v.Span(m.To.Sub(m.From))))
		case m.Why == "hold":
			told = append(told, v.T("how.hold", "time", v.Span(m.To.Sub(m.From))))
		default:
			told = append(told, v.closed(m.Special))
		}
	}
	if len(told) > toldWhole {
		told = append(append(told[:toldFirst:toldFirst], "…"), told[len(told)-toldLast:]...)
	}
	return strings.Join(told, v.T("how.and"))
}

// closed tells of time outside service, and of the days that were closed for a
// reason: "2026-06-19 holiday 端午节".
func (v *visit) closed(special []string) string {
	var days []string
	for _, one := range special {
		said := strings.SplitN(one, " ", 3)
		name := said[0]
		if at, err := time.ParseInLocation(time.DateOnly, said[0], v.c.Zone); err == nil {
			name = v.date(at)
		}
		if len(said) == 3 {
			name += " " + said[2]
		}
		days = append(days, name)
	}
	if len(days) == 0 {
		return v.T("how.closed")
	}
	return v.T("how.closed_for", "days", strings.Join(days, v.T("how.and")))
}

// week is within which a weekday's name says which day is meant.
const week = 6 * 24 * time.Hour

// Day is a day in words: its weekday's name, or its date when it is further
// away than that tells.
func (v *visit) Day(at time.Time) string {
	if away := at.Sub(v.Now); away > week || away < -week {
		return v.date(at)
	}
	return v.T("day." + strings.ToLower(at.In(v.c.Zone).Format("Mon")))
}

func (v *visit) date(at time.Time) string {
	if v.Lang == words.Chinese {
		return at.In(v.c.Zone).Format("1月2日")
	}
	return at.In(v.c.Zone).Format("2 Jan")
}

// Seconds is an amount of time that came as seconds, in words.
func (v *visit) Seconds(n float64) string { return v.Span(time.Duration(n * float64(time.Second))) }

type splitPart struct{ *ticketPage }

// splitPanel tells with whom the time was, once it was with more than one.
func splitPanel(t *ticketPage) (any, error) {
	if len(t.File.Split.Totals) == 0 {
		return nil, nil
	}
	return splitPart{t}, nil
}

// With is a holder of a ticket's time in words.
func (v *visit) With(with, name string) string {
	if name != "" {
		return name
	}
	return v.Option("with", with)
}
