package dynamo_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"gopkg.in/yaml.v3"

	"huiyin/infra/local/stack"
	"huiyin/shared/client"
	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/storetest"
)

// local is MiniStack, started by the first test that needs it.
var local = sync.OnceValues(func() (*stack.Stack, error) {
	root, err := stack.FindRoot()
	if err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "huiyin-dynamo-")
	if err != nil {
		return nil, err
	}
	return stack.Empty(context.Background(), stack.Options{Root: root, Home: home, Log: os.Stderr})
})

func TestMain(m *testing.M) {
	code := m.Run()
	if started.Load() {
		s, _ := local()
		s.Stop()
		os.RemoveAll(s.Home)
	}
	os.Exit(code)
}

var started atomic.Bool

// settings are those of a process that talks to the local stack. wrap may put
// something between it and the stack.
func settings(t *testing.T, wrap func(http.RoundTripper) http.RoundTripper) aws.Config {
	t.Helper()
	s, err := local()
	if err != nil {
		t.Fatalf("start the local stack: %v", err)
	}
	started.Store(true)
	cfg := aws.Config{
		Region: s.Region, BaseEndpoint: aws.String(s.Endpoint),
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}
	if wrap != nil {
		cfg.HTTPClient = &http.Client{Transport: wrap(http.DefaultTransport)}
	}
	cfg.APIOptions = append(cfg.APIOptions, capacity.Count, client.WholeAnswers)
	return cfg
}

// tables numbers the tables of this process.
var tables atomic.Int64

// newTable makes a table just as template.yaml describes it.
func newTable(t *testing.T) string {
	t.Helper()
	in := described(t)
	in.TableName = aws.String(fmt.Sprintf("table-%d", tables.Add(1)))
	db := dynamodb.NewFromConfig(settings(t, nil))
	if _, err := db.CreateTable(t.Context(), in); err != nil {
		t.Fatalf("make a table: %v", err)
	}
	return *in.TableName
}

// described is the template's table.
func described(t *testing.T) *dynamodb.CreateTableInput {
	t.Helper()
	root, err := stack.FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(root, "template.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	type keySchema []struct {
		AttributeName string `yaml:"AttributeName"`
		KeyType       string `yaml:"KeyType"`
	}
	var template struct {
		Resources struct {
			Table struct {
				Properties struct {
					AttributeDefinitions []struct {
						AttributeName string `yaml:"AttributeName"`
						AttributeType string `yaml:"AttributeType"`
					} `yaml:"AttributeDefinitions"`
					KeySchema keySchema `yaml:"KeySchema"`
					Indexes   []struct {
						IndexName  string    `yaml:"IndexName"`
						KeySchema  keySchema `yaml:"KeySchema"`
						Projection struct {
							ProjectionType string   `yaml:"ProjectionType"`
							Attributes     []string `yaml:"NonKeyAttributes"`
						} `yaml:"Projection"`
					} `yaml:"GlobalSecondaryIndexes"`
				} `yaml:"Properties"`
			} `yaml:"Table"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(raw, &template); err != nil {
		t.Fatalf("read the template: %v", err)
	}
	keys := func(schema keySchema) (out []types.KeySchemaElement) {
		for _, k := range schema {
			out = append(out, types.KeySchemaElement{AttributeName: &k.AttributeName, KeyType: types.KeyType(k.KeyType)})
		}
		return out
	}
	p := template.Resources.Table.Properties
	in := &dynamodb.CreateTableInput{BillingMode: types.BillingModePayPerRequest, KeySchema: keys(p.KeySchema)}
	for _, a := range p.AttributeDefinitions {
		in.AttributeDefinitions = append(in.AttributeDefinitions,
			types.AttributeDefinition{AttributeName: &a.AttributeName, AttributeType: types.ScalarAttributeType(a.AttributeType)})
	}
	for _, i := range p.Indexes {
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, types.GlobalSecondaryIndex{
			IndexName: &i.IndexName, KeySchema: keys(i.KeySchema),
			Projection: &types.Projection{ProjectionType: types.ProjectionType(i.Projection.ProjectionType), NonKeyAttributes: i.Projection.Attributes},
		})
	}
	return in
}

// stores are the faces of a table.
func stores(t *dynamo.Table) storetest.Stores {
	return storetest.Stores{Sheets: t.Sheets(), Ranks: t.Ranks(), Directory: t.Customers(), Tickets: t.Tickets(), Ledger: t.Ledger(), Customers: t.Customers(), Persons: t.Persons(), Violations: t.Violations(), Staff: t.Staff(), Samples: t.Samples(), Shelf: t.Shelf(),
		OnCall:    t.OnCall(),
		Greetings: t.Greetings(), Campaigns: t.Campaigns(), Sweeps: t.Sweeps(), Settings: t.Settings(), Audit: t.Audit(),
		Sessions:  t.Sessions(),
		Bulletins: t.Bulletins(), Handbook: t.Handbook(), Events: t.Events,
		Registers: t.Registers(),
		Tasks:     t.Tasks(),
		Shipments: t.Shipments()}
}

func TestTableKeepsWhatEveryStoreKeeps(t *testing.T) {
	storetest.All(t, func(t *testing.T) storetest.Stores {
		return stores(dynamo.New(settings(t, nil), newTable(t), 2))
	})
}
