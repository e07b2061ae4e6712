package sla

import (
	"slices"
	"time"

	"huiyin/shared/calendar"
)

// nextDayClose is the NextDay that means the end of that day's service.
const nextDayClose = "close"

// due is when a target that starts at an instant is due, before any hold.
func (t Target) due(cal *calendar.Schedule, start time.Time) (time.Time, error) {
	due, err := t.plainDue(cal, start)
	if err != nil || t.AfterHours == "" || cal.IsOpen(start) {
		return due, err
	}
	minutes, _ := calendar.ParseClock(t.AfterHours) // validated
	date := cal.Date(start)
	when := cal.At(date, minutes)
	// In a midday break the morning's hour has passed: then it is the next
	// day's, and most often the target itself comes first.
	if !cal.StillToCome(start) || !when.After(start) {
		if date, err = cal.NextServiceDay(date); err != nil {
			return due, nil
		}
		when = cal.At(date, minutes)
	}
	if when.Before(due) {
		return when, nil
	}
	return due, nil
}

// plainDue is due, without AfterHours.
func (t Target) plainDue(cal *calendar.Schedule, start time.Time) (time.Time, error) {
	switch {
	case t.Elapsed != 0:
		return start.Add(time.Duration(t.Elapsed)), nil
	case t.NextDay != "":
		return nextServiceDayAt(cal, start, t.NextDay)
	}
	return cal.Add(start, time.Duration(t.Business))
}

// nextServiceDayAt is a time ("09:00" or "close") of the service day after an
// instant's local date.
func nextServiceDayAt(cal *calendar.Schedule, after time.Time, clock string) (time.Time, error) {
	date, err := cal.NextServiceDay(cal.Date(after))
	if err != nil {
		return time.Time{}, err
	}
	at, _ := cal.Close(date)
	if clock != nextDayClose {
		minutes, _ := calendar.ParseClock(clock) // validated
		at = cal.At(date, minutes)
	}
	return at, calendar.WithinHorizon(after, at)
}

// course is the time of a cycle's own kind: it stands still while the cycle is
// on hold, and outside service unless the cycle counts time on the wall.
type course struct {
	cal     *calendar.Schedule
	elapsed bool
	holds   []Hold // the closed ones that stopped the cycle, none before its start
}

// courseOf is the course of a cycle on a calendar.
func (s *State) courseOf(c *Cycle, cal *calendar.Schedule) course {
	k := course{cal: cal, elapsed: c.elapsed()}
	if !c.pausable() {
		return k
	}
	for _, h := range s.Holds {
		if h.To.IsZero() || !c.Start.Before(h.To) {
			continue
		}
		k.holds = append(k.holds, Hold{From: later(h.From, c.Start), To: h.To})
	}
	return k
}

// split parts the holds into those before an instant and those from it on.
func (k course) split(at time.Time) (before, after course) {
	before, after = k, k
	n, _ := slices.BinarySearchFunc(k.holds, at, func(h Hold, t time.Time) int { return h.From.Compare(t) })
	before.holds, after.holds = k.holds[:n], k.holds[n:]
	return before, after
}

// add is the instant at which d more of open (or any) time has passed, holds
// left aside.
func (k course) add(start time.Time, d time.Duration) (time.Time, error) {
	if k.elapsed {
		return start.Add(d), nil
	}
	return k.cal.Add(start, d)
}

// between is the open (or any) time between two instants, holds left aside.
func (k course) between(from, to time.Time) time.Duration {
	if !from.Before(to) {
		return 0
	}
	if k.elapsed {
		return to.Sub(from)
	}
	return k.cal.Between(from, to)
}

// after moves an instant that was found without holds past those that began
// before it. What was left when a hold began is left when it ends; no hold
// brings an instant forward, which could else happen to one in closed time.
func (k course) after(at time.Time) (time.Time, error) {
	for _, h := range k.holds {
		if at.Before(h.From) {
			break
		}
		moved, err := k.add(h.To, k.between(h.From, at))
		if err != nil {
			return time.Time{}, err
		}
		at = later(at, moved)
	}
	return at, nil
}

// held is the own time that the holds took of [from, to).
func (k course) held(from, to time.Time) (sum time.Duration) {
	for _, h := range k.holds {
		sum += k.between(later(h.From, from), earlier(h.To, to))
	}
	return sum
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
