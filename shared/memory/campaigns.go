package memory

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/event"
)

// Campaigns is the store of package campaign.
type Campaigns struct {
	Greetings // the lists of customers
	s         *Store
}

// Campaigns gives the store of the campaigns.
func (s *Store) Campaigns() Campaigns { return Campaigns{s.Greetings(), s} }

var (
	_ campaign.Store     = Campaigns{}
	_ campaign.Customers = Campaigns{}
)

// Campaign reads one.
func (c Campaigns) Campaign(_ context.Context, id string) (campaign.Campaign, error) {
	return find(c.s, c.s.campaigns, id)
}

// Campaigns lists them, newest first.
func (c Campaigns) Campaigns(_ context.Context, cursor string, limit int) (list []campaign.Campaign, next string, err error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var keys []string
	for id, one := range c.s.campaigns {
		keys = append(keys, stamp(one.CreatedAt)+"#"+id)
	}
	keys, next, err = c.s.sealedBackwards("CAMPAIGNS", keys, cursor, limit)
	for _, k := range keys {
		_, id, _ := strings.Cut(k, "#")
		list = append(list, clone(c.s.campaigns[id]))
	}
	return list, next, err
}

// SaveCampaign writes one that follows the stored one.
func (c Campaigns) SaveCampaign(_ context.Context, one campaign.Campaign, events ...event.Event) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.s.campaigns[one.ID].Version != one.Version-1 {
		return campaign.ErrLostRace
	}
	c.s.campaigns[one.ID] = clone(one)
	delete(c.s.hidden, campaign.Subject(one.ID))
	c.s.tell(events)
	return nil
}

// Calendar reads the content calendar.
func (c Campaigns) Calendar(context.Context) (campaign.Calendar, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return clone(c.s.content), nil
}

// SaveCalendar writes it on condition of Version-1.
func (c Campaigns) SaveCalendar(_ context.Context, one campaign.Calendar, events ...event.Event) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.s.content.Version != one.Version-1 {
		return campaign.ErrLostRace
	}
	c.s.content = clone(one)
	delete(c.s.hidden, campaign.CalendarSubject)
	c.s.tell(events)
	return nil
}

// Files reads customers' files by id; missing ones are left out.
func (c Campaigns) Files(ctx context.Context, ids []string) ([]customer.Customer, error) {
	return c.s.Customers().Customers(ctx, ids)
}

// LastTickets tells when the last ticket under each number was opened.
func (c Campaigns) LastTickets(_ context.Context, phoneKeys []string) (map[string]time.Time, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	last := map[string]time.Time{}
	for _, f := range c.s.filed {
		for _, k := range phoneKeys {
			if f.phone == k && f.opened.After(last[k]) {
				last[k] = f.opened
			}
		}
	}
	return last, nil
}
