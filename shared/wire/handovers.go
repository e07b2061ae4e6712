package wire

import (
	"context"

	"huiyin/shared/dynamo"
	"huiyin/shared/handover"
	"huiyin/shared/ticket"
)

// HandOvers are the links for those a ticket was handed over to.
func HandOvers(table *dynamo.Table, tickets *ticket.Service) *handover.Service {
	return &handover.Service{Tickets: tickets, Store: table.Tickets(),
		Key: func(ctx context.Context) ([]byte, error) { return table.Secret(ctx, "handover") }}
}
