package oncall_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/shared/oncall"
	"huiyin/shared/staff"
)

// rule: PD-14 — at every instant the closed time is either covered by somebody
// who is there, or in a gap; and open time never is in one.
func TestEveryClosedMinuteIsCoveredOrAGap(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		hour := func(label string) time.Time {
			return noon.Add(time.Duration(rapid.IntRange(-10, 60).Draw(r, label)) * time.Hour)
		}
		var roster staff.Roster
		for i := range 3 {
			m := staff.Member{ID: fmt.Sprint("m", i), Left: rapid.IntRange(0, 5).Draw(r, "left") == 0}
			if rapid.Bool().Draw(r, "away") {
				m.Absence = &staff.Absence{Since: hour("since"), Reason: rapid.SampledFrom(staff.Reasons).Draw(r, "reason")}
				if rapid.Bool().Draw(r, "ends") {
					m.Absence.Until = m.Absence.Since.Add(time.Duration(rapid.IntRange(1, 9).Draw(r, "for")) * time.Hour)
				}
			}
			roster.Members = append(roster.Members, m)
		}
		var shifts []oncall.Shift
		for range rapid.IntRange(0, 6).Draw(r, "shifts") {
			from := hour("from")
			shifts = append(shifts, oncall.Shift{Member: fmt.Sprint("m", rapid.IntRange(0, 3).Draw(r, "member")), From: from,
				To: from.Add(time.Duration(rapid.IntRange(1, 14).Draw(r, "long")) * time.Hour)})
		}
		var closed []oncall.Span
		at := noon
		for range rapid.IntRange(0, 4).Draw(r, "closed") {
			from := at.Add(time.Duration(rapid.IntRange(1, 6).Draw(r, "open")) * time.Hour)
			at = from.Add(time.Duration(rapid.IntRange(1, 9).Draw(r, "shut")) * time.Hour)
			closed = append(closed, oncall.Span{From: from, To: at})
		}
		gaps := oncall.Gaps(closed, shifts, roster, noon)
		for at := noon.Add(-12 * time.Hour); at.Before(noon.Add(70 * time.Hour)); at = at.Add(time.Hour) {
			if want := in(closed, at) && !covered(shifts, roster, at); in(gaps, at) != want {
				r.Fatalf("at %v: in a gap %v, want %v\nclosed %v\nshifts %v\ngaps %v", at, !want, want, closed, shifts, gaps)
			}
		}
		for i, g := range gaps {
			if !g.From.Before(g.To) || i > 0 && g.From.Before(gaps[i-1].To) {
				r.Fatalf("gaps %v", gaps)
			}
		}
	})
}

func in(spans []oncall.Span, at time.Time) bool {
	for _, s := range spans {
		if !at.Before(s.From) && at.Before(s.To) {
			return true
		}
	}
	return false
}

// covered says once more, instant by instant, whether somebody is there.
func covered(shifts []oncall.Shift, roster staff.Roster, at time.Time) bool {
	for _, s := range shifts {
		m, ok := roster.Member(s.Member)
		if !ok || m.Left || at.Before(s.From) || !at.Before(s.To) {
			continue
		}
		away := m.Absent(at)
		if away && m.Absence.Until.IsZero() { // expected back from a break, not from an illness
			soon := strings.Contains("break meeting training", m.Absence.Reason)
			away = !(soon && s.From.After(noon))
		}
		if !away {
			return true
		}
	}
	return false
}

func TestWhoIsOnCall(t *testing.T) {
	w := newWorld(t)
	shift := func(member string, from, to int) oncall.Shift {
		return oncall.Shift{Member: member, From: noon.Add(time.Duration(from) * time.Hour), To: noon.Add(time.Duration(to) * time.Hour)}
	}
	shifts := []oncall.Shift{shift("bo", -1, 1), shift("ann", -2, 1), shift("cy", 0, 5), shift("gone", -1, 1), shift("ann", -1, 2), shift("di", -5, 0), shift("who", -1, 1)}
	w.away("cy", "sick", time.Time{})
	if got := ids(oncall.At(shifts, w.roster(), noon)); got != "ann bo" {
		t.Errorf("on call: %s", got)
	}
	if got := ids(oncall.At(shifts, w.roster(), noon.Add(time.Hour))); got != "ann" {
		t.Errorf("an hour later: %s", got)
	}
}
