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
	lambda.Start(schedule.Greet{
		Service: greeting.Service{Store: store.Greetings(), Settings: greeting.Default(), Zone: zone.String()},
		Offset:  offset, Log: obs.Logger(os.Stdout),
	}.Handle)
}
