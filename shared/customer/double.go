package customer

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// Why two files may be one customer's.
const (
	SamePhone   = "phone"   // a number of one stands in the other
	SameCompany = "company" // the company has the same name
)

// SetApart tells that somebody said that two files are two customers'; facts
// are MergeFacts with the other.
const SetApart event.Type = "customer.set_apart"

// Double is another file that may be the same customer's.
type Double struct {
	ID  string
	Why []string // SamePhone, SameCompany
}

// maxDoubles bounds the doubles that are looked for, by each thing they can
// have in common; maxApart those that a file is known to be no double of.
const (
	maxDoubles = 20
	maxApart   = 40
)

// Doubles finds other files with a number or the company of this one, but for
// those that were set apart from it.
func (s Service) Doubles(ctx context.Context, c Customer) ([]Double, error) {
	var found []Double
	add := func(why string, ids ...string) {
		for _, id := range ids {
			if id == c.ID || slices.Contains(c.Apart, id) {
				continue
			}
			i := slices.IndexFunc(found, func(d Double) bool { return d.ID == id })
			if i < 0 {
				i = len(found)
				found = append(found, Double{ID: id})
			}
			if !slices.Contains(found[i].Why, why) {
				found[i].Why = append(found[i].Why, why)
			}
		}
	}
	for _, n := range append([]phone.Number{c.Phone}, c.others()...) {
		if n == "" {
			continue
		}
		ids, _, err := s.Store.WithTerm(ctx, numberTerm+string(n), "", maxDoubles)
		if err != nil {
			return nil, errs.Wrap(err, "look for files with a number")
		}
		add(SamePhone, ids...)
		if n == c.Phone {
			continue // nobody else's
		}
		holder, err := s.ByPhone(ctx, n)
		switch {
		case err == nil:
			add(SamePhone, holder.ID)
		case !errs.Is(err, errs.NotFound):
			return nil, err
		}
	}
	if key := CompanyKey(c.Company); key != "" {
		ids, _, err := s.Store.WithTerm(ctx, companyTerm+key, "", maxDoubles)
		if err != nil {
			return nil, errs.Wrap(err, "look for files with a company")
		}
		add(SameCompany, ids...)
	}
	return found, nil
}

// suspect notes in a file whether there is a double of it. Files that are made
// at the same instant don't see each other: the next one that is written does.
func (s Service) suspect(ctx context.Context, c *Customer) error {
	doubles, err := s.Doubles(ctx, *c)
	c.Suspected = len(doubles) > 0
	return err
}

// Apart notes that two files are two customers', whatever they have in common.
func (s Service) Apart(ctx context.Context, now time.Time, by, id string, version int, other string) (Customer, error) {
	beside, err := s.live(ctx, other)
	if err != nil {
		return Customer{}, err
	}
	c, err := s.change(ctx, now, by, id, version, s.apart(ctx, beside.ID))
	if err != nil {
		return Customer{}, err
	}
	_, err = s.alter(ctx, now, by, beside.ID, s.apart(ctx, c.ID))
	return c, err
}

func (s Service) apart(ctx context.Context, other string) func(*Customer, *writing) error {
	return func(c *Customer, w *writing) error {
		if slices.Contains(c.Apart, other) {
			return nil
		}
		c.Apart = append(tail(c.Apart, maxApart-1), other)
		if err := s.suspect(ctx, c); err != nil {
			return err
		}
		return w.tell(c, SetApart, MergeFacts{Other: other})
	}
}

// Suspects lists files that were found to have a double when they were written,
// in the order of ids, limit 1 to 100. cursor is opaque; errs.Invalid for a
// foreign or broken one.
func (s Service) Suspects(ctx context.Context, cursor string, limit int) (Page, error) {
	ids, next, err := s.Store.InPlace(ctx, Place{List: Doubles}, cursor, min(max(limit, 1), 100))
	if err != nil {
		return Page{}, errs.Wrap(err, "list files with doubles")
	}
	files, err := s.inOrder(ctx, ids)
	return Page{Customers: files, Next: next}, err
}
