package setting

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// Service has the use cases of an admin.
type Service struct {
	Store   Store
	Zone    string // the company's, an IANA name
	Tickets Tickets
	// Queue and Lines read a page of a team's open tickets, see ticket.Store.
	Queue func(ctx context.Context, q ticket.Query) (ticket.Page, error)
	Lines func(ctx context.Context, q ticket.LineQuery) (ticket.LinePage, error)
	// Teams lists the teams whose lists hold open tickets.
	Teams func(ctx context.Context) ([]string, error)
	// Forget tells this process that the rules it has read are out of date; nil:
	// it keeps none.
	Forget func()
}

// Tickets is what is done with open tickets: package ticket's Service.
type Tickets interface {
	Rejudge(ctx context.Context, now time.Time, number string) (ticket.Ticket, error)
	Foresee(ctx context.Context, now time.Time, t ticket.Ticket, book *sla.Book) (ticket.Foresight, error)
}

var _ Tickets = (*ticket.Service)(nil)

// InForce reads what is in force now.
func (s *Service) InForce(ctx context.Context) (*InForce, error) {
	kept, err := s.Store.All(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "read the settings")
	}
	return Compile(kept, s.Zone)
}

// Draft is a change that was checked and is not saved.
type Draft struct {
	Area    Area
	ID      string
	Version int // that it would have; the one in force when nothing changes
	savings []Saving
	before  *InForce
	after   *InForce
}

// Changes tells whether the draft says anything else than what is in force.
func (d *Draft) Changes() bool { return len(d.savings) > 0 }

// Limits that no company reaches.
const (
	maxCalendars = 30 // all may get a new version in one transaction
	maxPolicies  = 100
)

var idForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`) })

// AnyVersion is what an author has seen who only looks at what a change would
// do, whatever is in force.
const AnyVersion = -1

// begin reads what is in force and checks what the author has seen of it: the
// version, 0 when there was nothing, or AnyVersion. errs.Stale.
func (s *Service) begin(ctx context.Context, area Area, id string, seen int) (*Draft, error) {
	before, err := s.InForce(ctx)
	if err != nil {
		return nil, err
	}
	version := before.Version(area, id)
	if version != seen && seen != AnyVersion {
		return nil, errs.New(errs.Stale, "setting.stale")
	}
	return &Draft{Area: area, ID: id, Version: version, before: before, after: before}, nil
}

// put adds a version of a setting to the draft, unless it says what is in
// force. was is the value in force.
func (d *Draft) put(area Area, id string, was, value any, years map[int]int) error {
	old, err := json.Marshal(was)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(value)
	if err != nil || d.before.Version(area, id) > 0 && bytes.Equal(old, raw) && years == nil {
		return err
	}
	stored, _ := d.before.Kept(area, id)
	kept := Kept{Area: area, ID: id, Version: d.before.Version(area, id) + 1, Value: raw, Years: years}
	d.savings = append(d.savings, Saving{Kept: kept, Was: stored.Version})
	if area == d.Area && id == d.ID {
		d.Version = kept.Version
	}
	d.after, err = d.before.with(d.savings)
	return err
}

// DraftCalendar checks a calendar, written as JSON, that is to be saved under
// an id. seen is the version its author saw, 0 for a new one; one in the text
// is not looked at. errs.Invalid with the fields, errs.Stale.
func (s *Service) DraftCalendar(ctx context.Context, now time.Time, id string, body []byte, seen int) (*Draft, error) {
	var f errs.Fields
	var c calendar.Calendar
	if v, ok := strict.Read(body, "", f.Add); ok {
		c, _ = calendar.Read(v)
	}
	if !idForm().MatchString(id) {
		f.Add("id", "setting.id")
	} else if c.ID != "" && c.ID != id {
		f.Add("id", "setting.other_id")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	d, err := s.begin(ctx, Calendar, id, seen)
	if err != nil {
		return nil, err
	}
	if seen == 0 && len(d.before.Calendars) >= maxCalendars {
		f.Add("id", "calendar.too_many", "max", maxCalendars)
		return nil, f.Err()
	}
	c.ID, c.Version = "", 0
	was := d.before.Calendars[id]
	was.ID, was.Version = "", 0
	same, err := equal(was, c)
	if err != nil || same && seen > 0 {
		return d, err
	}
	var years map[int]int
	if c.ChinaHolidays {
		years = d.before.years()
	}
	if err := d.put(Calendar, id, was, c, years); err != nil {
		return nil, err
	}
	for _, p := range d.after.unopenable(now) {
		if p.calendar == id {
			f.Add("hours", "setting.no_due", "policy", p.policy, "metric", p.metric)
			break
		}
	}
	return d, f.Err()
}

func equal(a, b any) (bool, error) {
	one, err1 := json.Marshal(a)
	two, err2 := json.Marshal(b)
	return bytes.Equal(one, two), errors.Join(err1, err2)
}

// DraftHolidays checks the list of a year. seen is the version its author saw:
// 0 when the list is missing, 1 for one that the program brings along. Every
// calendar that follows public holidays gets a new version with it.
// errs.Invalid with the places, errs.Stale.
func (s *Service) DraftHolidays(ctx context.Context, year int, rows []Row, seen int) (*Draft, error) {
	days, err := daysOf(year, rows)
	if err != nil {
		return nil, err
	}
	id := strconv.Itoa(year)
	d, err := s.begin(ctx, Holiday, id, seen)
	if err != nil {
		return nil, err
	}
	var was []calendar.Holiday
	if seen > 0 {
		was = d.before.Holidays.Year(year)
	}
	if err := d.put(Holiday, id, was, days, nil); err != nil || !d.Changes() {
		return d, err
	}
	years := d.after.years()
	for id, c := range d.before.Calendars {
		if !c.ChinaHolidays {
			continue
		}
		c.ID, c.Version = "", 0
		if err := d.put(Calendar, id, nil, c, years); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// Save stores a draft with its author, and starts the job that moves open
// tickets if any can move. It gives the job, nil when there is none.
// errs.Stale.
func (s *Service) Save(ctx context.Context, now time.Time, by string, d *Draft) (*Job, error) {
	if !d.Changes() {
		return nil, nil
	}
	var change Change
	for _, saving := range d.savings {
		saving.By, saving.At = by, now.UTC().Truncate(time.Millisecond)
		e, err := event.New(Subject(saving.Area, saving.ID), saving.Version, Saved, now, by,
			SavedFacts{Area: saving.Area, ID: saving.ID, Version: saving.Version})
		if err != nil {
			return nil, err
		}
		change.Settings, change.Events = append(change.Settings, saving), append(change.Events, e)
	}
	if d.before.moves(d.after) {
		change.Job = newJob(d, now, by)
	}
	err := s.Store.Save(ctx, change)
	if s.Forget != nil {
		s.Forget()
	}
	if errors.Is(err, ErrLostRace) {
		return nil, errs.New(errs.Stale, "setting.stale").Because(err)
	}
	return change.Job, errs.Wrap(err, fmt.Sprintf("save %s %s", d.Area, d.ID))
}
