package agents

import (
	"crypto/rand"
	"time"

	"huiyin/shared/audit"
	"huiyin/shared/clock"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/phone/parse"
	"huiyin/shared/report"
	"huiyin/shared/staff"
	"huiyin/shared/token/cognito"
	"huiyin/shared/web/console"
	"huiyin/shared/web/desk"
	"huiyin/shared/wire"
	"huiyin/shared/words"
)

// Parts are what a deployment decides.
type Parts struct {
	Table *dynamo.Table
	Zone  *time.Location
	Clock clock.Clock
	Pool  cognito.Pool
	// What its pages say of the company, and in which languages.
	Company   console.Company
	Languages []words.Lang
}

// Console is the agents' pages, which call the operations of Desk.
func (p Parts) Console() *console.Console {
	return &console.Console{Company: p.Company, Languages: p.Languages, Zone: p.Zone, Now: p.Clock.Now}
}

// Desk is the agents' API with everything its operations need.
func (p Parts) Desk() *desk.Desk {
	store := p.Table
	phones := parse.Phones{Region: "CN", Keyed: wire.Keys{Table: store}.Key}
	rules := &wire.Rules{Table: store, Zone: p.Zone}
	roster := &wire.Roster{Store: store.Staff(), Hours: rules}
	tickets := wire.Tickets(store, rules, roster, phones)
	return &desk.Desk{
		Tickets: tickets, Settings: wire.Settings(store, rules, roster, tickets), Contacts: store.Tickets(),
		Staff: staff.Service{Store: store.Staff(), Phones: phones, Random: rand.Reader}, Roster: roster,
		Customers: customer.Service{Store: store.Customers(), Phones: phones, Random: rand.Reader},
		Persons:   wire.Persons(store, tickets),
		Reports:   &report.Service{Store: store.Tickets(), Judge: tickets, Zone: p.Zone},
		Audit:     &audit.Log{Store: store.Audit(), Zone: p.Zone, Random: rand.Reader},
		Ledger:    wire.Rows(store), Aside: store.Sweeps(), Rules: rules,
		Tokens: cognito.New(p.Pool, nil),
		Now:    p.Clock.Now, DefaultTeam: wire.DefaultTeam,
	}
}
