// Command relay carries new events from the table's stream to the bus.
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"huiyin/shared/client"

	"huiyin/shared/bus"
	"huiyin/shared/config"
	"huiyin/shared/obs"
)

func main() {
	settings := config.Read(os.Getenv)
	name, aside := settings.Bus(), settings.Aside()
	if err := settings.Err(); err != nil {
		log.Fatal(err)
	}
	cfg, err := client.Config(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	relay := bus.Relay{Bus: eventbridge.NewFromConfig(cfg), Name: name, Aside: sqs.NewFromConfig(cfg), URL: aside, Log: obs.Logger(os.Stdout)}
	lambda.Start(relay.Handle)
}
