package campaign

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/words"
)

// Calendar is what is said to all customers month by month (rule NJ-8).
type Calendar struct {
	Version int       `json:"version"`
	Months  []Month   `json:"months"`        // by month
	Next    time.Time `json:"next,omitzero"` // the next campaign is made then
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at,omitzero"`
}

// Month is the message of a month.
type Month struct {
	Month   string                `json:"month"` // "2026-12"
	Name    string                `json:"name"`
	Texts   map[words.Lang]string `json:"texts"`
	Day     int                   `json:"day"`              // of the month, 1 to 28
	Hour    string                `json:"hour"`             // "10:00", in the company's zone
	Segment Segment               `json:"segment,omitzero"` // empty: all
	Made    string                `json:"made,omitempty"`   // the campaign that came of it
	By      string                `json:"by,omitempty"`     // who wrote it last: the author of that campaign
}

// CalendarSubject is the partition of the content calendar, and its name in the
// due index.
const CalendarSubject = "CONTENT#calendar"

// CalendarSaved tells that the calendar was written.
const CalendarSaved event.Type = "content.saved"

// Due is when the next campaign is made of it; false when none is left.
func (c Calendar) Due() (time.Time, bool) { return c.Next, !c.Next.IsZero() }

// maxMonths is how many months a calendar holds.
const maxMonths = 36

// at is when a month's message goes out.
func (m Month) at(zone *time.Location) (time.Time, bool) {
	first, err1 := time.Parse("2006-01", m.Month)
	clock, err2 := time.Parse("15:04", m.Hour)
	if err1 != nil || err2 != nil || m.Day < 1 || m.Day > 28 || len(m.Hour) != 5 {
		return time.Time{}, false
	}
	return time.Date(first.Year(), first.Month(), m.Day, clock.Hour(), clock.Minute(), 0, 0, zone).UTC(), true
}

// input is the month's message as a campaign is written.
func (m Month) input(at time.Time) Input {
	return Input{Name: m.Name, Segment: m.Segment, Texts: m.Texts, At: at}
}

// SaveCalendar writes the content calendar. What came of a month already stays
// as it is, whatever is written for it. errs.Invalid, errs.Stale.
func (s *Service) SaveCalendar(ctx context.Context, now time.Time, by string, version int, months []Month) (Calendar, error) {
	was, err := s.Store.Calendar(ctx)
	if err != nil {
		return was, errs.Wrap(err, "read the content calendar")
	}
	if version != was.Version {
		return was, errs.New(errs.Stale, "campaign.stale")
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return was, errs.Wrap(err, "load the company's zone")
	}
	months = slices.Clone(months)
	if err := check(months, zone); err != nil {
		return was, err
	}
	for i := range months {
		months[i].follow(was.Months, by)
	}
	slices.SortFunc(months, func(a, b Month) int { return strings.Compare(a.Month, b.Month) })
	c := Calendar{Version: was.Version, Months: months}
	return s.keep(ctx, now, by, zone, c)
}

// follow takes over what came of the month before, and who wrote it if it says
// the same.
func (m *Month) follow(before []Month, by string) {
	m.Made, m.By = "", by
	for _, was := range before {
		if was.Month == m.Month {
			m.Made = was.Made
			if m.says(was) {
				m.By = was.By
			}
		}
	}
}

func (m *Month) says(was Month) bool {
	return m.Name == was.Name && m.Day == was.Day && m.Hour == was.Hour && maps.Equal(m.Texts, was.Texts) && m.Segment.equal(was.Segment)
}

