package calendar

import (
	"time"

	"huiyin/shared/errs"
)

// noOpenTime is the answer when the horizon is reached.
func noOpenTime() error {
	return errs.New(errs.Invalid, "calendar.no_open_time").With("days", int(Horizon/(24*time.Hour)))
}

// WithinHorizon is an error calendar.no_open_time when an answer lies too far
// ahead of the question.
func WithinHorizon(from, answer time.Time) error {
	if answer.Sub(from) > Horizon {
		return noOpenTime()
	}
	return nil
}

// InRange tells whether an instant is one that calendars can work with: in the
// UTC years 1970 to 2200 less the horizon on both sides.
func InRange(t time.Time) bool {
	year := t.UTC().Year()
	return year > firstYear+1 && year < lastYear-1
}

// Add is the instant at which d of open time has passed since start: the first
// such instant, so an amount that is used up at a close stays at that close,
// and nothing at all is start itself. Error calendar.no_open_time when it lies
// beyond the horizon, calendar.out_of_range when start does or d is negative.
func (s *Schedule) Add(start time.Time, d time.Duration) (time.Time, error) {
	if d < 0 || !InRange(start) {
		return time.Time{}, errs.New(errs.Invalid, "calendar.out_of_range")
	}
	if d == 0 {
		return start.UTC(), nil
	}
	number, left := start.UTC().Year(), int64(d)
	y := s.yearAt(number)
	left += y.openBefore(start.UnixNano())
	for left > y.total {
		left -= y.total
		if number++; startOf(number).Sub(start) > Horizon {
			return time.Time{}, noOpenTime()
		}
		y = s.yearAt(number)
	}
	due := time.Unix(0, y.after(left)).UTC()
	return due, WithinHorizon(start, due)
}

// Between is the open time in [from, to); nothing when to is not after from.
// Both must be InRange.
func (s *Schedule) Between(from, to time.Time) time.Duration {
	if !from.Before(to) {
		return 0
	}
	first, last := from.UTC().Year(), to.UTC().Year()
	sum := s.yearAt(last).openBefore(to.UnixNano()) - s.yearAt(first).openBefore(from.UnixNano())
	for number := first; number < last; number++ {
		sum += s.yearAt(number).total
	}
	return time.Duration(sum)
}

// IsOpen tells whether an instant lies in open time, [open, close).
func (s *Schedule) IsOpen(t time.Time) bool {
	y, at := s.yearAt(t.UTC().Year()), t.UnixNano()
	i := y.next(at)
	return i < len(y.opens) && y.opens[i].from <= at
}

// Date is the local date of an instant.
func (s *Schedule) Date(t time.Time) Date { return DateIn(t, s.zone) }

// At is the instant of a wall time on a date, minutes after midnight.
func (s *Schedule) At(date Date, minutes int) time.Time { return Instant(s.zone, date, minutes) }

// ServiceDay tells whether a date has spans of its own.
func (s *Schedule) ServiceDay(date Date) bool {
	_, ok := s.Close(date)
	return ok
}

// NextServiceDay is the first service day after a date.
func (s *Schedule) NextServiceDay(after Date) (Date, error) {
	for n := 1; n <= int(Horizon/(24*time.Hour)); n++ {
		if date := after.AddDays(n); s.ServiceDay(date) {
			return date, nil
		}
	}
	return Date{}, noOpenTime()
}

// Open is when a date's first span begins; false on a day without any.
func (s *Schedule) Open(date Date) (time.Time, bool) {
	for _, sp := range s.spansOn(date) {
		if from, to := s.At(date, sp.from), s.At(date, sp.to); from.Before(to) {
			return from, true
		}
	}
	return time.Time{}, false
}

// Close is when a date's last span ends, which may be on the next day; false on
// a day without any.
func (s *Schedule) Close(date Date) (last time.Time, ok bool) {
	for _, sp := range s.spansOn(date) {
		if from, to := s.At(date, sp.from), s.At(date, sp.to); from.Before(to) && last.Before(to) {
			last, ok = to, true
		}
	}
	return last, ok
}

// StillToCome tells whether a span of the instant's local date begins after it.
func (s *Schedule) StillToCome(t time.Time) bool {
	date := s.Date(t)
	for _, sp := range s.spansOn(date) {
		if from := s.At(date, sp.from); t.Before(from) && from.Before(s.At(date, sp.to)) {
			return true
		}
	}
	return false
}
