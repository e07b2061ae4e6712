package wire

import (
	"context"
	"crypto/rand"

	"huiyin/shared/campaign"
	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/ledger"
)

// Campaigns are the use cases of campaigns and of the content calendar.
func Campaigns(table *dynamo.Table, rules *Rules) *campaign.Service {
	settings := func(ctx context.Context) (campaign.Settings, error) {
		f, err := rules.InForce(ctx)
		if err != nil {
			return campaign.Settings{}, errs.Wrap(err, "read the settings")
		}
		return f.Campaigns, nil
	}
	return &campaign.Service{Store: table.Campaigns(), Customers: table.Campaigns(), Ledger: ledger.Batches{Store: table.Ledger()},
		Settings: settings, Greetings: rules.Greetings, Price: ledger.Budget{Prices: ledger.DefaultPrices()}.Price, Zone: rules.Zone.String(), Random: rand.Reader}
}
