package ticket

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/clock"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/sla"
)

// Rejudged tells that a ticket lives by another policy or calendar, or another
// version of it, from now on: same start, same holds, new target. Facts are
// RejudgeFacts.
//
// It is written before whatever is done to the ticket next, or by the job that
// goes through all open tickets, whichever comes first. So each ticket's own
// history says by which rules it was judged at any time.
const Rejudged event.Type = "ticket.rejudged"

// RejudgeFacts name what changed; what stayed is left out.
type RejudgeFacts struct {
	Policy   sla.Ref `json:"policy,omitzero"`
	Calendar sla.Ref `json:"calendar,omitzero"`
	Fallback bool    `json:"fallback,omitempty"` // by sla.Book.Fallback
}

// Lives is what a ticket lives by, as facts tell it.
type Lives struct {
	Policy          string `json:"policy"`
	PolicyVersion   int    `json:"policyVersion,omitempty"`
	Calendar        string `json:"calendar"`
	CalendarVersion int    `json:"calendarVersion,omitempty"`
	Fallback        bool   `json:"fallback,omitempty"` // by sla.Book.Fallback: the company's own rules had no due time to give
}

// Versions knows more than the rules in force as somebody last read them.
type Versions interface {
	// Fresh reads the rules in force anew. errs.Unavailable.
	Fresh(ctx context.Context) (*sla.Book, error)
	// Past finds versions of calendars; those that are not known are left out.
	// errs.Unavailable.
	Past(ctx context.Context, refs []sla.Ref) ([]*calendar.Schedule, error)
}

// Rejudge makes an open ticket live by the rules in force. One that does so
// already is left as it is, so it can be called again, and by many at once.
// errs.Invalid "setting.stuck" when these rules have no due time for it: it keeps
// those that it has.
func (s *Service) Rejudge(ctx context.Context, now time.Time, number string) (Ticket, error) {
	return s.act(ctx, now, TheSystem, number, 0, Sweep, func(e *edit) error {
		if e.stuck {
			return errs.New(errs.Invalid, "setting.stuck")
		}
		return nil
	})
}

// Move is what would become of a timer.
type Move struct {
	Metric   sla.Metric
	Cycle    int
	Was, Due time.Time // no Was: it would start; no Due: it would be cancelled
	Breached bool      // at once
}

// Foresight is what other rules would make of a ticket.
type Foresight struct {
	Affected bool // it lives by something that would be another
	Stuck    bool // the other rules have no due time for it: it would stay as it is
	Moves    []Move
}

// Foresee tells what would become of a ticket if book were in force. Nothing is
// stored, and t stays as it is.
func (s *Service) Foresee(ctx context.Context, now time.Time, t Ticket, book *sla.Book) (Foresight, error) {
	env, err := t.env(book)
	if err == nil {
		env, err = s.past(ctx, &t, env)
	}
	if err != nil {
		return Foresight{}, err
	}
	t.SLA = t.SLA.Clone()
	e := &edit{Ticket: t, was: t.Stage, at: clock.Later(now, t.LastEventAt), by: TheSystem, env: env, book: book, settings: &s.Settings}
	e.judge()
	before := e.SLA.Clone()
	events := len(e.events)
	e.live()
	return Foresight{Affected: len(e.events) > events, Stuck: e.stuck, Moves: moves(before, e.SLA)}, e.err
}

// moves compares the timers that had not ended.
func moves(before, after sla.State) []Move {
	var list []Move
	for i, c := range after.Cycles {
		if i >= len(before.Cycles) {
			list = append(list, Move{Metric: c.Metric, Cycle: c.Number, Due: c.Due, Breached: !c.Breached.IsZero()})
			continue
		}
		was := before.Cycles[i]
		m := Move{Metric: c.Metric, Cycle: c.Number, Was: was.Due, Due: c.Due, Breached: was.Breached.IsZero() && !c.Breached.IsZero()}
		ended := was.Ended.IsZero() && !c.Ended.IsZero()
		if ended {
			m.Due = time.Time{}
		}
		if ended || m.Breached || !m.Due.Equal(m.Was) {
			list = append(list, m)
		}
	}
	return list
}

// rules finds what a ticket is to live by now: what it was given, as it stands
// in the rules in force. A process that read these before the ticket was last
// changed reads them again.
func (s *Service) rules(ctx context.Context, t *Ticket) (*sla.Book, sla.Env, error) {
	book, err := s.Rules.Book(ctx)
	if err == nil && t.Revision > book.Revision && s.Versions != nil {
		book, err = s.Versions.Fresh(ctx)
	}
	if err != nil {
		return nil, sla.Env{}, errs.Wrap(err, "read the rules in force")
	}
	env, err := t.env(book)
	if err == nil {
		env, err = s.past(ctx, t, env)
	}
	return book, env, err
}

