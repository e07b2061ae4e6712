package calendar

import (
	"strings"
	"time"
)

// loadZone finds an IANA zone. Names that mean "whatever this machine is set
// to", and the copies that some systems keep of the whole database, are no
// zones of a calendar.
func loadZone(name string) (*time.Location, bool) {
	if name == "" || name == "Local" || name == "localtime" || name == "Factory" || name == "posixrules" ||
		strings.HasPrefix(name, "posix/") || strings.HasPrefix(name, "right/") {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// regime is a stretch of time with one offset from UTC.
type regime struct {
	from, to int64 // Unix seconds, [from, to)
	offset   int64 // seconds east of UTC
}

// regimeAt is the regime that holds at an instant (Unix seconds).
func regimeAt(zone *time.Location, at int64) regime {
	t := time.Unix(at, 0).In(zone)
	start, end := t.ZoneBounds()
	_, offset := t.Zone()
	r := regime{from: -1 << 62, to: 1 << 62, offset: int64(offset)}
	if !start.IsZero() {
		r.from = start.Unix()
	}
	if !end.IsZero() {
		r.to = end.Unix()
	}
	return r
}

// farthest is more than any zone lies from UTC.
const farthest = 15 * 60 * 60

// instantIn turns a wall time (seconds since 1970-01-01T00:00 on the wall) into
// Unix seconds, given the regimes around it in order: of a wall time that comes
// twice the first, and one that is skipped with the offset before the change.
func instantIn(regimes []regime, wall int64) int64 {
	before := regimes[0].offset
	for _, r := range regimes {
		at := wall - r.offset
		if at < r.from { // the change into this regime jumped over it
			return wall - before
		}
		if at < r.to {
			return at
		}
		before = r.offset
	}
	return wall - before
}

// regimesBetween lists the regimes that touch [from, to], Unix seconds.
func regimesBetween(zone *time.Location, from, to int64) []regime {
	var list []regime
	for at := from; ; {
		r := regimeAt(zone, at)
		list = append(list, r)
		if r.to > to {
			return list
		}
		at = r.to
	}
}

// Instant is the instant of a wall time: minutes after a date's midnight. One that
// is skipped is read with the offset before the change, of a doubled one it is
// the first.
func Instant(zone *time.Location, date Date, minutes int) time.Time {
	wall := date.utc().Unix() + int64(minutes)*60
	around := regimesBetween(zone, wall-farthest, wall+farthest)
	return time.Unix(instantIn(around, wall), 0).UTC()
}
