package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"gopkg.in/yaml.v3"
)

// makeTable makes a table with the keys and indexes that template.yaml gives
// the desk's: CloudFormation names them as the API does.
func makeTable(ctx context.Context, db *dynamodb.Client, root, name string) error {
	text, err := os.ReadFile(filepath.Join(root, "template.yaml"))
	if err != nil {
		return err
	}
	var template struct {
		Resources struct {
			Table struct {
				Properties map[string]any `yaml:"Properties"`
			} `yaml:"Table"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(text, &template); err != nil {
		return fmt.Errorf("read the template: %w", err)
	}
	described := map[string]any{"TableName": name}
	for _, property := range []string{"AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes"} {
		described[property] = template.Resources.Table.Properties[property]
	}
	again, err := json.Marshal(described)
	if err != nil {
		return err
	}
	in := dynamodb.CreateTableInput{BillingMode: types.BillingModePayPerRequest}
	if err := json.Unmarshal(again, &in); err != nil {
		return fmt.Errorf("read the template's table: %w", err)
	}
	_, err = db.CreateTable(ctx, &in)
	return err
}