// env is the policy and calendar a ticket lives by: those it was given, or,
// when they are gone, those it would be given now.
func (t *Ticket) env(book *sla.Book) (sla.Env, error) {
	if !t.Fallback {
		env, ok, err := book.Of(t.PolicyID)
		if err != nil || ok {
			return env, err
		}
	}
	return book.Choose(t.facts())
}

// past adds the versions of calendars by which timers were judged that have
// not ended.
func (s *Service) past(ctx context.Context, t *Ticket, env sla.Env) (sla.Env, error) {
	gone := slices.DeleteFunc(t.SLA.Calendars(), func(r sla.Ref) bool {
		return r == sla.Ref{} || r == sla.Ref{ID: env.Calendar.ID(), Version: env.Calendar.Version()}
	})
	if len(gone) == 0 || s.Versions == nil {
		return env, nil
	}
	var err error
	env.Past, err = s.Versions.Past(ctx, gone)
	return env, errs.Wrap(err, "read earlier calendars")
}

// begin opens the ticket by the book.
func (e *edit) begin() {
	env, err := e.book.Choose(e.facts())
	if err != nil {
		e.err = err
		return
	}
	e.lives(env)
	e.happened(Opened, OpenedFacts{Kind: e.Kind, Reason: e.Reason, Target: e.Target, Priority: e.Priority, Channel: e.Channel,
		Requester: e.Requester, Team: e.Team, Urgency: e.urgency, Archived: e.archived, Lives: e.livesBy()})
}

// lives notes what the ticket lives by from now on.
func (e *edit) lives(env sla.Env) {
	e.env, e.Fallback, e.Revision = env, e.fallback, e.book.Revision
	e.PolicyID, e.PolicyVersion = env.Policy.ID, env.Policy.Version
	e.CalendarID, e.CalendarVersion = env.Calendar.ID(), env.Calendar.Version()
}

func (e *edit) livesBy() Lives {
	return Lives{Policy: e.PolicyID, PolicyVersion: e.PolicyVersion, Calendar: e.CalendarID, CalendarVersion: e.CalendarVersion, Fallback: e.Fallback}
}

// choose gives the ticket what its facts ask for now.
func (e *edit) choose() error {
	env, err := e.book.Choose(e.facts())
	if err != nil {
		return errs.Wrap(err, "choose a policy")
	}
	env.Past = append(slices.Clip(e.env.Past), e.env.Calendar)
	e.lives(env)
	return nil
}

// live makes the ticket live by what the edit was given, if it lived by
// something else. Where that has no due time to give, everything stays as it
// was: no due time is worse than an old one.
func (e *edit) live() {
	var facts RejudgeFacts
	if p := (sla.Ref{ID: e.env.Policy.ID, Version: e.env.Policy.Version}); p != (sla.Ref{ID: e.PolicyID, Version: e.PolicyVersion}) {
		facts.Policy = p
	}
	if c := (sla.Ref{ID: e.env.Calendar.ID(), Version: e.env.Calendar.Version()}); c != (sla.Ref{ID: e.CalendarID, Version: e.CalendarVersion}) {
		facts.Calendar = c
	}
	same := facts == RejudgeFacts{} && e.Fallback == e.fallback
	if same || e.err != nil || e.SLA.Closed || e.book.Revision < e.Revision {
		return
	}
	facts.Fallback = e.fallback
	before, was, events := e.SLA.Clone(), e.Ticket, len(e.events)
	e.happened(Rejudged, facts)
	if noOpenTime(e.err) {
		e.Ticket, e.events, e.err, e.stuck = was, e.events[:events], nil, true
		e.SLA = before
		return
	}
	e.lives(e.env)
	if len(moves(before, e.SLA)) > 0 {
		e.Moved = e.Revision
	}
}

// fallBack puts what the program brings along in the place of the company's
// rules.
func (e *edit) fallBack() {
	past := append(slices.Clip(e.env.Past), e.env.Calendar)
	e.book, e.fallback = e.book.Fallback, true
	if e.env, e.err = e.book.Choose(e.facts()); e.err == nil {
		e.env.Past = past
	}
}

// noOpenTime tells whether a calendar had no due time to give.
func noOpenTime(err error) bool { return err != nil && errs.As(err).Code == "calendar.no_open_time" }
