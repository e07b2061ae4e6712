package sla

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"huiyin/shared/calendar"
)

// How many random lives the differential test compares, and how long they may
// be. The defaults keep a test run short; the full proof is
//
//	go test ./shared/sla -run Differential -lives 1000 -days 40
var (
	lives = flag.Int("lives", 400, "random lives of the differential test")
	days  = flag.Int("days", 12, "their longest span in days")
	seed0 = flag.Uint64("lifeseed", 1, "first seed of the random lives")
)

// writtenCalendars are the calendars of the random lives, in zones whose clocks
// stand from June to August 2026; clock changes are package calendar's proof.
var writtenCalendars = []calendar.Calendar{
	week("Asia/Shanghai", calendar.Span{"08:30", "18:30"}),
	week("America/New_York", calendar.Span{"09:00", "12:00"}, calendar.Span{"13:00", "17:30"}),
	week("Asia/Kathmandu", calendar.Span{"22:00", "06:00"}, calendar.Span{"05:00", "07:15"}),
	week("UTC", calendar.Span{"00:00", "24:00"}),
	{TimeZone: "Asia/Shanghai", ChinaHolidays: true, Hours: map[string][]calendar.Span{
		"mon": {{"08:30", "18:30"}}, "tue": {{"08:30", "12:00"}, {"13:30", "18:30"}}, "wed": {{"20:00", "02:00"}}, "fri": {{"08:30", "18:30"}}},
		Exceptions: []calendar.Exception{{Date: "2026-06-08"}, {Date: "2026-06-06", Spans: []calendar.Span{{"08:30", "12:00"}}}, {Date: "2026-06-19", Spans: []calendar.Span{{"10:00", "11:00"}}}}},
}

func week(zone string, spans ...calendar.Span) calendar.Calendar {
	c := calendar.Calendar{TimeZone: zone, Hours: map[string][]calendar.Span{}}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		c.Hours[day] = spans
	}
	return c
}

// life is a random story with what it is judged by.
type life struct {
	r        *rand.Rand
	env      Env
	naive    *naiveEngine
	story    []Happening
	calendar map[*Happening]*naiveCalendar
	until    time.Time
}

var (
	schedules []*calendar.Schedule
	walkers   []*naiveCalendar
)

