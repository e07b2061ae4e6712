package wire

import (
	"context"
	"crypto/rand"

	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/handbook"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
	"huiyin/shared/place"
	"huiyin/shared/shipment"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// DefaultTeam takes every ticket while no team has been set up.
const DefaultTeam = "service"

// limits are generous for people and narrow for machines: an office may hand
// in a form every two minutes, a mobile network may hide a thousand phones
// behind one address, and twenty tries an hour find one of ten thousand last
// four digits once in three weeks. All ours.
var limits = ticket.Limits{PhonePerHour: 30, AddressPerHour: 1000, TriesPerHour: 20}

// Tickets are the use cases of tickets. phones may be nil where nobody opens
// one.
func Tickets(table *dynamo.Table, rules *Rules, roster *Roster, phones ticket.Phones) *ticket.Service {
	store := table.Tickets()
	return &ticket.Service{
		Store: store, Rules: rules, Versions: rules, Phones: phones, Customers: store, Reviewers: roster, Random: rand.Reader,
		Routing: &Routing{Roster: roster, Loads: store.Loads, Count: store.Count},
		Places:  place.New(table.Registers(), nil),
		Traces:  &shipment.Service{Store: table.Shipments()},
		Settings: ticket.Settings{Vocabulary: ticket.DefaultVocabulary(), Forbidden: message.Forbidden, Promotion: message.Promotional, Unfilled: handbook.Open,
			Violations: violation.DefaultRegister(), Limits: limits},
	}
}

// Keys turns a number into the keyed hash that stands for it. The key is never
// changed: opt-outs are filed under it.
type Keys struct{ Table *dynamo.Table }

// Key is the hash; errs.Unavailable when the key can't be read.
func (k Keys) Key(ctx context.Context, number phone.Number) (string, error) {
	secret, err := k.Table.Secret(ctx, "phone")
	if err != nil {
		return "", errs.Wrap(err, "read the key of phones")
	}
	return phone.Hash(secret, number)[:32], nil
}

// Numbers are keys for whoever has numbers from machines only: nothing that
// people type is read.
type Numbers struct{ Keys }

// Parse takes a number in E.164; errs.Invalid phone.invalid.
func (Numbers) Parse(field, typed string) (phone.Number, error) {
	if n := phone.Number(typed); n.Valid() {
		return n, nil
	}
	var f errs.Fields
	f.Add(field, "phone.invalid")
	return "", f.Err()
}

// Rows are the ledger's rows as a sweep or an admin sees them: they send
// nothing.
func Rows(table *dynamo.Table) *ledger.Service { return &ledger.Service{Store: table.Ledger()} }
