package greeting

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
)

//go:embed seed/settings.json
var seed []byte

// Settings are what a company decides about its greetings. Times of day are
// "HH:MM" in the customer's zone.
type Settings struct {
	Start     string     `json:"start"`     // runs begin; within From and To
	From      string     `json:"from"`      // no greeting arrives before (LAW-3)
	To        string     `json:"to"`        // nor at or after this
	Birthdays bool       `json:"birthdays"` // NJ-4
	Festivals []Festival `json:"festivals"` // NJ-2; of two on one day the earlier in this list gives the text
}

// Festival is one festival of the table in package calendar, on or off.
type Festival struct {
	ID string `json:"id"`
	On bool   `json:"on"`
}

// Default are the settings that hold until a company writes its own. Qingming,
// the festival of the dead, is no happy one and stays off.
var Default = sync.OnceValue(func() Settings {
	var s Settings
	if err := json.Unmarshal(seed, &s); err != nil {
		panic(fmt.Sprintf("greeting: embedded settings: %v", err))
	}
	return s
})

// Promotion goes out from 08:00 to 21:00 where it arrives (LAW-3): in minutes
// after midnight.
const (
	earliest = 8 * 60
	latest   = 21 * 60
)

// Check names every wrong field before settings are saved.
func (s Settings) Check() error {
	var f errs.Fields
	start, okStart := minutes(s.Start)
	from, okFrom := minutes(s.From)
	to, okTo := minutes(s.To)
	for _, c := range []struct {
		path string
		ok   bool
	}{{"start", okStart}, {"from", okFrom}, {"to", okTo}} {
		if !c.ok {
			f.Add(c.path, "greeting.no_time")
		}
	}
	if okFrom && okTo && from >= to {
		f.Add("to", "greeting.window")
	}
	if okFrom && from < earliest {
		f.Add("from", "greeting.hours")
	}
	if okTo && to > latest {
		f.Add("to", "greeting.hours")
	}
	if okStart && okFrom && okTo && (start < from || start >= to) {
		f.Add("start", "greeting.start_outside", "from", s.From, "to", s.To)
	}
	seen := map[string]bool{}
	for i, festival := range s.Festivals {
		path := fmt.Sprintf("festivals[%d].id", i)
		if _, known := calendar.FestivalDate(aTableYear, festival.ID); !known {
			f.Add(path, "greeting.unknown_festival")
		} else if seen[festival.ID] {
			f.Add(path, "greeting.festival_twice")
		}
		seen[festival.ID] = true
	}
	return f.Err()
}

// aTableYear is any year of the festival table: each has every festival.
const aTableYear = 2030

// minutes reads "HH:MM" as minutes after midnight, 00:00 to 23:59.
func minutes(text string) (int, bool) {
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, false
	}
	return t.Hour()*60 + t.Minute(), true
}

// must reads a time of day of settings that were checked when saved.
func must(text string) int {
	m, ok := minutes(text)
	if !ok {
		panic("greeting: unchecked settings: " + text)
	}
	return m
}
