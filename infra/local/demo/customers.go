package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// person is an entry of data/customers.json.
type person struct {
	Name, Title, Phone, Lang, Zone, Region, Class, Company string
	Birthday                                               string // "03-15", lunar "L08-15", "today" or ""
	Consent                                                customer.State
	Owner                                                  string // badge
	Tags                                                   []string
}

// names are the people on file, by their number.
type names map[phone.Number]person

// enrolled is when the first of the customers came, the others a day later
// each.
const enrolled = 200 * 24 * time.Hour

// enrol writes the customers' files.
func (d desk) enrol(ctx context.Context, company string, roster staff.Roster) (names, error) {
	var people []person
	if err := read("customers", &people); err != nil {
		return nil, err
	}
	all := names{}
	for i, p := range people {
		number, err := d.customers.Phones.Parse("phone", p.Phone)
		if err == nil {
			at := d.now.Add(-enrolled).Add(time.Duration(i) * 24 * time.Hour)
			err = d.file(ctx, p, number, company, roster, at)
		}
		if err != nil {
			return nil, fmt.Errorf("customer %s: %w", p.Name, err)
		}
		all[number] = p
	}
	return all, nil
}

// file writes one customer's file and takes his consent where it belongs.
func (d desk) file(ctx context.Context, p person, number phone.Number, company string, roster staff.Roster, at time.Time) error {
	agent, ok := roster.ByLogin(d.accounts["agent"])
	if !ok {
		return fmt.Errorf("no agent is on the roster")
	}
	by := event.Staff(agent.ID)
	c, err := d.customers.ByPhone(ctx, number)
	if errs.Is(err, errs.NotFound) {
		birthday, wrong := d.birthday(p.Birthday)
		if wrong != nil {
			return wrong
		}
		owner, _ := roster.ByBadge(p.Owner) // none: nobody's
		c, err = d.customers.Save(ctx, customer.Input{
			Name: p.Name, Title: p.Title, Phone: p.Phone, Lang: p.Lang, Zone: p.Zone, Region: p.Region,
			Class: p.Class, Company: p.Company, Birthday: birthday, Owner: owner.ID, Tags: p.Tags,
		}, by, at)
	}
	if err != nil || c.Consent.State == p.Consent {
		return err
	}
	sentence := words.Text(words.Lang(c.Lang), "pages.consent", map[string]any{"company": company})
	switch p.Consent {
	case customer.Ticked:
		_, err = d.customers.Meet(ctx, customer.Visitor{Phone: number, ConsentText: sentence}, event.Customer, at)
	case customer.Confirmed:
		_, err = d.customers.Confirm(ctx, c.ID, c.Version, sentence, by, at)
	case customer.Stopped:
		err = d.customers.StopFor(ctx, number, by, at)
	}
	return err
}

// birthday reads a birthday; "today" is the desk's day.
func (d desk) birthday(text string) (customer.Birthday, error) {
	switch text {
	case "":
		return customer.Birthday{}, nil
	case "today":
		local := d.now.In(d.zone)
		return customer.Birthday{Month: int(local.Month()), Day: local.Day()}, nil
	}
	day, lunar := strings.CutPrefix(text, "L")
	b := customer.Birthday{Lunar: lunar}
	if n, err := fmt.Sscanf(day, "%d-%d", &b.Month, &b.Day); n != 2 {
		return b, fmt.Errorf("%q is no birthday: %w", text, err)
	}
	return b, nil
}
