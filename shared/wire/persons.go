package wire

import (
	"crypto/rand"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/person"
	"huiyin/shared/shipment"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// Persons are the use cases on what is stored about one person.
func Persons(table *dynamo.Table, tickets *ticket.Service, files person.Attachments, proofs shipment.Files) *person.Service {
	return &person.Service{
		Bulletins: table.Bulletins(),
		Store:     table.Persons(), Tickets: tickets, Customers: table.Customers(),
		Mentions: customer.Service{Store: table.Customers(), Phones: tickets.Phones}, Ledger: table.Ledger(), Tasks: &task.Service{Store: table.Tasks()},
		Shipments: &shipment.Service{Store: table.Shipments(), Files: proofs},
		Register:  &violation.Service{Store: table.Violations()}, Phones: tickets.Phones, Random: rand.Reader, Attachments: files}
}
