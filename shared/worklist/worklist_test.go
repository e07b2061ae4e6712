package worklist

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/shared/errs"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

var noon = time.Date(2026, 6, 10, 4, 0, 0, 0, time.UTC)

// line is a ticket due so many minutes from noon, with 20 minutes of warning.
func line(number string, minutes int, more ...func(*ticket.Line)) ticket.Line {
	due := noon.Add(time.Duration(minutes) * time.Minute)
	l := ticket.Line{Number: number, Team: "service", Kind: ticket.Inquiry, Reason: "price", Stage: ticket.Handling, Priority: ticket.Normal, Place: due,
		Face: sla.Face{Metric: sla.Resolution, Due: due, Warn: due.Add(-20 * time.Minute), Late: due}}
	for _, m := range more {
		m(&l)
	}
	return l
}

func of(owner string) func(*ticket.Line) { return func(l *ticket.Line) { l.Owner = owner } }
func held(l *ticket.Line)                { l.Stage, l.Face.Held, l.Face.Late = ticket.Waiting, true, time.Time{} }
func settled(l *ticket.Line)             { l.Face = sla.Face{} }
func in(team string) func(*ticket.Line)  { return func(l *ticket.Line) { l.Team = team } }
func raised(l *ticket.Line)              { l.Raised = ticket.RaisedBySystem }
func handed(l *ticket.Line)              { l.HandedTo = &ticket.HandedTo{To: ticket.ToBranch, Name: "east"} }
func complaint(l *ticket.Line)           { l.Kind, l.Reason = ticket.Complaint, "delay" }
func heldBehind(m int) func(*ticket.Line) {
	return func(l *ticket.Line) { held(l); l.Face.Late = noon.Add(time.Duration(m) * time.Minute) }
}

func numbers(lines []ticket.Line) (all []string) {
	for _, l := range lines {
		all = append(all, l.Number)
	}
	return all
}

