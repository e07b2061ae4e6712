package notice

import (
	"context"
	"fmt"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/oncall"
	"huiyin/shared/phone"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
)

// Service plans and resolves.
type Service struct {
	Tickets   Tickets
	Runs      Runs
	Customers Customers
	Staff     Staff
	Places    Places
	Shipments Shipments
	Tasks     Tasks
	Rows      Rows
	Campaigns Campaigns
	Bulletins Bulletins
	Receivers Receivers // of bulletins
	Key       func(ctx context.Context, number phone.Number) (string, error)
	Settings  Settings
}

// Settings are what a company decides.
type Settings struct {
	Zone      *time.Location // the company's
	Greetings func() greeting.Settings
	On        func(message.ID) bool // whether a text is sent at all
}

// planners says what follows from which event. Whatever isn't here leads to no
// message.
var planners = map[event.Type]func(*Service, context.Context, time.Time, event.Event) ([]ledger.Message, error){
	ticket.Opened:          (*Service).opened,
	ticket.Chased:          (*Service).chased,
	ticket.Replied:         (*Service).replied,
	ticket.Told:            (*Service).told,
	ticket.ResolvedEvent:   (*Service).resolved,
	ticket.Reopened:        (*Service).reopened,
	ticket.Promised:        (*Service).promised,
	ticket.Escalated:       (*Service).escalated,
	ticket.Disputed:        (*Service).disputed,
	ticket.HandedOver:      (*Service).handedOver,
	sweep.Finished:         (*Service).swept,
	sweep.MorningCame:      (*Service).morning,
	oncall.GapFound:        (*Service).gap,
	customer.CodeRequested: (*Service).code,

	shipment.DispatchedEvent: (*Service).shipped,
	shipment.Expected:        (*Service).expected,
	shipment.Undispatched:    (*Service).undispatched,

	bulletin.PageEvent: (*Service).posted,
}

// Types lists the events that lead to messages, for the test that holds the
// template's rules and this table together.
func Types() []event.Type {
	types := append([]event.Type{ledger.MessageDue}, BulkTypes()...)
	for typ := range planners {
		types = append(types, typ)
	}
	return types
}

// Plan lists the messages an event leads to. The same event gives the same
// ids, however often it is planned.
func (s *Service) Plan(ctx context.Context, now time.Time, e event.Event) ([]ledger.Message, error) {
	if e.Type == ledger.MessageDue || e.Type == ledger.PromotionDue {
		return s.again(ctx, e)
	}
	plan, ok := planners[e.Type]
	if !ok || e.Run != "" {
		return nil, nil
	}
	return plan(s, ctx, now, e)
}

// again is the message of a row whose time has come.
func (s *Service) again(ctx context.Context, e event.Event) ([]ledger.Message, error) {
	var f ledger.DueFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	row, err := s.Rows.Row(ctx, f.Row)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	return []ledger.Message{row.Message}, err
}

// toCustomer is a message to the person of the event's ticket.
func toCustomer(e event.Event, class message.Class, id message.ID, facts map[string]string) []ledger.Message {
	number := e.Subject[len("TICKET#"):]
	return []ledger.Message{{
		ID: ledger.ToCustomerOf(e.ID), Class: class, Cause: e.ID, At: e.At, Number: number,
		To: ledger.Receiver{Kind: ledger.ToPerson, ID: number}, Template: id, Facts: facts,
	}}
}

func (s *Service) opened(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f ticket.OpenedFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	id := message.InquiryReceived
	switch {
	case f.Channel == ticket.Proactive && e.By == event.System:
		return toCustomer(e, message.Notice, message.ShipmentProblem, nil), nil
	case f.Kind == ticket.Complaint:
		id = message.ComplaintReceived
	}
	return toCustomer(e, message.Receipt, id, nil), nil
}

// told says on a ticket that something is wrong with the customer's shipment.
func (s *Service) told(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	return toCustomer(e, message.Notice, message.ShipmentProblem, nil), nil
}

