// Command desk serves the agents.
package main

import (
	"context"
	"crypto/rand"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"huiyin/shared/client"
	"huiyin/shared/config"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/obs"
	"huiyin/shared/phone/parse"
	"huiyin/shared/staff"
	"huiyin/shared/token/cognito"
	"huiyin/shared/web"
	"huiyin/shared/web/desk"
	"huiyin/shared/wire"
)

func main() {
	settings := config.Read(os.Getenv)
	table, shards, zone, clock := settings.Table(), settings.DueShards(), settings.Zone(), settings.Clock()
	languages, pool, audience := settings.Languages(), settings.UserPool(), settings.Client()
	if err := settings.Err(); err != nil {
		log.Fatal(err)
	}
	cfg, err := client.Config(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	store := dynamo.New(cfg, table, shards)
	phones := parse.Phones{Region: "CN", Keyed: wire.Keys{Table: store}.Key}
	rules := &wire.Rules{Table: store, Zone: zone}
	roster := &wire.Roster{Store: store.Staff(), Hours: rules}
	tickets := wire.Tickets(store, rules, roster, phones)
	agents := &desk.Desk{
		Tickets: tickets, Settings: wire.Settings(store, rules, roster, tickets), Contacts: store.Tickets(),
		Staff: staff.Service{Store: store.Staff(), Phones: phones, Random: rand.Reader}, Roster: roster,
		Customers: customer.Service{Store: store.Customers(), Phones: phones, Random: rand.Reader},
		Persons:   wire.Persons(store, tickets),
		Ledger:    wire.Rows(store), Aside: store.Sweeps(), Rules: rules,
		Tokens: cognito.New(cognito.Pool{ID: pool, Client: audience, Endpoint: os.Getenv("AWS_ENDPOINT_URL")}, nil),
		Now:    clock.Now, DefaultTeam: wire.DefaultTeam,
	}
	app := web.New(web.Settings{Languages: languages, Log: obs.Logger(os.Stdout), MaxBody: desk.MaxBody})
	agents.Serve(app)
	lambda.Start(web.Lambda(app))
}
