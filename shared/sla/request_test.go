package sla

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// ask fills a request: calendar, policy, happenings, until.
func ask(calendar, policy, happenings, until string) string {
	return fmt.Sprintf(`{"calendar":%s,"policy":%s,"happenings":%s,"until":%q}`, calendar, policy, happenings, until)
}

const (
	anOpening = `[{"at":"2026-06-05T10:00:00+08:00","type":"opened"}]`
	anEnd     = "2026-06-08T00:00:00+08:00"
)

// after is a story whose second happening is given.
func after(second string) string {
	return ask(usualHours, all, `[{"at":"2026-06-05T10:00:00+08:00","type":"opened"},`+second+`]`, anEnd)
}

func withPolicy(policy string) string { return ask(usualHours, policy, anOpening, anEnd) }

func happeningOf(rest string) string { return `{"at":"2026-06-05T11:00:00+08:00",` + rest + `}` }

// Every mistake in a request is told at its place.
func TestRequestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ request, path, code string }{
		"no JSON":                {`{"calendar":`, "", "calendar.bad_json"},
		"a list":                 {`[]`, "", "calendar.wrong_type"},
		"unknown member":         {strings.Replace(withPolicy(all), `"until"`, `"untill":1,"until"`, 1), "untill", "unknown_field"},
		"no calendar":            {`{"policy":` + all + `,"happenings":` + anOpening + `,"until":"` + anEnd + `"}`, "calendar", "required"},
		"no policy":              {`{"calendar":` + usualHours + `,"happenings":` + anOpening + `,"until":"` + anEnd + `"}`, "policy", "required"},
		"no happenings":          {`{"calendar":` + usualHours + `,"policy":` + all + `,"until":"` + anEnd + `"}`, "happenings", "required"},
		"no until":               {`{"calendar":` + usualHours + `,"policy":` + all + `,"happenings":` + anOpening + `}`, "until", "required"},
		"until without offset":   {ask(usualHours, all, anOpening, "2026-06-08T00:00:00"), "until", "sla.no_instant"},
		"until is far":           {ask(usualHours, all, anOpening, "9999-06-08T00:00:00Z"), "until", "calendar.out_of_range"},
		"empty story":            {ask(usualHours, all, `[]`, anEnd), "happenings", "required"},
		"not opened first":       {ask(usualHours, all, `[{"at":"2026-06-05T10:00:00+08:00","type":"resolved"}]`, anEnd), "happenings[0].type", "sla.not_opened"},
		"opened twice":           {after(happeningOf(`"type":"opened"`)), "happenings[1].type", "sla.opened_twice"},
		"not in order":           {after(`{"at":"2026-06-05T09:59:59+08:00","type":"agent_reply"}`), "happenings[1].at", "sla.not_in_order"},
		"order by instant":       {after(`{"at":"2026-06-05T10:30:00+09:00","type":"agent_reply"}`), "happenings[1].at", "sla.not_in_order"},
		"after the end":          {after(happeningOf(`"type":"merged"`) + `,` + happeningOf(`"type":"assigned"`)), "happenings[2].type", "sla.after_the_end"},
		"after the end 2":        {after(happeningOf(`"type":"withdrawn"`) + `,` + happeningOf(`"type":"assigned"`)), "happenings[2].type", "sla.after_the_end"},
		"unknown type":           {after(happeningOf(`"type":"closed"`)), "happenings[1].type", "sla.unknown_happening"},
		"no type":                {after(`{"at":"2026-06-05T11:00:00+08:00"}`), "happenings[1].type", "required"},
		"no at":                  {after(`{"type":"assigned"}`), "happenings[1].at", "required"},
		"unknown member 2":       {after(happeningOf(`"type":"assigned","owner":"x"`)), "happenings[1].owner", "unknown_field"},
		"member of another type": {after(happeningOf(`"type":"assigned","for":"customer"`)), "happenings[1].for", "sla.not_here"},
		"paused for nobody":      {after(happeningOf(`"type":"paused","for":"reply"`)), "happenings[1].for", "not_one_of"},
		"promised for nobody":    {after(happeningOf(`"type":"promised","due":"2026-06-06T10:00:00Z","for":"customer"`)), "happenings[1].for", "not_one_of"},
		"promised without due":   {after(happeningOf(`"type":"promised"`)), "happenings[1].due", "required"},
		"promised for the past":  {after(happeningOf(`"type":"promised","due":"2026-06-05T10:59:00+08:00"`)), "happenings[1].due", "sla.promise_due"},
		"no priority":            {after(happeningOf(`"type":"priority_changed"`)), "happenings[1].priority", "required"},
		"no new calendar":        {after(happeningOf(`"type":"calendar_changed"`)), "happenings[1].calendar", "required"},
		"bad new calendar":       {after(happeningOf(`"type":"calendar_changed","calendar":{"timeZone":"X","hours":{"mon":[["08:00","09:00"]]}}`)), "happenings[1].calendar.timeZone", "calendar.unknown_zone"},
		"bad new policy":         {after(happeningOf(`"type":"policy_changed","policy":{"targets":{"x":{}}}`)), "happenings[1].policy.targets.x", "sla.unknown_metric"},
		"unknown calendar":       {ask(`{"id":"nix"}`, all, anOpening, anEnd), "calendar.id", "sla.unknown_calendar"},
		"unknown policy":         {ask(usualHours, `{"id":"nix"}`, anOpening, anEnd), "policy.id", "sla.unknown_policy"},
		"unknown ticket":         {ask(usualHours, all, `[]`, anEnd)[:len(ask(usualHours, all, `[]`, anEnd))-1] + `,"ticket":"nix"}`, "ticket", "sla.unknown_ticket"},
		"negative":               {withPolicy(`{"targets":{"resolution":{"business":"-30m"}}}`), "policy.targets.resolution.business", "sla.negative"},
		"negative elapsed":       {withPolicy(`{"priorities":{"urgent":{"statutory":{"elapsed":"-1ns"}}}}`), "policy.priorities.urgent.statutory.elapsed", "sla.negative"},
		"no duration":            {withPolicy(`{"targets":{"resolution":{"business":"2d"}}}`), "policy.targets.resolution.business", "sla.no_duration"},
		"a number":               {withPolicy(`{"targets":{"resolution":{"business":30}}}`), "policy.targets.resolution.business", "calendar.wrong_type"},
		"longer than ten years":  {withPolicy(`{"targets":{"resolution":{"elapsed":"90000h"}}}`), "policy.targets.resolution.elapsed", "sla.too_long"},
		"two kinds":              {withPolicy(`{"targets":{"resolution":{"business":"1h","elapsed":"1h"}}}`), "policy.targets.resolution", "sla.target_kind"},
		"no kind":                {withPolicy(`{"targets":{"resolution":{"afterHours":"09:00"}}}`), "policy.targets.resolution", "sla.target_kind"},
		"unknown kind":           {withPolicy(`{"targets":{"resolution":{"calendar":"1h"}}}`), "policy.targets.resolution.calendar", "unknown_field"},
		"no time of day":         {withPolicy(`{"targets":{"resolution":{"nextDay":"open"}}}`), "policy.targets.resolution.nextDay", "calendar.no_time"},
		"no hour after hours":    {withPolicy(`{"targets":{"resolution":{"business":"1h","afterHours":"9"}}}`), "policy.targets.resolution.afterHours", "calendar.no_time"},
		"unknown metric":         {withPolicy(`{"targets":{"first_reply":{"business":"1h"}}}`), "policy.targets.first_reply", "sla.unknown_metric"},
		"unknown step metric":    {withPolicy(`{"steps":[{"at":"due","to":["owner"],"metrics":["all"]}]}`), "policy.steps[0].metrics[0]", "sla.unknown_metric"},
		"unknown role":           {withPolicy(`{"steps":[{"at":"due","to":["owner","boss"]}]}`), "policy.steps[0].to[1]", "sla.unknown_role"},
		"nobody":                 {withPolicy(`{"steps":[{"at":"due","to":[]}]}`), "policy.steps[0].to", "required"},
		"no recipient":           {withPolicy(`{"steps":[{"at":"due"}]}`), "policy.steps[0].to", "required"},
		"unknown policy member":  {withPolicy(`{"targets":{},"escalation":[]}`), "policy.escalation", "unknown_field"},
		"too little open time":   {withPolicy(`{"targets":{"resolution":{"business":"5000h"}}}`), "policy.targets.resolution", "calendar.no_open_time"},
		"too little, later":      {ask(usualHours, `{"targets":{}}`, `[{"at":"2026-06-05T10:00:00+08:00","type":"opened"},`+happeningOf(`"type":"policy_changed","policy":{"targets":{"resolution":{"business":"5000h"}}}`)+`]`, anEnd), "happenings[1]", "calendar.no_open_time"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.request, c.path, c.code) })
	}
	for _, step := range []string{"", "80", "%", "0%", "-5%", "+5%", "1001%", "8.5%", "late", "-", "+", "+15", "--1h", "+-1h", "-0s", "1h", " due", "Due", "+1d"} {
		t.Run("step "+step, func(t *testing.T) {
			refused(t, withPolicy(fmt.Sprintf(`{"steps":[{"at":%q,"to":["owner"]}]}`, step)), "policy.steps[0].at", "sla.unknown_step")
		})
	}
}