func (s *Service) chased(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	return toCustomer(e, message.Receipt, message.ChaseReceived, nil), nil
}

func (s *Service) replied(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f ticket.ReplyFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	if f.Interim && !f.NextBy.IsZero() {
		return toCustomer(e, message.Notice, message.Progress, map[string]string{"badge": f.Badge, "by": instant(f.NextBy)}), nil
	}
	return toCustomer(e, message.Notice, message.AnswerWaiting, map[string]string{"badge": f.Badge}), nil
}

func (s *Service) resolved(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f ticket.ReplyFacts
	err := e.Into(&f)
	if e.By == event.System {
		return toCustomer(e, message.Notice, message.ShipmentCleared, nil), err
	}
	return toCustomer(e, message.Notice, message.Resolved, map[string]string{"badge": f.Badge}), err
}

func (s *Service) reopened(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	class := message.Notice
	if e.By == event.Customer { // he did it himself a moment ago
		class = message.Receipt
	}
	return toCustomer(e, class, message.Reopened, nil), nil
}

// promised tells only of a promise that was moved, and not when the reply that
// moved it says so itself.
func (s *Service) promised(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f ticket.PromiseFacts
	if err := e.Into(&f); err != nil || f.Moved == 0 || f.Told {
		return nil, err
	}
	return toCustomer(e, message.Notice, message.PromiseMoved, map[string]string{"badge": f.Badge, "by": instant(f.Due)}), nil
}

// escalated tells the superior, at once.
func (s *Service) escalated(ctx context.Context, now time.Time, e event.Event) ([]ledger.Message, error) {
	var f ticket.EscalateFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	number := e.Subject[len("TICKET#"):]
	t, _, err := s.Tickets.Contact(ctx, number)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, errs.Wrap(err, "read the escalated ticket")
	}
	people, err := s.Staff.Recipients(ctx, f.To, t, now)
	if err != nil {
		return nil, errs.Wrap(err, "find whom to escalate to")
	}
	var messages []ledger.Message
	for _, m := range onePerPhone(people) {
		messages = append(messages, ledger.Message{
			ID: fmt.Sprintf("%s.staff.%s", e.ID, m.ID), Class: message.Staff, Urgent: t.Priority == ticket.Urgent,
			Cause: e.ID, At: e.At, Number: number, To: ledger.Receiver{Kind: ledger.ToStaff, ID: m.ID},
			Template: message.Escalation, Facts: map[string]string{"cause": f.Cause},
		})
	}
	return messages, nil
}

// disputed tells the reviewer that a ruling waits for him.
func (s *Service) disputed(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f ticket.DisputeFacts
	err := e.Into(&f)
	return []ledger.Message{{
		ID: fmt.Sprintf("%s.staff.%s", e.ID, f.Reviewer), Class: message.Staff, Cause: e.ID, At: e.At, Number: e.Subject[len("TICKET#"):],
		To: ledger.Receiver{Kind: ledger.ToStaff, ID: f.Reviewer}, Template: message.Escalation, Facts: map[string]string{"cause": causeDisputed},
	}}, err
}

// causeDisputed is why somebody uninvolved hears of a ticket.
const causeDisputed = "disputed"

func (s *Service) code(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f customer.CodeFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	return []ledger.Message{{
		ID: ledger.OfCode(f.ID), Class: message.Receipt, Cause: e.ID, At: e.At,
		To: ledger.Receiver{Kind: ledger.ToCode, ID: f.ID}, Template: message.Code,
	}}, nil
}

// onePerPhone keeps the first of those who share a telephone.
func onePerPhone(people []staff.Member) []staff.Member {
	seen := map[phone.Number]bool{}
	var kept []staff.Member
	for _, m := range people {
		if m.Phone != "" && !seen[m.Phone] {
			seen[m.Phone] = true
			kept = append(kept, m)
		}
	}
	return kept
}

// instant writes a time into facts.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
