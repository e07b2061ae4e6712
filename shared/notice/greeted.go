package notice

import (
	"context"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// promoted decides on one message to a customer that had to wait, at the moment
// of sending.
func (s *Service) promoted(ctx context.Context, now time.Time, m ledger.Message) (ledger.Address, error) {
	c, err := s.Customers.Customer(ctx, m.To.ID)
	if errs.Is(err, errs.NotFound) {
		return ledger.Address{Skip: whyGone}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read whom to greet")
	}
	seen, err := s.see(ctx, []customer.Customer{c})
	if err != nil {
		return ledger.Address{}, err
	}
	of, err := s.campaignOf(ctx, m.Facts)
	if err != nil {
		return ledger.Address{}, err
	}
	found, err := s.promote(ctx, now, of, m, seen[c.ID])
	return found.Address, err
}

// promote decides on a message of goodwill for one customer: a greeting, or
// that of a campaign. The id that it
// gives the message is the one that his number may get for the date, so a
// second file, a second page or a second run meets the same row.
func (s *Service) promote(ctx context.Context, now time.Time, of *campaign.Campaign, m ledger.Message, about person) (ledger.Resolved, error) {
	date, ok := calendar.ParseDate(m.Facts["date"])
	if !ok {
		return ledger.Resolved{}, errs.New(errs.Internal, "notice.no_date")
	}
	m.ID = greeting.Guard(about.file.PhoneKey, date)
	if of != nil {
		to, err := s.invite(ctx, now, of, m, about, date)
		return ledger.Resolved{Message: m, Address: to}, err
	}
	to, err := s.greet(now, m, about, date)
	return ledger.Resolved{Message: m, Address: to}, err
}

// greet decides on one greeting. Whether the number was greeted today already,
// the ledger knows: the message's id is that one greeting.
func (s *Service) greet(now time.Time, m ledger.Message, about person, date calendar.Date) (ledger.Address, error) {
	verdict, err := s.Settings.Greetings().Decide(greeting.Facts{Customer: about.file, Zone: about.zone, Date: date,
		OptedOut: about.stopped, OpenComplaint: about.complains, Occasion: occasionOf(m.Template)}, now)
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "decide on a greeting")
	}
	to := addressOf(about)
	switch verdict.Action {
	case greeting.Skip:
		to.Skip = verdict.Reason
	case greeting.Wait:
		to.Wait, to.Why = verdict.Until, verdict.Reason
	default:
		to.Template = message.Variant(message.ID(verdict.Occasion.Text()), about.file.Class)
		if !s.Settings.On(to.Template) {
			to.Skip = whySwitched
		}
	}
	return to, nil
}

// addressOf is where a customer is reached, and how he is addressed.
func addressOf(about person) ledger.Address {
	c := about.file
	lang := words.Lang(c.Lang)
	return ledger.Address{Phone: c.Phone, Key: c.PhoneKey, Lang: lang, Zone: about.zone, Known: true,
		Params: map[string]string{"addressee": message.Addressee(lang, c.Name, message.Title(c.Title))}}
}

// occasionOf is the occasion a message was planned for.
func occasionOf(id message.ID) greeting.Occasion {
	id = message.Base(id)
	if id == message.Birthday {
		return greeting.Occasion{Kind: greeting.Birthday}
	}
	return greeting.Occasion{Kind: greeting.OfYear, Festivals: []string{string(id[len(message.FestivalPrefix):])}}
}
