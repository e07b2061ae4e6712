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

// former is the number that an older file of the persona had.
const former = "+8613500135000"

// older: a complaint under the former number, which leads to the file since the
// merge, and a code sent there.
func (p *Persona) older() {
	p.t.Helper()
	p.Older = p.Complain(ticket.Intake{Kind: ticket.Inquiry, Reason: "price", Name: "欧阳小敏", Phone: former, Waybill: "SF7777001", Text: "青花瓶寄到平江路多少钱，旧号" + former})
	p.Flow()
	agent := ticket.Actor{By: "staff:1", Staff: "1", Badge: "A1", Team: "service"}
	_, err := p.Desk.Withdraw(ctx, p.later(time.Minute), agent, p.Older, 0, "小敏撤回", false)
	p.must(err)
	_, err = p.Files.RequestCode(ctx, former, "zh", p.later(time.Minute))
	p.must(err)
	p.Flow()
}
