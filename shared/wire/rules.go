package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"sync"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/sla"
)

// Areas of the settings that a company has stored.
const (
	calendarArea = "calendar" // by calendar id
	policyArea   = "policy"   // one setting: all policies in their order
	policiesID   = "all"
	holidayArea  = "holidays" // by year
)

// Rules gives the policies and calendars in force: the defaults in the binary,
// and before them whatever a company has stored.
type Rules struct {
	Table *dynamo.Table
	Zone  *time.Location // the company's; default calendars are in it

	mu      sync.Mutex
	book    *sla.Book
	version string // of the settings the book was made from
}

// Book is what is in force. The settings are read at most once a minute, and
// the book is made anew only when they changed.
func (r *Rules) Book(ctx context.Context) (*sla.Book, error) {
	config, err := r.Table.Config(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "read the settings")
	}
	version := versionOf(config)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.book != nil && r.version == version {
		return r.book, nil
	}
	book, err := r.compile(config)
	if err != nil {
		return nil, err
	}
	r.book, r.version = book, version
	return book, nil
}

// versionOf names the state of the settings a book depends on.
func versionOf(config dynamo.Config) string {
	var all []string
	for _, area := range []string{calendarArea, policyArea, holidayArea} {
		for id, s := range config[area] {
			all = append(all, fmt.Sprintf("%s#%s#%d", area, id, s.Version))
		}
	}
	sort.Strings(all)
	return strings.Join(all, " ")
}

// compile makes the book.
func (r *Rules) compile(config dynamo.Config) (*sla.Book, error) {
	holidays, err := r.holidays(config[holidayArea])
	if err != nil {
		return nil, err
	}
	calendars, err := r.calendars(config[calendarArea])
	if err != nil {
		return nil, err
	}
	book := &sla.Book{Policies: sla.DefaultPolicies(), Calendars: map[string]*calendar.Schedule{}}
	if stored, ok := config[policyArea][policiesID]; ok {
		if err := json.Unmarshal(stored.Value, &book.Policies); err != nil {
			return nil, errs.Wrap(err, "decode the stored policies")
		}
	}
	for id, c := range calendars {
		schedule, err := calendar.Compile(c, holidays)
		if err != nil {
			return nil, errs.Wrap(err, "compile the calendar "+id)
		}
		book.Calendars[id] = schedule
	}
	return book, nil
}

// calendars are the defaults, in the company's zone, and what is stored.
func (r *Rules) calendars(stored map[string]dynamo.Setting) (map[string]calendar.Calendar, error) {
	all := map[string]calendar.Calendar{}
	for _, c := range sla.DefaultCalendars() {
		c.TimeZone = r.Zone.String()
		all[c.ID] = c
	}
	for id, s := range stored {
		var c calendar.Calendar
		if err := json.Unmarshal(s.Value, &c); err != nil {
			return nil, errs.Wrap(err, "decode the stored calendar "+id)
		}
		c.ID, c.Version = id, s.Version
		all[id] = c
	}
	return all, nil
}

// holidays are the years in the binary and those that an admin has loaded.
func (r *Rules) holidays(stored map[string]dynamo.Setting) (calendar.Holidays, error) {
	all := calendar.DefaultHolidays()
	for id, s := range stored {
		var year int
		var days []calendar.Holiday
		if _, err := fmt.Sscanf(id, "%d", &year); err != nil {
			return all, errs.Wrap(err, "read the year of stored holidays")
		}
		if err := json.Unmarshal(s.Value, &days); err != nil {
			return all, errs.Wrap(err, "decode the stored holidays of "+id)
		}
		var err error
		if all, err = all.With(year, days); err != nil {
			return all, errs.Wrap(err, "take the stored holidays of "+id)
		}
	}
	return all, nil
}

// Open tells whether a calendar is open at an instant; errs.NotFound for an
// unknown one.
func (r *Rules) Open(id string, at time.Time) (bool, error) {
	book, err := r.Book(context.Background())
	if err != nil {
		return false, err
	}
	schedule, ok := book.Calendars[id]
	if !ok {
		return false, errs.New(errs.NotFound, "sla.calendar_missing").With("calendar", id)
	}
	return schedule.IsOpen(at), nil
}
