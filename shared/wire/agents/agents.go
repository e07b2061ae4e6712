package agents

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"huiyin/shared/attachment"
	"huiyin/shared/audit"
	"huiyin/shared/bucket"
	"huiyin/shared/bulletin"
	"huiyin/shared/clock"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/message"
	"huiyin/shared/phone/parse"
	"huiyin/shared/place"
	"huiyin/shared/report"
	"huiyin/shared/sample"
	"huiyin/shared/session"
	"huiyin/shared/sheet"
	"huiyin/shared/staff"
	"huiyin/shared/token/cognito"
	"huiyin/shared/violation"
	"huiyin/shared/web/console"
	"huiyin/shared/web/desk"
	"huiyin/shared/wire"
	"huiyin/shared/wire/tables"
	"huiyin/shared/words"
	"huiyin/shared/worklist"
)

// Parts are what a deployment decides.
type Parts struct {
	AWS    aws.Config
	Table  *dynamo.Table
	Bucket bucket.Bucket
	Zone   *time.Location
	Clock  clock.Clock
	Pool   cognito.Pool
	// Tokens believes the pool: one for all that check, so that its keys are
	// fetched once.
	Tokens *cognito.Verifier
	Idle   time.Duration
	// What is said of the company in SMS, and what they may cost in a month.
	SMS    message.Company
	Budget int64
	// What its pages say of the company, and in which languages.
	Company   console.Company
	Languages []words.Lang
}

// Console is the agents' pages, which call the operations of Desk.
func (p Parts) Console() *console.Console {
	return &console.Console{Company: p.Company, Languages: p.Languages, Zone: p.Zone, Now: p.Clock.Now,
		Sessions: &session.Service{Store: p.Table.Sessions(), Pool: cognito.NewAccounts(p.AWS, p.Pool, p.Tokens), Random: rand.Reader,
			Settings: session.Settings{Idle: p.Idle, Life: session.Life, Limits: session.DefaultLimits}}}
}

// Desk is the agents' API with everything its operations need.
func (p Parts) Desk() *desk.Desk {
	store := p.Table
	phones := parse.Phones{Region: "CN", Keyed: wire.Keys{Table: store}.Key}
	rules := &wire.Rules{Table: store, Zone: p.Zone}
	roster := wire.NewRoster(store, rules)
	tickets := wire.Tickets(store, rules, roster, phones)
	places := place.New(store.Registers(), phones)
	tickets.Places = places // one copy of the register in this process
	tasks := wire.Tasks(store, rules, roster)
	shipments := wire.Shipments(store, rules, tickets, tasks)
	tasks.Trace = shipments.Searching
	files := &attachment.Service{Tickets: tickets, Bucket: p.Bucket, Random: rand.Reader}
	proofs := attachment.Proofs{Shipments: shipments, Bucket: p.Bucket, Random: rand.Reader}
	return &desk.Desk{
		Tickets: tickets, Settings: wire.Settings(store, rules, roster, tickets), Contacts: store.Tickets(), Places: places,
		Lists: &worklist.Reader{Store: store.Tickets()}, Filters: worklist.Filters{Shelf: store.Shelf()},
		Staff: staff.Service{Store: store.Staff(), Phones: phones, Random: rand.Reader}, Roster: roster, OnCall: wire.OnCall(store, rules),
		HandOvers: wire.HandOvers(store, tickets),
		Shipments: shipments,
		Customers: customer.Service{Store: store.Customers(), Phones: phones, Random: rand.Reader},
		Persons:   wire.Persons(store, tickets, files, proofs), Attachments: files, Proofs: proofs,
		Violations: &violation.Service{Store: store.Violations(), Register: violation.DefaultRegister(), Random: rand.Reader, Zone: p.Zone},
		Reports:    &report.Service{Store: store.Tickets(), Judge: tickets, Zone: p.Zone},
		Imports:    tables.Imports(store, rules, roster, p.Bucket), Exports: sheet.Export{Store: store.Customers(), Roster: roster.Now, Zone: p.Zone}, Ranks: store.Ranks(),
		Dispatches: sheet.Dispatches{Store: store.Shipments(), Roster: roster.Now, Zone: p.Zone},
		Samples: &sample.Service{Tickets: store.Tickets(), Store: store.Samples(), Zone: p.Zone, Settings: sample.DefaultSettings(),
			Key: func(ctx context.Context) ([]byte, error) { return store.Secret(ctx, "sample") }},
		Handbook: wire.Handbook(store, p.Zone, map[string]string{"company": p.Company.Name, "hotline": p.Company.Hotline}),
		Tasks:    tasks, Revisits: wire.Revisits(store, rules, roster),
		Campaigns: wire.Campaigns(store, rules), Runs: store.Greetings(),
		Bulletins: &bulletin.Service{Store: store.Bulletins(), Random: rand.Reader}, Telling: wire.Telling(store, rules, roster),
		Audit:  &audit.Log{Store: store.Audit(), Zone: p.Zone, Random: rand.Reader},
		Ledger: wire.Rows(store), Aside: store.Sweeps(), Rules: rules,
		Tokens: p.Tokens, Company: p.SMS, MonthlyBudget: p.Budget,
		Now: p.Clock.Now, DefaultTeam: wire.DefaultTeam,
	}
}
