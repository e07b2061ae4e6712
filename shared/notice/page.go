package notice

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
)

// pages says which events are the work on a page of people. They go through a
// queue of their own.
var pages = map[event.Type]func(*Service, context.Context, event.Event) (ledger.Page, error){
	greeting.PageRecorded: (*Service).greetings,
	campaign.PageRecorded: (*Service).mailing,
	ledger.PageDue:        (*Service).unfinished,
}

// BulkTypes lists the events that go by the queue for many: pages of people,
// and promotion that waited.
func BulkTypes() []event.Type {
	types := []event.Type{ledger.PromotionDue}
	for typ := range pages {
		types = append(types, typ)
	}
	return types
}

// Page is the page that an event names; false for all other events.
func (s *Service) Page(ctx context.Context, e event.Event) (ledger.Page, bool, error) {
	of, ok := pages[e.Type]
	if !ok {
		return ledger.Page{}, false, nil
	}
	p, err := of(s, ctx, e)
	return p, true, err
}

// greetings is one page of a greeting run.
func (s *Service) greetings(_ context.Context, e event.Event) (ledger.Page, error) {
	var f greeting.PageFacts
	err := e.Into(&f)
	return ledger.Page{ID: e.ID, Class: message.Promotion, At: e.At, Template: message.ID(f.Occasion.Text()),
		Facts: map[string]string{"date": f.Date.String()}, Kind: ledger.ToCustomer, To: f.Customers}, err
}

// unfinished is a page that was left, as its batch keeps it.
func (s *Service) unfinished(ctx context.Context, e event.Event) (ledger.Page, error) {
	var f ledger.PageDueFacts
	if err := e.Into(&f); err != nil {
		return ledger.Page{}, err
	}
	b, err := s.Rows.Batch(ctx, f.Batch)
	return b.Page, errs.Wrap(err, "read a page that was left")
}

// ResolvePage looks up people on a page, all at once. ledger.ErrHeld for one of
// a campaign that was stopped.
func (s *Service) ResolvePage(ctx context.Context, now time.Time, p ledger.Page, places []int) ([]ledger.Resolved, error) {
	of, err := s.campaignOf(ctx, p.Facts)
	if err != nil {
		return nil, err
	}
	if of != nil && of.State == campaign.Stopped {
		return nil, ledger.ErrHeld
	}
	var ids []string
	for _, place := range places {
		ids = append(ids, p.To[place])
	}
	files, err := s.Customers.Customers(ctx, ids)
	if err != nil {
		return nil, errs.Wrap(err, "read the people of a page")
	}
	seen, err := s.see(ctx, files)
	if err != nil {
		return nil, err
	}
	found := make([]ledger.Resolved, len(places))
	for i, place := range places {
		m := p.Message(place)
		about, ok := seen[m.To.ID]
		if !ok {
			found[i] = ledger.Resolved{Message: m, Address: ledger.Address{Skip: whyGone}}
			continue
		}
		if found[i], err = s.promote(ctx, now, of, m, about); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// person is what is true of a customer at the moment of sending.
type person struct {
	file      customer.Customer
	zone      *time.Location
	stopped   bool
	complains bool
}

// see reads, of files just read, the stops and the open complaints: those of all
// numbers that lead to a file since a merge (rule JY-11), half a read unit for
// each. A stop of any of them
// stands in the file.
func (s *Service) see(ctx context.Context, files []customer.Customer) (map[string]person, error) {
	var keys, leading []string // main numbers, and all that lead to the files
	for _, c := range files {
		keys, leading = append(keys, c.PhoneKey), append(leading, c.Keys()...)
	}
	stopped, err := s.Customers.Stops(ctx, keys)
	if err != nil {
		return nil, errs.Wrap(err, "read the stops of numbers")
	}
	complain, err := s.Tickets.OpenComplaints(ctx, leading)
	if err != nil {
		return nil, errs.Wrap(err, "look for open complaints")
	}
	seen := map[string]person{}
	for _, c := range files {
		about := person{file: c, zone: s.Settings.Zone, stopped: stopped[c.PhoneKey],
			complains: slices.ContainsFunc(c.Keys(), func(key string) bool { return complain[key] })}
		if c.Zone != "" {
			if about.zone, err = time.LoadLocation(c.Zone); err != nil {
				return nil, errs.Wrap(err, "load a customer's zone")
			}
		}
		seen[c.ID] = about
	}
	return seen, nil
}
