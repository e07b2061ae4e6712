// Command public serves the customers: pages, forms and the API behind them.
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
	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/web/desk"
	"huiyin/shared/web/public"
	"huiyin/shared/wire"
)

func main() {
	settings := config.Read(os.Getenv)
	table, shards, zone, clock := settings.Table(), settings.DueShards(), settings.Zone(), settings.Clock()
	company, languages := settings.Company(), settings.Languages()
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
	roster := wire.NewRoster(store, rules)
	tickets := wire.Tickets(store, rules, roster, phones)
	service := &public.Service{
		Tickets:    tickets,
		HandOvers:  wire.HandOvers(store, tickets),
		Waybills:   wire.Shipments(store, rules, tickets, nil),
		Greetings:  customer.Service{Store: store.Customers(), Phones: phones, Random: rand.Reader},
		Board:      &wire.Board{Store: store.Bulletins(), Now: clock.Now},
		Phones:     phones,
		Vocabulary: ticket.DefaultVocabulary(),
		Company:    public.Company(company),
		Languages:  languages, Zone: zone, Now: clock.Now, Random: rand.Reader,
	}
	app := web.New(web.Settings{Languages: languages, Log: obs.Logger(os.Stdout), CrossOrigin: true, Page: service.Problem})
	service.Serve(app, web.Document("回音 Huiyin", "Inquiries and complaints, and the desk that answers them.", service.Register, new(desk.Desk).Register))
	lambda.Start(web.Lambda(app))
}