func layOutCalendars(t testing.TB) {
	if schedules != nil {
		return
	}
	for i, c := range writtenCalendars {
		c.Version = i + 1
		s, err := calendar.Compile(c, calendar.DefaultHolidays())
		if err != nil {
			t.Fatal(err)
		}
		schedules, walkers = append(schedules, s), append(walkers, newNaiveCalendar(c, calendar.DefaultHolidays()))
	}
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// randomTarget is a target in whole minutes.
func randomTarget(r *rand.Rand) Target {
	var t Target
	switch r.IntN(4) {
	case 0:
		t.Elapsed = Duration(time.Duration(pick(r, 5, 30, 240, 1440, 4000)) * time.Minute)
	case 1:
		t.NextDay = pick(r, "close", "09:00", "07:00", "00:00", "24:00")
	default:
		t.Business = Duration(time.Duration(pick(r, 1, 10, 30, 60, 240, 600, 1300)) * time.Minute)
	}
	if r.IntN(4) == 0 {
		t.AfterHours = pick(r, "09:00", "08:30", "12:30", "23:00")
	}
	return t
}

func randomTargets(r *rand.Rand, likely int) Targets {
	targets := Targets{}
	for _, metric := range []Metric{FirstResponse, Handover, NextResponse, Resolution, Statutory} {
		if r.IntN(10) < likely {
			targets[metric] = randomTarget(r)
		} else if r.IntN(10) == 0 {
			targets[metric] = Target{} // none, though the other level has one
		}
	}
	return targets
}

func randomPolicy(r *rand.Rand) *Policy {
	p := &Policy{Targets: randomTargets(r, 9), Priorities: map[string]Targets{"urgent": randomTargets(r, 5)}}
	for _, at := range []string{"50%", "80%", "100%", "120%", "-48h", "-10m", "due", "+15m", "+1h", "+30h"} {
		if r.IntN(2) == 0 {
			continue
		}
		step := Step{At: at, To: []Role{pick(r, Roles...)}}
		if r.IntN(3) == 0 {
			step.Metrics = []Metric{pick(r, Metrics...)}
		}
		p.Steps = append(p.Steps, step)
	}
	return p
}

// randomLife is a story of up to 40 happenings, some at the same minute.
func randomLife(r *rand.Rand) *life {
	l := &life{r: r, calendar: map[*Happening]*naiveCalendar{}}
	c := r.IntN(len(schedules))
	l.env = Env{Calendar: schedules[c], Policy: randomPolicy(r)}
	l.naive = &naiveEngine{holidays: calendar.DefaultHolidays(), cal: walkers[c], policy: l.env.Policy}
	now := r.IntN(3 * 1440)
	last := now + r.IntN(*days*1440)
	l.story = append(l.story, Happening{At: minute(now), Type: Opened, Priority: pick(r, "normal", "urgent")})
	usual := []HappeningType{CustomerMessage, CustomerMessage, AgentReply, AgentReply, InternalNote, AutoReply, PausedFor, PausedFor, PausedFor, Resumed, Resumed,
		CarriedOver, Promised, Done, HandedOver, HandedOver, HandedBack, TakenBack, PriorityChanged, Assigned, Resolved, Reopened, Reopened, CalendarChanged, PolicyChanged}
	for range r.IntN(40) {
		now += pick(r, 0, 1, 5, 10, 30, 60, 240, 600, 1440, 2000)
		if r.IntN(3) == 0 {
			now += r.IntN(90)
		}
		if now > last {
			break
		}
		h := Happening{At: minute(now), Type: pick(r, usual...)}
		if r.IntN(60) == 0 {
			h.Type = pick(r, Merged, Withdrawn)
		}
		switch h.Type {
		case PausedFor:
			h.For = pick(r, "", ForCustomer, ForPartner)
		case Promised:
			h.Due, h.For = h.At.Add(time.Duration(1+r.IntN(2000))*time.Minute), pick(r, "", ForReply, ForWork)
		case HandedOver:
			if r.IntN(3) == 0 {
				h.Due = h.At.Add(time.Duration(1+r.IntN(2000)) * time.Minute)
			}
		case PriorityChanged:
			h.Priority = pick(r, "normal", "urgent")
		case PolicyChanged:
			h.Policy = randomPolicy(r)
		case CalendarChanged:
			h.Calendar = schedules[r.IntN(len(schedules))]
		}
		l.story = append(l.story, h)
		if h.Type == Merged || h.Type == Withdrawn {
			break
		}
	}
	l.until = minute(last)
	return l
}

func minute(m int) time.Time { return naiveBase.Add(time.Duration(m) * time.Minute) }

// walked runs the naive engine over every minute of the life.
func (l *life) walked() ([]Timer, []Notice) {
	e := l.naive
	calendars := map[*Happening]*naiveCalendar{}
	for i := range l.story {
		if h := &l.story[i]; h.Calendar != nil {
			calendars[h] = walkers[h.Calendar.Version()-1]
		}
	}
	next, until := 0, int(l.until.Sub(naiveBase)/time.Minute)
	for now := int(l.story[0].At.Sub(naiveBase) / time.Minute); now <= until; now++ {
		for next < len(l.story) && l.story[next].At.Equal(minute(now)) {
			for _, t := range e.timers { // later than due is late, whatever happens now
				if t.ended < 0 && t.breached < 0 && t.state == Running && t.due < now {
					t.state, t.breached = Breached, t.due
				}
			}
			e.happen(l.story[next], now, calendars, &l.story[next])
			next++
		}
		e.clocks(now, l.until)
	}
	var timers []Timer
	for _, t := range e.timers {
		held, overdue := e.ownMinutes(t, until)
		timer := Timer{Metric: t.metric, Cycle: t.cycle, State: t.state, Start: minute(t.start), Due: minute(t.due),
			Held: time.Duration(held) * time.Minute, Overdue: time.Duration(overdue) * time.Minute}
		if t.ended >= 0 {
			timer.Ended = minute(t.ended)
		}
		if t.breached >= 0 {
			timer.Breached = minute(t.breached)
		}
		timers = append(timers, timer)
	}
	return timers, e.notices
}

// told brings timers and notices into a form that can be compared.
func told(timers []Timer, notices []Notice) (lines []string) {
	for _, t := range timers {
		lines = append(lines, fmt.Sprint("timer ", t.Start.Format(time.RFC3339), " ", t.Metric, t.Cycle, " ", t.State, " due ", t.Due.Format(time.RFC3339),
			" ended ", t.Ended.Format(time.RFC3339), " breached ", t.Breached.Format(time.RFC3339), " held ", t.Held, " overdue ", t.Overdue))
	}
	for _, n := range notices {
		lines = append(lines, fmt.Sprint("notice ", n.At.Format("2006-01-02T15:04:05.000"), " ", n.Metric, n.Cycle, " ", n.Step, " ", n.To))
	}
	slices.SortFunc(lines, cmp.Compare[string])
	return lines
}

// The engine against the walk: states, due times, ends, breaches, time on hold,
// overdue time and every notice of random lives.
func TestDifferential(t *testing.T) {
	layOutCalendars(t)
	for i := range *lives {
		seed := *seed0 + uint64(i)
		l := randomLife(rand.New(rand.NewPCG(seed, 0)))
		state, notices, env, _, err := Fold(l.env, l.story, l.until)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want := told(l.walked())
		got := told(state.Timers(env, l.until), notices)
		if diff := gocmp.Diff(want, got); diff != "" {
			for _, h := range l.story {
				t.Logf("%s %s %s%s%s %v", h.At.Format(time.RFC3339), h.Type, h.Priority, h.For, h.Due.Format(" 15:04"), h.Policy)
			}
			t.Fatalf("seed %d, policy %+v, calendar %d (-walk +engine):\n%s", seed, *l.env.Policy, l.env.Calendar.Version(), diff)
		}
	}
}
