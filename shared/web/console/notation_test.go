package console

import (
	"encoding/json"
	"testing"

	"huiyin/shared/calendar"
	"huiyin/shared/sla"
	"huiyin/shared/words"
)

func TestNotationsAreReadInBothLanguages(t *testing.T) {
	for _, c := range []struct {
		read       func(string) (any, bool)
		text, want string
	}{
		{readSpans, "08:30-12:00, 13:30–18:30", `[["08:30","12:00"],["13:30","18:30"]]`},
		{readSpans, "22：00至06：00", `[["22:00","06:00"]]`},
		{readSpans, "whenever", ""},
		{readExceptions, "2026-06-19 休\n\n2026-06-20 closed\n2026-06-21 08:30-12:00", `[{"date":"2026-06-19","spans":[]},{"date":"2026-06-20","spans":[]},{"date":"2026-06-21","spans":[["08:30","12:00"]]}]`},
		{readExceptions, "2026-06-19", ""},
		{readTarget, "30m", `{"business":"30m"}`},
		{readTarget, "168h 自然时间", `{"elapsed":"168h"}`},
		{readTarget, "168h elapsed", `{"elapsed":"168h"}`},
		{readTarget, "next close", `{"nextDay":"close"}`},
		{readTarget, "次日 09:00", `{"nextDay":"09:00"}`},
		{readTarget, "30m 班后 09:00", `{"afterHours":"09:00","business":"30m"}`},
		{readTarget, "30m 40m", ""},
		{readTarget, "elapsed 168h", ""},
		{readSteps, "80% owner\n到点 负责人，主管\n-48h manager (statutory)", `[{"at":"80%","to":["owner"]},{"at":"due","to":["owner","supervisor"]},{"at":"-48h","metrics":["statutory"],"to":["manager"]}]`},
		{readSteps, "+15m 主管（首次答复、再次答复）", `[{"at":"+15m","metrics":["first_response","next_response"],"to":["supervisor"]}]`},
	} {
		value, ok := c.read(c.text)
		if raw, err := json.Marshal(value); err != nil || ok != (c.want != "") || ok && string(raw) != c.want {
			t.Errorf("%q: %s %v, want %s", c.text, raw, err, c.want)
		}
	}
}

// What stands in a field is read as what it was.
func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	same := func(what string, read func(string) (any, bool), text string, want any) {
		t.Helper()
		value, _ := read(text)
		var a, b any
		one, _ := json.Marshal(value)
		two, _ := json.Marshal(want)
		_, _ = json.Unmarshal(one, &a), json.Unmarshal(two, &b)
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		if string(x) != string(y) {
			t.Errorf("%s %q: %s, want %s", what, text, x, y)
		}
	}
	all := sla.DefaultPolicies()
	for _, lang := range words.Langs {
		v := &visit{Lang: lang}
		for _, p := range append(all.Ordered, all.Default) {
			same("steps", readSteps, v.writeSteps(p.Steps), append([]sla.Step{}, p.Steps...))
			for _, targets := range append([]sla.Targets{p.Targets}, p.Priorities["urgent"]) {
				for _, target := range targets {
					if text := v.writeTarget(target); text != "" {
						same("target", readTarget, text, target)
					}
				}
			}
		}
		for _, c := range append(sla.DefaultCalendars(), calendar.Calendar{Exceptions: []calendar.Exception{{Date: "2026-06-19", Spans: []calendar.Span{}}, {Date: "2026-06-21", Spans: []calendar.Span{{"08:30", "12:00"}}}}}) {
			for _, spans := range c.Hours {
				same("spans", readSpans, writeSpans(spans), spans)
			}
			same("exceptions", readExceptions, v.writeExceptions(c.Exceptions), append([]calendar.Exception{}, c.Exceptions...))
		}
	}
}
