package wire

import (
	"context"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/rank"
	"huiyin/shared/shipment"
)

// Ranks computes the classes of customers from their shipments.
func Ranks(table *dynamo.Table, zone *time.Location) *rank.Service {
	return &rank.Service{Store: table.Ranks(), Files: customer.Service{Store: table.Customers()}, Figures: Twelve(table.Shipments()),
		Shares: rank.DefaultShares(), Zone: zone}
}

// Twelve adds up the figures that are counted of a customer's shipments.
func Twelve(store interface {
	Figures(ctx context.Context, whose, first, last string) ([]shipment.Monthly, error)
}) rank.Figures {
	return func(ctx context.Context, id, first, last string) (rank.Twelve, error) {
		months, err := store.Figures(ctx, shipment.CustomerFigures(id), first, last)
		var sum shipment.Figures
		for _, m := range months {
			sum = sum.Plus(m.Figures)
		}
		return rank.Twelve{Shipments: sum.Shipments, Costed: sum.Costed, Revenue: sum.Revenue, Margin: sum.Margin}, err
	}
}
