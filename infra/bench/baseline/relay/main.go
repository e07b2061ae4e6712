// Command relay has the clients of the function relay and does nothing.
package main

import (
	"context"
	"errors"
	"log"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	bus, queue := eventbridge.NewFromConfig(cfg), sqs.NewFromConfig(cfg)
	lambda.Start(func(ctx context.Context) error {
		_, put := bus.PutEvents(ctx, &eventbridge.PutEventsInput{})
		_, sent := queue.SendMessage(ctx, &sqs.SendMessageInput{})
		return errors.Join(put, sent)
	})
}
