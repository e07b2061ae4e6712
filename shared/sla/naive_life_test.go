package sla

import (
	"slices"
	"time"
)

// happen lets one happening have its effect.
func (e *naiveEngine) happen(h Happening, now int, calendars map[*Happening]*naiveCalendar, key *Happening) {
	switch h.Type {
	case Opened:
		e.opened, e.worked, e.message, e.handed, e.priority = now, now, -1, -1, h.Priority
		for _, metric := range []Metric{FirstResponse, Resolution, Statutory} {
			e.start(metric, now, now)
		}
	case CustomerMessage:
		if e.onHold() && !e.holds[len(e.holds)-1].partner {
			e.resume(now)
		}
		if e.replied && e.message < 0 {
			e.message = now
			e.start(NextResponse, now, now)
		}
	case AgentReply:
		e.end(e.active(FirstResponse), now, Met)
		e.end(e.active(NextResponse), now, Met)
		if p := e.active(Promise); p != nil && !p.work && p.start < now {
			e.end(p, now, Met)
		}
		e.replied, e.message = true, -1
	case PausedFor:
		if !e.onHold() {
			e.holds = append(e.holds, naiveHold{from: now, to: -1, partner: h.For == ForPartner})
			for _, t := range e.timers {
				if t.state == Running && t.stops() {
					t.state = Paused
				}
			}
		}
	case Resumed:
		e.resume(now)
	case CarriedOver:
		t := e.active(FirstResponse)
		if t == nil {
			t = e.active(NextResponse)
		}
		if t != nil && t.state == Running && !e.carried {
			e.carried, t.carriedAt, t.cal = true, now, e.cal
			t.carriedTo = e.cal.nextDay(now, "09:00", e.holidays)
			e.set(t, t.carriedTo)
		}
	case Promised:
		e.end(e.active(Promise), now, Cancelled)
		due := int(h.Due.Sub(naiveBase) / time.Minute)
		e.begin(&naiveTimer{metric: Promise, start: now, given: true, work: h.For == ForWork}, due, now)
	case Done:
		if p := e.active(Promise); p != nil && p.work {
			e.end(p, now, Met)
		}
	case PriorityChanged:
		e.priority = h.Priority
		e.retarget(now)
	case PolicyChanged:
		e.policy = h.Policy
		e.retarget(now)
	case CalendarChanged:
		e.cal = calendars[key]
		for _, t := range e.timers {
			if t.ended < 0 && t.breached < 0 && t.carriedAt < 0 && !t.given {
				t.cal = e.cal
				e.set(t, e.base(e.cal, t.target, t.start))
				e.late(t, now)
			}
		}
	case HandedOver:
		switch {
		case e.handed >= 0 || e.resolved:
		case h.Due.IsZero():
			e.handed = now
			e.start(Handover, now, now)
		default:
			e.handed = now
			e.begin(&naiveTimer{metric: Handover, start: now, given: true}, int(h.Due.Sub(naiveBase)/time.Minute), now)
		}
	case HandedBack:
		e.handed = -1
		e.end(e.active(Handover), now, Met)
	case TakenBack:
		e.handed = -1
		e.end(e.active(Handover), now, Cancelled)
	case Resolved:
		e.handed = -1
		e.end(e.active(NextResponse), now, Cancelled)
		e.end(e.active(Handover), now, Cancelled)
		for _, metric := range []Metric{FirstResponse, Promise, Resolution, Statutory} {
			e.end(e.active(metric), now, Met)
		}
		if e.onHold() {
			e.holds[len(e.holds)-1].to = now
		}
		e.replied, e.message, e.resolved = true, -1, true
	case Reopened:
		e.reopen(now)
	case Merged, Withdrawn:
		for _, t := range e.timers {
			if t.ended < 0 {
				e.end(t, now, Cancelled)
			}
		}
		if e.onHold() {
			e.holds[len(e.holds)-1].to = now
		}
		e.closed = true
	}
}

func (e *naiveEngine) reopen(now int) {
	if !e.resolved {
		return
	}
	e.resolved, e.worked, e.reopened = false, now, true
	e.start(Resolution, now, now)
	var old *naiveTimer
	for _, t := range e.timers {
		if t.metric == Statutory {
			old = t
		}
	}
	if old != nil && old.due >= now {
		e.begin(&naiveTimer{metric: Statutory, start: old.start, target: old.target}, old.due, now)
	}
}

