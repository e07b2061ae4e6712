package desk

import (
	"context"
	"strings"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/ticket"
)

type searchInput struct {
	Number  string `query:"number" maxLength:"40" doc:"A ticket's number, as typed."`
	Phone   string `query:"phone" maxLength:"40" doc:"A caller's number, as typed."`
	Waybill string `query:"waybill" maxLength:"40"`
	Limit   int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many at most."`
}

// search finds tickets by one of three things, newest first. One that finds
// nothing is no error.
func (d *Desk) search(ctx context.Context, in *searchInput) (*listOutput, error) {
	numbers, err := d.numbers(ctx, in)
	if err != nil {
		return nil, err
	}
	found := []ticket.Ticket{}
	if len(numbers) > 0 {
		if found, err = d.Tickets.Store.Tickets(ctx, numbers); err != nil {
			return nil, err
		}
	}
	return &listOutput{Body: TicketList{Tickets: records(found)}}, nil
}

func (d *Desk) numbers(ctx context.Context, in *searchInput) ([]string, error) {
	given := 0
	for _, by := range []string{in.Number, in.Phone, in.Waybill} {
		if strings.TrimSpace(by) != "" {
			given++
		}
	}
	switch {
	case given != 1:
		var f errs.Fields
		for _, name := range []string{"number", "phone", "waybill"} {
			f.Add(name, "desk.search_by_one")
		}
		return nil, f.Err()
	case in.Phone != "":
		number, err := d.Tickets.Phones.Parse("phone", in.Phone)
		if err != nil {
			return nil, err
		}
		key, err := d.Tickets.Phones.Key(ctx, number)
		if err != nil {
			return nil, err
		}
		return d.Tickets.Store.ByPhone(ctx, key, in.Limit)
	case in.Waybill != "":
		return d.Tickets.Store.ByWaybill(ctx, ticket.CleanWaybill(in.Waybill), in.Limit)
	}
	number, ok := id.ParseNumber(in.Number)
	if !ok {
		var f errs.Fields
		f.Add("number", "desk.number")
		return nil, f.Err()
	}
	return []string{number}, nil
}
