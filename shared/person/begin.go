package person

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/id"
)

// named is how many open tickets a refusal names.
const named = 20

// begun is the erasure that goes on, or the one that begins now.
func (s *Service) begun(ctx context.Context, asked customer.Number, fresh Erasure) (Erasure, error) {
	e, err := s.Store.Begun(ctx, asked.Key)
	if !errs.Is(err, errs.NotFound) {
		return e, errs.Wrap(err, "look for an erasure that goes on")
	}
	file, numbers, err := s.known(ctx, asked)
	if err != nil {
		return Erasure{}, err
	}
	if fresh.Numbers, fresh.File = numbers, file != nil; fresh.File {
		fresh.Files = file.IDs()
	}
	if fresh.Tickets, err = s.ended(ctx, numbers, fresh.At); err != nil {
		return Erasure{}, err
	}
	if err := s.arrived(ctx, numbers, fresh.Files); err != nil {
		return Erasure{}, err
	}
	if fresh.ID, err = id.Token(s.Random); err != nil {
		return Erasure{}, err
	}
	err = s.Store.Begin(ctx, asked.Key, fresh)
	if errors.Is(err, ErrBegun) {
		return s.Store.Begun(ctx, asked.Key)
	}
	return fresh, errs.Wrap(err, "begin an erasure")
}

// known is the file of which a number is the own one, nil without, and all
// numbers that are the person's: itself first, and those that lead to that file.
func (s *Service) known(ctx context.Context, asked customer.Number) (*customer.Customer, []customer.Number, error) {
	numbers := []customer.Number{asked}
	c, err := s.Customers.CustomerByPhone(ctx, asked.Key)
	switch {
	case errs.Is(err, errs.NotFound), err == nil && c.PhoneKey != asked.Key: // it only leads there since a merge
		return nil, numbers, nil
	case err != nil:
		return nil, nil, errs.Wrap(err, "look for a file")
	}
	return &c, append(numbers, c.Also...), nil
}

// ended counts the tickets of numbers, and refuses while one of them is open.
func (s *Service) ended(ctx context.Context, numbers []customer.Number, until time.Time) (count int, err error) {
	var open []string
	for _, n := range numbers {
		some, still, err := s.filed(ctx, n.Key, until)
		if err != nil {
			return 0, err
		}
		count, open = count+some, append(open, still...)
	}
	if len(open) == 0 {
		return count, nil
	}
	shown := strings.Join(open[:min(len(open), named)], ", ")
	return 0, errs.New(errs.Conflict, "person.open").With("count", len(open)).With("numbers", shown)
}

// filed counts the tickets of one number, and shows those that are open.
func (s *Service) filed(ctx context.Context, key string, until time.Time) (count int, open []string, err error) {
	for cursor, first := "", true; first || cursor != ""; first = false {
		var numbers []string
		if numbers, cursor, err = s.Store.Tickets(ctx, key, until, cursor, 100); err != nil {
			return 0, nil, errs.Wrap(err, "list the tickets of a number")
		}
		tickets, err := s.Tickets.Store.Tickets(ctx, numbers)
		if err != nil {
			return 0, nil, errs.Wrap(err, "read the tickets of a number")
		}
		for _, t := range tickets {
			if t.Stage.Open() {
				open = append(open, id.Show(t.Number))
			}
		}
		count += len(numbers)
	}
	return count, open, nil
}

// arrived refuses while something is under way to numbers or from their files:
// what nobody is named on any more can't be handed over or claimed for.
func (s *Service) arrived(ctx context.Context, numbers []customer.Number, files []string) error {
	var waybills []string
	for i, n := range numbers {
		if i > 0 {
			files = nil // asked for already
		}
		some, err := s.Shipments.Underway(ctx, n.Key, files)
		if err != nil {
			return err
		}
		for _, waybill := range some {
			if !slices.Contains(waybills, waybill) {
				waybills = append(waybills, waybill)
			}
		}
	}
	if len(waybills) == 0 {
		return nil
	}
	shown := strings.Join(waybills[:min(len(waybills), named)], ", ")
	return errs.New(errs.Conflict, "person.underway").With("count", len(waybills)).With("numbers", shown)
}
