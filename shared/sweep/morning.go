package sweep

import (
	"context"
	"errors"
	"sync"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// MorningCame tells that a team's service day has opened with overdue tickets
// on its list; facts are MorningFacts. There is one for a team and a day, and
// none for a morning without overdue tickets.
const MorningCame event.Type = "team.morning"

// MorningFacts say what is overdue.
type MorningFacts struct {
	Team   string    `json:"team"`
	Count  int       `json:"count"`  // at most maxOverdue
	Number string    `json:"number"` // of the oldest
	Due    time.Time `json:"due"`    // of the oldest
}

// ErrTold says that an event stands already.
var ErrTold = errors.New("the event was written before")

// maxOverdue bounds what is counted: a list beyond it is a thousand either way.
const maxOverdue = 1000

// Opening is the beginning of a team's service day.
type Opening struct {
	Team string
	Date string // the local day, "2006-01-02"
}

// Morning tells each supervisor, every service morning, what is overdue. A
// breach is told once when it happens and not daily; this one list sees to it
// that none is forgotten.
type Morning struct {
	// Opened lists the teams whose service day opened a moment ago.
	Opened func(ctx context.Context, now time.Time) ([]Opening, error)
	// Lines reads a team's list, see ticket.Store.
	Lines func(ctx context.Context, q ticket.LineQuery) (ticket.LinePage, error)
	// Tell writes an event, once: ErrTold when it stands already.
	Tell func(ctx context.Context, e event.Event) error

	mu   sync.Mutex
	done map[Opening]bool // by this process: saves asking again every minute
}

// Run looks once a day at each team's list.
func (m *Morning) Run(ctx context.Context, now time.Time) error {
	openings, err := m.Opened(ctx, now)
	if err != nil {
		return errs.Wrap(err, "find which teams opened")
	}
	var failed []error
	for _, o := range openings {
		if m.known(o) {
			continue
		}
		if err := m.team(ctx, now, o); err != nil {
			failed = append(failed, errs.Wrap(err, "list what is overdue in "+o.Team))
			continue
		}
		m.remember(o)
	}
	return errors.Join(failed...)
}

func (m *Morning) team(ctx context.Context, now time.Time, o Opening) error {
	facts, err := m.overdue(ctx, now, o.Team)
	if err != nil || facts.Count == 0 {
		return err
	}
	e, err := event.New("MORNING#"+o.Team+"#"+o.Date, 1, MorningCame, now, event.System, facts)
	if err != nil {
		return err
	}
	if err := m.Tell(ctx, e); !errors.Is(err, ErrTold) {
		return err
	}
	return nil
}

// overdue counts the head of the list: it is sorted by due time, so the first
// ticket that is not yet due ends it.
func (m *Morning) overdue(ctx context.Context, now time.Time, team string) (MorningFacts, error) {
	facts := MorningFacts{Team: team}
	cursor := ""
	for {
		page, err := m.Lines(ctx, ticket.LineQuery{Team: team, Cursor: cursor, Limit: 100})
		if err != nil {
			return facts, err
		}
		for _, l := range page.Lines {
			if !l.Place.Before(now) || facts.Count == maxOverdue {
				return facts, nil
			}
			if !l.Late(now) {
				continue
			}
			if facts.Count == 0 {
				facts.Number, facts.Due = l.Number, l.Face.Late
			}
			facts.Count++
		}
		if cursor = page.Next; cursor == "" {
			return facts, nil
		}
	}
}

func (m *Morning) known(o Opening) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.done[o]
}

func (m *Morning) remember(o Opening) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done == nil {
		m.done = map[Opening]bool{}
	}
	m.done[o] = true
}
