package sla

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/shared/calendar"
	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
)

// A story is written as lines "06-05 18:10 opened urgent", in Shanghai, in
// 2026; a happening's arguments follow its type (for, priority, due as
// "06-06/10:00", or the name of a calendar or policy). The first of June 2026
// is a Monday.
type story struct {
	calendar, policy string            // JSON; "" is the usual one
	others           map[string]string // calendars and policies that lines name
	lines            string
	until            string
	timers, notices  string // one a line; notices are not looked at when "-"
}

// usualHours are 08:30–18:30, every day.
const usualHours = `{"timeZone":"Asia/Shanghai","hours":{"mon":[["08:30","18:30"]],"tue":[["08:30","18:30"]],"wed":[["08:30","18:30"]],"thu":[["08:30","18:30"]],"fri":[["08:30","18:30"]],"sat":[["08:30","18:30"]],"sun":[["08:30","18:30"]]}}`

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

func when(t testing.TB, text string) time.Time {
	t.Helper()
	layout := "2006-01-02 15:04"
	switch strings.Count(text, ":") {
	case 2:
		layout = "2006-01-02 15:04:05"
	}
	at, err := time.ParseInLocation(layout, "2026-"+text, shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// show is the other way round, with the year only where it is another one.
func show(at time.Time) string {
	local := at.In(shanghai)
	text := strings.TrimSuffix(strings.TrimSuffix(local.Format("01-02 15:04:05.000"), ".000"), ":00")
	if local.Year() != 2026 {
		text = fmt.Sprint(local.Year(), "-", text)
	}
	return text
}

func mustCalendar(t testing.TB, raw string, version int) *calendar.Schedule {
	t.Helper()
	var fields errs.Fields
	v, _ := strict.Read([]byte(raw), "", fields.Add)
	c, ok := calendar.Read(v)
	if !ok {
		t.Fatal(fields.Err())
	}
	c.Version = version
	s, err := calendar.Compile(c, calendar.DefaultHolidays())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustPolicy(t testing.TB, raw string) *Policy {
	t.Helper()
	var fields errs.Fields
	v, _ := strict.Read([]byte(raw), "", fields.Add)
	p, ok := ReadPolicy(v)
	if !ok {
		t.Fatal(fields.Err())
	}
	return &p
}

// tell turns the lines into happenings.
func (s story) tell(t testing.TB) (Env, []Happening) {
	t.Helper()
	if s.calendar == "" {
		s.calendar = usualHours
	}
	env := Env{Calendar: mustCalendar(t, s.calendar, 1), Policy: mustPolicy(t, s.policy)}
	var list []Happening
	for i, line := range strings.Split(strings.TrimSpace(s.lines), "\n") {
		words := strings.Fields(line)
		h := Happening{At: when(t, words[0]+" "+words[1]), Type: HappeningType(words[2])}
		for _, word := range words[3:] {
			switch {
			case (h.Type == Promised || h.Type == HandedOver) && strings.Contains(word, "/"):
				h.Due = when(t, strings.Replace(word, "/", " ", 1))
			case h.Type == CalendarChanged:
				h.Calendar = mustCalendar(t, s.others[word], 10+i)
			case h.Type == PolicyChanged:
				h.Policy = mustPolicy(t, s.others[word])
			case h.Type == Opened || h.Type == PriorityChanged:
				h.Priority = word
			default:
				h.For = word
			}
		}
		list = append(list, h)
	}
	return env, list
}

// check tells the story and compares what comes of it.
func (s story) check(t *testing.T) {
	t.Helper()
	env, list := s.tell(t)
	until := when(t, s.until)
	state, notices, env, _, err := Fold(env, list, until)
	if err != nil {
		t.Fatal(err)
	}
	var timers, told []string
	for _, timer := range state.Timers(env, until) {
		line := fmt.Sprintf("%s %d %s due %s", timer.Metric, timer.Cycle, timer.State, show(timer.Due))
		for _, extra := range []struct {
			name string
			at   time.Time
		}{{"breached", timer.Breached}, {"ended", timer.Ended}} {
			if !extra.at.IsZero() {
				line += " " + extra.name + " " + show(extra.at)
			}
		}
		if timer.Held != 0 {
			line += " held " + Duration(timer.Held).String()
		}
		if timer.Overdue != 0 {
			line += " overdue " + Duration(timer.Overdue).String()
		}
		timers = append(timers, line)
	}
	for _, n := range notices {
		told = append(told, fmt.Sprintf("%s %s %d %s %s", show(n.At), n.Metric, n.Cycle, n.Step, n.To))
	}
	if diff := cmp.Diff(lines(s.timers), timers); diff != "" {
		t.Errorf("timers (-want +got):\n%s", diff)
	}
	if s.notices != "-" {
		if diff := cmp.Diff(lines(s.notices), told); diff != "" {
			t.Errorf("notices (-want +got):\n%s", diff)
		}
	}
}

func lines(text string) (list []string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func checkAll(t *testing.T, stories map[string]story) {
	t.Helper()
	for name, s := range stories {
		t.Run(name, func(t *testing.T) {
			if s.notices == "" {
				s.notices = "-"
			}
			if s.notices == "none" {
				s.notices = ""
			}
			s.check(t)
		})
	}
}
