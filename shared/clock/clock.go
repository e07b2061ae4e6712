package clock

import "time"

// Clock tells the present as the desk sees it.
type Clock struct{ offset time.Duration }

// New makes a clock that is offset ahead of the machine's (behind when
// negative).
func New(offset time.Duration) Clock { return Clock{offset: offset} }

// Now is the present in UTC, to the millisecond, the precision of everything
// that is stored.
func (c Clock) Now() time.Time {
	return time.Now().Add(c.offset).UTC().Truncate(time.Millisecond)
}

// Later is the later of two instants: a record's time never runs backwards.
func Later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
