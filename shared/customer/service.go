package customer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/phone"
)

// Service keeps the files.
type Service struct {
	Store  Store
	Phones Phones
	Random io.Reader
}

// Get reads a file; errs.NotFound customer.not_found.
func (s Service) Get(ctx context.Context, customerID string) (Customer, error) {
	c, err := s.Store.Customer(ctx, customerID)
	return c, absent(err)
}

// ByPhone reads the file of a number; errs.NotFound customer.not_found.
func (s Service) ByPhone(ctx context.Context, number phone.Number) (Customer, error) {
	key, err := s.Phones.Key(ctx, number)
	if err != nil {
		return Customer{}, err
	}
	c, err := s.Store.CustomerByPhone(ctx, key)
	return c, absent(err)
}

// List reads a page of all files, limit 1 to 100.
func (s Service) List(ctx context.Context, cursor string, limit int) (Page, error) {
	return s.Store.ListCustomers(ctx, cursor, min(max(limit, 1), 100))
}

// Save creates or changes a file. errs.Invalid, errs.NotFound, errs.Stale;
// errs.Conflict customer.phone_taken when another file has the number. Nothing
// changed writes nothing.
func (s Service) Save(ctx context.Context, in Input, by string, now time.Time) (Customer, error) {
	var f errs.Fields
	in.check(&f)
	number, err := s.number(&f, "phone", in.Phone)
	if err != nil {
		return Customer{}, err
	}
	if err := s.people(&f, in.People); err != nil {
		return Customer{}, err
	}
	if err := f.Err(); err != nil {
		return Customer{}, err
	}
	if in.ID == "" {
		return s.create(ctx, in, number, firstStep{}, by, now, Change{})
	}
	was, err := s.read(ctx, in.ID, in.Version)
	if err != nil {
		return Customer{}, err
	}
	c := was
	changed := in.into(&c)
	w := writing{by: by, at: later(now, was.UpdatedAt)}
	if in.Class != "" && in.Class != c.Class {
		if in.ClassReason == "" {
			f.Add("classReason", "customer.reason_required")
			return Customer{}, f.Err()
		}
		if err := w.choose(&c, in.Class, in.ClassReason); err != nil {
			return Customer{}, err
		}
	}
	if c.Phone != number {
		changed = append(changed, "phone")
	}
	if len(changed) > 0 {
		if err := w.tell(&c, Updated, ChangeFacts{Fields: changed}); err != nil {
			return Customer{}, err
		}
	}
	if len(w.change.Events) == 0 {
		return was, nil
	}
	if c.Phone != number {
		if err := s.renumber(ctx, &c, number, &w); err != nil {
			return Customer{}, err
		}
	}
	if !slices.Equal(was.Terms(), c.Terms()) {
		if err := s.suspect(ctx, &c); err != nil {
			return Customer{}, err
		}
	}
	return s.commit(ctx, c, &was, w.change)
}

// Visitor is a person who came in by a form or a call.
type Visitor struct {
	Name, Title, Lang, Region string
	Phone                     phone.Number
	ConsentText               string // the sentence beside the box, when it was ticked
	// Urgency makes a new file one of somebody who only inquired (rule NJ-7); ""
	// doesn't.
	Urgency string
}

// Meet sees to it that a visitor has a file. An existing one keeps all it says:
// nobody knows yet whether the visitor is who he says. A ticked box becomes
// Ticked where there was no consent, and changes nothing elsewhere. Meeting
// twice is meeting once.
func (s Service) Meet(ctx context.Context, v Visitor, by string, now time.Time) (Customer, error) {
	key, err := s.Phones.Key(ctx, v.Phone)
	if err != nil {
		return Customer{}, err
	}
	return again(func() (Customer, error) {
		c, err := s.Store.CustomerByPhone(ctx, key)
		if errs.Is(err, errs.NotFound) {
			in := Input{Name: v.Name, Title: v.Title, Lang: v.Lang, Region: v.Region, Class: General}
			if in.Lang == "" {
				in.Lang = "zh"
			}
			first := firstStep{urgency: v.Urgency}
			if v.ConsentText != "" {
				first.how, first.text = ByForm, v.ConsentText
			}
			return s.create(ctx, in, v.Phone, first, by, now, Change{})
		}
		if err != nil || v.ConsentText == "" || c.PhoneKey != key {
			return c, err
		}
		return s.step(ctx, c, ByForm, v.ConsentText, by, now, Change{})
	})
}

