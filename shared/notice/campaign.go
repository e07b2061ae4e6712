package notice

import (
	"context"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/campaign"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// mailing is one page of a campaign.
func (s *Service) mailing(_ context.Context, e event.Event) (ledger.Page, error) {
	var f campaign.PageFacts
	err := e.Into(&f)
	return ledger.Page{ID: e.ID, Class: message.Promotion, At: e.At, Template: campaign.Text,
		Facts: map[string]string{"date": f.Date.String(), "campaign": f.Campaign}, Kind: ledger.ToCustomer, To: f.Customers}, err
}

// campaignOf is the campaign that a message belongs to, as it is now; nil for
// a greeting.
func (s *Service) campaignOf(ctx context.Context, facts map[string]string) (*campaign.Campaign, error) {
	id := facts["campaign"]
	if id == "" {
		return nil, nil
	}
	c, err := s.Campaigns.Campaign(ctx, id)
	return &c, errs.Wrap(err, "read a campaign")
}

// stoppedFor is how long a single message of a campaign that was stopped waits
// before it is looked at again.
const stoppedFor = 10 * time.Minute

// invite decides on one message of a campaign.
func (s *Service) invite(ctx context.Context, now time.Time, c *campaign.Campaign, m ledger.Message, about person, date calendar.Date) (ledger.Address, error) {
	to := addressOf(about)
	birthday := false
	if settings := s.Settings.Greetings(); settings.Birthdays {
		var err error
		if birthday, err = greeting.IsBirthday(about.file.Birthday, date); err != nil {
			return to, errs.Wrap(err, "look whether it is a birthday")
		}
	}
	to.Skip = campaign.Decide(campaign.Situation{Customer: about.file, Zone: about.zone, Date: date, OptedOut: about.stopped,
		OpenComplaint: about.complains, Birthday: birthday}, now)
	if to.Skip != "" {
		return to, nil
	}
	if !s.Settings.On(campaign.Text) {
		to.Skip = whySwitched
		return to, nil
	}
	had, err := s.had(ctx, c, about.file.PhoneKey, date)
	if had {
		to.Skip = campaign.HadIt
	}
	if c.State != campaign.Running && c.State != campaign.Done {
		to.Wait, to.Why = now.Add(stoppedFor), "stopped"
	}
	if to.Lang != words.English {
		to.Lang = words.Chinese
	}
	to.Words = campaign.Whole(to.Lang, c.Texts[to.Lang])
	return to, err
}

// had tells whether a number got the campaign's message on an earlier day,
// under this file or another.
func (s *Service) had(ctx context.Context, c *campaign.Campaign, phoneKey string, date calendar.Date) (bool, error) {
	for _, day := range c.Days {
		if !day.Before(date) {
			continue
		}
		row, err := s.Rows.Row(ctx, greeting.Guard(phoneKey, day))
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return false, errs.Wrap(err, "look for an earlier message")
		}
		if row.Facts["campaign"] == c.ID && row.State != ledger.Skipped && row.State != ledger.Failed {
			return true, nil
		}
	}
	return false, nil
}
