package desk

import (
	"context"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/ticket"
)

// Related is what else there is of a ticket's customer and waybill. A ticket of
// both stands in both lists.
type Related struct {
	Customer string         `json:"customer,omitempty" doc:"Id of the customer's file; none without one."`
	Same     []TicketRecord `json:"sameCustomer" doc:"Other tickets of the same phone number, newest first."`
	Waybill  []TicketRecord `json:"sameWaybill" doc:"Other tickets of the same waybill, newest first."`
}

type relatedOutput struct{ Body Related }

// relatedAtMost bounds each list: who has more is looked up by a search.
const relatedAtMost = 20

func (d *Desk) related(ctx context.Context, in *OnTicket) (*relatedOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	t, err := d.Tickets.Store.Get(ctx, number)
	if err != nil {
		return nil, lost(err)
	}
	out := &relatedOutput{}
	var known ticket.Knowledge
	group, wait := errgroup.WithContext(ctx)
	if t.PhoneKey != "" {
		group.Go(func() (err error) {
			known, err = d.Tickets.Customers.Known(wait, t.PhoneKey)
			return err
		})
		group.Go(func() (err error) {
			out.Body.Same, err = d.others(wait, number, func() ([]string, error) {
				return d.Tickets.Store.ByPhone(wait, t.PhoneKey, relatedAtMost+1)
			})
			return err
		})
	}
	if t.Waybill != "" {
		group.Go(func() (err error) {
			out.Body.Waybill, err = d.others(wait, number, func() ([]string, error) {
				return d.Tickets.Store.ByWaybill(wait, t.Waybill, relatedAtMost+1)
			})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	out.Body.Customer = known.CustomerID
	out.Body.Same, out.Body.Waybill = list(out.Body.Same), list(out.Body.Waybill)
	return out, nil
}

// others reads the tickets of a list of numbers but the one itself.
func (d *Desk) others(ctx context.Context, self string, find func() ([]string, error)) ([]TicketRecord, error) {
	numbers, err := find()
	if err != nil {
		return nil, err
	}
	var wanted []string
	for _, n := range numbers {
		if n != self && len(wanted) < relatedAtMost {
			wanted = append(wanted, n)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	found, err := d.Tickets.Store.Tickets(ctx, wanted)
	return records(found), err
}

// list is a list that is never null in JSON.
func list(all []TicketRecord) []TicketRecord {
	if all == nil {
		return []TicketRecord{}
	}
	return all
}
