package telling

import (
	"context"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// People finds out who receivers are.
type People struct {
	Roster    func(ctx context.Context) (staff.Roster, error)
	Tickets   Tickets
	Shipments Shipments
	Customers Customers
	Key       func(ctx context.Context, number phone.Number) (string, error)
}

// Person is who a receiver turned out to be. Without a number: nobody who can
// be told (left, erased, gone).
type Person struct {
	ledger.Receiver
	Phone phone.Number
	Key   string // keyed hash of it
	Lang  words.Lang
	Zone  string // of his file, "" for the company's
	Staff staff.Member
}

// Look reads up to a page of receivers, in their order. Zones are those of
// customers' files only, see Home.
func (p People) Look(ctx context.Context, list []ledger.Receiver) ([]Person, error) {
	by := map[string][]string{}
	for _, r := range list {
		by[r.Kind] = append(by[r.Kind], r.ID)
	}
	found := map[ledger.Receiver]Person{}
	for kind, read := range map[string]func(context.Context, []string, map[ledger.Receiver]Person) error{
		ledger.ToStaff: p.staff, ledger.ToPerson: p.tickets,
	} {
		if len(by[kind]) == 0 {
			continue
		}
		if err := read(ctx, by[kind], found); err != nil {
			return nil, err
		}
	}
	if err := p.shipments(ctx, append(by[ledger.ToShipper], by[ledger.ToConsignee]...), found); err != nil {
		return nil, err
	}
	people := make([]Person, len(list))
	for i, r := range list {
		people[i] = found[r]
		people[i].Receiver = r
	}
	return people, nil
}

func (p People) staff(ctx context.Context, ids []string, found map[ledger.Receiver]Person) error {
	roster, err := p.Roster(ctx)
	if err != nil {
		return errs.Wrap(err, "read the roster")
	}
	for _, id := range ids {
		m, ok := roster.Member(id)
		one := Person{Staff: m, Lang: words.Lang(m.Lang)}
		if ok && !m.Left && m.Phone != "" {
			if one.Key, err = p.Key(ctx, m.Phone); err != nil {
				return errs.Wrap(err, "key of a phone")
			}
			one.Phone = m.Phone
		}
		found[ledger.Receiver{Kind: ledger.ToStaff, ID: id}] = one
	}
	return nil
}

func (p People) tickets(ctx context.Context, numbers []string, found map[ledger.Receiver]Person) error {
	tickets, err := p.Tickets.Tickets(ctx, numbers)
	if err != nil {
		return errs.Wrap(err, "read tickets")
	}
	people, err := p.Tickets.People(ctx, numbers)
	if err != nil {
		return errs.Wrap(err, "read who asked")
	}
	for _, t := range tickets {
		found[ledger.Receiver{Kind: ledger.ToPerson, ID: t.Number}] = named(people[t.Number].Phone, t.PhoneKey, t.Lang)
	}
	return nil
}

// named is somebody with a number and its key; both are gone after an erasure.
func named(number phone.Number, key, lang string) Person {
	if number == "" || key == "" {
		return Person{}
	}
	return Person{Phone: number, Key: key, Lang: words.Lang(lang)}
}

func (p People) shipments(ctx context.Context, waybills []string, found map[ledger.Receiver]Person) error {
	if len(waybills) == 0 {
		return nil
	}
	ships, err := p.Shipments.Shipments(ctx, once(waybills, func(w string) string { return w }))
	if err != nil {
		return errs.Wrap(err, "read shipments")
	}
	files, err := customer.FollowAll(ctx, p.Customers.Customers, once(ships, func(s shipment.Shipment) string { return s.Customer }))
	if err != nil {
		return errs.Wrap(err, "read whose shipments they are")
	}
	for _, s := range ships {
		found[ledger.Receiver{Kind: ledger.ToConsignee, ID: s.Waybill}] = named(s.Consignee.Phone, s.Consignee.PhoneKey, s.Lang)
		if c, ok := files[s.Customer]; ok {
			one := named(c.Phone, c.PhoneKey, c.Lang)
			one.Zone = c.Zone
			found[ledger.Receiver{Kind: ledger.ToShipper, ID: s.Waybill}] = one
		}
	}
	return nil
}

// once lists the names of things, each once.
func once[T any](all []T, name func(T) string) []string {
	seen := map[string]bool{}
	var names []string
	for _, one := range all {
		if n := name(one); n != "" && !seen[n] {
			seen[n] = true
			names = append(names, n)
		}
	}
	return names
}

// Home is the zone of a customer's file; nil for the company's.
func (p People) Home(ctx context.Context, one Person) (*time.Location, error) {
	if one.Kind == ledger.ToStaff || one.Key == "" {
		return nil, nil
	}
	if one.Kind != ledger.ToShipper {
		c, err := p.Customers.CustomerByPhone(ctx, one.Key)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, errs.Wrap(err, "look for a file")
		}
		one.Zone = c.Zone
	}
	if one.Zone == "" {
		return nil, nil
	}
	zone, err := time.LoadLocation(one.Zone)
	return zone, errs.Wrap(err, "load a customer's zone")
}

// open tells whether a ticket is one that something can touch.
func open(t ticket.Ticket) bool { return t.Stage.Open() && t.PhoneKey != "" }
