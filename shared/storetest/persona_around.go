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

// Files are the customers as package notice reads them.
type Files struct{ customer.Store }

// Stopped says whether a number is told nothing.
func (f Files) Stopped(ctx context.Context, key string) (bool, error) {
	o, err := f.Optout(ctx, key)
	return o.Stopped, err
}

// Nobody is a company whose staff is told nothing.
type Nobody struct{}

// Recipients are none.
func (Nobody) Recipients(context.Context, string, ticket.Ticket, time.Time) ([]staff.Member, error) {
	return nil, nil
}

// Member knows nobody: errs.NotFound.
func (Nobody) Member(context.Context, string) (staff.Member, error) {
	return staff.Member{}, errs.New(errs.NotFound, "staff.unknown")
}

// provider takes every message.
type provider struct{}

func (provider) Send(_ context.Context, m ledger.Outgoing) (string, error) {
	return "provider-" + string(m.Class), nil
}
