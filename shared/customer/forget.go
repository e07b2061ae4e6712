package customer

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/phone"
)

// Forget takes a number, and whoever has it, out of all files that are not its
// own: those whose people have it, and the one it leads to since a merge (rule
// LAW-4). The number's own file is left as it is. errs.Stale, errs.Unavailable.
func (s Service) Forget(ctx context.Context, now time.Time, by string, n phone.Number) error {
	key, err := s.Phones.Key(ctx, n)
	if err != nil {
		return err
	}
	for after, first := "", true; first || after != ""; first = false {
		ids, next, err := s.Store.WithTerm(ctx, numberTerm+string(n), after, 100)
		if err != nil {
			return errs.Wrap(err, "look for files with a number")
		}
		held, err := s.Store.CustomerByPhone(ctx, key)
		if err == nil && held.PhoneKey != key {
			ids = append(ids, held.ID)
		} else if err != nil && !errs.Is(err, errs.NotFound) {
			return errs.Wrap(err, "look for the file of a number")
		}
		for _, id := range ids {
			_, err := s.alter(ctx, now, by, id, func(c *Customer, w *writing) error { return w.without(c, n) })
			if err != nil && !errs.Is(err, errs.NotFound) {
				return err
			}
		}
		after = next
	}
	return nil
}

// without takes a number out of a file that is not its own.
func (w *writing) without(c *Customer, n phone.Number) error {
	people := slices.DeleteFunc(slices.Clone(c.People), func(p Contact) bool { return p.Phone == n })
	also := slices.DeleteFunc(slices.Clone(c.Also), func(a Number) bool { return a.Phone == n })
	var changed []string
	list(&changed, "people", &c.People, people)
	list(&changed, "also", &c.Also, also)
	if len(changed) == 0 {
		return nil
	}
	return w.tell(c, Updated, ChangeFacts{Fields: changed})
}

// Named lists what the files of others say about whoever has a number.
func (s Service) Named(ctx context.Context, n phone.Number) ([]Contact, error) {
	var all []Contact
	for after, first := "", true; first || after != ""; first = false {
		ids, next, err := s.Store.WithTerm(ctx, numberTerm+string(n), after, 100)
		if err != nil {
			return nil, errs.Wrap(err, "look for files with a number")
		}
		files, err := s.inOrder(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, c := range files {
			for _, p := range c.People {
				if p.Phone == n {
					all = append(all, p)
				}
			}
		}
		after = next
	}
	return all, nil
}
