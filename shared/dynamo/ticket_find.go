package dynamo

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/ticket"
)

// ByPhone lists the tickets of a number, newest first.
func (s Tickets) ByPhone(ctx context.Context, phoneKey string, limit int) ([]string, error) {
	return s.numbers(ctx, "find tickets of a phone", span{
		pk: phonePartition(phoneKey), from: phoneTickets, to: after(phoneTickets), limit: limit,
	})
}

// ByWaybill lists the tickets of a waybill, newest first.
func (s Tickets) ByWaybill(ctx context.Context, waybill string, limit int) ([]string, error) {
	return s.numbers(ctx, "find tickets of a waybill", span{pk: waybillPartition(waybill), limit: limit})
}

func (s Tickets) numbers(ctx context.Context, attempted string, part span) ([]string, error) {
	part.backward = true
	part.limit = clamp(part.limit)
	items, err := s.t.query(ctx, attempted, part)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, it := range items {
		found = append(found, str(it, numberAttr))
	}
	return found, nil
}

// Known tells what is on file about a number: the first item of its partition
// is the pointer to a customer's file, or else something of an earlier ticket.
func (s Tickets) Known(ctx context.Context, phoneKey string) (ticket.Knowledge, error) {
	items, err := s.t.query(ctx, "look up a phone", span{pk: phonePartition(phoneKey), limit: 1})
	if err != nil || len(items) == 0 {
		return ticket.Knowledge{}, err
	}
	known := ticket.Knowledge{Known: true, CustomerID: str(items[0], customerAttr), Class: str(items[0], classAttr), Archived: items[0][archivedAttr] != nil}
	if known.CustomerID != "" {
		err = read(items[0], &known.Agreement)
	}
	return known, err
}

// OpenComplaint tells whether a number has a complaint that is not settled.
func (s Tickets) OpenComplaint(ctx context.Context, phoneKey string) (bool, error) {
	open := matters(ticket.Complaint)
	items, err := s.t.query(ctx, "look for an open complaint", span{
		pk: phonePartition(phoneKey), from: open, to: after(open), limit: 1,
	})
	return len(items) > 0, err
}

// lookups is how many numbers are looked up at the same time.
const lookups = 10

// OpenComplaints tells which of several numbers have a complaint that is not
// settled. Which matters a number can have is not known beforehand, so each is
// asked for.
func (s Tickets) OpenComplaints(ctx context.Context, phoneKeys []string) (map[string]bool, error) {
	var mu sync.Mutex
	open := map[string]bool{}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(lookups)
	for _, k := range phoneKeys {
		group.Go(func() error {
			complains, err := s.OpenComplaint(ctx, k)
			mu.Lock()
			defer mu.Unlock()
			if complains {
				open[k] = true
			}
			return err
		})
	}
	return open, group.Wait()
}