// firstStep is what a new file's consent begins with, and how urgent an inquiry
// it is made of; the zero one is nothing.
type firstStep struct{ how, text, urgency string }

// create writes a new file, with the change it comes with. A number that was
// stopped gives a file that is stopped, unless its first step is the person's
// own.
func (s Service) create(ctx context.Context, in Input, number phone.Number, first firstStep, by string, now time.Time, with Change) (Customer, error) {
	token, err := id.Token(s.Random)
	if err != nil {
		return Customer{}, err
	}
	w := writing{by: by, at: now.UTC(), change: with}
	c := Customer{ID: token, CreatedAt: w.at, Consent: Consent{State: None}, Class: General}
	changed := append(in.into(&c), "phone")
	if in.Class != "" && in.Class != General {
		c.Class, c.Chosen = in.Class, true
		c.Classes = []Classed{{Class: in.Class, At: w.at, By: by, Reason: in.ClassReason}}
	}
	if err := w.tell(&c, Created, ChangeFacts{Fields: changed}); err != nil {
		return Customer{}, err
	}
	if err := s.renumber(ctx, &c, number, &w); err != nil {
		return Customer{}, err
	}
	if first.how != "" {
		if err := w.move(&c, first.how, first.text); err != nil {
			return Customer{}, err
		}
	}
	if err := w.lead(&c, first.urgency); err != nil {
		return Customer{}, err
	}
	if err := s.suspect(ctx, &c); err != nil {
		return Customer{}, err
	}
	return s.commit(ctx, c, nil, w.change)
}

// renumber gives a file another number. The proof of consent was about the old
// one: it falls back to Ticked. The new number's own stop holds.
func (s Service) renumber(ctx context.Context, c *Customer, number phone.Number, w *writing) error {
	key, err := s.Phones.Key(ctx, number)
	if err != nil {
		return err
	}
	optout, err := s.Store.Optout(ctx, key)
	if err != nil {
		return err
	}
	c.Phone, c.PhoneKey = number, key
	c.Also = slices.DeleteFunc(slices.Clone(c.Also), func(n Number) bool { return n.Key == key })
	if optout.Stopped {
		return w.move(c, ByPerson, "")
	}
	return w.move(c, ByMoving, "")
}

// number reads what was typed as a phone number.
func (s Service) number(f *errs.Fields, path, typed string) (phone.Number, error) {
	number, err := s.Phones.Parse(path, typed)
	if errs.Is(err, errs.Invalid) {
		wrong := errs.As(err)
		if len(wrong.Fields) == 0 {
			f.Add(path, wrong.Code)
		}
		for _, field := range wrong.Fields {
			f.Add(field.Path, field.Code)
		}
		return "", nil
	}
	return number, err
}

// people reads the numbers of a customer's people, in place; who has none is
// let be.
func (s Service) people(f *errs.Fields, people []Contact) error {
	for i, p := range people {
		if p.Phone == "" {
			continue
		}
		number, err := s.number(f, fmt.Sprintf("people[%d].phone", i), string(p.Phone))
		if err != nil {
			return err
		}
		people[i].Phone = number
	}
	return nil
}

// read reads a file that has to be as the caller has seen it: errs.NotFound,
// errs.Stale.
func (s Service) read(ctx context.Context, customerID string, version int) (Customer, error) {
	c, err := s.live(ctx, customerID)
	if err == nil && c.Version != version {
		return Customer{}, errs.New(errs.Stale, "customer.stale")
	}
	return c, err
}

// live reads a file that can be changed: errs.NotFound; errs.Conflict
// customer.merged with the file that it became part of.
func (s Service) live(ctx context.Context, customerID string) (Customer, error) {
	c, err := s.Get(ctx, customerID)
	if err == nil && c.Merged != "" {
		return Customer{}, errs.New(errs.Conflict, "customer.merged").With("into", c.Merged)
	}
	return c, err
}

// commit writes a file, and turns what the store refuses into what a caller
// can act on.
func (s Service) commit(ctx context.Context, c Customer, was *Customer, change Change) (Customer, error) {
	c.Version++
	change.Customer, change.Was = &c, was
	err := s.Store.Commit(ctx, change)
	switch {
	case errors.Is(err, ErrLostRace):
		return Customer{}, errs.New(errs.Stale, "customer.stale").Because(err)
	case errors.Is(err, ErrPhoneTaken):
		return Customer{}, errs.New(errs.Conflict, "customer.phone_taken").Because(err)
	}
	return c, errs.Wrap(err, "write the customer's file")
}
