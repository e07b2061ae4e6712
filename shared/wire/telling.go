package wire

import (
	"huiyin/shared/dynamo"
	"huiyin/shared/ledger"
	"huiyin/shared/place"
	"huiyin/shared/telling"
)

// Receivers find out who is told of a bulletin.
func Receivers(table *dynamo.Table, roster *Roster) telling.People {
	return telling.People{Roster: roster.Now, Tickets: table.Tickets(), Shipments: table.Shipments(), Customers: table.Customers(), Key: Keys{Table: table}.Key}
}

// Telling tells people what a bulletin says.
func Telling(table *dynamo.Table, rules *Rules, roster *Roster) *telling.Service {
	return &telling.Service{People: Receivers(table, roster), Store: table.Bulletins(), Places: place.New(table.Registers(), nil), Teams: roster.Lists,
		Rows: table.Persons(), Price: ledger.Budget{Prices: ledger.DefaultPrices()}.Price, Zone: rules.Zone}
}
