// Command desk is one of the desk's functions.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

func answer(_ context.Context, request events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	status, body := 404, `{"status":404}`
	if request.Path == "/health" || request.Path == "/desk/health" {
		status, body = 200, `{"status":"ok"}`
	}
	return events.APIGatewayProxyResponse{
		StatusCode: status,
		Headers:    map[string]string{"Content-Type": "application/json"},
		Body:       body,
	}, nil
}

func main() { lambda.Start(answer) }
