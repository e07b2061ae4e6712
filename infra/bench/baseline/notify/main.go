// Command notify has the clients of the function notify and does nothing.
package main

import (
	"context"
	"errors"
	"log"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	db, sms := dynamodb.NewFromConfig(cfg), sns.NewFromConfig(cfg)
	lambda.Start(func(ctx context.Context) error {
		_, read := db.GetItem(ctx, &dynamodb.GetItemInput{})
		_, sent := sms.Publish(ctx, &sns.PublishInput{})
		return errors.Join(read, sent)
	})
}
