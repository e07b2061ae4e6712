package task

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// Shelf puts the files of customers away of whom nothing was heard for as long
// as the settings of files say (rule QM-6).
type Shelf struct {
	Files    customer.Service
	Settings func(ctx context.Context) (customer.Settings, error) // in force
	Tickets  TicketsOf
	Tasks    Store
	// Shipments tells when a customer last sent something, zero for never, and
	// whether anything is under way from or to him.
	Shipments func(ctx context.Context, c customer.Customer) (last time.Time, underway bool, err error)
}

// TicketsOf finds the tickets of a number; package ticket's Store.
type TicketsOf interface {
	// ByPhone lists numbers of tickets, newest first, at most limit.
	ByPhone(ctx context.Context, phoneKey string, limit int) ([]string, error)
	// Tickets reads up to 100 tickets by number; missing ones are left out.
	Tickets(ctx context.Context, numbers []string) ([]ticket.Ticket, error)
}

// many is how many tickets of a number are looked at. Who has more stays: none
// of them may be open.
const many = 100

// sort takes out of files those that are put away now, and says how many they
// were. A file that somebody changed in between stays.
func (s *Shelf) sort(ctx context.Context, now time.Time, files []customer.Customer) (stay []customer.Customer, away int, err error) {
	settings, err := s.Settings(ctx)
	if err != nil {
		return nil, 0, err
	}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(walkers)
	for _, c := range files {
		if !settings.Archivable(c, time.Time{}, now) {
			stay = append(stay, c)
		}
	}
	for _, c := range files {
		if settings.Archivable(c, time.Time{}, now) {
			group.Go(func() error {
				gone, err := s.put(ctx, now, settings, c)
				mu.Lock()
				defer mu.Unlock()
				if gone {
					away++
				} else {
					stay = append(stay, c)
				}
				return err
			})
		}
	}
	err = group.Wait()
	return stay, away, err
}

// put puts one file away. Afterwards it is looked at once more: whoever came in
// between is found, by one of the two.
func (s *Shelf) put(ctx context.Context, now time.Time, settings customer.Settings, c customer.Customer) (bool, error) {
	if idle, err := s.idle(ctx, now, settings, c); err != nil || !idle {
		return false, err
	}
	c, err := s.Files.Archive(ctx, now, event.System, c.ID, c.Version, false)
	if errs.Is(err, errs.Stale) || errs.Is(err, errs.Conflict) || errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, errs.Wrap(err, "put a file away")
	}
	seen := c
	seen.Archived, seen.UpdatedAt = false, time.Time{}
	if idle, err := s.idle(ctx, now, settings, seen); err != nil || idle {
		return err == nil, err
	}
	_, err = s.Files.Archive(ctx, now, event.System, c.ID, c.Version, true)
	if errs.Is(err, errs.Stale) {
		return false, nil
	}
	return false, err
}

// idle tells whether nothing is open of a customer, and nothing was for long.
func (s *Shelf) idle(ctx context.Context, now time.Time, settings customer.Settings, c customer.Customer) (bool, error) {
	last, busy, err := s.Shipments(ctx, c)
	if err != nil || busy {
		return false, errs.Wrap(err, "look for shipments")
	}
	for _, look := range []func(context.Context, customer.Customer) (time.Time, bool, error){s.asked, s.visited} {
		at, busy, err := look(ctx, c)
		if err != nil || busy {
			return false, err
		}
		if at.After(last) {
			last = at
		}
	}
	return settings.Archivable(c, last, now), nil
}

// asked is when something last happened in a ticket of a customer's, and whether
// one is still to be worked on.
func (s *Shelf) asked(ctx context.Context, c customer.Customer) (last time.Time, busy bool, err error) {
	for _, key := range c.Keys() {
		numbers, err := s.Tickets.ByPhone(ctx, key, many)
		if err != nil || len(numbers) == many {
			return last, true, errs.Wrap(err, "look for tickets")
		}
		if len(numbers) == 0 {
			continue
		}
		found, err := s.Tickets.Tickets(ctx, numbers)
		if err != nil {
			return last, true, errs.Wrap(err, "read tickets")
		}
		for _, t := range found {
			if t.Stage != ticket.Closed && !t.Stage.Ended() {
				return last, true, nil
			}
			if t.OpenedAt.After(last) {
				last = t.OpenedAt
			}
		}
	}
	return last, false, nil
}

// visited is when a task for a customer was last done, and whether one is open.
func (s *Shelf) visited(ctx context.Context, c customer.Customer) (last time.Time, busy bool, err error) {
	for _, id := range c.IDs() {
		for cursor, more := "", true; more; more = cursor != "" {
			page, err := s.Tasks.OfCustomer(ctx, id, cursor, 100)
			if err != nil {
				return last, true, errs.Wrap(err, "look for tasks")
			}
			for _, t := range page.Tasks {
				switch {
				case t.State == Open:
					return last, true, nil
				case t.State == Finished && t.EndedAt.After(last):
					last = t.EndedAt
				}
			}
			cursor = page.Next
		}
	}
	return last, false, nil
}
