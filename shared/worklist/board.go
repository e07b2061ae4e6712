package worklist

import (
	"time"

	"huiyin/shared/ticket"
)

// Load is how much there is of somebody's, or a team's.
type Load struct {
	Open, Late, DueSoon, Waiting int
	FollowUp                     int // answered, with a step still to take; not among Open
	Unassigned                   int // of a team
}

func (w *Load) add(l ticket.Line, now time.Time) {
	c := Counts{}
	c.add(l, now)
	w.Open, w.Late, w.DueSoon, w.Waiting = w.Open+c.Open, w.Late+c.Late, w.DueSoon+c.DueSoon, w.Waiting+c.Waiting
	w.FollowUp += c.FollowUp
	if l.Owner == "" {
		w.Unassigned++
	}
}

// Board is who has how much: by team the tickets of its list, by owner those he
// has in any list.
type Board struct {
	Teams  map[string]Load
	Owners map[string]Load
}

// BoardOf counts.
func BoardOf(lines []ticket.Line, now time.Time) Board {
	b := Board{Teams: map[string]Load{}, Owners: map[string]Load{}}
	for _, l := range lines {
		team := b.Teams[l.Team]
		team.add(l, now)
		b.Teams[l.Team] = team
		if l.Owner != "" {
			owner := b.Owners[l.Owner]
			owner.add(l, now)
			b.Owners[l.Owner] = owner
		}
	}
	return b
}
