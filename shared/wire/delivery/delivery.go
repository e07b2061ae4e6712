package delivery

import (
	"context"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/notice"
	"huiyin/shared/place"
	"huiyin/shared/wire"
)

// Way is how SMS go out.
type Way struct {
	Table   *dynamo.Table
	Roster  *wire.Roster
	Rules   *wire.Rules
	Zone    *time.Location
	Company message.Company
	Sender  ledger.Sender
	Budget  int64 // a month, in millionths of a US dollar
}

// Services are the two halves: what follows from an event, and what becomes of
// it.
func (w Way) Services() (Planner, *ledger.Service, error) {
	if err := w.Company.Check(); err != nil {
		return Planner{}, nil, err
	}
	words := &texts{company: w.Company, rules: w.Rules}
	keys := wire.Keys{Table: w.Table}
	plan := &notice.Service{
		Tickets: w.Table.Tickets(), Runs: w.Table.Sweeps(), Customers: files{w.Table.Customers()}, Staff: w.Roster,
		Places: place.New(w.Table.Registers(), nil), Tasks: w.Table.Tasks(), Shipments: w.Table.Shipments(),
		Rows: w.Table.Ledger(), Campaigns: w.Table.Campaigns(), Key: keys.Key,
		Bulletins: w.Table.Bulletins(), Receivers: wire.Receivers(w.Table, w.Roster),
		Settings: notice.Settings{Zone: w.Zone, Greetings: words.greetings, On: words.on},
	}
	deliver := &ledger.Service{
		Store: w.Table.Ledger(), Resolver: plan, Texts: words, Sender: w.Sender,
		Settings: ledger.Settings{Zone: w.Zone, Hours: ledger.DefaultHours,
			Budget: ledger.Budget{Monthly: w.Budget, Prices: ledger.DefaultPrices(), Share: ledger.DefaultShares}},
	}
	return Planner{plan, words, wire.Revisits(w.Table, w.Rules, w.Roster), wire.Leads(w.Table, w.Rules, w.Roster), customer.Service{Store: w.Table.Customers()}}, deliver, nil
}

// files are the customers' files as a notice reads them.
type files struct{ customer.Store }

// Stopped tells whether a number has said no to greetings.
func (f files) Stopped(ctx context.Context, phoneKey string) (bool, error) {
	optout, err := f.Optout(ctx, phoneKey)
	return optout.Stopped, err
}
