package ticket_test

import (
	"encoding/json"
	"math/rand/v2"
	"sort"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// fell lists what a history says fell due: "first_response 1 due→owner".
func fell(t interface{ Fatal(...any) }, history []event.Event) (told, skipped []string) {
	for _, e := range history {
		if e.Type != ticket.FellDue && e.Type != ticket.Breached {
			continue
		}
		var f ticket.DueFacts
		if err := e.Into(&f); err != nil {
			t.Fatal(err)
		}
		name := f.Metric + " " + string('0'+rune(f.Cycle)) + " breached"
		if e.Type == ticket.FellDue {
			name = f.Metric + " " + string('0'+rune(f.Cycle)) + " " + f.Step + "→" + f.To
		}
		if f.Skipped != "" {
			skipped = append(skipped, name)
		} else {
			told = append(told, name)
		}
	}
	sort.Strings(told)
	sort.Strings(skipped)
	return told, skipped
}

func (w *world) sweep(number string, at time.Time) int {
	w.Helper()
	n, err := w.Sweep(w.Context(), at, "run-"+at.Format("150405.000"), number)
	if err != nil {
		w.Fatal(err)
	}
	return n.Found
}

// Nobody answers a cargo query: a warning at 80 %, the due step, the breach,
// the escalation an hour later, each recorded once however often it is swept.
func TestASilentDeskIsRecordedOnce(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	for minute := range 100 {
		at := morning.Add(time.Duration(minute) * time.Minute)
		w.sweep(number, at)
		if again := w.sweep(number, at); again != 0 {
			t.Fatalf("minute %d: found %d once more", minute, again)
		}
	}
	told, skipped := fell(t, w.events(number))
	want := []string{"first_response 1 +60m→manager", "first_response 1 80%→owner", "first_response 1 breached",
		"first_response 1 due→owner", "first_response 1 due→supervisor"}
	if !equal(told, want) || skipped != nil {
		t.Errorf("told %q, skipped %q", told, skipped)
	}
}

// After an outage only the highest step of a timer is told, the lower ones are
// recorded as skipped.
func TestAfterAnOutageOnlyTheHighestStep(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	if n := w.sweep(number, morning.Add(3*time.Hour)); n != 1 {
		t.Errorf("found %d", n)
	}
	told, skipped := fell(t, w.events(number))
	if !equal(told, []string{"first_response 1 +60m→manager", "first_response 1 breached"}) || len(skipped) != 3 {
		t.Errorf("told %q, skipped %q", told, skipped)
	}
}

func TestAnAnswerInTimeOwesNothing(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	if _, err := w.Reply(t.Context(), morning.Add(30*time.Minute), agent, number, 0, ticket.Saying{Text: "已到成都，今天派送"}); err != nil {
		t.Fatal(err)
	}
	w.sweep(number, morning.Add(31*time.Minute))
	told, _ := fell(t, w.events(number))
	for _, name := range told {
		if name[:5] == "first" {
			t.Errorf("answered at its due instant, yet %s", name)
		}
	}
}

// A tick that comes late or twice can't make a ticket's time run backwards.
func TestALateTickIsJudgedByTheTicketsOwnTime(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	w.sweep(number, morning.Add(40*time.Minute))
	w.sweep(number, morning.Add(5*time.Minute))
	history := w.events(number)
	for i := 1; i < len(history); i++ {
		if history[i].At.Before(history[i-1].At) {
			t.Errorf("%s at %v after %v", history[i].Type, history[i].At, history[i-1].At)
		}
	}
}

// Whatever happens to a ticket, and however it is swept, its stored deadlines
// are the fold over its own history, and its time is with exactly one at any
// instant.
func TestStoredIsFolded(t *testing.T) {
	actions := []ticket.Action{}
	for a := range deeds {
		if a != ticket.Merge {
			actions = append(actions, a)
		}
	}
	sort.Slice(actions, func(i, j int) bool { return actions[i] < actions[j] })
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		w.Random = deaf{rand.NewPCG(rapid.Uint64().Draw(rt, "numbers"), 1)}
		in := inquiry("cargo_status")
		if rapid.Bool().Draw(rt, "complaint") {
			in = complaint()
		}
		number := w.open(in).Number
		now := morning
		for range rapid.IntRange(1, 14).Draw(rt, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 30*3600*1000).Draw(rt, "pause")) * time.Millisecond)
			if rapid.IntRange(0, 2).Draw(rt, "sweep") == 0 {
				w.sweep(number, now)
				continue
			}
			if rapid.IntRange(0, 4).Draw(rt, "edit") == 0 {
				w.edit(rt)
				if rapid.Bool().Draw(rt, "job") {
					w.rejudge(number, now)
					w.folded(rt, number)
				}
				continue
			}
			action := rapid.SampledFrom(actions).Draw(rt, "action")
			deed := deeds[action]
			if action == ticket.Pause && rapid.Bool().Draw(rt, "for the customer") {
				deed = waitForCustomer
			}
			if err := deed(w, t.Context(), now, number); err != nil && !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.NotFound) { // a file that is not there
				rt.Fatalf("%s: %v", action, err)
			}
			w.folded(rt, number)
		}
		w.folded(rt, number)
		w.whole(rt, number, now.Add(time.Duration(rapid.IntRange(0, 3600_000).Draw(rt, "rest"))*time.Millisecond))
	})
}

// folded compares a ticket's stored deadlines with the fold over its events.
func (w *world) folded(rt *rapid.T, number string) {
	stored := w.get(number)
	state, err := ticket.Replay(w.shelf.find, w.events(number))
	if err != nil {
		rt.Fatal(err)
	}
	a, _ := json.Marshal(state)
	b, _ := json.Marshal(stored.SLA)
	if string(a) != string(b) {
		rt.Fatalf("folded %s\nstored %s", a, b)
	}
}

// deaf is a random source that a property test can repeat.
type deaf struct{ *rand.PCG }

func (d deaf) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(d.Uint64())
	}
	return len(p), nil
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
