package ticket

import (
	"context"
	"errors"
	"io"
	"time"

	"huiyin/shared/clock"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/sla"
	"huiyin/shared/violation"
)

// Service has the use cases. Every method takes the instant at which it
// happens and who does it.
type Service struct {
	Store     Store
	Rules     Rules
	Versions  Versions // nil: only what is in force is known
	Phones    Phones
	Customers Customers
	Routing   Routing
	Places    Places
	Reviewers Reviewers
	Traces    Traces    // nil: nothing is searched for
	Random    io.Reader // of ticket numbers: unguessable
	Settings  Settings
}

// Settings are what a company decides.
type Settings struct {
	Vocabulary Vocabulary
	Forbidden  func(text string) []string
	Promotion  func(text string) []string // what recommends products (JY-11)
	Unfilled   func(text string) []string // marks that nobody has filled; nil: it looks for none
	Violations violation.Register
	Limits     Limits
}

// Limits bound what one phone and one address may open or ask: enough for a
// company that sends a hundred parcels a day from one office, too little to
// flood anybody.
type Limits struct {
	PhonePerHour   int
	AddressPerHour int
	TriesPerHour   int // look-ups of one number
}

// Actor is who acts.
type Actor struct {
	By    string // as an event's By
	Staff string // staff id, "" for customers and the system
	Badge string // PD-10: what the customer is told
	Team  string
	Role  string
}

// TheCustomer and TheSystem are the actors who are not staff.
var (
	TheCustomer = Actor{By: event.Customer}
	TheSystem   = Actor{By: event.System}
)

// edit is a change in the making: the ticket as it will be and what happened.
type edit struct {
	Ticket
	was      Stage
	at       time.Time
	by       Actor
	env      sla.Env
	book     *sla.Book
	events   []event.Event
	words    []Words
	person   *Person
	found    []Found
	answer   *Answer
	attached *File
	detached string
	lesson   *Lesson
	reviews  []Review
	proposes *violation.Change
	settings *Settings
	urgency  string // of a new inquiry
	archived string // the file of whoever opens it, when it was put away
	also     *edit  // another ticket that changes in the same transaction
	// fallback: book is the one that is used when the company's has no due time
	// to give; stuck: that happened when the ticket should have changed over.
	fallback, stuck bool
	err             error
}

// happened adds an event and, where it moves clocks, lets the deadlines know.
// The first failure is kept, the rest is skipped.
func (e *edit) happened(typ event.Type, facts any) {
	if e.err != nil {
		return
	}
	ev, err := event.New(Subject(e.Number), e.Seq+1, typ, e.at, e.by.By, facts)
	if err != nil {
		e.err = err
		return
	}
	e.Seq++
	e.events = append(e.events, ev)
	e.LastEventAt = e.at
	h, moves, err := happening(ev)
	if err != nil || !moves {
		e.err = err
		return
	}
	e.err = e.apply(h)
}

// apply moves the clocks. Breaches were found before (judge), so the happening
// finds none that is not recorded.
func (e *edit) apply(h sla.Happening) error {
	if h.Type == sla.Opened {
		state, err := sla.Open(e.env, h)
		e.SLA = state
		return err
	}
	found, err := e.SLA.Apply(e.env, h)
	if err != nil {
		return err
	}
	e.breached(found)
	return e.err
}

// judge takes the clocks to the present, and records what is found missed.
func (e *edit) judge() { e.breached(e.SLA.Advance(e.env, e.at)) }

func (e *edit) breached(found []sla.Breach) {
	for _, b := range found {
		e.happened(Breached, DueFacts{Metric: string(b.Metric), Cycle: b.Cycle, Due: b.Due, Holder: e.charged(b)})
	}
}

// said adds words that belong to the last event.
func (e *edit) said(kind WordsKind, text string) {
	e.words = append(e.words, Words{Seq: e.Seq, Kind: kind, At: e.at, By: e.by.By, Badge: e.by.Badge, Text: text})
}

// to takes the step of the life cycle.
func (e *edit) to(action Action) error {
	stage, err := next(&e.Ticket, action)
	if err != nil {
		return err
	}
	e.Stage = stage
	return nil
}

// change is what the store is asked to write.
func (e *edit) change() Change {
	e.Version++
	e.Next, e.NextBy = e.owed()
	return Change{Ticket: e.Ticket, Events: e.events, Words: e.words, Person: e.person,
		Was: e.was, Found: e.found, Answer: e.answer, Attach: e.attached, Detach: e.detached,
		Lesson: e.lesson, Reviews: e.reviews, Proposes: e.proposes}
}

// Expect is the version a caller believes a ticket has; 0 when it does not
// care and the action may be tried again on whatever it is now.
type Expect int

// tries is how often an action without an expected version is tried again
// when somebody else was faster.
const tries = 4

// act is every use case on an existing ticket: read, check, do, commit. do may
// be called again after a lost race, with the ticket as it is then.
func (s *Service) act(ctx context.Context, now time.Time, by Actor, number string, expect Expect, action Action, do func(*edit) error) (Ticket, error) {
	fallback := false
	for try := 1; ; try++ {
		e, err := s.edit(ctx, now, by, number)
		if err != nil {
			return Ticket{}, err
		}
		if expect != 0 && int(expect) != e.Version {
			return e.Ticket, errs.New(errs.Stale, "ticket.stale").With("version", e.Version)
		}
		if e.IsErased() && action != Sweep {
			return e.Ticket, errs.New(errs.Conflict, "ticket.erased").With("allowed", "")
		}
		if err := e.keepsOut(action); err != nil {
			return e.Ticket, err
		}
		if err := e.to(action); err != nil {
			return e.Ticket, err
		}
		e.judge()
		if fallback {
			e.fallBack()
		}
		e.live()
		if err := do(e); err != nil {
			return e.Ticket, err
		}
		if !fallback && e.book.Fallback != nil && noOpenTime(e.err) {
			fallback = true
			continue
		}
		if e.err != nil {
			return e.Ticket, errs.Wrap(e.err, "work out "+string(action))
		}
		if len(e.events) == 0 { // the action had no effect: pausing twice, say
			return e.Ticket, nil
		}
		changes := []Change{e.change()}
		if e.also != nil {
			changes = append(changes, e.also.change())
		}
		err = s.Store.Commit(ctx, changes...)
		switch {
		case err == nil:
			return changes[0].Ticket, nil
		case errors.Is(err, ErrKeyUsed):
			return Ticket{}, err
		case !errors.Is(err, ErrLostRace):
			return Ticket{}, errs.Wrap(err, "commit "+string(action))
		case expect != 0 || try == tries:
			return Ticket{}, errs.New(errs.Stale, "ticket.stale").Because(err)
		}
	}
}

// edit reads a ticket and the rules it lives by.
func (s *Service) edit(ctx context.Context, now time.Time, by Actor, number string) (*edit, error) {
	t, err := s.Store.Get(ctx, number)
	if err != nil {
		return nil, err
	}
	book, env, err := s.rules(ctx, &t)
	if err != nil {
		return nil, err
	}
	return &edit{Ticket: t, was: t.Stage, at: clock.Later(now, t.LastEventAt), by: by, env: env, book: book, settings: &s.Settings}, nil
}

// facts are what policies choose by.
func (t *Ticket) facts() sla.Facts {
	return sla.Facts{Kind: string(t.Kind), Reason: t.Reason, Channel: t.Channel, Requester: t.Requester,
		CustomerClass: t.Class, Priority: t.Priority, Team: t.Team, Agreement: t.Agreement}
}