func refused(t *testing.T, request, path, code string) {
	t.Helper()
	_, err := Simulate([]byte(request), noLookups)
	if !errs.Is(err, errs.Invalid) {
		t.Fatalf("taken, or failed otherwise: %v\n%s", err, request)
	}
	for _, f := range errs.As(err).Fields {
		if !words.Has(f.Code) {
			t.Errorf("%s has no sentence", f.Code)
		}
		if f.Path == path && f.Code == code {
			return
		}
	}
	t.Errorf("want %s at %q, got %v", code, path, err)
}

// What may be left out, and what may be named instead of spelled out.
func TestRequestLatitude(t *testing.T) {
	named := Lookups{
		Calendar: func(id string) (calendar.Calendar, error) { return DefaultCalendars()[0], nil },
		Policy:   func(id string) (Policy, error) { return DefaultPolicies().Ordered[1], nil },
		Ticket: func(string) ([]Happening, error) {
			return []Happening{{At: time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC), Type: Opened}}, nil
		},
		Holidays: calendar.DefaultHolidays(),
	}
	for name, c := range map[string]struct {
		request string
		timers  int
	}{
		"no targets":        {withPolicy(`{}`), 0},
		"named":             {ask(`{"id":"queries"}`, `{"id":"complaint"}`, anOpening, anEnd), 3},
		"a ticket":          {`{"calendar":{"id":"a"},"policy":{"id":"b"},"ticket":"K7M3QP9XA","until":"` + anEnd + `"}`, 3},
		"until is before":   {ask(usualHours, all, anOpening, "2026-06-01T00:00:00Z"), 0},
		"later is left out": {ask(usualHours, law, `[{"at":"2026-06-05T10:00:00+08:00","type":"opened"},{"at":"2026-06-09T10:00:00+08:00","type":"resolved"}]`, anEnd), 1},
	} {
		t.Run(name, func(t *testing.T) {
			answer, err := Simulate([]byte(c.request), named)
			if err != nil || len(answer.Timers) != c.timers {
				t.Errorf("%v: %d timers", err, len(answer.Timers))
			}
			for _, timer := range answer.Timers {
				if timer.EndedAt != nil {
					t.Errorf("what comes after the end counted: %+v", timer)
				}
			}
			if raw, _ := json.Marshal(answer); strings.Contains(string(raw), "null") && c.timers == 0 {
				t.Errorf("%s", raw)
			}
		})
	}
	noTickets := noLookups
	noTickets.Ticket = nil
	if _, err := Simulate([]byte(strings.Replace(withPolicy(all), `"until"`, `"ticket":"K7M3QP9XA","until"`, 1)), noTickets); !errs.Is(err, errs.Invalid) || errs.As(err).Fields[0].Code != "unknown_field" {
		t.Errorf("a ticket where none can be named: %v", err)
	}
	broken := named
	broken.Calendar = func(string) (calendar.Calendar, error) { return calendar.Calendar{}, errs.New(errs.Unavailable, "x") }
	if _, err := Simulate([]byte(ask(`{"id":"a"}`, all, anOpening, anEnd)), broken); !errs.Is(err, errs.Unavailable) {
		t.Errorf("a store that failed is not the caller's mistake: %v", err)
	}
}

