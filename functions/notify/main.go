// Command notify sends SMS, or writes down until when or why not.
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"golang.org/x/time/rate"

	"huiyin/shared/client"
	"huiyin/shared/config"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/message"
	"huiyin/shared/notify"
	"huiyin/shared/obs"
	"huiyin/shared/wire"
	"huiyin/shared/wire/delivery"
)

// bulkFunctions is how many of these the bulk queue may start at once
// (template.yaml, MaximumConcurrency): they share the rate.
const bulkFunctions = 2

func main() {
	settings := config.Read(os.Getenv)
	table, shards, zone, clock := settings.Table(), settings.DueShards(), settings.Zone(), settings.Clock()
	company, budget, perSecond := settings.Company(), settings.Budget(), settings.Rate()
	chinese, english := settings.Signatures()
	kind, address := settings.Sender()
	if err := settings.Err(); err != nil {
		log.Fatal(err)
	}
	cfg, err := client.Config(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	store := dynamo.New(cfg, table, shards)
	rules := &wire.Rules{Table: store, Zone: zone}
	roster := wire.NewRoster(store, rules)
	sender, err := delivery.Sender(context.Background(), cfg, kind, address, store)
	if err != nil {
		log.Fatal(err)
	}
	plan, deliver, err := delivery.Way{
		Table: store, Roster: roster, Rules: rules, Zone: zone, Budget: budget, Sender: sender,
		Company: message.Company{Signature: chinese, EnglishSignature: english, Site: company.Site, Hotline: company.Hotline},
	}.Services()
	if err != nil {
		log.Fatal(err)
	}
	lambda.Start(notify.Handler{
		Plan: plan, Deliver: deliver, Clock: clock, Log: obs.Logger(os.Stdout),
		Replies: settings.Replies(), Stop: customer.Service{Store: store.Customers(), Phones: wire.Numbers{Keys: wire.Keys{Table: store}}},
		Rate: rate.NewLimiter(rate.Limit(perSecond)/bulkFunctions, 1),
	}.Handle)
}
