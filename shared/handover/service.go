package handover

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// How long links are good. A few days beyond the due time, because an answer
// that comes late is still wanted; never long after anybody remembers it. Ours.
const (
	Grace    = 3 * 24 * time.Hour
	MaxValid = 30 * 24 * time.Hour
)

// PerHour is how often an hour a hand-over's links are answered: enough for a
// department with one link, too little to be a load. Ours.
const PerHour = 60

// Service has the use cases.
type Service struct {
	Tickets Tickets
	Store   Store
	// Key is the secret that links are signed with; errs.Unavailable.
	Key func(ctx context.Context) ([]byte, error)
}

// Link is a link that was made.
type Link struct {
	Token string
	Until time.Time
}

// Link makes a link for the hand-over that is open, and notes on the ticket
// that it was made. errs.Conflict when nothing is handed over, and those of
// every action.
func (s *Service) Link(ctx context.Context, now time.Time, by ticket.Actor, number string, expect ticket.Expect) (ticket.Ticket, Link, error) {
	key, err := s.Key(ctx)
	if err != nil {
		return ticket.Ticket{}, Link{}, errs.Wrap(err, "read the key of links")
	}
	t, _, err := s.Store.Contact(ctx, number)
	if err != nil {
		return t, Link{}, err
	}
	until := now.Add(Grace)
	if due, ok := t.SLA.DueOf(sla.Handover); ok && due.After(now) {
		until = due.Add(Grace)
	}
	if last := now.Add(MaxValid); until.After(last) {
		until = last
	}
	until = until.UTC().Truncate(time.Second)
	if t, err = s.Tickets.LinkHandOver(ctx, now, by, number, expect, until); err != nil {
		return t, Link{}, err
	}
	return t, Link{link{number, len(t.HandOvers), until}.seal(key), until}, nil
}

// Sheet is what the other side sees.
type Sheet struct {
	Number   string
	Kind     ticket.Kind
	Reason   string
	Waybill  string
	Summary  string // the one line of the hand-over, covered
	To       string // department, branch or partner
	Name     string // of the place
	Badge    string // of the agent who asks
	At       time.Time
	Due      time.Time // zero without one
	Accepted time.Time // zero while nobody there has taken it
	Until    time.Time // of the link
}

// Read shows what a link opens.
//
// Errors, with the link's story as their code: errs.NotFound handover.no_such;
// errs.Conflict handover.expired, handover.answered, handover.taken_back;
// errs.TooMany.
func (s *Service) Read(ctx context.Context, now time.Time, token string) (Sheet, error) {
	l, err := s.admit(ctx, now, token)
	if err != nil {
		return Sheet{}, err
	}
	t, p, err := s.find(ctx, l)
	if err != nil {
		return Sheet{}, err
	}
	return s.sheet(ctx, l, t, p)
}

// Accept takes the ticket over for the other side; name is who does. Accepting
// twice has no effect. Errors: those of Read, errs.Invalid.
func (s *Service) Accept(ctx context.Context, now time.Time, token, name string) (Sheet, error) {
	l, err := s.admit(ctx, now, token)
	if err != nil {
		return Sheet{}, err
	}
	if _, err := s.act(ctx, l, func(t ticket.Ticket) (ticket.Ticket, error) { return s.accept(ctx, now, t, name) }); err != nil {
		return Sheet{}, err
	}
	t, p, err := s.find(ctx, l)
	if err != nil {
		return Sheet{}, err
	}
	return s.sheet(ctx, l, t, p)
}

// Answer ends the hand-over with what the other side says. Whoever answers what
// nobody has accepted accepts it too, and says who he is; else the name is not
// looked at. Errors: those of Read, errs.Invalid.
func (s *Service) Answer(ctx context.Context, now time.Time, token, name, answer string) error {
	l, err := s.admit(ctx, now, token)
	if err != nil {
		return err
	}
	_, err = s.act(ctx, l, func(t ticket.Ticket) (ticket.Ticket, error) {
		var f errs.Fields
		if strings.TrimSpace(answer) == "" {
			f.Add("answer", "required")
		}
		if t.HandedOver().Accepted.IsZero() && strings.TrimSpace(name) == "" {
			f.Add("name", "required")
		}
		if err := f.Err(); err != nil {
			return t, err
		}
		if t.HandedOver().Accepted.IsZero() {
			if t, err = s.accept(ctx, now, t, name); err != nil {
				return t, err
			}
		}
		return s.Tickets.HandBack(ctx, now, actor(t), t.Number, ticket.Expect(t.Version), answer)
	})
	return err
}

