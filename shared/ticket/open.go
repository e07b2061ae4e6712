package ticket

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/clock"
	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/phone"
	"huiyin/shared/sla"
)

// Receipt is what somebody who handed in an intake is told.
type Receipt struct {
	Number string
	Kind   Kind
	Chased bool      // the matter was open already: the message stands on that ticket
	Due    time.Time // until when the first answer is promised; zero when no policy promises one
	Result time.Time // complaints: until when process and result are told (NJ-14)
}

// answerKept is how long an idempotency key is remembered.
const answerKept = 24 * time.Hour

// Open takes an inquiry or a complaint. The same key with the same content is
// the same ticket; the same open matter (waybill, kind, phone) is a chase on
// the ticket there is.
//
// Errors: errs.Invalid with the fields, errs.TooMany, errs.Unavailable.
func (s *Service) Open(ctx context.Context, now time.Time, by Actor, in Intake) (Receipt, error) {
	number, err := s.checked(&in)
	if err != nil {
		return Receipt{}, err
	}
	in.Phone = string(number)
	key, err := s.Phones.Key(ctx, number)
	if err != nil {
		return Receipt{}, errs.Wrap(err, "key of the phone")
	}
	asked, err := s.ask(ctx, now, by, in, key)
	if err != nil {
		return s.again(ctx, in, err)
	}
	return s.open(ctx, now, by, in, key, asked)
}

// asked is what has to be known before a ticket is opened.
type asked struct {
	known  Knowledge
	linked []string // other tickets of the waybill
}

// ask counts and looks up, all at the same time: none of it depends on the
// other, and each is a way to the table and back that the customer waits for.
func (s *Service) ask(ctx context.Context, now time.Time, by Actor, in Intake, key string) (a asked, err error) {
	var group errgroup.Group
	for name, max := range s.limits(by, in, key) {
		group.Go(func() error { return s.count(ctx, now, name, max) })
	}
	group.Go(func() (err error) {
		a.known, err = s.Customers.Known(ctx, key)
		return errs.Wrap(err, "look up the customer")
	})
	if in.Waybill != "" {
		group.Go(func() (err error) {
			a.linked, err = s.Store.ByWaybill(ctx, in.Waybill, linkedMax)
			return errs.Wrap(err, "look for tickets of the waybill")
		})
	}
	err = group.Wait()
	return a, err
}

// limits are the counters of an intake and their bounds. They are counted
// before anything is written, so that nobody can use the form to flood a
// stranger's phone, and never inside the transaction, so that the count can't
// make it fail. Agents are not limited, and neither is the desk itself.
func (s *Service) limits(by Actor, in Intake, key string) map[string]int {
	if by.Staff != "" || by == TheSystem {
		return nil
	}
	limits := map[string]int{"open-phone#" + key: s.Settings.Limits.PhonePerHour}
	if in.Address != "" {
		limits["open-address#"+in.Address] = s.Settings.Limits.AddressPerHour
	}
	return limits
}

// count adds one to this hour's counter; errs.TooMany beyond max.
func (s *Service) count(ctx context.Context, now time.Time, name string, max int) error {
	hour := now.Truncate(time.Hour)
	n, err := s.Store.Count(ctx, name+"#"+hour.Format("2006010215"), hour.Add(2*time.Hour))
	if err != nil {
		return errs.Wrap(err, "count "+strings.SplitN(name, "#", 2)[0])
	}
	if n > max {
		return errs.New(errs.TooMany, "ticket.too_many").
			With("retryAfter", int(hour.Add(time.Hour).Sub(now).Seconds())+1)
	}
	return nil
}

// open writes the ticket, or finds out that it is there already.
func (s *Service) open(ctx context.Context, now time.Time, by Actor, in Intake, key string, asked asked) (Receipt, error) {
	for try := 1; ; try++ {
		e, err := s.fresh(ctx, now, by, in, key, asked)
		if err != nil {
			return Receipt{}, err
		}
		change := e.change()
		change.Answer = answer(in, e.Ticket, false, now)
		err = s.Store.Commit(ctx, change)
		var taken *MatterTaken
		switch {
		case err == nil:
			return receipt(e.Ticket, false), nil
		case errors.Is(err, ErrKeyUsed):
			return s.again(ctx, in, err)
		case errors.As(err, &taken):
			r, err := s.chase(ctx, now, by, in, taken.Number)
			if !errs.Is(err, errs.Conflict) || try == tries {
				return r, err
			}
			// It was resolved between our two looks: open a new one.
		case !errors.Is(err, ErrNumberTaken) || try == tries:
			return Receipt{}, errs.Wrap(err, "open a ticket")
		}
	}
}

