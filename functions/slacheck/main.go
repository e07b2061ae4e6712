// Command slacheck writes down, every minute, what fell due.
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"huiyin/shared/bucket"
	"huiyin/shared/client"
	"huiyin/shared/config"
	"huiyin/shared/dynamo"
	"huiyin/shared/obs"
	"huiyin/shared/schedule"
	"huiyin/shared/wire"
	"huiyin/shared/wire/tables"
)

func main() {
	settings := config.Read(os.Getenv)
	table, shards, zone, offset, files := settings.Table(), settings.DueShards(), settings.Zone(), settings.Offset(), settings.Bucket()
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
	tickets := wire.Tickets(store, rules, roster, nil)
	sweeps := wire.Sweeps(store, rules, roster, tickets)
	sweeps.Jobs["IMPORT"] = tables.Imports(store, rules, roster, bucket.New(cfg, files))
	lambda.Start(schedule.Sweep{
		Service: sweeps,
		Morning: wire.Morning(store, rules, roster), Watch: wire.Watch(store, rules), OnCall: wire.OnCallAlarm(store, rules, roster),
		Offset: offset, Log: obs.Logger(os.Stdout),
	}.Handle)
}
