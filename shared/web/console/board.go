package console

import (
	"slices"

	"huiyin/shared/web/desk"
	"huiyin/shared/worklist"
)

// boardPages are who has how much.
var boardPages = []page{
	{path: "board", title: "board.title", op: "readBoard", nav: navLead, show: board},
}

type boardPage struct {
	*visit
	Board desk.Board
}

func board(v *visit) error {
	p := boardPage{visit: v}
	v.Refresh = refreshes
	if err := v.get("readBoard", &p.Board); err != nil {
		return err
	}
	return v.show("board", p)
}

// Of leads to somebody's tickets, or to those of them that are asked for.
func (p boardPage) Of(owner string, pairs ...string) string {
	return p.Href("queue", append(pairs, "scope", string(worklist.All), "owner", owner)...)
}

// OfTeam leads to a team's list, or to a part of it.
func (p boardPage) OfTeam(team string, pairs ...string) string {
	return p.Href("queue", append(pairs, "scope", string(worklist.OfTeam), "team", team)...)
}

// Free leads to what nobody of a team has taken.
func (p boardPage) Free(team string) string {
	return p.Href("queue", "scope", string(worklist.Unassigned), "team", team)
}

// There says whether somebody is there: "在岗", "不在岗 · 会议，至 14:00".
func (p boardPage) There(m desk.BoardMember) string {
	switch {
	case m.Left:
		return p.T("board.left")
	case m.Absence != nil && !m.Absence.Until.IsZero():
		return p.T("board.absent_until", "why", p.T("me.reason."+m.Absence.Reason), "until", p.When(m.Absence.Until))
	case m.Absence != nil:
		return p.T("board.absent", "why", p.T("me.reason."+m.Absence.Reason))
	case m.OnDuty:
		return p.T("board.there")
	}
	return p.T("board.off")
}

// Count is a number with a sign where it is at least so much.
func (p boardPage) Count(n int) string { return atLeast(n, p.Board.More) }

// OnDuty counts who of a team is there.
func (p boardPage) OnDuty(team desk.BoardTeam) (n int) {
	for _, m := range team.Members {
		if m.OnDuty {
			n++
		}
	}
	return n
}

// Others tells whether a team is none: people without one who have tickets.
func (p boardPage) Others(team desk.BoardTeam) bool { return team.ID == "" }

// Named is what people call a team. One that nobody has set up yet is called by
// what it is for.
func (p boardPage) Named(team desk.BoardTeam) string {
	switch {
	case p.Others(team):
		return p.T("board.others")
	case team.Name == team.ID:
		return p.T("board.first_team")
	}
	return team.Name
}

// Least is the fewest open tickets that somebody of a team has who is there.
func (p boardPage) Least(team desk.BoardTeam) int {
	least := -1
	for _, m := range team.Members {
		if m.OnDuty && (least < 0 || m.Load.Open < least) {
			least = m.Load.Open
		}
	}
	return max(least, 0)
}

// Much tells whether somebody has so much more than the others of his team who
// are there that some of it should go to them: three, and half as much again.
func (p boardPage) Much(team desk.BoardTeam, m desk.BoardMember) bool {
	least := p.Least(team)
	return m.Load.Open >= least+3 && 2*m.Load.Open >= 3*least &&
		slices.ContainsFunc(team.Members, func(other desk.BoardMember) bool { return other.OnDuty && other.ID != m.ID })
}
