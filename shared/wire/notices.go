package wire

import (
	"context"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/notice"
)

// Delivery is how SMS go out.
type Delivery struct {
	Table   *dynamo.Table
	Roster  *Roster
	Zone    *time.Location
	Company message.Company
	Sender  ledger.Sender
	Budget  int64 // a month, in millionths of a US dollar
}

// prices are what one part costs, in millionths of a US dollar, by country
// code: SNS's list prices of 2026 for the countries customers live in, and a
// careful guess for the rest. They only steer the budget.
var prices = map[string]int64{"86": 35_000, "852": 52_000, "853": 35_000, "886": 45_000, "65": 45_000, "1": 8_000, "": 90_000}

// Services are the two halves: what follows from an event, and what becomes of
// it.
func (d Delivery) Services() (*notice.Service, *ledger.Service, error) {
	texts, err := message.New(d.Company, message.Edits{})
	if err != nil {
		return nil, nil, err
	}
	keys := Keys{d.Table}
	plan := &notice.Service{
		Tickets: d.Table.Tickets(), Runs: d.Table.Sweeps(), Customers: files{d.Table.Customers()}, Staff: d.Roster,
		Rows: d.Table.Ledger(), Key: keys.Key,
		Settings: notice.Settings{Zone: d.Zone, Greetings: greeting.Default(), On: texts.On},
	}
	deliver := &ledger.Service{
		Store: d.Table.Ledger(), Resolver: plan, Texts: texts, Sender: d.Sender,
		Settings: ledger.Settings{Zone: d.Zone, Hours: ledger.DefaultHours,
			Budget: ledger.Budget{Monthly: d.Budget, Prices: prices, Share: ledger.DefaultShares}},
	}
	return plan, deliver, nil
}

// files are the customers' files as a notice reads them.
type files struct{ customer.Store }

// Stopped tells whether a number has said no to greetings.
func (f files) Stopped(ctx context.Context, phoneKey string) (bool, error) {
	optout, err := f.Optout(ctx, phoneKey)
	return optout.Stopped, err
}
