// Command phones is the function dynamodb that also reads telephone numbers:
// the difference is what the world's numbering plans cost.
package main

import (
	"context"
	"log"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"huiyin/shared/phone/parse"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	db := dynamodb.NewFromConfig(cfg)
	lambda.Start(func(ctx context.Context, typed string) error {
		if _, err := parse.Parse(typed, "CN"); err != nil {
			return err
		}
		_, err := db.GetItem(ctx, &dynamodb.GetItemInput{})
		return err
	})
}