// fresh is the ticket as it will be.
func (s *Service) fresh(ctx context.Context, now time.Time, by Actor, in Intake, key string, asked asked) (*edit, error) {
	number, err := id.Number(s.Random)
	if err != nil {
		return nil, errs.Wrap(err, "draw a number")
	}
	book, err := s.Rules.Book(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "read the rules in force")
	}
	t := Ticket{
		Number: number, Kind: in.Kind, Reason: in.Reason, Target: in.Target, Accused: in.Accused, Stage: Received,
		Priority: in.Priority, Channel: in.Channel, Requester: in.Requester, Class: asked.known.Class, Agreement: asked.known.Agreement.InForce(now), Region: in.Region,
		Lang: in.Lang, Waybill: in.Waybill, Linked: asked.linked, PhoneKey: key, Rings: in.Rings, Trace: in.Trace, OpenedAt: now,
	}
	if err := s.place(ctx, now, by, &t); err != nil {
		return nil, err
	}
	person := Person{Name: in.Name, Title: in.Title, Phone: phone.Number(in.Phone), From: in.From, Known: asked.known.Known}
	if in.Consent {
		person.Consent = &Ticked{At: now, Text: in.ConsentText}
	}
	away := ""
	if asked.known.Archived {
		away = asked.known.CustomerID
	}
	e := &edit{Ticket: t, at: now, by: by, book: book, person: &person, settings: &s.Settings, urgency: in.Urgency, archived: away}
	e.begin()
	if e.err != nil && book.Fallback != nil { // nothing that comes in is lost for a rule that can't be worked out
		e = &edit{Ticket: t, at: now, by: by, book: book.Fallback, person: &person, settings: &s.Settings, urgency: in.Urgency, archived: away, fallback: true}
		e.begin()
	}
	switch {
	case in.Channel != Proactive:
		e.said(FromCustomer, in.Text)
	case e.by == TheSystem:
		e.said(FromAgent, in.Text) // what the customer is told; it meets no deadline
	default:
		e.said(Internal, in.Text)
	}
	e.placed()
	return e, errs.Wrap(e.err, "open by the rules in force")
}

// place finds team and owner of a new ticket. Whoever takes one in person keeps
// it, in whichever team's list it stands (rule NJ-15), unless it complains of
// that person (JY-9).
func (s *Service) place(ctx context.Context, now time.Time, by Actor, t *Ticket) (err error) {
	if t.Team, err = s.Routing.TeamFor(ctx, *t); err != nil {
		return errs.Wrap(err, "find a team")
	}
	if t.Owner = by.Staff; t.Owner == "" || t.Accuses(by.Badge, "") {
		t.Owner, err = s.Routing.OwnerFor(ctx, now, *t)
	}
	return errs.Wrap(err, "find an owner")
}

// placed tells who owns a new ticket: whoever took it did so himself, all else
// is the system's doing.
func (e *edit) placed() {
	if e.Owner == "" {
		return
	}
	by := e.by
	if e.by.Staff != e.Owner {
		e.by = TheSystem
	}
	e.happened(Assigned, AssignFacts{Owner: e.Owner, Team: e.Team})
	e.by = by
}

// again gives the answer that an idempotency key was given before; otherwise
// the request is refused with the error that was there.
func (s *Service) again(ctx context.Context, in Intake, refused error) (Receipt, error) {
	if in.Key == "" {
		return Receipt{}, refused
	}
	a, err := s.Store.Answered(ctx, in.Key)
	if errs.Is(err, errs.NotFound) {
		return Receipt{}, refused
	}
	if err != nil {
		return Receipt{}, errs.Wrap(err, "read the first answer")
	}
	if a.Content != in.content() {
		return Receipt{}, &errs.Error{Kind: errs.Invalid, Code: "ticket.key_reused",
			Fields: []errs.Field{{Path: "Idempotency-Key", Code: "ticket.key_reused"}}}
	}
	t, err := s.Store.Get(ctx, a.Number)
	if err != nil {
		return Receipt{}, errs.Wrap(err, "read the ticket of the first answer")
	}
	r := receipt(t, a.Chased)
	r.Due = a.Due
	return r, nil
}

// chase adds the message to the ticket that is open for the same matter: its
// count rises, no running timer moves (a chase is a customer message).
func (s *Service) chase(ctx context.Context, now time.Time, by Actor, in Intake, number string) (Receipt, error) {
	t, err := s.act(ctx, now, by, number, 0, Hear, func(e *edit) error {
		if !e.was.Open() {
			return errs.New(errs.Conflict, "ticket.not_open")
		}
		e.Chases++
		e.happened(Chased, CountFacts{Count: e.Chases})
		e.said(FromCustomer, in.Text)
		e.endWait()
		e.escalateAt(e.Chases, "chased_twice")
		e.answer = answer(in, e.Ticket, true, now)
		return nil
	})
	if errors.Is(err, ErrKeyUsed) {
		return s.again(ctx, in, err)
	}
	if err != nil {
		return Receipt{}, err
	}
	return receipt(t, true), nil
}

func receipt(t Ticket, chased bool) Receipt {
	r := Receipt{Number: t.Number, Kind: t.Kind, Chased: chased, Due: t.PromisedBy()}
	if t.Kind == Complaint {
		if due, ok := t.SLA.DueOf(sla.Resolution); ok {
			r.Result = due
		}
	}
	return r
}

// PromisedBy is the instant an answer is due that the customer is told of: the
// earliest of what is owed to him, zero when nothing is.
func (t *Ticket) PromisedBy() time.Time {
	var earliest time.Time
	for _, metric := range []sla.Metric{sla.FirstResponse, sla.NextResponse, sla.Promise} {
		if due, ok := t.SLA.DueOf(metric); ok && (earliest.IsZero() || due.Before(earliest)) {
			earliest = due
		}
	}
	return earliest
}

func answer(in Intake, t Ticket, chased bool, now time.Time) *Answer {
	if in.Key == "" {
		return nil
	}
	return &Answer{Key: in.Key, Content: in.content(), Number: t.Number, Chased: chased, Due: t.PromisedBy(),
		Until: clock.Later(now, t.LastEventAt).Add(answerKept)}
}
