// Package tables puts the import of tables together. It reads telephone numbers,
// which links the numbering plans of the world: only the functions that import
// need it.
package tables

import (
	"crypto/rand"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/phone/parse"
	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
	"huiyin/shared/wire"
)

// Imports are the tables that can be imported.
func Imports(table *dynamo.Table, rules *wire.Rules, roster *wire.Roster, files sheet.Bucket) *sheet.Service {
	phones := parse.Phones{Region: "CN", Keyed: wire.Keys{Table: table}.Key}
	store := table.Customers()
	shipments := &shipment.Service{Store: table.Shipments(), Customers: store, Phones: phones, Random: rand.Reader, Zone: rules.Zone, Settings: rules.Shipments}
	return &sheet.Service{
		Store: table.Sheets(), Bucket: files, Random: rand.Reader,
		Tables: map[string]sheet.Table{
			sheet.CustomersName: &sheet.Customers{Files: customer.Service{Store: store, Phones: phones, Random: rand.Reader}, Store: store, Phones: phones,
				Roster: roster.Now, Zone: rules.Zone},
			sheet.ShipmentsName: &sheet.Shipments{Freight: shipments, Store: table.Shipments(), Roster: roster.Now, Zone: rules.Zone},
			sheet.StatusesName:  &sheet.Statuses{Tracking: shipments, Zone: rules.Zone},
		},
	}
}
