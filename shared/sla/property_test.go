package sla

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// drawLife is a random life (see the differential test), drawn by rapid.
func drawLife(t testing.TB, r *rapid.T) *life {
	layOutCalendars(t)
	return randomLife(rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "life"), 1)))
}

// drawStart is an instant of 2026 with milliseconds.
func drawStart(r *rapid.T, name string) time.Time {
	return naiveBase.Add(time.Duration(rapid.Int64Range(0, 60*86_400_000).Draw(r, name)) * time.Millisecond)
}

// A later start is never due earlier; a longer target never earlier; and the
// open time from start to due is the target, to the millisecond.
func TestDueProperties(t *testing.T) {
	layOutCalendars(t)
	rapid.Check(t, func(r *rapid.T) {
		cal := schedules[rapid.IntRange(0, len(schedules)-1).Draw(r, "calendar")]
		a, b := drawStart(r, "start"), drawStart(r, "other")
		if b.Before(a) {
			a, b = b, a
		}
		target := randomTarget(rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "target"), 2)))
		dueA, errA := target.due(cal, a)
		dueB, errB := target.due(cal, b)
		if errA != nil || errB != nil {
			r.Fatal(errA, errB)
		}
		if dueA.Before(a) || (target.AfterHours == "" && dueB.Before(dueA)) {
			r.Fatalf("%+v: %v is due %v, %v is due %v", target, a, dueA, b, dueB)
		}
		amount := time.Duration(rapid.Int64Range(0, 200*3_600_000).Draw(r, "ms")) * time.Millisecond
		longer := amount + time.Duration(rapid.Int64Range(0, 3_600_000).Draw(r, "more"))*time.Millisecond
		due, err := cal.Add(a, amount)
		if err != nil {
			r.Fatal(err)
		}
		if got := cal.Between(a, due); got != amount {
			r.Fatalf("%v from %v: due %v, after %v", amount, a, due, got)
		}
		if later, err := cal.Add(a, longer); err != nil || later.Before(due) {
			r.Fatalf("%v is due before %v: %v", longer, amount, err)
		}
	})
}

// A hold never makes anything due earlier, nor takes more than it lasted of the
// own time.
func TestHoldNeverShortens(t *testing.T) {
	layOutCalendars(t)
	rapid.Check(t, func(r *rapid.T) {
		cal := schedules[rapid.IntRange(0, len(schedules)-1).Draw(r, "calendar")]
		target := randomTarget(rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "target"), 2)))
		env := Env{Calendar: cal, Policy: &Policy{Targets: Targets{Resolution: target}}}
		start := drawStart(r, "start")
		state, err := Open(env, Happening{At: start, Type: Opened})
		if err != nil {
			r.Fatal(err)
		}
		before := state.Cycles[0].Due
		at := start
		for range rapid.IntRange(1, 4).Draw(r, "holds") {
			for _, typ := range []HappeningType{PausedFor, Resumed} {
				at = at.Add(time.Duration(rapid.Int64Range(0, 36*3_600_000).Draw(r, "gap")) * time.Millisecond)
				if _, err := state.Apply(env, Happening{At: at, Type: typ}); err != nil {
					r.Fatal(err)
				}
			}
			c := state.Cycles[0]
			if c.Due.Before(before) {
				r.Fatalf("%+v from %v: due %v, after a hold %v", target, start, before, c.Due)
			}
			before = c.Due
			if c.State != Running {
				continue
			}
			var counted time.Duration
			for _, p := range state.Timers(env, at)[0].Explain {
				counted += p.Counted()
			}
			if want := time.Duration(target.Business); want != 0 && target.AfterHours == "" && counted != want {
				r.Fatalf("the explanation counts %v of %v", counted, want)
			}
		}
	})
}

// What is stored is what the fold gives: after each happening the state goes
// through JSON, sweeps come at odd instants in between, and in the end state,
// timers and notices are those of the fold in one go.
func TestStoredIsFolded(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := drawLife(t, r)
		want, wantNotices, wantEnv, _, err := Fold(l.env, l.story, l.until)
		if err != nil {
			r.Fatal(err)
		}
		var notices []Notice
		env := l.env
		state, err := Open(env, l.story[0])
		if err != nil {
			r.Fatal(err)
		}
		sweep := func(now time.Time) {
			state.Advance(env, now)
			due := state.Due(now)
			state.Mark(due)
			notices = append(notices, due...)
			state = stored(r, state)
		}
		last := l.story[0].At
		for _, h := range l.story[1:] {
			if gap := h.At.Sub(last); gap > 0 {
				sweep(last.Add(time.Duration(rapid.Int64Range(0, int64(gap)-1).Draw(r, "sweep"))))
				sweep(h.At.Add(-time.Millisecond))
			}
			if _, err := state.Apply(env, h); err != nil {
				r.Fatal(err)
			}
			env, last = env.with(h), h.At
			state = stored(r, state)
		}
		sweep(l.until)
		if !reflect.DeepEqual(stored(r, want), state) {
			r.Fatalf("folded %+v\nstored %+v", want, state)
		}
		if a, b := told(want.Timers(wantEnv, l.until), wantNotices), told(state.Timers(env, l.until), notices); !reflect.DeepEqual(a, b) {
			r.Fatalf("folded %v\nstored %v", a, b)
		}
	})
}

func stored(r *rapid.T, s State) State {
	raw, err := json.Marshal(s)
	if err != nil {
		r.Fatal(err)
	}
	var again State
	if err := json.Unmarshal(raw, &again); err != nil {
		r.Fatal(err)
	}
	return again
}

// A sweep is told to come no later than the first instant at which there is
// something to find.
func TestNextCheckMissesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := drawLife(t, r)
		env := l.env
		state, err := Open(env, l.story[0])
		if err != nil {
			r.Fatal(err)
		}
		for i, h := range l.story[1:] {
			next, ok := state.NextCheck()
			quiet := h.At.Add(-time.Millisecond)
			if ok && next.Before(h.At) {
				quiet = next.Add(-time.Millisecond)
			}
			if quiet.After(l.story[i].At) {
				if due := state.Due(quiet); len(due) > 0 {
					r.Fatalf("next check %v, but owed by %v: %v", next, quiet, due)
				}
				if found := state.Advance(env, quiet); len(found) > 0 {
					r.Fatalf("next check %v, but late by %v: %v", next, quiet, found)
				}
			}
			if _, err := state.Apply(env, h); err != nil {
				r.Fatal(err)
			}
			env = env.with(h)
			state.Mark(state.Due(h.At))
		}
	})
}

// Whatever a calendar's zone, the zone in which instants are handed over makes
// no difference.
func TestHandedZone(t *testing.T) {
	elsewhere := time.FixedZone("elsewhere", -7*3600)
	rapid.Check(t, func(r *rapid.T) {
		l := drawLife(t, r)
		a, aNotices, _, _, err := Fold(l.env, l.story, l.until)
		for i := range l.story {
			l.story[i].At, l.story[i].Due = l.story[i].At.In(elsewhere), l.story[i].Due.In(elsewhere)
		}
		b, bNotices, _, _, err2 := Fold(l.env, l.story, l.until.In(elsewhere))
		if err != nil || err2 != nil || !reflect.DeepEqual(stored(r, a), stored(r, b)) || !reflect.DeepEqual(aNotices, bNotices) {
			r.Fatal("differs", err, err2)
		}
	})
}
