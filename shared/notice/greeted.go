package notice

import (
	"context"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// greetings are the messages of one page of a greeting run. A message's id is
// the one greeting its number may get for the date, so a second file, a second
// page or a second run meets the same row.
func (s *Service) greetings(ctx context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f greeting.PageFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	people, err := s.Customers.Customers(ctx, f.Customers)
	if err != nil {
		return nil, errs.Wrap(err, "read a page of customers")
	}
	var messages []ledger.Message
	for _, c := range people {
		messages = append(messages, ledger.Message{
			ID: greeting.Guard(c.PhoneKey, f.Date), Class: message.Promotion, Cause: e.ID, At: e.At,
			To:       ledger.Receiver{Kind: ledger.ToCustomer, ID: c.ID},
			Template: message.ID(f.Occasion.Text()), Facts: map[string]string{"date": f.Date.String()},
		})
	}
	return messages, nil
}

// greeted decides on one greeting at the moment of sending.
func (s *Service) greeted(ctx context.Context, now time.Time, m ledger.Message) (ledger.Address, error) {
	c, err := s.Customers.Customer(ctx, m.To.ID)
	if errs.Is(err, errs.NotFound) {
		return ledger.Address{Skip: whyGone}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read whom to greet")
	}
	facts, err := s.greetingFacts(ctx, m, c)
	if err != nil {
		return ledger.Address{}, err
	}
	verdict, err := s.Settings.Greetings().Decide(facts, now)
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "decide on a greeting")
	}
	lang := words.Lang(c.Lang)
	to := ledger.Address{Phone: c.Phone, Key: c.PhoneKey, Lang: lang, Zone: facts.Zone, Known: true,
		Params: map[string]string{"addressee": message.Addressee(lang, c.Name, message.Title(c.Title))}}
	switch verdict.Action {
	case greeting.Skip:
		to.Skip = verdict.Reason
	case greeting.Wait:
		to.Wait, to.Why = verdict.Until, verdict.Reason
	default:
		to.Template = message.ID(verdict.Occasion.Text())
		if !s.Settings.On(to.Template) {
			to.Skip = whySwitched
		}
	}
	return to, nil
}

// greetingFacts reads what is true now. Whether the number was greeted today
// already, the ledger knows: the message's id is that one greeting.
func (s *Service) greetingFacts(ctx context.Context, m ledger.Message, c customer.Customer) (greeting.Facts, error) {
	date, ok := calendar.ParseDate(m.Facts["date"])
	if !ok {
		return greeting.Facts{}, errs.New(errs.Internal, "notice.no_date")
	}
	stopped, err := s.Customers.Stopped(ctx, c.PhoneKey)
	if err != nil {
		return greeting.Facts{}, errs.Wrap(err, "read the stop of a number")
	}
	complaint, err := s.Tickets.OpenComplaint(ctx, c.PhoneKey)
	if err != nil {
		return greeting.Facts{}, errs.Wrap(err, "look for an open complaint")
	}
	zone := s.Settings.Zone
	if c.Zone != "" {
		if zone, err = time.LoadLocation(c.Zone); err != nil {
			return greeting.Facts{}, errs.Wrap(err, "load a customer's zone")
		}
	}
	return greeting.Facts{Customer: c, Zone: zone, Date: date, OptedOut: stopped, OpenComplaint: complaint,
		Occasion: occasionOf(m.Template)}, nil
}

// occasionOf is the occasion a message was planned for.
func occasionOf(id message.ID) greeting.Occasion {
	if id == message.Birthday {
		return greeting.Occasion{Kind: greeting.Birthday}
	}
	return greeting.Occasion{Kind: greeting.OfYear, Festivals: []string{string(id[len(message.FestivalPrefix):])}}
}