func check(months []Month, zone *time.Location) error {
	var f errs.Fields
	seen := map[string]bool{}
	for i := range months {
		m, path := &months[i], fmt.Sprintf("months[%d].", i)
		at, ok := m.at(zone)
		if !ok {
			f.Add(path+"month", "campaign.month")
		} else if local := at.In(zone); local.Hour()*60+local.Minute() < opens || local.Hour()*60+local.Minute() >= closes {
			f.Add(path+"hour", "campaign.hour")
		}
		if seen[m.Month] {
			f.Add(path+"month", "campaign.month_twice")
		}
		seen[m.Month] = true
		in := m.input(at)
		_, err := in.check()
		if err != nil {
			for _, w := range errs.As(err).Fields {
				var pairs []any
				for name, value := range w.Args {
					pairs = append(pairs, name, value)
				}
				f.Add(path+w.Path, w.Code, pairs...)
			}
		}
		m.Name, m.Texts, m.Segment = in.Name, in.Texts, in.Segment
	}
	if len(months) > maxMonths {
		f.Add("months", "campaign.too_many", "max", maxMonths)
	}
	return f.Err()
}

// keep writes the calendar, due for the next month of which nothing came yet.
func (s *Service) keep(ctx context.Context, now time.Time, by string, zone *time.Location, c Calendar) (Calendar, error) {
	settings, err := s.Settings(ctx)
	if err != nil {
		return c, errs.Wrap(err, "read the settings of campaigns")
	}
	c.Next = time.Time{}
	for _, m := range c.Months {
		at, _ := m.at(zone) // checked when it was written
		if lead := at.AddDate(0, 0, -settings.LeadDays); m.Made == "" && at.After(now) && (c.Next.IsZero() || lead.Before(c.Next)) {
			c.Next = lead
		}
	}
	c.Version++
	c.By, c.At = by, now.UTC()
	e, err := event.New(CalendarSubject, c.Version, CalendarSaved, now, by, nil)
	if err != nil {
		return c, err
	}
	err = s.Store.SaveCalendar(ctx, c, e)
	if errors.Is(err, ErrLostRace) {
		return c, errs.New(errs.Stale, "campaign.stale").Because(err)
	}
	return c, errs.Wrap(err, "write the content calendar")
}

// Content makes the campaigns of months: what package sweep does with the
// content calendar when it is due.
type Content struct{ *Service }

// Due makes a campaign of each month whose time has come, counts it as far as
// one look goes, and leaves the approval to people. A month makes one campaign,
// however often this is called.
func (s Content) Due(ctx context.Context, now time.Time, _ string) error {
	c, err := s.Store.Calendar(ctx)
	if err != nil {
		return errs.Wrap(err, "read the content calendar")
	}
	if due, ok := c.Due(); !ok || due.After(now) {
		return nil
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return errs.Wrap(err, "load the company's zone")
	}
	settings, err := s.Settings(ctx)
	if err != nil {
		return errs.Wrap(err, "read the settings of campaigns")
	}
	for i, m := range c.Months {
		at, _ := m.at(zone)
		if m.Made != "" || !at.After(now) || at.AddDate(0, 0, -settings.LeadDays).After(now) {
			continue
		}
		if c.Months[i].Made, err = s.month(ctx, now, m, at); err != nil {
			return errs.Wrap(err, "make the campaign of "+m.Month)
		}
	}
	_, err = s.keep(ctx, now, event.System, zone, c)
	return err
}

// month makes the campaign of a month and has it counted. Its author is who
// wrote the month: what needs a second person needs another one than him. One
// that was made before, when nobody lived to write the calendar, is counted too
// unless somebody has taken it in hand since.
func (s Content) month(ctx context.Context, now time.Time, m Month, at time.Time) (string, error) {
	id := "month-" + m.Month
	made, err := s.create(ctx, now, m.By, id, m.Month, m.input(at))
	if errs.Is(err, errs.Stale) {
		made, err = s.Read(ctx, id)
	}
	if err != nil || made.State != Draft || made.Version > 1 {
		return id, err
	}
	_, err = s.Count(ctx, now, event.System, id, made.Version)
	if errs.Is(err, errs.Stale) { // somebody has it in hand
		err = nil
	}
	return id, err
}
