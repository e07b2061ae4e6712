// Command greetings writes down, every hour, who is to be greeted today.
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"huiyin/shared/client"

	"huiyin/shared/config"
	"huiyin/shared/dynamo"
	"huiyin/shared/greeting"
	"huiyin/shared/obs"
	"huiyin/shared/schedule"
	"huiyin/shared/wire"
)

func main() {
	settings := config.Read(os.Getenv)
	table, shards, zone, offset := settings.Table(), settings.DueShards(), settings.Zone(), settings.Offset()
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
	lambda.Start(schedule.Greet{
		Ranks: wire.Ranks(store, zone), Rounds: wire.Rounds(store, rules, roster),
		Service: greeting.Service{Store: store.Greetings(), Zone: zone.String()}, Settings: rules.Greetings,
		Offset: offset, Log: obs.Logger(os.Stdout),
	}.Handle)
}
