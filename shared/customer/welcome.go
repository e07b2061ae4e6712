package customer

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Self is what a person who has proven a number says of himself. What is empty
// changes nothing.
type Self struct {
	Name, Title string
	Birthday    Birthday
}

// Welcome uses a code to allow greetings, as Answer does, and writes who the
// person is into the file of the code's number: whoever holds the phone may
// say so. Done twice it is done once; broken off after the code was used, the
// same call finishes it.
//
// Errors: those of Answer, errs.Invalid with the fields name, title, birthday;
// errs.Stale.
func (s Service) Welcome(ctx context.Context, codeID, digits, text string, who Self, now time.Time) error {
	if err := who.check(); err != nil {
		return err
	}
	if err := s.Answer(ctx, codeID, digits, Allow, text, now); err != nil || who == (Self{}) {
		return err
	}
	code, err := s.Store.Code(ctx, codeID)
	if err != nil {
		return errs.Wrap(err, "read a code")
	}
	_, err = again(func() (Customer, error) {
		was, err := s.Store.CustomerByPhone(ctx, code.PhoneKey)
		if err != nil || was.PhoneKey != code.PhoneKey { // of a merged file: the number is not the file's own
			return was, err
		}
		return s.introduce(ctx, was, who, now)
	})
	return err
}

func (who Self) check() error {
	in := Input{Name: who.Name, Title: who.Title, Birthday: who.Birthday}
	if in.Name == "" {
		in.Name = "-" // a file may have no name
	}
	var f errs.Fields
	in.check(&f)
	return f.Err()
}

// introduce writes what a person says of himself into his file.
func (s Service) introduce(ctx context.Context, was Customer, who Self, now time.Time) (Customer, error) {
	c := was
	var changed []string
	if who.Name != "" && who.Name != c.Name {
		c.Name, changed = who.Name, append(changed, "name")
	}
	if who.Title != "" && who.Title != c.Title {
		c.Title, changed = who.Title, append(changed, "title")
	}
	if who.Birthday.Known() && who.Birthday != c.Birthday {
		c.Birthday, changed = who.Birthday, append(changed, "birthday")
	}
	if len(changed) == 0 {
		return was, nil
	}
	w := writing{by: event.Customer, at: later(now, was.UpdatedAt)}
	if err := w.tell(&c, Updated, ChangeFacts{Fields: changed}); err != nil {
		return Customer{}, err
	}
	return s.commit(ctx, c, &was, w.change)
}
