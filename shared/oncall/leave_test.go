package oncall_test

import (
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/oncall"
	"huiyin/shared/words"
)

// rule: PD-14 — the last one who is available can't sign off.
func TestTheLastOneCantSignOff(t *testing.T) {
	w := newWorld(t)
	w.plan("ann", "2026-06-10", "18:30", "08:30", "")
	w.plan("bo", "2026-06-10", "22:00", "08:30", "")
	may := func(id string, until, now time.Time) string {
		m, _ := w.roster().Member(id)
		err := w.MayLeave(t.Context(), w.roster(), w, m, until, now)
		if err == nil {
			return ""
		}
		e := errs.As(err)
		if !errs.Is(err, errs.Conflict) || !words.Has(e.Code) || e.Args["who"] == "" {
			t.Errorf("%v: %v", err, e.Args)
		}
		return e.Code
	}
	for name, c := range map[string]struct {
		who        string
		until, now time.Time
		want       string
	}{
		"a colleague is there":               {"ann", noon.Add(time.Hour), noon, ""},
		"alone in the team":                  {"cy", noon.Add(time.Hour), noon, "oncall.alone"},
		"alone in the team, at night":        {"cy", time.Time{}, local(10, 23, 0), ""},
		"the supervisor":                     {"sue", time.Time{}, noon, ""},
		"on call tonight, for lunch":         {"ann", time.Time{}, noon, ""},
		"on call tonight, until tomorrow":    {"ann", local(11, 9, 0), noon, "oncall.last"},
		"on call, alone":                     {"ann", time.Time{}, local(10, 19, 0), "oncall.last"},
		"on call, back before long":          {"ann", local(10, 19, 5), local(10, 19, 0), "oncall.last"},
		"on call with another":               {"ann", time.Time{}, local(10, 22, 0), ""},
		"the other of two":                   {"bo", time.Time{}, local(10, 22, 0), ""},
		"not yet on call, another is":        {"bo", local(11, 9, 0), noon, ""},
		"on call, until another is":          {"ann", local(10, 22, 30), local(10, 21, 59), "oncall.last"},
		"not on call at all":                 {"di", time.Time{}, local(10, 23, 0), ""},
		"a whole day, without being on call": {"di", local(12, 9, 0), local(10, 23, 0), ""},
	} {
		if got := may(c.who, c.until, c.now); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	w.away("bo", "sick", time.Time{})
	if got := may("ann", time.Time{}, local(10, 22, 0)); got != "oncall.last" {
		t.Errorf("the other one is ill: %q", got)
	}
	w.away("sue", "sick", time.Time{})
	if got := may("ann", noon.Add(time.Hour), noon); got != "oncall.alone" {
		t.Errorf("both colleagues are ill: %q", got)
	}
	m, _ := w.roster().Member("ann")
	err := w.MayLeave(t.Context(), w.roster(), w, m, time.Time{}, local(10, 19, 0))
	if e := errs.As(err); e.Args["from"] != "06-10 19:00" || e.Args["to"] != "06-11 08:30" || e.Args["who"] != "201" {
		t.Errorf("refused with %v", e.Args)
	}
}

// rule: PD-14 — a gap within two days is told once a day, and not to a company
// that has no such roster.
func TestAGapIsToldOnceADay(t *testing.T) {
	w := newWorld(t)
	alarm := func() *oncall.Alarm { // as a new process has it
		return &oncall.Alarm{Service: w.Service, Roster: w.everybody, Tell: w.store.Sweeps().Tell}
	}
	run := func(a *oncall.Alarm, now time.Time) int {
		t.Helper()
		if err := a.Run(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		return len(w.told())
	}
	if n := run(alarm(), noon); n != 0 {
		t.Fatalf("%d told of a roster that nobody keeps", n)
	}
	w.plan("ann", "2026-06-10", "18:30", "08:30", "2026-06-13")
	w.plan("bo", "2026-06-13", "08:30", "18:30", "")
	a := alarm()
	for _, at := range []time.Time{noon, local(11, 18, 0)} {
		if n := run(a, at); n != 0 {
			t.Fatalf("at %v %d are told: %+v", at, n, w.told())
		}
	}
	// On the 14th, a Sunday, nobody is on call from 08:30 on.
	if n := run(a, local(12, 8, 29)); n != 0 {
		t.Fatalf("more than two days ahead: %d told", n)
	}
	if n := run(a, local(12, 8, 59)); n != 0 {
		t.Fatalf("within the hour that was looked at: %d told", n)
	}
	for _, at := range []time.Time{local(12, 9, 0), local(12, 9, 30), local(12, 15, 0)} {
		if n := run(a, at); n != 1 {
			t.Fatalf("at %v: %d told", at, n)
		}
	}
	if n := run(alarm(), local(12, 16, 0)); n != 1 {
		t.Errorf("by another process: %d told", n)
	}
	if n := run(a, local(13, 0, 10)); n != 2 {
		t.Errorf("the next day: %d told", n)
	}
	if f := w.told()[0]; f.Team != "phone" || f.Count != 1 || !f.From.Equal(local(14, 8, 30)) || !f.To.Equal(local(14, 9, 0)) {
		t.Errorf("told %+v", f)
	}
	if n := run(a, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)); n != 2 {
		t.Errorf("months after the last shift: %d told", n)
	}
	for _, e := range w.store.Told(0) {
		if e.Type == oncall.GapFound && e.By != event.System {
			t.Errorf("told by %s", e.By)
		}
	}
}