// Fractions of a second are neither cut off nor made up.
func TestAnswerMilliseconds(t *testing.T) {
	answer, err := Simulate([]byte(ask(usualHours, `{"targets":{"first_response":{"business":"1500ms"}}}`, `[{"at":"2026-06-05T10:00:00.25+08:00","type":"opened"}]`, "2026-06-05T10:00:02.001+08:00")), noLookups)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := json.Marshal(answer.Timers[0])
	want := `{"metric":"first_response","cycle":1,"state":"breached","startedAt":"2026-06-05T02:00:00.250Z","dueAt":"2026-06-05T02:00:01.750Z","endedAt":null,"breachedAt":"2026-06-05T02:00:01.750Z","heldSeconds":0,"overdueSeconds":0.251,"explain":[{"from":"2026-06-05T02:00:00.250Z","to":"2026-06-05T02:00:01.750Z","seconds":1.5,"why":"open"}]}`
	if string(raw) != want {
		t.Errorf("%s", raw)
	}
}

// The longest story that is taken is answered in a moment.
func TestLongStory(t *testing.T) {
	var list []string
	at := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	list = append(list, fmt.Sprintf(`{"at":%q,"type":"opened"}`, at.Format(time.RFC3339)))
	for i := 1; i < maxHappenings; i++ {
		at = at.Add(7 * time.Minute)
		list = append(list, fmt.Sprintf(`{"at":%q,"type":%q}`, at.Format(time.RFC3339), []string{"paused", "resumed", "customer_message", "agent_reply"}[i%4]))
	}
	request := ask(usualHours, all, "["+strings.Join(list, ",")+"]", "2026-12-31T00:00:00Z")
	if _, err := Simulate([]byte(request), noLookups); err != nil {
		t.Fatal(err)
	}
	refused(t, strings.Replace(request, `"happenings":[`, `"happenings":[`+list[0]+`,`, 1), "happenings", "calendar.too_many")
}

