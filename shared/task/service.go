package task

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/staff"
)

const (
	// MaxNote bounds a note and a report, in characters.
	MaxNote = 500
	// Farthest is how far ahead a task can be planned.
	Farthest = 400 * 24 * time.Hour
	// maxCause bounds a cause, in bytes.
	maxCause = 200
	// tries is how often a change is made again when somebody else was faster.
	tries = 4
)

// Service has the use cases. Every method takes the instant at which it happens
// and who does it, as an event's By.
type Service struct {
	Store Store
	// Roster is everybody, as read a moment ago.
	Roster func(ctx context.Context) (staff.Roster, error)
	// Rules are those in force.
	Rules func(ctx context.Context) (Rules, error)
	// Trace begins to search for a shipment that did not come, once; nil: nobody
	// searches.
	Trace func(ctx context.Context, now time.Time, by, waybill string) error
	// Team takes what has neither owner nor team.
	Team string
	Zone *time.Location // the company's
}

// Plan is a task to be made. Cause, Kind and Due are required.
type Plan struct {
	Cause    string
	Kind     Kind
	Customer string
	Ticket   string
	Waybill  string
	Owner    string // staff id; one that has left, or is unknown, counts as none
	Team     string // "": the owner's, else that of About, else the service's
	About    string
	Group    string
	Due      time.Time
	Remind   time.Time // zero, or not before Due: nobody is reminded
	Note     string    // only with a customer
}

// Plan makes the task of a cause, once: planned again it is what it became since.
// A due time that has passed is overdue at once. errs.Invalid with the fields.
func (s *Service) Plan(ctx context.Context, now time.Time, by string, p Plan) (Task, error) {
	t, e, err := s.make(ctx, now, by, p)
	if err != nil {
		return Task{}, err
	}
	err = s.Store.Commit(ctx, Change{Task: t, Events: []event.Event{e}})
	if errors.Is(err, ErrLostRace) {
		return s.Get(ctx, t.ID)
	}
	return t, errs.Wrap(err, "plan a task")
}

// make is a new task and the event that tells of it.
func (s *Service) make(ctx context.Context, now time.Time, by string, p Plan) (Task, event.Event, error) {
	if err := p.check(now); err != nil {
		return Task{}, event.Event{}, err
	}
	t := Task{
		ID: ID(p.Cause), Version: 1, Seq: 1, Kind: p.Kind, Cause: p.Cause, Customer: p.Customer, Ticket: p.Ticket, Waybill: p.Waybill,
		About: p.About, Group: p.Group, Due: milli(p.Due), State: Open, Note: strings.TrimSpace(p.Note), CreatedAt: milli(now), CreatedBy: by, UpdatedAt: milli(now),
	}
	if !p.Remind.IsZero() && p.Remind.Before(p.Due) {
		t.Remind = milli(p.Remind)
	}
	roster, err := s.Roster(ctx)
	if err != nil {
		return Task{}, event.Event{}, err
	}
	team := p.Team
	if about, _ := roster.Member(p.About); team == "" && p.Owner == "" {
		team = about.Team
	}
	t.Owner, t.Team = s.holder(roster, p.Owner, team)
	e, err := event.New(Subject(t.ID), 1, Planned, now, by, PlannedFacts{Kind: t.Kind, Owner: t.Owner, Team: t.Team, Due: t.Due})
	return t, e, err
}

// holder is who a task goes to.
func (s *Service) holder(roster staff.Roster, owner, team string) (string, string) {
	m, ok := roster.Member(owner)
	if !ok || m.Left {
		owner = ""
	}
	switch {
	case team != "":
	case m.Team != "": // also of one who left: his team goes on
		team = m.Team
	default:
		team = s.Team
	}
	return owner, team
}

func (p Plan) check(now time.Time) error {
	var f errs.Fields
	if p.Cause == "" || len(p.Cause) > maxCause {
		f.Add("cause", "required")
	}
	oneOf(&f, "kind", p.Kind, Kinds)
	if p.Due.IsZero() {
		f.Add("due", "required")
	} else if p.Due.After(now.Add(Farthest)) {
		f.Add("due", "task.too_far")
	}
	words(&f, "note", p.Note, p.Customer, false)
	return f.Err()
}

// Get reads a task; errs.NotFound "task.not_found".
func (s *Service) Get(ctx context.Context, id string) (Task, error) {
	t, err := s.Store.Task(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return Task{}, errs.New(errs.NotFound, "task.not_found").Because(err)
	}
	return t, err
}

// words checks a free text. It needs a customer to be filed under, or an erasure
// would not find it.
func words(f *errs.Fields, path, value, customer string, required bool) {
	value = strings.TrimSpace(value)
	switch {
	case value == "" && required:
		f.Add(path, "required")
	case value == "":
	case customer == "":
		f.Add(path, "task.no_customer")
	case utf8.RuneCountInString(value) > MaxNote:
		f.Add(path, "too_long", "max", MaxNote)
	case !utf8.ValidString(value) || strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' }):
		f.Add(path, "ticket.control")
	}
}

func oneOf[T ~string](f *errs.Fields, path string, value T, allowed []T) {
	if slices.Contains(allowed, value) {
		return
	}
	if value == "" {
		f.Add(path, "required")
		return
	}
	all := make([]string, len(allowed))
	for i, a := range allowed {
		all[i] = string(a)
	}
	f.Add(path, "not_one_of", "allowed", strings.Join(all, ", "))
}

func milli(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