func (e *naiveEngine) resume(now int) {
	if !e.onHold() {
		return
	}
	h := &e.holds[len(e.holds)-1]
	h.to = now
	for _, t := range e.timers {
		if t.state != Paused {
			continue
		}
		from := max(h.from, t.start)
		t.state = Running
		if t.due < from {
			t.state, t.breached = Breached, now
		} else {
			t.due = max(t.due, e.ahead(t, now, t.ownBetween(from, t.due)))
		}
	}
}

func (e *naiveEngine) retarget(now int) {
	for _, metric := range []Metric{FirstResponse, Handover, NextResponse, Resolution, Statutory} {
		t := e.active(metric)
		if t == nil {
			switch {
			case metric == FirstResponse && !e.replied:
				e.start(metric, e.opened, now)
			case metric == Handover && e.handed >= 0:
				e.start(metric, e.handed, now)
			case metric == NextResponse && e.message >= 0:
				e.start(metric, e.message, now)
			case metric == Resolution && !e.resolved:
				e.start(metric, e.worked, now)
			case metric == Statutory && !e.resolved && !e.reopened:
				e.start(metric, e.opened, now)
			}
			continue
		}
		if t.breached >= 0 || t.carriedAt >= 0 || t.given {
			continue
		}
		target := e.policy.target(metric, e.priority)
		if target.none() {
			e.end(t, now, Cancelled)
			continue
		}
		t.target, t.cal = target, e.cal
		e.set(t, e.base(e.cal, target, t.start))
		e.late(t, now)
	}
}

// clocks is what the minute itself brings, after what happened at it: notices,
// also those that come before the next minute begins, and breaches.
func (e *naiveEngine) clocks(now int, until time.Time) {
	for _, t := range e.timers {
		if t.ended >= 0 || (e.onHold() && t.stops()) {
			continue
		}
		if t.breached < 0 && t.due < now {
			t.state, t.breached = Breached, t.due
		}
		for rank, step := range t.policy.Steps {
			if len(step.Metrics) > 0 && !slices.Contains(step.Metrics, t.metric) {
				continue
			}
			if at, ok := e.fires(t, step, now); ok && !at.After(until) {
				for _, to := range step.To {
					if key := step.At + string(to); !t.fired[key] {
						t.fired[key] = true
						e.notices = append(e.notices, Notice{At: at, Metric: t.metric, Cycle: t.cycle, Step: step.At, To: to, Rank: rank})
					}
				}
			}
		}
	}
}

// fires tells whether a step comes in this minute, and when.
func (e *naiveEngine) fires(t *naiveTimer, step Step, now int) (time.Time, bool) {
	m, _ := parseMoment(step.At)
	minute := naiveBase.Add(time.Duration(now) * time.Minute)
	reached, goal := e.used(t, t.start, now), t.amount
	switch m.kind {
	case dueStep:
		return minute, t.due <= now
	case afterStep:
		if now < t.due {
			return minute, false
		}
		reached, goal = e.used(t, t.due, now), int(m.length/time.Minute)
	case beforeStep:
		if goal -= int(m.length / time.Minute); goal < 0 {
			return minute, false
		}
	case percentStep:
		if goal == 0 {
			return minute, false
		}
		left := time.Duration(goal)*time.Minute*time.Duration(m.percent)/100 - time.Duration(reached)*time.Minute
		if left <= 0 {
			return minute, true
		}
		return minute.Add(left.Truncate(time.Millisecond)), left < time.Minute && t.own(now)
	}
	return minute, reached >= goal
}

// ownMinutes are heldSeconds and overdueSeconds in minutes, at the end.
func (e *naiveEngine) ownMinutes(t *naiveTimer, until int) (held, overdue int) {
	end := until
	if t.ended >= 0 {
		end = t.ended
	}
	for m := t.start; m < end; m++ {
		if t.own(m) && e.held(t, m) {
			held++
		}
	}
	if t.breached >= 0 {
		overdue = e.used(t, t.due, end)
	}
	return held, overdue
}
