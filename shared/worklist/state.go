package worklist

import (
	"cmp"
	"time"

	"huiyin/shared/ticket"
)

// State is how a line stands with time: the one thing that colour says.
type State string

// The states.
const (
	Late State = "late" // something is owed and late
	Soon State = "soon" // from the first warning on
	Fine State = "ok"   // there is time
	Held State = "held" // the clock that would be first stands still: it waits for somebody else
	None State = "none" // nothing is due
)

// StateOf tells how a line stands with time.
func StateOf(l ticket.Line, now time.Time) State {
	switch {
	case l.Late(now):
		return Late
	case l.Face.Due.IsZero():
		return None
	case l.Face.Held:
		return Held
	case !now.Before(l.Face.Warn):
		return Soon
	}
	return Fine
}

// DueOf is the due time that a line is shown with, and when it becomes short: of
// what is late, or of the clock that is first. Zero when nothing is due.
func DueOf(l ticket.Line, now time.Time) (due, warn time.Time) {
	if l.Late(now) {
		return l.Face.Late, l.Face.Late
	}
	return l.Face.Due, l.Face.Warn
}

// place is where a line stands in a list.
type place struct {
	rank   int // 0: its clock runs; 1: nothing is due; 2: it waits for somebody else
	at     time.Time
	number string
}

func placeOf(l ticket.Line, now time.Time) place {
	switch state := StateOf(l, now); {
	case state == None:
		return place{1, l.Place, l.Number}
	case state == Held:
		return place{2, l.Face.Due, l.Number}
	}
	return place{0, l.Face.Late, l.Number}
}

func (p place) compare(other place) int {
	return cmp.Or(cmp.Compare(p.rank, other.rank), p.at.Compare(other.at), cmp.Compare(p.number, other.number))
}
