package sheet

import (
	"context"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/staff"
)

// CustomersName is the name of the table of customers.
const CustomersName = "customers"

// workers is how many rows are written at the same time: five hundred a second
// where a write takes thirty milliseconds.
const workers = 16

// Files are the customers' files: package customer's Service.
type Files interface {
	Would(in customer.Input, was *customer.Customer) (bool, error)
	Save(ctx context.Context, in customer.Input, by string, now time.Time) (customer.Customer, error)
	Prove(ctx context.Context, customerID string, version int, e customer.Evidence, by string, now time.Time) (customer.Customer, error)
}

// Numbers tells what is kept of numbers: package customer's Store.
type Numbers interface {
	ByPhones(ctx context.Context, phoneKeys []string) (map[string]customer.Customer, error)
	Optout(ctx context.Context, phoneKey string) (customer.Optout, error)
}

// Customers is the table of customers' files; a row is about a number.
type Customers struct {
	Files  Files
	Phones customer.Phones
	Store  Numbers
	Roster func(ctx context.Context) (staff.Roster, error)
	Zone   *time.Location // in which dates are meant
}

var _ Table = (*Customers)(nil)

// Name is the table's name.
func (*Customers) Name() string { return CustomersName }

// Columns are the table's columns.
func (*Customers) Columns() []Column {
	list := make([]Column, len(customerColumns))
	for i, c := range customerColumns {
		list[i] = c.Column
	}
	return list
}

// Key is the number, as far as it takes to know the same one again.
func (t *Customers) Key(r Row) string {
	typed := r.Cells["phone"]
	if plain, ok := strings.CutPrefix(strings.NewReplacer(" ", "", "-", "").Replace(typed), "+86"); ok || len(plain) == 11 {
		if len(plain) == 11 && plain[0] == '1' && strings.Trim(plain, "0123456789") == "" {
			return "+86" + plain // as all but a few are: a file has fifty thousand of them
		}
	}
	number, err := t.Phones.Parse("phone", typed)
	if err != nil {
		return ""
	}
	return string(number)
}

// taking is one call of Take.
type taking struct {
	*Customers
	Taking
	roster staff.Roster
}

// Take takes rows over.
func (t *Customers) Take(ctx context.Context, how Taking, rows []Row) ([]Outcome, error) {
	roster, err := t.Roster(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "read the roster")
	}
	k := &taking{t, how, roster}
	keys := make([]string, len(rows))
	outcomes := make([]Outcome, len(rows))
	for n, r := range rows {
		number, err := t.Phones.Parse("phone", r.Cells["phone"])
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				return nil, err
			}
			outcomes[n] = wrong(k.phoneProblem(r, err))
			continue
		}
		if keys[n], err = t.Phones.Key(ctx, number); err != nil {
			return nil, errs.Wrap(err, "make the key of a number")
		}
	}
	known, err := t.known(ctx, keys)
	if err != nil {
		return nil, err
	}
	var group errgroup.Group
	group.SetLimit(workers)
	for n, r := range rows {
		if keys[n] == "" {
			continue
		}
		group.Go(func() (err error) {
			outcomes[n], err = k.one(ctx, r, keys[n], known)
			return err
		})
	}
	return outcomes, group.Wait()
}

// known reads the files of numbers, a hundred at once.
func (t *Customers) known(ctx context.Context, keys []string) (map[string]customer.Customer, error) {
	all := map[string]customer.Customer{}
	var some []string
	for n, key := range keys {
		if key != "" {
			some = append(some, key)
		}
		if len(some) == 100 || n == len(keys)-1 && len(some) > 0 {
			found, err := t.Store.ByPhones(ctx, some)
			if err != nil {
				return nil, errs.Wrap(err, "read the files of numbers")
			}
			for key, c := range found {
				all[key] = c
			}
			some = nil
		}
	}
	return all, nil
}

// races is how often a row is taken over against others who write its file.
const races = 4

// one takes one row over.
func (k *taking) one(ctx context.Context, r Row, key string, known map[string]customer.Customer) (Outcome, error) {
	was, there := known[key]
	for try := 1; ; try++ {
		outcome, err := k.onto(ctx, r, key, was, there)
		lost := errs.Is(err, errs.Stale) || errs.Is(err, errs.NotFound) || errs.Is(err, errs.Conflict) && errs.As(err).Code == "customer.phone_taken"
		if !lost {
			return outcome, err
		}
		if try == races {
			return outcome, errs.New(errs.Unavailable, "store.unavailable").Because(err)
		}
		again, err := k.Store.ByPhones(ctx, []string{key})
		if err != nil {
			return outcome, err
		}
		was, there = again[key]
	}
}

// onto takes a row over onto the file there is, if there is one.
func (k *taking) onto(ctx context.Context, r Row, key string, was customer.Customer, there bool) (Outcome, error) {
	p := &patch{taking: k, notes: notes{row: r, columns: columnsOf}, in: customer.Input{Phone: r.Cells["phone"]}}
	var file *customer.Customer
	if there {
		file, p.in = &was, customer.InputOf(was) // a number that the file has beside its own stays beside it
	}
	for _, c := range customerColumns {
		if cell, given := r.Cells[c.Name]; given && c.set != nil {
			c.set(p, cell)
		}
	}
	p.consents()
	changes, err := k.Files.Would(p.in, file)
	p.add(err)
	if len(p.problems) > 0 || err != nil && !errs.Is(err, errs.Invalid) {
		if err != nil && !errs.Is(err, errs.Invalid) {
			return Outcome{}, err
		}
		return wrong(p.problems...), nil
	}
	proves := p.evidence != nil && was.Consent.State != customer.Confirmed
	if proves {
		stopped, err := k.stopped(ctx, key, was)
		if err != nil {
			return Outcome{}, err
		}
		if stopped {
			return wrong(p.problem("consent_when", "customer.only_the_person", nil)), nil
		}
	}
	did := Outcome{Did: Unchanged, ID: was.ID}
	switch {
	case !there:
		did.Did = Created
	case changes || proves:
		did.Did = Changed
	}
	if k.Trial || did.Did == Unchanged {
		return did, nil
	}
	return k.write(ctx, p, did, was, changes, proves)
}

// write writes what a row changes: the file, then its consent.
func (k *taking) write(ctx context.Context, p *patch, did Outcome, c customer.Customer, changes, proves bool) (Outcome, error) {
	var err error
	if changes {
		if c, err = k.Files.Save(ctx, p.in, k.By, k.Now); err != nil {
			return k.refused(p, err)
		}
		did.ID = c.ID
	}
	if proves {
		if _, err = k.Files.Prove(ctx, c.ID, c.Version, *p.evidence, k.By, k.Now); err != nil {
			return k.refused(p, err)
		}
	}
	return did, nil
}

// refused is a row that was refused when it was written: something changed
// since it was looked at.
func (k *taking) refused(p *patch, err error) (Outcome, error) {
	switch e := errs.As(err); {
	case errs.Is(err, errs.Invalid):
		p.add(err)
		return wrong(p.problems...), nil
	case errs.Is(err, errs.Conflict) && e.Code != "customer.phone_taken":
		return wrong(p.problem("", e.Code, e.Args)), nil
	}
	return Outcome{}, err
}

// stopped tells whether a consent can't be given by a table: the person said
// stop.
func (k *taking) stopped(ctx context.Context, key string, was customer.Customer) (bool, error) {
	if was.Consent.State == customer.Stopped {
		return true, nil
	}
	o, err := k.Store.Optout(ctx, key)
	return o.Stopped, errs.Wrap(err, "read the stop of a number")
}
