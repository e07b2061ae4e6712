package oncall_test

import (
	"context"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/memory"
	"huiyin/shared/oncall"
	"huiyin/shared/staff"
)

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// noon is a Wednesday at 12:00 in Shanghai, in service time.
var noon = time.Date(2026, 6, 10, 4, 0, 0, 0, time.UTC)

// local is an hour of a day in June 2026, in Shanghai.
func local(day, hour, minute int) time.Time {
	return time.Date(2026, 6, day, hour, minute, 0, 0, shanghai).UTC()
}

// world is a desk that is open from 08:30 to 18:30 on working days: two agents
// and a supervisor in the team that answers the telephone, an agent alone in
// another.
type world struct {
	*testing.T
	oncall.Service
	store    *memory.Store
	schedule *calendar.Schedule
	members  []staff.Member
}

func newWorld(t *testing.T) *world {
	day := []calendar.Span{{"08:30", "18:30"}}
	schedule, err := calendar.Compile(calendar.Calendar{ID: "day", TimeZone: "Asia/Shanghai",
		Hours: map[string][]calendar.Span{"mon": day, "tue": day, "wed": day, "thu": day, "fri": day}}, calendar.Holidays{})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, store: memory.New(1), schedule: schedule, members: []staff.Member{
		{ID: "ann", Badge: "101", Role: staff.Agent, Team: "phone"}, {ID: "bo", Badge: "102", Role: staff.Agent, Team: "phone"},
		{ID: "sue", Badge: "201", Role: staff.Supervisor, Team: "phone"}, {ID: "cy", Badge: "103", Role: staff.Agent, Team: "complaints"},
		{ID: "di", Badge: "301", Role: staff.Manager}, {ID: "gone", Badge: "109", Role: staff.Agent, Team: "phone", Left: true},
	}}
	w.Service = oncall.Service{Store: w.store.OnCall(), Zone: shanghai, Schedule: func(_ context.Context, id string) (*calendar.Schedule, error) {
		if id != "day" {
			return nil, errs.New(errs.NotFound, "sla.calendar_missing")
		}
		return schedule, nil
	}}
	return w
}

// Open tells whether the desk is.
func (w *world) Open(_ string, at time.Time) (bool, error) { return w.schedule.IsOpen(at), nil }

func (w *world) roster() staff.Roster {
	return staff.Roster{Members: w.members, Teams: []staff.Team{
		{ID: "phone", Calendar: "day", Rank: 5}, {ID: "complaints", Calendar: "day", Rank: 1, Takes: []staff.Match{{Kind: "complaint"}}},
	}}
}

// away switches somebody to absent, as of the morning of noon's day.
func (w *world) away(id, reason string, until time.Time) {
	for i := range w.members {
		if w.members[i].ID == id {
			w.members[i].Absence = &staff.Absence{Since: local(10, 9, 0), Until: until, Reason: reason}
		}
	}
}

// plan writes down shifts.
func (w *world) plan(member, date, from, to, through string) oncall.Month {
	w.Helper()
	m, err := w.Add(w.Context(), w.roster(), oncall.Plan{Member: member, Date: date, From: from, To: to, Through: through}, event.Staff("sue"), noon)
	if err != nil {
		w.Fatal(err)
	}
	return m
}

func (w *world) gaps(now time.Time, ahead time.Duration) string {
	w.Helper()
	gaps, err := w.Gaps(w.Context(), w.roster(), now, ahead)
	if err != nil {
		w.Fatal(err)
	}
	var all []string
	for _, g := range gaps {
		all = append(all, g.From.In(shanghai).Format("02 15:04")+" – "+g.To.In(shanghai).Format("02 15:04"))
	}
	return strings.Join(all, ", ")
}

func ids(members []staff.Member) string {
	var all []string
	for _, m := range members {
		all = append(all, m.ID)
	}
	return strings.Join(all, " ")
}

// told are the gaps that were told.
func (w *world) told() (all []oncall.GapFacts) {
	w.Helper()
	for _, e := range w.store.Told(0) {
		if e.Type == oncall.GapFound {
			var f oncall.GapFacts
			if err := e.Into(&f); err != nil {
				w.Fatal(err)
			}
			all = append(all, f)
		}
	}
	return all
}

func (w *world) everybody(context.Context) (staff.Roster, error) { return w.roster(), nil }