func FuzzSimulate(f *testing.F) {
	f.Add([]byte(withPolicy(all)))
	f.Add([]byte(after(happeningOf(`"type":"promised","due":"2026-06-06T10:00:00Z","for":"work"`))))
	f.Add([]byte(ask(`{"id":"x"}`, `{"id":"y"}`, anOpening, anEnd)))
	f.Add([]byte(withPolicy(`{"targets":{"resolution":{"nextDay":"close","afterHours":"24:00"}},"steps":[{"at":"999%","to":["team"]},{"at":"-87600h","to":["owner"]}]}`)))
	f.Add([]byte(ask(`{"timeZone":"Africa/Cairo","hours":{"fri":[["00:00","24:00"],["22:00","06:00"]]},"chinaHolidays":true}`, all, `[{"at":"2026-04-23T23:59:59.999+02:00","type":"opened"},{"at":"2026-04-24T00:00:00+03:00","type":"paused"}]`, anEnd)))
	f.Fuzz(func(t *testing.T, request []byte) {
		answer, err := Simulate(request, noLookups)
		if err != nil {
			if !errs.Is(err, errs.Invalid) || len(errs.As(err).Fields) == 0 {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, timer := range answer.Timers {
			if time.Time(timer.DueAt).Before(time.Time(timer.StartedAt)) || timer.HeldSeconds < 0 || timer.OverdueSeconds < 0 {
				t.Fatalf("%+v", timer)
			}
		}
		if _, err := json.Marshal(answer); err != nil {
			t.Fatal(err)
		}
	})
}
