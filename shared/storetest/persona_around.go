package storetest

import (
	"context"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/ledger"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

// stopped are the customers as package notice reads them.
type stopped struct{ customer.Store }

func (s stopped) Stopped(ctx context.Context, key string) (bool, error) {
	o, err := s.Optout(ctx, key)
	return o.Stopped, err
}

// nobody is a company whose staff is told nothing.
type nobody struct{}

func (nobody) Recipients(context.Context, string, ticket.Ticket, time.Time) ([]staff.Member, error) {
	return nil, nil
}

func (nobody) Member(context.Context, string) (staff.Member, error) {
	return staff.Member{}, errs.New(errs.NotFound, "staff.unknown")
}

// provider takes every message.
type provider struct{}

func (provider) Send(_ context.Context, m ledger.Outgoing) (string, error) {
	return "provider-" + string(m.Class), nil
}
