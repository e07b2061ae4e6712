package worklist

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// Scope is whose tickets a list has.
type Scope string

// The scopes. Team and Unassigned are those of one team: the one asked for, else
// the viewer's own, else all.
const (
	Mine       Scope = "mine"
	OfTeam     Scope = "team"
	Unassigned Scope = "unassigned"
	All        Scope = "all"
	HandedOver Scope = "handed_over" // what a department, a branch or a partner has
	Escalated  Scope = "escalated"   // what was reported upwards
)

// Scopes lists them in their order.
var Scopes = []Scope{Mine, OfTeam, Unassigned, All, HandedOver, Escalated}

// Viewer is who looks.
type Viewer struct{ Staff, Team string }

// Nobody, as the owner of a filter, asks for tickets without one.
const Nobody = "none"

// Filter is what is asked of a line; what is empty asks nothing.
type Filter struct {
	Team       string
	Kind       ticket.Kind
	Reason     string // an inquiry's kind or a complaint's reason
	Stage      ticket.Stage
	Class      string
	WaitingFor string
	Priority   string
	Owner      string // staff id, or Nobody
	Late       *bool
	Within     time.Duration // due within, and not late
}

// fits tells whether a line is asked for.
func (f Filter) fits(l ticket.Line, now time.Time) bool {
	is := func(want, have string) bool { return want == "" || want == have }
	owner := f.Owner
	if owner == Nobody {
		if l.Owner != "" {
			return false
		}
		owner = ""
	}
	return is(f.Team, l.Team) && is(string(f.Kind), string(l.Kind)) && is(f.Reason, l.Reason) && is(string(f.Stage), string(l.Stage)) &&
		is(f.Class, l.Class) && is(f.WaitingFor, l.WaitingFor) && is(f.Priority, l.Priority) && is(owner, l.Owner) &&
		(f.Late == nil || *f.Late == l.Late(now)) && (f.Within == 0 || within(l, now, f.Within))
}

// within tells whether a line is due in so much time; what is late is not.
func within(l ticket.Line, now time.Time, d time.Duration) bool {
	state := StateOf(l, now)
	return (state == Soon || state == Fine) && !l.Face.Late.After(now.Add(d))
}

// has tells whether a line belongs to a scope. team is the team that the
// filter, or the viewer, stands for.
func (s Scope) has(l ticket.Line, who Viewer, team string) bool {
	ofTeam := team == "" || l.Team == team
	switch s {
	case Mine:
		return l.Owner != "" && l.Owner == who.Staff
	case OfTeam:
		return ofTeam
	case Unassigned:
		return l.Owner == "" && ofTeam
	case HandedOver:
		return l.HandedTo != nil
	case Escalated:
		return l.Raised != ""
	}
	return true
}

// An Hour is how near a due time is counted as near.
const Hour = time.Hour

// Counts are numbers of lines.
type Counts struct {
	Scopes map[Scope]int // of every scope, without a filter
	// Of the scope that is looked at, without a filter.
	Open, Late, DueSoon, Waiting int
	FollowUp                     int         // answered, and on the list until the last step is taken; not among Open
	Kinds                        []KindCount // the most first
}

// KindCount is how many lines are of one kind.
type KindCount struct {
	Kind   ticket.Kind
	Reason string
	Count  int
}

// Look is a list as somebody sees it.
type Look struct {
	Lines  []ticket.Line // that fit, in the order in which they are to be worked on
	Counts Counts
}

// Through takes what a viewer asked for out of all lines, and counts.
func Through(lines []ticket.Line, who Viewer, scope Scope, f Filter, now time.Time) Look {
	look := Look{Counts: Counts{Scopes: map[Scope]int{}}}
	team := cmp.Or(f.Team, who.Team)
	kinds := map[KindCount]int{}
	for _, l := range lines {
		for _, s := range Scopes {
			if s.has(l, who, team) {
				look.Counts.Scopes[s]++
			}
		}
		if !scope.has(l, who, team) {
			continue
		}
		look.Counts.add(l, now)
		kinds[KindCount{Kind: l.Kind, Reason: l.Reason}]++
		if f.fits(l, now) {
			look.Lines = append(look.Lines, l)
		}
	}
	for kind, count := range kinds {
		kind.Count = count
		look.Counts.Kinds = append(look.Counts.Kinds, kind)
	}
	slices.SortFunc(look.Counts.Kinds, func(a, b KindCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Reason, b.Reason))
	})
	slices.SortFunc(look.Lines, func(a, b ticket.Line) int { return placeOf(a, now).compare(placeOf(b, now)) })
	return look
}

func (c *Counts) add(l ticket.Line, now time.Time) {
	if !l.Stage.Open() {
		c.FollowUp++
		return
	}
	c.Open++
	if l.Late(now) {
		c.Late++
	}
	if within(l, now, Hour) {
		c.DueSoon++
	}
	if l.Stage == ticket.Waiting {
		c.Waiting++
	}
}

// Page is a part of the list: limit lines behind a cursor ("" is its
// beginning), and the cursor of the next one, "" on the last. A cursor says
// where the page before ended, so lines that come or go meanwhile move nothing.
// errs.Invalid for one that is none.
func (k Look) Page(cursor string, limit int, now time.Time) (page []ticket.Line, next string, err error) {
	from := 0
	if cursor != "" {
		behind, ok := readPlace(cursor)
		if !ok {
			var f errs.Fields
			f.Add("cursor", "store.cursor")
			return nil, "", f.Err()
		}
		from, _ = slices.BinarySearchFunc(k.Lines, behind, func(l ticket.Line, p place) int {
			return cmp.Or(placeOf(l, now).compare(p), -1) // behind it, not at it
		})
	}
	rest := k.Lines[from:]
	if len(rest) <= limit {
		return rest, "", nil
	}
	return rest[:limit], placeOf(rest[limit-1], now).cursor(), nil
}

func (p place) cursor() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %d %s", p.rank, p.at.UnixMilli(), p.number))
}

func readPlace(cursor string) (p place, ok bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	fields := strings.Split(string(raw), " ")
	if err != nil || len(fields) != 3 {
		return p, false
	}
	rank, err1 := strconv.Atoi(fields[0])
	at, err2 := strconv.ParseInt(fields[1], 10, 64)
	return place{rank, time.UnixMilli(at).UTC(), fields[2]}, err1 == nil && err2 == nil
}
