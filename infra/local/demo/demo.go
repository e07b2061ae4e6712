package demo

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"huiyin/infra/local/stack"
	"huiyin/shared/campaign"
	"huiyin/shared/clock"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/oncall"
	"huiyin/shared/phone/parse"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
)

//go:embed data/*.json
var data embed.FS

// read reads a file of the data.
func read(name string, into any) error {
	raw, err := data.ReadFile("data/" + name + ".json")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("data/%s.json: %w", name, err)
	}
	return nil
}

// What the template has by default, and the local desk keeps.
const (
	zone   = "Asia/Shanghai"
	region = "CN" // of numbers without a country code
	shards = 1
)

// desk is the use cases that the data go through.
type desk struct {
	staff     staff.Service
	hours     staff.Hours
	calls     oncall.Service
	customers customer.Service
	tickets   *ticket.Service
	shipments *shipment.Service
	campaigns *campaign.Service
	accounts  map[string]string // user name by role
	zone      *time.Location
	now       time.Time
}

// Load writes the demo data. It may be called again after it was broken off:
// what stands already is left as it is.
func Load(ctx context.Context, s *stack.Stack) error {
	where, err := time.LoadLocation(zone)
	if err != nil {
		return err
	}
	table := dynamo.New(s.AWS(), s.Table, shards)
	rules := &wire.Rules{Table: table, Zone: where}
	phones := parse.Phones{Region: region, Keyed: wire.Keys{Table: table}.Key}
	roster := wire.NewRoster(table, rules)
	tickets := wire.Tickets(table, rules, roster, phones)
	d := desk{
		staff:     staff.Service{Store: table.Staff(), Phones: phones, Random: rand.Reader},
		hours:     rules,
		calls:     wire.OnCall(table, rules),
		customers: customer.Service{Store: table.Customers(), Phones: phones, Random: rand.Reader},
		tickets:   tickets,
		shipments: wire.Shipments(table, rules, tickets, wire.Tasks(table, rules, roster)),
		campaigns: wire.Campaigns(table, rules),
		accounts:  map[string]string{},
		zone:      where,
		now:       clock.New(s.ClockOffset).Now(),
	}
	for _, user := range s.Users {
		d.accounts[user.Role] = user.Username
	}
	return d.fill(ctx)
}

// fill writes people before the tickets they are named in.
func (d desk) fill(ctx context.Context) error {
	company, err := readCompany()
	if err != nil {
		return err
	}
	roster, err := d.employ(ctx, company)
	if err != nil {
		return err
	}
	names, err := d.enrol(ctx, company.Parameters["CompanyName"], roster)
	if err != nil {
		return err
	}
	if err := d.ship(ctx, roster); err != nil {
		return err
	}
	if err := d.plan(ctx, roster); err != nil {
		return err
	}
	return d.tell(ctx, roster, names)
}
