package console

import (
	"fmt"
	"time"

	"huiyin/shared/calendar"
)

// happenings is how many a simulation of the form may have.
const happenings = 8

var simulatorPages = []page{
	{path: "simulator", title: "rules.simulator", op: "simulate", nav: navAdmin, show: simulator, forms: []form{{
		id: "simulate", area: "rules", shows: true, body: simulation, fields: []field{
			{name: "calendar", kind: fSelect, required: true}, {name: "policy", kind: fSelect, required: true},
			{name: "ticket", kind: fText, narrow: true, max: 40},
			{name: "happenings[].at", kind: fMoment}, {name: "happenings[].type", kind: fSelect, options: []string{
				"opened", "customer_message", "agent_reply", "internal_note", "paused", "resumed", "carried_over", "promised", "done",
				"priority_changed", "resolved", "reopened", "withdrawn"}},
			{name: "happenings[].for", kind: fSelect, options: []string{"customer", "partner", "reply", "work"}},
			{name: "happenings[].priority", kind: fSelect, options: []string{"normal", "urgent"}},
			{name: "happenings[].due", kind: fMoment},
			{name: "until", kind: fMoment, required: true},
		},
	}}},
}

// simulated is the answer as the operation writes it.
type simulated struct {
	Timers []struct {
		Metric, State    string
		Cycle            int
		StartedAt, DueAt time.Time
		EndedAt          *time.Time
		BreachedAt       *time.Time
		Explain          []struct {
			From, To time.Time
			Seconds  float64
			Why      string
			Special  []calendar.Special
		}
	}
	Notices []struct {
		At               time.Time
		Metric, Step, To string
		Cycle            int
	}
}

type simulatorPage struct {
	*visit
	Form    *Form
	Rows    [][]*Field
	Answer  *simulated
	Picture *picture
}

func simulator(v *visit) error {
	var calendars struct{ Calendars []struct{ ID string } }
	if err := v.get("listCalendars", &calendars); err != nil {
		return err
	}
	all, _, err := v.policies()
	if err != nil {
		return err
	}
	var hours, rules []Option
	for _, c := range calendars.Calendars {
		hours = append(hours, Option{c.ID, c.ID})
	}
	for _, p := range append(all.Ordered, all.Default) {
		if p.ID != "" {
			rules = append(rules, Option{p.ID, p.ID})
		}
	}
	f := v.form("simulate").choices("calendar", hours).choices("policy", rules).set("until", v.Now.AddDate(0, 0, 7))
	for i := range happenings {
		for _, part := range []string{"at", "type", "for", "priority", "due"} {
			f.set(fmt.Sprintf("happenings[%d].%s", i, part), "")
		}
	}
	f.set("happenings[0].at", v.Now).set("happenings[0].type", "opened")
	data := simulatorPage{visit: v, Form: f}
	for i := range happenings {
		var row []*Field
		for _, part := range []string{"at", "type", "for", "priority", "due"} {
			row = append(row, f.find(fmt.Sprintf("happenings[%d].%s", i, part)))
		}
		data.Rows = append(data.Rows, row)
	}
	var answer simulated
	if v.answered("simulate", &answer) {
		data.Answer, data.Picture = &answer, v.draw(answer)
	}
	return v.show("simulator", data)
}

// simulation is the form as the operation takes it: calendar and policy by
// their ids, a ticket in place of happenings.
func simulation(_ *visit, said map[string]any) (any, error) {
	for _, name := range []string{"calendar", "policy"} {
		if id, ok := said[name]; ok {
			said[name] = map[string]any{"id": id}
		}
	}
	if said["ticket"] != nil {
		delete(said, "happenings")
	}
	return said, nil
}

// picture is a simulation as a time line: a row for each timer, in units of
// width.
type picture struct {
	Width, Height int
	Days          []tick
	Rows          []row
}

type tick struct {
	X    int
	Text string
}

type row struct {
	Y       int
	Label   string
	State   string
	Pieces  []piece
	Due     int
	Notices []tick
}

type piece struct {
	X, Width int
	Why      string
	Title    string
}

// The picture's measures; all ours.
const (
	pictureWidth  = 960
	pictureLeft   = 120
	pictureRow    = 44
	pictureTop    = 32
	pictureLabels = 12 // dates at most
)

// draw draws what came out. Nil when there is no timer.
func (v *visit) draw(s simulated) *picture {
	if len(s.Timers) == 0 {
		return nil
	}
	from, to := s.Timers[0].StartedAt, s.Timers[0].DueAt
	for _, t := range s.Timers {
		from, to = earlier(from, t.StartedAt), earlier(t.DueAt, to)
	}
	for _, t := range s.Timers {
		if t.DueAt.After(to) {
			to = t.DueAt
		}
		if t.EndedAt != nil && t.EndedAt.After(to) {
			to = *t.EndedAt
		}
	}
	for _, n := range s.Notices {
		if n.At.After(to) {
			to = n.At
		}
	}
	whole := max(to.Sub(from), time.Minute)
	x := func(at time.Time) int {
		return pictureLeft + int(int64(pictureWidth-pictureLeft-20)*int64(at.Sub(from)/time.Second)/int64(whole/time.Second))
	}
	p := &picture{Width: pictureWidth, Height: pictureTop + pictureRow*len(s.Timers) + 8}
	day := from.In(v.c.Zone)
	day = time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, v.c.Zone)
	for step := 1 + int(whole.Hours()/24)/pictureLabels; day.Before(to); day = day.AddDate(0, 0, step) {
		p.Days = append(p.Days, tick{x(day), day.Format("01-02")})
	}
	for i, t := range s.Timers {
		r := row{Y: pictureTop + i*pictureRow, Label: v.T("notation." + t.Metric), State: t.State, Due: x(t.DueAt)}
		if t.Cycle > 1 {
			r.Label += fmt.Sprintf(" %d", t.Cycle)
		}
		for _, e := range t.Explain {
			r.Pieces = append(r.Pieces, piece{x(e.From), max(1, x(e.To)-x(e.From)), e.Why,
				v.When(e.From) + " – " + v.When(e.To) + " " + v.Option("why", e.Why)})
		}
		for _, n := range s.Notices {
			if n.Metric == t.Metric && n.Cycle == t.Cycle {
				r.Notices = append(r.Notices, tick{x(n.At), v.When(n.At) + " " + n.Step + " " + v.T("notation."+n.To)})
			}
		}
		p.Rows = append(p.Rows, r)
	}
	return p
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
