package year

import (
	"maps"
	"slices"
	"strings"
	"time"

	"huiyin/shared/calendar"
)

// Expect are the outcomes that are right for a file and a date. A file that
// moved may have been named by the runs of two zones: what the first makes of
// it holds, and the second finds the number taken.
func (m *Model) Expect(who int, date calendar.Date) []string {
	right, hits := outcomes{}, 0
	if !slices.ContainsFunc(m.lives[who], func(c change) bool { return m.occasion(c.is, date) != "" }) {
		return []string{Nobody}
	}
	for _, zone := range m.zonesOf(who, date) {
		hit := outcomes{}
		if m.run(hit, who, date, zone); len(hit) == 0 {
			continue
		}
		if hits++; hits > 1 {
			right[Taken] = true
		}
		for o := range hit {
			right[o] = true
		}
		if hit.over() {
			break
		}
	}
	if len(right) == 0 {
		return []string{Nobody}
	}
	return right.list()
}

// zonesOf are the zones a file ever had, the one whose day begins first in
// front.
func (m *Model) zonesOf(who int, date calendar.Date) (zones []string) {
	for _, c := range m.lives[who] {
		if !slices.Contains(zones, c.is.Zone) {
			zones = append(zones, c.is.Zone)
		}
	}
	slices.SortFunc(zones, func(a, b string) int { return m.minute(a, date, start).Compare(m.minute(b, date, start)) })
	return zones
}

// minute is an instant of a local day.
func (m *Model) minute(zone string, date calendar.Date, minute int) time.Time {
	return time.Date(date.Year, date.Month, date.Day, minute/60, minute%60, 0, 0, m.zones[zone])
}

// run adds what the run of a zone and a date can come to for a file. It begins
// with the first full hour from nine on at which the hourly function runs, and
// names everybody then; where functions die, as late as with the first hour
// after that.
func (m *Model) run(right outcomes, who int, date calendar.Date, zone string) {
	var first, last time.Time
	end := m.minute(zone, date, to)
	for tick := m.minute(zone, date, start).Add(time.Hour - 1).Truncate(time.Hour); tick.Before(end) && last.IsZero(); tick = tick.Add(time.Hour) {
		if _, off := m.story.During(tick, NoHours, Nothing); off {
			continue
		}
		if first.IsZero() {
			first = tick
		}
		if _, dying := m.story.During(tick, Dying); !dying {
			last = tick
		}
	}
	if first.IsZero() {
		return
	}
	if last.IsZero() { // perhaps it was never named
		right[Nobody], last = true, end
	}
	named, missed := 0, 0
	for _, at := range m.moments(who, first, last) {
		p := m.at(who, at)
		if p.Absent || p.Archived || p.Consent != Confirmed || p.Zone != zone || m.occasion(p, date) == "" {
			missed++
			continue
		}
		named++
	}
	if named == 0 {
		delete(right, Nobody)
		return
	}
	if missed > 0 {
		right[Nobody] = true
	}
	m.send(right, who, date, first, last)
	for _, other := range m.holders[m.at(who, first).Phone] {
		right[Taken] = right[Taken] || other != who
	}
	if !right[Taken] {
		delete(right, Taken)
	}
}

// send adds what can come of a message that was planned between two moments:
// it goes as soon as notify runs, and again after a trouble that holds it up.
func (m *Model) send(right outcomes, who int, date calendar.Date, first, last time.Time) {
	for {
		off, is := m.story.During(first, NoSending, Nothing)
		if !is {
			break
		}
		first = off.To
	}
	if last.Before(first) {
		last = first
	}
	var halts []time.Time
	for _, t := range m.story.Troubles { // in the order of time
		if t.What != NoHours && t.What != Refuses && t.What != Unclear && !t.From.After(last) && first.Before(t.To) {
			halts = append(halts, t.To)
			if until := t.To.Add(slack); last.Before(until) {
				last = until
			}
		}
	}
	for _, zone := range m.zonesOf(who, date) {
		halts = append(halts, m.minute(zone, date, to))
	}
	for _, at := range m.moments(who, first, last, halts...) {
		m.moment(right, who, date, at)
	}
}

// moment adds what comes of a message that is taken up at one moment.
func (m *Model) moment(right outcomes, who int, date calendar.Date, at time.Time) {
	p := m.at(who, at)
	zone := m.zones[p.Zone]
	today := calendar.DateIn(at, zone)
	var why []string
	for reason, holds := range map[string]bool{
		"gone":                    p.Absent,
		"greeting.archived":       p.Archived,
		"greeting.opted_out":      p.Consent == Stopped,
		"greeting.no_consent":     p.Consent == None || p.Consent == Ticked,
		"greeting.open_complaint": m.complains(p.Phone, at),
		"greeting.not_today":      m.occasion(p, date) == "",
		"greeting.day_over":       !at.Before(m.minute(p.Zone, date, to)),
	} {
		if holds && (reason == "gone" || !p.Absent) {
			why = append(why, "skipped:"+reason)
		}
	}
	if len(why) > 0 {
		for _, reason := range why {
			right[reason] = true
		}
		return
	}
	if open := m.minute(p.Zone, date, from); at.Before(open) || today.Before(date) {
		m.send(right, who, date, open, open.Add(sweeps))
		return
	}
	if m.story.Tight != "" && at.In(m.zones[""]).Format("2006-01") == m.story.Tight {
		right["skipped:budget"] = true
	}
	trouble, _ := m.story.During(at, Throttles, Refuses, Unclear, Shaky, Dying)
	switch trouble.What {
	case Throttles:
	case Refuses:
		right[Failed] = true
	case Unclear:
		right[Unknown] = true
	case Shaky:
		right[Failed], right[Unknown], right["sent:"+m.occasion(p, date)] = true, true, true
	case Dying:
		right[Unknown], right["sent:"+m.occasion(p, date)] = true, true
	default:
		right["sent:"+m.occasion(p, date)] = true
	}
}

// complains tells whether a number has an open complaint.
func (m *Model) complains(phone string, at time.Time) bool {
	return slices.ContainsFunc(m.angry[phone], func(s span) bool { return !at.Before(s.from) && at.Before(s.to) })
}

// moments are the ends of a stretch of time, what lies in it, and everything
// that happened to a file in between: enough to see all that can be true in it.
func (m *Model) moments(who int, first, last time.Time, more ...time.Time) []time.Time {
	all := []time.Time{first, last}
	for _, c := range m.lives[who] {
		more = append(more, c.at)
	}
	for _, at := range more {
		if at.After(first) && at.Before(last) {
			all = append(all, at)
		}
	}
	return all
}

// outcomes is a set of them.
type outcomes map[string]bool

// over tells whether, whichever it is, a message was handed over.
func (o outcomes) over() bool {
	for k := range o {
		if k == Nobody || strings.HasPrefix(k, "skipped:") {
			return false
		}
	}
	return true
}

func (o outcomes) list() []string { return slices.Sorted(maps.Keys(o)) }
