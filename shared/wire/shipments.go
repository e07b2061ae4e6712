package wire

import (
	"crypto/rand"

	"huiyin/shared/dynamo"
	"huiyin/shared/shipment"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// Shipments are the use cases of shipments, and what follows from them at the
// desk.
func Shipments(table *dynamo.Table, rules *Rules, tickets *ticket.Service, tasks *task.Service) *shipment.Service {
	at := shipment.AtDesk{Desk: tickets, Customers: table.Customers(), Plans: tasks, Settings: rules.Shipments}
	return &shipment.Service{Store: table.Shipments(), Customers: table.Customers(), Phones: tickets.Phones, Tickets: at, Tasks: at, Search: at, Matters: table.Tickets(),
		Random: rand.Reader, Zone: rules.Zone, Settings: rules.Shipments}
}
