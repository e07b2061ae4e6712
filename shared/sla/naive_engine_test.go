package sla

import (
	"slices"
	"time"

	"huiyin/shared/calendar"
)

// naiveTimer is one cycle.
type naiveTimer struct {
	metric          Metric
	cycle           int
	start           int
	target          Target
	given           bool // a promise, or a hand-over whose due time was agreed
	work            bool
	cal             *naiveCalendar
	due             int
	amount          int // own minutes from start to the due before holds
	ended, breached int // -1: not
	state           TimerState
	carriedAt       int // -1: not
	carriedTo       int
	fired           map[string]bool
	policy          *Policy
	counted         [2]naiveCount // what used found last, from the start and from the due time
}

// naiveCount remembers how far a count came: minutes that are over don't change.
type naiveCount struct{ from, to, sum int }

type naiveHold struct {
	from, to int // to -1: open
	partner  bool
}

// naiveEngine is a ticket.
type naiveEngine struct {
	holidays calendar.Holidays
	cal      *naiveCalendar
	policy   *Policy
	priority string
	timers   []*naiveTimer
	holds    []naiveHold
	opened   int
	worked   int
	handed   int // -1: not
	replied  bool
	message  int // oldest unanswered, -1
	resolved bool
	carried  bool
	reopened bool
	closed   bool
	notices  []Notice
}

func (t *naiveTimer) wall() bool { return t.given || t.target.Elapsed != 0 }
func (t *naiveTimer) stops() bool {
	return (t.metric == NextResponse || t.metric == Resolution) && !t.wall()
}
func (t *naiveTimer) own(m int) bool { return t.wall() || t.cal.open[m] }
func (t *naiveTimer) ownBetween(from, to int) (sum int) {
	for m := from; m < to; m++ {
		if t.own(m) {
			sum++
		}
	}
	return sum
}

func (e *naiveEngine) onHold() bool {
	return len(e.holds) > 0 && e.holds[len(e.holds)-1].to < 0
}

// held tells whether a minute of a timer's life was spent on hold.
func (e *naiveEngine) held(t *naiveTimer, m int) bool {
	return t.stops() && slices.ContainsFunc(e.holds, func(h naiveHold) bool { return h.from <= m && (h.to < 0 || m < h.to) })
}

// used are the own minutes from one instant to another that were not on hold.
func (e *naiveEngine) used(t *naiveTimer, from, to int) int {
	c := &t.counted[0]
	if from != t.start {
		c = &t.counted[1]
	}
	if c.from != from || c.to > to || c.to < from {
		*c = naiveCount{from: from, to: from}
	}
	for ; c.to < to; c.to++ {
		if t.own(c.to) && !e.held(t, c.to) {
			c.sum++
		}
	}
	return c.sum
}

// base is the due time of a target, no hold thought of.
func (e *naiveEngine) base(cal *naiveCalendar, target Target, start int) int {
	var due int
	switch {
	case target.Elapsed != 0:
		due = start + int(time.Duration(target.Elapsed)/time.Minute)
	case target.NextDay != "":
		due = cal.nextDay(start, target.NextDay, e.holidays)
	default:
		due = cal.walk(start, int(time.Duration(target.Business)/time.Minute))
	}
	if target.AfterHours == "" || cal.open[start] {
		return due
	}
	day := naiveBase.Add(time.Duration(start) * time.Minute).In(cal.zone)
	toCome := slices.ContainsFunc(cal.spans(day, e.holidays), func(s calendar.Span) bool { return cal.onDay(day, s[0]) > start })
	if same := cal.onDay(day, target.AfterHours); toCome && same > start {
		return min(due, same)
	}
	return min(due, cal.nextDay(start, target.AfterHours, e.holidays))
}

// set gives a timer its due time: the base, moved by each hold that is over.
func (e *naiveEngine) set(t *naiveTimer, base int) {
	t.due, t.amount = base, t.ownBetween(t.start, base)
	t.policy, t.counted = e.policy, [2]naiveCount{}
	since := t.start
	if t.carriedAt >= 0 {
		since = t.carriedAt
		for m := t.start; m < base; m++ {
			if t.own(m) && m < t.carriedAt && e.held(t, m) {
				t.amount--
			}
		}
	}
	if !t.stops() {
		return
	}
	for _, h := range e.holds {
		from := max(h.from, t.start)
		if h.to < 0 || h.to <= t.start || from < since || t.due < from {
			continue
		}
		t.due = max(t.due, e.ahead(t, h.to, t.ownBetween(from, t.due)))
	}
}

// ahead walks own minutes on.
func (e *naiveEngine) ahead(t *naiveTimer, from, minutes int) int {
	for ; minutes > 0; from++ {
		if t.own(from) {
			minutes--
		}
	}
	return from
}

func (e *naiveEngine) active(metric Metric) *naiveTimer {
	for _, t := range e.timers {
		if t.metric == metric && t.ended < 0 {
			return t
		}
	}
	return nil
}

func (e *naiveEngine) begin(t *naiveTimer, base, now int) {
	t.cal, t.ended, t.breached, t.carriedAt, t.cycle, t.state, t.fired = e.cal, -1, -1, -1, 1, Running, map[string]bool{}
	for _, other := range e.timers {
		if other.metric == t.metric {
			t.cycle++
		}
	}
	e.timers = append(e.timers, t)
	e.set(t, base)
	e.late(t, now)
}

// late settles a timer whose due time was just set.
func (e *naiveEngine) late(t *naiveTimer, now int) {
	t.state = Running
	if e.onHold() && t.stops() {
		t.state = Paused
	} else if t.due < now {
		t.state, t.breached = Breached, now
	}
}

func (e *naiveEngine) start(metric Metric, start, now int) {
	target := e.policy.target(metric, e.priority)
	if !target.none() {
		e.begin(&naiveTimer{metric: metric, start: start, target: target}, e.base(e.cal, target, start), now)
	}
}

func (e *naiveEngine) end(t *naiveTimer, now int, state TimerState) {
	if t == nil {
		return
	}
	if t.state == Paused && state == Met && t.due < max(e.holds[len(e.holds)-1].from, t.start) {
		t.breached = now
	}
	t.ended = now
	t.state = state
	if t.breached >= 0 {
		t.state = Breached
	}
}