func TestHowALineStandsWithTime(t *testing.T) {
	for name, c := range map[string]struct {
		line ticket.Line
		want State
	}{
		"there is time":               {line("A", 60), Fine},
		"a moment before the warning": {line("A", 21), Fine},
		"at the warning":              {line("A", 20), Soon},
		"at the due time":             {line("A", 0), Soon},
		"past it":                     {line("A", -1), Late},
		"waiting":                     {line("A", 5, held), Held},
		"waiting, though the due time has passed": {line("A", -60, held), Held},
		"waiting, but another clock is late":      {line("A", -60, heldBehind(-5)), Late},
		"nothing is due":                          {line("A", -60, settled), None},
	} {
		if got := StateOf(c.line, noon); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	due, _ := DueOf(line("A", -60, heldBehind(-5)), noon)
	if !due.Equal(noon.Add(-5 * time.Minute)) {
		t.Errorf("what is late is shown with %v", due)
	}
}

// What is due first is worked on first; what nobody waits for stands behind it,
// what waits for somebody else last. rule: PD-16
func TestTheOrderOfWork(t *testing.T) {
	want := []string{"late", "now", "soon", "fine", "settled", "held", "held later"}
	lines := []ticket.Line{line("fine", 90), line("held later", 70, held), line("settled", -500, settled), line("soon", 10), line("late", -30),
		line("held", -100, held), line("now", 0)}
	rand.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	if diff := cmp.Diff(want, numbers(Through(lines, Viewer{}, All, Filter{}, noon).Lines)); diff != "" {
		t.Error(diff)
	}
}

var some = []ticket.Line{
	line("A", -30, of("me"), complaint), line("B", 30, of("me"), in("other")), line("C", 61, of("her")), line("D", 60),
	line("E", 5, in("other"), raised), line("F", 200, handed, of("her"), complaint, func(l *ticket.Line) { l.Class = "key" }),
	line("G", 20, held, of("me"), func(l *ticket.Line) { l.WaitingFor = ticket.ForPartner }), line("H", 300, func(l *ticket.Line) { l.Priority = ticket.Urgent }),
}

func TestScopesAndFilters(t *testing.T) {
	me := Viewer{Staff: "me", Team: "service"}
	yes, no := true, false
	for name, c := range map[string]struct {
		who    Viewer
		scope  Scope
		filter Filter
		want   []string
	}{
		"mine, in any team":          {me, Mine, Filter{}, []string{"A", "B", "G"}},
		"nobody's are not mine":      {Viewer{}, Mine, Filter{}, nil},
		"my team's":                  {me, OfTeam, Filter{}, []string{"A", "D", "C", "F", "H", "G"}},
		"another team's":             {me, OfTeam, Filter{Team: "other"}, []string{"E", "B"}},
		"without a team, every":      {Viewer{Staff: "me"}, OfTeam, Filter{}, []string{"A", "E", "B", "D", "C", "F", "H", "G"}},
		"unassigned of my team":      {me, Unassigned, Filter{}, []string{"D", "H"}},
		"unassigned of another":      {me, Unassigned, Filter{Team: "other"}, []string{"E"}},
		"unassigned of every team":   {Viewer{}, Unassigned, Filter{}, []string{"E", "D", "H"}},
		"handed over":                {me, HandedOver, Filter{}, []string{"F"}},
		"reported upwards":           {me, Escalated, Filter{}, []string{"E"}},
		"all":                        {me, All, Filter{}, []string{"A", "E", "B", "D", "C", "F", "H", "G"}},
		"complaints":                 {me, All, Filter{Kind: ticket.Complaint}, []string{"A", "F"}},
		"by reason":                  {me, All, Filter{Reason: "price"}, []string{"E", "B", "D", "C", "H", "G"}},
		"by stage":                   {me, All, Filter{Stage: ticket.Waiting}, []string{"G"}},
		"by class":                   {me, All, Filter{Class: "key"}, []string{"F"}},
		"by whom it waits for":       {me, All, Filter{WaitingFor: ticket.ForPartner}, []string{"G"}},
		"by priority":                {me, All, Filter{Priority: ticket.Urgent}, []string{"H"}},
		"by owner":                   {me, All, Filter{Owner: "her"}, []string{"C", "F"}},
		"without one":                {me, All, Filter{Owner: Nobody}, []string{"E", "D", "H"}},
		"late":                       {me, All, Filter{Late: &yes}, []string{"A"}},
		"not late":                   {me, OfTeam, Filter{Late: &no}, []string{"D", "C", "F", "H", "G"}},
		"due within the hour":        {me, All, Filter{Within: time.Hour}, []string{"E", "B", "D"}},
		"several at once":            {me, Mine, Filter{Kind: ticket.Inquiry, Within: time.Hour}, []string{"B"}},
		"of a team in another scope": {me, Mine, Filter{Team: "other"}, []string{"B"}},
	} {
		if diff := cmp.Diff(c.want, numbers(Through(some, c.who, c.scope, c.filter, noon).Lines)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Counts are of the whole scope, whatever the filter leaves.
func TestCounts(t *testing.T) {
	got := Through(some, Viewer{Staff: "me", Team: "service"}, OfTeam, Filter{Reason: "none"}, noon).Counts
	want := Counts{
		Scopes: map[Scope]int{Mine: 3, OfTeam: 6, Unassigned: 2, All: 8, HandedOver: 1, Escalated: 1},
		Open:   6, Late: 1, DueSoon: 1, Waiting: 1,
		Kinds: []KindCount{{ticket.Inquiry, "price", 4}, {ticket.Complaint, "delay", 2}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheBoardCountsTeamsAndOwners(t *testing.T) {
	got := BoardOf(some, noon)
	want := Board{
		Teams:  map[string]Load{"service": {Open: 6, Late: 1, DueSoon: 1, Waiting: 1, Unassigned: 2}, "other": {Open: 2, DueSoon: 2, Unassigned: 1}},
		Owners: map[string]Load{"me": {Open: 3, Late: 1, DueSoon: 1, Waiting: 1}, "her": {Open: 2}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPagesLoseNothingWhenLinesComeAndGo(t *testing.T) {
	var lines []ticket.Line
	for i := range 40 {
		one := line(fmt.Sprintf("T%02d", i), i*7%50-10)
		switch i % 7 {
		case 0:
			held(&one)
		case 1:
			settled(&one)
		}
		lines = append(lines, one)
	}
	for _, limit := range []int{1, 3, 39, 40, 100} {
		now, cursor := lines, ""
		var seen []string
		for page := 0; ; page++ {
			shown, next, err := Through(now, Viewer{}, All, Filter{}, noon).Page(cursor, limit, noon)
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, numbers(shown)...)
			if cursor = next; next == "" {
				break
			}
			// The last that was shown is closed, and one comes in before all.
			now = slices.DeleteFunc(slices.Clone(now), func(l ticket.Line) bool { return l.Number == shown[len(shown)-1].Number })
			now = append(now, line(fmt.Sprintf("N%02d", page), -600))
		}
		want := numbers(Through(lines, Viewer{}, All, Filter{}, noon).Lines)
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Errorf("by %d: %s", limit, diff)
		}
	}
}

func TestACursorThatIsNoneIsRefused(t *testing.T) {
	look := Through(some, Viewer{}, All, Filter{}, noon)
	for _, bad := range []string{"x", "!!", "MCAx", "YSBiIGM", "MCAxIDIgMw"} {
		if _, _, err := look.Page(bad, 10, noon); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
