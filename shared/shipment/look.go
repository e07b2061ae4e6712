package shipment

import (
	"context"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

// Claim is what somebody shows to see a shipment: its waybill, and the last four
// digits of the sender's or the consignee's phone.
type Claim struct {
	Waybill string // as typed
	Last4   string
}

// Seen is a shipment as whoever it concerns may see it, with the tickets about
// it that are his own.
type Seen struct {
	Shipment Shipment
	Tickets  []ticket.Ticket // newest first
}

// triesPerHour is how often one waybill can be asked for: as often as one
// ticket.
const triesPerHour = 20

// nobody is no customer's id: looked up where there is no shipment, so that the
// work is the same.
const nobody = "X"

// Look opens a shipment to whoever knows its waybill and the last four digits of
// a phone. A wrong pair and an unknown waybill give the same errs.NotFound for
// the same work: one counter update, two reads (and another for each merge on the
// way to the sender's file). errs.TooMany.
func (s *Service) Look(ctx context.Context, now time.Time, c Claim) (Seen, error) {
	waybill := CleanWaybill(c.Waybill)
	if !waybillForm().MatchString(waybill) {
		waybill = nobody
	}
	hour := now.Truncate(time.Hour)
	n, err := s.Store.Count(ctx, "waybill#"+waybill+"#"+hour.Format("2006010215"), hour.Add(2*time.Hour))
	if err != nil {
		return Seen{}, errs.Wrap(err, "count the tries of a waybill")
	}
	if n > triesPerHour {
		return Seen{}, errs.New(errs.TooMany, "ticket.too_many").With("retryAfter", int(hour.Add(time.Hour).Sub(now).Seconds())+1)
	}
	ship, err := s.Store.Shipment(ctx, waybill)
	if errs.Is(err, errs.NotFound) {
		ship, err = Shipment{Customer: nobody}, nil
	}
	if err != nil {
		return Seen{}, errs.Wrap(err, "look a shipment up")
	}
	file, err := customer.Follow(ctx, s.Customers.Customer, ship.Customer)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return Seen{}, errs.Wrap(err, "look its customer up")
	}
	keys, err := s.knows(ctx, ship, file, c.Last4)
	if err != nil {
		return Seen{}, err
	}
	if len(keys) == 0 {
		return Seen{}, errs.New(errs.NotFound, "shipment.no_match")
	}
	seen := Seen{Shipment: ship}
	seen.Tickets, err = s.own(ctx, ship, keys)
	return seen, err
}

// knows are the keys of the phones that end so: the consignee's, and those of
// the sender's file, those of merged files included.
func (s *Service) knows(ctx context.Context, ship Shipment, file customer.Customer, last4 string) (map[string]bool, error) {
	keys := map[string]bool{}
	if last4 == "" {
		return keys, nil
	}
	if ship.Consignee.Phone.Last4() == last4 {
		keys[ship.Consignee.PhoneKey] = true
	}
	if file.Phone.Last4() == last4 {
		keys[file.PhoneKey] = true
	}
	for _, n := range file.Also {
		if n.Phone.Last4() == last4 {
			keys[n.Key] = true
		}
	}
	for _, p := range file.People {
		if phone.Number(p.Phone).Last4() != last4 {
			continue
		}
		key, err := s.Phones.Key(ctx, phone.Number(p.Phone))
		if err != nil {
			return nil, errs.Wrap(err, "key of a phone")
		}
		keys[key] = true
	}
	return keys, nil
}

// ownTickets is how many tickets of a waybill are looked at.
const ownTickets = 20

// own are the tickets of a shipment that were opened by one of these phones.
func (s *Service) own(ctx context.Context, ship Shipment, keys map[string]bool) (own []ticket.Ticket, err error) {
	numbers, err := s.Matters.ByWaybill(ctx, ship.Waybill, ownTickets)
	if err != nil || len(numbers) == 0 {
		return nil, errs.Wrap(err, "list the tickets of a waybill")
	}
	found, err := s.Matters.Tickets(ctx, numbers)
	for _, t := range found {
		if t.PhoneKey != "" && keys[t.PhoneKey] {
			own = append(own, t)
		}
	}
	return own, errs.Wrap(err, "read the tickets of a waybill")
}

// Matters reads the tickets of a waybill; package ticket's Store.
type Matters interface {
	ByWaybill(ctx context.Context, waybill string, limit int) ([]string, error)
	Tickets(ctx context.Context, numbers []string) ([]ticket.Ticket, error)
}
