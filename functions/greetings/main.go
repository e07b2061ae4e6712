// Command greetings is one of the desk's functions.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
)

func handle(_ context.Context, event json.RawMessage) (map[string][]string, error) {
	slog.New(slog.NewJSONHandler(os.Stdout, nil)).Info("greetings", "event", event)
	return map[string][]string{"batchItemFailures": {}}, nil
}

func main() { lambda.Start(handle) }