func (s *Service) accept(ctx context.Context, now time.Time, t ticket.Ticket, name string) (ticket.Ticket, error) {
	t, err := s.Tickets.AcceptHandOver(ctx, now, actor(t), t.Number, ticket.Expect(t.Version), name)
	if e := errs.As(err); e.Kind == errs.Invalid {
		for i := range e.Fields {
			e.Fields[i].Path = "name" // the page's word for it
		}
	}
	return t, err
}

// actor is the place that a ticket is handed over to, as an event's By names
// it.
func actor(t ticket.Ticket) ticket.Actor {
	h := t.HandedOver()
	who := "place:"
	if h.To == ticket.ToPartner {
		who = "partner:"
	}
	return ticket.Actor{By: who + h.Name}
}

// admit reads a token and counts its use. What is not ours costs no read.
func (s *Service) admit(ctx context.Context, now time.Time, token string) (link, error) {
	key, err := s.Key(ctx)
	if err != nil {
		return link{}, errs.Wrap(err, "read the key of links")
	}
	l, ok := open(key, token)
	if !ok {
		return l, errs.New(errs.NotFound, "handover.no_such")
	}
	if !now.Before(l.until) {
		return l, refuse("handover.expired")
	}
	hour := now.Truncate(time.Hour)
	n, err := s.Store.Count(ctx, fmt.Sprintf("handover#%s#%d#%s", l.number, l.which, hour.UTC().Format("2006010215")), hour.Add(2*time.Hour))
	if err != nil {
		return l, errs.Wrap(err, "count the uses of a link")
	}
	if n > PerHour {
		return l, errs.New(errs.TooMany, "ticket.too_many").With("retryAfter", int(hour.Add(time.Hour).Sub(now).Seconds())+1)
	}
	return l, nil
}

func refuse(code string) error { return errs.New(errs.Conflict, code).With("allowed", "") }

// find reads the ticket of a link, whose hand-over is open.
func (s *Service) find(ctx context.Context, l link) (ticket.Ticket, ticket.Person, error) {
	t, p, err := s.Store.Contact(ctx, l.number)
	switch {
	case errs.Is(err, errs.NotFound):
		return t, p, errs.New(errs.NotFound, "handover.no_such")
	case err != nil:
		return t, p, errs.Wrap(err, "read what was handed over")
	case l.which < 1 || l.which > len(t.HandOvers):
		return t, p, errs.New(errs.NotFound, "handover.no_such")
	case t.HandOvers[l.which-1].Answered:
		return t, p, refuse("handover.answered")
	case !t.HandOvers[l.which-1].Ended.IsZero():
		return t, p, refuse("handover.taken_back")
	}
	return t, p, nil
}

// tries is how often an action is tried again on the ticket as others have
// changed it.
const tries = 4

// act does something to the ticket of a link as it was read. Somebody who
// changes it in between may have ended this very hand-over and begun another,
// so it is read and looked at again.
func (s *Service) act(ctx context.Context, l link, do func(ticket.Ticket) (ticket.Ticket, error)) (ticket.Ticket, error) {
	for try := 1; ; try++ {
		t, _, err := s.find(ctx, l)
		if err != nil {
			return t, err
		}
		if t, err = do(t); !errs.Is(err, errs.Stale) || try == tries {
			return t, err
		}
	}
}

func (s *Service) sheet(ctx context.Context, l link, t ticket.Ticket, p ticket.Person) (Sheet, error) {
	h := t.HandOvers[l.which-1]
	note, err := s.Store.Note(ctx, t.Number, h.Seq)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return Sheet{}, errs.Wrap(err, "read the line of a hand-over")
	}
	due, _ := t.SLA.DueOf(sla.Handover)
	return Sheet{Number: t.Number, Kind: t.Kind, Reason: t.Reason, Waybill: t.Waybill, Summary: cover(note.Text, p, t.Waybill), To: h.To, Name: h.Name,
		Badge: note.Badge, At: h.At, Due: due, Accepted: h.Accepted, Until: l.until}, nil
}
