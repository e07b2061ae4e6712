// Command desk serves the agents.
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
	"huiyin/shared/message"
	"huiyin/shared/obs"
	"huiyin/shared/token/cognito"
	"huiyin/shared/web"
	"huiyin/shared/web/console"
	"huiyin/shared/web/cookie"
	"huiyin/shared/web/desk"
	"huiyin/shared/wire/agents"
)

func main() {
	settings := config.Read(os.Getenv)
	table, shards, zone, clock := settings.Table(), settings.DueShards(), settings.Zone(), settings.Clock()
	languages, company, pool, audience := settings.Languages(), settings.Company(), settings.UserPool(), settings.Client()
	idle := settings.Idle()
	files, budget := settings.Bucket(), settings.Budget()
	chinese, english := settings.Signatures()
	if err := settings.Err(); err != nil {
		log.Fatal(err)
	}
	cfg, err := client.Config(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	accounts := cognito.Pool{ID: pool, Client: audience, Endpoint: os.Getenv("AWS_ENDPOINT_URL")}
	parts := agents.Parts{AWS: cfg, Table: dynamo.New(cfg, table, shards), Bucket: bucket.New(cfg, files), Zone: zone, Clock: clock,
		Pool: accounts, Tokens: cognito.New(accounts, nil), Idle: idle,
		Company: console.Company(company), Languages: languages, Budget: budget,
		SMS: message.Company{Signature: chinese, EnglishSignature: english, Site: company.Site, Hotline: company.Hotline}}
	pages := parts.Console()
	gate := &cookie.Gate{Sessions: pages.Sessions, Now: clock.Now}
	app := web.New(web.Settings{Languages: languages, Log: obs.Logger(os.Stdout), MaxBody: desk.MaxBody, Page: pages.Problem, Admit: gate.Admit})
	parts.Desk().Serve(app)
	pages.Serve(app)
	lambda.Start(web.Lambda(app))
}
