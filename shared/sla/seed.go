package sla

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"huiyin/shared/calendar"
)

//go:embed seed/*.json
var seeds embed.FS

// DefaultCalendars are the calendars in force until a company saves its own:
// "queries" (until 18:30) and "business" (until 19:00, PD-3), open every day.
var DefaultCalendars = sync.OnceValue(func() (calendars []calendar.Calendar) {
	seed("calendars", &calendars)
	return calendars
})

// DefaultPolicies are the policies in force until a company saves its own. They
// keep PD-2, PD-3, PD-13, NJ-14, LAW-1 and SJ-5; the other figures are ours.
var DefaultPolicies = sync.OnceValue(func() (policies Policies) {
	seed("policies", &policies)
	return policies
})

// DefaultBook is what is in force in a company that has saved nothing: the
// default policies, and the default calendars in its zone (an IANA name).
// errs.Invalid for a zone that is none.
func DefaultBook(zone string) (*Book, error) {
	book := &Book{Policies: DefaultPolicies(), Calendars: map[string]*calendar.Schedule{}}
	for _, c := range DefaultCalendars() {
		c.TimeZone = zone
		schedule, err := calendar.Compile(c, calendar.DefaultHolidays())
		if err != nil {
			return nil, err
		}
		book.Calendars[c.ID] = schedule
	}
	return book, nil
}

// seed reads a file that was built in; the tests prove that it can be read.
func seed(name string, into any) {
	raw, err := seeds.ReadFile("seed/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		panic(fmt.Sprintf("sla: seed %s: %v", name, err))
	}
}
